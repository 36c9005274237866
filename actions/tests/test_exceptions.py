"""What stands out in a position, on the real plan and on made-up rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from actions.exceptions import Exceptions, exceptions
from actions.models import Action, Closure, Meeting, Milestone, Plan, ProgressUpdate
from actions.position import plan_position
from actions.services.rounds import add_period
from actions.tests.made_up import moved, said, sent_back
from jtai_tracker.recording import record
from partners.models import Partner

CUT_OFF = date(2020, 8, 28)
DAY = timedelta(days=1)


def found(plan: Plan, day: date = CUT_OFF) -> Exceptions:
    return exceptions(plan, plan_position(plan, day))


def refs(rows: Iterable[Any]) -> list[str]:
    return [getattr(row, "action", row).ref for row in rows]


def claims(plan: Plan, ref: str, day: date = CUT_OFF) -> tuple[str, ...]:
    rows = found(plan, day).contradicted
    return next((row.claims for row in rows if row.action.ref == ref), ())


# --- The plan of September 2020 -------------------------------------------------------------


def test_it_lists_28_august_2020_as_the_design_says(plan: Plan) -> None:
    all_of_it = found(plan)
    assert refs(all_of_it.off_track) == ["1.4", "1.10", "3.4", "4.8"]
    assert refs(all_of_it.at_risk) == ["1.6", "3.5"]
    assert [(a.ref, a.days_overdue) for a in all_of_it.overdue] == [("3.4", 28)]
    assert refs(all_of_it.awaiting) == ["1.3", "1.5", "1.9", "1.11", "3.3", "4.5", "4.6"]
    assert refs(all_of_it.blocked) == ["1.10", "4.8"]
    assert refs(all_of_it.moved_twice) == []
    assert refs(all_of_it.contradicted) == []
    assert refs(all_of_it.returned) == []
    assert refs(all_of_it.without_impact) == []


def test_silence_is_listed_by_partner_in_the_order_of_the_report(plan: Plan) -> None:
    silent = found(plan).silent
    assert sorted(ref for one in silent for ref in refs(one.actions)) == sorted(
        ["1.1", "1.2", "2.8", "3.8", "3.9", "3.10"]
    )
    assert {one.rounds for one in silent} == {1}
    health, rest = silent[:3], silent[3:]
    assert {a.owner.group_code for one in health for a in one.actions} == {"HEA"}
    assert [one.name for one in rest] == [
        "Local Safeguarding Children Board",
        "Youth Offending Team",
        "Children's Social Care",
    ]


def test_no_red_and_no_amber_is_unexplained(plan: Plan) -> None:
    all_of_it = found(plan)
    for one in (*all_of_it.off_track, *all_of_it.at_risk):
        assert one.cause
        assert one.recovery
        assert one.recovery_on
    assert all(one.board_ask for one in all_of_it.off_track)
    [first] = [one for one in all_of_it.off_track if one.action.ref == "1.4"]
    assert first.cause == "Staff or capacity"
    assert first.recovery_on == date(2020, 12, 31)
    assert "recovery trajectory" in first.board_ask


def test_an_exception_is_read_as_at_its_day(plan: Plan) -> None:
    earlier = found(plan, date(2020, 6, 30))
    assert refs(earlier.off_track) == []
    assert refs(earlier.at_risk) == ["1.6"]
    assert refs(earlier.awaiting) == ["1.3", "2.3"]
    assert refs(earlier.silent) == []


def test_what_awaits_sign_off_has_its_proposal_and_evidence_behind_it(plan: Plan) -> None:
    all_of_it = found(plan)
    assert set(all_of_it.proposals) == {action.id for action in all_of_it.awaiting}
    behind = all_of_it.proposals[Action.objects.get(plan=plan, ref="3.3").pk]
    assert behind.said.as_at == CUT_OFF
    # It speaks of the cut-off, and was filed three days later.
    assert behind.proposed_on == date(2020, 8, 31)
    assert behind.said.impact_evidence
    assert behind.closure
    assert behind.closure.outcome == "proposed"


def test_a_no_change_keeps_the_proposal_and_the_texts_of_what_it_confirms(plan: Plan) -> None:
    first = ProgressUpdate.objects.get(action__ref="3.3", as_at=CUT_OFF)
    said(plan, "3.3", CUT_OFF + DAY, "complete", confirms=first)
    behind = found(plan, CUT_OFF + DAY).proposals[first.action_id]
    assert behind.closure == Closure.objects.get(proposed_by=first)
    assert behind.said.in_its_place.impact_evidence == first.impact_evidence
    assert behind.proposed_on == date(2020, 8, 31)


def test_what_the_board_sent_back_is_listed_until_the_partner_rates_anew(plan: Plan) -> None:
    closure = sent_back(plan, "1.9", date(2020, 8, 30))
    assert refs(found(plan).returned) == []
    after = found(plan, date(2020, 8, 30))
    assert refs(after.returned) == ["1.9"]
    assert "1.9" not in refs(after.awaiting)
    assert after.proposals[closure.action_id].closure == closure
    said(plan, "1.9", date(2020, 8, 31), "on_track")
    assert refs(found(plan, date(2020, 8, 31)).returned) == []


def test_a_proposal_that_was_taken_back_is_not_the_one_that_awaits(plan: Plan) -> None:
    awaits = Closure.objects.get(action__ref="1.9", outcome="proposed")
    Closure.objects.create(
        action=awaits.action, proposed_by=awaits.proposed_by, outcome="withdrawn"
    )
    assert found(plan).proposals[awaits.action_id].closure == awaits


def test_a_re_opened_action_is_listed_with_its_sign_off(plan: Plan) -> None:
    Closure.objects.filter(action__ref="2.1").update(
        reopened_on=date(2020, 8, 20), reopened_reason="A re-check found gaps."
    )
    assert refs(found(plan, date(2020, 8, 19)).returned) == []
    after = found(plan, date(2020, 8, 20))
    assert refs(after.returned) == ["2.1"]
    [behind] = [after.proposals[action.id] for action in after.returned]
    assert behind.closure
    assert behind.closure.reopened_reason == "A re-check found gaps."


def test_a_date_moved_twice_is_listed_from_the_day_of_the_second_decision(plan: Plan) -> None:
    moved(plan, "4.8", date(2020, 12, 31), date(2020, 8, 12))
    assert refs(found(plan, date(2020, 8, 11)).moved_twice) == []
    assert refs(found(plan, date(2020, 8, 12)).moved_twice) == ["4.8"]


def test_complete_without_evidence_of_impact_is_listed_and_too_early_is_not(plan: Plan) -> None:
    done = ProgressUpdate.objects.filter(delivery_rating="complete")
    done.filter(action__ref="1.5").update(impact_rating="no_evidence")
    done.filter(action__ref="2.7").update(impact_rating="no_evidence")
    assert refs(found(plan).without_impact) == ["1.5", "2.7"]


def test_what_is_signed_off_is_off_no_list_but_that_of_impact(plan: Plan) -> None:
    ProgressUpdate.objects.filter(action__ref="2.1", as_at__gte=date(2020, 7, 1)).update(
        delivery_rating="off_track", cause="capacity"
    )
    all_of_it = found(plan)
    assert "2.1" not in refs(all_of_it.off_track)


def test_the_most_overdue_comes_first(plan: Plan) -> None:
    Action.objects.filter(plan=plan, ref="4.7").update(original_due_on=date(2020, 7, 1))
    assert [(a.ref, a.days_overdue) for a in found(plan).overdue] == [("4.7", 58), ("3.4", 28)]


# --- What the record contradicts --------------------------------------------------------------


def test_on_track_and_overdue(plan: Plan) -> None:
    Action.objects.filter(plan=plan, ref="1.1").update(original_due_on=CUT_OFF - 40 * DAY)
    assert claims(plan, "1.1") == ("On track, 40 days overdue",)
    Action.objects.filter(plan=plan, ref="1.1").update(original_due_on=CUT_OFF)
    assert claims(plan, "1.1") == ()
    assert claims(plan, "1.1", CUT_OFF + DAY) == ("On track, 1 day overdue",)


def test_off_track_and_overdue_contradicts_nothing(plan: Plan) -> None:
    assert refs(found(plan).overdue) == ["3.4"]
    assert claims(plan, "3.4") == ()


def test_on_track_and_nothing_filed_for_two_rounds(plan: Plan) -> None:
    ends = plan.periods.order_by("cut_off")[1].cut_off
    before = claims(plan, "1.1", ends - DAY)
    assert not any("nothing filed" in claim for claim in before)
    assert "On track, nothing filed for 2 rounds" in claims(plan, "1.1", ends)
    # One that spoke in the first of the two is silent for one round alone.
    assert not any("nothing filed" in claim for claim in claims(plan, "2.6", ends))


def test_a_third_round_of_silence_is_counted(plan: Plan) -> None:
    committee = plan.bodies.get(abbreviation="O&S")
    meeting = record(Meeting(body=committee, held_on=date(2021, 9, 21)), by=None)
    third = add_period(plan=plan, meeting=meeting)
    assert "On track, nothing filed for 3 rounds" in claims(plan, "1.1", third.cut_off)
    [public_health] = [
        one for one in found(plan, third.cut_off).silent if "1.1" in refs(one.actions)
    ]
    assert public_health.rounds == 3


@pytest.mark.parametrize("rating", ["on_track", "complete"])
def test_red_to_green_in_one_round(plan: Plan, rating: str) -> None:
    said(plan, "1.4", CUT_OFF + DAY, rating)
    claim = f"Off track to {rating.replace('_', ' ')} in one round"
    assert claim in claims(plan, "1.4", CUT_OFF + DAY)
    next_round = plan.periods.order_by("cut_off")[1]
    assert claim in claims(plan, "1.4", next_round.cut_off)
    # A round later it is old news.
    assert claim not in claims(plan, "1.4", next_round.cut_off + DAY)


def test_red_to_amber_in_one_round_contradicts_nothing(plan: Plan) -> None:
    said(plan, "1.4", CUT_OFF + DAY, "at_risk", cause="capacity")
    assert claims(plan, "1.4", CUT_OFF + DAY) == ()


def test_on_track_with_late_milestones(plan: Plan) -> None:
    action = Action.objects.get(plan=plan, ref="2.6")
    for number in range(2):
        Milestone.objects.create(action=action, title=f"Step {number}", due_on=CUT_OFF - DAY)
    assert claims(plan, "2.6", CUT_OFF - DAY) == ()
    assert claims(plan, "2.6") == ("On track, 2 milestones late",)
    action.milestones.filter(title="Step 1").update(withdrawn_on=CUT_OFF)
    assert claims(plan, "2.6") == ("On track, 1 milestone late",)
    action.milestones.filter(title="Step 0").update(done_on=CUT_OFF)
    assert claims(plan, "2.6") == ()


def test_complete_with_milestones_that_are_not_done(plan: Plan) -> None:
    action = Action.objects.get(plan=plan, ref="1.9")
    action.milestones.create(title="Still to come", due_on=CUT_OFF + 90 * DAY)
    assert claims(plan, "1.9") == ("Complete, 1 milestone not done",)


def test_the_date_of_the_recovery_has_passed(plan: Plan) -> None:
    promised = ProgressUpdate.objects.filter(action__ref="1.6", delivery_rating="at_risk")
    promised.update(recovery_on=CUT_OFF)
    assert claims(plan, "1.6") == ()
    assert claims(plan, "1.6", CUT_OFF + DAY) == (
        "At risk, and was to be back on track by 28 August 2020",
    )


def test_what_the_board_signed_off_is_settled(plan: Plan) -> None:
    action = Action.objects.get(plan=plan, ref="2.1")
    action.milestones.create(title="Never done", due_on=CUT_OFF)
    assert claims(plan, "2.1") == ()


def test_one_action_may_contradict_itself_in_several_ways(plan: Plan) -> None:
    action = Action.objects.get(plan=plan, ref="1.1")
    action.milestones.create(title="Late", due_on=CUT_OFF - DAY)
    Action.objects.filter(pk=action.pk).update(original_due_on=CUT_OFF - DAY)
    assert claims(plan, "1.1") == ("On track, 1 day overdue", "On track, 1 milestone late")


def test_who_waits_on_whom(plan: Plan) -> None:
    [car, _] = found(plan).blocked
    assert (car.action.owner.code, car.waiting_on) == ("POL", Partner.objects.get(code="MC"))
