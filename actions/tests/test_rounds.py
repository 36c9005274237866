"""Rounds: what each change makes of the record, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.models import GovernanceBody, Meeting, Plan, ReportingPeriod
from actions.refused import Refused, Stale
from actions.services import rounds
from actions.working_days import Cycle

SEPTEMBER, MARCH = date(2020, 9, 22), date(2021, 3, 16)


@pytest.fixture
def committee(plan: Plan) -> GovernanceBody:
    return plan.bodies.get(abbreviation="O&S")


def the_round(held_on: date) -> ReportingPeriod:
    return ReportingPeriod.objects.select_related("meeting__body").get(meeting__held_on=held_on)


def issue(held_on: date) -> None:
    period = the_round(held_on)
    period.issued_on = period.publish_by
    period.save()


def move(plan: Plan, by: Any, held_on: date, to: date | None = None, **changes: date) -> None:
    period = the_round(held_on)
    meeting = period.meeting
    version = rounds.meeting_version(meeting)
    meeting.held_on = to or held_on
    dates = rounds.cycle_of(period)._replace(**changes)
    rounds.move_meeting(
        plan=plan, meeting=meeting, dates=dates, reason="A reason", version=version, by=by
    )


def refusal(refused: pytest.ExceptionInfo[Refused]) -> tuple[str, str]:
    [problem] = refused.value.problems
    return problem.field, problem.sentence


def is_whole(plan: Plan) -> bool:
    """Whether each period starts at the cut-off before it, the first with the plan."""
    periods = list(plan.periods.values_list("starts_on", "cut_off"))
    starts = [plan.submitted_on, *(cut_off for _, cut_off in periods[:-1])]
    return [starts_on for starts_on, _ in periods] == starts


def test_a_round_is_worked_out_with_the_plans_own_numbers(
    plan: Plan, committee: GovernanceBody
) -> None:
    meeting = Meeting(body=committee, held_on=SEPTEMBER)
    real = Cycle(date(2020, 7, 27), date(2020, 8, 28), date(2020, 9, 4), date(2020, 9, 14))
    assert rounds.worked_out(plan, meeting) == real
    plan.opens_before, plan.due_before, plan.check_before = 30, 10, 8
    other = Cycle(date(2020, 8, 10), date(2020, 9, 8), date(2020, 9, 10), date(2020, 9, 14))
    assert rounds.worked_out(plan, meeting) == other


def test_no_round_opens_before_the_plan_was_submitted(
    plan: Plan, committee: GovernanceBody
) -> None:
    plan.submitted_on = date(2020, 8, 1)  # a Saturday
    meeting = Meeting(body=committee, held_on=SEPTEMBER)
    assert rounds.worked_out(plan, meeting).opens_on == date(2020, 8, 3)


def test_other_numbers_move_no_round_that_was_announced(
    plan: Plan, democratic_services: Any
) -> None:
    before = list(plan.periods.values())
    Plan.objects.update(opens_before=50, due_before=20, check_before=15)
    assert list(plan.periods.values()) == before


def test_a_meeting_put_in_between_shortens_the_period_after_it(
    plan: Plan, committee: GovernanceBody, cast: dict[str, Any]
) -> None:
    meeting = Meeting(body=committee, held_on=date(2020, 12, 8))
    by = cast["democratic-services"]
    dates = rounds.worked_out(plan, meeting)
    period = rounds.add_meeting(plan=plan, meeting=meeting, dates=dates, by=by)
    assert period
    assert (period.starts_on, period.cut_off) == (date(2020, 8, 28), date(2020, 11, 16))
    assert plan.periods.count() == 3
    assert is_whole(plan)
    following = the_round(MARCH).history.latest()
    assert following.history_user == by
    assert following.history_change_reason == "The meeting of 8 December 2020 came before it"


def test_a_meeting_without_a_round_gets_one_later(plan: Plan, cast: dict[str, Any]) -> None:
    board = Meeting.objects.of_plan(plan).get(held_on="2020-10-14")
    asked = {"plan": plan, "meeting": board, "by": cast["administrator"]}
    dates = rounds.worked_out(plan, board)
    rounds.add_round(**asked, dates=dates)
    assert is_whole(plan)
    with pytest.raises(Refused, match="has a round already"):
        rounds.add_round(**asked, dates=dates)


def test_a_round_cannot_be_put_before_an_issued_report(
    plan: Plan, committee: GovernanceBody, cast: dict[str, Any]
) -> None:
    issue(SEPTEMBER)
    meeting = Meeting(body=committee, held_on=date(2020, 7, 21))
    dates = rounds.worked_out(plan, meeting)
    with pytest.raises(Refused) as refused:
        rounds.add_meeting(plan=plan, meeting=meeting, dates=dates, by=cast["administrator"])
    sentence = "The report up to 28 August 2020 has been issued. Enter a later day"
    assert refusal(refused) == ("cut_off", sentence)
    assert not Meeting.objects.filter(held_on="2020-07-21").exists()


def test_a_round_cannot_have_the_cut_off_of_another(plan: Plan, cast: dict[str, Any]) -> None:
    body = plan.bodies.get(abbreviation="HWB")
    meeting = Meeting(body=body, held_on=SEPTEMBER)
    dates = rounds.worked_out(plan, meeting)
    with pytest.raises(Refused) as refused:
        rounds.add_meeting(plan=plan, meeting=meeting, dates=dates, by=cast["administrator"])
    sentence = "The round for the meeting of 22 September 2020 has this day. Enter another one"
    assert refusal(refused) == ("cut_off", sentence)


@pytest.mark.parametrize(
    ("held_on", "sentence"),
    [
        (SEPTEMBER, "has been entered already"),
        (date(2020, 3, 29), "The plan was submitted on 30 March 2020"),
        (date(2202, 9, 22), "up to 5 years ahead. Check the year"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(
    plan: Plan, committee: GovernanceBody, cast: dict[str, Any], held_on: date, sentence: str
) -> None:
    meetings = Meeting.objects.count()
    meeting = Meeting(body=committee, held_on=held_on)
    with pytest.raises(Refused, match=sentence):
        rounds.add_meeting(plan=plan, meeting=meeting, by=cast["administrator"])
    assert Meeting.objects.count() == meetings


def test_a_cut_off_moves_with_the_start_of_the_next_period(
    plan: Plan, cast: dict[str, Any]
) -> None:
    by = cast["democratic-services"]
    move(plan, by, SEPTEMBER, cut_off=date(2020, 9, 2))
    assert the_round(SEPTEMBER).cut_off == the_round(MARCH).starts_on == date(2020, 9, 2)
    for held_on in (SEPTEMBER, MARCH):
        line = the_round(held_on).history.latest()
        assert (line.history_user, line.history_change_reason) == (by, "A reason")


def test_a_move_of_the_meeting_alone_leaves_the_round(plan: Plan, cast: dict[str, Any]) -> None:
    period = the_round(SEPTEMBER)
    move(plan, cast["administrator"], SEPTEMBER, to=date(2020, 9, 26))
    assert rounds.cycle_of(the_round(date(2020, 9, 26))) == rounds.cycle_of(period)
    assert period.history.count() == 1
    assert period.meeting.history.latest().history_change_reason == "A reason"


@pytest.mark.parametrize(
    ("held_on", "cut_off", "sentence"),
    [
        (SEPTEMBER, date(2021, 2, 22), "The round for the meeting of 16 March 2021 has this day"),
        (MARCH, date(2020, 8, 28), "The round for the meeting of 22 September 2020 has this day"),
        (MARCH, date(2020, 8, 27), "2020 ends on 28 August 2020. Enter a later day"),
        (SEPTEMBER, date(2021, 2, 23), "2021 ends on 22 February 2021. Enter an earlier day"),
    ],
)
def test_a_cut_off_stays_between_its_neighbours(
    plan: Plan, cast: dict[str, Any], held_on: date, cut_off: date, sentence: str
) -> None:
    before = list(plan.periods.values())
    late = {"check_by": date(2021, 2, 26), "publish_by": date(2021, 3, 8)}
    early = {"opens_on": date(2020, 7, 1)}
    later = date(2021, 3, 17) if held_on == SEPTEMBER else None
    rest = late if held_on == SEPTEMBER else early
    with pytest.raises(Refused, match=sentence):
        move(plan, cast["administrator"], held_on, to=later, cut_off=cut_off, **rest)
    assert list(plan.periods.values()) == before


def test_nothing_of_an_issued_round_moves(plan: Plan, cast: dict[str, Any]) -> None:
    issue(SEPTEMBER)
    for changes in ({"check_by": date(2020, 9, 3)}, {"to": date(2020, 9, 23)}):
        with pytest.raises(Refused, match="its dates stay as they are"):
            move(plan, cast["administrator"], SEPTEMBER, **changes)


def test_a_cut_off_at_which_an_issued_report_begins_stays(plan: Plan, cast: dict[str, Any]) -> None:
    issue(MARCH)
    with pytest.raises(Refused, match="begins on this day, and its report has been issued"):
        move(plan, cast["administrator"], SEPTEMBER, cut_off=date(2020, 9, 2))
    move(plan, cast["administrator"], SEPTEMBER, check_by=date(2020, 9, 3))


def test_a_meeting_with_a_round_stays_with_its_body(plan: Plan, cast: dict[str, Any]) -> None:
    period = the_round(SEPTEMBER)
    meeting = period.meeting
    meeting.body = plan.bodies.get(abbreviation="HWB")
    with pytest.raises(Refused, match="it stays with Overview and Scrutiny"):
        rounds.move_meeting(
            plan=plan,
            meeting=meeting,
            dates=rounds.cycle_of(period),
            reason="A reason",
            version=rounds.meeting_version(meeting),
            by=cast["administrator"],
        )


def test_a_move_that_moves_nothing_leaves_no_line_of_history(
    plan: Plan, cast: dict[str, Any]
) -> None:
    with pytest.raises(Refused, match="Nothing has been changed"):
        move(plan, cast["administrator"], SEPTEMBER)
    assert the_round(SEPTEMBER).history.count() == 1


def test_a_move_written_against_other_dates_is_stale(plan: Plan, cast: dict[str, Any]) -> None:
    period = the_round(SEPTEMBER)
    seen = rounds.meeting_version(period.meeting)
    move(plan, cast["administrator"], SEPTEMBER, cut_off=date(2020, 9, 2))
    with pytest.raises(Stale):
        rounds.move_meeting(
            plan=plan,
            meeting=period.meeting,
            dates=rounds.cycle_of(period)._replace(cut_off=date(2020, 9, 3)),
            reason="Another reason",
            version=seen,
            by=cast["democratic-services"],
        )
    assert the_round(SEPTEMBER).cut_off == date(2020, 9, 2)
