"""A list as an Excel file: texts are texts, dates are dates, and the header filters. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jtai_tracker.dates import long_date
from jtai_tracker.listing import Listing, Value
from jtai_tracker.worksheets import A4, FIRST_DATE, LONG_DATE, NO_MARKS, OPTIONS, fitted, row_height

_NARROWEST, _WIDEST = 9, 60  # characters
_FILTER_BUTTON = 3  # characters that it hides in a header
_ABOUT_WIDTHS = (24, 90)
_CUT = "… [The rest is longer than Excel can hold: the page and the CSV file have all of it.]"
_LOOKS: dict[str, dict[str, Any]] = {
    "header": {"bold": True, "bottom": 2, "bg_color": "#F3F2F1"},
    "text": {},
    "date": {"num_format": LONG_DATE, "align": "left"},
    "number": {},
    "number of rows": {"align": "left"},
    "label": {"bold": True},
}


def write(listing: Listing, downloaded_on: date) -> bytes:
    """Return a workbook with the list on its first sheet, and what it is on its second."""
    file = io.BytesIO()
    with Workbook(file, OPTIONS) as book:
        book.set_properties(
            {
                "title": listing.title,
                "subject": listing.said,
                "created": datetime.combine(listing.as_at, time(), UTC),
            }
        )
        common = {"text_wrap": True, "valign": "top"}
        looks = {name: book.add_format({**common, **look}) for name, look in _LOOKS.items()}
        _write_list(book.add_worksheet("List"), listing, looks)
        _write_about(book.add_worksheet("About this list"), listing, downloaded_on, looks)
    return file.getvalue()


def _write_list(sheet: Worksheet, listing: Listing, looks: dict[str, Format]) -> None:
    widths = _widths(listing)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    room = [width - _FILTER_BUTTON for width in widths]
    _write_row(sheet, 0, listing.columns, looks, "header", room)
    for number, row in enumerate(listing.rows, start=1):
        _write_row(sheet, number, row, looks, "text", widths)
    sheet.autofilter(0, 0, len(listing.rows), len(listing.columns) - 1)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    _set_up(sheet)


def _write_about(
    sheet: Worksheet, listing: Listing, downloaded_on: date, looks: dict[str, Format]
) -> None:
    facts: dict[str, Value] = {
        "List": listing.title,
        "What it shows": listing.said,
        "Position as at": listing.as_at,
        "Downloaded on": downloaded_on,
        "Rows": len(listing.rows),
    }
    for place, width in enumerate(_ABOUT_WIDTHS):
        sheet.set_column(place, place, width)
    looks = {**looks, "number": looks["number of rows"]}
    for number, (label, value) in enumerate(facts.items()):
        _write_row(sheet, number, (label, value), looks, "text", _ABOUT_WIDTHS)
        sheet.write_string(number, 0, label, looks["label"])
    _set_up(sheet)


def _set_up(sheet: Worksheet) -> None:
    """Print on landscape A4, one page wide, and mark no reference as a mistake."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.ignore_errors(NO_MARKS)


def _write_row(
    sheet: Worksheet,
    number: int,
    row: tuple[Value, ...],
    looks: dict[str, Format],
    look: str,
    widths: Iterable[float],
) -> None:
    for place, value in enumerate(row):
        if isinstance(value, int | Decimal):
            sheet.write_number(number, place, value, looks["number"])
        elif isinstance(value, date) and value >= FIRST_DATE:
            sheet.write_datetime(number, place, value, looks["date"])
        elif value is not None:
            sheet.write_string(number, place, fitted(_in_words(value), _CUT), looks[look])
    texts = [_in_words(value) for value in row]
    sheet.set_row(number, row_height(zip(texts, widths, strict=True)))


def _widths(listing: Listing) -> list[int]:
    """A column as wide as its longest line, within reason: longer text goes on below."""
    widths = [len(column) + _FILTER_BUTTON for column in listing.columns]
    for row in listing.rows:
        for place, value in enumerate(row):
            longest = max(map(len, _in_words(value).split("\n")))
            widths[place] = max(widths[place], longest + 1)
    return [min(max(width, _NARROWEST), _WIDEST) for width in widths]


def _in_words(value: Value) -> str:
    if isinstance(value, date):
        return long_date(value)
    return "" if value is None else str(value)
