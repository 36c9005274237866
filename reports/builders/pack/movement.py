"""The pack's second section: what moved since a day, the worst first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from actions.movement import Movement
from actions.moves import ORDER, Move, Moves
from actions.stands import Position, Status
from jtai_tracker.dates import long_date
from reports.builders.appendix_key import delivery_cell
from reports.builders.pack.words import (
    counted,
    joined,
    left_out,
    listed,
    opening,
    titled,
)
from reports.document import Block, Cell, Column, Paragraph, RatingCell, Section, Table

# What the board asks about one by one; the rest it reads in groups.
_EXPLAINED = (Movement.WORSENED, Movement.REOPENED)
_MOST_EXPLAINED, _MOST_IN_A_GROUP = 8, 9
_LINE, _REASON, _TITLE_IN_A_GROUP = 63, 30, 42
_WHERE = "the dashboard"
_SAID = {
    Movement.WORSENED: "worsened",
    Movement.REOPENED: "re-opened",
    Movement.IMPROVED: "improved",
    Movement.STARTED: "started",
    Movement.CLOSED: "signed off",
    Movement.NEW: "new",
}
_COLUMNS = (
    Column("Movement", 26),
    Column("Was", 33),
    Column("Now", 46),
    Column("Actions, and why in short", 135),
)
Row = tuple[Cell | RatingCell, ...]


def movement_section(position: Position, moves: Moves) -> Section:
    """Return what moved up to `position`: was, now and why; what did not move is a number."""
    rows, said = tuple(_rows(moves)), _in_short(position, moves)
    table: Block = Table(said, _COLUMNS, rows) if rows else Paragraph(said)
    explained = sum(len(moves.of(kind)) for kind in _EXPLAINED)
    more = left_out(explained, _MOST_EXPLAINED, "worsened or were opened again", _WHERE)
    return Section("Movement", (table, *map(Paragraph, filter(None, [more]))))


def _in_short(position: Position, moves: Moves) -> str:
    found = [(len(moves.of(kind)), word) for kind, word in _SAID.items()]
    found += [(len(moves.gone), "withdrawn from the plan")]
    said = [f"{number:,} {word}" for number, word in found if number]
    since = f"Since {long_date(position.since)}"
    unchanged = counted(moves.unchanged, "action is unchanged", "actions are unchanged")
    if not said:
        return f"{since} nothing has moved; {unchanged}."
    return f"{since}: {joined(said)}; {unchanged}."


def _rows(moves: Moves) -> Iterator[Row]:
    explained = [move for kind in _EXPLAINED for move in moves.of(kind)]
    for move in explained[:_MOST_EXPLAINED]:
        yield _row(move.action.movement, move.was, move.action.status, Cell(_line(move)))
    for kind in (kind for kind in ORDER if kind not in _EXPLAINED):
        yield from _grouped(kind, moves.of(kind))
    if moves.gone:
        left = [
            f"{titled(one.ref, one.title)} ({long_date(one.withdrawn_on)})" for one in moves.gone
        ]
        text = listed(left, _MOST_IN_A_GROUP, "the history")
        yield Cell("Withdrawn"), Cell(""), Cell("Not in the plan"), Cell(text)


def _line(move: Move) -> str:
    """An action with its reason on one line: the title takes the room that the reason leaves."""
    reason = opening(move.reason, _REASON)
    ending = f": {reason}" if reason else ""
    room = _LINE - len(ending) - len(move.action.ref)
    return titled(move.action.ref, move.action.title, room) + ending


def _grouped(kind: Movement, moved: tuple[Move, ...]) -> Iterator[Row]:
    """The moves of one kind, those from and to the same rating in one row."""
    groups: dict[tuple[Status | None, Status], list[str]] = defaultdict(list)
    for move in moved:
        named = titled(move.action.ref, move.action.title, _TITLE_IN_A_GROUP)
        groups[move.was, move.action.status].append(named)
    for (was, now), actions in groups.items():
        yield _row(kind, was, now, Cell(listed(actions, _MOST_IN_A_GROUP, _WHERE)))


def _row(kind: Movement, was: Status | None, now: Status, why: Cell) -> Row:
    before = delivery_cell(was) if was else Cell("Not in the plan")
    return Cell(kind.value), before, delivery_cell(now), why
