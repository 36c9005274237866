"""The figures of a position: counted once, and alike however they are asked for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.exceptions import exceptions
from actions.headlines import AHEAD, due_within, headlines
from actions.models import Action, Closure, Plan, ProgressUpdate
from actions.movement import Movement
from actions.position import Counts, PlanReading, plan_position
from actions.ratings import Impact
from actions.slippage import ledger
from actions.stands import Status
from actions.tests.made_up import asked, moved, said, sent_back
from partners.models import Partner

CUT_OFF = date(2020, 8, 28)
DAY = timedelta(days=1)
# The submission, the decisions and updates in between, both cut-offs, and a day of the next year.
DAYS = [
    date(2020, 3, 30),
    date(2020, 5, 19),
    date(2020, 5, 20),
    date(2020, 6, 30),
    date(2020, 7, 31),
    date(2020, 8, 1),
    date(2020, 8, 12),
    date(2020, 8, 20),
    CUT_OFF,
    CUT_OFF + DAY,
    date(2020, 9, 1),
    date(2021, 2, 19),
]


def test_it_counts_28_august_2020_as_the_design_says(plan: Plan) -> None:
    found = headlines(plan_position(plan, CUT_OFF))
    assert found.total == 42
    assert {status.value: number for status, number in found.by_status.items() if number} == {
        "on_track": 25,
        "at_risk": 2,
        "off_track": 4,
        "awaiting_sign_off": 7,
        "closed": 4,
    }
    assert (found.overdue, found.no_update, found.silent) == (1, 6, 6)
    assert (found.moved, found.moved_twice, found.without_impact) == (1, 0, 0)


@pytest.mark.parametrize("day", DAYS)
def test_each_way_of_dividing_comes_to_the_whole(plan: Plan, day: date) -> None:
    found = headlines(plan_position(plan, day))
    for parts in (found.by_status, found.by_impact, found.by_movement):
        assert sum(parts.values()) == found.total
    assert list(found.by_status) == list(Status)
    assert set(found.by_impact) == {*Impact, None}
    assert set(found.by_movement) == set(Movement)
    assert found.moved_twice <= found.moved


@pytest.fixture
def eventful(plan: Plan) -> Plan:
    """The plan after a year in which everything happens that moves a count."""
    Closure.objects.filter(action__ref="2.1").update(
        reopened_on=date(2020, 8, 20), reopened_reason="A re-check found gaps."
    )
    sent_back(plan, "1.9", CUT_OFF + DAY)
    said(plan, "1.4", CUT_OFF + DAY, "on_track", impact_rating="some_evidence")
    moved(plan, "4.8", date(2020, 12, 31), date(2020, 8, 12))
    asked(plan, "3.4", date(2020, 12, 31), date(2020, 8, 1))
    ProgressUpdate.objects.filter(action__ref="1.5").update(impact_rating="no_evidence")
    Action.objects.filter(ref="1.1").update(added_on=date(2020, 5, 20))
    Action.objects.filter(ref="1.2").update(
        withdrawn_on=date(2020, 8, 12), withdrawn_reason="Merged"
    )
    ProgressUpdate.objects.filter(action__ref="3.8").delete()
    police = Partner.objects.get(code="POL")
    given = Action.objects.get(ref="2.8")
    given.owner_changes.create(
        was=given.owner, became=police, changed_on=date(2020, 7, 31), reason="Reorganised"
    )
    Action.objects.filter(pk=given.pk).update(owner=police)
    said(plan, "2.8", date(2020, 8, 20), "off_track", cause="capacity")
    return plan


def counts_on(plan: Plan, days: list[date]) -> list[Counts]:
    return PlanReading(plan, max(days)).counts(days)


def test_many_days_are_counted_as_each_day_is_alone(eventful: Plan) -> None:
    counted = counts_on(eventful, DAYS)
    assert [counts.day for counts in counted] == DAYS
    for counts in counted:
        found = headlines(plan_position(eventful, counts.day))
        assert counts.by_status == found.by_status, counts.day
        assert (counts.overdue, counts.total) == (found.overdue, found.total), counts.day
    # The days differ, or nothing was compared.
    assert len({str(counts.by_status) for counts in counted}) > 7


def test_counts_do_not_depend_on_the_order_or_the_number_of_days(eventful: Plan) -> None:
    one_by_one = [counts_on(eventful, [day])[0] for day in DAYS]
    assert counts_on(eventful, DAYS) == one_by_one
    assert counts_on(eventful, DAYS[::-1]) == one_by_one[::-1]


def test_many_days_cost_as_many_queries_as_one(plan: Plan) -> None:
    def cost(days: list[date]) -> int:
        with CaptureQueriesContext(connection) as captured:
            counts_on(plan, days)
        return len(captured)

    assert cost(DAYS) == cost(DAYS[:1]) == 7


@pytest.mark.parametrize("day", DAYS)
def test_figures_lists_and_ledger_agree_on_every_day(eventful: Plan, day: date) -> None:
    position = plan_position(eventful, day)
    found, listed, slipped = (
        headlines(position),
        exceptions(eventful, position),
        ledger(eventful, position),
    )
    assert len(listed.off_track) == found.by_status[Status.OFF_TRACK]
    assert len(listed.at_risk) == found.by_status[Status.AT_RISK]
    assert len(listed.awaiting) == found.by_status[Status.AWAITING]
    assert len(listed.returned) == found.by_status[Status.RETURNED]
    assert len(listed.overdue) == found.overdue
    assert sum(len(one.actions) for one in listed.silent) == found.silent
    assert len(listed.moved_twice) == found.moved_twice
    assert len(listed.without_impact) == found.without_impact
    assert len(slipped.rows) == slipped.whole.moved == found.moved
    assert slipped.whole.actions == found.total
    assert sum(len(row.decisions) for row in slipped.rows) == slipped.whole.times


# --- What is due ------------------------------------------------------------------------------


def due(plan: Plan, days: int, day: date = CUT_OFF) -> list[str]:
    return [action.ref for action in due_within(plan_position(plan, day), days)]


def test_what_is_due_soon_holds_both_ends_and_not_what_is_overdue(plan: Plan) -> None:
    Action.objects.filter(plan=plan).update(original_due_on=None)
    on = {
        "1.1": CUT_OFF - DAY,
        "1.2": CUT_OFF,
        "1.10": CUT_OFF + 30 * DAY,
        "2.6": CUT_OFF + 31 * DAY,
    }
    for ref, day in on.items():
        Action.objects.filter(ref=ref).update(original_due_on=day)
    assert due(plan, 30) == ["1.2", "1.10"]
    # 4.8 was moved to 30 September.
    assert due(plan, 60) == ["1.2", "1.10", "2.6", "4.8"]


def test_what_is_complete_is_not_due_and_what_was_returned_is(plan: Plan) -> None:
    Action.objects.filter(ref__in=("1.9", "2.1")).update(original_due_on=CUT_OFF + 5 * DAY)
    assert not {"1.9", "2.1"} & set(due(plan, 30))
    sent_back(plan, "1.9", CUT_OFF)
    assert "1.9" in due(plan, 30)


def test_due_in_60_days_holds_what_is_due_in_30(plan: Plan) -> None:
    found = headlines(plan_position(plan, CUT_OFF)).due_within
    assert list(found) == list(AHEAD) == [30, 60, 90]
    assert found[30] <= found[60] <= found[90]
    assert found == {days: len(due(plan, days)) for days in AHEAD}
    assert set(due(plan, 30)) <= set(due(plan, 60)) <= set(due(plan, 90))


def test_a_moved_date_is_due_when_it_was_moved_to(plan: Plan) -> None:
    assert "4.8" in due(plan, 40)
    moved(plan, "4.8", date(2020, 12, 31), date(2020, 8, 12))
    assert "4.8" not in due(plan, 40)
