"""The pack's last section: what the board is asked to decide, numbered for the minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from actions.challenge_log import StandingChallenge
from actions.exceptions import Exceptions, Explained
from actions.models import DateChange, Plan
from actions.signing import RecheckDue, rechecks_due
from actions.stands import ActionPosition, Position
from jtai_tracker.dates import long_date
from reports.builders.appendix_key import impact_cell
from reports.builders.pack.words import ANSWER, NAME, counted, in_short, left_out, titled
from reports.document import Block, Cell, Column, Paragraph, RatingCell, Section, Table

# Of each kind: more cannot be decided in one meeting.
_MOST = 12
_TITLE, _WHY = 48, 54
HEADING = "Decisions asked of the board"
NOTHING = "Nothing is asked of the board."
_COLUMNS = (
    Column("No.", 6),
    Column("Decision asked", 61),
    Column("Impact now", 24),
    Column("Asked by", 29),
)


@dataclass(frozen=True)
class Brought:
    """What comes before the board on a day beside what the position itself asks of it."""

    dates: Sequence[DateChange]
    rechecks: Sequence[RecheckDue]
    escalated: Sequence[StandingChallenge]


def brought_on(plan: Plan, day: date, log: Iterable[StandingChallenge]) -> Brought:
    """Return what awaited the board's decision in `plan` on `day`: a past day as it was then.

    `log` holds the challenges as they stood on that day.
    """
    known = DateChange.objects.filter(action__plan=plan).known_on(day)
    dates = known.filter(known=DateChange.Outcome.ASKED)
    escalated = [one for one in log if one.is_open and one.body]
    return Brought(list(dates), rechecks_due(plan, day), escalated)


@dataclass(frozen=True)
class Asked:
    """One thing that the board is asked to decide, and the action that it is about."""

    what: str
    action: ActionPosition
    note: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of decision: all that is asked, and in which words the rest is left out."""

    asked: tuple[Asked, ...]
    left_out: str
    where: str

    @property
    def printed(self) -> tuple[Asked, ...]:
        """Those that the pack prints, and numbers."""
        return self.asked[:_MOST]


def decisions(position: Position, found: Exceptions, brought: Brought) -> tuple[Kind, ...]:
    """Return what is asked of the board: what reds need, what was escalated, dates, sign-offs."""
    stands = {action.id: action for action in position.actions}
    needed = (one for one in found.off_track if one.board_ask)
    # What is asked for an action that has been withdrawn since is not asked of the board.
    dates = (one for one in brought.dates if one.action_id in stands)
    moves = (_date(one, stands[one.action_id]) for one in dates)
    asked = (one for one in brought.escalated if one.challenge.action_id in stands)
    questions = (_escalated(one, stands[one.challenge.action_id]) for one in asked)
    return (
        Kind(tuple(map(_needed, needed)), "need the board", "the exceptions page"),
        Kind(tuple(questions), "hold a question that was escalated", "the challenge log"),
        Kind(tuple(moves), "have a new date asked for", "the dates to decide"),
        Kind(tuple(map(_sign_off, found.awaiting)), "await sign-off", "the exceptions page"),
        Kind(tuple(map(_recheck, brought.rechecks)), "are to be checked again", "the sign-offs"),
    )


def numbers(kinds: Iterable[Kind]) -> dict[int, int]:
    """Return the number of the first decision on each action, by the action's key."""
    by_action: dict[int, int] = {}
    for number, asked in _numbered(kinds):
        by_action.setdefault(asked.action.id, number)
    return by_action


def decisions_section(kinds: Sequence[Kind]) -> Section:
    """Return the numbered decisions; of a long list the first, with how many more there are."""
    rows = tuple(_row(number, asked) for number, asked in _numbered(kinds))
    if not rows:
        return Section(HEADING, (Paragraph(NOTHING),))
    more = (left_out(len(kind.asked), _MOST, kind.left_out, kind.where) for kind in kinds)
    blocks: list[Block] = [Table(_in_short(len(rows)), _COLUMNS, rows)]
    return Section(HEADING, (*blocks, *map(Paragraph, filter(None, more))))


def _in_short(number: int) -> str:
    return f"{counted(number, 'decision', 'decisions')}, numbered for the minutes"


def _numbered(kinds: Iterable[Kind]) -> Iterator[tuple[int, Asked]]:
    return zip(count(1), (asked for kind in kinds for asked in kind.printed), strict=False)


def _row(number: int, asked: Asked) -> tuple[Cell | RatingCell, ...]:
    by = in_short(asked.action.owner.name, NAME)
    what = Cell(asked.what, note=asked.note)
    return Cell(str(number)), what, impact_cell(asked.action.impact), Cell(by)


def _needed(one: Explained) -> Asked:
    return Asked(f"{one.action.ref}: {in_short(one.board_ask, ANSWER)}", one.action)


def _escalated(one: StandingChallenge, action: ActionPosition) -> Asked:
    what = f"{action.ref}: {in_short(one.question, ANSWER)}"
    return Asked(what, action, f"{one.state_in_short}; asked of {one.challenge.asked_of.name}")


def _date(change: DateChange, action: ActionPosition) -> Asked:
    start = f" from {long_date(change.moved_from)}" if change.moved_from else ""
    what = f"{action.ref}: move the date{start} to {long_date(change.moved_to)}."
    return Asked(f"{what} {in_short(change.reason, _WHY)}", action)


def _sign_off(action: ActionPosition) -> Asked:
    return Asked(f"Sign off {titled(action.ref, action.title, _TITLE)}", action)


def _recheck(one: RecheckDue) -> Asked:
    what = f"Check again {titled(one.stands.ref, one.stands.title, _TITLE)}"
    signed_off = f"Signed off on {long_date(one.closure.decided_on)}"
    return Asked(what, one.stands, f"{signed_off}; check due {long_date(one.due_on)}")
