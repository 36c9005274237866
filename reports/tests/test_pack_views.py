"""The board pack's page and files: who gets them, for which days, and what else is said."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from actions.models import Plan
from reports.document import Document
from reports.formats import FORMATS
from reports.renderers import html
from reports.renderers.errors import RenderError

PAGE = "/plans/sefton-jtai-2019/board-pack/"
FILE = "/plans/sefton-jtai-2019/board-pack"
READERS = ["police", "chair", "board_member", "democratic_services", "administrator"]


@pytest.fixture
def board_member(cast: dict[str, object]) -> Client:
    client = Client()
    client.force_login(cast["board-member"])  # type: ignore[arg-type]  # the cast holds users
    return client


@pytest.fixture
def who(request: pytest.FixtureRequest) -> Client:
    client: Client = request.getfixturevalue(request.param)
    return client


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.mark.parametrize("who", READERS, indirect=True)
def test_everybody_who_sees_the_plan_reads_the_pack(who: Client) -> None:
    said = text_of(who, f"{PAGE}?as_at=2020-08-28")
    assert "Board pack: position as at 28 August 2020" in said
    assert "position as at 28 August 2020; made on 1 September 2020 from the record." in said
    assert "Of 42 actions, 4 are off track, 2 at risk and 1 overdue; 7 await sign-off." in said
    assert "11 decisions, numbered for the minutes" in said
    for key in ("html", "pdf", "docx"):
        assert who.get(f"{FILE}.{key}?as_at=2020-08-28").status_code == 200


def test_a_stranger_is_sent_to_sign_in(stranger: Client) -> None:
    for url in (PAGE, f"{FILE}.pdf"):
        assert stranger.get(url)["Location"].startswith("/accounts/login/")


def test_nothing_here_is_posted(chair: Client) -> None:
    for url in (PAGE, f"{FILE}.html"):
        assert chair.post(url).status_code == 405


def test_a_plan_or_format_that_there_is_not_is_not_found(chair: Client) -> None:
    assert chair.get("/plans/nowhere/board-pack/").status_code == 404
    assert chair.get("/plans/nowhere/board-pack.pdf").status_code == 404
    for extension in ("xlsx", "odt", "PDF"):
        assert chair.get(f"{FILE}.{extension}").status_code == 404


def test_the_plan_leads_to_its_pack(chair: Client) -> None:
    page = chair.get("/plans/sefton-jtai-2019/").content.decode()
    assert f'href="{PAGE}">Board pack</a>' in page
    assert f'href="{PAGE}" aria-current="page">' in chair.get(PAGE).content.decode()


def test_the_files_are_those_of_the_days_on_the_page(chair: Client) -> None:
    page = chair.get(f"{PAGE}?as_at=2020-08-28&since=2020-06-30").content.decode()
    for key in ("html", "pdf", "docx"):
        assert f'href="{FILE}.{key}?as_at=2020-08-28&amp;since=2020-06-30"' in page
    assert f'href="{FILE}.pdf?as_at=2020-09-01"' in chair.get(PAGE).content.decode()


def test_the_day_compared_is_the_one_in_the_address(chair: Client) -> None:
    assert "Since 30 June 2020:" in text_of(chair, f"{PAGE}?as_at=2020-08-28&since=2020-06-30")
    assert "Since 30 March 2020:" in text_of(chair, f"{PAGE}?as_at=2020-08-28")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("as_at=no", "Enter a real date, for example 2020-08-28. Today is shown."),
        ("as_at=2020-09-02", "The position can be shown up to today, not after."),
        ("since=no", "2020-04-17. The usual day is taken instead."),
        ("since=2020-09-01", "Compare with a day before the one shown, 1 September 2020."),
        ("as_at=2020-08-28&since=2020-08-29", "before the one shown, 28 August 2020."),
        ("since=2020-03-29", "The plan was submitted on 30 March 2020: compare with a day"),
    ],
)
def test_a_day_that_cannot_be_is_explained_and_no_file_is_made_of_it(
    chair: Client, query: str, sentence: str
) -> None:
    assert sentence in text_of(chair, f"{PAGE}?{query}")
    response = chair.get(f"{FILE}.pdf?{query}")
    assert response.status_code == 302
    assert response["Location"] == f"{PAGE}?{query}"


@pytest.mark.parametrize("key", ["pdf", "docx"])
def test_a_file_is_handed_over_under_its_own_name(chair: Client, key: str) -> None:
    response = chair.get(f"{FILE}.{key}?as_at=2020-08-28")
    assert response["Content-Type"] == FORMATS[key].content_type
    name = f"sefton-jtai-2019-2020-08-28-board-pack.{key}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response.content.startswith(b"%PDF-" if key == "pdf" else b"PK")


def test_the_web_page_may_use_its_own_style_sheet_and_nothing_else(chair: Client) -> None:
    response = chair.get(f"{FILE}.html?as_at=2020-08-28")
    policy = dict(
        directive.split(" ", 1) for directive in response["Content-Security-Policy"].split("; ")
    )
    assert policy["style-src"] == html.STYLE_SOURCE
    assert policy["default-src"] == "'none'"
    assert "Content-Disposition" not in response


def test_a_file_that_cannot_be_made_is_a_page_with_a_retry_and_a_way_back(
    chair: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*anything: object) -> None:
        raise RenderError("The PDF could not be made <today>.")

    monkeypatch.setattr("reports.packs.export_pack", fail)
    response = chair.get(f"{FILE}.pdf?as_at=2020-08-28&since=2020-06-30")
    page = response.content.decode()
    assert response.status_code == 503
    assert "The PDF could not be made &lt;today&gt;." in page
    assert f'href="{FILE}.pdf?as_at=2020-08-28&amp;since=2020-06-30">Try again</a>' in page
    assert f'href="{PAGE}?as_at=2020-08-28&amp;since=2020-06-30"' in page


def test_typed_text_is_escaped(chair: Client, plan: Plan) -> None:
    plan.notice, plan.title = "<script>alert(1)</script>", "<img src=x onerror=alert(1)>"
    plan.save()
    for url in (PAGE, f"{FILE}.html"):
        page = chair.get(url).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_page_asks_for_the_pack_of_its_own_plan(
    chair: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def remember(*what: object) -> Document:
        asked.append(what)
        return Document("Pack", "", "", "", "Board paper", "portrait", ())

    monkeypatch.setattr("reports.pack_views.build", remember)
    text_of(chair, f"{PAGE}?as_at=2020-08-28&since=2020-06-30")
    assert asked == [(plan, date(2020, 8, 28), date(2020, 6, 30))]
