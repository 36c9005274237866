"""The board's questions: asked, answered, asked again, accepted, escalated, withdrawn.

One writer at a time on an action. A page that is sent twice makes one row, and nothing that was
said is ever changed: each step is a row of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Model
from django.utils.text import Truncator

from actions import challenge_rules as rules
from actions.challenge_log import StandingChallenge, standing
from actions.challenge_states import ChallengeState, may_follow
from actions.models import Action, Challenge, ChallengeReply, GovernanceBody
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.recording import record
from jtai_tracker.refused import Refused, refuse
from partners.models import User

Kind = ChallengeReply.Kind
# How much of what was sent before is told to who sends the page again.
_TOLD = 200
_TOO_LATE = "What is on record stays as it is: copy your text if you still need it"


class SentAlready(Refused):
    """The page was sent before with something else on it: what is typed now is not saved."""


@transaction.atomic
def ask(
    *, action: Action, answers: Mapping[str, Any], form_key: UUID | None, by: User
) -> Challenge:
    """Return the question put to one partner on `action`; the same one for a page sent twice.

    `answers` holds asked_of, question, answer_by and update (None for the action as a whole).
    Raises Refused where a rule forbids it, and SentAlready where the page asked something else.
    """
    action = Action.objects.select_for_update(of=("self",)).with_partners().get(pk=action.pk)
    key = _key(form_key, f"{by.pk} asks on {action.pk}")
    challenge = Challenge(
        action=action,
        update=answers["update"],
        asked_of=answers["asked_of"],
        question=answers["question"],
        asked_by=by,
        asked_on=clock.today(),
        answer_by=answers["answer_by"],
        form_key=key,
    )
    made: Challenge | None = Challenge.objects.filter(form_key=key).first() if key else None
    if made and not _same(challenge, made, "question", "answer_by", "asked_of", "update"):
        raise SentAlready({"": _asked_before(made)})
    if made:
        return made
    refuse(rules.ask_problems(action, answers))
    refuse({"": rules.open_already(challenge)})
    return record(challenge, by=by)


@transaction.atomic
def answer(
    *, challenge: Challenge, text: str, seen: int, form_key: UUID | None, by: User
) -> ChallengeReply:
    """Return the partner's answer. `seen` is how many steps were on the page that was answered.

    Raises Refused, as all steps do, where the challenge stands so that it takes none, or where
    something was said meanwhile that the writer has not read. A page sent twice makes one; sent
    again with something else on it, it raises SentAlready.
    """
    step = ChallengeReply(challenge=challenge, kind=Kind.ANSWERED, text=text)
    return _take(step, seen=seen, form_key=form_key, by=by)


@transaction.atomic
def ask_again(
    *,
    challenge: Challenge,
    text: str,
    answer_by: date,
    seen: int,
    form_key: UUID | None,
    by: User,
) -> ChallengeReply:
    """Return the new question, with its own day. Raises Refused as `answer` does."""
    refuse({"answer_by": rules.wrong_day(answer_by)})
    step = ChallengeReply(
        challenge=challenge, kind=Kind.ASKED_AGAIN, text=text, answer_by=answer_by
    )
    return _take(step, seen=seen, form_key=form_key, by=by)


@transaction.atomic
def accept(
    *, challenge: Challenge, text: str, seen: int, form_key: UUID | None, by: User
) -> ChallengeReply:
    """Return the acceptance, with which the challenge is settled. Raises Refused as `answer` does.

    Rules: where no answer is on record, `text` says what was accepted; nobody accepts an answer of
    their own partner.
    """
    step = ChallengeReply(challenge=challenge, kind=Kind.ACCEPTED, text=text)
    return _take(step, seen=seen, form_key=form_key, by=by)


@transaction.atomic
def escalate(
    *,
    challenge: Challenge,
    text: str,
    body: GovernanceBody,
    seen: int,
    form_key: UUID | None,
    by: User,
) -> ChallengeReply:
    """Return the escalation to `body`, and why. Raises Refused as `answer` does.

    Rule: to a body of the plan, and to another one than it is with.
    """
    step = ChallengeReply(challenge=challenge, kind=Kind.ESCALATED, text=text, body=body)
    return _take(step, seen=seen, form_key=form_key, by=by)


@transaction.atomic
def withdraw(
    *, challenge: Challenge, text: str, seen: int, form_key: UUID | None, by: User
) -> ChallengeReply:
    """Return the withdrawal of a question asked by mistake, and why. Raises Refused as `answer`.

    The question stays on record. Rule: nobody withdraws a question to their own partner.
    """
    step = ChallengeReply(challenge=challenge, kind=Kind.WITHDRAWN, text=text)
    return _take(step, seen=seen, form_key=form_key, by=by)


def _take(step: ChallengeReply, *, seen: int, form_key: UUID | None, by: User) -> ChallengeReply:
    """Save `step` if it can follow; one writer at a time on the action decides who was first."""
    Action.objects.select_for_update(of=("self",)).get(pk=step.challenge.action_id)
    key = _key(form_key, f"{by.pk} {step.kind} {step.challenge_id}")
    made: ChallengeReply | None = (
        ChallengeReply.objects.filter(form_key=key).first() if key else None
    )
    now = standing_now(step.challenge)
    if made and not _same(step, made, "text", "answer_by", "body"):
        raise SentAlready({"": _taken_before(made, now)})
    if made:
        return made
    refuse({"": rules.step_problem(step.kind, now) or _unread(now, seen)})
    refuse({"": rules.own_partner_problem(step.kind, step.challenge, by)})
    refuse(_own_rule(step, now))
    step.by, step.said_on, step.form_key = by, clock.today(), key
    return record(step, by=by)


def standing_now(challenge: Challenge) -> StandingChallenge:
    """Return the challenge as it is on record now, with all that was said of it."""
    current = Challenge.objects.asked_by_day(date.max).get(pk=challenge.pk)
    return standing(current, clock.today())


def _unread(now: StandingChallenge, seen: int) -> str:
    if len(now.replies) == seen:
        return ""
    return (
        f"Meanwhile something was said. {now.last_word}. Read it, and send yours again if it fits"
    )


def _own_rule(step: ChallengeReply, now: StandingChallenge) -> dict[str, str]:
    if step.kind == Kind.ACCEPTED and now.unanswered and not step.text:
        return {"text": "No answer is on record. Enter what you accept, and where it was said"}
    if step.kind != Kind.ESCALATED:
        return {}
    if step.body and step.body.plan_id != now.challenge.action.plan_id:
        return {"body": "That body does not belong to this plan. Choose another"}
    if now.state == ChallengeState.ESCALATED and step.body == now.body:
        return {"body": f"It is with {step.body} already. Choose another body"}
    return {}


def _key(form_key: UUID | None, what: str) -> UUID | None:
    """Tie the page's key to what was done on it, so that it can stand for nothing else."""
    return uuid5(form_key, what) if form_key else None


def _same(sent: Model, made: Model, *names: str) -> bool:
    """Return whether both hold the same in these fields, cleaned as it is when it is saved."""
    fields = [field for field in sent._meta.concrete_fields if field.name in names]
    return all(
        field.get_prep_value(field.value_from_object(sent))
        == field.get_prep_value(field.value_from_object(made))
        for field in fields
    )


def _asked_before(made: Challenge) -> str:
    return (
        f"You sent this page already: you asked {made.asked_of} “{_told(made.question)}”, to be"
        f" answered by {long_date(made.answer_by)}. What you typed now is kept below and has not"
        " been asked. Find that question under Challenges, or send this to ask it as well"
    )


def _taken_before(made: ChallengeReply, now: StandingChallenge) -> str:
    to = f" to {made.body.name}" if made.body else ""
    by_when = f", answer by {long_date(made.answer_by)}" if made.answer_by else ""
    said = f": “{_told(made.text)}”" if made.text else ""
    fits = may_follow(made.kind, now.state)
    next_step = "Read what was said, and send yours if it still fits" if fits else _TOO_LATE
    return (
        f"You sent this page already. {made.get_kind_display()}{to}{by_when}{said}. What you typed"
        f" now is kept below and has not been sent. {next_step}"
    )


def _told(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(_TOLD)
