"""Settings from the environment: typed, and loud when wrong."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from jtai_tracker import env


def test_a_flag_is_1_or_0_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for written, value in (("1", True), ("0", False), ("", True)):
        monkeypatch.setenv("DEBUG", written)
        assert env.flag("DEBUG", default=True) is value
    monkeypatch.setenv("DEBUG", "True")
    with pytest.raises(ImproperlyConfigured, match="DEBUG must be 1 or 0, not 'True'"):
        env.flag("DEBUG", default=False)


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        env.text("SECRET_KEY")


def test_a_day_is_written_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TODAY", "2020-09-01")
    assert env.day("TODAY") == date(2020, 9, 1)
    monkeypatch.setenv("TODAY", "1 September")
    with pytest.raises(ImproperlyConfigured, match="TODAY must be a date"):
        env.day("TODAY")


def test_a_list_is_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example,")
    assert env.names("ALLOWED_HOSTS") == ["a.example", "b.example"]
    monkeypatch.setenv("ALLOWED_HOSTS", ",")
    with pytest.raises(ImproperlyConfigured, match="ALLOWED_HOSTS must be a list"):
        env.names("ALLOWED_HOSTS")


@pytest.mark.parametrize("written", ["nonsense", "mongo://host/name"])
def test_a_database_of_no_kind_that_we_know_is_said(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", written)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must be an address"):
        env.database("DATABASE_URL")


def test_an_e_mail_address_of_a_server_is_read_whole() -> None:
    found = env.email("smtp://post:p%40ss@mail.example:2525")
    assert found["EMAIL_HOST_PASSWORD"] == "p@ss"
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == (2525, True)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL must be"):
        env.email("mail.example")
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL must be"):
        env.email("smtp://mail.example:abc")


@pytest.mark.django_db
def test_sqlite_waits_for_its_turn_and_keeps_foreign_keys() -> None:
    if connection.vendor != "sqlite":
        assert "transaction_mode" not in settings.DATABASES["default"].get("OPTIONS", {})
        return
    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "busy_timeout", "foreign_keys", "synchronous")
        }
    assert found == {
        "journal_mode": "wal",
        "busy_timeout": 20000,
        "foreign_keys": 1,
        "synchronous": 2,
    }
