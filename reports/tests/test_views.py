"""The report pages: who sees what, what they say, and the files."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.models import Meeting, Plan, ReportingPeriod
from actions.tests.growing import grow
from partners.models import Membership, Partner
from reports.formats import FORMATS
from reports.models import CommitteeReport, Paragraph, Section
from reports.renderers import html
from reports.renderers.errors import RenderError

LIST = "/reports/"
FILES = [
    *(("report", key) for key in ("html", "pdf", "docx")),
    *(("appendix", key) for key in ("html", "pdf", "docx", "xlsx")),
]
ALL_ROLES = ["police", "health", "chair", "democratic_services", "administrator", "board_member"]
WHOLE_READERS = ["chair", "democratic_services"]
WITHOUT_DRAFTS = ["administrator", "board_member"]


@pytest.fixture
def report(plan: Plan) -> CommitteeReport:
    return CommitteeReport.objects.get(period__plan=plan)


@pytest.fixture
def board_member(cast: dict[str, object]) -> Client:
    client = Client()
    client.force_login(cast["board-member"])  # type: ignore[arg-type]  # the cast holds users
    return client


@pytest.fixture
def who(request: pytest.FixtureRequest) -> Client:
    client: Client = request.getfixturevalue(request.param)
    return client


def page_of(report: CommitteeReport) -> str:
    return f"{LIST}{report.pk}/"


def file_of(report: CommitteeReport, part: str, key: str) -> str:
    return f"{page_of(report)}{part}.{key}"


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


@pytest.mark.parametrize("who", [*WHOLE_READERS, "police", "health"], indirect=True)
def test_the_list_names_the_draft(who: Client, report: CommitteeReport) -> None:
    said = text_of(who, LIST)
    assert "Report for 22 September 2020 Draft, not issued" in said
    assert "Position as at 28 August 2020. Publish by 14 September 2020." in said


@pytest.mark.parametrize("who", WITHOUT_DRAFTS, indirect=True)
def test_the_list_says_that_nothing_has_been_issued(who: Client, report: CommitteeReport) -> None:
    said = text_of(who, LIST)
    assert "No report has been issued yet." in said
    assert "22 September 2020" not in said


@pytest.mark.parametrize("who", WHOLE_READERS, indirect=True)
def test_a_draft_is_read_whole(who: Client, report: CommitteeReport) -> None:
    said = text_of(who, page_of(report))
    for heading in report.sections.values_list("heading", flat=True):
        assert heading.replace("'", "&#x27;") in said
    for number in ("1.1", "3.2", "4.5", "7.9", "8.7"):
        assert f" {number} " in said
    assert "Tuesday 22 September 2020" in said
    assert "28 August 2020, for updates after 30 March 2020" in said
    assert "(FD6119/20)" in said


@pytest.mark.parametrize("who", WITHOUT_DRAFTS, indirect=True)
def test_a_draft_does_not_exist_for_others(who: Client, report: CommitteeReport) -> None:
    assert who.get(page_of(report)).status_code == 404
    for part, key in FILES:
        assert who.get(file_of(report, part, key)).status_code == 404


def test_a_lead_reads_only_the_section_of_the_own_partner(
    police: Client, report: CommitteeReport
) -> None:
    said = text_of(police, page_of(report))
    assert "Your partner’s section 3. Police Update" in said
    assert "Health Update" not in said
    for of_the_whole in ("Front sheet", "FD6119/20", "Files", "Download"):
        assert of_the_whole not in said


def test_a_lead_whose_partner_has_no_section_is_told_so(
    police: Client, report: CommitteeReport
) -> None:
    Section.objects.filter(report=report, order=3).update(partner=Partner.objects.get(code="HEA"))
    assert "Your partner has no section of its own" in text_of(police, page_of(report))


@pytest.mark.parametrize("who", ["police", "health"], indirect=True)
def test_a_lead_may_not_take_the_files(who: Client, report: CommitteeReport) -> None:
    for part, key in FILES:
        assert who.get(file_of(report, part, key)).status_code == 403


def test_a_stranger_is_sent_to_sign_in(stranger: Client, report: CommitteeReport) -> None:
    for url in (LIST, page_of(report), file_of(report, "report", "pdf")):
        response = stranger.get(url)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


def test_a_person_without_a_role_sees_nothing(chair: Client, report: CommitteeReport) -> None:
    Membership.objects.filter(role="chair").update(
        starts_on=date(2020, 1, 1), ends_on=date(2020, 8, 31)
    )
    for url in (LIST, page_of(report), file_of(report, "report", "pdf")):
        assert chair.get(url).status_code == 403


@pytest.mark.parametrize("who", ALL_ROLES, indirect=True)
def test_nothing_here_is_posted(who: Client, report: CommitteeReport) -> None:
    for url in (LIST, page_of(report), file_of(report, "report", "html")):
        assert who.post(url).status_code == 405


def test_each_paragraph_leads_to_its_updates(chair: Client, report: CommitteeReport) -> None:
    page = chair.get(page_of(report)).content.decode()
    for ref in ("2.6", "2.7", "1.11"):
        assert f'href="/plans/sefton-jtai-2019/actions/{ref}/"' in page


def test_a_paragraph_of_a_partner_without_an_update_says_so(
    chair: Client, report: CommitteeReport
) -> None:
    assert "No update stands behind" not in text_of(chair, page_of(report))
    Paragraph.objects.filter(section__order=6).get().sources.clear()
    assert text_of(chair, page_of(report)).count("No update stands behind this paragraph.") == 1


def test_blank_answers_are_marked(chair: Client, report: CommitteeReport) -> None:
    said = text_of(chair, page_of(report))
    assert "Legal Implications Implications of the Proposals Blank, needed before issue" in said
    assert said.count("Blank, needed before issue") == 1
    assert said.count("Blank") == 8


def test_a_report_without_sections_says_so(chair: Client, report: CommitteeReport) -> None:
    meeting = Meeting.objects.get(held_on=date(2021, 3, 16))
    period = ReportingPeriod.objects.get(meeting=meeting)
    empty = CommitteeReport.objects.create(period=period, front_sheet="sefton-2020")
    assert "The report has no sections yet." in text_of(chair, page_of(empty))


def test_every_file_is_linked(chair: Client, report: CommitteeReport) -> None:
    page = chair.get(page_of(report)).content.decode()
    for part, key in FILES:
        assert f'href="{file_of(report, part, key)}"' in page
    assert file_of(report, "report", "xlsx") not in page


@pytest.mark.parametrize(("part", "key"), [file for file in FILES if file[1] != "html"])
def test_a_file_is_handed_over_under_its_own_name(
    chair: Client, report: CommitteeReport, part: str, key: str
) -> None:
    response = chair.get(file_of(report, part, key))
    assert response["Content-Type"] == FORMATS[key].content_type
    name = f"sefton-jtai-2019-2020-09-22-{part}-draft.{key}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response.content.startswith(b"%PDF-" if key == "pdf" else b"PK")


@pytest.mark.parametrize("part", ["report", "appendix"])
def test_the_preview_may_use_its_own_style_sheet_and_nothing_else(
    democratic_services: Client, report: CommitteeReport, part: str
) -> None:
    response = democratic_services.get(file_of(report, part, "html"))
    policy = dict(
        directive.split(" ", 1) for directive in response["Content-Security-Policy"].split("; ")
    )
    assert policy["style-src"] == html.STYLE_SOURCE
    assert policy["default-src"] == "'none'"
    assert "Content-Disposition" not in response
    assert "Draft, not issued" in response.content.decode()


@pytest.mark.parametrize(
    "name", ["report.xlsx", "report.odt", "notes.pdf", "report.PDF", "report", "report.tar.pdf"]
)
def test_an_unknown_file_is_not_found(chair: Client, report: CommitteeReport, name: str) -> None:
    assert chair.get(f"{page_of(report)}{name}").status_code == 404


@pytest.mark.parametrize("number", ["0", "999999", "9" * 40])
def test_an_unknown_report_is_not_found(chair: Client, plan: Plan, number: str) -> None:
    assert chair.get(f"{LIST}{number}/").status_code == 404
    assert chair.get(f"{LIST}{number}/report.pdf").status_code == 404


def test_a_file_that_cannot_be_made_is_a_page_with_a_way_back(
    chair: Client, report: CommitteeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*anything: object) -> None:
        raise RenderError("The PDF could not be made <today>.")

    monkeypatch.setattr("reports.views.export", fail)
    response = chair.get(file_of(report, "appendix", "pdf"))
    page = response.content.decode()
    assert response.status_code == 503
    assert "The PDF could not be made &lt;today&gt;." in page
    assert f'href="{page_of(report)}"' in page
    assert f'href="{file_of(report, "appendix", "pdf")}">Try again</a>' in page


def test_typed_text_is_escaped(chair: Client, report: CommitteeReport) -> None:
    report.answers = {**report.answers, "summary": "<script>alert(1)</script>"}
    report.save()
    Paragraph.objects.filter(section__order=3).update(
        text="<img src=x onerror=alert(1)>", items=["<b>x</b>"]
    )
    page = chair.get(page_of(report)).content.decode()
    for raw in ("<script>alert", "<img src=x", "<b>x"):
        assert raw not in page


@pytest.mark.parametrize("url", [LIST, "page"])
def test_the_pages_cost_the_same_number_of_queries_for_a_larger_report(
    chair: Client, report: CommitteeReport, url: str
) -> None:
    url = page_of(report) if url == "page" else url
    few = _queries(chair, url)
    grow(report.period.plan, 3)
    for section in report.sections.all():
        _add_paragraphs(section, 20)
    assert _queries(chair, url) == few
    assert few <= 20


def _add_paragraphs(section: Section, number: int) -> None:
    sources = section.paragraphs.latest("order").sources.all()
    for order in range(100, 100 + number):
        paragraph = Paragraph.objects.create(section=section, order=order, text="More.")
        paragraph.sources.set(sources)


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
