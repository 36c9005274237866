"""Several people at one question at once: one is first, and the others are told."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from actions.models import (
    Acknowledgement,
    Action,
    Challenge,
    ChallengeReply,
    Plan,
    ProgressUpdate,
)
from actions.services import acknowledging, challenges
from actions.tests.challenging import BY, QUESTION, asked, step
from actions.tests.test_concurrency import together
from jtai_tracker.refused import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_question_sent_six_times_at_once_is_asked_once(plan: Plan, cast: dict[str, Any]) -> None:
    action, key = Action.objects.get(plan=plan, ref="1.4"), uuid4()
    answers = {"asked_of": action.owner, "question": QUESTION, "answer_by": BY, "update": None}

    def ask() -> Challenge:
        return challenges.ask(action=action, answers=answers, form_key=key, by=cast["chair"])

    done = together(*[ask] * 6)
    assert len(set(done)) == 1
    assert Challenge.objects.count() == 1
    assert Challenge.history.count() == 1


def test_of_two_colleagues_who_answer_at_once_one_is_first(
    plan: Plan, cast: dict[str, Any]
) -> None:
    challenge = asked(plan, cast)
    done = together(
        *(lambda n=n: step(challenges.answer, challenge, cast["health"], text=n) for n in "ab")
    )
    assert {type(result) for result in done} == {ChallengeReply, Refused}
    assert ChallengeReply.objects.count() == 1


def test_an_answer_and_its_withdrawal_at_once_leave_one_of_them(
    plan: Plan, cast: dict[str, Any]
) -> None:
    challenge = asked(plan, cast)
    done = together(
        lambda: step(challenges.answer, challenge, cast["health"], seen=0),
        lambda: step(challenges.withdraw, challenge, cast["chair"], seen=0),
    )
    assert {type(result) for result in done} == {ChallengeReply, Refused}
    assert ChallengeReply.objects.count() == 1


def test_six_clicks_at_once_acknowledge_once_and_undo_once(
    plan: Plan, cast: dict[str, Any]
) -> None:
    update = ProgressUpdate.objects.submitted().filter(action__ref="2.6").latest("as_at")
    read = together(*[lambda: acknowledging.acknowledge(update=update, by=cast["chair"])] * 6)
    made = Acknowledgement.objects.get()
    assert read == [made] * 6
    undone = together(*[lambda: acknowledging.undo(acknowledgement=made, by=cast["chair"])] * 6)
    assert undone == [made] * 6
    assert made.history.count() == 2
