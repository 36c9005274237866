"""A data table on a sheet of its own: one header row, real dates, notes in columns of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from jtai_tracker.worksheets import FIRST_DATE, NO_MARKS, is_too_tall, row_height
from reports.document import Cell, Column, RatingCell, Table
from reports.renderers.xlsx_book import Book, rating_text, write_across, write_text

EMPTY = "–"
_SHEET_WIDTH = 190  # characters, readable on one landscape page
_NARROWEST, _DATE_WIDTH = 9, 19
_FILTER_BUTTON = 3  # characters that it hides in a header
_HEADING_ROW, _CAPTION_ROW, _HEADER_ROW = range(3)
_TOO_TALL = " (Some rows hold more text than Excel shows at once: select a cell to read all of it.)"


class Entry(NamedTuple):
    """What goes into one cell of a sheet: text, or the date `on` that the text says."""

    text: str
    look: Format
    on: date | None = None


def write_data_sheet(book: Book, heading: str, table: Table) -> str:
    """Write `table` on a new sheet under `heading`; return the sheet's name."""
    sheet = book.add_sheet(heading or table.caption)
    columns = list(_sheet_columns(table))
    widths = _widths(columns)
    rows = [list(_entries(book, table.columns, cells)) for cells in table.rows]
    last_row, last_column = _HEADER_ROW + len(rows), len(columns) - 1
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    _write_lead(book, sheet, heading, _caption(table, rows, widths), widths)
    _write_header(book, sheet, columns, widths)
    for number, entries in enumerate(rows, start=_HEADER_ROW + 1):
        _write_row(sheet, number, entries, widths)
    sheet.freeze_panes(_HEADER_ROW + 1, 1)
    sheet.repeat_rows(_HEADER_ROW)
    sheet.autofilter(_HEADER_ROW, 0, last_row, last_column)
    sheet.print_area(0, 0, last_row, last_column)
    sheet.ignore_errors(NO_MARKS)
    return str(sheet.get_name())


def entry(book: Book, cell: Cell | RatingCell, *, is_row_heading: bool, note: str = "") -> Entry:
    """Return how `cell` stands in a sheet; a `note` follows its text on a new line."""
    if isinstance(cell, RatingCell):
        return Entry(_with_note(rating_text(cell), note), book.rating_look(cell.code))
    if cell.on and not note and cell.text == _in_words(cell.on) and cell.on >= FIRST_DATE:
        return Entry(cell.text, book.look("date"), cell.on)
    look = book.look("row heading" if is_row_heading else "cell")
    return Entry(_with_note(cell.text, note), look)


def write_entry(sheet: Worksheet, row: int, column: int, value: Entry) -> None:
    """Write `value` as a date or as text."""
    if value.on:
        sheet.write_datetime(row, column, value.on, value.look)
    else:
        write_text(sheet, row, column, value.text, value.look)


def _sheet_columns(table: Table) -> Iterator[tuple[str, int, bool]]:
    """Yield each column's heading, its share of the width, and whether it holds dates."""
    for place, column in enumerate(table.columns):
        has_dates = any(getattr(row[place], "on", None) for row in table.rows)
        yield column.heading, column.width, has_dates
        if column.note_heading:
            yield column.note_heading, column.width, False


def _entries(
    book: Book, columns: tuple[Column, ...], cells: tuple[Cell | RatingCell, ...]
) -> Iterator[Entry]:
    for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        note = "" if column.note_heading else cell.note
        yield entry(book, cell, is_row_heading=place == 0, note=note)
        if column.note_heading:
            yield Entry(cell.note, book.look("cell"))


def _widths(columns: list[tuple[str, int, bool]]) -> list[float]:
    total = sum(share for _, share, _ in columns)
    return [
        max(_SHEET_WIDTH * share / total, _DATE_WIDTH if has_dates else _NARROWEST)
        for _, share, has_dates in columns
    ]


def _caption(table: Table, rows: list[list[Entry]], widths: list[float]) -> str:
    too_tall = any(is_too_tall(_texts(entries, widths)) for entries in rows)
    return table.caption + (_TOO_TALL if too_tall else "")


def _write_lead(
    book: Book, sheet: Worksheet, heading: str, caption: str, widths: list[float]
) -> None:
    for row, text, look, scale in (
        (_HEADING_ROW, heading, "heading", 1.3),
        (_CAPTION_ROW, caption, "caption", 1.1),
    ):
        write_across(sheet, row, len(widths) - 1, text, book.look(look))
        sheet.set_row(row, row_height([(text, sum(widths))], scale))


def _write_header(
    book: Book, sheet: Worksheet, columns: list[tuple[str, int, bool]], widths: list[float]
) -> None:
    headings = [heading for heading, _, _ in columns]
    for place, heading in enumerate(headings):
        write_text(sheet, _HEADER_ROW, place, heading, book.look("header"))
    room = [width - _FILTER_BUTTON for width in widths]
    sheet.set_row(_HEADER_ROW, row_height(zip(headings, room, strict=True)))


def _write_row(sheet: Worksheet, row: int, entries: list[Entry], widths: list[float]) -> None:
    for place, value in enumerate(entries):
        write_entry(sheet, row, place, value)
    sheet.set_row(row, row_height(_texts(entries, widths)))


def _texts(entries: list[Entry], widths: list[float]) -> list[tuple[str, float]]:
    return [(value.text, width) for value, width in zip(entries, widths, strict=True)]


def _with_note(text: str, note: str) -> str:
    return "\n".join(filter(None, (text, note))) or EMPTY


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
