"""Proposals to close an action, and what the board's form sends, to begin a test with."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions import filing
from actions.models import Action, Closure, Plan, ProgressUpdate
from partners.models import Membership, Partner, User
from partners.permissions import Role
from partners.services import add_user

TODAY = date(2020, 9, 1)
REASON = "5 consultations are missing"


def closure_of(ref: str) -> Closure:
    """Return what the demonstration has of the closing of an action."""
    return Closure.objects.select_related("action", "proposed_by").get(action__ref=ref)


def url_of(closure: Closure, page: str = "") -> str:
    """Return the address of a page on `closure`."""
    return f"/sign-offs/{closure.pk}/{page}"


def on(day: date, field: str = "decided_on") -> dict[str, str]:
    """Return a day as a form's three boxes send it."""
    return {f"{field}_{box}": str(n) for box, n in enumerate((day.day, day.month, day.year))}


def to_sign(plan: Plan) -> dict[str, str]:
    """Return the answers that sign an action off today."""
    board = plan.bodies.get(abbreviation="CYPPB")
    answers = {"outcome": "signed_off", "body": str(board.pk), "minute_ref": "Item 6"}
    return {**answers, **on(TODAY), **on(date(2021, 3, 1), "recheck_on")}


def to_return(plan: Plan) -> dict[str, str]:
    """Return the answers that return an action today."""
    return {**to_sign(plan), "outcome": "returned", "returned_reason": REASON}


def text(response: Any) -> str:
    """Return a page as it is read."""
    return str(response.content.decode().replace("&#x27;", "'"))


def file(ref: str, who: Any, **answers: Any) -> ProgressUpdate:
    """Return an update that says of an action that it is complete, filed by `who`."""
    action = Action.objects.with_partners().get(ref=ref)
    complete = {"delivery_rating": "complete", "impact_rating": "some_evidence"}
    texts = {"narrative": "Done", "evidence": "Audit", "impact_evidence": "Audit"}
    return filing.file_update(
        action=action,
        partner=action.owner,
        answers={"as_at": TODAY, **complete, **texts, **answers},
        version=filing.form_version(action, action.owner),
        by=who,
    )


def another_chair() -> User:
    """Return a second person who chairs."""
    return add_user(email="vice-chair@demo.example", name="Vice-chair", role=Role.CHAIR)


def leads(user: User, code: str) -> User:
    """Return `user`, who is a lead of that partner too."""
    Membership.objects.create(
        user=user, role=Role.LEAD, partner=Partner.objects.get(code=code), starts_on="2020-01-01"
    )
    return user
