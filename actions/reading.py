"""How pages read a position: lists by filter, and the table of priority areas and partners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from actions.compared import UNRATED
from actions.position import Counts
from actions.ratings import Impact
from actions.stands import SELDOM, ActionPosition, Position, Status


@dataclass(frozen=True)
class Share:
    """How many actions have a status, and what part of all that is."""

    status: Status
    number: int
    percent: int


@dataclass(frozen=True)
class ImpactShare:
    """How many actions have an impact rating (None: not yet rated), and what part that is."""

    impact: Impact | None
    number: int
    percent: int


@dataclass(frozen=True)
class HeatCell:
    """The actions of one priority area and one group: counts by status, worst first."""

    priority_area: int
    group_code: str
    group_name: str
    counts: tuple[tuple[Status, int], ...]

    @property
    def total(self) -> int:
        """How many actions that is."""
        return sum(number for _, number in self.counts)


@dataclass(frozen=True)
class HeatRow:
    """One priority area across the groups."""

    number: int
    title: str
    cells: tuple[HeatCell, ...]


# In a crowded cell the reader must meet trouble first.
WORST_FIRST = [
    Status.OFF_TRACK,
    Status.AT_RISK,
    Status.RETURNED,
    Status.NOT_RATED,
    Status.NOT_STARTED,
    Status.ON_TRACK,
    Status.AWAITING,
    Status.CLOSED,
]


def shares(position: Position) -> list[Share]:
    """Return each status that has actions or belongs to the key, with its rounded percentage."""
    whole = len(position.actions) or 1
    return [
        Share(status, number, round(100 * number / whole))
        for status, number in position.counts.items()
        if number or status not in SELDOM
    ]


def impact_shares(position: Position) -> list[ImpactShare]:
    """Return each impact rating with its count and rounded percentage; unrated where there is."""
    counted, whole = Counter(a.impact for a in position.actions), len(position.actions) or 1
    shown: list[Impact | None] = [*Impact, *([None] if counted[None] else [])]
    return [ImpactShare(i, counted[i], round(100 * counted[i] / whole)) for i in shown]


def groups(position: Position) -> list[tuple[str, str]]:
    """Return code and name of the groups that own actions, in the order of the report."""
    owners = {a.owner.group_code: a.owner for a in position.actions}.values()
    in_order = sorted(owners, key=lambda owner: owner.group_order)
    return [(owner.group_code, owner.group_name) for owner in in_order]


def heat(position: Position) -> list[HeatRow]:
    """Return the table of priority areas down and groups across, every cell filled in."""
    counted = Counter((a.priority_area, a.owner.group_code, a.status) for a in position.actions)
    across = groups(position)
    return [
        HeatRow(number, title, tuple(_cell(counted, number, *group) for group in across))
        for number, title, _ in position.priority_areas
    ]


def _cell(counted: Counter[tuple[int, str, Status]], number: int, code: str, name: str) -> HeatCell:
    found = ((status, counted[number, code, status]) for status in WORST_FIRST)
    return HeatCell(number, code, name, tuple((status, count) for status, count in found if count))


@dataclass(frozen=True)
class TrendDay:
    """The counts of one day of a trend, by status in the order of the trend."""

    day: date
    by_status: tuple[tuple[Status, int], ...]
    overdue: int

    @property
    def total(self) -> int:
        """How many actions the plan held on the day."""
        return sum(number for _, number in self.by_status)


@dataclass(frozen=True)
class Trend:
    """The counts of several days, and the statuses that occur in them or belong to the key."""

    statuses: tuple[Status, ...]
    days: tuple[TrendDay, ...]


def trend(counts: Sequence[Counts]) -> Trend:
    """Return `counts` as a table and a chart show them: by status, the worst first."""
    statuses = tuple(
        status
        for status in WORST_FIRST
        if status not in SELDOM or any(day.by_status[status] for day in counts)
    )
    days = (
        TrendDay(day.day, tuple((s, day.by_status[s]) for s in statuses), day.overdue)
        for day in counts
    )
    return Trend(statuses, tuple(days))


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; an empty part narrows nothing.

    `moved` is how often, at least, the due date moved; `due` holds the keys of those that are due
    in the span that was asked for, which are then listed by date.
    """

    partner: str = ""
    priority: str = ""
    rating: str = ""
    impact: str = ""
    movement: str = ""
    moved: int = 0
    overdue: bool = False
    no_update: bool = False
    silent: bool = False
    without_impact: bool = False
    text: str = ""
    due: frozenset[int] | None = None

    def __call__(self, actions: Iterable[ActionPosition]) -> Sequence[ActionPosition]:
        """Return those of `actions` that fit every part."""
        found = [action for action in actions if self._fits(action) and self._stands_out(action)]
        if self.due is None:
            return found
        return sorted(found, key=lambda action: action.due_on or date.max)

    def _fits(self, action: ActionPosition) -> bool:
        return (
            self.partner in ("", action.owner.code, action.owner.group_code)
            and self.priority in ("", str(action.priority_area))
            and self.rating in ("", action.status.value)
            and self.impact in ("", action.impact.value if action.impact else UNRATED)
            and self.movement in ("", action.movement.name.lower())
            and self.text.casefold() in f"{action.ref} {action.title}".casefold()
        )

    def _stands_out(self, action: ActionPosition) -> bool:
        return (
            action.times_moved >= self.moved
            and (action.overdue or not self.overdue)
            and (action.silent or not self.no_update)
            and (action.rounds_silent > 0 or not self.silent)
            and (action.without_impact or not self.without_impact)
            and (self.due is None or action.id in self.due)
        )
