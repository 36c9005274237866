"""A workbook with the looks and the page set-up that all its sheets share."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jtai_tracker import worksheets
from reports.document import Document, RatingCell
from reports.renderers.palette import ACCENT, HAIRLINE, INK, NEUTRAL, QUIET, rating_colours
from reports.renderers.xlsx_text import fitted, sheet_name

_MARGINS = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.7}  # inches
_FOOTER_PART = 100  # characters; Excel allows 255 for the whole footer

_TEXT = {"text_wrap": True, "valign": "top", "font_color": f"#{INK}"}
_IN_TABLE = {**_TEXT, "border": 1, "border_color": f"#{HAIRLINE}"}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {**_TEXT, "bold": True, "font_size": 18, "font_color": f"#{ACCENT}"},
    "subtitle": {**_TEXT, "font_size": 12, "font_color": f"#{QUIET}"},
    "status": {**_TEXT, "bold": True, "font_size": 12, "bg_color": f"#{NEUTRAL.tint}"},
    "heading": {**_TEXT, "bold": True, "font_size": 12, "font_color": f"#{ACCENT}"},
    "caption": {**_TEXT, "bold": True},
    "text": _TEXT,
    "header": {
        **_IN_TABLE,
        "bold": True,
        "font_color": f"#{ACCENT}",
        "bg_color": f"#{NEUTRAL.tint}",
        "bottom": 2,
        "bottom_color": f"#{ACCENT}",
    },
    "row heading": {**_IN_TABLE, "bold": True},
    "cell": _IN_TABLE,
    "date": {**_IN_TABLE, "num_format": worksheets.LONG_DATE, "align": "left"},
}


class Book:
    """One workbook in the making; `document` is the report that it says."""

    def __init__(self, workbook: Workbook, document: Document) -> None:
        self.document = document
        self._workbook = workbook
        self._names: list[str] = []
        self._formats: dict[str, Format] = {}

    def add_sheet(self, heading: str) -> Worksheet:
        """Return a new last sheet, named after `heading` and set up to print on landscape A4."""
        self._names.append(sheet_name(heading, self._names))
        sheet = self._workbook.add_worksheet(self._names[-1])
        sheet.set_paper(worksheets.A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(**_MARGINS)
        sheet.hide_gridlines(2)
        short_title = _in_footer(self.document.short_title)
        status = _in_footer(self.document.status)
        sheet.set_footer(f"&L{short_title}&C{status}&RPage &P of &N")
        return sheet

    def look(self, name: str) -> Format:
        """Return the look of this name."""
        return self._format(name, _LOOKS[name])

    def rating_look(self, code: str) -> Format:
        """Return the look of a cell with the rating `code`."""
        ink, tint = rating_colours(code)
        colours = {"font_color": f"#{ink}", "bg_color": f"#{tint}"}
        return self._format(f"rating {code}", {**_IN_TABLE, "bold": True, **colours})

    def _format(self, name: str, look: dict[str, Any]) -> Format:
        if name not in self._formats:
            self._formats[name] = self._workbook.add_format(look)
        return self._formats[name]


def write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """Write `text` as text, whatever it starts with."""
    sheet.write_string(row, column, fitted(text), look)


def write_across(sheet: Worksheet, row: int, last_column: int, text: str, look: Format) -> None:
    """Write `text` over the columns up to `last_column`."""
    if last_column:
        sheet.merge_range(row, 0, row, last_column, "", look)
    write_text(sheet, row, 0, text, look)


def rating_text(rating: RatingCell) -> str:
    """Return a rating as Excel sorts and filters it: its letter and its word."""
    return f"{rating.letter}  {rating.text}".strip()


def _in_footer(text: str) -> str:
    return " ".join(text.split())[:_FOOTER_PART].replace("&", "&&")
