"""The cast and the demonstration, for every test."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client


@pytest.fixture(scope="session", autouse=True)
def demonstration_settings() -> None:
    """Pretend the demonstration's own day, and hash passwords fast."""
    from django.conf import settings

    settings.TODAY = date(2020, 9, 1)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Load the demonstration once: tests roll back to it."""
    from reports import demo

    with django_db_blocker.unblock():
        demo.load()


@pytest.fixture
def plan(db: None) -> Any:
    """The demonstration's plan; loaded anew where a browser journey has emptied the database."""
    from actions.models import Plan
    from reports import demo

    return demo.load() or Plan.objects.get(slug="sefton-jtai-2019")


@pytest.fixture
def cast(plan: Any) -> dict[str, Any]:
    """The people of the demonstration, by the part of their address before the @."""
    from reports import demo

    return {user.email.split("@")[0]: user for user in demo.people()}


@pytest.fixture
def police(cast: dict[str, Any]) -> Client:
    """A browser in which the Police lead is signed in."""
    return _signed_in(cast["police"])


@pytest.fixture
def health(cast: dict[str, Any]) -> Client:
    """A browser in which the Health lead is signed in."""
    return _signed_in(cast["health"])


@pytest.fixture
def chair(cast: dict[str, Any]) -> Client:
    """A browser in which the chair is signed in."""
    return _signed_in(cast["chair"])


@pytest.fixture
def democratic_services(cast: dict[str, Any]) -> Client:
    """A browser in which democratic services is signed in."""
    return _signed_in(cast["democratic-services"])


@pytest.fixture
def administrator(cast: dict[str, Any]) -> Client:
    """A browser in which the administrator is signed in."""
    return _signed_in(cast["administrator"])


@pytest.fixture
def stranger(plan: Any) -> Client:
    """A browser in which nobody is signed in."""
    return Client()


def _signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client
