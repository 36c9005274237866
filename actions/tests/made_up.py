"""Rows that the demonstration does not hold, made up for a test."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.models import Action, Closure, DateChange, Plan, ProgressUpdate
from partners.models import User


def said(plan: Plan, ref: str, day: date, delivery: str, **more: Any) -> ProgressUpdate:
    """Return an update that the owner of action `ref` filed: it rates the action on `day`."""
    action = Action.objects.get(plan=plan, ref=ref)
    facts = {
        "action": action,
        "partner": action.owner,
        "author": User.objects.all()[0],
        "state": "submitted",
        "as_at": day,
        "submitted_at": f"{day}T12:00Z",
        "narrative": "What happened.",
        "delivery_rating": delivery,
        "impact_rating": "too_early",
    }
    return ProgressUpdate.objects.create(**facts | more)


def moved(plan: Plan, ref: str, to: date, on: date, **more: Any) -> DateChange:
    """Return a new due date of action `ref` that the board agreed to on `on`."""
    action = Action.objects.get(plan=plan, ref=ref)
    facts = {
        "action": action,
        "moved_from": action.original_due_on,
        "moved_to": to,
        "reason": "Staff were redeployed.",
        "requested_by": action.owner,
        "requested_on": on,
        "outcome": "agreed",
        "decided_on": on,
        "decided_by": User.objects.get(email="chair@demo.example"),
        "body": plan.bodies.all()[0],
        "minute_ref": "Item 7",
    }
    return DateChange.objects.create(**facts | more)


def asked(plan: Plan, ref: str, to: date, on: date) -> DateChange:
    """Return a new due date of action `ref` that was asked for on `on` and awaits the board."""
    undecided = dict.fromkeys(("decided_on", "decided_by", "body"))
    return moved(plan, ref, to, on, outcome="asked", minute_ref="", **undecided)


def sent_back(plan: Plan, ref: str, on: date) -> Closure:
    """Return the proposal to close action `ref`, which the board returned on `on`."""
    closure = Closure.objects.get(action__plan=plan, action__ref=ref, outcome="proposed")
    closure.outcome, closure.returned_reason = "returned", "Show what changed for children."
    closure.decided_on, closure.minute_ref = on, "Item 3"
    closure.decided_by = User.objects.get(email="chair@demo.example")
    closure.body = plan.bodies.all()[0]
    closure.save()
    return closure
