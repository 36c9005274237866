"""What every Excel file of ours keeps to: text is text, fits its cell, and rows show it. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import date
from typing import Any

CELL_LIMIT = 32_767  # UTF-16 code units, Excel's own limit
A4 = 9
# Excel believes in 29 February 1900: a day before this one is shown a day late.
FIRST_DATE = date(1900, 3, 1)
LONG_DATE = "d mmmm yyyy"
OPTIONS: dict[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_format_properties": {"font_name": "Arial", "font_size": 10},
}
# References such as 1.10 are text, and Excel would mark each as a mistake.
NO_MARKS = {"number_stored_as_text": "A1:XFD1048576"}

_ROW_LIMIT = 409  # points
_LINE = 13  # points, of 10-point Arial
_LETTERS_IN_A_UNIT = 1.1  # a unit of width is a figure 0, and most letters are narrower
_PADDING = 5  # points


def fitted(text: str, cut: str) -> str:
    """Return `text` as one cell can hold it; where it is cut, it ends with the sentence `cut`."""
    if len(text.encode("utf-16-le")) // 2 <= CELL_LIMIT:
        return text
    room = 2 * (CELL_LIMIT - len(cut))
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + cut


def row_height(texts: Iterable[tuple[str, float]], scale: float = 1) -> float:
    """Return the height in points that shows each text in its width, given in characters.

    `scale` is the size of the letters against 10-point Arial. Excel stops at 409 points.
    """
    return min(_height(texts, scale), _ROW_LIMIT)


def is_too_tall(texts: Iterable[tuple[str, float]]) -> bool:
    """Return whether a row with these texts is taller than Excel can show."""
    return _height(texts) > _ROW_LIMIT


def _height(texts: Iterable[tuple[str, float]], scale: float = 1) -> float:
    lines = max(_line_count(text, int(width * _LETTERS_IN_A_UNIT / scale)) for text, width in texts)
    return lines * _LINE * scale + _PADDING


def _line_count(text: str, width: int) -> int:
    return sum(_wrapped(part, max(width, 1)) for part in text.split("\n"))


def _wrapped(part: str, width: int) -> int:
    # Most texts are short, and wrapping is what costs time in a list of thousands.
    if len(part) <= width and "\t" not in part:
        return 1
    return len(textwrap.wrap(part, width)) or 1
