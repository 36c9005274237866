"""The figures of a position beside those of the day that movement counts from. Pure.

Each figure names the filter of the list of actions that shows exactly what it counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from actions.headlines import AHEAD, Headlines
from actions.movement import Movement
from actions.ratings import Impact
from actions.stands import SELDOM, Position, Status

UNRATED = "not_rated"


@dataclass(frozen=True)
class Figure:
    """How many actions there are of a kind, how many there were, and the filter that lists them.

    `rating` is the rating that is counted; None with empty `words` stands for "not yet rated".
    `was` is None where there is no earlier day to compare with. What stands out must be seen first.
    """

    number: int
    was: int | None
    filter: str
    rating: Status | Impact | None = None
    words: str = ""
    percent: int | None = None
    stands_out: bool = False

    @property
    def name(self) -> str:
        """What is counted, in words."""
        return self.words or (str(self.rating.label) if self.rating else "Not yet rated")

    @property
    def change(self) -> str:
        """How the number changed, in words: "3 more", "1 fewer", "no change"."""
        more = self.number - (self.was or 0)
        if not more:
            return "no change"
        return f"{more} more" if more > 0 else f"{-more} fewer"


def by_delivery(now: Headlines, then: Headlines | None) -> list[Figure]:
    """Return a figure for each status of the key, and for others where there are or were any."""
    return [
        Figure(
            number=number,
            was=then.by_status[status] if then else None,
            filter=f"rating={status.value}",
            rating=status,
            percent=_percent(number, now),
        )
        for status, number in now.by_status.items()
        if status not in SELDOM or number or (then and then.by_status[status])
    ]


def by_impact(now: Headlines, then: Headlines | None) -> list[Figure]:
    """Return a figure for each impact rating, and for none yet where there is or was one."""
    return [
        Figure(
            number=number,
            was=then.by_impact[impact] if then else None,
            filter=f"impact={impact.value if impact else UNRATED}",
            rating=impact,
            percent=_percent(number, now),
        )
        for impact, number in now.by_impact.items()
        if impact or number or (then and then.by_impact[impact])
    ]


def by_movement(now: Headlines, order: Sequence[Movement]) -> list[Figure]:
    """Return a figure for each kind of movement in this `order`; "not yet rated" where any is."""
    return [
        Figure(now.by_movement[kind], None, f"movement={kind.name.lower()}", words=kind.value)
        for kind in order
        if kind != Movement.NOT_RATED or now.by_movement[kind]
    ]


def to_ask_about(now: Headlines, then: Headlines | None) -> list[Figure]:
    """Return what the chair asks about, whatever it is rated."""
    counted = [
        ("Overdue", "overdue", "overdue=on"),
        ("No update received in this reporting period", "no_update", "no_update=on"),
        ("Silent for a whole reporting period or longer", "silent", "silent=on"),
        ("Complete, with no evidence of impact", "without_impact", "without_impact=on"),
        ("Due date moved", "moved", "moved=1"),
        ("Due date moved twice or more", "moved_twice", "moved=2"),
    ]
    return [
        Figure(getattr(now, name), getattr(then, name) if then else None, filter_, words=words)
        for words, name, filter_ in counted
        if getattr(now, name) is not None
    ]


def by_due(now: Headlines) -> list[Figure]:
    """Return how many open actions are due within each of the spans that the board looks ahead."""
    return [
        Figure(now.due_within[days], None, f"due={days}", words=f"Due in {days} days")
        for days in AHEAD
    ]


@dataclass(frozen=True)
class ImpactRow:
    """The actions of one delivery status by their impact."""

    status: Status
    cells: tuple[Figure, ...]
    total: int


def impact_table(position: Position, columns: Sequence[Figure]) -> list[ImpactRow]:
    """Return the statuses that have actions, each with a figure for the impact of each column.

    What is complete without any sign of impact stands out.
    """
    counted = Counter((action.status, action.impact) for action in position.actions)
    worrying = {(a.status, a.impact) for a in position.actions if a.without_impact}

    def cell(status: Status, column: Figure) -> Figure:
        impact = column.rating if isinstance(column.rating, Impact) else None
        kind = (status, impact)
        return Figure(
            number=counted[kind],
            was=None,
            filter=f"rating={status.value}&{column.filter}",
            rating=column.rating,
            stands_out=kind in worrying,
        )

    return [
        ImpactRow(status, tuple(cell(status, column) for column in columns), total)
        for status, total in position.counts.items()
        if total
    ]


def _percent(number: int, headlines: Headlines) -> int:
    return round(100 * number / (headlines.total or 1))
