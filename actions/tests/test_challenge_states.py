"""Where a challenge stands after its steps, and by how many days its answer is late."""

from __future__ import annotations

from datetime import date

import pytest

from actions.challenge_states import (
    ChallengeState,
    Step,
    answer_due,
    days_late,
    is_unanswered,
    may_follow,
    state_after,
)
from actions.models import ChallengeReply

ASKED = date(2020, 8, 14)
ANSWERED, ACCEPTED = Step("answered"), Step("accepted")
ESCALATED, WITHDRAWN = Step("escalated"), Step("withdrawn")
AGAIN = Step("asked_again", date(2020, 8, 21))
State = ChallengeState


@pytest.mark.parametrize(
    ("steps", "state", "owed", "late"),
    [
        ([], State.AWAITING_ANSWER, True, 14),
        ([ANSWERED], State.ANSWERED, False, 0),
        ([ANSWERED, ACCEPTED], State.ACCEPTED, False, 0),
        ([ANSWERED, AGAIN], State.AWAITING_ANSWER, True, 7),
        ([ANSWERED, AGAIN, ANSWERED], State.ANSWERED, False, 0),
        ([ESCALATED], State.ESCALATED, True, 14),
        ([ANSWERED, ESCALATED], State.ESCALATED, False, 0),
        ([ANSWERED, AGAIN, ESCALATED], State.ESCALATED, True, 7),
        ([ESCALATED, ESCALATED, ANSWERED], State.ANSWERED, False, 0),
        ([ESCALATED, ACCEPTED], State.ACCEPTED, False, 0),
        ([WITHDRAWN], State.WITHDRAWN, False, 0),
    ],
)
def test_what_the_steps_say_on_28_august(
    steps: list[Step], state: ChallengeState, owed: bool, late: int
) -> None:
    assert state_after(steps) == state
    assert is_unanswered(steps) is owed
    assert days_late(ASKED, steps, date(2020, 8, 28)) == late


def test_an_answer_is_not_late_on_its_own_day() -> None:
    assert days_late(ASKED, [], ASKED) == 0
    assert days_late(ASKED, [], date(2020, 8, 15)) == 1


def test_the_day_of_the_last_question_counts_also_after_it_was_answered() -> None:
    assert answer_due(ASKED, []) == ASKED
    assert answer_due(ASKED, [ANSWERED, AGAIN, ANSWERED, ESCALATED]) == date(2020, 8, 21)


def test_every_kind_of_step_is_known_and_none_follows_the_end() -> None:
    for kind in ChallengeReply.Kind.values:
        assert state_after([Step(kind)]) in ChallengeState
        assert not may_follow(kind, State.ACCEPTED)
        assert not may_follow(kind, State.WITHDRAWN)
    known = {kind for kind in ChallengeReply.Kind.values if may_follow(kind, State.ESCALATED)}
    assert known == {"answered", "accepted", "asked_again", "escalated"}


def test_only_an_unanswered_question_is_withdrawn_and_only_an_answered_one_asked_again() -> None:
    assert [s for s in State if may_follow("withdrawn", s)] == [State.AWAITING_ANSWER]
    assert [s for s in State if may_follow("asked_again", s)] == [State.ANSWERED, State.ESCALATED]
