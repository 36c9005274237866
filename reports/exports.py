"""From a committee report to a file: which parts there are, and in which formats each comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reports.builders.appendix import appendix
from reports.builders.covering_report import covering_report
from reports.document import Document
from reports.formats import FORMATS, Format
from reports.models import CommitteeReport


@dataclass(frozen=True)
class Part:
    """A part of the report by its key, with its builder and the formats that it comes in."""

    key: str
    label: str
    build: Callable[[CommitteeReport], Document]
    formats: tuple[Format, ...]


@dataclass(frozen=True)
class File:
    """What a reader downloads."""

    name: str
    content_type: str
    content: bytes


class NoSuchFile(Exception):
    """A part that reports do not have, or a format that the part does not come in."""


PARTS = {
    part.key: part
    for part in (
        Part(
            "report",
            "Covering report",
            covering_report,
            tuple(FORMATS[key] for key in ("html", "pdf", "docx")),
        ),
        Part("appendix", "Appendix 1: action plan progress", appendix, tuple(FORMATS.values())),
    )
}


def export(report: CommitteeReport, part_key: str, format_key: str) -> File:
    """Return a part of `report` in a format.

    Raises NoSuchFile for a part or a format that there is not, and RenderError when the file
    could not be made.
    """
    try:
        part = PARTS[part_key]
        chosen = {row.key: row for row in part.formats}[format_key]
    except KeyError:
        raise NoSuchFile(f"{part_key}.{format_key}") from None
    name = f"{_stem(report)}-{part.key}-{report.status}.{chosen.key}"
    return File(name, chosen.content_type, chosen.render(part.build(report)))


def _stem(report: CommitteeReport) -> str:
    return f"{report.period.plan.slug}-{report.period.meeting.held_on.isoformat()}"
