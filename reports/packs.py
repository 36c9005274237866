"""The board pack as files: which formats it comes in, and what each section says in a sentence."""

from __future__ import annotations

from datetime import date

from actions.models import Plan
from reports.builders.board_pack import board_pack
from reports.document import Document, Paragraph, Table
from reports.exports import File, NoSuchFile
from reports.formats import FORMATS

# Pages to read: a spreadsheet of the same figures is the appendix's, and the lists' own.
PACK_FORMATS = tuple(FORMATS[key] for key in ("html", "pdf", "docx"))


def export_pack(plan: Plan, as_at: date, since: date | None, format_key: str) -> File:
    """Return the board pack of `plan` in a format, named after the plan and the day.

    Raises NoSuchFile for a format that there is not, and RenderError when it could not be made.
    """
    chosen = {row.key: row for row in PACK_FORMATS}.get(format_key)
    if chosen is None:
        raise NoSuchFile(f"board-pack.{format_key}")
    name = f"{plan.slug}-{as_at.isoformat()}-board-pack.{chosen.key}"
    return File(name, chosen.content_type, chosen.render(board_pack(plan, as_at, since)))


def in_short(document: Document) -> list[tuple[str, str]]:
    """Return of each section its heading and its first sentence: a paragraph or a caption."""
    return [
        (section.heading, block.text if isinstance(block, Paragraph) else block.caption)
        for section in document.sections
        for block in section.blocks[:1]
        if isinstance(block, Paragraph | Table)
    ]
