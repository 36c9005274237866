"""A partner lead's month in a real browser: a whole round of twelve actions, with what goes wrong.

It is 15 February 2021; updates for the meeting of 16 March are due by 22 February. The time and
the clicks that it took are printed with `pytest -s`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect

from actions.models import Closure, DateChange, Evidence, Plan, ProgressUpdate

pytestmark = pytest.mark.browser

ACTIONS = "/plans/sefton-jtai-2019/actions/"
TODAY = date(2021, 2, 15)


class Lead:
    """A person at a browser, whose clicks and boxes are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.boxes = page, 0, 0

    def click(self, what: str, name: str, **options: Any) -> None:
        self._press(self.page.get_by_role(what, name=name, **options))  # type: ignore[arg-type]

    def choose(self, label: str) -> None:
        self._press(self.page.get_by_label(label, exact=True))

    def write(self, label: str, text: str) -> None:
        self.page.get_by_role("textbox", name=label).fill(text)
        self.boxes += 1

    def write_date(self, group: str, day: date) -> None:
        boxes = self.page.get_by_role("group", name=group)
        for label, number in zip(
            ("Day", "Month", "Year"), (day.day, day.month, day.year), strict=True
        ):
            boxes.get_by_label(label).fill(str(number))
        self.boxes += 3

    def _press(self, what: Locator) -> None:
        what.click()
        self.page.wait_for_load_state()
        self.clicks += 1

    def at(self, ref: str) -> None:
        """Wait until the form of this action is open."""
        expect(self.page.locator(".govuk-caption-l")).to_contain_text(f"{ref} ")

    def at_risk(self, text: str) -> None:
        self.write("What happened?", text)
        self.choose("At risk")
        self.choose("A date has slipped")
        self.write("What will bring the action back on track?", "A revised timetable is agreed.")
        self.write_date("By when?", date(2021, 4, 30))
        self.choose("Too early to say")

    def submit_and_next(self) -> None:
        self.click("button", "Continue")
        expect(self.page.get_by_role("heading", name="Check your answers")).to_be_visible()
        self.click("button", "Submit and go to the next action")


@pytest.fixture
def february(plan: Plan, cast: dict[str, Any], settings: Any) -> Plan:
    """Twelve of Health's fourteen actions are open: the board has signed two off meanwhile."""
    settings.TODAY = TODAY
    for closure in Closure.objects.filter(action__ref__in=("1.3", "1.9")):
        closure.outcome, closure.decided_on = "signed_off", date(2020, 10, 14)
        closure.decided_by, closure.body = cast["chair"], plan.bodies.first()
        closure.save()
    return plan


def complete_with_evidence(lead: Lead, tmp_path: Path) -> None:
    """1.7: complete, with evidence; one file is refused and another accepted."""
    lead.click("link", "Write an update on action 1.7")
    lead.write("What happened?", "All AED staff are trained; a rota keeps it so.")
    lead.choose("Complete")
    lead.choose("Too early to say")
    lead.click("button", "Save and add evidence")
    fake, real = tmp_path / "register.pdf", tmp_path / "register.csv"
    fake.write_text("<html><script>alert(1)</script></html>")
    real.write_text("Month,Staff trained\nJanuary,41\nFebruary,44\n")
    lead.page.get_by_label("Or a file").set_input_files(fake)
    lead.click("button", "Add evidence")
    expect(lead.page.get_by_role("alert")).to_contain_text("There is a problem")
    lead.write("Title", "Training register")
    lead.page.get_by_label("Or a file").set_input_files(real)
    lead.click("button", "Add evidence")
    expect(lead.page.get_by_text("Training register").first).to_be_visible()
    assert lead.page.get_by_label("What happened?").input_value().startswith("All AED staff")
    lead.submit_and_next()


def lose_the_session(lead: Lead) -> None:
    """1.8: the session ends half way."""
    lead.at("1.8")
    lead.at_risk("The tools are chosen; training slipped to spring.")
    Session.objects.all().delete()
    lead.click("button", "Continue")
    lead.write("E-mail address", "health@demo.example")
    lead.write("Password", "jtai-demo-2020")
    lead.click("button", "Sign in")
    lead.at("1.8")
    expect(lead.page.get_by_text("It is not saved yet.")).to_be_visible()
    assert "training slipped to spring" in lead.page.get_by_label("What happened?").input_value()
    lead.submit_and_next()


def meet_a_colleague(lead: Lead, colleague: Page) -> None:
    """4.3: a colleague saved a draft on it meanwhile."""
    lead.at("4.3")
    sign_in_again(colleague)
    colleague.goto(f"{ACTIONS}4.3/updates/new/")
    colleague.get_by_label("What happened?").fill("The toolkit is out.")
    colleague.get_by_role("button", name="Save as draft").click()
    expect(colleague.get_by_text("Your draft on action 4.3 is saved.")).to_be_visible()
    lead.at_risk("The toolkit was published late; two schools have yet to take it up.")
    lead.click("button", "Continue")
    expect(lead.page.get_by_role("heading", name="Two texts on one action")).to_be_visible()
    expect(lead.page.get_by_text("The toolkit is out.")).to_be_visible()
    lead.click("button", "Go on with my text")
    lead.click("button", "Submit and go to the next action")


def ask_for_a_new_date(lead: Lead) -> None:
    """1.1: late, and a new date is asked for."""
    lead.at("1.1")
    lead.at_risk("The assessment is written; the board has yet to see it.")
    lead.click("button", "Continue")
    lead.click("button", "Submit update")
    lead.click("link", "See the action")
    lead.click("link", "Ask for a new due date")
    lead.write_date("What should the new due date be?", date(2021, 6, 30))
    lead.write("Why does the date have to move?", "Two partners' data came in January.")
    lead.click("button", "Ask for this date")
    expect(lead.page.get_by_text("30 June 2021").first).to_be_visible()
    lead.page.goto(f"{ACTIONS}1.2/updates/new/")


def file_what_has_slipped(lead: Lead) -> None:
    """Five more that have slipped, one after the other."""
    for ref in ("1.2", "1.4", "3.9", "4.4", "4.10"):
        lead.at(ref)
        lead.at_risk(f"Work on {ref} goes on; the date has slipped.")
        lead.submit_and_next()


def say_what_has_not_changed(lead: Lead) -> None:
    """1.5 awaits sign-off and stands as it did; 1.6 missed its promise; 4.2 stands as it did."""
    lead.at("1.5")
    lead.click("link", "Nothing has changed? Say so in one sentence")
    lead.write("How do you know that nothing has changed?", "Checked with the trust today.")
    lead.click("button", "File and go to the next action")
    lead.at("1.6")
    expect(lead.page.get_by_text("“No change” does not fit.")).to_be_visible()
    lead.at_risk("Waiting times fall; two therapists start in March.")
    lead.submit_and_next()
    lead.at("4.2")
    lead.click("link", "Nothing has changed? Say so in one sentence")
    lead.write("How do you know that nothing has changed?", "Both teams work as planned.")
    lead.click("button", "File and go to the next action")


def test_health_files_a_round_of_twelve_actions(
    february: Plan, sign_in: Callable[..., Page], tmp_path: Path
) -> None:
    colleague = sign_in("health")
    page = sign_in("health")
    lead, began = Lead(page), time.monotonic()
    expect(page.get_by_text("2 of 14 of your actions are up to date.")).to_be_visible()
    expect(page.get_by_text("5 working days left")).to_be_visible()
    complete_with_evidence(lead, tmp_path)
    lose_the_session(lead)
    meet_a_colleague(lead, colleague)
    ask_for_a_new_date(lead)
    file_what_has_slipped(lead)
    say_what_has_not_changed(lead)
    expect(page.get_by_text("None of your actions needs an update now.")).to_be_visible()
    seconds = time.monotonic() - began
    print(f"\n12 actions: {seconds:.0f} s, {lead.clicks} clicks, {lead.boxes} boxes filled")  # noqa: T201  # the figures for whoever asks
    lead.click("link", "Back to what I owe")
    expect(page.get_by_text("14 of 14 of your actions are up to date.")).to_be_visible()
    expect(page.get_by_text("30 June 2021, asked for on 15 February 2021")).to_be_visible()
    the_record_holds_the_round()


def sign_in_again(page: Page) -> None:
    page.goto("/updates/")
    page.get_by_label("E-mail address").fill("health@demo.example")
    page.get_by_label("Password", exact=True).fill("jtai-demo-2020")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()


def the_record_holds_the_round() -> None:
    filed = ProgressUpdate.objects.submitted().filter(as_at=TODAY, submitted_at__date=TODAY)
    assert filed.count() == 12
    assert filed.filter(confirms__isnull=False).count() == 2
    assert not ProgressUpdate.objects.drafts().exists()
    assert Evidence.objects.get().title == "Training register"
    assert DateChange.objects.get(outcome="asked").action.ref == "1.1"
    assert Closure.objects.filter(action__ref="1.7", outcome="proposed").count() == 1
