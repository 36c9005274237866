"""Feed tokens: used, ended and revoked; and what they never open."""

from __future__ import annotations

import base64
import json
import logging
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.tests.growing import grow
from jtai_tracker.log import JsonFormatter
from partners import services
from partners.models import FeedToken
from partners.tokens import PREFIX, digest, token_in

FEED = "/plans/sefton-jtai-2019/position.json"
NEW = {"label": "Power BI", "ends_on_0": "1", "ends_on_1": "9", "ends_on_2": "2021"}


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    cache.clear()


@pytest.fixture
def token(cast: dict[str, Any]) -> str:
    answers = {"label": "Power BI", "ends_on": date(2021, 9, 1)}
    return services.issue_token(answers=answers, reason="", by=cast["administrator"]).token


def bearer(token: str) -> str:
    return f"Bearer {token}"


def basic(token: str, user: str = "anybody") -> str:
    return "Basic " + base64.b64encode(f"{user}:{token}".encode()).decode()


def ask(header: str, url: str = FEED, method: str = "get") -> Any:
    return getattr(Client(), method)(url, headers={"Authorization": header})


def row() -> FeedToken:
    found: FeedToken = FeedToken.objects.get()
    return found


def said(response: Any) -> str:
    return str(response.content.decode())


# --- Using -----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [bearer, basic, lambda token: f"bEARER   {token} "])
def test_it_opens_the_feed_and_its_schema(token: str, way: Any) -> None:
    response = ask(way(token))
    assert response.status_code == 200
    assert len(response.json()["actions"]) == 42
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert ask(way(token), FEED.replace(".json", ".schema.json")).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "Bearer ",
        "Bearer jtai_feed_wrong",
        "Bearer \x00",
        "Basic !!!",
        "Basic",
        "Basic " + base64.b64encode(b"\xff\xfe:\xff").decode(),
        "Basic " + base64.b64encode(b"no-colon").decode(),
        "Digest username=x",
        " ",
        basic("") + "é",
        bearer("x" * 7_000),
    ],
)
def test_what_is_no_token_gets_401_and_is_told_how(token: str, header: str) -> None:
    response = ask(header)
    assert response.status_code == 401
    assert response.json()["error"].startswith("This feed token opens nothing")
    assert response["WWW-Authenticate"].startswith('Basic realm="Action plan data"')
    assert "Bearer" in response["WWW-Authenticate"]


def test_a_browser_that_is_signed_in_needs_none_and_a_wrong_one_is_still_wrong(
    police: Client,
) -> None:
    assert police.get(FEED).status_code == 200
    assert police.get(FEED, headers={"Authorization": "Bearer x"}).status_code == 401


def test_a_closed_account_and_one_without_a_role_read_nothing(
    police: Client, cast: dict[str, Any]
) -> None:
    cast["police"].memberships.update(starts_on="2020-01-01", ends_on="2020-08-31")
    assert police.get(FEED).status_code == 403
    cast["police"].is_active = False
    cast["police"].save()
    assert police.get(FEED).status_code == 401


def test_it_ends_after_its_last_day(token: str, settings: Any) -> None:
    settings.TODAY = date(2021, 9, 1)
    assert ask(bearer(token)).status_code == 200
    settings.TODAY = date(2021, 9, 2)
    assert ask(bearer(token)).status_code == 401


def test_it_ends_at_once_when_it_is_revoked(administrator: Client, token: str) -> None:
    page = administrator.post(f"/tokens/{row().pk}/revoke/", {"reason": "Leaked"}, follow=True)
    assert "Why it was revoked: Leaked" in said(page)
    assert "“Power BI” is revoked. It opens nothing any more." in said(page)
    assert "Revoked on 1 September 2020" in said(page)
    assert ask(bearer(token)).status_code == 401
    assert ask(basic(token)).status_code == 401
    assert row().history.latest().history_change_reason == "Leaked"


def test_revoking_twice_changes_nothing(administrator: Client, token: str) -> None:
    url = f"/tokens/{row().pk}/revoke/"
    administrator.post(url)
    first = row()
    assert "was revoked before" in said(administrator.post(url, follow=True))
    services.revoke_token(token=first, reason="Again", by=first.issued_by)
    assert row().history.count() == 2
    assert row().revoked_at == first.revoked_at


def test_a_token_that_is_not_there_is_not_found(administrator: Client) -> None:
    assert administrator.get("/tokens/999999/revoke/").status_code == 404


@pytest.mark.parametrize("way", [bearer, basic])
@pytest.mark.parametrize(
    "url",
    [
        *("/plans/sefton-jtai-2019/", "/plans/sefton-jtai-2019/actions/?format=csv"),
        *("/plans/sefton-jtai-2019/data/", "/people/", "/tokens/", "/reports/", "/"),
    ],
)
def test_it_opens_no_other_page(token: str, url: str, way: Any) -> None:
    response = ask(way(token), url)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_it_opens_nothing_from_the_address(token: str) -> None:
    for name in ("token", "access_token", "key"):
        assert Client().get(FEED, {name: token}).status_code == 401


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_changes_nothing(token: str, method: str) -> None:
    program = Client(enforce_csrf_checks=True)
    ways: dict[str, Any] = {"headers": {"Authorization": bearer(token)}}
    assert getattr(program, method)(FEED, **ways).status_code == 405
    own = "/plans/sefton-jtai-2019/actions/2.6/updates/new/"
    assert getattr(program, method)(own, **ways).status_code in (302, 403)


def test_a_plan_that_is_not_there_is_told_only_to_who_may_read(token: str) -> None:
    nowhere = "/plans/nowhere/position.json"
    assert ask(bearer("wrong"), nowhere).status_code == 401
    for url in (nowhere, nowhere.replace(".json", ".schema.json")):
        response = ask(bearer(token), url)
        assert response.status_code == 404
        assert response.json() == {"error": "There is no plan at this address."}


def test_that_it_was_used_is_kept_once_a_day_and_is_no_change(token: str, settings: Any) -> None:
    def writes() -> int:
        with CaptureQueriesContext(connection) as captured:
            ask(bearer(token))
        return sum(query["sql"].startswith("UPDATE") for query in captured)

    assert [writes(), writes()] == [1, 0]
    assert row().last_used_on == date(2020, 9, 1)
    settings.TODAY = date(2020, 9, 2)
    assert writes() == 1
    assert row().last_used_on == date(2020, 9, 2)
    assert row().history.count() == 1


def test_the_data_goes_out_where_its_use_cannot_be_kept(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr("partners.querysets.FeedTokenQuerySet.update", full)
    assert ask(bearer(token)).status_code == 200
    assert row().last_used_on is None


def test_many_wrong_tokens_must_pause_and_a_good_one_need_not(token: str) -> None:
    found = [ask(bearer("wrong")).status_code for _ in range(31)]
    assert found == [401] * 30 + [429]
    slowed = ask(bearer("wrong"))
    assert slowed["Retry-After"] == "300"
    assert slowed.json()["error"].startswith("Too many wrong feed tokens")
    assert ask(bearer(token)).status_code == 200
    elsewhere = Client(REMOTE_ADDR="192.0.2.1").get(FEED, headers={"Authorization": "Bearer x"})
    assert elsewhere.status_code == 401


def test_no_log_line_holds_a_token(
    token: str, administrator: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for header in (bearer(token), basic(token), bearer(token + "x"), basic(token + "x")):
            ask(header)
        second = (
            administrator.post("/tokens/new/", NEW | {"label": "Second"}).context["issued"].token
        )
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert len(lines) >= 6
    assert not any(secret in line for line in lines for secret in (token, second, PREFIX))
    assert not any(basic(token)[6:30] in line for line in lines)
    reads = [json.loads(line) for line in lines if '"path": "/plans/' in line]
    assert [line["feed_token_id"] for line in reads][:2] == [row_of("Power BI").pk] * 2


def row_of(label: str) -> FeedToken:
    found: FeedToken = FeedToken.objects.get(label=label)
    return found


def test_the_list_says_how_each_stands(
    administrator: Client, token: str, cast: dict[str, Any], settings: Any
) -> None:
    assert "No token has been issued" not in said(administrator.get("/tokens/"))
    ask(bearer(token))
    page = said(administrator.get("/tokens/"))
    assert "Last used on 1 September 2020" in page
    assert "Its last day is 1 September 2021" in page
    settings.TODAY = date(2021, 9, 2)
    administrator.force_login(cast["administrator"])
    page = said(administrator.get("/tokens/"))
    assert "Ended" in page
    assert f"/tokens/{row().pk}/revoke/" not in page


def test_the_list_costs_the_same_for_1_token_and_for_30(
    administrator: Client, token: str, cast: dict[str, Any]
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert administrator.get("/tokens/").status_code == 200
        return len(captured)

    few = cost()
    for number in range(29):
        FeedToken.objects.create(
            label=str(number),
            digest=str(number),
            ends_on="2021-09-01",
            issued_by=cast["chair"],
            revoked_by=cast["police"],
            revoked_at="2020-09-01T09:00Z",
        )
    assert cost() == few


def test_a_program_costs_the_same_at_42_actions_and_at_420(token: str, plan: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert ask(bearer(token)).status_code == 200
        return len(captured)

    ask(bearer(token))
    few = cost()
    grow(plan, 10)
    assert cost() == few <= 15


def test_where_none_was_issued_the_list_says_so(administrator: Client) -> None:
    assert "No token has been issued" in said(administrator.get("/tokens/"))
    assert 'href="/tokens/"' in said(administrator.get("/people/"))


def test_who_revoked_it_and_when_are_kept_together(cast: dict[str, Any], token: str) -> None:
    with pytest.raises(IntegrityError, match="feed_token_revoked"), transaction.atomic():
        FeedToken.objects.update(revoked_by=cast["chair"])


def test_a_digest_is_the_same_for_the_same_token_only() -> None:
    assert digest("a") == digest("a") != digest("b")
    assert token_in(basic("with:colons:in it")) == "with:colons:in it"
