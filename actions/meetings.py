"""A plan's meetings with the dates of their rounds, how long is left, and what was moved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from actions import cycles
from actions.models import Meeting, Plan, ReportingPeriod
from jtai_tracker import clock
from jtai_tracker.dates import long_date


@dataclass(frozen=True)
class Move:
    """One move of one date: what it was before, the reason, and whether it stands above already."""

    was: str
    reason: str
    told: bool = False

    @property
    def in_words(self) -> str:
        """The move as it is printed: "moved from 28 August 2020: the room is taken"."""
        why = f": {self.reason}" if self.reason else ""
        return f"moved from {self.was}{', for the same reason' if why and self.told else why}"


@dataclass(frozen=True)
class DateLine:
    """One date of a round: what it is called, the day, how long is left, and its moves."""

    label: str
    day: date
    left: str
    moves: list[Move]


@dataclass(frozen=True)
class MeetingRow:
    """A meeting and its round, which not every meeting has."""

    meeting: Meeting
    period: ReportingPeriod | None
    left: str
    moves: list[Move]
    dates: list[DateLine]

    @property
    def fixed(self) -> bool:
        """Whether nothing of it can be moved any more: its report has been issued."""
        return self.period is not None and self.period.issued_on is not None


def plan_meetings(plan: Plan) -> tuple[list[MeetingRow], list[MeetingRow]]:
    """Return the meetings that are to come, the next one first, and the past, the last one first.

    As many queries for a hundred meetings as for one.
    """
    today = clock.today()
    of_meetings = _moves(Meeting.history.filter(body__plan=plan), ["held_on", "body__name"])
    of_rounds = _moves(ReportingPeriod.history.filter(plan=plan), list(cycles.NAMES))
    rows = [
        _row(meeting, of_meetings, of_rounds, today) for meeting in Meeting.objects.of_plan(plan)
    ]
    coming = [row for row in rows if row.meeting.held_on >= today]
    return coming, [row for row in reversed(rows) if row.meeting.held_on < today]


_Moves = dict[tuple[int, str], list[Move]]


def _moves(lines: Any, names: list[str]) -> _Moves:
    """Return the moves by row and field: where a line of history differs from the one before."""
    before: dict[int, dict[str, Any]] = {}
    found: _Moves = defaultdict(list)
    for line in lines.order_by("history_id").values("id", "history_change_reason", *names):
        earlier = before.get(line["id"], line)
        for name in names:
            if earlier[name] != line[name]:
                move = Move(_in_words(earlier[name]), line["history_change_reason"] or "")
                found[line["id"], name].append(move)
        before[line["id"]] = line
    return found


def _in_words(value: date | str) -> str:
    return value if isinstance(value, str) else long_date(value)


def _row(meeting: Meeting, of_meetings: _Moves, of_rounds: _Moves, today: date) -> MeetingRow:
    period = getattr(meeting, "period", None)
    told: set[str] = set()
    names = ("held_on", "body__name")
    moves = [move for name in names for move in _told_once(of_meetings, meeting.pk, name, told)]
    dates = []
    for name, label in cycles.NAMES.items() if period else ():
        day = getattr(period, name)
        moved = _told_once(of_rounds, meeting.period.pk, name, told)
        dates.append(DateLine(label, day, cycles.time_left(day, today), moved))
    return MeetingRow(meeting, period, cycles.time_left(meeting.held_on, today), moves, dates)


def _told_once(moves: _Moves, pk: int, name: str, told: set[str]) -> list[Move]:
    """Return the moves of one date; a reason that stands above them already is not told again."""
    found = [replace(m, told=m.reason in told) for m in moves.get((pk, name), [])]
    told.update(move.reason for move in found)
    return found
