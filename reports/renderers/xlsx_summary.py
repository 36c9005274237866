"""The first sheet of a workbook: what the report is, its text, its key and where its tables are."""

from __future__ import annotations

from jtai_tracker.worksheets import row_height
from reports.document import Block, Items, KeyValues, Paragraph, Section, Table
from reports.renderers.xlsx_book import Book, write_across
from reports.renderers.xlsx_sheets import EMPTY, Entry, entry, write_entry
from reports.renderers.xlsx_text import marker

_WIDTHS = (34.0, 106.0)  # characters
_GAP = 9  # points
_SCALES = {"title": 2.0, "subtitle": 1.25, "status": 1.25, "heading": 1.3, "caption": 1.1}


class Summary:
    """The sheet, written from the top down."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._sheet = book.add_sheet("Summary")
        self._row = 0
        for place, width in enumerate(_WIDTHS):
            self._sheet.set_column(place, place, width)
        document = book.document
        self.write_line(document.title, "title")
        self.write_line(document.subtitle, "subtitle")
        self.write_line(document.status, "status")

    def write_line(self, text: str, look: str = "text") -> None:
        """Write `text` over the width of the sheet; an empty text takes no row."""
        if not text:
            return
        write_across(self._sheet, self._row, len(_WIDTHS) - 1, text, self._book.look(look))
        self._end_row([(text, sum(_WIDTHS))], _SCALES.get(look, 1))

    def write_heading(self, section: Section) -> None:
        """Write the heading of `section` after a gap."""
        self._sheet.set_row(self._row, _GAP)
        self._row += 1
        number = f"{section.number}. " if section.number else ""
        self.write_line(section.heading and number + section.heading, "heading")

    def write_block(self, block: Block) -> None:
        """Write text, a list, facts, or a table of one or two columns."""
        match block:
            case Paragraph():
                self.write_line(f"{block.number}  {block.text}".strip())
            case Items():
                for place, item in enumerate(block.items, start=1):
                    self.write_line(f"{marker(block.style, place)}  {item}")
            case KeyValues():
                for label, value in block.rows:
                    self._write_entries([self._label(label or EMPTY), self._cell(value or EMPTY)])
            case Table():
                self._write_key(block)

    def _write_key(self, table: Table) -> None:
        self.write_line(table.caption, "caption")
        header = self._book.look("header")
        self._write_entries([Entry(column.heading, header) for column in table.columns])
        for cells in table.rows:
            self._write_entries(
                [
                    entry(self._book, cell, is_row_heading=place == 0, note=cell.note)
                    for place, cell in enumerate(cells)
                ]
            )

    def _label(self, text: str) -> Entry:
        return Entry(text, self._book.look("row heading"))

    def _cell(self, text: str) -> Entry:
        return Entry(text, self._book.look("cell"))

    def _write_entries(self, entries: list[Entry]) -> None:
        for place, value in enumerate(entries):
            write_entry(self._sheet, self._row, place, value)
        texts = [(value.text, width) for value, width in zip(entries, _WIDTHS, strict=False)]
        self._end_row(texts)

    def _end_row(self, texts: list[tuple[str, float]], scale: float = 1) -> None:
        self._sheet.set_row(self._row, row_height(texts, scale))
        self._row += 1
