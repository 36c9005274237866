"""The committee reports: which there are, one of them, and its files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partners.access import SignedIn, requires
from partners.permissions import Permission
from reports.access import exportable_report, readable_sections, reads_whole, visible_report
from reports.exports import PARTS, NoSuchFile, export
from reports.front_sheet import front_sheet, in_words
from reports.models import CommitteeReport
from reports.numbering import numbered_paragraphs
from reports.renderers.errors import RenderError
from reports.responses import failed, hand_over


@require_safe
@requires(Permission.SEE_REPORTS)
def report_list(request: SignedIn) -> HttpResponse:
    """List the reports that the user may know of, the latest meeting first."""
    reports = CommitteeReport.objects.visible_to(request.user).with_meeting()
    return render(request, "reports/report_list.html", {"reports": reports})


@require_safe
@requires(Permission.SEE_REPORTS)
def report_detail(request: SignedIn, report_id: int) -> HttpResponse:
    """Show a report: its dates, what it says and from which updates, and its files."""
    report = visible_report(request.user, report_id)
    sections = readable_sections(request.user, report)
    page: dict[str, Any] = {
        "report": report,
        "period": report.period,
        "sections": [(section, numbered_paragraphs(section)) for section in sections],
    }
    if reads_whole(request.user, report):
        page |= {"answers": _answers(report), "parts": PARTS.values()}
    return render(request, "reports/report_detail.html", page)


@require_safe
@requires(Permission.SEE_REPORTS)
def report_file(request: SignedIn, report_id: int, part: str, extension: str) -> HttpResponse:
    """Show a part of a report as a web page, or hand it over as a file."""
    report = exportable_report(request.user, report_id)
    try:
        file = export(report, part, extension)
    except NoSuchFile:
        raise Http404 from None
    except RenderError as error:
        back_url = reverse("report-detail", args=[report_id])
        return failed(request, error, back_url=back_url, back="Back to the report")
    return hand_over(file)


def _answers(report: CommitteeReport) -> list[dict[str, Any]]:
    """The front sheet's answers in print order, each with its field and the group it stands in."""
    meeting_on = report.period.meeting.held_on
    return [
        {"group": group, "field": field, "lines": in_words(field, report.answers, meeting_on)}
        for group, field in front_sheet(report.front_sheet).entries()
    ]
