"""The lists of the plan's pages as tables to download: the same rows in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import timezone

from actions import cycles
from actions.deciding import ToDecide
from actions.feed_fields import CODED, FIELDS, Fact, in_words
from actions.meetings import MeetingRow
from actions.models import Measure, Plan, Reading, Reminder
from actions.stands import ActionPosition, Position
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.listing import Listing, Value

_Row = tuple[Value, ...]


def actions_listing(
    plan: Plan, position: Position, found: Iterable[ActionPosition], narrowed: str
) -> Listing:
    """Return the actions of `position` that were `found`, with the facts that the feed has.

    `narrowed` says in words what the list was narrowed to.
    """
    since = f"Movement since {long_date(position.since)}."
    return Listing(
        name=f"{plan.slug}-actions",
        title=f"{plan.area}: {plan.title}, actions",
        said=f"Position as at {long_date(position.as_at)}. {since} {narrowed}.",
        as_at=position.as_at,
        columns=tuple(field.heading for field in FIELDS),
        rows=tuple(tuple(_value(field.of(action)) for field in FIELDS) for action in found),
    )


def _value(fact: Fact) -> Value:
    if isinstance(fact, CODED):
        return in_words(fact)
    return "; ".join(fact) if isinstance(fact, tuple) else fact


def measures_listing(plan: Plan, measures: Iterable[Measure]) -> Listing:
    """Return a row a figure reported; a measure of which none was has one row that says so."""
    return Listing(
        name=f"{plan.slug}-measures",
        title=f"{plan.area}: {plan.title}, measures",
        said="Every figure reported so far, one row a figure.",
        as_at=clock.today(),
        columns=(
            *("Measure", "Unit", "Baseline", "Target", "Which way is better"),
            *("Figure of", "How it was put", "Figure", "Trend", "Note", "Actions"),
        ),
        rows=tuple(row for measure in measures for row in _readings(measure)),
    )


def _readings(measure: Measure) -> Iterator[_Row]:
    what = (
        *(measure.name, measure.unit, measure.baseline, measure.target),
        measure.get_polarity_display(),
    )
    refs = "; ".join(action.ref for action in measure.actions.all())
    about = (measure.trend_as_written, measure.note, refs)
    readings = measure.readings.all()
    for reading in readings:
        yield *what, reading.as_at, reading.get_qualifier_display(), reading.value, *about
    if not readings:
        yield *what, None, Reading.Qualifier.NO_FIGURE.label, None, *about


def dates_listing(to_decide: Iterable[ToDecide]) -> Listing:
    """Return the due dates that await the board's decision, over all plans."""
    return Listing(
        name="dates-to-decide",
        title="Dates to decide",
        said="The due dates that partners asked for and the board has not decided on.",
        as_at=clock.today(),
        columns=(
            *("Plan", "Reference", "Action", "Owner", "Status", "Due date", "Due date as written"),
            *("Times moved", "Due date asked for", "Asked for on", "Asked for by", "Reason"),
            "Why a date in the past",
        ),
        rows=tuple(_to_decide(one) for one in to_decide),
    )


def _to_decide(one: ToDecide) -> _Row:
    asked, stands = one.request, one.stands
    return (
        *(asked.action.plan.title, stands.ref, stands.title, stands.owner.name),
        *(stands.status.label, stands.due_on, stands.due_as_written, stands.times_moved),
        *(asked.moved_to, asked.requested_on, asked.requested_by.name),
        *(asked.reason, asked.past_reason),
    )


def meetings_listing(plan: Plan, meetings: Iterable[MeetingRow]) -> Listing:
    """Return the meetings with the dates of their rounds, and what was moved of them and why."""
    return Listing(
        name=f"{plan.slug}-meetings",
        title=f"{plan.area}: {plan.title}, meetings",
        said="The meetings to come, the next one first, then the past, the last one first.",
        as_at=clock.today(),
        columns=("Meeting on", "Body", *cycles.NAMES.values(), "Report issued on", "Moved"),
        rows=tuple(_meeting(row) for row in meetings),
    )


def _meeting(row: MeetingRow) -> _Row:
    period = row.period
    days = [getattr(period, name) if period else None for name in cycles.NAMES]
    moves = [f"Meeting: {move.in_words}" for move in row.moves]
    moves += [f"{line.label}: {move.in_words}" for line in row.dates for move in line.moves]
    issued_on = period.issued_on if period else None
    return row.meeting.held_on, row.meeting.body.name, *days, issued_on, "\n".join(moves)


def reminders_listing(reminders: Iterable[Reminder]) -> Listing:
    """Return what was sent to whom, the latest first, and what became of it."""
    return Listing(
        name="reminders-sent",
        title="Reminders sent",
        said="Every reminder so far, the latest first.",
        as_at=clock.today(),
        columns=("State", "To", "Stage", "Plan", "Meeting on", "Sent or last tried", "At", "Why"),
        rows=tuple(_reminder(reminder) for reminder in reminders),
    )


def _reminder(reminder: Reminder) -> _Row:
    # A partner without an escalation contact has a row too: nothing was tried.
    at = reminder.sent_at or (reminder.claimed_at if reminder.has_address else None)
    local = timezone.localtime(at) if at else None
    return (
        *(reminder.state_in_words, reminder.to, reminder.get_stage_display()),
        *(reminder.period.plan.title, reminder.period.meeting.held_on),
        *(local.date() if local else None, f"{local:%H:%M}" if local else None),
        reminder.problem,
    )
