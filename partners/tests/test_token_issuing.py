"""Feed tokens: issued, shown in the answer itself, and kept nowhere."""

from __future__ import annotations

import base64
import hashlib
from datetime import date
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client

from jtai_tracker.refused import Refused
from partners import services
from partners.models import FeedToken, KeptForm
from partners.tokens import PREFIX

NEW = {"label": "Power BI", "ends_on_0": "1", "ends_on_1": "9", "ends_on_2": "2021"}


def issue(administrator: Client, **more: str) -> Any:
    response = administrator.post("/tokens/new/", NEW | more)
    assert response.status_code == 201
    return response


def row() -> FeedToken:
    found: FeedToken = FeedToken.objects.get()
    return found


def said(response: Any) -> str:
    return str(response.content.decode())


def all_that_is_kept() -> str:
    """Every value of every table; sessions and the cache also as what their writing stands for."""
    kept = [str(session.get_decoded()) for session in Session.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (a name from the database)
            kept += [str(values) for values in cursor.fetchall()]
        cursor.execute("SELECT value FROM cache")
        kept += [str(base64.b64decode(value)) for (value,) in cursor.fetchall()]
    return "\n".join(kept)


def test_a_token_is_shown_once_in_the_answer_itself(administrator: Client) -> None:
    shown = issue(administrator, reason="Asked for")
    token = shown.context["issued"].token
    assert said(shown).count(token) == 1
    assert "Copy the token of “Power BI” now." in said(shown)
    assert "no-store" in shown["Cache-Control"]
    assert token.startswith(PREFIX)
    assert len(token) >= len(PREFIX) + 43
    for url in ("/tokens/", "/tokens/new/", "/people/"):
        assert token not in said(administrator.get(url))
    line = row().history.get()
    assert (line.history_user.email, line.history_change_reason) == (
        "administrator@demo.example",
        "Asked for",
    )
    assert not hasattr(line, "digest")


def test_no_session_no_cache_and_no_table_keeps_a_token(administrator: Client) -> None:
    cache.set("neighbour", "in the cache")
    mark = administrator.get("/tokens/new/").context["written_by"]
    token = issue(administrator, written_by=mark).context["issued"].token
    kept = all_that_is_kept()
    assert token not in kept
    for there in (hashlib.sha256(token.encode()).hexdigest(), "in the cache", "_auth_user_id"):
        assert there in kept, "or else this test looks in the wrong place"


def test_what_was_typed_for_a_token_is_let_go_of_once_it_is_issued(administrator: Client) -> None:
    mark = administrator.get("/tokens/new/").context["written_by"]
    administrator.post("/tokens/new/", NEW | {"label": "", "written_by": mark})
    assert KeptForm.objects.count() == 1
    issue(administrator, written_by=mark)
    assert not KeptForm.objects.exists()


def test_the_form_opens_with_a_year(administrator: Client) -> None:
    form = administrator.get("/tokens/new/").context["form"]
    assert form["ends_on"].initial == date(2021, 9, 1)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"label": ""}, "Enter what it is for"),
        ({"label": "x" * 151}, "must be 150 characters or fewer"),
        ({"ends_on_2": "2020", "ends_on_1": "8"}, "must be from 1 September 2020"),
        ({"ends_on_2": "2022", "ends_on_0": "2"}, "to 1 September 2022"),
        ({"ends_on_0": "31"}, "must be a real date"),
        ({"ends_on_0": "", "ends_on_1": "", "ends_on_2": ""}, "Enter the last day"),
    ],
)
def test_a_token_that_cannot_be_is_refused(
    administrator: Client, answers: dict[str, str], sentence: str
) -> None:
    page = said(administrator.post("/tokens/new/", NEW | answers))
    assert sentence in page
    assert "There is a problem" in page
    assert not FeedToken.objects.exists()


def test_sent_again_it_issues_none_and_says_what_to_do(administrator: Client) -> None:
    token = issue(administrator).context["issued"].token
    again = administrator.post("/tokens/new/", NEW | {"label": "power bi"})
    assert "was issued already, and a token is shown only once" in said(again)
    assert "If nobody has copied it, revoke it and issue it again" in said(again)
    assert PREFIX not in said(again)
    assert row().digest == hashlib.sha256(token.encode()).hexdigest()


def test_a_label_is_free_again_once_its_token_is_revoked(
    administrator: Client, cast: dict[str, Any]
) -> None:
    issue(administrator)
    services.revoke_token(token=row(), reason="", by=cast["administrator"])
    issue(administrator)
    assert FeedToken.objects.count() == 2


def test_the_service_keeps_the_rules_too(cast: dict[str, Any]) -> None:
    for ends_on in (date(2020, 8, 31), date(2022, 9, 2)):
        with pytest.raises(Refused, match="must be from"):
            services.issue_token(
                answers={"label": "A", "ends_on": ends_on}, reason="", by=cast["administrator"]
            )


def test_only_an_administrator_issues_and_revokes(chair: Client, administrator: Client) -> None:
    issue(administrator)
    assert chair.post("/tokens/new/", NEW | {"label": "Mine"}).status_code == 403
    assert chair.post(f"/tokens/{row().pk}/revoke/").status_code == 403
    assert row().is_good
