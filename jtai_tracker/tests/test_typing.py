"""Nothing typed is lost, in a real browser: a session that ends, another tab, a page left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from actions.models import ProgressUpdate
from partners.models import KeptForm

pytestmark = pytest.mark.browser

FORM = "/plans/sefton-jtai-2019/actions/2.6/updates/new/"
TEXT = ("Zeile – ŵŷ ✓ “quoted” <b>&amp;</b> 100%\n\n\tand more. " * 70)[:3000].strip()


def type_and_lose_the_session(page: Page) -> None:
    page.goto(FORM)
    page.get_by_label("What happened?").fill(TEXT)
    page.get_by_label("At risk", exact=True).check()
    Session.objects.all().delete()
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_label("E-mail address")).to_be_visible()
    assert page.url.endswith(f"?next={FORM}")


def sign_in_again(page: Page, who: str) -> None:
    page.get_by_label("E-mail address").fill(f"{who}@demo.example")
    page.get_by_label("Password", exact=True).fill("jtai-demo-2020")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_after_the_session_ended_the_same_form_opens_with_the_same_text(
    sign_in: Callable[..., Page], javascript: bool
) -> None:
    page = sign_in("police", java_script_enabled=javascript)
    type_and_lose_the_session(page)
    sign_in_again(page, "police")
    assert page.url.endswith(FORM)
    expect(page.get_by_text("It is not saved yet.")).to_be_visible()
    assert page.get_by_label("What happened?").input_value() == TEXT
    expect(page.get_by_label("At risk", exact=True)).to_be_checked()
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text("Your draft on action 2.6 is saved.")).to_be_visible()
    assert ProgressUpdate.objects.drafts().get().narrative == TEXT
    assert not KeptForm.objects.exists()


def test_somebody_else_who_signs_in_there_does_not_see_it(sign_in: Callable[..., Page]) -> None:
    page = sign_in("police")
    type_and_lose_the_session(page)
    sign_in_again(page, "health")
    assert page.get_by_label("What happened?").input_value() == ""
    expect(page.get_by_text("It is not saved yet.")).to_have_count(0)


def test_signing_in_anew_in_another_tab_loses_nothing(sign_in: Callable[..., Page]) -> None:
    page = sign_in("police")
    page.goto(FORM)
    page.get_by_label("What happened?").fill(TEXT)
    other = page.context.new_page()
    other.goto("/updates/")
    other.get_by_role("button", name="Sign out").click()
    other.goto("/updates/")
    sign_in_again(other, "police")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text("It is not saved yet.")).to_be_visible()
    assert page.get_by_label("What happened?").input_value() == TEXT


def test_while_typing_it_is_kept_every_few_seconds(sign_in: Callable[..., Page]) -> None:
    page = sign_in("police")
    page.clock.install()
    page.goto(FORM)
    page.get_by_label("What happened?").fill("Half a sentence")
    with page.expect_response(lambda response: response.status == 204):
        page.clock.fast_forward(20_000)
    assert "Half+a+sentence" in KeptForm.objects.get().answers
    expect(page.get_by_text("What you typed is kept")).to_be_visible()
    storage = page.evaluate(
        "[Object.keys(localStorage).length, Object.keys(sessionStorage).length]"
    )
    assert storage == [0, 0], "nothing of it stays in the browser"
    Session.objects.all().delete()
    page.get_by_label("What happened?").fill("Half a sentence and more")
    page.clock.fast_forward(20_000)
    expect(page.get_by_text("You have been signed out.")).to_be_visible()
    assert "and+more" in KeptForm.objects.get().answers


def test_leaving_the_page_keeps_what_was_typed(sign_in: Callable[..., Page]) -> None:
    page = sign_in("police")
    page.goto(FORM)
    page.get_by_label("What happened?").fill("Half a sentence")
    page.get_by_role("link", name="What I owe").click()
    expect(page.get_by_role("heading", name="What I owe")).to_be_visible()
    page.goto(FORM)
    assert page.get_by_label("What happened?").input_value() == "Half a sentence"
    page.get_by_role("button", name="Throw it away and start afresh").click()
    expect(page.get_by_label("What happened?")).to_have_value("")


def test_a_double_click_files_one_update(sign_in: Callable[..., Page]) -> None:
    page = sign_in("police", java_script_enabled=False)
    page.goto(FORM)
    page.get_by_label("What happened?").fill("Once")
    page.get_by_label("On track", exact=True).check()
    page.get_by_label("Too early to say").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Submit update").dblclick()
    expect(page.get_by_role("heading", name="Update filed")).to_be_visible()
    page.go_back()
    page.reload()
    assert filed() == 1
    expect(page.get_by_role("heading", name="Update filed")).to_be_visible()
    page.reload()
    assert filed() == 1


def filed() -> Any:
    return ProgressUpdate.objects.submitted().filter(narrative="Once").count()
