"""The committee reports: which there are, one of them, and its files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partners.access import SignedIn, requires
from partners.permissions import Permission
from reports.access import exportable_report, readable_sections, reads_whole, visible_report
from reports.exports import PARTS, File, NoSuchFile, export
from reports.front_sheet import front_sheet, in_words
from reports.models import CommitteeReport
from reports.numbering import numbered_paragraphs
from reports.renderers import html
from reports.renderers.errors import RenderError


class _Preview(HttpResponse):
    """A report as a page that stands alone, with its own style sheet inside it."""

    # What django-csp's own decorators set: the policy of this response names that style sheet.
    _csp_replace = {"style-src": [html.STYLE_SOURCE]}


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
        page = {"report": report, "sentence": str(error)}
        return render(request, "reports/report_failed.html", page, status=503)
    return _respond(file)


def _respond(file: File) -> HttpResponse:
    if file.name.endswith(".html"):
        return _Preview(file.content, file.content_type)
    name = f'attachment; filename="{file.name}"'
    return HttpResponse(file.content, file.content_type, headers={"Content-Disposition": name})


def _answers(report: CommitteeReport) -> list[dict[str, Any]]:
    """The front sheet's answers in print order, each with its field and the group it stands in."""
    meeting_on = report.period.meeting.held_on
    return [
        {"group": group, "field": field, "lines": in_words(field, report.answers, meeting_on)}
        for group, field in front_sheet(report.front_sheet).entries()
    ]
