"""What keeps the pack short, and says that it did."""

from __future__ import annotations

import pytest

from reports.builders.pack.words import in_short, joined, left_out, listed, opening


@pytest.mark.parametrize(
    ("text", "room", "wanted"),
    [
        ("Short enough", 12, "Short enough"),
        ("One  line\n\nonly", 20, "One line only"),
        ("Cut after a whole word", 15, "Cut after a…"),
        ("Restore six-week waits", 14, "Restore…"),
        ("No comma, at the end", 12, "No comma…"),
        ("Better before brackets (than inside them)", 34, "Better before brackets…"),
        ("Brackets (that close) stay where they are", 30, "Brackets (that close) stay…"),
        ("(All of it in brackets, and long)", 12, "(All of it i…"[:11] + "…"),
        ("pneumono" * 20, 10, "pneumonop…"),
        ("", 10, ""),
    ],
)
def test_a_text_is_cut_after_a_whole_word_and_says_so(text: str, room: int, wanted: str) -> None:
    assert in_short(text, room) == wanted
    assert len(in_short(text, room)) <= room


@pytest.mark.parametrize(
    ("text", "room", "wanted"),
    [
        ("Staff or capacity. Waits have grown since June.", 30, "Staff or capacity"),
        ("One. Two. Three and more", 10, "One. Two"),
        ("Signed off, item 5", 30, "Signed off, item 5"),
        ("No sentence ends here early enough", 14, "No sentence…"),
        ("At 1.10 it starts. Then more", 18, "At 1.10 it starts"),
    ],
)
def test_a_reason_is_its_first_whole_sentences(text: str, room: int, wanted: str) -> None:
    assert opening(text, room) == wanted


def test_a_list_says_how_many_more_and_where() -> None:
    assert listed(["a", "b"], 2, "the list") == "a; b"
    assert listed(["a", "b", "c", "d"], 2, "the list") == "a; b; and 2 more: see the list"
    assert left_out(3, 3, "are open", "the log") == ""
    assert left_out(5, 3, "are open", "the log") == "And 2 more are open: see the log."


def test_parts_are_joined_as_a_sentence_lists_them() -> None:
    assert [joined([]), joined(["a"]), joined(["a", "b", "c"])] == ["", "a", "a, b and c"]
