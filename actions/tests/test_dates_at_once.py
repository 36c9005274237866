"""Many people at once on one due date: one request, one decision, and nobody is misled."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions import filing
from actions.models import Action, DateChange, Plan
from actions.services import dates
from actions.tests.test_concurrency import together

pytestmark = pytest.mark.django_db(transaction=True)


def ask(action: Action, cast: dict[str, Any], month: int = 12) -> DateChange:
    return dates.ask_for_date(
        action=action,
        partner=action.owner,
        answers={"moved_to": date(2020, month, 15), "reason": f"Month {month}", "past_reason": ""},
        by=cast["police"],
    )


def test_of_six_who_ask_for_a_new_date_at_once_one_does(plan: Plan, cast: dict[str, Any]) -> None:
    action = Action.objects.with_partners().get(plan=plan, ref="2.6")
    done = together(*(lambda month=month: ask(action, cast, month) for month in (11, 12) * 3))
    asked = DateChange.objects.get(action=action)
    assert {type(result) for result in done} == {DateChange, filing.Refused}
    assert [result for result in done if isinstance(result, DateChange)] == [asked] * 3
    assert asked.history.count() == 1


def test_of_six_who_decide_at_once_one_is_recorded_and_the_others_see_it(
    plan: Plan, cast: dict[str, Any]
) -> None:
    asked = ask(Action.objects.with_partners().get(plan=plan, ref="2.6"), cast)
    answers = {"decided_on": date(2020, 9, 1), "body": plan.bodies.first(), "minute_ref": "Item 6"}

    def decide(number: int) -> DateChange:
        return dates.decide_date(
            request=DateChange.objects.get(pk=asked.pk),
            answers={**answers, "outcome": ("agreed", "declined")[number % 2]},
            seen_before="2020-10-31",
            by=cast["chair" if number % 2 else "democratic-services"],
        )

    done = together(*(lambda number=number: decide(number) for number in range(6)))
    asked.refresh_from_db()
    settled = [result.request for result in done if isinstance(result, dates.Settled)]
    recorded = [result for result in done if isinstance(result, DateChange)]
    assert (len(recorded), len(settled)) == (3, 3), "the same decision sent three times is one"
    assert {result.outcome for result in recorded + settled} == {asked.outcome}
    assert asked.history.count() == 2


def test_a_request_is_withdrawn_or_decided_and_never_both(plan: Plan, cast: dict[str, Any]) -> None:
    asked = ask(Action.objects.with_partners().get(plan=plan, ref="2.6"), cast)
    answers = {"decided_on": date(2020, 9, 1), "body": plan.bodies.first(), "minute_ref": "Item 6"}

    def decide() -> DateChange:
        return dates.decide_date(
            request=asked,
            answers={**answers, "outcome": "agreed"},
            seen_before="2020-10-31",
            by=cast["chair"],
        )

    def withdraw() -> DateChange:
        return dates.withdraw_request(request=asked, by=cast["police"])

    done = together(decide, withdraw)
    assert sorted(type(result).__name__ for result in done) == ["DateChange", "Settled"]
    assert asked.history.count() == 2
