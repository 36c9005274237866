"""The appendix of 22 September 2020, from the record."""

from __future__ import annotations

from datetime import date

import pytest

from actions.models import Action, Plan, ProgressUpdate, ReportingPeriod
from actions.position import plan_position
from partners.models import Partner
from reports.builders.appendix import NO_UPDATE, appendix
from reports.document import Cell, Document, RatingCell, Table, texts
from reports.models import CommitteeReport

CUT_OFF = date(2020, 8, 28)
Row = tuple[Cell | RatingCell, ...]


@pytest.fixture
def report(plan: Plan) -> CommitteeReport:
    return CommitteeReport.objects.with_meeting().get(period__plan=plan)


def action_tables(document: Document) -> list[Table]:
    blocks = [block for section in document.sections[2:] for block in section.blocks]
    return [block for block in blocks if isinstance(block, Table)]


def row(report: CommitteeReport, ref: str) -> Row:
    rows = [row for table in action_tables(appendix(report)) for row in table.rows]
    return next(row for row in rows if row[0].text == ref)


def supporter(ref: str) -> Partner:
    return Action.objects.get(ref=ref).supporting.all()[0]


def test_the_appendix_is_headed_with_its_position(report: CommitteeReport) -> None:
    document = appendix(report)
    assert document.title == (
        "Appendix 1: Joint Targeted Area Inspection Action Plan progress update"
    )
    assert document.subtitle == "Position as at 28 August 2020"
    assert (document.status, document.orientation) == ("Draft, not issued", "landscape")


def test_the_key_gives_each_rating_its_meaning_and_count(report: CommitteeReport) -> None:
    blocks = appendix(report).sections[0].blocks
    [key] = [block for block in blocks if isinstance(block, Table)]
    counted = [(c[0].text, c[2].text, c[3].text) for c in key.rows]
    assert counted == [
        ("Not started", "0", "0%"),
        ("On track", "25", "60%"),
        ("At risk", "2", "5%"),
        ("Off track", "4", "10%"),
        ("Complete, awaiting sign-off", "7", "17%"),
        ("Complete, signed off", "4", "10%"),
    ]
    assert all(cells[1].text for cells in key.rows)


def test_the_summary_counts_what_dates_say(report: CommitteeReport) -> None:
    said = list(texts(appendix(report).sections[0]))
    assert report.period.plan.notice in said
    assert (
        "Of 42 actions, 1 is overdue and 1 has had the due date moved. For 6 no update was received"
        " in the reporting period, 31 March 2020 to 28 August 2020."
    ) in said


def test_the_impact_key_counts_every_action_once(report: CommitteeReport) -> None:
    [key] = appendix(report).sections[1].blocks
    assert isinstance(key, Table)
    assert [cells[0].text for cells in key.rows][0] == "Too early to say"
    assert sum(int(cells[2].text) for cells in key.rows) == 42


def test_each_area_has_its_wording_and_its_actions(report: CommitteeReport) -> None:
    document = appendix(report)
    headings = [section.heading.split(":")[0] for section in document.sections[2:]]
    assert headings == [f"Priority area {number}" for number in range(1, 5)]
    assert [len(table.rows) for table in action_tables(document)] == [12, 10, 10, 10]
    refs = [cells[0].text for table in action_tables(document) for cells in table.rows]
    assert refs == [action.ref for action in plan_position(report.period.plan, CUT_OFF).actions]
    for area, section in zip(
        report.period.plan.priority_areas.all(), document.sections[2:], strict=True
    ):
        assert any(area.wording in text for text in texts(section))


def test_a_moved_date_is_shown_with_the_original(report: CommitteeReport) -> None:
    due = row(report, "4.8")[3]
    assert due == Cell(
        "30 September 2020", on=date(2020, 9, 30), note="Moved once, originally 30 June 2020"
    )


def test_an_overdue_action_says_so_in_words(report: CommitteeReport) -> None:
    assert row(report, "3.4")[3].note == "28 days overdue"


def test_an_action_without_a_date_prints_the_words_as_written(report: CommitteeReport) -> None:
    Action.objects.filter(ref="1.1").update(original_due_on=None, due_as_written="ongoing")
    assert row(report, "1.1")[3] == Cell("ongoing")


def test_six_actions_have_no_update_in_the_period(report: CommitteeReport) -> None:
    rows = [cells for table in action_tables(appendix(report)) for cells in table.rows]
    silent = [cells[0].text for cells in rows if cells[4].text == NO_UPDATE]
    assert silent == ["1.1", "1.2", "2.8", "3.8", "3.9", "3.10"]


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (date(2020, 3, 30), False),
        (date(2020, 3, 31), True),
        (date(2020, 8, 28), True),
        (date(2020, 8, 29), False),
    ],
)
def test_only_what_was_said_of_the_period_is_printed(
    report: CommitteeReport, day: date, printed: bool
) -> None:
    update = ProgressUpdate.objects.filter(action__ref="2.6").latest("as_at")
    ProgressUpdate.objects.filter(pk=update.pk).update(as_at=day, partner=supporter("2.6"))
    assert (update.narrative in row(report, "2.6")[4].text) is printed


def test_a_draft_and_a_withdrawn_update_are_not_printed(report: CommitteeReport) -> None:
    updates = ProgressUpdate.objects.filter(action__ref="1.10", as_at=CUT_OFF)
    updates.update(state="withdrawn", withdrawn_reason="Mistaken")
    assert row(report, "1.10")[4].text == NO_UPDATE


def test_narratives_come_with_day_and_partner_the_latest_last(report: CommitteeReport) -> None:
    first, second = row(report, "3.5")[4].text.split("\n\n")
    assert first.startswith("14 August 2020, Children's Social Care: Ways to capture")
    assert second.startswith("28 August 2020, Children's Social Care: With more virtual visits")


def test_an_action_off_track_says_why_and_what_is_needed(report: CommitteeReport) -> None:
    rated = ProgressUpdate.objects.get(action__ref="1.10", as_at=CUT_OFF)
    assert row(report, "1.10")[4].note.splitlines() == [
        "Cause: It depends on somebody else",
        f"Recovery: {rated.recovery_action}",
        "Back on track by: 31 March 2021",
        f"Waiting on: {supporter('1.10')}",
        f"Needed from the board: {rated.board_ask}",
    ]


def test_an_old_explanation_is_dated(report: CommitteeReport) -> None:
    ReportingPeriod.objects.filter(pk=report.period_id).update(starts_on=date(2020, 7, 31))
    report.period.refresh_from_db()
    cells = row(report, "1.6")
    assert cells[4].text == NO_UPDATE
    assert cells[4].note.startswith("As declared on 30 June 2020\nCause: Staff or capacity")


def test_complete_is_two_states_under_one_code(report: CommitteeReport) -> None:
    closed, awaiting = row(report, "2.1")[5], row(report, "1.3")[5]
    assert closed == RatingCell("Complete, signed off", "B", "complete", note="Closed")
    assert awaiting == RatingCell("Complete, awaiting sign-off", "B", "complete", note="Improved")


def test_impact_is_rated_beside_delivery_with_its_evidence(report: CommitteeReport) -> None:
    cells = row(report, "1.6")
    evidence = "As described in the update."
    assert cells[6] == RatingCell("Some evidence", "S", "some_evidence", note=evidence)
    assert evidence not in cells[4].note


def test_an_action_that_nobody_rated_says_so(report: CommitteeReport) -> None:
    ProgressUpdate.objects.filter(action__ref="1.1").update(
        state="withdrawn", withdrawn_reason="Mistaken"
    )
    cells = row(report, "1.1")
    assert (cells[5].text, cells[6].text) == ("Not yet rated", "Not yet rated")
    [key] = [b for b in appendix(report).sections[0].blocks if isinstance(b, Table)]
    assert ("Not yet rated", "1") in [(c[0].text, c[2].text) for c in key.rows]


def test_the_explanation_is_of_the_rating_that_is_shown(report: CommitteeReport) -> None:
    """The position keeps no update: what the appendix reads beside it must be the same one."""
    ProgressUpdate.objects.filter(action__ref="2.6", as_at=CUT_OFF).update(
        partner=supporter("2.6"), delivery_rating="off_track", cause="capacity"
    )
    assert "Cause" not in row(report, "2.6")[4].note
