"""Asking the board for a new due date, and withdrawing the request."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from actions.models import Action, Closure, DateChange, Plan, ProgressUpdate
from partners.models import Partner

ACTION = "/plans/sefton-jtai-2019/actions/2.6/"
URL = f"{ACTION}dates/new/"
ASK = {
    "moved_to_0": "31",
    "moved_to_1": "December",
    "moved_to_2": "2020",
    "reason": "The rota cannot be staffed before the winter.",
}
PAST = {"moved_to_0": "31", "moved_to_1": "8"}


def on(day: date) -> dict[str, str]:
    return {f"moved_to_{box}": str(n) for box, n in enumerate((day.day, day.month, day.year))}


def requests(ref: str = "2.6") -> list[DateChange]:
    return list(DateChange.objects.filter(action__ref=ref))


def said(client: Client, url: str, answers: dict[str, str] | None = None) -> str:
    """Return the page that comes back: without `answers` when it is opened."""
    response = client.get(url) if answers is None else client.post(url, answers)
    assert response.status_code == 200
    return response.content.decode().replace("&#x27;", "'")


def test_a_lead_asks_and_the_page_of_the_action_says_so(police: Client) -> None:
    response = police.post(URL, ASK, follow=True)
    assert response.redirect_chain == [(ACTION, 302)]
    [asked] = requests()
    assert (asked.moved_from, asked.moved_to) == (date(2020, 10, 31), date(2020, 12, 31))
    assert (asked.requested_by.code, asked.requested_on) == ("POL", date(2020, 9, 1))
    assert (asked.outcome, asked.past_reason) == ("asked", "")
    page = response.content.decode()
    assert "You asked for the new due date 31 December 2020" in page
    text = page.replace("<strong>", "").replace("</strong>", "")
    assert (
        "A new due date, 31 December 2020, was asked for on 1 September 2020"
        " and awaits the board's decision" in text
    )
    assert "Due 31 October 2020." in page, "asking moves nothing"


def test_the_form_shows_the_date_of_now_the_original_and_how_often_it_moved(
    cast: dict[str, Any],
) -> None:
    yot = Client()
    yot.force_login(cast["yot"])
    page = said(yot, URL.replace("2.6", "4.8"))
    for fact in ("30 September 2020", "30 June 2020", "Once"):
        assert fact in page


def test_asking_leaves_who_and_why_in_the_history(police: Client) -> None:
    police.post(URL, ASK)
    row = requests()[0].history.get()
    assert row.history_user.email == "police@demo.example"
    assert row.history_change_reason == ASK["reason"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"moved_to_0": "", "moved_to_1": "", "moved_to_2": ""}, "Enter the new due date"),
        ({"moved_to_1": ""}, "The new due date must include a month"),
        ({"moved_to_1": "2"}, "The new due date must be a real date"),
        ({"moved_to_2": "20"}, "The new due date must have a year of 4 numbers"),
        ({"reason": " "}, "Enter the reason for the new date"),
        ({"reason": "x" * 5001}, "The reason for the new date must be 5,000 characters or fewer"),
        (on(date(2020, 10, 31)), "The action is due on 31 October 2020 already"),
        (on(date(2019, 10, 31)), "The action starts on 1 November 2019. Enter that day or a later"),
        (on(date(2020, 8, 31)), "Enter why the new date lies in the past already"),
    ],
)
def test_what_cannot_be_asked_for_comes_back_with_a_sentence(
    police: Client, changes: dict[str, str], sentence: str
) -> None:
    page = said(police, URL, {**ASK, **changes})
    assert page.count(sentence) >= 2, "in the summary and at its question"
    assert requests() == []


def test_a_date_in_the_past_is_asked_for_with_why(police: Client) -> None:
    police.post(URL, {**ASK, **PAST, "past_reason": "It was done by then."})
    [asked] = requests()
    assert (asked.moved_to, asked.past_reason) == (date(2020, 8, 31), "It was done by then.")
    assert "It was done by then." in said(police, ACTION)


@pytest.mark.parametrize(("day", "past"), [(date(2020, 8, 31), True), (date(2020, 9, 1), False)])
def test_today_is_not_past_and_why_it_is_past_is_kept_only_of_a_past_date(
    police: Client, day: date, past: bool
) -> None:
    police.post(URL, {**ASK, **on(day), "past_reason": "Done since."})
    assert [asked.past_reason for asked in requests()] == ["Done since." if past else ""]


def test_of_today_nobody_is_asked_why_it_is_past(police: Client) -> None:
    assert police.post(URL, {**ASK, **on(date(2020, 9, 1))}).status_code == 302


def test_the_first_day_of_the_action_can_be_asked_for(police: Client) -> None:
    police.post(URL, {**ASK, **on(date(2019, 11, 1)), "past_reason": "As planned."})
    assert len(requests()) == 1


def test_an_action_without_a_date_may_ask_for_one(police: Client, plan: Plan) -> None:
    Action.objects.filter(plan=plan, ref="2.6").update(
        original_due_on=None, due_as_written="ongoing"
    )
    assert "ongoing" in said(police, URL)
    police.post(URL, ASK)
    assert [asked.moved_from for asked in requests()] == [None]
    assert "when the due date was" not in said(police, ACTION)


BLOCKS: dict[str, tuple[str, str]] = {
    "signed off": ("2.7", "The board signed this action off on 12 August 2020. It must be re-op"),
    "withdrawn": ("2.6", "The action was withdrawn on 1 September 2020: its date stays"),
    "awaits sign-off": ("1.11", "was declared complete and awaits the board's sign-off"),
    "asked already": ("1.10", "was asked for on 30 August 2020 and awaits the board's decision"),
}


@pytest.mark.parametrize("why", BLOCKS)
def test_where_no_date_can_be_asked_for_the_page_says_why_and_a_submit_is_refused(
    police: Client, plan: Plan, why: str
) -> None:
    ref, sentence = BLOCKS[why]
    action = Action.objects.get(plan=plan, ref=ref)
    if why == "withdrawn":
        Action.objects.filter(pk=action.pk).update(
            withdrawn_on="2020-09-01", withdrawn_reason="Merged with 2.7"
        )
    if why == "asked already":
        DateChange.objects.create(
            action=action,
            moved_to=date(2021, 1, 31),
            reason="Asked before",
            requested_by=action.owner,
            requested_on=date(2020, 8, 30),
        )
    before, url = len(requests(ref)), URL.replace("2.6", ref)
    opened = said(police, url)
    assert sentence in opened
    assert "Ask for this date" not in opened
    refused = said(police, url, ASK)
    assert sentence in refused
    assert ASK["reason"] in refused, "what was typed is there still"
    assert len(requests(ref)) == before
    assert "Ask for a new due date" not in said(police, url.removesuffix("dates/new/"))


def test_a_withdrawal_to_come_does_not_keep_one_from_asking(police: Client, plan: Plan) -> None:
    Action.objects.filter(plan=plan, ref="2.6").update(
        withdrawn_on="2020-09-02", withdrawn_reason="Merged with 2.7"
    )
    police.post(URL, ASK)
    assert len(requests()) == 1


def test_a_proposal_to_close_that_was_taken_back_opens_the_date_again(police: Client) -> None:
    update = ProgressUpdate.objects.get(action__ref="1.11", as_at="2020-08-28")
    ProgressUpdate.objects.filter(pk=update.pk).update(delivery_rating="on_track")
    Closure.objects.filter(action=update.action).update(outcome="withdrawn")
    police.post(URL.replace("2.6", "1.11"), ASK)
    assert len(requests("1.11")) == 1


def test_pressing_the_button_twice_asks_once(police: Client) -> None:
    for _ in range(2):
        assert police.post(URL, ASK).status_code == 302
    [asked] = requests()
    assert asked.history.count() == 1
    page = said(police, URL, {**ASK, "reason": "Another one"})
    assert "awaits the board's decision" in page
    assert f"/dates/{asked.pk}/withdraw/" in page


@pytest.mark.parametrize("ref", ["2.6", "1.11"])
def test_neither_a_supporting_partner_nor_one_without_a_part_may_ask(
    health: Client, ref: str
) -> None:
    supporting = Partner.objects.get(code="HEA").supported_actions.filter(ref=ref).exists()
    assert supporting is (ref == "2.6")
    url = URL.replace("2.6", ref)
    assert [health.get(url).status_code, health.post(url, ASK).status_code] == [403, 403]
    assert requests(ref) == []
    page = said(health, url.removesuffix("dates/new/"))
    assert "Ask for a new due date" not in page


def test_the_lead_of_the_group_asks_for_the_organisations_under_it(health: Client) -> None:
    health.post(URL.replace("2.6", "1.6"), ASK)
    assert [asked.requested_by.code for asked in requests("1.6")] == ["CCG"]


def test_nothing_but_a_lead_asks(chair: Client, democratic_services: Client) -> None:
    for client in (chair, democratic_services):
        assert client.post(URL, ASK).status_code == 403
        assert "Ask for a new due date" not in said(client, ACTION)
    assert requests() == []


@pytest.mark.parametrize("ref", ["9.9", "2.60"])
def test_an_action_that_is_not_there_is_not_found(police: Client, ref: str) -> None:
    assert police.get(URL.replace("2.6", ref)).status_code == 404


def test_what_was_typed_and_refused_is_there_again(police: Client) -> None:
    opened = police.get(URL)
    mark = opened.context["written_by"]
    police.post(URL, {**ASK, "moved_to_1": "", "written_by": mark})
    page = said(police, URL)
    assert ASK["reason"] in page
    assert "It is not saved yet." in page


# --- Withdrawing -----------------------------------------------------------------------------


@pytest.fixture
def asked(police: Client) -> DateChange:
    police.post(URL, ASK)
    return requests()[0]


def test_a_lead_withdraws_the_request_once_that_is_confirmed(
    police: Client, asked: DateChange
) -> None:
    url = f"/dates/{asked.pk}/withdraw/"
    assert url in said(police, ACTION)
    assert "Withdraw the request for 31 December 2020?" in said(police, url)
    assert requests()[0].is_open, "opening the page withdraws nothing"
    page = police.post(url, follow=True).content.decode()
    assert "Your request for the due date 31 December 2020 is withdrawn." in page
    assert "Withdrawn by the partner on 1 September 2020" in page
    assert "Ask for a new due date" in page
    [change] = requests()
    assert (change.outcome, change.withdrawn_on) == ("withdrawn", date(2020, 9, 1))
    last = change.history.latest()
    assert last.history_user.email == "police@demo.example"
    assert last.history_change_reason == "Withdrawn before the board decided"


def test_withdrawing_twice_withdraws_once(police: Client, asked: DateChange) -> None:
    for _ in range(2):
        page = police.post(f"/dates/{asked.pk}/withdraw/", follow=True).content.decode()
        assert "Your request for the due date 31 December 2020 is withdrawn." in page
    assert asked.history.count() == 2
    page = police.get(f"/dates/{asked.pk}/withdraw/", follow=True).content.decode()
    assert "was withdrawn by the partner on 1 September 2020." in page


def test_a_new_date_can_be_asked_for_after_a_withdrawal(police: Client, asked: DateChange) -> None:
    police.post(f"/dates/{asked.pk}/withdraw/")
    police.post(URL, {**ASK, "moved_to_1": "1", "moved_to_2": "2021"})
    assert sorted(change.outcome for change in requests()) == ["asked", "withdrawn"]


def test_what_the_board_decided_meanwhile_is_not_withdrawn(
    police: Client, plan: Plan, cast: dict[str, Any], asked: DateChange
) -> None:
    DateChange.objects.filter(pk=asked.pk).update(
        outcome="declined",
        decided_on="2020-09-01",
        decided_by=cast["chair"],
        body=plan.bodies.first(),
        minute_ref="Item 4",
    )
    page = police.post(f"/dates/{asked.pk}/withdraw/", follow=True).content.decode()
    assert "Nothing was withdrawn. The new due date 31 December 2020 was declined on" in page
    assert f"(Item 4), as {cast['chair'].name} recorded." in page
    assert requests()[0].outcome == "declined"


def test_only_the_owner_withdraws(health: Client, chair: Client, asked: DateChange) -> None:
    for client in (health, chair):
        url = f"/dates/{asked.pk}/withdraw/"
        assert [client.get(url).status_code, client.post(url).status_code] == [403, 403]
        assert "Withdraw this request" not in said(client, ACTION)
    assert requests()[0].is_open


def test_a_request_that_is_not_there_is_not_found(police: Client) -> None:
    assert police.get("/dates/999999/withdraw/").status_code == 404
