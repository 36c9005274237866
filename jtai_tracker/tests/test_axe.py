"""Every page for each role, wide and narrow: no axe violation, no sideways scroll, no error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, expect

from actions.models import Plan, ProgressUpdate, Reminder, ReportingPeriod
from actions.services import challenges, evidence
from actions.tests.challenging import asked, asked_on, step
from actions.tests.good_files import PDF
from actions.tests.proving import page_for, police_update
from jtai_tracker import clock
from partners.models import FeedToken, User

pytestmark = pytest.mark.browser

PLAN = "/plans/sefton-jtai-2019/"
EVERYONE = [PLAN, f"{PLAN}?as_at=2020-08-28", f"{PLAN}actions/", f"{PLAN}actions/4.8/", "/reports/"]
EVERYONE += [
    f"{PLAN}meetings/",
    f"{PLAN}exceptions/",
    f"{PLAN}exceptions/?list=off-track",
    f"{PLAN}dates-moved/",
    f"{PLAN}coverage/",
]
EVERYONE += [f"{PLAN}challenges/"]
PACK = [
    f"{PLAN}board-pack/?as_at=2020-08-28",
    f"{PLAN}board-pack/?as_at=no&since=2021-01-01",
    f"{PLAN}board-pack.html?as_at=2020-08-28",
]
MANAGED = [
    "/plans/new/",
    f"{PLAN}settings/",
    f"{PLAN}structure/",
    f"{PLAN}structure/priority-areas/new/",
    f"{PLAN}structure/findings/new/",
    f"{PLAN}meetings/new/",
    f"{PLAN}meetings/new/{{body}}/2020-12-08/",
    f"{PLAN}meetings/{{board}}/move/",
    f"{PLAN}meetings/{{committee}}/move/",
]
SEARCH = [f"{PLAN}search/?text={text}" for text in ("", "referral", "zzzz")]
HISTORY = f"{PLAN}actions/4.8/history/"
ACCOUNT = ["/accessibility/", "/privacy/", "/accounts/logout/", "/accounts/password/change/"]
REPORT = ["/reports/{report}/", "/reports/{report}/report.html", "/reports/{report}/appendix.html"]
REMINDERS = ["/reminders/sent/", "/reminders/sent/{unknown}/"]
STRUCTURE = [
    f"{PLAN}measures/",
    *(f"{PLAN}measures/{page}/" for page in ("new", "M1/change", "M1/withdraw")),
    f"{PLAN}actions/new/",
    *(f"{PLAN}actions/2.6/{page}/" for page in ("change", "owner", "withdraw", "milestones")),
]
PEOPLE = ["/people/", "/people/1/hand-over/", "/people/partners/new/", "/people/partners/1/change/"]
PEOPLE += ["/tokens/", "/tokens/new/", "/tokens/{token}/revoke/"]
PAGES = {
    "health": [
        *EVERYONE,
        "/updates/",
        *(f"{PLAN}actions/{form}" for form in ("2.6/updates/new/", "1.2/updates/no-change/")),
        f"{PLAN}?as_at=no",
    ],
    "police": [
        *EVERYONE,
        "/updates/",
        "/reminders/",
        f"{PLAN}actions/2.6/updates/new/",
        REPORT[0],
        *ACCOUNT,
    ],
    "chair": [
        *EVERYONE,
        *REPORT,
        *(f"{PLAN}?as_at=2020-08-28&since={day}" for day in ("2020-06-30", "soon")),
        f"{PLAN}?as_at=2020-03-30",
        f"{PLAN}actions/?rating=complete&partner=HEA&text=zzz",
    ],
    "board-member": [*EVERYONE, f"{PLAN}data/", HISTORY, *SEARCH, f"{PLAN}search/", *PACK],
    "democratic-services": [*EVERYONE, *REPORT, *MANAGED, *REMINDERS, *STRUCTURE],
    "administrator": [*EVERYONE, *PEOPLE, f"{PLAN}data/", f"{PLAN}actions/9.9/", "/updates/"],
}
RUN_AXE = "axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].target))"


def problems(page: Page, address: str, axe: str) -> list[str]:
    found: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 40" not in message.text:
            found.append(message.text)

    page.on("console", complain)
    page.goto(address)
    found += page.evaluate(f"{axe};{RUN_AXE}")
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("scrolls sideways")
    page.remove_listener("console", complain)
    return [f"{address} {problem}" for problem in found]


def a_feed_token() -> FeedToken:
    return FeedToken.objects.create(
        label="A long name " * 9,
        digest=uuid4().hex,
        ends_on="2021-09-01",
        issued_by=User.objects.get(email="administrator@demo.example"),
    )


def an_unknown_reminder() -> Reminder:
    return Reminder.objects.create(
        recipient=f"{'long-address' * 5}@demo.example",
        period=ReportingPeriod.objects.earliest("cut_off"),
        stage="one_day",
        state="unknown",
        message_id="<unknown@demo.example>",
        claimed_at=clock.now(),
        problem="The text went out, but the mail server did not say whether it took it.",
    )


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("role", PAGES)
def test_no_page_has_a_violation(sign_in: Callable[..., Page], role: str, width: int) -> None:
    from actions.models import Meeting
    from reports.models import CommitteeReport

    axe = (settings.BASE_DIR / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    page = sign_in(role, viewport={"width": width, "height": 900})
    period = CommitteeReport.objects.get().period
    board = Meeting.objects.get(held_on="2020-10-14")
    keys = {
        "report": period.committee_report.pk,
        "committee": period.meeting_id,
        "board": board.pk,
        "body": board.body_id,
        "unknown": an_unknown_reminder().pk,
        "token": a_feed_token().pk,
    }
    addresses = [address.format(**keys) for address in PAGES[role]]
    assert [found for address in addresses for found in problems(page, address, axe)] == []


@pytest.mark.parametrize("width", [1280, 320])
def test_the_form_with_errors_and_check_your_answers(
    sign_in: Callable[..., Page], width: int
) -> None:
    axe = (settings.BASE_DIR / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    page = sign_in("police", viewport={"width": width, "height": 900})
    page.goto(f"{PLAN}actions/2.6/updates/new/")
    page.get_by_label("Off track", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    assert page.title().startswith("Error: ")
    assert page.evaluate(f"{axe};{RUN_AXE}") == []
    page.get_by_label("On track", exact=True).check()
    page.get_by_label("Too early to say").check()
    page.get_by_label("What happened?").fill("Referrals go out on the same day.")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    assert page.evaluate(f"{axe};{RUN_AXE}") == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.parametrize("width", [1280, 320])
def test_what_comes_after_filing_and_two_texts_on_one_action(
    sign_in: Callable[..., Page], width: int
) -> None:
    from actions.models import ProgressUpdate

    axe = (settings.BASE_DIR / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    page = sign_in("police", viewport={"width": width, "height": 900})

    def look() -> None:
        assert page.evaluate(f"{axe};{RUN_AXE}") == [], page.url
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")

    page.goto(f"{PLAN}actions/2.6/updates/new/")
    page.get_by_label("What happened?").fill("Half")
    other = page.context.new_page()
    other.goto(f"{PLAN}actions/2.6/updates/no-change/")
    other.get_by_label("How do you know").fill("Checked with the duty team.")
    other.get_by_role("button", name="File", exact=True).click()
    expect(other.get_by_role("heading", name="Update filed")).to_be_visible()
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_role("heading", name="Two texts on one action")).to_be_visible()
    look()
    page.goto(f"{PLAN}actions/2.6/updates/new/")
    expect(page.get_by_text("It is not saved yet.")).to_be_visible()
    look()
    filed = ProgressUpdate.objects.submitted().filter(confirms__isnull=False).latest("pk").pk
    for what in ("filed", "correct", "withdraw"):
        page.goto(f"/updates/{filed}/{what}/")
        look()
        if what != "filed":
            page.get_by_role("button").last.click()
            expect(page.get_by_role("alert")).to_contain_text("There is a problem")
            look()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_of_a_new_due_date(sign_in: Callable[..., Page], width: int) -> None:
    from actions.models import DateChange

    axe = (settings.BASE_DIR / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    lead = sign_in("police", viewport={"width": width, "height": 900})
    form = f"{PLAN}actions/2.6/dates/new/"
    assert [
        found for ref in ("2.6", "2.7") for found in problems(lead, form.replace("2.6", ref), axe)
    ] == []
    why_past = lead.get_by_label("Why does the new date lie in the past already?")
    lead.goto(form)
    for box, text in (("Day", "31"), ("Month", "Aug"), ("Year", "2020")):
        expect(why_past).to_be_hidden()
        lead.get_by_label(box, exact=True).fill(text)
    expect(why_past).to_be_visible()
    lead.get_by_role("button", name="Ask for this date").click()
    expect(lead.get_by_role("alert")).to_contain_text("Enter why the new date lies in the past")
    assert lead.evaluate(f"{axe};{RUN_AXE}") == []
    lead.get_by_label("Month", exact=True).fill("12")
    lead.get_by_label("Why does the date have to move?").fill("Staff are redeployed until autumn.")
    lead.get_by_role("button", name="Ask for this date").click()
    expect(lead.get_by_text("awaits the board's decision").first).to_be_visible()
    asked = DateChange.objects.awaiting_decision().get().pk
    own = [f"{PLAN}actions/2.6/", form, f"/dates/{asked}/withdraw/"]
    chair = sign_in("chair", viewport={"width": width, "height": 900})
    to_decide = [f"{PLAN}actions/2.6/", "/dates/", f"/dates/{asked}/decide/"]
    found = [problem for address in own for problem in problems(lead, address, axe)]
    found += [problem for address in to_decide for problem in problems(chair, address, axe)]
    assert found == []
    chair.get_by_role("button", name="Record the decision").click()
    expect(chair.get_by_role("alert")).to_contain_text("Enter the minute reference")
    assert chair.evaluate(f"{axe};{RUN_AXE}") == []
    chair.get_by_label("Agreed").check()
    for box, text in (("Day", "1"), ("Month", "9"), ("Year", "2020")):
        chair.get_by_label(box, exact=True).fill(text)
    chair.get_by_label("Health and Wellbeing Board").check()
    chair.get_by_label("Minute reference").fill("Item 4")
    chair.get_by_role("button", name="Record the decision").click()
    expect(chair.get_by_text("moved once, originally 31 October 2020")).to_be_visible()
    after = ["/dates/", f"/dates/{asked}/decide/", f"{PLAN}actions/2.6/"]
    assert [problem for address in after for problem in problems(chair, address, axe)] == []


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_of_a_sign_off(
    sign_in: Callable[..., Page],
    cast: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    width: int,
) -> None:
    from actions.models import Closure

    # So that both lists have pages.
    monkeypatch.setattr("actions.views.signing_off.PAGE", 3)
    axe = (settings.BASE_DIR / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    found = {c.action.ref: c.pk for c in Closure.objects.select_related("action")}
    said = Closure.objects.get(action__ref="1.9").proposed_by
    link = f"https://example.org/{'a-long-address' * 9}"
    evidence.add_link(update=said, title="Rota " * 20, link=link, by=cast["health"])
    said.action.milestones.create(title="Posts filled")
    Closure.objects.filter(outcome="signed_off").update(recheck_on="2020-08-31")
    page = sign_in("chair", viewport={"width": width, "height": 900})
    decide, signed_off = f"/sign-offs/{found['1.9']}/", f"/sign-offs/{found['2.7']}/"
    opened = ["/sign-offs/", "/sign-offs/?page=2&checks=2", decide, signed_off]
    opened += [f"{signed_off}re-open/", f"{signed_off}re-check/"]
    opened += [f"{PLAN}actions/{ref}/" for ref in ("1.9", "2.7")]
    assert [problem for address in opened for problem in problems(page, address, axe)] == []

    def refused(address: str, button: str) -> None:
        page.goto(address)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert")).to_contain_text("There is a problem")
        assert page.evaluate(f"{axe};{RUN_AXE}") == [], address
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")

    refused(f"{signed_off}re-open/", "Re-open the action")
    refused(f"{signed_off}re-check/", "Record that it still holds")
    refused(decide, "Record the decision")
    why, again = page.get_by_label("Why is it returned?"), page.get_by_text("to be checked again?")
    expect(why).to_be_hidden()
    page.get_by_label("Sign off", exact=True).check()
    expect(again).to_be_visible()
    page.get_by_label("Return", exact=True).check()
    expect(again).to_be_hidden()
    why.fill(f"The posts are filled for three months only. {'x' * 300}")
    for box, text in (("Day", "1"), ("Month", "9"), ("Year", "2020")):
        decided = page.get_by_role("group", name="When was it decided?")
        decided.get_by_label(box, exact=True).fill(text)
    page.get_by_label("Health and Wellbeing Board").check()
    page.get_by_label("Minute reference").fill("x" * 200)
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("alert")).to_contain_text("Action 1.9 is returned to Health partners")
    assert page.evaluate(f"{axe};{RUN_AXE}") == []
    assert problems(page, decide, axe) == []
    lead = sign_in("health", viewport={"width": width, "height": 900})
    own = ["/updates/", f"{PLAN}actions/1.9/", f"{PLAN}actions/1.9/updates/new/"]
    assert [problem for address in own for problem in problems(lead, address, axe)] == []
    expect(lead.get_by_text("three months only")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_evidence_attached_refused_and_withdrawn(
    sign_in: Callable[..., Page], cast: dict[str, Any], width: int
) -> None:
    axe = (settings.BASE_DIR / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    page = sign_in("police", viewport={"width": width, "height": 900})
    update, by = police_update(), cast["police"]
    address = page_for(update)
    link = f"https://example.org/{'a-long-address' * 9}"
    evidence.add_link(update=update, title="Minutes of the board", link=link, by=by)
    page.goto(address)
    page.get_by_label("Or a file").set_input_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"<html>"}
    )
    page.get_by_role("button", name="Add evidence").click()
    expect(page.get_by_role("alert")).to_contain_text("whatever its name says")
    assert page.evaluate(f"{axe};{RUN_AXE}") == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    page.get_by_label("Or a file").set_input_files(
        {"name": "Audit of June.pdf", "mimeType": "text/plain", "buffer": PDF}
    )
    page.get_by_role("button", name="Add evidence").click()
    expect(page.get_by_role("alert")).to_contain_text("“Audit of June” is attached as evidence")
    withdraw = page.get_by_role("link", name="Withdraw Audit of June").get_attribute("href")
    opened = [address, str(withdraw), page.url]
    assert [found for each in opened for found in problems(page, each, axe)] == []


@pytest.mark.parametrize("width", [1280, 320])
def test_a_feed_token_is_issued_read_with_and_revoked(
    sign_in: Callable[..., Page], width: int
) -> None:
    axe = (settings.BASE_DIR / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    page = sign_in("administrator", viewport={"width": width, "height": 900})
    assert problems(page, "/tokens/", axe) == []
    page.get_by_role("button", name="Issue a token").click()
    page.get_by_role("button", name="Issue the token").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter what it is for")
    assert page.evaluate(f"{axe};{RUN_AXE}") == []
    page.get_by_label("What is it for?").fill("Power BI of the council")
    page.get_by_role("button", name="Issue the token").click()
    expect(page.get_by_role("alert")).to_contain_text("Copy the token of")
    assert page.evaluate(f"{axe};{RUN_AXE}") == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    shown = page.get_by_role("alert").locator("code").inner_text()

    def read() -> int:
        program = Client(headers={"Authorization": f"Bearer {shown}"})
        return program.get(f"{PLAN}position.json").status_code

    assert read() == 200
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("a token is shown only once")
    assert page.evaluate(f"{axe};{RUN_AXE}") == []
    assert shown not in page.content()
    assert FeedToken.objects.count() == 1
    page.goto("/tokens/")
    assert shown not in page.content()
    expect(page.get_by_text("Last used on 1 September 2020")).to_be_visible()
    page.get_by_role("link", name="Revoke Power BI of the council").click()
    page.get_by_role("button", name="Revoke the token").click()
    expect(page.get_by_role("alert")).to_contain_text("It opens nothing any more")
    assert page.evaluate(f"{axe};{RUN_AXE}") == []
    assert read() == 401


@pytest.mark.parametrize("width", [1280, 320])
def test_a_question_of_the_board_and_what_the_chair_has_read(
    sign_in: Callable[..., Page], plan: Plan, cast: dict[str, Any], width: int
) -> None:
    axe = (settings.BASE_DIR / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    late = asked_on(asked(plan, cast, "2.6", question="unbroken" * 60), date(2020, 8, 3))
    answered = asked(plan, cast, "1.4")
    step(challenges.answer, answered, cast["health"], text="agreed" * 200)
    update = ProgressUpdate.objects.submitted().filter(action__ref="2.6").latest("as_at")
    cast["chair"].memberships.update(starts_on="2020-01-01")
    late_pages = [f"/challenges/{late.pk}/{page}" for page in ("", "escalate/", "withdraw/")]
    pages = {
        "police": ["/updates/", late_pages[0], f"{late_pages[0]}answer/", f"{PLAN}actions/2.6/"],
        "chair": [
            *late_pages,
            *(f"/challenges/{answered.pk}/{page}" for page in ("", "accept/", "ask-again/")),
            f"{PLAN}actions/2.6/challenges/new/?update={update.pk}",
            *(f"{PLAN}{page}" for page in ("challenges/?show=all", "actions/2.6/", "to-read/")),
        ],
    }
    found = []
    for role, addresses in pages.items():
        page = sign_in(role, viewport={"width": width, "height": 900})
        found += [problem for address in addresses for problem in problems(page, address, axe)]
    assert found == []
    first = page.get_by_role("button", name="I have read this update").first
    first.click()
    banner = page.get_by_role("alert")
    expect(banner).to_contain_text("You have read the update of")
    expect(banner).to_be_focused()
    assert page.evaluate(f"{axe};{RUN_AXE}") == []
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("alert")).to_contain_text("is marked as not read")


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_before_signing_in(
    live_server: object, chromium: object, address: str, width: int
) -> None:
    axe = (settings.BASE_DIR / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    context = chromium.new_context(  # type: ignore[attr-defined]  # the fixture is untyped
        base_url=str(live_server), viewport={"width": width, "height": 900}
    )
    assert problems(context.new_page(), address, axe) == []
    context.close()
