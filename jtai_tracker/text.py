"""What people type and paste, made safe to keep and to print: a pure module."""

from __future__ import annotations

import unicodedata
from collections.abc import Set

# Word's soft return (vertical tab), form feed, and Unicode's own line and paragraph separators are
# line breaks to the person who pasted them, and they stop a Word or Excel export dead.
_LINE_BREAKS = str.maketrans(
    {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
)
# Joiners are format characters too, but Arabic, Indic scripts and family emoji are spelt with them.
_KEPT_FORMAT_CHARACTERS = frozenset("\u200c\u200d")
_KEPT_CONTROLS = frozenset("\n\t")


def clean_text(text: str) -> str:
    """Return `text` as we keep it: composed (NFC), with plain line breaks and nothing invisible.

    Control characters, lone surrogates, private characters, what Unicode calls noncharacters and
    the marks that turn the direction of writing go: each can break an export or disguise a text.
    """
    text = text.replace("\r\n", "\n").translate(_LINE_BREAKS)
    return unicodedata.normalize("NFC", "".join(filter(_is_kept, text))).strip()


def _is_kept(character: str) -> bool:
    if character in _KEPT_CONTROLS or character in _KEPT_FORMAT_CHARACTERS:
        return True
    category = unicodedata.category(character)
    return not category.startswith("C") or (category == "Cn" and not _is_noncharacter(character))


def _is_noncharacter(character: str) -> bool:
    code_point = ord(character)
    return 0xFDD0 <= code_point <= 0xFDEF or code_point & 0xFFFE == 0xFFFE


def printable_in(text: str, code_points: Set[int]) -> str:
    """Return `text` with each character that a font lacks named in words: ✓ becomes [check mark].

    `code_points` are those that the font can draw. Text is cleaned first, as a document may be
    older than the rule. Joiners and variation selectors that the font lacks print nothing.
    """
    return "".join(_drawn(character, code_points) for character in clean_text(text))


def _drawn(character: str, code_points: Set[int]) -> str:
    if character in _KEPT_CONTROLS or ord(character) in code_points:
        return character
    if character in _KEPT_FORMAT_CHARACTERS or unicodedata.category(character) == "Mn":
        return ""
    return f"[{unicodedata.name(character, f'character U+{ord(character):04X}').lower()}]"
