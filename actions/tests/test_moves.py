"""What moved between two days, from what to what, and why."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Action, Closure, Plan, ProgressUpdate
from actions.movement import Movement
from actions.moves import ORDER, Moves, moves
from actions.position import plan_position
from actions.stands import Status
from actions.tests.growing import grow
from actions.tests.made_up import said

SUBMITTED, CUT_OFF = date(2020, 3, 30), date(2020, 8, 28)
DAY = timedelta(days=1)


def read(plan: Plan, day: date = CUT_OFF, since: date | None = None) -> Moves:
    return moves(plan, plan_position(plan, day, since))


def refs(found: Moves, kind: Movement) -> list[str]:
    return [move.action.ref for move in found.of(kind)]


def reason(found: Moves, ref: str) -> str:
    [one] = [move.reason for move in found.moved if move.action.ref == ref]
    return one


def test_what_worsened_since_the_submission_comes_first_with_its_cause(plan: Plan) -> None:
    found = read(plan)
    assert refs(found, Movement.WORSENED) == ["1.4", "1.6", "1.10", "3.4", "3.5", "4.8"]
    assert [move.action.ref for move in found.moved[:6]] == refs(found, Movement.WORSENED)
    assert reason(found, "1.4").startswith("Staff or capacity. ")
    assert found.of(Movement.WORSENED)[0].was == Status.ON_TRACK


def test_what_was_signed_off_says_by_whom_and_where_the_minutes_say_so(plan: Plan) -> None:
    found = read(plan)
    assert refs(found, Movement.CLOSED) == ["2.1", "2.3", "2.7", "3.1"]
    assert reason(found, "2.1") == (
        "Signed off by CYPPB on 12 August 2020, "
        + Closure.objects.get(action__ref="2.1").minute_ref
    )


def test_what_did_not_move_is_counted_and_not_listed(plan: Plan) -> None:
    found = read(plan)
    still = {a.ref for a in plan_position(plan, CUT_OFF).actions}
    still -= {move.action.ref for move in found.moved}
    assert found.unchanged == len(still) == 42 - len(found.moved)
    assert {move.action.movement for move in found.moved} <= set(ORDER)


def test_between_two_days_without_an_event_nothing_moved(plan: Plan) -> None:
    found = read(plan, CUT_OFF + 3 * DAY, since=CUT_OFF)
    assert (found.moved, found.gone, found.unchanged) == ((), (), 42)


def test_improved_and_started_say_what_the_partner_said(plan: Plan) -> None:
    said(plan, "1.4", CUT_OFF + DAY, "at_risk", cause="fluctuating", narrative="Waits are falling.")
    found = read(plan, CUT_OFF + DAY, since=CUT_OFF)
    assert refs(found, Movement.IMPROVED) == ["1.4"]
    assert reason(found, "1.4") == "Performance goes up and down. Waits are falling."
    [started, *_] = refs(read(plan), Movement.STARTED)
    first = ProgressUpdate.objects.filter(action__ref=started, as_at__lte=CUT_OFF).latest("as_at")
    assert reason(read(plan), started) == first.narrative


def test_a_re_opened_action_says_why(plan: Plan) -> None:
    Closure.objects.filter(action__ref="2.1").update(
        reopened_on=CUT_OFF, reopened_reason="A re-check found gaps."
    )
    found = read(plan, CUT_OFF, since=CUT_OFF - DAY)
    assert refs(found, Movement.REOPENED) == ["2.1"]
    assert reason(found, "2.1") == "Re-opened on 28 August 2020: A re-check found gaps."
    assert found.of(Movement.REOPENED)[0].was == Status.CLOSED


def test_an_action_that_joined_the_plan_is_new(plan: Plan) -> None:
    Action.objects.filter(ref="2.6").update(added_on=CUT_OFF)
    ProgressUpdate.objects.filter(action__ref="2.6", as_at__lt=CUT_OFF).delete()
    found = read(plan)
    assert "2.6" in refs(found, Movement.NEW)
    [one] = [move for move in found.moved if move.action.ref == "2.6"]
    assert one.was is None


def test_an_action_that_left_the_plan_is_named_with_the_reason(plan: Plan) -> None:
    Action.objects.filter(ref="1.1").update(withdrawn_on=CUT_OFF, withdrawn_reason="Merged")
    [gone] = read(plan).gone
    assert (gone.ref, gone.withdrawn_on, gone.withdrawn_reason) == ("1.1", CUT_OFF, "Merged")
    assert read(plan, CUT_OFF - DAY).gone == ()
    assert read(plan, CUT_OFF + DAY, since=CUT_OFF).gone == ()
    # It came and went in between: nobody who reads both positions misses it.
    Action.objects.filter(ref="1.1").update(added_on=CUT_OFF - DAY)
    assert read(plan).gone == ()


def test_it_costs_three_queries_whatever_the_size(plan: Plan) -> None:
    def cost() -> int:
        position = plan_position(plan, CUT_OFF)
        with CaptureQueriesContext(connection) as captured:
            moves(plan, position)
        return len(captured)

    few = cost()
    grow(plan, 3)
    assert cost() == few == 3
