"""The appendix's first page: what the ratings mean, and how many actions have each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from actions import reading
from actions.headlines import headlines
from actions.models import Plan
from actions.ratings import IMPACT_MEANINGS, Delivery, Impact
from actions.stands import Position, Status
from jtai_tracker.dates import long_date
from reports.document import Block, Cell, Column, Paragraph, RatingCell, Section, Table

UNRATED = RatingCell("Not yet rated", "", "")

# What the plan's own wording cannot say: complete is two states, and unrated is none of its own.
_MEANINGS = {
    Status.NOT_RATED: "The partner who owns the action has not rated it yet",
    Status.AWAITING: "The partner says that the action is delivered; the board has not agreed yet",
    Status.RETURNED: "The partner says that the action is delivered; the board does not agree",
    Status.CLOSED: "The board has agreed that the action is delivered",
}


def key_and_summary(plan: Plan, position: Position) -> tuple[Section, ...]:
    """Return the sections with the key to both scales and the counts of `position`."""
    return (
        Section("Key and summary", tuple(_blocks(plan, position))),
        Section("Impact ratings", (_impact_key(position),), level=2),
    )


def delivery_cell(status: Status, note: str = "") -> RatingCell:
    """Return the delivery rating behind `status`, in words that tell its two completes apart."""
    if status.delivery is None:
        return UNRATED
    return RatingCell(str(status.label), status.letter, status.delivery.value, note)


def impact_cell(impact: Impact | None, note: str = "") -> RatingCell:
    """Return an impact rating with its evidence as `note`."""
    return RatingCell(str(impact.label), impact.letter, impact.value, note) if impact else UNRATED


def _blocks(plan: Plan, position: Position) -> Iterator[Block]:
    if plan.notice:
        yield Paragraph(plan.notice)
    yield Paragraph(_in_short(position))
    yield Paragraph(
        "Under each delivery rating stands its direction of travel since"
        f" {long_date(position.since)}. Impact is judged by itself, never worked out from delivery."
    )
    yield _delivery_key(plan, position)


def _in_short(position: Position) -> str:
    said = headlines(position)
    moved = f"{said.moved} {'has' if said.moved == 1 else 'have'}"
    return (
        f"Of {said.total} actions, {said.overdue} {_is(said.overdue)} overdue and {moved}"
        f" had the due date moved.{_missing(position, said.no_update)}"
    )


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _missing(position: Position, number: int | None) -> str:
    if number is None or position.starts_on is None:
        return ""
    first_day = long_date(position.starts_on + timedelta(days=1))
    period = f"{first_day} to {long_date(position.cut_off)}"
    return f" For {number} no update was received in the reporting period, {period}."


def _delivery_key(plan: Plan, position: Position) -> Table:
    columns = (
        Column("Delivery rating", 6),
        Column("What it means", 12),
        Column("Actions", 3),
        Column("Share", 3),
    )
    rows = tuple(
        (
            delivery_cell(share.status),
            Cell(_meaning(plan, share.status)),
            Cell(str(share.number)),
            Cell(f"{share.percent}%"),
        )
        for share in reading.shares(position)
    )
    return Table("Delivery: will the action be done by its date?", columns, rows)


def _meaning(plan: Plan, status: Status) -> str:
    return _MEANINGS.get(status) or plan.rating_wording.get(Delivery(status.value), "")


def _impact_key(position: Position) -> Table:
    columns = (
        Column("Impact rating", 6),
        Column("What it means", 12),
        Column("Actions", 3),
        Column("Share", 3),
    )
    rows = tuple(
        (
            impact_cell(share.impact),
            Cell(IMPACT_MEANINGS[share.impact] if share.impact else _MEANINGS[Status.NOT_RATED]),
            Cell(str(share.number)),
            Cell(f"{share.percent}%"),
        )
        for share in reading.impact_shares(position)
    )
    return Table("Impact: what difference does it make for children?", columns, rows)
