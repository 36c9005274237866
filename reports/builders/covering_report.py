"""The covering report: the front sheet, then the numbered sections."""

from __future__ import annotations

from collections.abc import Iterator

from jtai_tracker.dates import long_date, meeting_date
from reports import models
from reports.builders.front_sheet import front_sheet_sections
from reports.document import Block, Document, Items, Paragraph, Section
from reports.front_sheet import front_sheet
from reports.numbering import numbered_paragraphs


def covering_report(report: models.CommitteeReport) -> Document:
    """Return the covering report of `report`, as democratic services hands it in."""
    period = report.period
    meeting = period.meeting
    committee = report.answers.get("report_to") or meeting.body.name
    sheet = front_sheet(report.front_sheet)
    sections = report.sections.prefetch_related("paragraphs")
    return Document(
        title=report.answers.get("subject") or f"Progress of the {period.plan.title}",
        subtitle=f"Report to the {committee}, {meeting_date(meeting.held_on)}."
        f" Position as at {long_date(period.cut_off)}",
        short_title=f"{period.plan.title}: progress",
        author=period.plan.principal_authority,
        status=report.get_status_display(),
        orientation="portrait",
        sections=(
            *front_sheet_sections(sheet, report.answers, meeting.held_on),
            *(_section(section) for section in sections),
        ),
    )


def _section(section: models.Section) -> Section:
    return Section(section.heading, tuple(_blocks(section)), number=str(section.order))


def _blocks(section: models.Section) -> Iterator[Block]:
    for number, paragraph in numbered_paragraphs(section):
        yield Paragraph(paragraph.text, number)
        if paragraph.items:
            yield Items(tuple(paragraph.items), "roman")
