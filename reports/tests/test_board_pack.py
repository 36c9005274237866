"""The board pack: the figures of the position, what is asked of the board, and two pages."""

from __future__ import annotations

import shutil
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.headlines import headlines
from actions.models import (
    Action,
    Challenge,
    ChallengeReply,
    Closure,
    DateChange,
    Measure,
    Plan,
    ProgressUpdate,
    Reading,
)
from actions.movement import Movement
from actions.position import plan_position
from actions.ratings import Impact
from actions.stands import Status
from actions.tests.growing import grow
from reports.builders.board_pack import board_pack
from reports.document import Cell, Document, RatingCell, Table, texts
from reports.formats import FORMATS
from reports.packs import PACK_FORMATS, in_short
from reports.tests.samples import HOSTILE
from reports.tests.test_docx import printed
from reports.tests.test_parity import READERS, captions, missing

SUBMITTED, JUNE, CUT_OFF, TODAY = (
    date(2020, 3, 30),
    date(2020, 6, 30),
    date(2020, 8, 28),
    date(2020, 9, 1),
)
HEADINGS = [
    "Position",
    "Movement",
    "Exceptions",
    "Challenges",
    "Measures",
    "Decisions asked of the board",
]
Row = tuple[Cell | RatingCell, ...]


def tables(document: Document, heading: str) -> list[Table]:
    section = next(section for section in document.sections if section.heading == heading)
    return [block for block in section.blocks if isinstance(block, Table)]


def rows(document: Document, heading: str, number: int = 0) -> list[Row]:
    return list(tables(document, heading)[number].rows)


def said(document: Document, heading: str) -> list[str]:
    return list(texts(next(s for s in document.sections if s.heading == heading)))


def pages(file: bytes) -> int:
    with pikepdf.open(BytesIO(file)) as opened:
        return len(opened.pages)


def ask(plan: Plan, by: Any, ref: str, answer_by: date, **more: Any) -> Challenge:
    action = Action.objects.get(plan=plan, ref=ref)
    return Challenge.objects.create(
        action=action,
        asked_of=action.owner,
        question=f"What holds {ref} up?",
        asked_by=by,
        asked_on=date(2020, 8, 3),
        answer_by=answer_by,
        **more,
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
        "1.4 Restore the referral-to-choice…: Staff or capacity",
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


def test_a_red_names_cause_recovery_date_and_the_decision_that_it_needs(plan: Plan) -> None:
    document = board_pack(plan, CUT_OFF)
    red = rows(document, "Exceptions")[0]
    assert red[0].text == "1.4 Restore the referral-to-choice six-week standard in specialist…"
    assert (red[1].text, red[1].note) == ("Off track", "Staff or capacity")
    assert red[2].text == (
        "By 31 December 2020: Use the staff who returned on 1 August and the extra team capacity"
        " to bring waits back within six weeks."
    )
    decided = {row[0].text: row[1].text for row in rows(document, "Decisions asked of the board")}
    assert decided[red[3].text] == (
        "1.4: Agree the recovery trajectory and receive the figure each month."
    )
    amber = rows(document, "Exceptions")[4]
    assert (amber[1].text, amber[3].text) == ("At risk", "None")


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
    found = rows(board_pack(plan, CUT_OFF), "Decisions asked of the board")
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
    heading = "Decisions asked of the board"
    assert asked in said(board_pack(plan, CUT_OFF), heading)
    assert asked not in said(board_pack(plan, date(2020, 8, 19)), heading)
    change.outcome, change.decided_on = "agreed", TODAY
    change.decided_by, change.body = cast["chair"], plan.bodies.all()[0]
    change.save()
    assert asked in said(board_pack(plan, CUT_OFF), heading)
    assert asked not in said(board_pack(plan, TODAY), heading)


def test_a_check_that_is_due_is_a_decision(plan: Plan) -> None:
    Closure.objects.filter(action__ref="2.1").update(recheck_on=date(2020, 8, 25))
    last = rows(board_pack(plan, CUT_OFF), "Decisions asked of the board")[-1]
    assert [last[0].text, last[1].text, last[1].note] == [
        "12",
        "Check again 2.1 Refresh the Level of Need guidance with all…",
        "Signed off on 12 August 2020; check due 25 August 2020",
    ]
    earlier = rows(board_pack(plan, date(2020, 8, 24)), "Decisions asked of the board")
    assert not any(row[1].text.startswith("Check again") for row in earlier)


@pytest.mark.parametrize("day", [CUT_OFF, TODAY])
def test_it_is_two_pages_in_pdf(plan: Plan, day: date) -> None:
    assert pages(FORMATS["pdf"].render(board_pack(plan, day))) == 2


@pytest.mark.parametrize("day", [CUT_OFF, TODAY])
def test_it_is_two_pages_in_word(plan: Plan, day: date, tmp_path: Path) -> None:
    if not shutil.which("soffice") or not shutil.which("pdftotext"):
        pytest.skip("LibreOffice (soffice) or poppler (pdftotext) is not installed")
    assert printed(board_pack(plan, day), tmp_path)[1] == 2


def test_a_large_plan_stays_short_and_says_what_is_left_out(plan: Plan) -> None:
    grow(plan, 10)
    document = board_pack(plan, CUT_OFF)
    assert pages(FORMATS["pdf"].render(document)) <= 4
    text = "\n".join(texts(document))
    assert "And 52 more worsened or were opened again: see the dashboard." in text
    assert "And 52 more are off track or at risk: see the exceptions page." in text
    assert "And 28 more need the board: see the exceptions page." in text
    assert "And 94 more await sign-off: see the exceptions page." in text
    assert "and 13 more: see the exceptions page" in text
    assert "Health partners 3.9, 3.9-2, 3.9-3, 3.9-4, 3.9-5, 3.9-6 and 4 more" in text
    assert len(rows(document, "Decisions asked of the board")) == 24


@pytest.mark.parametrize("key", [row.key for row in PACK_FORMATS])
def test_each_text_is_in_each_format_in_its_order(
    plan: Plan, cast: dict[str, Any], key: str
) -> None:
    if key == "pdf" and not shutil.which("pdftotext"):
        pytest.skip("poppler (pdftotext) is not installed")
    ask(plan, cast["chair"], "1.4", date(2020, 8, 20))
    document = board_pack(plan, CUT_OFF)
    output = READERS[key](FORMATS[key].render(document))
    drawn_late = captions(document) if key == "pdf" else frozenset()
    assert list(missing(document, output, drawn_late)) == []


def test_the_pdf_is_tagged_and_its_bookmarks_are_the_sections(plan: Plan, tmp_path: Path) -> None:
    file = tmp_path / "pack.pdf"
    file.write_bytes(FORMATS["pdf"].render(board_pack(plan, CUT_OFF)))
    assert pdfua.validate(str(file)).findings == ()
    with pikepdf.open(file) as opened, opened.open_outline() as outline:
        [title] = outline.root
        assert [heading.title for heading in title.children] == HEADINGS


@pytest.mark.parametrize("key", [row.key for row in PACK_FORMATS])
def test_hostile_text_reaches_every_format(plan: Plan, cast: dict[str, Any], key: str) -> None:
    typed = "\n".join(text for text in HOSTILE if "\ud800" not in text)
    Action.objects.filter(ref__in=["1.4", "1.9", "1.12"]).update(title=typed[:400])
    for update in ProgressUpdate.objects.filter(action__ref__in=["1.10", "3.5"]):
        update.narrative = update.recovery_action = update.board_ask = typed
        update.save()
    ask(plan, cast["chair"], "1.4", date(2020, 8, 20))
    Challenge.objects.update(question=typed)
    Measure.objects.filter(ref="M1").update(name=typed[:200])
    document = board_pack(plan, CUT_OFF)
    assert any('#read("/etc/passwd")' in text for text in texts(document))
    file = FORMATS[key].render(document)
    assert len(file) > 1000
    assert b"<script>alert" not in file


def test_it_costs_the_same_number_of_queries_at_420_actions(
    plan: Plan, cast: dict[str, Any]
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            board_pack(Plan.objects.get(pk=plan.pk), CUT_OFF)
        return len(captured)

    ask(plan, cast["chair"], "1.4", date(2020, 8, 20))
    few = cost()
    grow(plan, 10)
    for action in Action.objects.filter(plan=plan, ref__contains="-2"):
        ask(plan, cast["chair"], action.ref, date(2020, 8, 20))
    assert cost() == few
    assert few <= 34


def test_a_plan_with_no_action_makes_a_pack_that_says_so(db: None) -> None:
    empty = Plan.objects.create(
        slug="new",
        title="New plan",
        kind="other",
        area="Anywhere",
        principal_authority="The council",
        submitted_on=date(2020, 8, 3),
    )
    document = board_pack(empty, TODAY)
    assert in_short(document) == [
        ("Position", "The plan held no action on this day."),
        ("Movement", "Since 3 August 2020 nothing has moved; 0 actions are unchanged."),
        ("Exceptions", "No action is off track or at risk."),
        ("Challenges", "No challenge is open; settled since 3 August 2020: none."),
        ("Measures", "No measure is followed."),
        ("Decisions asked of the board", "Nothing is asked of the board."),
    ]
    for row in PACK_FORMATS:
        assert row.render(document)


def test_a_plan_without_updates_makes_a_pack_of_actions_not_yet_rated(plan: Plan) -> None:
    Action.objects.exclude(ref="4.7").update(added_on=date(2021, 1, 1))
    Action.objects.filter(ref="4.7").update(added_on=SUBMITTED)
    said_of_it = ProgressUpdate.objects.filter(action__ref="4.7")
    said_of_it.update(state="withdrawn", withdrawn_reason="Filed by mistake")
    document = board_pack(plan, CUT_OFF)
    found = {row[0].text: [cell.text for cell in row[1:]] for row in rows(document, "Position")}
    assert found["Not yet rated"][:2] == ["1", "1"]
    assert found["Not yet rated"][-1] == "1"
    assert pages(FORMATS["pdf"].render(document)) == 1
