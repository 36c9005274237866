"""How views come by reports: what may not be known of is 404, what is not allowed is 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from partners.models import User
from partners.permissions import Permission
from reports.models import CommitteeReport, Section


def visible_report(user: User, report_id: int) -> CommitteeReport:
    """Return the report of this number; 404 where `user` may not know of it."""
    reports = CommitteeReport.objects.visible_to(user).with_meeting()
    return get_object_or_404(reports, pk=report_id)


def exportable_report(user: User, report_id: int) -> CommitteeReport:
    """Return a report whose files `user` may read. Raises PermissionDenied for a part reader."""
    report = visible_report(user, report_id)
    if not reads_whole(user, report):
        raise PermissionDenied(
            "Your role opens your partner's own section of a draft, not its files."
        )
    return report


def readable_sections(user: User, report: CommitteeReport) -> QuerySet[Section]:
    """Return the sections that `user` may read: all, or those of the user's own partner.

    Each comes with its paragraphs and the updates that they came from.
    """
    sources = ("paragraphs__sources__action", "paragraphs__sources__partner")
    sections = report.sections.prefetch_related(*sources)
    if reads_whole(user, report):
        return sections
    return sections.filter(partner__in=user.standing.partner_ids)


def reads_whole(user: User, report: CommitteeReport) -> bool:
    """Return whether `user` reads `report` from front to back: all do, once it is no draft."""
    draft = report.status == CommitteeReport.Status.DRAFT
    return not draft or user.standing.may(Permission.SEE_DRAFT_REPORTS)
