"""Text as it is kept and as it is printed."""

from __future__ import annotations

import pytest

from jtai_tracker.fields import CleanCharField, CleanedCharField, CleanTextField
from jtai_tracker.text import clean_text, printable_in

LATIN = frozenset(range(0x20, 0x250))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Word's soft\x0breturn", "Word's soft\nreturn"),
        ("two\r\nlines\rand\u2028more", "two\nlines\nand\nmore"),
        ("NUL\x00 bell\x07 escape\x1b", "NUL bell escape"),
        ("turned \u202eround\u2066", "turned round"),
        ("half \ud800 a pair", "half  a pair"),
        ("no \ufffe\U0001ffff\ufdd0 character", "no  character"),
        ("Ŵ Ŷ ł ț ✓ 😀 family 👨\u200d👩", "Ŵ Ŷ ł ț ✓ 😀 family 👨\u200d👩"),
        ("e\u0301", "é"),
        ("  space around \n", "space around"),
        ('=1+1 <script> {{7*7}} #read("x")', '=1+1 <script> {{7*7}} #read("x")'),
    ],
)
def test_it_keeps_what_was_typed_without_what_breaks_an_export(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


def test_it_names_what_the_font_lacks() -> None:
    assert printable_in("Done ✓ 😀", LATIN) == "Done [check mark] [grinning face]"
    assert printable_in("👨\u200d👩", LATIN) == "[man][woman]"
    assert printable_in("Ŵ\nŶ\x0b", LATIN) == "Ŵ\nŶ"


def test_every_text_field_cleans_before_it_is_saved() -> None:
    assert CleanTextField().get_prep_value("a\x00b") == "ab"
    assert CleanCharField().get_prep_value("a\x0bb") == "a\nb"
    assert CleanedCharField(max_length=2).clean("a\x00b") == "ab"
    assert isinstance(CleanTextField().formfield(), CleanedCharField)
