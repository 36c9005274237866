"""The position as at a day, on the real plan of September 2020."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from actions.models import Action, Closure, DateChange, Plan, ProgressUpdate, ReportingPeriod
from actions.movement import Movement
from actions.position import plan_position
from actions.stands import ActionPosition, Position, Status
from partners.models import User

CUT_OFF = date(2020, 8, 28)
DAY = timedelta(days=1)


def refs(position: Position, matches: Callable[[ActionPosition], bool]) -> list[str]:
    return [action.ref for action in position.actions if matches(action)]


def at(plan: Plan, day: date, ref: str) -> ActionPosition:
    return next(action for action in plan_position(plan, day).actions if action.ref == ref)


def counted(position: Position) -> dict[str, int]:
    return {status.value: number for status, number in position.counts.items() if number}


def test_it_counts_28_august_2020_as_the_design_says(plan: Plan) -> None:
    position = plan_position(plan, CUT_OFF)
    assert len(position.actions) == 42
    assert counted(position) == {
        "on_track": 25,
        "at_risk": 2,
        "off_track": 4,
        "awaiting_sign_off": 7,
        "closed": 4,
    }
    assert refs(position, lambda a: a.status == Status.AT_RISK) == ["1.6", "3.5"]
    assert refs(position, lambda a: a.status == Status.OFF_TRACK) == ["1.4", "1.10", "3.4", "4.8"]
    assert refs(position, lambda a: a.closed) == ["2.1", "2.3", "2.7", "3.1"]
    assert refs(position, lambda a: a.overdue) == ["3.4"]
    assert refs(position, lambda a: a.times_moved > 0) == ["4.8"]
    silent = ["1.1", "1.2", "2.8", "3.8", "3.9", "3.10"]
    assert refs(position, lambda a: a.no_update_received) == silent


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2020, 3, 30), {"on_track": 33, "not_started": 9}),
        (
            date(2020, 6, 30),
            {"on_track": 30, "not_started": 9, "at_risk": 1, "awaiting_sign_off": 2},
        ),
    ],
)
def test_it_counts_an_earlier_day_from_the_same_record(
    plan: Plan, day: date, counts: dict[str, int]
) -> None:
    assert counted(plan_position(plan, day)) == counts


def test_references_come_in_the_order_in_which_people_count(plan: Plan) -> None:
    found = refs(plan_position(plan, CUT_OFF), lambda a: a.priority_area == 1)
    assert found[8:] == ["1.9", "1.10", "1.11", "1.12"]


@pytest.mark.parametrize(
    ("day", "due_on"),
    [
        (date(2020, 5, 19), date(2020, 6, 30)),
        (date(2020, 5, 20), date(2020, 9, 30)),
        (date(2020, 5, 21), date(2020, 9, 30)),
    ],
)
def test_the_due_date_moves_on_the_day_of_the_decision(plan: Plan, day: date, due_on: date) -> None:
    action = at(plan, day, "4.8")
    assert action.due_on == due_on
    assert action.original_due_on == date(2020, 6, 30)


def test_a_date_asked_for_or_declined_moves_nothing(plan: Plan) -> None:
    DateChange.objects.update(outcome="declined")
    action = at(plan, CUT_OFF, "4.8")
    assert (action.due_on, action.times_moved) == (date(2020, 6, 30), 0)


@pytest.mark.parametrize(
    ("day", "delivery"),
    [
        (date(2020, 6, 29), "on_track"),
        (date(2020, 6, 30), "at_risk"),
        (date(2020, 7, 1), "at_risk"),
    ],
)
def test_a_rating_counts_from_the_day_that_it_speaks_of(
    plan: Plan, day: date, delivery: str
) -> None:
    assert at(plan, day, "1.6").delivery == delivery


@pytest.mark.parametrize(("day", "closed"), [(11, False), (12, True), (13, True)])
def test_an_action_is_closed_from_the_day_of_the_sign_off(
    plan: Plan, day: int, closed: bool
) -> None:
    assert at(plan, date(2020, 8, day), "2.1").closed is closed


@pytest.mark.parametrize(("day", "closed"), [(19, True), (20, False), (21, False)])
def test_an_action_is_open_again_from_the_day_it_is_reopened(
    plan: Plan, day: int, closed: bool
) -> None:
    Closure.objects.filter(action__ref="2.1").update(
        reopened_on=date(2020, 8, 20), reopened_reason="A re-check found gaps."
    )
    action = at(plan, date(2020, 8, day), "2.1")
    assert action.closed is closed
    assert action.status == (Status.CLOSED if closed else Status.RETURNED)
    assert action.movement == (Movement.CLOSED if closed else Movement.REOPENED)


def test_overdue_begins_on_the_day_after_the_due_date(plan: Plan) -> None:
    assert at(plan, date(2020, 7, 31), "3.4").days_overdue == 0
    assert at(plan, date(2020, 8, 1), "3.4").days_overdue == 1
    assert at(plan, date(2020, 8, 28), "3.4").days_overdue == 28


def test_what_a_supporting_partner_says_rates_nothing(plan: Plan, cast: dict[str, User]) -> None:
    action = Action.objects.get(plan=plan, ref="2.6")
    ProgressUpdate.objects.create(
        action=action,
        partner=action.supporting.get(code="HEA"),
        author=cast["health"],
        state="submitted",
        as_at=CUT_OFF,
        submitted_at="2020-08-28T12:00Z",
        narrative="We see it otherwise.",
        delivery_rating="off_track",
        impact_rating="no_evidence",
    )
    assert at(plan, CUT_OFF, "2.6").delivery == "on_track"


def test_the_group_that_an_owner_reports_under_may_rate(plan: Plan) -> None:
    assert Action.objects.get(plan=plan, ref="1.7").owner.code == "ACU"
    assert ProgressUpdate.objects.get(action__ref="1.7", as_at=CUT_OFF).partner.code == "HEA"
    assert at(plan, CUT_OFF, "1.7").last_update_on == CUT_OFF


def test_drafts_and_withdrawn_updates_say_nothing(plan: Plan) -> None:
    latest = ProgressUpdate.objects.filter(action__ref="1.4", as_at=CUT_OFF)
    latest.update(state="withdrawn", withdrawn_reason="Filed by mistake")
    assert at(plan, CUT_OFF, "1.4").delivery == "on_track"
    latest.update(state="draft", submitted_at=None, withdrawn_reason="")
    assert at(plan, CUT_OFF, "1.4").delivery == "on_track"


def test_the_cut_off_itself_belongs_to_the_report_and_the_next_day_to_the_next(
    plan: Plan,
) -> None:
    assert not at(plan, CUT_OFF, "2.6").no_update_received
    assert at(plan, CUT_OFF + DAY, "2.6").no_update_received


def test_movement_counts_from_the_submission_until_a_report_is_issued(plan: Plan) -> None:
    assert plan_position(plan, date(2020, 9, 1)).since == date(2020, 3, 30)
    assert at(plan, date(2020, 9, 1), "1.4").movement == Movement.WORSENED
    ReportingPeriod.objects.filter(cut_off=CUT_OFF).update(issued_on=date(2020, 8, 31))
    assert plan_position(plan, date(2020, 8, 30)).since == date(2020, 3, 30)
    assert plan_position(plan, date(2020, 9, 1)).since == CUT_OFF
    assert at(plan, date(2020, 9, 1), "1.4").movement == Movement.UNCHANGED


def test_an_action_exists_from_the_day_it_is_added_to_the_day_it_is_withdrawn(plan: Plan) -> None:
    Action.objects.filter(plan=plan, ref="1.1").update(
        added_on=date(2020, 5, 1), withdrawn_on=date(2020, 8, 1), withdrawn_reason="Merged"
    )

    def held(day: date) -> bool:
        return "1.1" in refs(plan_position(plan, day), lambda a: True)

    assert [held(date(2020, 4, 30)), held(date(2020, 5, 1))] == [False, True]
    assert [held(date(2020, 7, 31)), held(date(2020, 8, 1))] == [True, False]


def test_movement_to_a_cut_off_counts_from_the_report_before_it(plan: Plan) -> None:
    ReportingPeriod.objects.filter(cut_off=CUT_OFF).update(issued_on=CUT_OFF)
    assert plan_position(plan, CUT_OFF).since == date(2020, 3, 30)
    assert plan_position(plan, CUT_OFF + DAY).since == CUT_OFF


def test_what_the_board_signed_off_is_not_overdue_whatever_was_said_last(plan: Plan) -> None:
    closure = Closure.objects.get(action__ref="2.1")
    latest = closure.proposed_by
    ProgressUpdate.objects.filter(pk=latest.pk).update(delivery_rating="on_track")
    Action.objects.filter(ref="2.1").update(original_due_on=date(2020, 7, 1))
    action = at(plan, CUT_OFF, "2.1")
    assert (action.closed, action.overdue) == (True, False)
