"""The challenge log: every question of the board, as it stood on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from actions import challenge_states
from actions.challenge_states import FINAL, ChallengeState, Step
from actions.models import Action, Challenge, ChallengeReply, GovernanceBody, Plan
from jtai_tracker.dates import long_date

_SAID = {kind.value: kind.label for kind in ChallengeReply.Kind} | {"withdrawn": "Withdrawn"}


@dataclass(frozen=True)
class StandingChallenge:
    """One challenge as it stood on a day, with what had been said of it by then.

    `body` is the one that it was escalated to last, `last` the last step; `unanswered` says
    whether the partner owes an answer, which it still does once the question was escalated.
    """

    challenge: Challenge
    state: ChallengeState
    answer_by: date
    days_late: int
    last: ChallengeReply | None
    body: GovernanceBody | None
    replies: tuple[ChallengeReply, ...]
    unanswered: bool

    @property
    def is_open(self) -> bool:
        """Whether it was neither accepted nor withdrawn."""
        return self.state not in FINAL

    @property
    def is_overdue(self) -> bool:
        """Whether an answer was owed, and the day for it had passed."""
        return self.days_late > 0

    @property
    def question(self) -> str:
        """What was asked last: where it was asked again, the new question."""
        kind = ChallengeReply.Kind.ASKED_AGAIN
        again = (reply.text for reply in reversed(self.replies) if reply.kind == kind)
        return next(again, self.challenge.question)

    @property
    def last_answer(self) -> ChallengeReply | None:
        """What the partner answered last; None where it has not answered by the day."""
        kind = ChallengeReply.Kind.ANSWERED
        return next((reply for reply in reversed(self.replies) if reply.kind == kind), None)

    @property
    def state_in_words(self) -> str:
        """Where it stands, and with whom: "Answered, escalated to Health and Wellbeing Board"."""
        return self._with(self.body.name if self.body else "")

    @property
    def state_in_short(self) -> str:
        """The same with the body's abbreviation: "Escalated to HWB"."""
        return self._with(self.body.abbreviation if self.body else "")

    def _with(self, body: str) -> str:
        if not body:
            return self.state.label
        escalated = self.state == ChallengeState.ESCALATED
        return f"Escalated to {body}" if escalated else f"{self.state.label}, escalated to {body}"

    @property
    def last_word(self) -> str:
        """The last step, as a sentence without its stop: "Answered by Health lead on 1 June"."""
        if self.last is None:
            return f"{self.challenge.asked_of.name} has not answered yet"
        to = f" to {self.last.body.name}" if self.last.body else ""
        said = f"{_SAID[self.last.kind]}{to}"
        return f"{said} by {self.last.by.name} on {long_date(self.last.said_on)}"

    @property
    def about_the_date(self) -> str:
        """What must stand beside the state: "6 days overdue", or by when an answer is wanted."""
        if self.is_overdue:
            return f"{self.days_late} day{'' if self.days_late == 1 else 's'} overdue"
        return f"answer by {long_date(self.answer_by)}" if self.unanswered else ""


def challenges_on(plan: Plan, day: date) -> tuple[StandingChallenge, ...]:
    """Return the challenges that had been asked in `plan` by `day`, the oldest first.

    Each stands as it did on that day. Costs the same number of queries whatever the number.
    """
    return _standing(Challenge.objects.asked_by_day(day).filter(action__plan=plan), day)


def challenges_of(action: Action, day: date) -> tuple[StandingChallenge, ...]:
    """Return the challenges on one action as they stood on `day`, the oldest first."""
    return _standing(Challenge.objects.asked_by_day(day).filter(action=action), day)


def owed_by(plan: Plan, partner_ids: Collection[int], day: date) -> tuple[StandingChallenge, ...]:
    """Return the questions that these partners have not answered, the most overdue first."""
    asked = Challenge.objects.asked_by_day(day).filter(action__plan=plan, asked_of__in=partner_ids)
    owing = [one for one in _standing(asked, day) if one.unanswered]
    return tuple(sorted(owing, key=lambda one: one.answer_by))


def standing(challenge: Challenge, day: date) -> StandingChallenge:
    """Return `challenge` as it stood on `day`."""
    replies = tuple(reply for reply in challenge.replies.all() if reply.said_on <= day)
    steps = [Step(reply.kind, reply.answer_by) for reply in replies]
    return StandingChallenge(
        challenge=challenge,
        state=challenge_states.state_after(steps),
        answer_by=challenge_states.answer_due(challenge.answer_by, steps),
        days_late=challenge_states.days_late(challenge.answer_by, steps, day),
        last=replies[-1] if replies else None,
        body=next((reply.body for reply in reversed(replies) if reply.body), None),
        replies=replies,
        unanswered=challenge_states.is_unanswered(steps),
    )


def _standing(challenges: Iterable[Challenge], day: date) -> tuple[StandingChallenge, ...]:
    return tuple(standing(challenge, day) for challenge in challenges)
