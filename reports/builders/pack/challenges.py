"""The pack's section on challenges: the open ones, those with a late answer first."""

from __future__ import annotations

from datetime import date

from actions.challenge_log import StandingChallenge
from jtai_tracker.dates import long_date
from reports.builders.pack.words import NAME, in_short, left_out
from reports.document import Block, Cell, Column, Paragraph, Section, Table

_MOST = 8
_QUESTION = 94
_COLUMNS = (
    Column("Action", 9),
    Column("Question", 49),
    Column("Asked of", 30),
    Column("Where it stands", 32),
)


def challenges_section(found: tuple[StandingChallenge, ...], since: date) -> Section:
    """Return the challenges that are open, and how many were settled after `since`."""
    still_open = sorted(
        (one for one in found if one.is_open), key=lambda one: (-one.days_late, one.answer_by)
    )
    settled = [one for one in found if not one.is_open and one.last and one.last.said_on > since]
    late = sum(one.days_late > 0 for one in still_open)
    said = _in_short(len(still_open), late, len(settled), since)
    rows = tuple(map(_row, still_open[:_MOST]))
    table: Block = Table(said, _COLUMNS, rows) if rows else Paragraph(said)
    more = left_out(len(still_open), _MOST, "are open", "the challenge log")
    return Section("Challenges", (table, *map(Paragraph, filter(None, [more]))))


def _in_short(still_open: int, late: int, settled: int, since: date) -> str:
    number = str(still_open or "No")
    opened = f"{number} {'challenges are' if still_open > 1 else 'challenge is'} open"
    overdue = f", {late} with an overdue answer" if late else ""
    return f"{opened}{overdue}; settled since {long_date(since)}: {settled or 'none'}."


def _row(one: StandingChallenge) -> tuple[Cell, ...]:
    asked, on_time = one.challenge, one.about_the_date
    return (
        Cell(asked.action.ref),
        Cell(in_short(one.question, _QUESTION)),
        Cell(in_short(asked.asked_of.name, NAME)),
        Cell(one.state_in_short, note=on_time[:1].upper() + on_time[1:]),
    )
