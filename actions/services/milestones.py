"""Changes to the milestones of an action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from actions.models import Action, Milestone
from actions.services.locking import locked, touch
from jtai_tracker import clock
from jtai_tracker.recording import record
from jtai_tracker.refused import refuse
from partners.models import User

FACTS = ("title", "due_on", "as_written", "done_on")


def milestone_problems(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what keeps these answers from being a milestone, by field."""
    done_on: date | None = answers.get("done_on")
    ahead = done_on is not None and done_on > clock.today()
    return {"done_on": "The day it was done must be today or in the past" if ahead else ""}


@transaction.atomic
def add_milestone(
    *, action: Action, answers: Mapping[str, Any], version: int, reason: str, by: User
) -> Milestone:
    """Return the milestone added to `action`.

    Raises Stale when the action was written on since `version`, Refused where a rule forbids it.
    """
    current = locked(action, version)
    return _saved(Milestone(action=current), current, answers, reason, by)


@transaction.atomic
def change_milestone(
    *, milestone: Milestone, answers: Mapping[str, Any], version: int, reason: str, by: User
) -> Milestone:
    """Return `milestone`, changed. Raises Stale and Refused as `add_milestone` does."""
    current = locked(milestone.action, version)
    return _saved(_in_force(milestone), current, answers, reason, by)


@transaction.atomic
def withdraw_milestone(
    *, milestone: Milestone, answers: Mapping[str, Any], version: int, reason: str, by: User
) -> Milestone:
    """Return `milestone`, shown no more; its history says why. Raises as `add_milestone` does."""
    current = locked(milestone.action, version)
    milestone = _in_force(milestone)
    milestone.withdrawn_on = clock.today()
    touch(current)
    return record(milestone, by=by, why=reason)


def _in_force(milestone: Milestone) -> Milestone:
    """Return the milestone as it is now that its action is locked."""
    now: Milestone = Milestone.objects.get(pk=milestone.pk)
    refuse({"": "This milestone has been withdrawn already" if now.withdrawn_on else ""})
    return now


def _saved(
    milestone: Milestone, action: Action, answers: Mapping[str, Any], reason: str, by: User
) -> Milestone:
    refuse(milestone_problems(answers))
    for name in FACTS:
        setattr(milestone, name, answers[name])
    touch(action)
    return record(milestone, by=by, why=reason)
