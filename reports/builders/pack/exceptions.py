"""The pack's third section: what the chair asks about, with the facts to ask it by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actions.exceptions import Exceptions, Explained, SilentPartner
from actions.stands import ActionPosition
from jtai_tracker.dates import long_date
from reports.builders.appendix_key import delivery_cell
from reports.builders.pack.words import (
    ANSWER,
    LONG_NAME,
    NAME,
    counted,
    in_short,
    left_out,
    listed,
    titled,
)
from reports.document import Block, Cell, Column, Paragraph, RatingCell, Section, Table

_WHERE = "the exceptions page"
_MOST_TROUBLED, _MOST_LISTED = 8, 6
_TROUBLED = (
    Column("Action", 41),
    Column("Delivery, and cause", 22),
    Column("What brings it back, and when", 45),
    Column("Decision", 12),
)
_OTHERS = (Column("Exception", 30), Column("Actions", 11), Column("Which", 79))


def exceptions_section(found: Exceptions, decided: dict[int, int]) -> Section:
    """Return the exceptions; `decided` gives the number of the decision asked for each action."""
    others = list(_others(found))
    return Section("Exceptions", (*_troubled(found, decided), *_further(others)))


def _troubled(found: Exceptions, decided: dict[int, int]) -> Iterator[Block]:
    troubled = [*found.off_track, *found.at_risk]
    if not troubled:
        yield Paragraph("No action is off track or at risk.")
        return
    rows = tuple(_row(one, decided.get(one.action.id)) for one in troubled[:_MOST_TROUBLED])
    reds, ambers = len(found.off_track), len(found.at_risk)
    off_track = counted(reds, "action is off track", "actions are off track")
    yield Table(f"{off_track} and {ambers or 'none'} at risk", _TROUBLED, rows)
    more = left_out(len(troubled), _MOST_TROUBLED, "are off track or at risk", _WHERE)
    if more:
        yield Paragraph(more)


def _row(one: Explained, decision: int | None) -> tuple[Cell | RatingCell, ...]:
    action = one.action
    recovery = in_short(one.recovery, ANSWER) or "Not said"
    when = f"By {long_date(one.recovery_on)}: " if one.recovery_on else ""
    return (
        Cell(titled(action.ref, action.title), note=in_short(action.owner.name, LONG_NAME)),
        delivery_cell(action.status, one.cause),
        Cell(f"{when}{recovery}"),
        Cell(str(decision) if decision else "None"),
    )


def _others(found: Exceptions) -> Iterator[tuple[str, int, list[str]]]:
    """Each further list: what it is, how many actions are in it, and which."""
    overdue = [f"{_named(a)}, {counted(a.days_overdue, 'day', 'days')}" for a in found.overdue]
    yield "Overdue", len(found.overdue), overdue
    claims = [f"{one.action.ref}: {', '.join(one.claims)}" for one in found.contradicted]
    yield "Contradicted claims", len(found.contradicted), claims
    silent = [
        f"{in_short(partner.name, NAME)} {_refs(partner.actions)}{_longest(partner)}"
        for partner in found.silent
    ]
    yield "Silent for a round or more", sum(len(one.actions) for one in found.silent), silent
    blocked = [
        f"{one.action.ref} waits on {in_short(str(one.waiting_on), NAME)}" for one in found.blocked
    ]
    yield "Blocked by another partner", len(found.blocked), blocked
    for label, actions in (
        ("Dates moved twice or more", found.moved_twice),
        ("Complete with no evidence of impact", found.without_impact),
        ("Returned or re-opened", found.returned),
    ):
        yield label, len(actions), [_named(action) for action in actions]


def _further(others: Sequence[tuple[str, int, list[str]]]) -> Iterator[Block]:
    rows = tuple(
        (Cell(label), Cell(f"{number:,}"), Cell(listed(which, _MOST_LISTED, _WHERE)))
        for label, number, which in others
        if number
    )
    if rows:
        yield Table("Other exceptions", _OTHERS, rows)
    none = [label[:1].lower() + label[1:] for label, number, _ in others if not number]
    if none:
        yield Paragraph(f"None: {'; '.join(none)}.")


def _named(action: ActionPosition) -> str:
    return f"{titled(action.ref, action.title)} ({action.owner.name})"


def _longest(partner: SilentPartner) -> str:
    return f" (longest: {partner.rounds} rounds)" if partner.rounds > 1 else ""


def _refs(actions: Sequence[ActionPosition]) -> str:
    left = len(actions) - _MOST_LISTED
    shown = ", ".join(action.ref for action in actions[:_MOST_LISTED])
    return f"{shown} and {left:,} more" if left > 0 else shown
