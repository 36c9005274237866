"""The ledger of due dates: what was promised first, what holds now, and who decided each move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from actions.models import DateChange, Plan
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
class Total:
    """What slipped under one partner or one priority area, of how many actions."""

    name: str
    actions: int
    moved: int
    times: int
    days: int


@dataclass(frozen=True)
class Ledger:
    """All that slipped in a position, the most days first, and what that comes to."""

    rows: tuple[Slipped, ...]
    by_partner: tuple[Total, ...]
    by_priority: tuple[Total, ...]
    whole: Total


def ledger(plan: Plan, position: Position) -> Ledger:
    """Return the ledger of `position`, in one query beyond it."""
    decisions: dict[int, list[DateChange]] = defaultdict(list)
    agreed = DateChange.objects.filter(action__plan=plan).agreed_by(position.as_at)
    for change in agreed.select_related("requested_by", "body"):
        decisions[change.action_id].append(change)
    rows = [Slipped(a, tuple(decisions[a.id])) for a in position.actions if a.times_moved]
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
    )


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
