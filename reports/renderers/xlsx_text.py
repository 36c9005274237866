"""Text as a worksheet can hold and show it: list markers, sheet names, heights and limits."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

from reports.document import ItemStyle

SHEET_NAME_LIMIT = 31
_CELL_LIMIT = 32_767  # UTF-16 code units, Excel's own limit
_ROW_LIMIT = 409  # points
_LINE = 13  # points, of 10-point Arial
_LETTERS_IN_A_UNIT = 1.1  # a unit of width is a figure 0, and most letters are narrower
_PADDING = 5  # points
_CUT = "… [The rest is longer than Excel can hold: the Word file and the PDF have all of it.]"
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def fitted(text: str) -> str:
    """Return `text` as one cell can hold it; what is cut off is said in words."""
    if len(text.encode("utf-16-le")) // 2 <= _CELL_LIMIT:
        return text
    room = 2 * (_CELL_LIMIT - len(_CUT))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + _CUT


def row_height(texts: Iterable[tuple[str, float]], scale: float = 1) -> float:
    """Return the height in points that shows each text in its width, given in characters.

    `scale` is the size of the letters against 10-point Arial. Excel stops at 409 points.
    """
    return min(_height(texts, scale), _ROW_LIMIT)


def is_too_tall(texts: Iterable[tuple[str, float]]) -> bool:
    """Return whether a row with these texts is taller than Excel can show."""
    return _height(texts) > _ROW_LIMIT


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


def _height(texts: Iterable[tuple[str, float]], scale: float = 1) -> float:
    lines = max(_line_count(text, int(width * _LETTERS_IN_A_UNIT / scale)) for text, width in texts)
    return lines * _LINE * scale + _PADDING


def _line_count(text: str, width: int) -> int:
    return sum(len(textwrap.wrap(part, max(width, 1))) or 1 for part in text.split("\n"))


def _roman(number: int) -> str:
    digits = ""
    for value, digit in _ROMAN:
        count, number = divmod(number, value)
        digits += digit * count
    return digits
