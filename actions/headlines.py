"""The figures that a position comes to: counted here once, and said alike wherever they are shown.

Dashboard, exceptions, board pack, feed and appendix all take them from here. Pure.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from actions.movement import Movement
from actions.ratings import Impact
from actions.stands import ActionPosition, Position, Status

# How far ahead the board looks, in days.
AHEAD = (30, 60, 90)
_DONE = (Status.CLOSED, Status.AWAITING)


@dataclass(frozen=True)
class Headlines:
    """The figures of one position.

    `no_update` counts the present reporting period (None on a day that is in none), `silent` those
    of which whole periods passed without a word. `due_within` is cumulative: what is due in 60 days
    holds what is due in 30. `moved` counts actions whose due date was moved, `moved_twice` those
    moved more than once.
    """

    total: int
    by_status: dict[Status, int]
    by_impact: dict[Impact | None, int]
    by_movement: dict[Movement, int]
    overdue: int
    no_update: int | None
    silent: int
    moved: int
    moved_twice: int
    without_impact: int
    due_within: dict[int, int]


def headlines(position: Position) -> Headlines:
    """Return the figures of `position`."""
    actions = position.actions
    impacts = Counter(action.impact for action in actions)
    movements = Counter(action.movement for action in actions)
    return Headlines(
        total=len(actions),
        by_status=position.counts,
        by_impact={impact: impacts[impact] for impact in (*Impact, None)},
        by_movement={movement: movements[movement] for movement in Movement},
        overdue=sum(action.overdue for action in actions),
        no_update=sum(a.silent for a in actions) if position.starts_on else None,
        silent=sum(action.rounds_silent > 0 for action in actions),
        moved=sum(action.times_moved > 0 for action in actions),
        moved_twice=sum(action.times_moved > 1 for action in actions),
        without_impact=sum(action.without_impact for action in actions),
        due_within={days: len(due_within(position, days)) for days in AHEAD},
    )


def due_within(position: Position, days: int) -> list[ActionPosition]:
    """Return the open actions that are due from the day of the position to `days` after it."""
    last = position.as_at + timedelta(days=days)
    found = [a for a in position.actions if a.due_on and position.as_at <= a.due_on <= last]
    return sorted(
        (action for action in found if action.status not in _DONE),
        key=lambda action: action.due_on or date.max,
    )
