"""The pack's first section: how many actions stand where, then and now, and with what impact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from actions.headlines import Headlines, headlines
from actions.ratings import Impact
from actions.stands import SELDOM, ActionPosition, Position, Status
from jtai_tracker.dates import long_date
from reports.builders.appendix_key import delivery_cell
from reports.builders.pack.words import counted
from reports.document import Cell, Column, Paragraph, RatingCell, Section, Table

# So that no heading of an impact takes more than three lines.
_WIDTH, _WIDEST = 19, 23
NO_ACTIONS = "The plan held no action on this day."


def position_section(position: Position, before: Position) -> Section:
    """Return the counts of `position` beside those of `before`, with delivery against impact."""
    if not position.actions:
        return Section("Position", (Paragraph(NO_ACTIONS),))
    now, then = headlines(position), headlines(before)
    impacts = [impact for impact in now.by_impact if impact or now.by_impact[None]]
    rows = tuple(_cells(row, position, impacts) for row in _rows(now, then, before))
    table = Table(
        f"Actions by delivery; under T to M, their impact on {long_date(position.as_at)}",
        tuple(_columns(position, before, impacts)),
        rows,
    )
    return Section("Position", (Paragraph(_in_short(now, position)), table))


@dataclass(frozen=True)
class _Row:
    """One row: which actions it counts, and how many those were on each day."""

    heading: Cell | RatingCell
    then: str
    now: str
    holds: Callable[[ActionPosition], bool]


def _rows(now: Headlines, then: Headlines, before: Position) -> Iterator[_Row]:
    for status in Status:
        if status in SELDOM and not (now.by_status[status] or then.by_status[status]):
            continue
        numbers = f"{then.by_status[status]:,}", f"{now.by_status[status]:,}"
        yield _Row(delivery_cell(status), *numbers, _has(status))
    yield _Row(Cell("All actions"), f"{then.total:,}", f"{now.total:,}", lambda action: True)
    yield _Row(Cell("Overdue"), f"{then.overdue:,}", f"{now.overdue:,}", lambda a: a.overdue)
    missing = (_or_none_due(then.no_update), _or_none_due(now.no_update))
    yield _Row(Cell("No update this period"), *missing, lambda a: a.silent)
    silent = Cell("Silent for a round or more")
    yield _Row(silent, f"{then.silent:,}", f"{now.silent:,}", lambda a: a.rounds_silent > 0)


def _or_none_due(number: int | None) -> str:
    return "None due" if number is None else f"{number:,}"


def _has(status: Status) -> Callable[[ActionPosition], bool]:
    return lambda action: action.status == status


def _columns(
    position: Position, before: Position, impacts: list[Impact | None]
) -> Iterator[Column]:
    yield Column("Actions", 48)
    yield Column(long_date(before.as_at), 20)
    yield Column(long_date(position.as_at), 20)
    for impact in impacts:
        width = _WIDEST if impact == Impact.SUSTAINED else _WIDTH
        yield Column(f"{impact.letter} {impact.label}" if impact else "Not yet rated", width)


def _cells(
    row: _Row, position: Position, impacts: list[Impact | None]
) -> tuple[Cell | RatingCell, ...]:
    held = tuple(action for action in position.actions if row.holds(action))
    found = headlines(replace(position, actions=held)).by_impact
    by_impact = (Cell(f"{found[impact]:,}") for impact in impacts)
    return row.heading, Cell(row.then), Cell(row.now), *by_impact


def _in_short(now: Headlines, position: Position) -> str:
    found = now.by_status
    reds, ambers = found[Status.OFF_TRACK], found[Status.AT_RISK]
    late = f"{reds:,} are off track, {ambers:,} at risk and {now.overdue:,} overdue"
    due = counted(now.due_within[90], "falls", "fall")
    sentences = [
        f"Of {now.total:,} actions, {late}; {found[Status.AWAITING]:,} await sign-off.",
        f"{due} due within 90 days, {now.due_within[30] or 'none'} within 30.",
        f"Complete with no evidence of impact: {now.without_impact or 'none'}.",
    ]
    if position.starts_on:
        first_day = position.starts_on + timedelta(days=1)
        period = f"{long_date(first_day)} to {long_date(position.cut_off)}"
        sentences.append(f"This period runs from {period}.")
    return " ".join(sentences)
