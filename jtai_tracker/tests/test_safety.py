"""Headers, error pages, health and the log: the same for every page."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory

from jtai_tracker import views
from jtai_tracker.log import JsonFormatter

PLAN = "/plans/sefton-jtai-2019/"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("url", "status"),
    [
        (PLAN, 200),
        ("/updates/", 403),
        ("/nowhere/", 404),
        (f"{PLAN}actions/9.9/", 404),
        (f"{PLAN}?as_at=%00", 200),
        ("/accounts/logout/", 200),
        ("/healthz", 200),
    ],
)
def test_every_answer_carries_the_safe_headers(chair: Client, url: str, status: int) -> None:
    response = chair.get(url)
    assert response.status_code == status
    assert {name: response[name] for name in HEADERS} == HEADERS
    assert "no-store" in response["Cache-Control"]
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("url", "status", "heading"),
    [("/updates/", 403, "<h1"), ("/nowhere/", 404, "<h1")],
)
def test_errors_look_like_every_other_page(
    chair: Client, url: str, status: int, heading: str
) -> None:
    page = chair.get(url).content.decode()
    assert heading in page
    assert "Action plan tracker" in page
    assert "Traceback" not in page


def test_the_page_for_our_own_failure_needs_neither_database_nor_session() -> None:
    response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Action plan tracker" in response.content.decode()


def test_a_failure_shows_that_page(chair: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("actions.views.dashboard.PlanReading", fail)
    chair.raise_request_exception = False
    response = chair.get(PLAN)
    assert response.status_code == 500
    assert "a fault" not in response.content.decode()


@pytest.mark.django_db
def test_readyz_says_when_the_database_does_not_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").content == b"ready\n"

    def fail() -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", fail)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"The database does not answer, or takes no changes.\n"


def test_the_probes_need_no_session_and_no_user(
    chair: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert chair.get("/healthz").status_code == 200


@pytest.mark.parametrize("cookie", ["aaaa\x00bbbb", "", "x' OR 1=1 --", "é" * 40])
def test_a_session_cookie_that_is_none_of_ours_is_forgotten(plan: Any, cookie: str) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = cookie
    assert client.get("/accounts/login/").status_code == 200
    assert client.get("/").status_code == 302


def test_a_form_without_its_token_changes_nothing(cast: dict[str, Any]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["police"])
    response = client.post(f"{PLAN}actions/2.6/updates/new/", {"narrative": "From elsewhere"})
    assert response.status_code == 403
    assert not cast["police"].updates.filter(narrative="From elsewhere").exists()


def test_a_log_line_is_one_line_whatever_was_typed() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "a\r\nb\x1b[31m", None, None)
    line = JsonFormatter().format(record)
    assert "\n" not in line
    assert "\x1b" not in line
    assert json.loads(line)["message"] == "a\r\nb\x1b[31m"


def test_requests_are_logged_with_who_and_how_long(
    chair: Client, cast: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "jtai_tracker.request"):
        chair.get("/privacy/")
    [record] = caplog.records
    line = json.loads(JsonFormatter().format(record))
    assert (line["method"], line["path"], line["status"]) == ("GET", "/privacy/", 200)
    assert line["user_id"] == cast["chair"].pk
    assert line["milliseconds"] >= 0
