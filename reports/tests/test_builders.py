"""The covering report of 22 September 2020, and what holds for it and for the appendix."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Plan, ProgressUpdate
from actions.tests.growing import grow
from reports.builders.appendix import appendix
from reports.builders.covering_report import covering_report
from reports.demo import DATA
from reports.document import Document, Items, Paragraph, texts
from reports.formats import FORMATS
from reports.models import CommitteeReport, Section
from reports.tests.samples import HOSTILE
from reports.tests.test_front_sheet import LABELS

# What would name or reach a person: the real report does so in its contact box and in 7.1.
CONTACTS = {
    "an e-mail address": r"\S+@\S+\.\S+",
    "a telephone number": r"(?:\+44|\b0)\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}\b",
}
build_both = [pytest.param(covering_report, id="report"), pytest.param(appendix, id="appendix")]


@pytest.fixture
def report(plan: Plan) -> CommitteeReport:
    return CommitteeReport.objects.with_meeting().get(period__plan=plan)


def reloaded(report: CommitteeReport) -> CommitteeReport:
    return CommitteeReport.objects.with_meeting().get(pk=report.pk)


def in_order(wanted: list[str], found: list[str]) -> bool:
    """Whether all of `wanted` are in `found`, one after the other."""
    remaining = iter(found)
    return all(text in remaining for text in wanted)


def numbered(document: Document) -> dict[str, str]:
    blocks = [block for section in document.sections for block in section.blocks]
    return {b.number: b.text for b in blocks if isinstance(b, Paragraph) and b.number}


def test_the_report_is_headed_as_the_agenda_lists_it(report: CommitteeReport) -> None:
    document = covering_report(report)
    assert document.title == "Progress of the Joint Targeted Area Inspection Action Plan"
    assert document.subtitle == (
        "Report to the Overview and Scrutiny Committee (Children's Services and Safeguarding),"
        " Tuesday 22 September 2020. Position as at 28 August 2020"
    )
    assert (document.author, document.status) == ("Sefton Council", "Draft, not issued")
    assert document.orientation == "portrait"


def test_every_field_of_the_front_sheet_comes_in_order(report: CommitteeReport) -> None:
    assert in_order(LABELS, list(texts(covering_report(report))))


def test_the_front_sheet_holds_what_was_entered(report: CommitteeReport) -> None:
    said = list(texts(covering_report(report)))
    assert "Tuesday 22 September 2020" in said
    assert (
        "The Executive Director of Corporate Resources and Customer Services (FD6119/20) and the"
        " Chief Legal and Democratic Officer (LD.4310/20) have been consulted and any comments"
        " have been incorporated into the report."
    ) in said
    legal = said.index("Legal Implications")
    assert said[legal + 1] == "Nothing entered."


def test_both_recommendations_are_numbered(report: CommitteeReport) -> None:
    sections = covering_report(report).sections
    [advice] = next(s for s in sections if s.heading == "Recommendation(s)").blocks
    assert isinstance(advice, Items)
    assert advice.style == "number"
    assert [text.split()[0] for text in advice.items] == ["note", "request"]


def test_every_paragraph_comes_with_its_number_in_order(report: CommitteeReport) -> None:
    wanted = {
        paragraph["number"]: paragraph["text"]
        for section in json.loads(DATA.read_text(encoding="utf-8"))["report"]["sections"]
        for paragraph in section["paragraphs"]
        if paragraph["number"]
    }
    found = numbered(covering_report(report))
    assert list(found.items()) == list(wanted.items())
    assert len([number for number in found if number >= "3"]) == 25


def test_section_1_opens_without_a_number_and_lists_the_areas(report: CommitteeReport) -> None:
    document = covering_report(report)
    section = next(s for s in document.sections if s.number == "1")
    opening, first, areas = section.blocks[:3]
    assert isinstance(opening, Paragraph)
    assert isinstance(first, Paragraph)
    assert isinstance(areas, Items)
    assert (opening.number, first.number) == ("", "1.1")
    assert (areas.style, len(areas.items)) == ("roman", 4)


def test_paragraphs_are_numbered_anew_when_one_is_no_longer_numbered(
    report: CommitteeReport,
) -> None:
    section = Section.objects.get(report=report, order=3)
    second = section.paragraphs.get(order=2)
    section.paragraphs.filter(order=1).update(numbered=False)
    assert numbered(covering_report(report))["3.1"] == second.text


def test_a_report_without_answers_is_still_a_report(report: CommitteeReport) -> None:
    report.answers = {}
    document = covering_report(report)
    assert document.title == "Progress of the Joint Targeted Area Inspection Action Plan"
    assert document.subtitle.startswith("Report to the Overview and Scrutiny Committee")
    assert list(texts(document)).count("Nothing entered.") == len(LABELS) - 1


@pytest.mark.parametrize(("build", "most"), [(covering_report, 2), (appendix, 11)])
def test_it_costs_the_same_number_of_queries_at_420_actions(
    report: CommitteeReport, build: Callable[[CommitteeReport], Document], most: int
) -> None:
    few = _queries(partial(build, reloaded(report)))
    grow(report.period.plan, 10)
    assert _queries(partial(build, reloaded(report))) == few
    assert few <= most


@pytest.mark.parametrize("build", build_both)
@pytest.mark.parametrize("what", CONTACTS)
def test_it_prints_nothing_that_reaches_a_person(
    report: CommitteeReport, build: Callable[[CommitteeReport], Document], what: str
) -> None:
    assert not re.findall(CONTACTS[what], "\n".join(texts(build(report))))


@pytest.mark.parametrize("key", FORMATS)
def test_hostile_text_reaches_every_format(report: CommitteeReport, key: str) -> None:
    typed = "\n".join(text for text in HOSTILE if "\ud800" not in text)
    for update in ProgressUpdate.objects.filter(action__ref__in=["1.10", "3.5"]):
        update.narrative = update.recovery_action = update.board_ask = typed
        update.save()
    report.answers = {**report.answers, "summary": typed, "recommendations": [typed]}
    assert any("{{7*7}}" in text for text in texts(appendix(report)))
    for document in (covering_report(report), appendix(report)):
        assert len(FORMATS[key].render(document)) > 1000


def _queries(build: Callable[[], Document]) -> int:
    with CaptureQueriesContext(connection) as captured:
        build()
    return len(captured)
