"""Questions asked of the plan's record, each named after what it answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from actions.models import Plan, ReportingPeriod


class ActionQuerySet(QuerySet[Any]):
    """Which actions?"""

    def in_force_on(self, day: date) -> ActionQuerySet:
        """Return the actions that the plan held on `day`: added by then, and not yet withdrawn."""
        not_withdrawn = Q(withdrawn_on=None) | Q(withdrawn_on__gt=day)
        return self.filter(not_withdrawn, added_on__lte=day)

    def with_partners(self) -> ActionQuerySet:
        """Fetch with each action its priority area, its owner's group and those who support it."""
        related = self.select_related("plan", "priority_area", "owner__parent")
        return related.prefetch_related("supporting")

    def owned_by(self, partner_ids: Iterable[int]) -> ActionQuerySet:
        """Return the actions that these partners own."""
        return self.filter(owner__in=partner_ids)


class UpdateQuerySet(QuerySet[Any]):
    """Which updates?"""

    def submitted(self) -> UpdateQuerySet:
        """Return what has been filed and not withdrawn."""
        return self.filter(state="submitted")

    def drafts(self) -> UpdateQuerySet:
        """Return what has not been filed yet."""
        return self.filter(state="draft")

    def said_by(self, day: date) -> UpdateQuerySet:
        """Return what was filed and speaks of `day` or a day before."""
        return self.submitted().filter(as_at__lte=day)

    def in_period(self, starts_on: date, ends_on: date) -> UpdateQuerySet:
        """Return what was filed for the days after `starts_on`, to `ends_on` inclusive."""
        return self.said_by(ends_on).filter(as_at__gt=starts_on)


class DateChangeQuerySet(QuerySet[Any]):
    """Which due dates moved?"""

    def agreed_by(self, day: date) -> DateChangeQuerySet:
        """Return the moves that had been agreed by `day`, the earliest first."""
        return self.filter(outcome="agreed", decided_on__lte=day).order_by("decided_on", "pk")


class ClosureQuerySet(QuerySet[Any]):
    """Which actions were closed?"""

    def in_force_on(self, day: date) -> ClosureQuerySet:
        """Return the sign-offs made by `day` and not re-opened by then."""
        not_reopened = Q(reopened_on=None) | Q(reopened_on__gt=day)
        return self.filter(not_reopened, outcome="signed_off", decided_on__lte=day)


class PeriodQuerySet(QuerySet[Any]):
    """Which reporting period?"""

    def holding(self, plan: Plan, day: date) -> ReportingPeriod | None:
        """Return the period that `day` falls in; None before the first and after the last."""
        return self.filter(plan=plan, starts_on__lt=day, cut_off__gte=day).first()

    def collecting(self, plan: Plan, day: date) -> ReportingPeriod | None:
        """Return the round that partners are asked for on `day`.

        The report that is open and not yet issued comes first, even past its cut-off, as what is
        missing from it can still be filed; otherwise the period that `day` falls in.
        """
        waiting = self.filter(plan=plan, opens_on__lte=day, issued_on=None).first()
        return waiting or self.holding(plan, day)

    def issued_with(self, plan: Plan, day: date) -> ReportingPeriod | None:
        """Return the period of an issued report that covers `day`: nothing more can join it."""
        return self.filter(plan=plan, issued_on__isnull=False, cut_off__gte=day).first()

    def last_issued(self, plan: Plan, day: date) -> ReportingPeriod | None:
        """Return the period of the last report issued whose cut-off lies before `day`."""
        return self.filter(plan=plan, issued_on__isnull=False, cut_off__lt=day).last()
