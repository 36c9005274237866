"""The chair has read an update, or takes that back: one row a reading, and none is ever lost."""

from __future__ import annotations

from django.db import transaction

from actions.models import Acknowledgement, Action, ProgressUpdate
from jtai_tracker import clock
from jtai_tracker.recording import record
from jtai_tracker.refused import refuse
from partners.models import User


@transaction.atomic
def acknowledge(*, update: ProgressUpdate, by: User) -> Acknowledgement:
    """Return the acknowledgement of `update`: the one that is in force, where it was made before.

    Raises Refused for an update that was corrected or withdrawn, as another text counts then.
    """
    Action.objects.select_for_update(of=("self",)).get(pk=update.action_id)
    made: Acknowledgement | None = Acknowledgement.objects.in_force().filter(update=update).first()
    if made:
        return made
    current = ProgressUpdate.objects.submitted().filter(pk=update.pk).exists()
    gone = "That update was corrected or withdrawn meanwhile. Read what is there now"
    refuse({"": "" if current else gone})
    return record(Acknowledgement(update=update, by=by, acknowledged_on=clock.today()), by=by)


@transaction.atomic
def undo(*, acknowledgement: Acknowledgement, by: User) -> Acknowledgement:
    """Return `acknowledgement`, undone from today on; undone twice it is undone once."""
    Action.objects.select_for_update(of=("self",)).get(pk=acknowledgement.update.action_id)
    current = Acknowledgement.objects.get(pk=acknowledgement.pk)
    if current.undone_on:
        return current
    current.undone_on = clock.today()
    return record(current, by=by)
