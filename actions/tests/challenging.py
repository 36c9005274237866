"""A question of the board, to begin a test with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from actions.models import Action, Challenge, Plan
from actions.services import challenges
from partners.models import Partner

TODAY, BY = date(2020, 9, 1), date(2020, 9, 15)
QUESTION = "What keeps the pathway from being agreed?"
ASK = "/plans/sefton-jtai-2019/actions/1.4/challenges/new/"
LOG = "/plans/sefton-jtai-2019/challenges/"


def typed(day: date) -> dict[str, str]:
    """Return a day as a form's three boxes send it."""
    return {f"answer_by_{box}": str(n) for box, n in enumerate((day.day, day.month, day.year))}


def asked(plan: Plan, cast: dict[str, Any], ref: str = "1.4", **more: Any) -> Challenge:
    """Return what the chair asks today of an action's owner, as the service makes it."""
    action, key = Action.objects.get(plan=plan, ref=ref), more.pop("form_key", uuid4())
    answers = {"asked_of": action.owner, "question": QUESTION, "answer_by": BY, "update": None}
    return challenges.ask(
        action=action, answers={**answers, **more}, form_key=key, by=cast["chair"]
    )


def asked_on(challenge: Challenge, day: date) -> Challenge:
    """Return `challenge` as though it had been asked on `day`, for an answer within ten days."""
    Challenge.objects.filter(pk=challenge.pk).update(
        asked_on=day, answer_by=day + timedelta(days=10)
    )
    challenge.refresh_from_db()
    return challenge


def step(service: Any, challenge: Challenge, by: Any, text: str = "It is said", **more: Any) -> Any:
    """Return the step that `service` takes, written against all that is on record."""
    seen = more.pop("seen", challenge.replies.count())
    key = more.pop("form_key", uuid4())
    return service(challenge=challenge, text=text, seen=seen, form_key=key, by=by, **more)


def board(plan: Plan, abbreviation: str = "HWB") -> Any:
    """Return a governance body of the plan."""
    return plan.bodies.get(abbreviation=abbreviation)


def partner(code: str) -> Partner:
    """Return a partner by its code."""
    return Partner.objects.get(code=code)
