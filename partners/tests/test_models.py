"""What the people's own rows keep of themselves."""

from __future__ import annotations

from typing import Any

from django.test import Client


def test_a_change_to_a_user_is_kept_in_history_and_a_sign_in_is_not(cast: dict[str, Any]) -> None:
    chair = cast["chair"]
    before = chair.history.count()
    chair.job_title = "Chair since May"
    chair.save()
    assert chair.history.count() == before + 1
    answer = {"login": chair.email, "password": "jtai-demo-2020"}
    assert Client().post("/accounts/login/", answer).status_code == 302
    chair.refresh_from_db()
    assert chair.last_login is not None
    assert chair.history.count() == before + 1
