"""What the board may ask, of whom, and what can be done about a question as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.challenge_log import StandingChallenge, challenges_of
from actions.challenge_states import may_follow
from actions.models import Action, Challenge, ChallengeReply, ProgressUpdate
from actions.working_days import working_days_after
from jtai_tracker import clock
from jtai_tracker.dates import long_date, months_after
from partners.models import Membership, Partner, User

Kind = ChallengeReply.Kind
# Two weeks of office time: what an answer is given when the chair says nothing else.
_WORKING_DAYS_TO_ANSWER = 10
_NOT_IN_TIME = "The day for the answer must be today or later, and within a year"
_WHY_NOT = {
    Kind.ANSWERED: "It takes no answer now",
    Kind.ASKED_AGAIN: "It can be asked again once it is answered or escalated",
    Kind.ACCEPTED: "There is no answer to accept yet",
    Kind.ESCALATED: "It cannot be escalated any more",
    Kind.WITHDRAWN: "Only a question that nobody has answered or escalated can be withdrawn",
}

# The steps that settle a question, whether or not it was answered.
_SETTLES = {Kind.ACCEPTED: "accept its answer", Kind.WITHDRAWN: "withdraw the question"}


def usual_day() -> date:
    """Return the day that is offered for an answer."""
    return working_days_after(clock.today(), _WORKING_DAYS_TO_ANSWER)


def partners_to_ask(action: Action) -> list[Partner]:
    """Return whom the board can ask about `action`: its owner, its group, and who supports it."""
    others = [*filter(None, [action.owner.parent]), *action.supporting.all()]
    active = {partner.pk: partner for partner in others if partner.active}
    return [action.owner, *(p for pk, p in active.items() if pk != action.owner_id)]


def why_not_ask(action: Action) -> str:
    """Return why no question can be put on `action`; empty where one can."""
    if action.withdrawn_on and action.withdrawn_on <= clock.today():
        return f"The action was withdrawn on {long_date(action.withdrawn_on)}: it takes no question"
    return ""


def ask_problems(action: Action, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what keeps `answers` from being asked on `action`, by field, each with what to do."""
    asked_of, answer_by = answers.get("asked_of"), answers.get("answer_by")
    strange = asked_of is not None and asked_of not in partners_to_ask(action)
    return {
        "": why_not_ask(action),
        "asked_of": f"{asked_of} does not work on this action. Choose another" * strange,
        "answer_by": wrong_day(answer_by),
        "update": _gone(answers.get("update")),
    }


def open_already(challenge: Challenge) -> str:
    """Return why `challenge` cannot be asked, where the very same question is open."""
    for one in challenges_of(challenge.action, clock.today()):
        same = one.is_open and one.question == challenge.question
        if same and one.challenge.asked_of_id == challenge.asked_of_id:
            asked_on = long_date(one.challenge.asked_on)
            return f"This very question was asked on {asked_on} and is open: see the challenge log"
    return ""


def step_problem(kind: str, now: StandingChallenge) -> str:
    """Return why no step of that `kind` can be taken where a challenge stands as `now`."""
    if may_follow(kind, now.state):
        return ""
    return f"{now.last_word}. {_WHY_NOT[Kind(kind)]}"


def own_partner_problem(kind: str, challenge: Challenge, user: User) -> str:
    """Return why `user` cannot take a step of that `kind`: it would settle what they answer for.

    Rule: nobody settles a question to their own partner, or one that they answered themselves, as
    nobody signs off their own actions.
    """
    if kind not in _SETTLES:
        return ""
    asked_of, another = challenge.asked_of, f"Somebody else must {_SETTLES[Kind(kind)]}"
    if user.standing.writes_for(asked_of.pk):
        return f"You write for {asked_of}, which was asked. {another}"
    answered = challenge.replies.filter(kind=Kind.ANSWERED, by=user).exists()
    return f"You answered it yourself. {another}" if answered else ""


def can_be_answered(challenge: Challenge) -> bool:
    """Return whether somebody signs in today for the partner asked, or for its group."""
    asked_of = challenge.asked_of
    leads = Membership.objects.leading_on(clock.today())
    return leads.filter(partner__in=[p for p in (asked_of.pk, asked_of.parent_id) if p]).exists()


def wrong_day(answer_by: date | None) -> str:
    today = clock.today()
    in_time = answer_by is None or today <= answer_by <= months_after(today, 12)
    return "" if in_time else _NOT_IN_TIME


def _gone(update: ProgressUpdate | None) -> str:
    if update is None or ProgressUpdate.objects.submitted().filter(pk=update.pk).exists():
        return ""
    return "That update was corrected or withdrawn meanwhile. Choose what the question is about"
