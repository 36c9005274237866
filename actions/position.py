"""The position as at a day: the one reading of the record that every page, report and feed shows.

What was declared stands as declared. What dates say (overdue, no update received) stands beside it
and never rewrites a rating.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from actions.models import Action, Plan
from actions.record import Frame, Record, in_force
from actions.stands import ActionPosition, Position, Status


class PlanReading:
    """What was on record of a plan by a day, read once: its position then, and on days before."""

    def __init__(self, plan: Plan, until: date) -> None:
        self.plan = plan
        self.record = Record(until, {"action__plan": plan})
        self.actions = list(Action.objects.filter(plan=plan).for_position())
        areas = plan.priority_areas.values_list("number", "short_title", "wording")
        self.priority_areas = tuple(areas)

    def position(self, as_at: date, since: date | None = None) -> Position:
        """Return the position as at `as_at`, no later than was read, as `plan_position` says."""
        frame = Frame.of(self.plan, as_at, since)
        held = (action for action in self.actions if in_force(action, as_at))
        return Position(
            as_at=as_at,
            since=frame.since,
            starts_on=frame.round.starts_on if frame.round else None,
            cut_off=frame.round.cut_off if frame.round else None,
            priority_areas=self.priority_areas,
            actions=tuple(self.record.position_of(action, frame) for action in held),
        )

    def counts(self, days: Sequence[date]) -> list[Counts]:
        """Return the counts of each of `days`: those of `position` on the same day."""
        return [_counts(self.record, self.actions, day) for day in days]


def plan_position(plan: Plan, as_at: date, since: date | None = None) -> Position:
    """Return the position of `plan` as at `as_at`, with movement counted from `since`.

    `since` defaults to the cut-off of the last report issued before, else to the day the plan was
    submitted. Costs the same number of queries whatever the size of the plan.
    """
    return PlanReading(plan, as_at).position(as_at, since)


def action_position(action: Action, as_at: date) -> ActionPosition:
    """Return where one `action` stood as at `as_at`, read as `plan_position` reads the whole."""
    record = Record(as_at, {"action": action})
    return record.position_of(action, Frame.of(action.plan, as_at))


def positions_of(actions: Iterable[Action], as_at: date) -> dict[int, ActionPosition]:
    """Return where each of `actions` stood as at `as_at`, by its key, also once withdrawn.

    Takes actions of several plans, and costs the same number of queries for each plan.
    """
    of_plan: dict[int, list[Action]] = defaultdict(list)
    for action in actions:
        of_plan[action.plan_id].append(action)
    found: dict[int, ActionPosition] = {}
    for group in of_plan.values():
        frame, record = Frame.of(group[0].plan, as_at), Record(as_at, {"action__in": group})
        found |= {action.pk: record.position_of(action, frame) for action in group}
    return found


@dataclass(frozen=True)
class Counts:
    """How many actions had each status on a day, and how many were overdue."""

    day: date
    by_status: dict[Status, int]
    overdue: int

    @property
    def total(self) -> int:
        """How many actions the plan held on the day."""
        return sum(self.by_status.values())


def _counts(record: Record, actions: list[Action], day: date) -> Counts:
    held = [action for action in actions if in_force(action, day)]
    counted = Counter(record.status_of(action, day) for action in held)
    overdue = sum(record.overdue_on(action, day) for action in held)
    return Counts(day, {status: counted[status] for status in Status}, overdue)


def raters(action: Action) -> tuple[int | None, ...]:
    """Return the ids of the partners that rate `action`: its owner, and the owner's group."""
    return action.owner_id, action.owner.parent_id
