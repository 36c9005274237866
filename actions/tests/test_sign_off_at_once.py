"""Two chairs, a lead and a board at once on one action: one decision, and nobody is misled."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.models import Closure, Plan, Recheck
from actions.refused import Refused, Stale
from actions.services import signing_off
from actions.services.signing_off import Settled
from actions.signing import proposal_of
from actions.tests.proposing import TODAY, another_chair, closure_of, file
from actions.tests.test_concurrency import together

pytestmark = pytest.mark.django_db(transaction=True)


def answers(plan: Plan) -> dict[str, Any]:
    decided = {"decided_on": TODAY, "body": plan.bodies.all()[0], "minute_ref": "Item 6"}
    return {**decided, "recheck_on": date(2021, 3, 1), "returned_reason": "Evidence is missing"}


def test_of_six_decisions_of_two_chairs_at_once_one_is_recorded_and_the_others_see_it(
    plan: Plan, cast: dict[str, Any]
) -> None:
    closure, chairs = closure_of("1.9"), (cast["chair"], another_chair())
    seen = proposal_of(closure, TODAY).seen
    services = (signing_off.sign_off, signing_off.return_proposal)

    def decide(number: int) -> Closure:
        return services[number % 2](
            closure=Closure.objects.get(pk=closure.pk),
            answers=answers(plan),
            seen_before=seen,
            by=chairs[number % 2],
        )

    done = together(*(lambda number=number: decide(number) for number in range(6)))
    closure.refresh_from_db()
    settled = [result.closure for result in done if isinstance(result, Settled)]
    recorded = [result for result in done if isinstance(result, Closure)]
    assert (len(recorded), len(settled)) == (3, 3), "the same decision sent three times is one"
    assert {result.outcome for result in recorded + settled} == {closure.outcome}
    assert closure.history.exclude(outcome="proposed").count() == 1


def test_an_update_filed_at_the_same_time_is_signed_off_unread_by_nobody(
    plan: Plan, cast: dict[str, Any]
) -> None:
    closure = closure_of("1.3")
    seen = proposal_of(closure, TODAY).seen

    def decide() -> Closure:
        return signing_off.sign_off(
            closure=closure, answers=answers(plan), seen_before=seen, by=cast["chair"]
        )

    decided, filed = together(
        decide, lambda: file("1.3", cast["health"], delivery_rating="on_track")
    )
    closure.refresh_from_db()
    if isinstance(decided, Closure):
        assert isinstance(filed, Refused | Stale), "the action was closed before it was filed"
        assert closure.outcome == "signed_off"
    else:
        assert isinstance(decided, Settled), "the proposal was withdrawn before it was signed"
        assert closure.outcome == "withdrawn"


def test_an_action_is_re_opened_once_and_checked_once(plan: Plan, cast: dict[str, Any]) -> None:
    closure = closure_of("2.7")
    check = {"checked_on": TODAY, "found": "It holds", "minute_ref": "", "next_on": None}
    checked = together(
        *(
            lambda: signing_off.confirm_recheck(closure=closure, answers=check, by=cast["chair"])
            for _ in range(4)
        )
    )
    assert checked == [Recheck.objects.get()] * 4
    assert Recheck.history.count() == 1
    chairs = (cast["chair"], another_chair())

    def reopen(number: int) -> Closure:
        given = {"reopened_on": TODAY, "reopened_reason": "No", "reopened_minute_ref": ""}
        return signing_off.reopen(closure=closure, answers=given, by=chairs[number % 2])

    done = together(*(lambda number=number: reopen(number) for number in range(4)))
    assert sorted(type(result).__name__ for result in done) == ["Closure"] * 2 + ["Settled"] * 2
    assert closure.history.exclude(reopened_on=None).count() == 1
