"""The ledger of due dates, as a reading and as a page."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook

from actions.models import Action, DateChange, Plan
from actions.position import plan_position
from actions.slippage import Ledger, Total, ledger
from actions.tests.made_up import asked, moved
from partners.models import Partner

PAGE = "/plans/sefton-jtai-2019/dates-moved/"
CUT_OFF = date(2020, 8, 28)


def read(plan: Plan, day: date = CUT_OFF) -> Ledger:
    return ledger(plan, plan_position(plan, day))


def total(rows: tuple[Total, ...], name: str) -> tuple[int, int, int, int]:
    [row] = [row for row in rows if row.name.startswith(name)]
    return row.actions, row.moved, row.times, row.days


# --- The reading ------------------------------------------------------------------------------


def test_one_date_had_moved_on_28_august_2020(plan: Plan) -> None:
    found = read(plan)
    [row] = found.rows
    assert (row.action.ref, row.action.times_moved, row.days) == ("4.8", 1, 92)
    [move] = row.decisions
    assert (move.decided_on, move.body) == (date(2020, 5, 20), plan.bodies.get(order=1))
    assert move.minute_ref == "CYPPB 20 May 2020, item 4"
    assert found.whole == Total("All", actions=42, moved=1, times=1, days=92)
    assert found.asked == ()


def test_totals_by_partner_and_by_priority_come_to_the_whole(plan: Plan) -> None:
    moved(plan, "4.8", date(2020, 12, 31), date(2020, 8, 12))
    moved(plan, "1.10", date(2020, 10, 1), date(2020, 8, 12))
    found = read(plan)
    assert total(found.by_partner, "YOT") == (4, 1, 2, 184)
    assert total(found.by_partner, "Police") == (4, 1, 1, 1)
    assert total(found.by_partner, "Health") == (14, 0, 0, 0)
    assert total(found.by_priority, "4.") == (10, 1, 2, 184)
    assert total(found.by_priority, "1.") == (12, 1, 1, 1)
    for rows in (found.by_partner, found.by_priority):
        summed = [sum(each) for each in zip(*[total(rows, row.name) for row in rows], strict=True)]
        whole = found.whole
        assert summed == [whole.actions, whole.moved, whole.times, whole.days] == [42, 2, 3, 185]
    names = [row.name for row in found.by_partner]
    assert names == ["Police", "Health", "LSCB", "YOT", "Children's Social Care"]


def test_the_most_days_come_first_and_each_decision_in_its_order(plan: Plan) -> None:
    moved(plan, "1.10", date(2020, 10, 1), date(2020, 8, 12))
    moved(plan, "4.8", date(2020, 12, 31), date(2020, 8, 12))
    first, second = read(plan).rows
    assert [first.action.ref, second.action.ref] == ["4.8", "1.10"]
    assert [str(move.moved_to) for move in first.decisions] == ["2020-09-30", "2020-12-31"]


@pytest.mark.parametrize("first_decided", [date(2020, 8, 5), date(2020, 8, 12)])
def test_decisions_stand_in_the_order_in_which_they_were_taken_whenever_they_were_asked_for(
    plan: Plan, first_decided: date
) -> None:
    days = {"on": first_decided, "requested_on": date(2020, 7, 20)}
    first = moved(plan, "1.10", date(2020, 10, 31), **days)
    last = moved(plan, "1.10", date(2020, 12, 31), date(2020, 8, 12), requested_on="2020-07-01")
    row = next(row for row in read(plan).rows if row.action.ref == "1.10")
    assert row.decisions == (first, last)
    assert row.action.due_on == last.moved_to, "the last one counts"


def test_the_ledger_is_that_of_its_day(plan: Plan) -> None:
    moved(plan, "4.8", date(2020, 12, 31), date(2020, 8, 12))
    before = read(plan, date(2020, 5, 19))
    assert before.rows == ()
    assert [str(one.request.moved_to) for one in before.asked] == ["2020-09-30"]
    [between] = read(plan, date(2020, 8, 11)).rows
    assert (between.days, len(between.decisions)) == (92, 1)
    [after] = read(plan, date(2020, 8, 12)).rows
    assert (after.days, len(after.decisions)) == (184, 2)


def test_a_date_brought_forward_slips_by_fewer_days_than_none(plan: Plan) -> None:
    moved(plan, "1.10", date(2020, 9, 20), date(2020, 8, 12))
    found = read(plan)
    assert [(row.action.ref, row.days) for row in found.rows] == [("4.8", 92), ("1.10", -10)]
    assert found.whole.days == 82


def test_where_the_plan_had_no_date_no_days_are_counted(plan: Plan) -> None:
    Action.objects.filter(plan=plan, ref="1.10").update(
        original_due_on=None, due_as_written="ongoing"
    )
    moved(plan, "1.10", date(2020, 12, 31), date(2020, 8, 12))
    row = read(plan).rows[-1]
    assert (row.action.ref, row.days) == ("1.10", None)
    assert read(plan).whole == Total("All", actions=42, moved=2, times=2, days=92)


def test_what_was_asked_for_stands_apart_until_it_is_decided(plan: Plan) -> None:
    request = asked(plan, "3.4", date(2020, 12, 31), date(2020, 8, 20))
    assert read(plan, date(2020, 8, 19)).asked == ()
    [waiting] = read(plan).asked
    assert (waiting.action.ref, waiting.request) == ("3.4", request)
    assert len(read(plan).rows) == 1
    moved(plan, "3.4", date(2020, 12, 31), date(2020, 8, 25))
    DateChange.objects.filter(pk=request.pk).delete()
    assert read(plan, date(2020, 8, 25)).asked == ()


def test_what_was_declined_or_withdrawn_moves_nothing(plan: Plan) -> None:
    moved(plan, "1.10", date(2020, 12, 31), date(2020, 8, 12), outcome="declined")
    request = asked(plan, "3.4", date(2020, 12, 31), date(2020, 8, 20))
    request.outcome, request.withdrawn_on = "withdrawn", date(2020, 8, 21)
    request.save()
    found = read(plan)
    assert [row.action.ref for row in found.rows] == ["4.8"]
    assert found.asked == ()
    # As at a day on which it was still asked for, it waits.
    assert [one.action.ref for one in read(plan, date(2020, 8, 20)).asked] == ["3.4"]


def test_an_action_that_left_the_plan_is_in_no_ledger(plan: Plan) -> None:
    asked(plan, "3.4", date(2020, 12, 31), date(2020, 8, 20))
    Action.objects.filter(plan=plan, ref__in=("4.8", "3.4")).update(
        withdrawn_on=CUT_OFF, withdrawn_reason="Merged"
    )
    found = read(plan)
    assert (found.rows, found.asked) == ((), ())


# --- The page ---------------------------------------------------------------------------------


def test_the_page_names_the_date_the_body_the_minute_and_who_asked(chair: Client) -> None:
    page = chair.get(f"{PAGE}?as_at={CUT_OFF}").text
    for text in (
        "Dates moved as at 28 August 2020",
        "1 of 42 actions",
        "1 time in all, by 92 days together",
        "30 June 2020",
        "20 May 2020",
        "Children and Young People",
        "CYPPB 20 May 2020, item 4",
        "Asked for by Youth Offending Team on 6 May 2020",
        "Training by Alder Hey was cancelled",
    ):
        assert text in page, text


def test_where_nothing_moved_the_page_says_so(chair: Client) -> None:
    page = chair.get(f"{PAGE}?as_at=2020-05-05")
    assert "No due date had been moved by 5 May 2020" in page.text
    assert "No new due date awaits" in page.text
    assert "Download" not in page.text


def test_who_decides_gets_the_way_there_and_nobody_else(
    chair: Client, democratic_services: Client, police: Client, plan: Plan
) -> None:
    request = asked(plan, "3.4", date(2020, 12, 31), date(2020, 8, 30))
    link = f'href="/dates/{request.pk}/decide/"'
    for client in (chair, democratic_services):
        assert link in client.get(PAGE).text
    others = police.get(PAGE).text
    assert link not in others
    assert "Asked for and not decided: 1" in others
    assert link not in chair.get(f"{PAGE}?as_at=2020-08-31").text


def test_the_file_has_a_row_for_each_decision(chair: Client, plan: Plan) -> None:
    moved(plan, "4.8", date(2020, 12, 31), date(2020, 8, 12), reason="=1+1")
    text = chair.get(f"{PAGE}?format=csv").content.decode("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(text))
    assert (
        first
        | {
            "Reference": "4.8",
            "Owner": "Youth Offending Team",
            "Original date": "2020-06-30",
            "Date now": "2020-12-31",
            "Times moved": "2",
            "Days slipped": "184",
            "Moved to": "2020-09-30",
            "Decided on": "2020-05-20",
            "Minute reference": "CYPPB 20 May 2020, item 4",
            "Asked for by": "Youth Offending Team",
            "Asked for on": "2020-05-06",
        }
        == first
    )
    assert (second["Moved to"], second["Reason"]) == ("2020-12-31", "'=1+1")
    book = load_workbook(io.BytesIO(chair.get(f"{PAGE}?format=xlsx").content))
    assert book.active
    assert book.active.max_row == 3


def test_an_action_given_away_counts_under_its_owner_of_the_day(plan: Plan) -> None:
    action = Action.objects.get(plan=plan, ref="4.8")
    police = Partner.objects.get(code="POL")
    action.owner_changes.create(
        was=action.owner, became=police, changed_on=date(2020, 9, 1), reason="Reorganised"
    )
    Action.objects.filter(pk=action.pk).update(owner=police)
    assert total(read(plan).by_partner, "YOT") == (4, 1, 1, 92)
    assert total(read(plan, date(2020, 9, 1)).by_partner, "Police") == (5, 1, 1, 92)
