"""Questions asked of meetings, reporting periods and reminders."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Count,
    Q,
    QuerySet,
)

if TYPE_CHECKING:
    from actions.models import GovernanceBody, Plan, ReportingPeriod


class MeetingQuerySet(QuerySet[Any]):
    """Which meetings?"""

    def held(self, body: GovernanceBody, day: date) -> MeetingQuerySet:
        """Return the meeting of `body` on `day`: one at most."""
        return self.filter(body=body, held_on=day)

    def of_plan(self, plan: Plan) -> MeetingQuerySet:
        """Return the meetings of the plan's bodies, with their bodies and rounds."""
        return self.filter(body__plan=plan).select_related("body", "period")


class PeriodQuerySet(QuerySet[Any]):
    """Which reporting period?"""

    def holding(self, plan: Plan, day: date) -> ReportingPeriod | None:
        """Return the period that `day` falls in; None before the first and after the last."""
        return self.filter(plan=plan, starts_on__lt=day, cut_off__gte=day).first()

    def collecting(self, plan: Plan, day: date) -> ReportingPeriod | None:
        """Return the round that partners are asked for on `day`.

        The report that is open and not yet issued comes first, even past its cut-off, as what is
        missing from it can be filed until its meeting; otherwise the period that `day` falls in.
        """
        open_now = self.filter(plan=plan, opens_on__lte=day, meeting__held_on__gte=day)
        waiting = open_now.filter(issued_on=None).select_related("meeting").first()
        return waiting or self.holding(plan, day)

    def issued_with(self, plan: Plan, day: date) -> ReportingPeriod | None:
        """Return the period of the last issued report that covers `day`: nothing can join it."""
        return self.filter(plan=plan, issued_on__isnull=False, cut_off__gte=day).last()

    def last_issued(self, plan: Plan, day: date) -> ReportingPeriod | None:
        """Return the period of the last report issued by `day`, with a cut-off before it."""
        return self.filter(plan=plan, issued_on__lte=day, cut_off__lt=day).last()


# Longer than any one message takes: what is "being sent" for longer was left by a killed program,
# and a claim that lies further in the future was made before the clock went back.
LOST_AFTER = timedelta(minutes=15)
# Why a message that was to be tried again was not: no fault, and nothing to do about it.
NOT_NEEDED = (
    "When it was to be tried again it was no longer needed: nothing was owed any more, or a later"
    " reminder had taken its place."
)


class ReminderQuerySet(QuerySet[Any]):
    """Which messages?"""

    def to_try(self, now: datetime) -> ReminderQuerySet:
        """Return what waits to be sent again and whose time has come.

        A clock that went back, as the demonstration's does at midnight, does not strand a message.
        """
        come = Q(next_try_at__lte=now) | Q(claimed_at__gt=now + LOST_AFTER)
        return self.filter(come, state="waiting")

    def lost(self, now: datetime) -> ReminderQuerySet:
        """Return what has been "being sent" for so long that nobody is sending it any more."""
        away = Q(claimed_at__lt=now - LOST_AFTER) | Q(claimed_at__gt=now + LOST_AFTER)
        return self.filter(away, state="sending")

    def with_what_for(self) -> ReminderQuerySet:
        """Fetch with each message its round, its meeting and its partner."""
        return self.select_related("period__plan", "period__meeting", "partner", "user")

    def to_settle_by_state(self) -> dict[str, int]:
        """Return how many are failed and how many unknown, without those that need nobody."""
        counts = {state: Count("pk", filter=Q(state=state)) for state in ("failed", "unknown")}
        return self.exclude(problem=NOT_NEEDED).aggregate(**counts)
