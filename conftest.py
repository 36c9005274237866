"""The cast and the demonstration, for every test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

# A test machine is often root in a closed network: no sandbox, and nothing asked of the outside.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def demonstration_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Pretend the demonstration's own day, hash passwords fast, make room for what is kept."""
    from django.conf import settings

    (settings.BASE_DIR / "var").mkdir(exist_ok=True)
    settings.TODAY = date(2020, 9, 1)
    settings.MEDIA_ROOT = str(tmp_path_factory.mktemp("files"))
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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser, found by `make test` or named by the setting CHROMIUM."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.skip("no Chromium: install it, or name it with CHROMIUM=/path/to/it")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; the tests' own queries are not run on it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def sign_in(live_server: Any, plan: Any, chromium: Any) -> Iterator[Callable[..., Any]]:
    """Return a function that signs somebody in, in a browser of their own, and gives the page."""
    contexts = []

    def signed_in(who: str, **options: Any) -> Any:
        cache.clear()  # the count of sign-ins from one address, which a run of tests would reach
        context = chromium.new_context(base_url=live_server.url, locale="en-GB", **options)
        contexts.append(context)
        page = context.new_page()
        page.goto("/")
        page.get_by_label("E-mail address").fill(f"{who}@demo.example")
        page.get_by_label("Password", exact=True).fill("jtai-demo-2020")
        page.get_by_role("button", name="Sign in").click()
        # A click does not wait for its answer: without this the next page may overtake it.
        page.get_by_role("button", name="Sign out").wait_for()
        return page

    yield signed_in
    for context in contexts:
        context.close()
