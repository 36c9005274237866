"""The position as at a day: the one reading of the record that every page, report and feed shows.

What was declared stands as declared. What dates say (overdue, no update received) stands beside it
and never rewrites a rating.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import NamedTuple

from actions.models import Action, Closure, DateChange, Plan, ProgressUpdate, ReportingPeriod
from actions.movement import Movement, movement
from actions.ratings import Delivery, Impact


class Status(Enum):
    """Where an action stands: its rating, and if complete, whether the board signed it off."""

    NOT_RATED = "not_rated", "Not yet rated", ""
    NOT_STARTED = Delivery.NOT_STARTED.value, Delivery.NOT_STARTED.label, "N"
    ON_TRACK = Delivery.ON_TRACK.value, Delivery.ON_TRACK.label, "G"
    AT_RISK = Delivery.AT_RISK.value, Delivery.AT_RISK.label, "A"
    OFF_TRACK = Delivery.OFF_TRACK.value, Delivery.OFF_TRACK.label, "R"
    AWAITING = "awaiting_sign_off", "Complete, awaiting sign-off", "B"
    CLOSED = "closed", "Complete, signed off", "B"

    def __init__(self, code: str, label: str, letter: str) -> None:
        self.code, self.label, self.letter = code, label, letter


class OwnerInPlan(NamedTuple):
    """Who owns an action, and under which group of the report."""

    id: int
    name: str
    group_code: str
    group_name: str
    group_order: int


@dataclass(frozen=True)
class ActionPosition:
    """One action as at the day: what was declared of it, and what the dates say."""

    ref: str
    title: str
    priority_area: int
    owner: OwnerInPlan
    supporting: tuple[str, ...]
    lead_role: str
    original_due_on: date | None
    due_on: date | None
    due_as_written: str
    times_moved: int
    delivery: Delivery | None
    impact: Impact | None
    movement: Movement
    days_overdue: int
    closed_on: date | None
    last_update_on: date | None
    no_update_received: bool

    @property
    def overdue(self) -> bool:
        """The due date had passed, and the action was not complete."""
        return self.days_overdue > 0

    @property
    def closed(self) -> bool:
        """The board had signed the action off."""
        return self.closed_on is not None

    @property
    def awaiting_sign_off(self) -> bool:
        """The partner says complete; the board has not signed it off."""
        return self.status == Status.AWAITING

    @property
    def status(self) -> Status:
        """Where the action stands, for counting and for the rating that is shown."""
        if self.closed:
            return Status.CLOSED
        if self.delivery is None:
            return Status.NOT_RATED
        return Status.AWAITING if self.delivery == Delivery.COMPLETE else Status[self.delivery.name]


@dataclass(frozen=True)
class Position:
    """A plan's actions as at a day, in the order of their references."""

    as_at: date
    since: date
    starts_on: date | None
    cut_off: date | None
    priority_areas: tuple[tuple[int, str, str], ...]
    actions: tuple[ActionPosition, ...]

    @property
    def counts(self) -> dict[Status, int]:
        """How many actions have each status, in the order of the key; a status with none is 0."""
        counted = Counter(action.status for action in self.actions)
        return {status: counted[status] for status in Status}


class _Rating(NamedTuple):
    action_id: int
    partner_id: int
    as_at: date
    delivery: str
    impact: str


def plan_position(plan: Plan, as_at: date, since: date | None = None) -> Position:
    """Return the position of `plan` as at `as_at`, with movement counted from `since`.

    `since` defaults to the cut-off of the last report issued before, else to the day the plan was
    submitted. Costs the same number of queries whatever the size of the plan.
    """
    since = since or _last_report(plan, as_at)
    period = ReportingPeriod.objects.holding(plan, as_at)
    record = _Record(plan, as_at, since, period.starts_on if period else None)
    return Position(
        as_at=as_at,
        since=since,
        starts_on=period.starts_on if period else None,
        cut_off=period.cut_off if period else None,
        priority_areas=tuple(plan.priority_areas.values_list("number", "short_title", "wording")),
        actions=tuple(record.position_of(action) for action in _actions(plan, as_at)),
    )


def due_on_as_at(original: date | None, moves: Iterable[DateChange]) -> date | None:
    """Return the due date after these agreed `moves`, earliest first: the last one decides."""
    return [original, *(move.moved_to for move in moves)][-1]


def days_overdue(due_on: date | None, as_at: date, delivery: str | None) -> int:
    """Return by how many days `due_on` had passed on `as_at`; 0 when complete or not yet due."""
    if due_on is None or delivery == Delivery.COMPLETE:
        return 0
    return max(0, (as_at - due_on).days)


def _last_report(plan: Plan, as_at: date) -> date:
    issued = ReportingPeriod.objects.last_issued(plan, as_at)
    return issued.cut_off if issued else plan.submitted_on


def _actions(plan: Plan, as_at: date) -> Iterable[Action]:
    actions = Action.objects.filter(plan=plan).in_force_on(as_at)
    return actions.select_related("priority_area", "owner__parent").prefetch_related("supporting")


class _Record:
    """What was on record by the day, read once for all actions of the plan."""

    def __init__(self, plan: Plan, as_at: date, since: date, starts_on: date | None) -> None:
        self.as_at, self.since, self.starts_on = as_at, since, starts_on
        self.ratings: dict[int, list[_Rating]] = defaultdict(list)
        self.moves: dict[int, list[DateChange]] = defaultdict(list)
        said = ProgressUpdate.objects.filter(action__plan=plan).said_by(as_at)
        for row in said.order_by("as_at", "submitted_at", "pk").values_list(
            "action_id", "partner_id", "as_at", "delivery_rating", "impact_rating"
        ):
            self.ratings[row[0]].append(_Rating(*row))
        for move in DateChange.objects.filter(action__plan=plan).agreed_by(as_at):
            self.moves[move.action_id].append(move)
        closed = Closure.objects.filter(action__plan=plan).in_force_on(as_at)
        self.closed_on = dict(closed.values_list("action_id", "decided_on"))

    def position_of(self, action: Action) -> ActionPosition:
        """Return where `action` stood on the day."""
        now = self._rating(action, self.as_at)
        delivery = Delivery(now.delivery) if now else None
        moves = self.moves[action.pk]
        due_on = due_on_as_at(action.original_due_on, moves)
        closed_on = self.closed_on.get(action.pk)
        said = self.ratings[action.pk]
        return ActionPosition(
            ref=action.ref,
            title=action.title,
            priority_area=action.priority_area.number,
            owner=_owner(action),
            supporting=tuple(partner.name for partner in action.supporting.all()),
            lead_role=action.lead_role,
            original_due_on=action.original_due_on,
            due_on=due_on,
            due_as_written=action.due_as_written,
            times_moved=len(moves),
            delivery=delivery,
            impact=Impact(now.impact) if now else None,
            movement=movement(self._delivery_before(action), delivery),
            days_overdue=0 if closed_on else days_overdue(due_on, self.as_at, delivery),
            closed_on=closed_on,
            last_update_on=said[-1].as_at if said else None,
            no_update_received=self._nothing_in_period(said),
        )

    def _rating(self, action: Action, day: date) -> _Rating | None:
        """The latest rating by the owner, or by the group that the owner reports under."""
        raters = (action.owner_id, action.owner.parent_id)
        for said in reversed(self.ratings[action.pk]):
            if said.as_at <= day and said.delivery and said.partner_id in raters:
                return said
        return None

    def _delivery_before(self, action: Action) -> Delivery | None:
        before = self._rating(action, self.since)
        return Delivery(before.delivery) if before else None

    def _nothing_in_period(self, said: list[_Rating]) -> bool:
        starts_on = self.starts_on
        return starts_on is not None and not any(update.as_at > starts_on for update in said)


def _owner(action: Action) -> OwnerInPlan:
    group = action.owner.group
    return OwnerInPlan(
        id=action.owner.pk,
        name=action.owner.name,
        group_code=group.code,
        group_name=group.short_name,
        group_order=group.order,
    )
