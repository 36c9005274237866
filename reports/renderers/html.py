"""The web page of a document: one file that stands alone, with its style sheet inside it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from reports.document import Block, Column, Document, Items, KeyValues, Paragraph, Section, Table
from reports.renderers.cleaning import cleaned

_STYLE_FILE = Path(__file__).resolve().parents[2] / "templates" / "reports" / "report.css"
# What a content security policy must name in style-src for the page to be allowed its style sheet.
STYLE_SOURCE: str = f"'sha256-{b64encode(sha256(_STYLE_FILE.read_bytes()).digest()).decode()}'"

_TEMPLATES: dict[type[Block], str] = {
    Paragraph: "reports/_paragraph.html",
    Items: "reports/_items.html",
    KeyValues: "reports/_key_values.html",
    Table: "reports/_table.html",
}
_DEEPEST_HEADING = 6
_STEP = 5  # per cent: the style sheet has a class for each step, as a page may carry no style=


def render(document: Document) -> bytes:
    """Return `document` as an HTML page in UTF-8; the same document always gives the same bytes."""
    document = cleaned(document)
    context = {"document": document, "sections": list(_sections(document.sections))}
    return render_to_string("reports/document.html", context).encode()


def _sections(sections: tuple[Section, ...]) -> Iterator[dict[str, Any]]:
    numbers = count(1)
    for section, rank in zip(sections, _ranks(sections), strict=True):
        yield {
            "heading": section.heading,
            "number": section.number,
            "rank": rank,
            "parts": [_part(block, f"part-{next(numbers)}") for block in section.blocks],
        }


def _ranks(sections: tuple[Section, ...]) -> Iterator[int]:
    """Yield the rank of each heading under the page's h1, no more than one below the last."""
    last = 1
    for section in sections:
        rank = min(section.level + 1, last + 1, _DEEPEST_HEADING)
        last = rank if section.heading else last
        yield rank


def _part(block: Block, part_id: str) -> dict[str, Any]:
    shares = list(_shares(block.columns)) if isinstance(block, Table) else []
    return {"template": _TEMPLATES[type(block)], "block": block, "id": part_id, "shares": shares}


def _shares(columns: tuple[Column, ...]) -> Iterator[int]:
    """Yield each column's share of the width in per cent, to the nearest step."""
    total = sum(column.width for column in columns)
    for column in columns:
        share = round(100 * column.width / total / _STEP) * _STEP
        yield min(max(share, _STEP), 100 - _STEP)
