"""The position as at a day: the one reading of the record that every page, report and feed shows.

What was declared stands as declared. What dates say (overdue, no update received) stands beside it
and never rewrites a rating.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from actions.models import (
    Action,
    Closure,
    DateChange,
    OwnerChange,
    Plan,
    ProgressUpdate,
    ReportingPeriod,
)
from actions.movement import movement
from actions.ratings import Delivery, Impact
from actions.stands import ActionPosition, OwnerInPlan, Position
from partners.models import Partner


class _Rating(NamedTuple):
    action_id: int
    partner_id: int
    as_at: date
    delivery: str
    impact: str
    update_id: int


def plan_position(plan: Plan, as_at: date, since: date | None = None) -> Position:
    """Return the position of `plan` as at `as_at`, with movement counted from `since`.

    `since` defaults to the cut-off of the last report issued before, else to the day the plan was
    submitted. Costs the same number of queries whatever the size of the plan.
    """
    frame = _Frame.of(plan, as_at, since)
    record = _Record(frame, {"action__plan": plan})
    actions = Action.objects.filter(plan=plan).in_force_on(as_at).with_partners()
    return Position(
        as_at=as_at,
        since=frame.since,
        starts_on=frame.starts_on,
        cut_off=frame.cut_off,
        priority_areas=tuple(plan.priority_areas.values_list("number", "short_title", "wording")),
        actions=tuple(record.position_of(action) for action in actions),
    )


def action_position(action: Action, as_at: date) -> ActionPosition:
    """Return where one `action` stood as at `as_at`, read as `plan_position` reads the whole."""
    return _Record(_Frame.of(action.plan, as_at), {"action": action}).position_of(action)


def positions_of(actions: Iterable[Action], as_at: date) -> dict[int, ActionPosition]:
    """Return where each of `actions` stood as at `as_at`, by its key, also once withdrawn.

    Takes actions of several plans, and costs the same number of queries for each plan.
    """
    of_plan: dict[int, list[Action]] = defaultdict(list)
    for action in actions:
        of_plan[action.plan_id].append(action)
    found: dict[int, ActionPosition] = {}
    for group in of_plan.values():
        record = _Record(_Frame.of(group[0].plan, as_at), {"action__in": group})
        found |= {action.pk: record.position_of(action) for action in group}
    return found


def raters(action: Action) -> tuple[int | None, ...]:
    """Return the ids of the partners that rate `action`: its owner, and the owner's group."""
    return action.owner_id, action.owner.parent_id


def due_on_as_at(original: date | None, moves: Iterable[DateChange]) -> date | None:
    """Return the due date after these agreed `moves`, earliest first: the last one decides."""
    return [original, *(move.moved_to for move in moves)][-1]


def days_overdue(due_on: date | None, as_at: date, delivery: str | None) -> int:
    """Return by how many days `due_on` had passed on `as_at`; 0 when complete or not yet due."""
    if due_on is None or delivery == Delivery.COMPLETE:
        return 0
    return max(0, (as_at - due_on).days)


class _Frame(NamedTuple):
    """The day, the day that movement counts from, and the reporting period around it."""

    as_at: date
    since: date
    starts_on: date | None
    cut_off: date | None

    @classmethod
    def of(cls, plan: Plan, as_at: date, since: date | None = None) -> _Frame:
        period = ReportingPeriod.objects.holding(plan, as_at)
        issued = None if since else ReportingPeriod.objects.last_issued(plan, as_at)
        return cls(
            as_at=as_at,
            since=since or (issued.cut_off if issued else plan.submitted_on),
            starts_on=period.starts_on if period else None,
            cut_off=period.cut_off if period else None,
        )


class _Record:
    """What was on record by the day, read once for all the actions that `of` filters."""

    def __init__(self, frame: _Frame, of: dict[str, Any]) -> None:
        self.as_at, self.since, self.starts_on = frame.as_at, frame.since, frame.starts_on
        self.ratings: dict[int, list[_Rating]] = defaultdict(list)
        self.moves: dict[int, list[DateChange]] = defaultdict(list)
        said = ProgressUpdate.objects.filter(**of).said_by(frame.as_at)
        for row in said.order_by("as_at", "submitted_at", "pk").values_list(
            "action_id", "partner_id", "as_at", "delivery_rating", "impact_rating", "pk"
        ):
            self.ratings[row[0]].append(_Rating(*row))
        for move in DateChange.objects.filter(**of).agreed_by(frame.as_at):
            self.moves[move.action_id].append(move)
        closed = Closure.objects.filter(**of).in_force_on(frame.as_at)
        self.closed_on = dict(closed.values_list("action_id", "decided_on"))
        self.given: dict[int, list[OwnerChange]] = defaultdict(list)
        for change in OwnerChange.objects.filter(**of).with_former_owners():
            self.given[change.action_id].append(change)

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
            owner=_owner(self._owner_on_the_day(action)),
            supporting=tuple(partner.name for partner in action.supporting.all()),
            lead_role=action.lead_role,
            original_due_on=action.original_due_on,
            due_on=due_on,
            due_as_written=action.due_as_written,
            times_moved=len(moves),
            delivery=delivery,
            impact=Impact(now.impact) if now else None,
            rating_id=now.update_id if now else None,
            movement=movement(self._delivery_before(action), delivery),
            days_overdue=0 if closed_on else days_overdue(due_on, self.as_at, delivery),
            closed_on=closed_on,
            last_update_on=said[-1].as_at if said else None,
            no_update_received=self._nothing_in_period(said),
        )

    def _rating(self, action: Action, day: date) -> _Rating | None:
        """The latest rating by one who rates the action, or rated it while owning it."""
        for said in reversed(self.ratings[action.pk]):
            if said.as_at <= day and said.delivery and self._rated(action, said):
                return said
        return None

    def _rated(self, action: Action, said: _Rating) -> bool:
        """Whether it is the owner's or its group's; a former owner's, up to when it gave it."""
        given = self.given[action.pk]
        former = (change.was for change in given if said.as_at <= change.changed_on)
        return any(said.partner_id in (o.pk, o.parent_id) for o in (action.owner, *former))

    def _owner_on_the_day(self, action: Action) -> Partner:
        """The owner before the first change that came after the day; else the present one."""
        later = (c.was for c in self.given[action.pk] if c.changed_on > self.as_at)
        return next(later, action.owner)

    def _delivery_before(self, action: Action) -> Delivery | None:
        before = self._rating(action, self.since)
        return Delivery(before.delivery) if before else None

    def _nothing_in_period(self, said: list[_Rating]) -> bool:
        starts_on = self.starts_on
        return starts_on is not None and not any(update.as_at > starts_on for update in said)


def _owner(owner: Partner) -> OwnerInPlan:
    group = owner.group
    return OwnerInPlan(
        id=owner.pk,
        code=owner.code,
        name=owner.name,
        group_code=group.code,
        group_name=group.short_name,
        group_order=group.order,
    )
