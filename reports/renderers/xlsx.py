"""The Excel file of a document: a summary, then a sheet a table that can be filtered and sorted.

Every text is written as text: whatever it starts with, nothing becomes a formula or a link.
"""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook

from jtai_tracker.worksheets import OPTIONS
from reports.document import Document, Section, Table
from reports.renderers.cleaning import cleaned
from reports.renderers.packaging import FIXED_TIME
from reports.renderers.xlsx_book import Book
from reports.renderers.xlsx_sheets import write_data_sheet
from reports.renderers.xlsx_summary import Summary

# A key of two columns explains the rest, so it stands on the summary; wider tables are data.
_WIDEST_KEY = 2


def render(document: Document) -> bytes:
    """Return `document` as an .xlsx file; the same document always gives the same bytes."""
    document = cleaned(document)
    file = BytesIO()
    with Workbook(file, OPTIONS) as workbook:
        workbook.set_properties(
            {
                "title": document.title,
                "subject": document.subtitle,
                "author": document.author,
                "status": document.status,
                "created": FIXED_TIME,
            }
        )
        book = Book(workbook, document)
        summary = Summary(book)
        for section in document.sections:
            _write_section(book, summary, section)
    return file.getvalue()


def _write_section(book: Book, summary: Summary, section: Section) -> None:
    summary.write_heading(section)
    for block in section.blocks:
        if isinstance(block, Table) and len(block.columns) > _WIDEST_KEY:
            name = write_data_sheet(book, section.heading, block)
            summary.write_line(f"See the sheet “{name}”.")
        else:
            summary.write_block(block)
