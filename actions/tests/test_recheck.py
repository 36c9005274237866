"""Looking again at what was signed off: it holds, or the action is opened again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from actions.models import Action, Closure, Plan, Recheck, ReportingPeriod
from actions.position import action_position
from actions.services import corrections
from actions.stands import Status
from actions.tests.proposing import TODAY, another_chair, closure_of, file, leads, on, text, url_of
from partners.models import Partner

ACTION = "/plans/sefton-jtai-2019/actions/2.7/"
SIGNED_OFF = date(2020, 8, 12)
DAY = timedelta(days=1)
WHY, FOUND = "The audit of August shows delays", "Audit of ten cases: nine within a day"


@pytest.fixture
def closure(plan: Plan) -> Closure:
    """What the board signed off for the Police: action 2.7."""
    return closure_of("2.7")


@pytest.fixture
def reopening() -> dict[str, str]:
    return {**on(TODAY, "reopened_on"), "reopened_reason": WHY, "reopened_minute_ref": "Item 2"}


@pytest.fixture
def check() -> dict[str, str]:
    once_more = on(date(2021, 3, 1), "next_on")
    return {**on(TODAY, "checked_on"), **once_more, "found": FOUND, "minute_ref": "Item 3"}


def status(day: date = TODAY) -> Status:
    return action_position(Action.objects.with_partners().get(ref="2.7"), day).status


# --- Opened again ----------------------------------------------------------------------------


def test_a_re_opened_action_is_open_from_its_day_and_keeps_the_sign_off_on_record(
    chair: Client, cast: dict[str, Any], closure: Closure, reopening: dict[str, str]
) -> None:
    answers = {**reopening, **on(TODAY - DAY, "reopened_on")}
    response = chair.post(url_of(closure, "re-open/"), answers, follow=True)
    assert response.redirect_chain == [(ACTION, 302)]
    page = text(response)
    assert "Action 2.7 is open again from 31 August 2020. It needs a new update from" in page
    assert "Re-opened on 31 August 2020, as Chair of the Board recorded." in page
    assert "Signed off on 12 August 2020" in page
    closure.refresh_from_db()
    assert (closure.outcome, closure.reopened_by) == ("signed_off", cast["chair"])
    assert closure.reopened_minute_ref == "Item 2"
    assert closure.history.latest().history_change_reason == WHY
    days = (SIGNED_OFF, TODAY - 2 * DAY, TODAY - DAY)
    assert [status(day) for day in days] == [Status.CLOSED, Status.CLOSED, Status.RETURNED]


def test_an_earlier_day_does_not_know_that_it_was_re_opened(
    chair: Client, closure: Closure, reopening: dict[str, str]
) -> None:
    chair.post(url_of(closure, "re-open/"), reopening)
    assert WHY not in text(chair.get(f"{ACTION}?as_at=2020-08-31"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reopened_reason": " "}, "Enter why it is re-opened"),
        ({"reopened_reason": "x" * 5001}, "must be 5,000 characters or fewer"),
        ({"reopened_minute_ref": "x" * 201}, "The minute reference must be 200 characters"),
        ({"reopened_on_0": ""}, "must include a day"),
        (on(TODAY + DAY, "reopened_on"), "The day must be today or in the past"),
        (on(SIGNED_OFF - DAY, "reopened_on"), "It was signed off on 12 August 2020. Enter that"),
    ],
)
def test_what_cannot_be_re_opened_comes_back_with_a_sentence(
    chair: Client,
    closure: Closure,
    reopening: dict[str, str],
    changes: dict[str, str],
    sentence: str,
) -> None:
    response = chair.post(url_of(closure, "re-open/"), {**reopening, **changes})
    assert text(response).count(sentence) == 2, "in the summary and at its question"
    assert status() == Status.CLOSED


@pytest.mark.parametrize(("day", "refused"), [(28, True), (29, False)])
def test_no_report_that_was_issued_is_opened_again(
    chair: Client, closure: Closure, reopening: dict[str, str], day: int, refused: bool
) -> None:
    ReportingPeriod.objects.filter(cut_off="2020-08-28").update(issued_on="2020-08-31")
    answers = {**reopening, **on(date(2020, 8, day), "reopened_on")}
    page = text(chair.post(url_of(closure, "re-open/"), answers))
    assert ("Enter a day after 28 August 2020" in page) is refused
    assert (status() == Status.CLOSED) is refused


def test_what_was_checked_and_held_on_a_day_is_not_open_before_it(
    chair: Client, closure: Closure, reopening: dict[str, str], check: dict[str, str]
) -> None:
    chair.post(url_of(closure, "re-check/"), {**check, **on(date(2020, 8, 25), "checked_on")})
    answers = {**reopening, **on(date(2020, 8, 24), "reopened_on")}
    page = text(chair.post(url_of(closure, "re-open/"), answers))
    assert "It was checked on 25 August 2020 and held then. Enter that day or a later one" in page


def test_pressing_re_open_twice_records_it_once(
    chair: Client, closure: Closure, reopening: dict[str, str]
) -> None:
    for _ in range(2):
        assert chair.post(url_of(closure, "re-open/"), reopening)["Location"] == ACTION
    assert closure.history.exclude(reopened_on=None).count() == 1


def test_what_is_not_signed_off_any_more_can_be_neither_re_opened_nor_checked(
    chair: Client,
    cast: dict[str, Any],
    closure: Closure,
    reopening: dict[str, str],
    check: dict[str, str],
) -> None:
    chair.post(url_of(closure, "re-open/"), reopening)
    second = Client()
    second.force_login(another_chair())
    for page, answers in (("re-open/", reopening), ("re-check/", check), ("re-open/", {})):
        for response in (
            second.post(url_of(closure, page), answers, follow=True),
            second.get(url_of(closure, page), follow=True),
        ):
            assert response.redirect_chain == [(url_of(closure), 302)]
            assert "It was opened again on 1 September 2020." in text(response)
    assert closure.history.exclude(reopened_on=None).count() == 1
    assert not Recheck.objects.exists()
    proposed = closure_of("1.9")
    assert "awaits the board's decision" in text(
        chair.post(url_of(proposed, "re-check/"), check, follow=True)
    )


def test_after_a_re_opening_the_lead_must_write_and_the_board_sign_off_once_more(
    chair: Client,
    police: Client,
    cast: dict[str, Any],
    closure: Closure,
    reopening: dict[str, str],
) -> None:
    chair.post(url_of(closure, "re-open/"), reopening)
    action = Action.objects.with_partners().get(ref="2.7")
    held = corrections.still_holds(action, action.owner)
    assert held == closure.proposed_by
    assert held is not None
    assert "The board re-opened it" in corrections.what_changed(action, action.owner, held)
    page = text(police.get(ACTION))
    assert "The board re-opened this on 1 September 2020." in page
    assert "Write an update" in page
    assert not Closure.objects.filter(action=action, outcome="proposed").exists()
    file("2.7", cast["police"], narrative="Done again")
    again = Closure.objects.get(action=action, outcome="proposed")
    assert (again.proposed_by.narrative, status()) == ("Done again", Status.AWAITING)


def test_no_change_filed_past_the_form_proposes_nothing_that_was_re_opened(
    chair: Client, cast: dict[str, Any], closure: Closure, reopening: dict[str, str]
) -> None:
    chair.post(url_of(closure, "re-open/"), reopening)
    held = closure.proposed_by
    said = type(held).objects.get(pk=held.pk)
    said.pk, said.confirms_id, said.as_at = None, held.pk, TODAY
    said._state.adding = True
    said.save()
    from actions import effects

    effects.settle_proposal(said, by=cast["police"])
    assert not Closure.objects.filter(action=closure.action, outcome="proposed").exists()


# --- Checked again ---------------------------------------------------------------------------


def test_a_check_is_recorded_and_the_action_stays_signed_off(
    chair: Client, cast: dict[str, Any], closure: Closure, check: dict[str, str]
) -> None:
    Closure.objects.filter(pk=closure.pk).update(recheck_on=TODAY)
    page = text(chair.get("/sign-offs/"))
    assert "To be checked again: 1" in page
    assert f'href="{url_of(closure, "re-check/")}"' in page
    response = chair.post(url_of(closure, "re-check/"), check, follow=True)
    assert response.redirect_chain == [("/sign-offs/", 302)]
    page = text(response)
    words = "The check of action 2.7 is recorded. It is to be checked once more on 1 March 2021."
    assert words in page
    assert "Nothing that was signed off is due to be checked." in page
    found = Recheck.objects.get()
    facts = (found.checked_on, found.next_on, found.checked_by, found.minute_ref)
    assert facts == (TODAY, date(2021, 3, 1), cast["chair"], "Item 3")
    assert (found.history.latest().history_change_reason, status()) == (FOUND, Status.CLOSED)
    page = text(chair.get(ACTION))
    assert page.count(FOUND) == 2, "among the decisions and in the history"
    assert "Checked on 1 September 2020: it still held." in page
    assert FOUND not in text(chair.get(f"{ACTION}?as_at=2020-08-31"))


def test_without_a_next_day_it_need_not_be_checked_once_more(
    chair: Client, closure: Closure, check: dict[str, str]
) -> None:
    answers = {**check, **dict.fromkeys(on(TODAY, "next_on"), ""), "minute_ref": ""}
    page = text(chair.post(url_of(closure, "re-check/"), answers, follow=True))
    assert "It need not be checked once more." in page
    assert Recheck.objects.get().next_on is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"found": " "}, "Enter what was looked at, and what it showed"),
        ({"found": "x" * 5001}, "must be 5,000 characters or fewer"),
        ({"minute_ref": "x" * 201}, "The minute reference must be 200 characters or fewer"),
        (on(TODAY + DAY, "checked_on"), "The day must be today or in the past"),
        (on(SIGNED_OFF - DAY, "checked_on"), "It was signed off on 12 August 2020. Enter that"),
        (on(TODAY, "next_on"), "The day to check it once more must be after today"),
        ({"next_on_0": ""}, "The day to check it once more must include a day"),
    ],
)
def test_a_check_that_cannot_be_recorded_comes_back_with_a_sentence(
    chair: Client,
    closure: Closure,
    check: dict[str, str],
    changes: dict[str, str],
    sentence: str,
) -> None:
    response = chair.post(url_of(closure, "re-check/"), {**check, **changes})
    assert text(response).count(sentence) == 2, "in the summary and at its question"
    assert not Recheck.objects.exists()


def test_pressing_the_button_twice_records_one_check_and_another_that_day_is_refused(
    chair: Client, cast: dict[str, Any], closure: Closure, check: dict[str, str]
) -> None:
    for _ in range(2):
        assert chair.post(url_of(closure, "re-check/"), check)["Location"] == "/sign-offs/"
    second = Client()
    second.force_login(another_chair())
    for client, found in ((chair, "Another"), (second, FOUND)):
        page = text(client.post(url_of(closure, "re-check/"), {**check, "found": found}))
        assert "A check on 1 September 2020 is on record already. Enter a later day" in page
    assert Recheck.history.count() == 1


@pytest.mark.parametrize("page", ["re-open/", "re-check/"])
def test_the_partner_itself_neither_re_opens_nor_checks(
    cast: dict[str, Any],
    closure: Closure,
    reopening: dict[str, str],
    check: dict[str, str],
    page: str,
) -> None:
    client = Client()
    client.force_login(leads(another_chair(), "POL"))
    shown = text(client.get(url_of(closure, page)))
    assert f"You file updates for {Partner.objects.get(code='POL').name}" in shown
    assert "<textarea" not in shown
    assert client.post(url_of(closure, page), {**reopening, **check}).status_code == 403
    assert (status(), Recheck.objects.count()) == (Status.CLOSED, 0)


# --- The lead's list -------------------------------------------------------------------------


def test_the_lead_s_list_asks_for_an_update_of_what_the_board_re_opened(
    chair: Client,
    police: Client,
    cast: dict[str, Any],
    closure: Closure,
    reopening: dict[str, str],
) -> None:
    def row() -> Any:
        [found] = police.get("/updates/").context["rounds"]
        return next(row for row in found.rows if row.action.ref == "2.7")

    assert (row().owing.name, row().sent_back) == ("SIGNED_OFF", None)
    chair.post(url_of(closure, "re-open/"), reopening)
    assert (row().owing.name, row().missing, row().confirmable) == ("NEEDED", True, False)
    page = text(police.get("/updates/"))
    assert "The board re-opened this on 1 September 2020." in page
    assert page.count(WHY) == 1
    assert WHY in text(police.get(f"{ACTION}updates/new/")), "beside the form too"
    file("2.7", cast["police"])
    assert (row().sent_back, WHY in text(police.get("/updates/"))) == (None, False)


def test_the_lead_s_list_asks_nothing_more_of_what_was_signed_off_since_the_cut_off(
    chair: Client, police: Client, plan: Plan
) -> None:
    def row() -> Any:
        [found] = police.get("/updates/").context["rounds"]
        assert found.cut_off_passed
        return next(row for row in found.rows if row.action.ref == "1.11")

    assert row().owing.name == "SUBMITTED"
    board = str(plan.bodies.all()[0].pk)
    decided = {**on(TODAY), "outcome": "signed_off", "body": board, "minute_ref": "Item 6"}
    chair.post(url_of(closure_of("1.11")), {**decided, **on(date(2021, 3, 1), "recheck_on")})
    assert (row().owing.name, row().missing) == ("SIGNED_OFF", False)
