"""Tables in Word: a real grid, a header row that repeats, rows that stay in one piece."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.table import _Row as WordRow
from docx.text.paragraph import Paragraph as WordParagraph

from reports.document import Cell, KeyValues, RatingCell, Table
from reports.renderers.docx_base import (
    FACT,
    FACT_LABEL,
    ROW_HEADING,
    TABLE,
    TABLE_HEADING,
    TABLE_NOTE,
    TABLE_TEXT,
    shading,
    text_width,
)
from reports.renderers.palette import NEUTRAL, WHITE, rating_colours

EMPTY = "–"
_LABEL_SHARE = (1, 2)
# Word and LibreOffice push a row that may not break to the next page: one of many pages has to.
_LONGEST_UNBROKEN = 2000  # characters
# A key of so many rows is read at a glance, so it stands on one page.
_SMALL, _CLOSE_SMALL = 8, 4  # rows


def write_table(word: WordDocument, table: Table, *, compact: bool) -> None:
    """Write `table` under its caption; a `compact` document lets more of them break over pages."""
    word.add_paragraph(table.caption, style="Caption")
    grid = _grid(word, len(table.rows) + 1, [column.width for column in table.columns])
    headings = ", ".join(column.heading for column in table.columns)
    _describe(grid, table.caption, f"The columns are: {headings}.")
    rows = list(grid.rows)
    _write_header(rows[0], [column.heading for column in table.columns])
    for row, cells in zip(rows[1:], table.rows, strict=True):
        _keep_whole(row, cells)
        for place, (target, cell) in enumerate(zip(row.cells, cells, strict=True)):
            _write_cell(target, cell, ROW_HEADING if place == 0 else TABLE_TEXT)
    if len(table.rows) <= (_CLOSE_SMALL if compact else _SMALL):
        _keep_together(rows)


def write_key_values(word: WordDocument, facts: KeyValues) -> None:
    """Write `facts` as a table of two columns, the labels in the first."""
    if word.element.body.xpath("w:tbl[not(following-sibling::w:p)]"):
        # Word joins two tables that touch.
        word.add_paragraph(style=TABLE_NOTE)
    grid = _grid(word, len(facts.rows), _LABEL_SHARE)
    _describe(grid, facts.caption, "Each row is a label and its value.")
    for row, (label, value) in zip(grid.rows, facts.rows, strict=True):
        _write_text(row.cells[0].paragraphs[0], label, FACT_LABEL)
        _write_text(row.cells[1].paragraphs[0], value, FACT)


def _grid(word: WordDocument, rows: int, shares: Sequence[int]) -> WordTable:
    grid = word.add_table(rows, len(shares), style=TABLE)
    # Without a width on the grid and on every cell LibreOffice prints hundreds of pages.
    grid.autofit = False
    widths = [Emu(text_width(word) * share // sum(shares)) for share in shares]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    return grid


def _describe(grid: WordTable, caption: str, description: str) -> None:
    properties = grid._tbl.tblPr
    for name, text in (("w:tblCaption", caption), ("w:tblDescription", description)):
        element = OxmlElement(name)
        element.set(qn("w:val"), text)
        properties.append(element)


def _write_header(row: WordRow, headings: Iterable[str]) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.extend((OxmlElement("w:cantSplit"), OxmlElement("w:tblHeader")))
    for cell, heading in zip(row.cells, headings, strict=True):
        _write_text(cell.paragraphs[0], heading, TABLE_HEADING)
        cell._tc.get_or_add_tcPr().append(shading(NEUTRAL.tint))


def _keep_whole(row: WordRow, cells: Iterable[Cell | RatingCell]) -> None:
    if max(len(cell.text) + len(cell.note) for cell in cells) <= _LONGEST_UNBROKEN:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _keep_together(rows: Sequence[WordRow]) -> None:
    for row in rows[:-1]:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _write_cell(target: WordCell, cell: Cell | RatingCell, style: str) -> None:
    paragraph = target.paragraphs[0]
    if isinstance(cell, RatingCell):
        _write_rating(target, paragraph, cell)
    else:
        _write_text(paragraph, cell.text, style)
    if cell.note:
        target.add_paragraph(cell.note, style=TABLE_NOTE)


def _write_text(paragraph: WordParagraph, text: str, style: str) -> None:
    paragraph.style = style
    paragraph.add_run(text or EMPTY)


def _write_rating(target: WordCell, paragraph: WordParagraph, rating: RatingCell) -> None:
    ink, tint = rating_colours(rating.code)
    paragraph.style = ROW_HEADING
    if rating.letter:
        letter = paragraph.add_run(f"\u00a0{rating.letter}\u00a0")
        letter.font.color.rgb = RGBColor.from_string(WHITE.upper())
        letter._r.get_or_add_rPr().append(shading(ink))
        paragraph.add_run("\u2002")
    word = paragraph.add_run(rating.text or EMPTY)
    word.font.color.rgb = RGBColor.from_string(ink.upper())
    target._tc.get_or_add_tcPr().extend((parse_xml(_bar(ink)), shading(tint)))


def _bar(ink: str) -> str:
    bar = f'<w:left w:val="single" w:sz="24" w:space="0" w:color="{ink}"/>'
    return f"<w:tcBorders {nsdecls('w')}>{bar}</w:tcBorders>"
