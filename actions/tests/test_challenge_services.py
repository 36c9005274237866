"""What can follow a question of the board, and what nobody can do to it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from actions import challenge_rules
from actions.challenge_log import challenges_on
from actions.challenge_states import ChallengeState
from actions.models import Action, Challenge, ChallengeReply, Plan, ProgressUpdate
from actions.services import challenges
from actions.tests.challenging import BY, QUESTION, TODAY, asked, board, partner, step
from jtai_tracker.refused import Refused

State = ChallengeState


@pytest.fixture
def challenge(plan: Plan, cast: dict[str, Any]) -> Challenge:
    return asked(plan, cast)


def state(plan: Plan) -> ChallengeState:
    [one] = challenges_on(plan, TODAY)
    return one.state


def refused(problem: pytest.ExceptionInfo[Refused]) -> str:
    return str(problem.value)


# --- Asking ----------------------------------------------------------------------------------


def test_the_chair_asks_the_owner_and_history_names_who(challenge: Challenge) -> None:
    assert (challenge.asked_on, challenge.answer_by) == (TODAY, BY)
    [line] = challenge.history.all()
    assert line.history_user == challenge.asked_by


def test_ten_working_days_are_offered_and_a_bank_holiday_is_none(settings: Any) -> None:
    assert challenge_rules.usual_day() == BY
    settings.TODAY = date(2020, 8, 24)
    assert challenge_rules.usual_day() == date(2020, 9, 8)


def test_only_the_partners_of_the_action_can_be_asked(plan: Plan, cast: dict[str, Any]) -> None:
    action = Action.objects.with_partners().get(plan=plan, ref="2.6")
    names = {p.code for p in challenge_rules.partners_to_ask(action)}
    assert names == {action.owner.code, *(p.code for p in action.supporting.all())}
    outsider = partner("YOT")
    assert outsider.code not in names
    with pytest.raises(Refused) as problem:
        asked(plan, cast, "2.6", asked_of=outsider)
    assert "does not work on this action" in refused(problem)
    supporter = action.supporting.all()[0]
    assert asked(plan, cast, "2.6", asked_of=supporter).asked_of == supporter


def test_the_group_of_the_owner_can_be_asked_and_an_inactive_partner_cannot(plan: Plan) -> None:
    under = Action.objects.with_partners().filter(plan=plan, owner__parent__isnull=False)[0]
    assert under.owner.parent in challenge_rules.partners_to_ask(under)
    under.owner.parent.active = False
    assert under.owner.parent not in challenge_rules.partners_to_ask(under)


def test_a_day_in_the_past_and_a_withdrawn_action_are_refused(
    plan: Plan, cast: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as problem:
        asked(plan, cast, answer_by=date(2020, 8, 31))
    assert "must be today or later" in refused(problem)
    assert asked(plan, cast, answer_by=TODAY).answer_by == TODAY
    Action.objects.filter(ref="1.4").update(withdrawn_on=TODAY, withdrawn_reason="Merged")
    with pytest.raises(Refused) as problem:
        asked(plan, cast)
    assert "withdrawn on 1 September 2020" in refused(problem)


def test_an_update_that_is_not_in_force_cannot_be_asked_about(
    plan: Plan, cast: dict[str, Any]
) -> None:
    update = ProgressUpdate.objects.submitted().filter(action__ref="1.4").last()
    assert update
    assert asked(plan, cast, update=update).update == update
    update.state, update.withdrawn_reason = "withdrawn", "A mistake"
    update.save()
    with pytest.raises(Refused) as problem:
        asked(plan, cast, update=update)
    assert "corrected or withdrawn meanwhile" in refused(problem)


def test_the_same_page_asks_once_and_another_page_asks_something_else(
    plan: Plan, cast: dict[str, Any]
) -> None:
    action, key = Action.objects.get(plan=plan, ref="1.4"), uuid4()
    answers = {"asked_of": action.owner, "question": QUESTION, "answer_by": BY, "update": None}
    given = {"action": action, "answers": answers, "by": cast["chair"]}
    first = challenges.ask(**given, form_key=key)
    assert challenges.ask(**given, form_key=key) == first
    given["answers"] = answers | {"question": "And who decides?"}
    assert challenges.ask(**given, form_key=uuid4()) != first
    assert Challenge.objects.count() == 2


def test_a_page_sent_again_with_anything_else_on_it_is_refused_and_names_what_was_asked(
    plan: Plan, cast: dict[str, Any]
) -> None:
    key, supporter = uuid4(), Action.objects.get(plan=plan, ref="2.6").supporting.all()[0]
    update = ProgressUpdate.objects.submitted().filter(action__ref="2.6")[0]
    first = asked(plan, cast, "2.6", form_key=key)
    for other in (
        {"question": "What else?"},
        {"answer_by": date(2020, 9, 16)},
        {"asked_of": supporter},
        {"update": update},
    ):
        with pytest.raises(challenges.SentAlready) as problem:
            asked(plan, cast, "2.6", form_key=key, **other)
        assert f"asked {first.asked_of.name} “{QUESTION}”, to be answered by 15 September" in (
            refused(problem)
        )
        assert "What you typed now is kept below and has not been asked" in refused(problem)
    assert asked(plan, cast, "2.6", form_key=key, question=f"  {QUESTION}\x00\r\n") == first
    assert Challenge.objects.get() == first


def test_a_key_that_was_used_elsewhere_counts_as_new(plan: Plan, cast: dict[str, Any]) -> None:
    key = uuid4()
    for ref in ("1.4", "2.6"):
        action = Action.objects.get(plan=plan, ref=ref)
        answers = {"asked_of": action.owner, "question": "Why?", "answer_by": BY, "update": None}
        challenges.ask(action=action, answers=answers, form_key=key, by=cast["chair"])
    assert Challenge.objects.count() == 2


# --- What follows ----------------------------------------------------------------------------


def test_answered_asked_again_escalated_and_accepted(
    challenge: Challenge, plan: Plan, cast: dict[str, Any]
) -> None:
    chair, health = cast["chair"], cast["health"]
    step(challenges.answer, challenge, health)
    assert state(plan) == State.ANSWERED
    step(challenges.ask_again, challenge, chair, answer_by=date(2020, 9, 8))
    assert state(plan) == State.AWAITING_ANSWER
    step(challenges.escalate, challenge, chair, body=board(plan))
    step(challenges.escalate, challenge, chair, body=board(plan, "CYPPB"))
    assert state(plan) == State.ESCALATED
    step(challenges.answer, challenge, health)
    step(challenges.accept, challenge, chair, text="")
    assert state(plan) == State.ACCEPTED
    kinds = list(challenge.replies.values_list("kind", flat=True))
    assert kinds == ["answered", "asked_again", "escalated", "escalated", "answered", "accepted"]
    assert [line.history_user for line in challenge.replies.all()[0].history.all()] == [health]


def test_nothing_follows_the_end(challenge: Challenge, plan: Plan, cast: dict[str, Any]) -> None:
    step(challenges.withdraw, challenge, cast["chair"], text="Asked of the wrong action")
    assert state(plan) == State.WITHDRAWN
    steps: list[tuple[Any, dict[str, Any]]] = [
        (challenges.answer, {}),
        (challenges.accept, {}),
        (challenges.withdraw, {}),
        (challenges.ask_again, {"answer_by": BY}),
        (challenges.escalate, {"body": board(plan)}),
    ]
    for service, more in steps:
        with pytest.raises(Refused) as problem:
            step(service, challenge, cast["chair"], **more)
        assert "Withdrawn by Chair of the Board on 1 September 2020" in refused(problem)
    assert challenge.replies.count() == 1


def test_what_is_unanswered_is_neither_accepted_nor_asked_again(
    challenge: Challenge, cast: dict[str, Any]
) -> None:
    steps: list[tuple[Any, dict[str, Any]]] = [
        (challenges.accept, {}),
        (challenges.ask_again, {"answer_by": BY}),
    ]
    for service, more in steps:
        with pytest.raises(Refused) as problem:
            step(service, challenge, cast["chair"], **more)
        assert f"{challenge.asked_of.name} has not answered yet" in refused(problem)


def test_what_is_answered_is_not_withdrawn_nor_answered_twice(
    challenge: Challenge, cast: dict[str, Any]
) -> None:
    step(challenges.answer, challenge, cast["health"])
    for service, who in [(challenges.withdraw, "chair"), (challenges.answer, "health")]:
        with pytest.raises(Refused) as problem:
            step(service, challenge, cast[who])
        assert "Answered by Health lead on 1 September 2020" in refused(problem)


def test_the_same_page_takes_a_step_once_also_when_it_comes_late(
    challenge: Challenge, plan: Plan, cast: dict[str, Any]
) -> None:
    key = uuid4()
    first = step(challenges.answer, challenge, cast["health"], form_key=key)
    step(challenges.accept, challenge, cast["chair"])
    assert step(challenges.answer, challenge, cast["health"], form_key=key, seen=0) == first
    assert ChallengeReply.objects.count() == 2


def test_a_step_sent_again_in_other_words_is_refused_and_names_the_first(
    challenge: Challenge, plan: Plan, cast: dict[str, Any]
) -> None:
    given: dict[str, Any] = {"form_key": uuid4(), "seen": 0, "by": cast["health"]}
    first = step(challenges.answer, challenge, text="It is\nagreed", **given)
    assert step(challenges.answer, challenge, text=" It is\r\nagreed\x00", **given) == first
    with pytest.raises(challenges.SentAlready) as problem:
        step(challenges.answer, challenge, text="It is not agreed", **given)
    assert "You sent this page already. Answered: “It is agreed”" in refused(problem)
    assert "copy your text if you still need it" in refused(problem)
    assert ChallengeReply.objects.get() == first


def test_a_step_sent_again_with_another_day_or_body_is_refused(
    challenge: Challenge, plan: Plan, cast: dict[str, Any]
) -> None:
    step(challenges.answer, challenge, cast["health"])
    given: dict[str, Any] = {"form_key": uuid4(), "seen": 1, "by": cast["chair"]}
    step(challenges.ask_again, challenge, answer_by=BY, **given)
    with pytest.raises(challenges.SentAlready) as problem:
        step(challenges.ask_again, challenge, answer_by=date(2020, 9, 16), **given)
    assert "Asked again, answer by 15 September 2020: “It is said”" in refused(problem)
    given |= {"form_key": uuid4(), "seen": 2}
    step(challenges.escalate, challenge, body=board(plan), **given)
    with pytest.raises(challenges.SentAlready) as problem:
        step(challenges.escalate, challenge, body=board(plan, "CYPPB"), **given)
    assert f"Escalated to {board(plan).name}: “It is said”" in refused(problem)
    assert "Read what was said, and send yours if it still fits" in refused(problem)
    assert challenge.replies.count() == 3


def test_a_step_written_against_less_than_is_on_record_is_handed_back_once(
    challenge: Challenge, plan: Plan, cast: dict[str, Any]
) -> None:
    step(challenges.escalate, challenge, cast["chair"], body=board(plan))
    step(challenges.answer, challenge, cast["health"])
    with pytest.raises(Refused) as problem:
        step(challenges.accept, challenge, cast["chair"], seen=1)
    assert "Answered by Health lead on 1 September 2020. Read it" in refused(problem)
    assert step(challenges.accept, challenge, cast["chair"], seen=2)


def test_an_escalated_question_goes_to_another_body_of_the_same_plan(
    challenge: Challenge, plan: Plan, cast: dict[str, Any]
) -> None:
    step(challenges.escalate, challenge, cast["chair"], body=board(plan))
    with pytest.raises(Refused) as problem:
        step(challenges.escalate, challenge, cast["chair"], body=board(plan))
    assert "already. Choose another body" in refused(problem)
    other = Plan.objects.create(
        slug="other", title="Other", kind="other", area="A", submitted_on=TODAY
    )
    foreign = other.bodies.create(order=1, name="B", abbreviation="B", role="R")
    with pytest.raises(Refused) as problem:
        step(challenges.escalate, challenge, cast["chair"], body=foreign)
    assert "does not belong to this plan" in refused(problem)


def test_without_an_answer_on_record_the_acceptance_says_what_it_accepts(
    challenge: Challenge, plan: Plan, cast: dict[str, Any]
) -> None:
    step(challenges.escalate, challenge, cast["chair"], body=board(plan))
    with pytest.raises(Refused) as problem:
        step(challenges.accept, challenge, cast["chair"], text="")
    assert "No answer is on record" in refused(problem)
    step(challenges.accept, challenge, cast["chair"], text="Said at the board of 1 September")
    assert state(plan) == State.ACCEPTED


def test_nobody_accepts_an_answer_of_their_own_partner(
    challenge: Challenge, plan: Plan, cast: dict[str, Any]
) -> None:
    both = cast["health"]
    both.memberships.create(role="chair", starts_on=TODAY)
    step(challenges.answer, challenge, both)
    with pytest.raises(Refused) as problem:
        step(challenges.accept, challenge, both, text="")
    assert "Somebody else must accept its answer" in refused(problem)
    assert state(plan) == State.ANSWERED


def test_nobody_withdraws_what_another_chair_asked_their_own_partner(
    challenge: Challenge, plan: Plan, cast: dict[str, Any]
) -> None:
    both = cast["health"]
    both.memberships.create(role="chair", starts_on=TODAY)
    with pytest.raises(Refused) as problem:
        step(challenges.withdraw, challenge, both)
    assert "Somebody else must withdraw the question" in refused(problem)
    assert state(plan) == State.AWAITING_ANSWER
    assert step(challenges.withdraw, challenge, cast["chair"])


def test_nobody_accepts_what_they_answered_themselves_before_they_chaired(
    challenge: Challenge, plan: Plan, cast: dict[str, Any]
) -> None:
    once_lead = cast["health"]
    step(challenges.answer, challenge, once_lead)
    once_lead.memberships.update(ends_on="2020-08-31", starts_on="2020-01-01")
    once_lead.memberships.create(role="chair", starts_on=TODAY)
    once_lead.__dict__.pop("standing", None)
    with pytest.raises(Refused, match="You answered it yourself"):
        step(challenges.accept, challenge, once_lead, text="")
    step(challenges.accept, challenge, cast["chair"], text="")
    assert state(plan) == State.ACCEPTED


def test_the_same_question_is_not_asked_twice_while_it_is_open(
    challenge: Challenge, plan: Plan, cast: dict[str, Any]
) -> None:
    with pytest.raises(Refused, match="asked on 1 September 2020 and is open"):
        asked(plan, cast)
    asked(plan, cast, question="And who decides?")
    step(challenges.withdraw, challenge, cast["chair"])
    assert asked(plan, cast).pk != challenge.pk


@pytest.mark.parametrize("day", [date(2020, 8, 31), date(2021, 9, 2), date(2999, 1, 1)])
def test_an_answer_is_wanted_from_today_to_a_year_on(
    plan: Plan, cast: dict[str, Any], day: date
) -> None:
    asked(plan, cast, answer_by=date(2021, 9, 1))
    with pytest.raises(Refused, match="today or later, and within a year"):
        asked(plan, cast, question="And then?", answer_by=day)


def test_whether_somebody_can_answer_is_asked_of_today(
    challenge: Challenge, cast: dict[str, Any]
) -> None:
    assert challenge_rules.can_be_answered(challenge)
    cast["health"].memberships.update(ends_on="2020-08-31", starts_on="2020-01-01")
    assert not challenge_rules.can_be_answered(challenge)


def test_an_answered_question_still_says_to_whom_it_was_escalated(
    challenge: Challenge, plan: Plan, cast: dict[str, Any]
) -> None:
    step(challenges.escalate, challenge, cast["chair"], body=board(plan))
    step(challenges.answer, challenge, cast["health"])
    [one] = challenges_on(plan, TODAY)
    assert one.state_in_short == f"Answered, escalated to {board(plan).abbreviation}"


def test_a_challenge_on_an_action_withdrawn_since_can_still_be_answered(
    challenge: Challenge, plan: Plan, cast: dict[str, Any]
) -> None:
    Action.objects.filter(ref="1.4").update(withdrawn_on=TODAY, withdrawn_reason="Merged")
    step(challenges.answer, challenge, cast["health"])
    assert state(plan) == State.ANSWERED
