"""Where a challenge stands on a day, and which step can follow: a pure module.

What became of a challenge is told by its steps alone, so it can be read as it was on any day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices


class ChallengeState(TextChoices):
    """Where a challenge stands."""

    AWAITING_ANSWER = "awaiting_answer", "Awaiting an answer"
    ANSWERED = "answered", "Answered"
    ACCEPTED = "accepted", "Answer accepted"
    ESCALATED = "escalated", "Escalated"
    WITHDRAWN = "withdrawn", "Withdrawn"


# What is open is still with somebody; what is final takes no further step.
FINAL = frozenset({ChallengeState.ACCEPTED, ChallengeState.WITHDRAWN})

_AFTER: Mapping[str, ChallengeState] = {
    "answered": ChallengeState.ANSWERED,
    "asked_again": ChallengeState.AWAITING_ANSWER,
    "accepted": ChallengeState.ACCEPTED,
    "escalated": ChallengeState.ESCALATED,
    "withdrawn": ChallengeState.WITHDRAWN,
}
# The kinds of step that each state lets follow. A question that was put by mistake is withdrawn
# before it is answered; after that the answer is on record and is dealt with.
_POSSIBLE: Mapping[ChallengeState, frozenset[str]] = {
    ChallengeState.AWAITING_ANSWER: frozenset({"answered", "escalated", "withdrawn"}),
    ChallengeState.ANSWERED: frozenset({"accepted", "asked_again", "escalated"}),
    ChallengeState.ESCALATED: frozenset({"answered", "accepted", "asked_again", "escalated"}),
    ChallengeState.ACCEPTED: frozenset(),
    ChallengeState.WITHDRAWN: frozenset(),
}


class Step(NamedTuple):
    """One step of a challenge: the value of its kind and, where it asks again, the new day."""

    kind: str
    answer_by: date | None = None


def state_after(steps: Sequence[Step]) -> ChallengeState:
    """Return where a challenge stands after `steps`, in the order in which they were taken."""
    return _AFTER[steps[-1].kind] if steps else ChallengeState.AWAITING_ANSWER


def may_follow(kind: str, state: ChallengeState) -> bool:
    """Return whether a step of that kind can follow where a challenge stands so."""
    return kind in _POSSIBLE[state]


def answer_due(first: date, steps: Sequence[Step]) -> date:
    """Return the day by which an answer is wanted: of the last question, else the `first` one."""
    return next((step.answer_by for step in reversed(steps) if step.answer_by), first)


def is_unanswered(steps: Sequence[Step]) -> bool:
    """Return whether the partner owes an answer: none came since the last question was put.

    An escalation takes nobody's duty to answer away; acceptance and withdrawal do.
    """
    settling = ("answered", "asked_again", "accepted", "withdrawn")
    last = next((step.kind for step in reversed(steps) if step.kind in settling), "asked_again")
    return last == "asked_again"


def days_late(first: date, steps: Sequence[Step], day: date) -> int:
    """Return by how many days the answer was late on `day`; none where nobody owes one."""
    late = (day - answer_due(first, steps)).days
    return max(late, 0) if is_unanswered(steps) else 0
