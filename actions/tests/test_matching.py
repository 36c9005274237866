"""Words in texts: what is asked for, and the excerpt that shows it."""

from __future__ import annotations

import pytest

from actions import matching
from actions.matching import Part


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("kooth", ["kooth"]),
        ("  police   car ", ["police", "car"]),
        ('"warm transfer" mash', ["warm transfer", "mash"]),
        ("“warm  transfer”", ["warm transfer"]),
        ("Kooth KOOTH kooth", ["kooth"]),
        ('"unfinished', ["unfinished"]),
        ('"" " ', []),
        ("100% a_b", ["100%", "a_b"]),
    ],
)
def test_words_and_phrases_are_told_apart(asked: str, expected: list[str]) -> None:
    assert [term.casefold() for term in matching.terms(asked)] == expected


def test_a_database_is_asked_for_an_accent_in_both_cases() -> None:
    assert matching.spellings("police") == {"police"}
    assert matching.spellings("ŵyr") == {"ŵyr", "ŴYR", "Ŵyr"}


def test_a_text_is_cut_where_it_holds_the_words_whatever_their_case() -> None:
    assert matching.parts("Kooth and ÉCOLE", ["kooth", "école"]) == (
        Part("Kooth", True),
        Part(" and ", False),
        Part("ÉCOLE", True),
    )
    assert matching.parts("a.c (x)", ["."]) == (
        Part("a", False),
        Part(".", True),
        Part("c (x)", False),
    )
    assert matching.parts("nothing", []) == (Part("nothing", False),)


def test_the_longest_is_marked_whole() -> None:
    [_, found, _] = matching.parts("a warm transfer now", ["warm", "warm transfer"])
    assert found == Part("warm transfer", True)


def test_an_excerpt_stands_round_what_was_found_and_ends_between_words() -> None:
    text = "before " * 40 + "the NEEDLE here " + "after " * 80
    shown = matching.around(text, ["needle"])
    assert shown.startswith("… before ")
    assert shown.endswith("after …")
    assert "NEEDLE" in shown
    assert len(shown) < 300
    assert matching.around("Short needle", ["needle"]) == "Short needle"
    assert matching.around("none", ["needle"]) == ""


def test_one_long_word_is_shown_in_part() -> None:
    shown = matching.around("x" * 5_000 + "needle" + "y" * 5_000, ["needle"])
    assert "needle" in shown
    assert len(shown) < 300


def test_a_second_text_is_shown_only_for_what_the_first_did_not_hold() -> None:
    texts = [("A", "one"), ("B", "one two"), ("C", "one two three")]
    found = matching.excerpts(texts, ["one", "two"])
    assert [excerpt.label for excerpt in found] == ["A", "B"]
    assert found[1].parts == (Part("one", True), Part(" ", False), Part("two", True))
