"""The board pack: the figures of the position, what moved, and what stands out."""

from __future__ import annotations

from datetime import date

import pytest

from actions.headlines import headlines
from actions.models import (
    Action,
    Plan,
    ProgressUpdate,
)
from actions.movement import Movement
from actions.position import plan_position
from actions.ratings import Impact
from actions.stands import Status
from reports.builders.board_pack import board_pack
from reports.document import RatingCell
from reports.tests.pack_reading import (
    CUT_OFF,
    HEADINGS,
    JUNE,
    SUBMITTED,
    TODAY,
    rows,
    said,
    tables,
)


def test_it_is_headed_with_its_days_and_says_when_it_was_made(plan: Plan) -> None:
    document = board_pack(plan, CUT_OFF)
    assert document.title == "Board pack: Joint Targeted Area Inspection Action Plan"
    assert document.subtitle == (
        "Sefton. Position as at 28 August 2020, compared with 30 March 2020"
    )
    assert document.status == (
        "Board paper, position as at 28 August 2020; made on 1 September 2020 from the record"
    )
    assert [section.heading for section in document.sections] == HEADINGS


@pytest.mark.parametrize(
    ("day", "since"), [(CUT_OFF, None), (JUNE, None), (CUT_OFF, JUNE), (TODAY, CUT_OFF)]
)
def test_its_figures_are_those_of_the_position(plan: Plan, day: date, since: date | None) -> None:
    position = plan_position(plan, day, since)
    now, then = headlines(position), headlines(plan_position(plan, position.since))
    found = {
        row[0].text: [cell.text for cell in row[1:]]
        for row in rows(board_pack(plan, day, since), "Position")
    }
    for status in Status:
        if status.label in found:
            assert found[status.label][:2] == [
                str(then.by_status[status]),
                str(now.by_status[status]),
            ]
        else:
            assert (then.by_status[status], now.by_status[status]) == (0, 0)
    by_impact = [str(now.by_impact[impact]) for impact in Impact]
    assert found["All actions"] == [str(then.total), str(now.total), *by_impact]
    assert found["Overdue"][:2] == [str(then.overdue), str(now.overdue)]
    assert found["No update this period"][1] == str(now.no_update)
    assert found["Silent for a round or more"][:2] == [str(then.silent), str(now.silent)]
    for _, number, *impacts in found.values():
        assert sum(map(int, impacts)) == int(number)


def test_impact_stands_beside_delivery(plan: Plan) -> None:
    found = {
        row[0].text: [cell.text for cell in row[1:]]
        for row in rows(board_pack(plan, CUT_OFF), "Position")
    }
    assert found["Off track"] == ["0", "4", "0", "4", "0", "0", "0"]
    assert found["Complete, awaiting sign-off"] == ["0", "7", "4", "0", "3", "0", "0"]
    ProgressUpdate.objects.filter(action__ref="1.9", as_at=CUT_OFF).update(
        impact_rating="no_evidence", impact_evidence=""
    )
    document = board_pack(plan, CUT_OFF)
    assert "Complete with no evidence of impact: 1." in said(document, "Position")[1]
    [complete] = [row for row in rows(document, "Exceptions", 1) if "impact" in row[0].text]
    assert complete[2].text.startswith("1.9 Appoint staff")


def test_a_day_before_the_first_period_has_no_update_due(plan: Plan) -> None:
    found = {row[0].text: row[1].text for row in rows(board_pack(plan, CUT_OFF), "Position")}
    assert found["No update this period"] == "None due"


def test_what_worsened_comes_first_with_was_now_and_why(plan: Plan) -> None:
    document = board_pack(plan, CUT_OFF)
    [table] = tables(document, "Movement")
    assert table.caption == (
        "Since 30 March 2020: 6 worsened, 4 improved, 9 started and 4 signed off;"
        " 19 actions are unchanged."
    )
    kinds = [row[0].text for row in table.rows]
    assert kinds == ["Worsened"] * 6 + ["Improved", "Started", "Started", "Closed"]
    first = table.rows[0]
    assert [cell.text for cell in first] == [
        "Worsened",
        "On track",
        "Off track",
        "1.4 Restore the referral-to-choice six-week…: Staff or capacity",
    ]
    assert isinstance(first[1], RatingCell)
    assert isinstance(first[2], RatingCell)
    assert (first[1].letter, first[2].letter) == ("G", "R")


@pytest.mark.parametrize(("day", "since"), [(CUT_OFF, None), (CUT_OFF, JUNE), (JUNE, None)])
def test_each_action_that_moved_is_named_once(plan: Plan, day: date, since: date | None) -> None:
    position = plan_position(plan, day, since)
    still = (Movement.UNCHANGED, Movement.NOT_RATED)
    moved = [action.ref for action in position.actions if action.movement not in still]
    text = "; ".join(row[3].text for row in rows(board_pack(plan, day, since), "Movement"))
    assert sorted(one.split()[0] for one in text.split("; ")) == sorted(moved)


def test_an_action_that_left_and_one_that_is_new_are_told(plan: Plan) -> None:
    Action.objects.filter(ref="4.9").update(withdrawn_on=JUNE, withdrawn_reason="Merged with 4.8")
    Action.objects.filter(ref="4.8").update(added_on=JUNE)
    baseline = ProgressUpdate.objects.filter(action__ref="4.8", as_at=SUBMITTED)
    baseline.update(state="withdrawn", withdrawn_reason="The action came later")
    text = said(board_pack(plan, CUT_OFF), "Movement")
    assert "1 withdrawn from the plan" in text[1]
    assert "4.9 Review the school health assessment tool (30 June 2020)" in text
    new = text.index("New")
    assert text[new + 1] == "Not in the plan"


def test_the_other_exceptions_are_counted_and_named(plan: Plan) -> None:
    document = board_pack(plan, CUT_OFF)
    found = {row[0].text: (row[1].text, row[2].text) for row in rows(document, "Exceptions", 1)}
    assert found["Overdue"] == (
        "1",
        "3.4 Recruit six additional social workers (Children's Social Care), 28 days",
    )
    assert found["Silent for a round or more"][0] == "6"
    assert "Health partners 3.9" in found["Silent for a round or more"][1]
    assert found["Blocked by another partner"][1].startswith("1.10 waits on Mersey Care")
    assert said(document, "Exceptions")[-1] == (
        "None: contradicted claims; dates moved twice or more; complete with no evidence of impact;"
        " returned or re-opened."
    )


def test_a_claim_that_the_record_contradicts_is_told(plan: Plan) -> None:
    Action.objects.filter(ref="2.6").update(original_due_on=date(2020, 7, 1))
    found = {row[0].text: row[2].text for row in rows(board_pack(plan, CUT_OFF), "Exceptions", 1)}
    assert found["Contradicted claims"] == "2.6: On track, 58 days overdue"
