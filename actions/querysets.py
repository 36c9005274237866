"""Questions asked of the plan's record, each named after what it answers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    Count,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)

if TYPE_CHECKING:
    from actions.models import GovernanceBody, Plan, ReportingPeriod


class ActionQuerySet(QuerySet[Any]):
    """Which actions?"""

    def in_force_on(self, day: date) -> ActionQuerySet:
        """Return the actions that the plan held on `day`: added by then, and not yet withdrawn."""
        not_withdrawn = Q(withdrawn_on=None) | Q(withdrawn_on__gt=day)
        return self.filter(not_withdrawn, added_on__lte=day)

    def with_partners(self) -> ActionQuerySet:
        """Fetch with each action its plan, and what `for_position` fetches."""
        return self.for_position().select_related("plan")

    def for_position(self) -> ActionQuerySet:
        """Fetch with each action its priority area, its owner's group and those who support it."""
        related = self.select_related("priority_area", "owner__parent")
        return related.prefetch_related("supporting")


class MilestoneQuerySet(QuerySet[Any]):
    """Which milestones?"""

    def in_force(self) -> MilestoneQuerySet:
        """Return the milestones that have not been withdrawn."""
        return self.filter(withdrawn_on=None)

    def open_on(self, day: date) -> MilestoneQuerySet:
        """Return the milestones that stood on `day`, neither done nor withdrawn by then."""
        undone = Q(done_on=None) | Q(done_on__gt=day)
        return self.filter(undone, Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))


class MeasureQuerySet(QuerySet[Any]):
    """Which measures?"""

    def in_force(self) -> MeasureQuerySet:
        """Return the measures that have not been withdrawn, with their readings."""
        return self.filter(withdrawn_on=None).prefetch_related("readings__measure")

    def known_on(self, day: date) -> MeasureQuerySet:
        """Return those that stood on `day`, with the readings that speak of it or a day before."""
        reported = self.model._meta.get_field("readings").related_model._default_manager
        up_to = reported.filter(as_at__lte=day).select_related("measure")
        standing = self.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))
        return standing.prefetch_related(Prefetch("readings", up_to))


class OwnerChangeQuerySet(QuerySet[Any]):
    """Which actions changed hands?"""

    def with_former_owners(self) -> OwnerChangeQuerySet:
        """Fetch with each change, the earliest first, the owner of before and its group."""
        return self.select_related("was__parent").order_by("changed_on", "pk")


class UpdateQuerySet(QuerySet[Any]):
    """Which updates?"""

    def submitted(self) -> UpdateQuerySet:
        """Return what has been filed and not withdrawn."""
        return self.filter(state="submitted")

    def drafts(self) -> UpdateQuerySet:
        """Return what has not been filed yet."""
        return self.filter(state="draft")

    def declared_in(self, rating_id: int | None) -> UpdateQuerySet:
        """Return the one in which a position's ratings were declared; none where there are none."""
        return self.filter(pk__in=[rating_id] if rating_id else [])

    def latest_ratings(self, plan: Plan, day: date) -> UpdateQuerySet:
        """Return of each action of `plan` the update that rated it last by `day`."""
        rated = self.said_by(day).exclude(delivery_rating="")
        same_action = rated.filter(action=OuterRef("action"))
        latest = same_action.order_by("-as_at", "-submitted_at", "-pk").values("pk")[:1]
        return rated.filter(action__plan=plan, pk=Subquery(latest))

    def said_by(self, day: date) -> UpdateQuerySet:
        """Return what was filed and speaks of `day` or a day before."""
        return self.submitted().filter(as_at__lte=day)

    def with_proofs(self, day: date) -> UpdateQuerySet:
        """Fetch with each update what was attached to it by `day`, as `_proofs.html` shows it."""
        attached = self.model._meta.get_field("proofs").related_model._default_manager
        return self.prefetch_related(Prefetch("proofs", attached.as_shown().added_by_day(day)))

    def with_acknowledgements(self, day: date) -> UpdateQuerySet:
        """Fetch with each update, as `acknowledged`, that the chair had read it by `day`."""
        acknowledged = self.model._meta.get_field("acknowledgements").related_model
        by_then = acknowledged._default_manager.in_force_on(day)
        return self.prefetch_related(Prefetch("acknowledgements", by_then, to_attr="acknowledged"))

    def to_acknowledge(self, plan: Plan, since: date) -> UpdateQuerySet:
        """Return what was filed on `since` or later and no chair has read, the oldest first."""
        filed = self.submitted().filter(action__plan=plan, submitted_at__date__gte=since)
        read = self.model._meta.get_field("acknowledgements").related_model
        unread = filed.exclude(pk__in=read._default_manager.in_force().values("update"))
        return unread.order_by("submitted_at", "pk")


class EvidenceQuerySet(QuerySet[Any]):
    """Which links and files stand behind what was said?"""

    def in_force(self) -> EvidenceQuerySet:
        """Return what has not been withdrawn."""
        return self.filter(withdrawn_on=None)

    def added_by_day(self, day: date) -> EvidenceQuerySet:
        """Return what had been attached by `day`."""
        return self.filter(added_at__date__lte=day)

    def files(self) -> EvidenceQuerySet:
        """Return the files, withdrawn ones too, as they are kept."""
        return self.exclude(kind="link")

    def bytes_kept(self) -> int:
        """Return how many bytes these take in the store."""
        return int(self.aggregate(total=Sum("size"))["total"] or 0)

    def as_shown(self) -> EvidenceQuerySet:
        """Fetch with each who added it and, as `withdrawn_by`, the name of who withdrew it."""
        withdrawals = self.model.history.filter(id=OuterRef("pk"), withdrawn_on__isnull=False)
        who = withdrawals.order_by("history_id").values("history_user__name")[:1]
        return self.select_related("added_by").annotate(withdrawn_by=Subquery(who))


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

    def last_issued_of(self, plan: Plan) -> ReportingPeriod | None:
        """Return the period of the last report of `plan` that has been issued."""
        return self.filter(plan=plan, issued_on__isnull=False).last()

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
