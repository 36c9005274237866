"""The Word file of a document: styles, numbering and lists that Word knows as its own."""

from __future__ import annotations

from io import BytesIO

from docx.document import Document as WordDocument

from reports.document import Block, Document, Items, KeyValues, Paragraph, Section, Table
from reports.renderers.cleaning import cleaned
from reports.renderers.docx_base import STATUS, base_document
from reports.renderers.docx_numbering import NUMBERED_PARAGRAPH, Numbering, put_in_list
from reports.renderers.docx_tables import write_key_values, write_table
from reports.renderers.packaging import repacked

_DEEPEST_HEADING = 9


def render(document: Document) -> bytes:
    """Return `document` as a .docx file; the same document always gives the same bytes."""
    document = cleaned(document)
    word = base_document(document)
    numbering = Numbering(word)
    for text, style in (
        (document.title, "Title"),
        (document.subtitle, "Subtitle"),
        (document.status, STATUS),
    ):
        if text:
            word.add_paragraph(text, style=style)
    for section in document.sections:
        _write_section(word, numbering, section, compact=document.compact)
    file = BytesIO()
    word.save(file)
    return repacked(file.getvalue())


def _write_section(
    word: WordDocument, numbering: Numbering, section: Section, *, compact: bool
) -> None:
    if section.heading:
        # The fields of the front sheet rank below the report's own sections.
        rank = min(section.level + section.front, _DEEPEST_HEADING)
        heading = word.add_paragraph(style=f"Heading {rank}")
        heading.add_run(numbering.heading(heading, rank, section.number) + section.heading)
    for block in section.blocks:
        _write_block(word, numbering, block, compact=compact)


def _write_block(word: WordDocument, numbering: Numbering, block: Block, *, compact: bool) -> None:
    match block:
        case Paragraph():
            _write_paragraph(word, numbering, block)
        case Items():
            _write_items(word, numbering, block)
        case KeyValues():
            write_key_values(word, block)
        case Table():
            write_table(word, block, compact=compact)


def _write_paragraph(word: WordDocument, numbering: Numbering, block: Paragraph) -> None:
    if not block.number:
        word.add_paragraph(block.text)
        return
    paragraph = word.add_paragraph(style=NUMBERED_PARAGRAPH)
    paragraph.add_run(numbering.paragraph(paragraph, block.number) + block.text)


def _write_items(word: WordDocument, numbering: Numbering, block: Items) -> None:
    number_id = numbering.new_list(block.style)
    style = "List Bullet" if block.style == "bullet" else "List Number"
    for text in block.items:
        put_in_list(word.add_paragraph(text, style=style), number_id)
