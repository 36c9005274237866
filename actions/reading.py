"""How pages read a position: lists by filter, and the table of priority areas and partners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actions.ratings import Impact
from actions.stands import ActionPosition, Position, Status


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
_WORST_FIRST = [
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
        if number or status not in (Status.NOT_RATED, Status.RETURNED)
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
        HeatRow(number, title, tuple(_cell(counted, number, code) for code, _ in across))
        for number, title, _ in position.priority_areas
    ]


def _cell(counted: Counter[tuple[int, str, Status]], number: int, code: str) -> HeatCell:
    found = ((status, counted[number, code, status]) for status in _WORST_FIRST)
    return HeatCell(number, code, tuple((status, count) for status, count in found if count))


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; an empty part narrows nothing."""

    partner: str = ""
    priority: str = ""
    rating: str = ""
    overdue: bool = False
    no_update: bool = False
    text: str = ""

    def __call__(self, actions: Iterable[ActionPosition]) -> Sequence[ActionPosition]:
        """Return those of `actions` that fit every part."""
        return [action for action in actions if self._fits(action)]

    def _fits(self, action: ActionPosition) -> bool:
        return (
            self.partner in ("", action.owner.code, action.owner.group_code)
            and self.priority in ("", str(action.priority_area))
            and self.rating in ("", action.status.value)
            and (action.overdue or not self.overdue)
            and (action.silent or not self.no_update)
            and self.text.casefold() in f"{action.ref} {action.title}".casefold()
        )
