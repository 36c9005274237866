"""Text as a report's worksheets show it: list markers, sheet names, and what is cut off."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jtai_tracker import worksheets
from reports.document import ItemStyle

SHEET_NAME_LIMIT = 31
_CUT = "… [The rest is longer than Excel can hold: the Word file and the PDF have all of it.]"
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def fitted(text: str) -> str:
    """Return `text` as one cell can hold it; what is cut off is said in words."""
    return worksheets.fitted(text, _CUT)


def marker(style: ItemStyle, place: int) -> str:
    """Return what stands before item number `place`: • or (2) or (ii)."""
    if style == "bullet":
        return "•"
    return f"({place if style == 'number' else _roman(place)})"


def sheet_name(heading: str, taken: Iterable[str]) -> str:
    """Return a legal name for a sheet that no sheet in `taken` has: what precedes the colon."""
    plain = _NOT_IN_A_NAME.sub(" ", heading.partition(":")[0])
    name = _shortened(plain, SHEET_NAME_LIMIT) or "Table"
    used = {other.casefold() for other in (*taken, "History")}
    place = 1
    unique = name
    while unique.casefold() in used:
        place += 1
        suffix = f" ({place})"
        unique = _shortened(name, SHEET_NAME_LIMIT - len(suffix)) + suffix
    return unique


def _shortened(text: str, limit: int) -> str:
    # Excel counts UTF-16 units here too, and refuses an apostrophe at either end.
    units = " ".join(text.split()).encode("utf-16-le")[: 2 * limit]
    return units.decode("utf-16-le", "ignore").strip(" '")


def _roman(number: int) -> str:
    digits = ""
    for value, digit in _ROMAN:
        count, number = divmod(number, value)
        digits += digit * count
    return digits
