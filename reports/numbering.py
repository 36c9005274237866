"""The numbers that a committee quotes: worked out from the order, never typed."""

from __future__ import annotations

from itertools import count

from reports.models import Paragraph, Section


def numbered_paragraphs(section: Section) -> list[tuple[str, Paragraph]]:
    """Return a section's paragraphs, each after its number ("3.1"); an opening has none."""
    numbers = count(1)
    return [
        (f"{section.order}.{next(numbers)}" if paragraph.numbered else "", paragraph)
        for paragraph in section.paragraphs.all()
    ]
