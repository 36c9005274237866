"""Questions asked of what the board decides, asks and has read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    F,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)

if TYPE_CHECKING:
    pass


class DateChangeQuerySet(QuerySet[Any]):
    """Which due dates moved?"""

    def agreed_by(self, day: date) -> DateChangeQuerySet:
        """Return the moves that had been agreed by `day`, the earliest first."""
        return self.filter(outcome="agreed", decided_on__lte=day).order_by("decided_on", "pk")

    def known_on(self, day: date) -> DateChangeQuerySet:
        """Return what had been asked for by `day`, in that order, each with the outcome by then.

        The outcome is the attribute `known`: what was decided later was still "asked" on the day.
        """
        known = Case(
            When(decided_on__lte=day, then=F("outcome")),
            When(withdrawn_on__lte=day, then=F("outcome")),
            default=Value("asked"),
        )
        asked = self.filter(requested_on__lte=day).annotate(known=known)
        return asked.select_related("requested_by", "body").order_by("requested_on", "pk")

    def awaiting_decision(self) -> DateChangeQuerySet:
        """Return the requests that are open, the oldest first, with their actions and askers."""
        related = self.select_related("action__plan", "requested_by")
        return related.filter(outcome="asked").order_by("requested_on", "pk")

    def of_actions_owned_by(self, partner_ids: Collection[int]) -> DateChangeQuerySet:
        """Return those of the actions that one of these partners owns."""
        return self.filter(action__owner__in=partner_ids)


class ClosureQuerySet(QuerySet[Any]):
    """Which actions were closed?"""

    def in_force_on(self, day: date) -> ClosureQuerySet:
        """Return the sign-offs made by `day` and not re-opened by then."""
        not_reopened = Q(reopened_on=None) | Q(reopened_on__gt=day)
        return self.filter(not_reopened, outcome="signed_off", decided_on__lte=day)

    def decided_by_day(self, day: date) -> ClosureQuerySet:
        """Return what the board had signed off or returned by `day`, the earliest first."""
        return self.filter(decided_on__lte=day).order_by("decided_on", "pk")

    def proposed_by_day(self, day: date) -> ClosureQuerySet:
        """Return the proposals that had been made by `day`, with all that became of them."""
        return self.filter(proposed_by__as_at__lte=day).with_what_became(day)

    def with_what_became(self, day: date) -> ClosureQuerySet:
        """Fetch with each what it rests on, who decided, and as `checked` what `day` knew of it."""
        rechecks = self.model._meta.get_field("rechecks").related_model._default_manager
        known = rechecks.filter(checked_on__lte=day).select_related("checked_by")
        related = self.select_related(
            "proposed_by__partner",
            "proposed_by__author",
            "body",
            "decided_by",
            "reopened_by",
        )
        return related.prefetch_related(Prefetch("rechecks", known, to_attr="checked"))

    def awaiting_sign_off(self) -> ClosureQuerySet:
        """Return the proposals that are open, those filed first before the rest."""
        filed = self.filter(outcome="proposed").select_related("action__plan")
        return filed.order_by("proposed_by__submitted_at", "pk")

    def sent_back_by(self, day: date) -> ClosureQuerySet:
        """Return what the board had returned, or signed off and opened again, by `day`."""
        returned = Q(outcome="returned", decided_on__lte=day)
        return self.filter(returned | Q(reopened_on__lte=day)).order_by("pk")

    def to_check_by(self, day: date) -> ClosureQuerySet:
        """Return the sign-offs in force on `day` of actions in the plan that name a day by then."""
        rechecks = self.model._meta.get_field("rechecks").related_model._default_manager
        named = Q(recheck_on__lte=day) | Q(
            pk__in=rechecks.filter(next_on__lte=day).values("closure")
        )
        in_plan = Q(action__withdrawn_on=None) | Q(action__withdrawn_on__gt=day)
        return self.in_force_on(day).filter(named, in_plan)


class ChallengeQuerySet(QuerySet[Any]):
    """Which challenges?"""

    def asked_by_day(self, day: date) -> ChallengeQuerySet:
        """Return what had been asked by `day`, the oldest first, with all that is said of each."""
        related = self.filter(asked_on__lte=day).select_related(
            "action__plan",
            "action__owner__parent",
            "asked_of__parent",
            "asked_by",
            "update__partner",
        )
        return related.prefetch_related("replies__by", "replies__body").order_by("asked_on", "pk")


class AcknowledgementQuerySet(QuerySet[Any]):
    """Which updates did the chair acknowledge?"""

    def in_force(self) -> AcknowledgementQuerySet:
        """Return what has not been undone."""
        return self.filter(undone_on=None)

    def in_force_on(self, day: date) -> AcknowledgementQuerySet:
        """Return what had been acknowledged by `day` and not undone by then, with by whom."""
        not_undone = Q(undone_on=None) | Q(undone_on__gt=day)
        return self.filter(not_undone, acknowledged_on__lte=day).select_related("by")
