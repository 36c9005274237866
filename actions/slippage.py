"""The ledger of due dates: what was promised first, what holds now, and who decided each move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from actions.models import DateChange, Plan
from actions.record import decided
from actions.stands import ActionPosition, Position


@dataclass(frozen=True)
class Slipped:
    """One action whose due date was moved, with the decisions that moved it."""

    action: ActionPosition
    decisions: tuple[DateChange, ...]

    @property
    def days(self) -> int | None:
        """Days from the original date to the present one; None where the plan had no date."""
        first, now = self.action.original_due_on, self.action.due_on
        return (now - first).days if first and now else None


@dataclass(frozen=True)
class AskedFor:
    """A new due date that a partner asked for, on which the board had not decided."""

    action: ActionPosition
    request: DateChange


@dataclass(frozen=True)
class Total:
    """What slipped under one partner or one priority area, of how many actions."""

    name: str
    actions: int
    moved: int
    times: int
    days: int


@dataclass(frozen=True)
class Ledger:
    """All that slipped in a position, the most days first, and what that comes to.

    `asked` is what awaited the board's decision, the oldest request first.
    """

    rows: tuple[Slipped, ...]
    by_partner: tuple[Total, ...]
    by_priority: tuple[Total, ...]
    whole: Total
    asked: tuple[AskedFor, ...]


def ledger(plan: Plan, position: Position) -> Ledger:
    """Return the ledger of `position`, in one query beyond it."""
    actions = {action.id: action for action in position.actions}
    changes = list(DateChange.objects.filter(action__plan=plan).known_on(position.as_at))
    rows = _rows(position, changes)
    titles = {number: f"{number}. {title}" for number, title, _ in position.priority_areas}
    owners = {
        a.owner.group_code: (a.owner.group_order, a.owner.group_name) for a in position.actions
    }
    in_order = sorted(owners, key=lambda code: owners[code])
    return Ledger(
        rows=tuple(sorted(rows, key=lambda row: -(row.days or 0))),
        by_partner=_totals(
            position,
            rows,
            lambda a: a.owner.group_code,
            {code: owners[code][1] for code in in_order},
        ),
        by_priority=_totals(position, rows, lambda a: a.priority_area, titles),
        whole=_total("All", list(position.actions), rows),
        asked=tuple(
            AskedFor(actions[change.action_id], change)
            for change in changes
            if change.known == DateChange.Outcome.ASKED and change.action_id in actions
        ),
    )


def _rows(position: Position, changes: Iterable[Any]) -> list[Slipped]:
    """The actions of which the date was moved, each with the moves in the order of decision."""
    agreed = [change for change in changes if change.known == DateChange.Outcome.AGREED]
    moves: dict[int, list[DateChange]] = defaultdict(list)
    for change in sorted(agreed, key=lambda change: (decided(change), change.pk)):
        moves[change.action_id].append(change)
    return [Slipped(a, tuple(moves[a.id])) for a in position.actions if a.times_moved]


def _totals(
    position: Position,
    rows: list[Slipped],
    key: Callable[[ActionPosition], Hashable],
    names: dict[str, str] | dict[int, str],
) -> tuple[Total, ...]:
    return tuple(
        _total(
            name,
            [action for action in position.actions if key(action) == one],
            [row for row in rows if key(row.action) == one],
        )
        for one, name in names.items()
    )


def _total(name: str, actions: list[ActionPosition], rows: list[Slipped]) -> Total:
    return Total(
        name=name,
        actions=len(actions),
        moved=len(rows),
        times=sum(row.action.times_moved for row in rows),
        days=sum(row.days or 0 for row in rows),
    )
