"""The challenge log, read as it was on any day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.challenge_log import StandingChallenge, challenges_of, challenges_on, owed_by
from actions.challenge_states import ChallengeState
from actions.models import Action, Challenge, ChallengeReply, Plan
from partners.models import Partner


@pytest.fixture
def challenge(plan: Plan, cast: dict[str, Any]) -> Challenge:
    """What the chair asked of Health on 3 August, to be answered by 14 August."""
    return Challenge.objects.create(
        action=Action.objects.get(plan=plan, ref="1.4"),
        asked_of=Partner.objects.get(code="HEA"),
        question="What keeps the pathway from being agreed?",
        asked_by=cast["chair"],
        asked_on=date(2020, 8, 3),
        answer_by=date(2020, 8, 14),
    )


def say(challenge: Challenge, kind: str, on: date, **more: Any) -> ChallengeReply:
    by = challenge.asked_by
    return ChallengeReply.objects.create(
        challenge=challenge, kind=kind, text="Said", by=by, said_on=on, **more
    )


def only(plan: Plan, day: date) -> StandingChallenge:
    [found] = challenges_on(plan, day)
    return found


def test_the_log_says_what_was_so_on_the_day(challenge: Challenge, plan: Plan) -> None:
    board = plan.bodies.get(abbreviation="HWB")
    say(challenge, "escalated", date(2020, 8, 20), body=board)
    say(challenge, "answered", date(2020, 8, 24))
    say(challenge, "accepted", date(2020, 8, 28))
    assert challenges_on(plan, date(2020, 8, 2)) == ()
    first = only(plan, date(2020, 8, 14))
    assert (first.state, first.days_late, first.last) == (ChallengeState.AWAITING_ANSWER, 0, None)
    late = only(plan, date(2020, 8, 19))
    assert (late.days_late, late.about_the_date, late.body) == (5, "5 days overdue", None)
    with_board = only(plan, date(2020, 8, 20))
    assert with_board.body == board
    assert (with_board.days_late, with_board.unanswered) == (6, True)
    assert with_board.state_in_words == f"Escalated to {board.name}"
    answered = only(plan, date(2020, 8, 27))
    assert (answered.state, answered.days_late) == (ChallengeState.ANSWERED, 0)
    assert answered.is_open
    assert len(answered.replies) == 2
    done = only(plan, date(2020, 8, 28))
    assert (done.state, done.is_open) == (ChallengeState.ACCEPTED, False)


def test_what_is_answered_is_owed_no_more(challenge: Challenge, plan: Plan) -> None:
    health = [challenge.asked_of_id]
    assert [one.challenge for one in owed_by(plan, health, date(2020, 8, 20))] == [challenge]
    assert owed_by(plan, [Partner.objects.get(code="POL").pk], date(2020, 8, 20)) == ()
    say(challenge, "answered", date(2020, 8, 20))
    assert owed_by(plan, health, date(2020, 8, 20)) == ()
    assert len(owed_by(plan, health, date(2020, 8, 19))) == 1


def test_the_most_overdue_answer_comes_first(challenge: Challenge, plan: Plan) -> None:
    Challenge.objects.create(
        action=challenge.action,
        asked_of=challenge.asked_of,
        question="And who leads on it?",
        asked_by=challenge.asked_by,
        asked_on=date(2020, 8, 4),
        answer_by=date(2020, 8, 7),
    )
    found = owed_by(plan, [challenge.asked_of_id], date(2020, 9, 1))
    assert [one.days_late for one in found] == [25, 18]
    assert [one.challenge.asked_on.day for one in challenges_of(challenge.action, date.max)] == [
        3,
        4,
    ]


def test_the_log_costs_the_same_queries_at_1_and_at_40(challenge: Challenge, plan: Plan) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            for one in challenges_on(plan, date(2020, 9, 1)):
                assert str(one.challenge)
                assert one.challenge.asked_by.name
                assert one.challenge.action.owner.name
                assert [reply.by.name for reply in one.replies]
                assert one.state_in_words
        return len(captured)

    board = plan.bodies.get(abbreviation="HWB")
    say(challenge, "answered", date(2020, 8, 20))
    say(challenge, "escalated", date(2020, 8, 21), body=board)
    few = cost()
    for _ in range(39):
        challenge.pk = None
        challenge.save()
        say(challenge, "answered", date(2020, 8, 20))
        say(challenge, "escalated", date(2020, 8, 21), body=board)
    assert cost() == few <= 4
