"""Questions asked of the committee reports."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from partners.permissions import Permission

if TYPE_CHECKING:
    from partners.models import User
    from reports.models import CommitteeReport  # noqa: F401 - named in the string below


class ReportQuerySet(QuerySet["CommitteeReport"]):
    """Which committee reports?"""

    def visible_to(self, user: User) -> ReportQuerySet:
        """Return the reports that `user` may know of: a draft is not for everybody."""
        drafts = (Permission.SEE_DRAFT_REPORTS, Permission.SEE_OWN_SECTION)
        return self if any(map(user.standing.may, drafts)) else self.exclude(status="draft")

    def for_meeting_on(self, day: date) -> ReportQuerySet:
        """Return the reports written for a meeting on `day`."""
        return self.filter(period__meeting__held_on=day)

    def with_meeting(self) -> ReportQuerySet:
        """Fetch with each report its period, plan, meeting and the body that meets."""
        return self.select_related("period__plan", "period__meeting__body")
