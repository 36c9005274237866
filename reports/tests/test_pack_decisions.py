"""The board pack: challenges, measures, and the decisions asked of the board."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.headlines import headlines
from actions.models import (
    Action,
    ChallengeReply,
    Closure,
    DateChange,
    Measure,
    Plan,
    Reading,
)
from actions.position import plan_position
from actions.stands import Status
from reports.builders.board_pack import board_pack
from reports.document import RatingCell
from reports.tests.pack_reading import (
    CUT_OFF,
    DECISIONS,
    JUNE,
    TODAY,
    ask,
    rows,
    said,
    tables,
)


def test_a_red_names_cause_recovery_date_and_the_decision_that_it_needs(plan: Plan) -> None:
    document = board_pack(plan, CUT_OFF)
    red = rows(document, "Exceptions")[0]
    assert red[0].text == "1.4 Restore the referral-to-choice six-week standard in specialist…"
    assert (red[1].text, red[1].note) == ("Off track", "Staff or capacity")
    assert red[2].text == (
        "By 31 December 2020: Use the staff who returned on 1 August and the extra team capacity"
        " to bring waits back within six weeks."
    )
    decided = {row[0].text: row[1].text for row in rows(document, DECISIONS)}
    assert decided[red[3].text] == (
        "1.4: Agree the recovery trajectory and receive the figure each month."
    )
    amber = rows(document, "Exceptions")[4]
    assert (amber[1].text, amber[3].text) == ("At risk", "None")


def test_open_challenges_come_with_the_latest_answer_first(
    plan: Plan, cast: dict[str, Any]
) -> None:
    ask(plan, cast["chair"], "3.4", date(2020, 9, 4))
    ask(plan, cast["chair"], "1.4", date(2020, 8, 20))
    settled = ask(plan, cast["chair"], "1.6", date(2020, 8, 20))
    ChallengeReply.objects.create(
        challenge=settled, kind="accepted", by=cast["chair"], said_on=date(2020, 8, 21)
    )
    document = board_pack(plan, CUT_OFF)
    [table] = tables(document, "Challenges")
    assert table.caption == (
        "2 challenges are open, 1 with an overdue answer; settled since 30 March 2020: 1."
    )
    assert [row[0].text for row in table.rows] == ["1.4", "3.4"]
    assert (table.rows[0][3].text, table.rows[0][3].note) == (
        "Awaiting an answer",
        "8 days overdue",
    )
    later = board_pack(plan, CUT_OFF, since=date(2020, 8, 24))
    assert tables(later, "Challenges")[0].caption.endswith("settled since 24 August 2020: none.")
    assert said(board_pack(plan, JUNE), "Challenges")[1:] == [
        "No challenge is open; settled since 30 March 2020: none."
    ]


def test_an_escalated_challenge_names_the_body(plan: Plan, cast: dict[str, Any]) -> None:
    one = ask(plan, cast["chair"], "1.4", date(2020, 8, 20))
    ChallengeReply.objects.create(
        challenge=one,
        kind="escalated",
        text="No answer",
        by=cast["chair"],
        said_on=date(2020, 8, 21),
        body=plan.bodies.get(abbreviation="HWB"),
    )
    assert rows(board_pack(plan, CUT_OFF), "Challenges")[0][3].text == "Escalated to HWB"


def test_what_was_escalated_is_asked_of_the_board_until_it_is_settled(
    plan: Plan, cast: dict[str, Any]
) -> None:
    challenge = ask(plan, cast["chair"], "2.6", date(2020, 8, 17))

    def asked() -> list[str]:
        written = rows(board_pack(plan, TODAY), DECISIONS)
        return [row[1].note for row in written if row[1].text == "2.6: What holds 2.6 up?"]

    assert asked() == []
    board = plan.bodies.get(abbreviation="HWB")
    reply = {"by": cast["chair"], "said_on": date(2020, 8, 24)}
    challenge.replies.create(kind="escalated", text="It needs money.", body=board, **reply)
    assert asked() == ["Escalated to HWB; asked of Merseyside Police"]
    challenge.replies.create(kind="answered", text="In October.", **reply)
    assert asked() == ["Answered, escalated to HWB; asked of Merseyside Police"]
    challenge.replies.create(kind="accepted", **reply)
    assert asked() == []


def test_a_challenge_that_was_asked_again_shows_what_was_asked_last(
    plan: Plan, cast: dict[str, Any]
) -> None:
    one = ask(plan, cast["chair"], "1.4", date(2020, 8, 20))
    given = {"challenge": one, "by": cast["chair"], "said_on": date(2020, 8, 21)}
    ChallengeReply.objects.create(kind="answered", text="Soon", **given)
    ChallengeReply.objects.create(
        kind="asked_again", text="On which day?", answer_by=date(2020, 9, 4), **given
    )
    [row] = rows(board_pack(plan, CUT_OFF), "Challenges")
    assert (row[1].text, row[3].note) == ("On which day?", "Answer by 4 September 2020")
    [before] = rows(board_pack(plan, date(2020, 8, 20)), "Challenges")
    assert before[1].text == "What holds 1.4 up?"


def test_measures_have_their_latest_figure_of_the_day_or_say_that_there_is_none(
    plan: Plan,
) -> None:
    document = board_pack(plan, CUT_OFF)
    found = {row[0].text: [cell.text for cell in row[1:]] for row in rows(document, "Measures")}
    assert found["Kooth registered users"] == ["None", "None", "Over 1,500 users, 30 June 2020"]
    assert found["Physiotherapy waiting time"][1:] == ["18 weeks", "Below 18 weeks, 31 May 2020"]
    none = said(document, "Measures")[-1]
    assert none.startswith(
        "No figure reported: Additional social workers recruited (target 6 posts)"
    )
    assert tables(document, "Measures")[0].caption == "9 of 15 measures have a figure"
    earlier = board_pack(plan, date(2020, 5, 31))
    assert "Kooth registered users" in said(earlier, "Measures")[-1]


def test_a_figure_stands_beside_a_later_report_that_there_is_none(plan: Plan) -> None:
    measure = Measure.objects.get(plan=plan, ref="M1")
    Reading.objects.create(measure=measure, as_at=date(2020, 8, 20), qualifier="no_figure")
    [cell] = [
        row[3] for row in rows(board_pack(plan, CUT_OFF), "Measures") if "registered" in row[0].text
    ]
    assert cell.text == "Over 1,500 users, 30 June 2020"
    assert cell.note == "No figure reported on 20 August 2020"


def test_a_measure_withdrawn_later_was_followed_on_the_day(plan: Plan) -> None:
    Measure.objects.filter(plan=plan, ref="M1").update(withdrawn_on=TODAY)
    assert "Kooth registered users" in said(board_pack(plan, CUT_OFF), "Measures")
    assert "Kooth registered users" not in said(board_pack(plan, TODAY), "Measures")


def test_decisions_are_numbered_through_with_their_impact(plan: Plan) -> None:
    found = rows(board_pack(plan, CUT_OFF), DECISIONS)
    assert [row[0].text for row in found] == [str(number) for number in range(1, 12)]
    sign_offs = [row for row in found if row[1].text.startswith("Sign off")]
    assert len(sign_offs) == headlines(plan_position(plan, CUT_OFF)).by_status[Status.AWAITING]
    assert sign_offs[0][1].text == "Sign off 1.3 Commission and run a jointly funded online…"
    assert isinstance(sign_offs[0][2], RatingCell)
    assert (sign_offs[0][2].letter, sign_offs[0][2].text) == ("S", "Some evidence")
    assert sign_offs[0][3].text == "Sefton Council Public Health"


def test_a_new_date_is_a_decision_while_it_is_open(plan: Plan, cast: dict[str, Any]) -> None:
    action = Action.objects.get(plan=plan, ref="2.6")
    change = DateChange.objects.create(
        action=action,
        moved_from=action.original_due_on,
        moved_to=date(2020, 12, 31),
        reason="Staff are redeployed",
        requested_by=action.owner,
        requested_on=date(2020, 8, 20),
    )
    asked = "2.6: move the date from 31 October 2020 to 31 December 2020. Staff are redeployed"
    heading = DECISIONS
    assert asked in said(board_pack(plan, CUT_OFF), heading)
    assert asked not in said(board_pack(plan, date(2020, 8, 19)), heading)
    change.outcome, change.decided_on = "agreed", TODAY
    change.decided_by, change.body = cast["chair"], plan.bodies.all()[0]
    change.save()
    assert asked in said(board_pack(plan, CUT_OFF), heading)
    assert asked not in said(board_pack(plan, TODAY), heading)


def test_a_check_that_is_due_is_a_decision(plan: Plan) -> None:
    Closure.objects.filter(action__ref="2.1").update(recheck_on=date(2020, 8, 25))
    last = rows(board_pack(plan, CUT_OFF), DECISIONS)[-1]
    assert [last[0].text, last[1].text, last[1].note] == [
        "12",
        "Check again 2.1 Refresh the Level of Need guidance with all…",
        "Signed off on 12 August 2020; check due 25 August 2020",
    ]
    earlier = rows(board_pack(plan, date(2020, 8, 24)), DECISIONS)
    assert not any(row[1].text.startswith("Check again") for row in earlier)
