"""What a partner owes to the report that is being made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum

from actions.challenge_log import StandingChallenge, owed_by
from actions.cycles import time_left
from actions.models import Action, Closure, DateChange, Plan, ProgressUpdate, ReportingPeriod
from actions.position import PlanReading
from actions.ratings import may_stand
from actions.stands import ActionPosition, Position
from jtai_tracker import clock
from partners.models import User


class Owing(Enum):
    """How far the update of an action is, in the order in which a lead works."""

    NEEDED = "Needs an update"
    DRAFT = "Draft"
    SUBMITTED = "Submitted"
    SIGNED_OFF = "Signed off"


@dataclass(frozen=True)
class OwedAction:
    """One action on a lead's list; `sent_back` is what the board returned or opened again of it."""

    action: ActionPosition
    owing: Owing
    draft_id: int | None
    missing: bool
    owned: bool = True
    confirmable: bool = False
    sent_back: Closure | None = None


@dataclass(frozen=True)
class Supported:
    """An action of another partner that this one supports, and whether it said something of it."""

    action: ActionPosition
    contributed: bool


@dataclass(frozen=True)
class Waiting:
    """An action of another partner that waits on this one, as its owner says."""

    action: ActionPosition
    said: ProgressUpdate


@dataclass(frozen=True)
class Round:
    """A partner's actions against one cut-off; `period` is None between reports."""

    plan: Plan
    period: ReportingPeriod | None
    today: date
    rows: tuple[OwedAction, ...]
    supported: tuple[Supported, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    dates_asked: tuple[DateChange, ...] = ()
    asked: tuple[StandingChallenge, ...] = ()

    @property
    def cut_off_passed(self) -> bool:
        """Whether the updates were due before today."""
        return bool(self.period and self.today > self.period.cut_off)

    @property
    def time_left(self) -> str:
        """How long there is to file: "5 working days left", "today" or "passed"."""
        return time_left(self.period.cut_off, self.today) if self.period else ""

    @property
    def owned(self) -> tuple[OwedAction, ...]:
        """The rows of the partner's own actions, without those that it only supports."""
        return tuple(row for row in self.rows if row.owned)

    @property
    def settled(self) -> int:
        """How many of the partner's own actions owe nothing, whatever is being drafted."""
        return sum(not row.missing for row in self.owned)

    @property
    def needed(self) -> tuple[OwedAction, ...]:
        """The rows on which nothing has been begun."""
        return tuple(row for row in self.rows if row.owing == Owing.NEEDED)


def owed(plan: Plan, partner_ids: Collection[int], today: date) -> Round:
    """Return the actions that these partners own, what is missing first, overdue before the rest.

    Counted for the report that collects updates on `today`: up to its cut-off, once it has passed.
    An action that the board has signed off owes nothing. Costs the same number of queries
    whatever the size of the plan.
    """
    period = ReportingPeriod.objects.collecting(plan, today)
    as_at = min(today, period.cut_off) if period else today
    reading = PlanReading(plan, today)
    now = reading.position(today)
    position = now if as_at == today else reading.position(as_at)
    record = _Record(plan, position, now, partner_ids)
    rows = [row for action in position.actions for row in record.rows(action)]
    order = list(Owing)
    rows.sort(key=lambda row: (order.index(row.owing), -row.action.days_overdue))
    return Round(
        plan=plan,
        period=period,
        today=today,
        rows=tuple(rows),
        supported=tuple(record.supported(position)),
        waiting=tuple(record.waiting(position, today)),
        dates_asked=tuple(record.dates_asked()),
        asked=owed_by(plan, partner_ids, today),
    )


def next_owed(user: User, action: Action) -> OwedAction | None:
    """Return the next action that needs an update of `user`, after this one; None after the last.

    The order is that of the list, which begins again at its top.
    """
    today = clock.today()
    needed = owed(action.plan, user.standing.partner_ids, today).needed
    others = [row for row in needed if row.action.ref != action.ref]
    here = next((i for i, row in enumerate(needed) if row.action.ref == action.ref), 0)
    return others[here % len(others)] if others else None


class _Record:
    """What was said and begun in the period, read once for all the actions of a plan."""

    def __init__(
        self, plan: Plan, position: Position, now: Position, partner_ids: Collection[int]
    ) -> None:
        self.plan, self.partner_ids, self.today = plan, partner_ids, now.as_at
        self.asks = position.starts_on is not None
        # An action that has changed hands since the cut-off is its new owner's to report on.
        owned = Action.objects.filter(plan=plan, owner__in=partner_ids)
        self.owned = set(owned.values_list("ref", flat=True))
        updates = ProgressUpdate.objects.filter(action__plan=plan)
        said = updates.said_by(position.as_at)
        in_period = said.filter(as_at__gt=position.starts_on) if position.starts_on else said.none()
        facts = in_period.values_list("action__ref", "partner", "delivery_rating")
        self.rated = {ref for ref, _, rating in facts if rating}
        rated = updates.filter(pk__in=[a.rating_id for a in position.actions if a.rating_id])
        self.promised = dict(rated.values_list("action__ref", "recovery_on"))
        self.contributed = {ref for ref, partner, _ in facts if partner in partner_ids}
        self.drafts: dict[str, list[int]] = defaultdict(list)
        # Whatever the day that is counted for, the board's decisions of since then hold already.
        back = {action.sent_back_id: action.ref for action in now.actions if action.returned}
        closures = Closure.objects.filter(pk__in=[key for key in back if key])
        self.sent_back = {back[closure.pk]: closure for closure in closures}
        self.now = {action.ref: action for action in now.actions}
        self.closed = {action.ref for action in now.actions if action.closed}
        begun = updates.drafts().filter(partner__in=partner_ids)
        for ref, pk in begun.values_list("action__ref", "pk"):
            self.drafts[ref].append(pk)

    def rows(self, action: ActionPosition) -> list[OwedAction]:
        """A row for each draft, also on an action that is only supported; else what is owed."""
        owned, back = action.ref in self.owned, self.sent_back.get(action.ref)
        if back:
            # As it stands today, or the board's word would stand beside an older rating.
            action = self.now[action.ref]
        closed = action.ref in self.closed
        silent = self.asks and action.ref not in self.rated and not (closed or action.closed)
        missing = owned and (silent or back is not None)
        drafts = self.drafts.get(action.ref, [])
        if drafts or not owned:
            return [
                OwedAction(
                    action, Owing.DRAFT, pk, missing, owned, sent_back=back if owned else None
                )
                for pk in drafts
            ]
        if closed:
            return [OwedAction(action, Owing.SIGNED_OFF, None, missing)]
        owing = Owing.NEEDED if missing else Owing.SUBMITTED
        holds = not back and may_stand(
            action.delivery, action.overdue, self.promised.get(action.ref), self.today
        )
        return [OwedAction(action, owing, None, missing, confirmable=holds, sent_back=back)]

    def supported(self, position: Position) -> list[Supported]:
        """The open actions of others that these partners support."""
        theirs = Action.objects.filter(plan=self.plan, supporting__in=self.partner_ids)
        refs = set(theirs.values_list("ref", flat=True))
        return [
            Supported(action, action.ref in self.contributed)
            for action in position.actions
            if action.ref in refs and action.ref not in self.owned and not action.closed
        ]

    def waiting(self, position: Position, today: date) -> list[Waiting]:
        """The actions of others that wait on one of these partners, as their owners say today."""
        actions = {action.ref: action for action in position.actions}
        named = ProgressUpdate.objects.latest_ratings(self.plan, today)
        found = named.filter(waiting_on__in=self.partner_ids).select_related("action", "confirms")
        return [
            Waiting(actions[update.action.ref], update)
            for update in found.order_by("action__ref_key")
            if update.action.ref in actions and update.action.owner_id not in self.partner_ids
        ]

    def dates_asked(self) -> list[DateChange]:
        """The due dates asked for on their actions that the board has not decided yet."""
        asked = DateChange.objects.awaiting_decision().of_actions_owned_by(self.partner_ids)
        return list(asked.filter(action__plan=self.plan))
