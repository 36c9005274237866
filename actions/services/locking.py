"""What the services that change an action share: one writer at a time, and which days are free."""

from __future__ import annotations

from datetime import date

from actions.models import Action, Plan, ReportingPeriod
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.refused import Stale


def locked(action: Action, version: int) -> Action:
    """Return `action` as it is now, counted as written on, with one writer at a time.

    Raises Stale when `version` shows that the form was written against something older.
    """
    current = Action.objects.select_for_update(of=("self",)).with_partners().get(pk=action.pk)
    if current.version != version:
        raise Stale
    current.version += 1
    return current


def touch(action: Action) -> None:
    """Count that something of `action` was written: a count, not a fact, so without history."""
    Action.objects.filter(pk=action.pk).update(version=action.version)


def wrong_day(plan: Plan, day: date | None) -> str:
    """Return why nothing can change with effect from `day`; empty where it can.

    Rule: a day that has come, and that no issued report covers, as what was issued stays.
    """
    if day is None:
        return ""
    if day > clock.today():
        return "The day must be today or in the past"
    issued = ReportingPeriod.objects.issued_with(plan, day)
    if issued:
        until = long_date(issued.cut_off)
        return f"The report up to {until} has been issued. Enter a day after {until}"
    return ""
