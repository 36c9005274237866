"""The main job in a real browser: an update filed, the position changed, the report exported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SignIn = Callable[..., Page]


def file_off_track(page: Page) -> None:
    """Police say that action 2.6 is off track, first without and then with its recovery."""
    page.get_by_role("link", name="2.6 Send police referrals").click()
    expect(page.locator("dl").first).to_contain_text("On track")
    page.get_by_role("button", name="Write an update").click()
    page.get_by_label("What happened?").fill("Two officers have left; referrals wait three days.")
    page.get_by_label("Off track", exact=True).check()
    page.get_by_label("Too early to say").check()
    page.get_by_role("button", name="Continue").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    summary.get_by_role("link", name="Enter what will bring the action back on track").click()
    expect(page.get_by_label("What will bring the action back on track?")).to_be_focused()
    page.get_by_label("Staff or capacity").check()
    page.get_by_label("What will bring the action back on track?").fill("Two officers start.")
    recovery = page.get_by_role("group", name="By when?")
    recovery.get_by_label("Day").fill("31")
    recovery.get_by_label("Month").fill("October")
    recovery.get_by_label("Year").fill("2020")
    page.get_by_label("What do you need from the board?").fill("Agree the cover until then.")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    expect(page.locator("dl")).to_contain_text("31 October 2020")
    page.get_by_role("button", name="Submit update").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_police_file_an_update_that_goes_in_the_next_report(
    sign_in: SignIn, javascript: bool
) -> None:
    page = sign_in("police", java_script_enabled=javascript)
    expect(page.get_by_role("heading", name="What I owe")).to_be_visible()
    file_off_track(page)
    expect(page.get_by_text("falls after the cut-off of 28 August 2020")).to_be_visible()
    expect(page.get_by_text("goes in the next report")).to_be_visible()
    latest = page.locator(".app-timeline__item").first
    expect(latest).to_contain_text("1 September 2020")
    expect(latest).to_contain_text("Merseyside Police, filed by Police lead")
    expect(latest).to_contain_text("Off track")
    expect(latest).to_contain_text("Two officers have left")


def test_the_chair_sees_that_change_and_the_cut_off_as_it_was(sign_in: SignIn) -> None:
    chair = sign_in("chair")
    expect(chair.get_by_role("heading", name="Position as at 1 September 2020")).to_be_visible()
    before = counts(chair)
    assert (before["On track"], before["Off track"]) == (25, 4)
    chair.get_by_role("link", name="Report cut-off, 28 August 2020").click()
    expect(chair.get_by_role("heading", name="Position as at 28 August 2020")).to_be_visible()
    at_cut_off = chair.locator("main").inner_text()

    police = sign_in("police")
    file_off_track(police)
    expect(police.get_by_text("Your update is filed.")).to_be_visible()

    chair.reload()
    assert chair.locator("main").inner_text() == at_cut_off
    chair.get_by_role("link", name="Today, 1 September 2020").click()
    expect(chair.get_by_role("heading", name="Position as at 1 September 2020")).to_be_visible()
    after = counts(chair)
    assert (after["On track"], after["Off track"]) == (24, 5)
    row = chair.get_by_role("row").filter(has_text="2. Communication")
    cell = row.get_by_role("cell").first
    expect(cell).to_contain_text("1")
    expect(cell).to_contain_text("Off track")
    cell.get_by_role("link").click()
    expect(chair.get_by_role("link", name="2.6 Send police referrals")).to_be_visible()


def counts(page: Page) -> dict[str, int]:
    found = {}
    for item in page.locator(".app-counts__item").all():
        number, *words = item.inner_text().split("\n")
        found[next(word for word in words if len(word) > 1)] = int(number)
    return found


def test_democratic_services_previews_and_downloads_each_format(
    sign_in: SignIn, tmp_path: Path
) -> None:
    page = sign_in("democratic-services")
    page.get_by_role("link", name="22 September 2020").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("22 September 2020")
    address = page.url
    for part, heading in (("report", "Progress of the Joint"), ("appendix", "Appendix 1")):
        page.goto(f"{address}{part}.html")
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        expect(page.get_by_text("Draft, not issued").first).to_be_visible()
        page.goto(address)
        for kind, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
            if (part, kind) == ("report", "xlsx"):
                continue
            with page.expect_download() as downloading:
                page.locator(f'a[href$="{part}.{kind}"]').first.click()
            saved: Any = tmp_path / f"{part}.{kind}"
            downloading.value.save_as(saved)
            assert saved.read_bytes().startswith(start)
