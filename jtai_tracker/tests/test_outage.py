"""The database takes no writes, or is full: pages still open, and a form hands its text back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from actions import filing
from actions.models import Plan, ProgressUpdate
from actions.tests.test_update_new import ON_TRACK
from partners.services import issue_token

pytestmark = pytest.mark.django_db(transaction=True)

FORM = "/plans/sefton-jtai-2019/actions/2.6/updates/new/"
PAGES = [
    "/updates/",
    "/plans/sefton-jtai-2019/",
    "/plans/sefton-jtai-2019/actions/2.6/",
    FORM,
    "/plans/sefton-jtai-2019/position.json",
]
LONG = {**ON_TRACK, "narrative": "A sentence to keep – ŵŷ <b>&amp;</b>\r\n" * 80}
SQLITE = connection.vendor == "sqlite"


def tell(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def lead(plan: Plan, cast: dict[str, Any]) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(cast["police"])
    return client


@pytest.fixture
def token(lead: Client, cast: dict[str, Any]) -> str:
    answers = {"label": "Power BI", "ends_on": date(2021, 9, 1)}
    return issue_token(answers=answers, reason="", by=cast["administrator"]).token


@pytest.fixture
def read_only(lead: Client) -> Iterator[None]:
    """The real thing on each database: nothing can be written."""
    tell("PRAGMA query_only = ON" if SQLITE else "SET default_transaction_read_only = on")
    yield
    tell("PRAGMA query_only = OFF" if SQLITE else "SET default_transaction_read_only = off")


@pytest.fixture
def full(lead: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No page can be added: really on SQLite, as its driver says it on PostgreSQL."""
    if SQLITE:
        with connection.cursor() as cursor:
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        tell(f"PRAGMA max_page_count = {pages}")
        yield
        tell("PRAGMA max_page_count = 1073741823")
    else:

        def no_space(*args: Any, **kwargs: Any) -> None:
            raise OperationalError("could not extend file: No space left on device")

        monkeypatch.setattr(filing, "record", no_space)
        yield


def handed_back(page: str) -> bool:
    text = LONG["narrative"].replace("\r\n", "\n").replace("&", "&amp;").replace("<", "&lt;")
    return text.replace(">", "&gt;") in page.replace("\r\n", "\n")


def test_every_page_opens_while_nothing_can_be_written(lead: Client, read_only: None) -> None:
    assert [lead.get(page).status_code for page in PAGES] == [200] * len(PAGES)
    assert Client().get("/accounts/login/").status_code == 200


@pytest.mark.parametrize("fault", ["read_only", "full"])
def test_a_form_that_cannot_be_saved_hands_its_text_back(
    request: pytest.FixtureRequest, lead: Client, fault: str
) -> None:
    request.getfixturevalue(fault)
    big = {**LONG, "narrative": LONG["narrative"] * (1 if fault == "read_only" else 5)}
    response = lead.post(FORM, big)
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "What you typed is still here." in page
    assert handed_back(page)
    assert 'name="delivery_rating" aria-label="delivery_rating">\non_track</textarea>' in page
    assert not ProgressUpdate.objects.filter(action__ref="2.6", as_at="2020-09-01").exists()
    assert lead.get("/updates/").status_code == 200, "reading goes on"


def test_the_same_text_is_filed_once_the_database_is_back(lead: Client) -> None:
    tell("PRAGMA query_only = ON" if SQLITE else "SET default_transaction_read_only = on")
    assert lead.post(FORM, LONG).status_code == 503
    tell("PRAGMA query_only = OFF" if SQLITE else "SET default_transaction_read_only = off")
    assert lead.post(FORM, LONG).status_code == 302
    [update] = ProgressUpdate.objects.filter(action__ref="2.6", as_at="2020-09-01")
    assert update.narrative == LONG["narrative"].replace("\r\n", "\n").strip()


def test_a_password_is_never_written_into_the_page(plan: Plan, read_only: None) -> None:
    client = Client(raise_request_exception=False)
    sent = {"login": "police@demo.example", "password": "jtai-demo-2020"}
    response = client.post("/accounts/login/", sent)
    assert response.status_code == 503
    assert "jtai-demo-2020" not in response.content.decode()


def test_the_probe_turns_red_when_nothing_can_be_written(lead: Client, read_only: None) -> None:
    assert Client().get("/readyz").status_code == 503


def test_an_error_of_our_own_is_no_outage(lead: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise ValueError("ours")

    monkeypatch.setattr(filing, "record", broken)
    mark = lead.get(FORM).context["written_by"]
    assert lead.post(FORM, {**LONG, "written_by": mark}).status_code == 500
    assert lead.get(FORM).context["form"]["narrative"].value() == LONG["narrative"]


def test_a_program_reads_on_though_its_use_cannot_be_kept(token: str, read_only: None) -> None:
    for sent, status in ((token, 200), ("wrong", 401)):
        headers = {"Authorization": f"Bearer {sent}"}
        program = Client(raise_request_exception=False)
        assert program.get(PAGES[-1], headers=headers).status_code == status
