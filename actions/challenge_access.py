"""How views come by challenges, and which steps they offer to whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from actions.challenge_log import StandingChallenge
from actions.challenge_rules import own_partner_problem
from actions.challenge_states import may_follow
from actions.models import Action, Challenge, ChallengeReply, ProgressUpdate
from jtai_tracker import clock
from partners.models import User
from partners.permissions import Permission

Kind = ChallengeReply.Kind


@dataclass(frozen=True)
class Offer:
    """A step that somebody can take: what its button says, and the name of its page."""

    kind: str
    label: str
    page: str


# In the order in which the buttons stand.
_OFFERS = (
    Offer(Kind.ANSWERED, "Answer", "challenge-answer"),
    Offer(Kind.ACCEPTED, "Accept the answer", "challenge-accept"),
    Offer(Kind.ASKED_AGAIN, "Ask again", "challenge-ask-again"),
    Offer(Kind.ESCALATED, "Escalate", "challenge-escalate"),
    Offer(Kind.WITHDRAWN, "Withdraw the question", "challenge-withdraw"),
)


def visible_challenge(user: User, challenge_id: int) -> Challenge:
    """Return a challenge, with its action and its partners. All who see the plan see its log."""
    if not user.standing.may(Permission.SEE_PLAN):
        raise PermissionDenied("Your role does not open the action plan.")
    log = Challenge.objects.asked_by_day(clock.today())
    challenge: Challenge = get_object_or_404(log, pk=challenge_id)
    return challenge


def challenge_to_answer(user: User, challenge_id: int) -> Challenge:
    """Return a challenge to a partner for which `user` answers; PermissionDenied for another's."""
    challenge = visible_challenge(user, challenge_id)
    if not answers_for(user, challenge):
        raise PermissionDenied("Only the partner that was asked answers this question.")
    return challenge


def answers_for(user: User, challenge: Challenge) -> bool:
    """Return whether `user` answers in the name of the partner that was asked."""
    own = challenge.asked_of_id in user.standing.partner_ids
    return own and user.standing.may(Permission.ANSWER_CHALLENGES)


def offers(user: User, now: StandingChallenge) -> list[Offer]:
    """Return the steps that `user` can take where a challenge stands as `now`."""
    chairs = user.standing.may(Permission.HOLD_TO_ACCOUNT)
    answers = answers_for(user, now.challenge)
    return [
        offer
        for offer in _OFFERS
        if (answers if offer.kind == Kind.ANSWERED else chairs)
        if may_follow(offer.kind, now.state)
        if not own_partner_problem(offer.kind, now.challenge, user)
    ]


def asked_about(action: Action, named: str) -> ProgressUpdate | None:
    """Return the update of `action`, filed and in force, that has the key `named`, if one has."""
    if not (named.isascii() and named.isdigit() and len(named) <= 18):
        return None
    filed = ProgressUpdate.objects.submitted().filter(action=action, pk=named)
    update: ProgressUpdate | None = filed.select_related("partner").first()
    return update
