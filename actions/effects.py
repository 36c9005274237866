"""What a filed update brings with it: milestones done, figures read, a proposal to the board.

Each is derived from the updates in force, so that a correction or a withdrawal takes back what
only that update said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from actions.figures import figures_said, unreadable
from actions.models import Closure, Measure, Milestone, ProgressUpdate, Reading
from actions.position import action_position
from actions.ratings import Delivery, Problem
from actions.refused import refuse
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.recording import record, remove
from partners.models import User


def take(update: ProgressUpdate, *, by: User) -> None:
    """Mark milestones, keep readings and settle the proposal as this update says. In a transaction.

    A milestone stays done on the day on which it was first reported.
    """
    for milestone in update.milestones.filter(done_on=None):
        milestone.done_on = update.as_at
        record(milestone, by=by, why=f"Reported by {update.partner.name}")
    measures = _locked_measures(update)
    for pk, said in figures_said(update.figures).items():
        reading = Reading(measure=measures[pk], update=update, **asdict(said))
        reading.as_at = update.as_at  # type: ignore[assignment]  # what is filed has a day
        record(reading, by=by, why=f"Reported by {update.partner.name}")
    settle_proposal(update, by=by)


def _locked_measures(update: ProgressUpdate) -> dict[int, Measure]:
    """One at a time reports on a measure of several actions. Raises Refused for the rest."""
    keys = [int(pk) for pk in update.figures]
    measures = Measure.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    found = {measure.pk: measure for measure in measures}
    refuse(figures_taken(update.figures, update.as_at, None))
    return found


def take_back(update: ProgressUpdate, *, why: str, by: User) -> None:
    """Undo what only this update said, which has just been corrected or withdrawn."""
    still = ProgressUpdate.objects.submitted().exclude(pk=update.pk)
    for milestone in update.milestones.filter(done_on=update.as_at):
        if not still.filter(milestones=milestone).exists():
            milestone.done_on = None
            record(milestone, by=by, why=why)
    for reading in update.readings.all():
        # Gone from the measure, kept in its history.
        remove(reading, by=by, why=why)


def settle_proposal(update: ProgressUpdate, *, by: User) -> None:
    """Keep the open proposal in step with the rating in force: that is what the board signs off.

    What the board returned, or signed off and opened again, is not proposed once more by saying
    that nothing has changed.
    """
    closures = Closure.objects.filter(action=update.action)
    proposed = closures.filter(outcome=Closure.Outcome.PROPOSED).first()
    stands = action_position(update.action, clock.today())
    if stands.delivery != Delivery.COMPLETE:
        _withdraw(proposed, by)
        return
    rated = ProgressUpdate.objects.declared_in(stands.rating_id).get()
    says = rated.confirms or rated
    if closures.decided_by_day(clock.today()).filter(proposed_by=says).exists():
        _withdraw(proposed, by)
        return
    closure = proposed or Closure(action=update.action)
    if closure.proposed_by_id != says.pk:
        closure.proposed_by = says
        record(closure, by=by)


def _withdraw(closure: Closure | None, by: User) -> None:
    if closure:
        closure.outcome, closure.withdrawn_on = Closure.Outcome.WITHDRAWN, clock.today()
        record(closure, by=by)


def figures_taken(
    figures: Mapping[str, Any], as_at: date | None, corrected: ProgressUpdate | None
) -> list[Problem]:
    """Return what keeps these figures from being filed: unreadable, or reported for that day."""
    found = [Problem(box(pk), sentence) for pk, sentence in unreadable(figures).items()]
    if not figures or as_at is None:
        return found
    there = Reading.objects.filter(
        measure__in=[int(pk) for pk in figures], as_at=as_at
    ).select_related("measure")
    others = there.exclude(update=corrected) if corrected else there
    return found + [
        Problem(
            box(reading.measure_id),
            f"{reading.measure.name} has a figure for {long_date(as_at)} already: {reading}",
        )
        for reading in others
    ]


def box(measure_id: int) -> str:
    """Return the name of the form's box for a measure's figure."""
    return f"figure_{measure_id}_value"


def open_milestones(action_id: int) -> Any:
    """Return the milestones of an action that an update can report as done."""
    return Milestone.objects.in_force().filter(action=action_id, done_on=None)
