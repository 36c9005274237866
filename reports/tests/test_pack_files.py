"""The board pack as files: two pages, the same in each format, for a plan of any size."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import (
    Action,
    Challenge,
    Measure,
    Plan,
    ProgressUpdate,
)
from actions.tests.growing import grow
from reports.builders.board_pack import board_pack
from reports.document import texts
from reports.formats import FORMATS
from reports.packs import PACK_FORMATS, in_short
from reports.tests.pack_reading import (
    CUT_OFF,
    DECISIONS,
    HEADINGS,
    SUBMITTED,
    TODAY,
    ask,
    pages,
    rows,
)
from reports.tests.samples import HOSTILE
from reports.tests.test_docx import printed
from reports.tests.test_parity import READERS, captions, missing

two_days = pytest.mark.parametrize(
    ("day", "challenged"), [(CUT_OFF, []), (TODAY, "1.4 1.6 3.4".split())]
)


@two_days
def test_it_is_two_pages_in_pdf(
    plan: Plan, cast: dict[str, Any], day: date, challenged: list[str]
) -> None:
    for ref in challenged:
        ask(plan, cast["chair"], ref, date(2020, 8, 20))
    assert pages(FORMATS["pdf"].render(board_pack(plan, day))) == 2


@two_days
def test_it_is_two_pages_in_word(
    plan: Plan, cast: dict[str, Any], day: date, challenged: list[str], tmp_path: Path
) -> None:
    if not shutil.which("soffice") or not shutil.which("pdftotext"):
        pytest.skip("LibreOffice (soffice) or poppler (pdftotext) is not installed")
    for ref in challenged:
        ask(plan, cast["chair"], ref, date(2020, 8, 20))
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
    assert len(rows(document, DECISIONS)) == 24


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
        (DECISIONS, "Nothing is asked of the board."),
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
