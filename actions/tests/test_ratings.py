"""What each rating asks for, and how ratings move."""

from __future__ import annotations

from typing import Any

import pytest

from actions.models import ProgressUpdate
from actions.movement import Movement, movement
from actions.ratings import Delivery, problems

FINE: dict[str, Any] = {"delivery_rating": "on_track", "impact_rating": "too_early"}
TROUBLE: dict[str, Any] = {
    **FINE,
    "cause": "capacity",
    "recovery_action": "Recruit",
    "recovery_on": "2020-12-31",
}


def fields(answers: dict[str, Any], *, overdue: bool = False) -> list[str]:
    return [problem.field for problem in problems(answers, overdue=overdue)]


def test_both_ratings_are_asked_for() -> None:
    assert fields({}) == ["delivery_rating", "impact_rating"]
    assert fields(FINE) == []


@pytest.mark.parametrize("rating", ["on_track", "not_started"])
def test_a_missed_date_cannot_be_on_track_or_not_started(rating: str) -> None:
    answers = {**FINE, "delivery_rating": rating}
    assert fields(answers) == []
    assert fields(answers, overdue=True) == ["delivery_rating"]
    assert rating.replace("_", " ") in problems(answers, overdue=True)[0].sentence


def test_at_risk_names_its_cause_its_recovery_and_the_date() -> None:
    assert fields({**FINE, "delivery_rating": "at_risk"}) == [
        "cause",
        "recovery_action",
        "recovery_on",
    ]
    assert fields({**TROUBLE, "delivery_rating": "at_risk"}, overdue=True) == []


def test_off_track_also_names_what_the_board_must_do() -> None:
    answers = {**TROUBLE, "delivery_rating": "off_track"}
    assert fields(answers) == ["board_ask"]
    assert fields({**answers, "board_ask": "Agree a date"}) == []


def test_complete_names_its_evidence_and_may_be_late() -> None:
    answers = {**FINE, "delivery_rating": "complete"}
    assert fields(answers, overdue=True) == ["evidence"]
    assert fields({**answers, "evidence": "Minutes"}, overdue=True) == []


@pytest.mark.parametrize("rating", ["some_evidence", "good_evidence", "sustained"])
def test_a_claim_of_impact_names_its_evidence(rating: str) -> None:
    assert fields({**FINE, "impact_rating": rating}) == ["impact_evidence"]


def test_every_update_of_the_demonstration_keeps_the_rules(plan: Any) -> None:
    rated = ProgressUpdate.objects.exclude(delivery_rating="").values()
    assert len(rated) == 79
    assert [update["id"] for update in rated if fields({**update})] == []


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (Delivery.OFF_TRACK, Delivery.AT_RISK, Movement.IMPROVED),
        (Delivery.ON_TRACK, Delivery.COMPLETE, Movement.IMPROVED),
        (Delivery.ON_TRACK, Delivery.AT_RISK, Movement.WORSENED),
        (Delivery.COMPLETE, Delivery.ON_TRACK, Movement.WORSENED),
        (Delivery.NOT_STARTED, Delivery.OFF_TRACK, Movement.STARTED),
        (Delivery.ON_TRACK, Delivery.NOT_STARTED, Movement.WORSENED),
        (Delivery.AT_RISK, Delivery.AT_RISK, Movement.UNCHANGED),
        (None, Delivery.ON_TRACK, Movement.NEW),
        (None, None, Movement.NOT_RATED),
    ],
)
def test_movement(before: Delivery | None, now: Delivery | None, expected: Movement) -> None:
    assert movement(before, now) == expected
