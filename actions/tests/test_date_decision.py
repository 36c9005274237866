"""Recording what the board decided on a due date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from actions.models import Action, Closure, DateChange, Plan, ReportingPeriod
from actions.position import action_position

ACTION = "/plans/sefton-jtai-2019/actions/2.6/"
ASKED, TODAY, NEW = date(2020, 8, 20), date(2020, 9, 1), date(2020, 12, 31)
DAY = timedelta(days=1)


def asks(ref: str, moved_to: date = NEW, requested_on: date = ASKED) -> DateChange:
    action = Action.objects.get(ref=ref)
    return DateChange.objects.create(
        action=action,
        moved_from=action.original_due_on,
        moved_to=moved_to,
        reason=f"Why {ref} is late",
        requested_by=action.owner,
        requested_on=requested_on,
    )


@pytest.fixture
def asked(plan: Plan) -> DateChange:
    return asks("2.6")


def url_of(request: DateChange) -> str:
    return f"/dates/{request.pk}/decide/"


def on(day: date) -> dict[str, str]:
    return {f"decided_on_{box}": str(n) for box, n in enumerate((day.day, day.month, day.year))}


@pytest.fixture
def agreed(plan: Plan) -> dict[str, str]:
    board = plan.bodies.get(abbreviation="CYPPB")
    return {**on(TODAY), "outcome": "agreed", "body": str(board.pk), "minute_ref": "Item 6"}


def due(day: date, ref: str = "2.6") -> date | None:
    return action_position(Action.objects.with_partners().get(ref=ref), day).due_on


def text(response: Any) -> str:
    return str(response.content.decode().replace("&#x27;", "'"))


# --- The list --------------------------------------------------------------------------------


def test_the_list_holds_the_open_requests_with_the_oldest_first(
    chair: Client, cast: dict[str, Any], plan: Plan
) -> None:
    asks("2.6", requested_on=date(2020, 8, 25))
    asks("4.8", requested_on=date(2020, 8, 24))
    asks("1.10", requested_on=date(2020, 8, 25))
    response = chair.get("/dates/")
    rows = response.context["to_decide"]
    assert [row.request.action.ref for row in rows] == ["4.8", "2.6", "1.10"]
    assert [row.stands.ref for row in rows] == ["4.8", "2.6", "1.10"]
    page = text(response)
    for fact in (
        "Dates to decide: 3",
        "30 September 2020",
        "30 June 2020",
        "Once",
        "Youth Offending Team",
        "Why 4.8 is late",
        "On 24 August 2020",
        "Off track",
    ):
        assert fact in page


def test_an_empty_list_says_when_something_appears(democratic_services: Client) -> None:
    page = text(democratic_services.get("/dates/"))
    assert "No due date awaits the board's decision." in page


def test_a_request_on_an_action_withdrawn_since_is_still_listed(
    chair: Client, asked: DateChange
) -> None:
    Action.objects.filter(ref="2.6").update(withdrawn_on="2020-08-30", withdrawn_reason="Merged")
    assert "Why 2.6 is late" in text(chair.get("/dates/"))


def test_the_navigation_leads_there_for_those_who_decide(
    chair: Client, democratic_services: Client, police: Client, administrator: Client
) -> None:
    shown = ["Dates to decide" in text(c.get(ACTION)) for c in (chair, democratic_services)]
    assert shown == [True, True]
    hidden = ["Dates to decide" in text(c.get(ACTION)) for c in (police, administrator)]
    assert hidden == [False, False]


# --- The decision ----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["chair", "democratic-services"])
def test_an_agreed_date_is_recorded_and_moves_the_action(
    cast: dict[str, Any], asked: DateChange, agreed: dict[str, str], who: str
) -> None:
    client = Client()
    client.force_login(cast[who])
    assert f'href="{url_of(asked)}"' in text(client.get(ACTION)), "the action leads there"
    response = client.post(url_of(asked), agreed, follow=True)
    assert response.redirect_chain == [("/dates/", 302)]
    words = "is now due 31 December 2020, moved once, originally 31 October 2020."
    assert words in text(response)
    asked.refresh_from_db()
    assert (asked.outcome, asked.decided_on, asked.minute_ref) == ("agreed", TODAY, "Item 6")
    assert (asked.decided_by, asked.body.abbreviation) == (cast[who], "CYPPB")  # type: ignore[union-attr]  # decided
    assert due(TODAY) == NEW
    last = asked.history.latest()
    assert last.history_user == cast[who]
    assert last.history_change_reason.endswith("Partnership Board: Item 6")


def test_a_declined_date_moves_nothing(
    chair: Client, asked: DateChange, agreed: dict[str, str]
) -> None:
    response = chair.post(url_of(asked), {**agreed, "outcome": "declined"}, follow=True)
    assert "Action 2.6 stays due 31 October 2020." in text(response)
    asked.refresh_from_db()
    assert (asked.outcome, due(TODAY)) == ("declined", date(2020, 10, 31))


def test_the_date_moves_from_the_day_of_the_decision_on(
    chair: Client, asked: DateChange, agreed: dict[str, str]
) -> None:
    decided_on = date(2020, 8, 25)
    assert chair.post(url_of(asked), {**agreed, **on(decided_on)}).status_code == 302
    assert [due(decided_on - DAY), due(decided_on)] == [date(2020, 10, 31), NEW]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"outcome": ""}, "Choose whether the date was agreed or declined"),
        ({"outcome": "withdrawn"}, "Select a valid choice"),
        ({"body": ""}, "Choose which body decided"),
        ({"body": "0"}, "Select a valid choice"),
        ({"minute_ref": " "}, "Enter the minute reference"),
        ({"minute_ref": "x" * 201}, "The minute reference must be 200 characters or fewer"),
        ({"decided_on_0": ""}, "The day of the decision must include a day"),
        (on(TODAY + DAY), "The day of the decision must be today or in the past"),
        (on(ASKED - DAY), "The date was asked for on 20 August 2020. Enter that day or a later"),
    ],
)
def test_what_cannot_be_recorded_comes_back_with_a_sentence(
    chair: Client,
    asked: DateChange,
    agreed: dict[str, str],
    changes: dict[str, str],
    sentence: str,
) -> None:
    response = chair.post(url_of(asked), {**agreed, **changes})
    assert response.status_code == 200
    assert text(response).count(sentence) == 2, "in the summary and at its question"
    asked.refresh_from_db()
    assert asked.is_open


def test_it_may_be_decided_on_the_day_on_which_it_was_asked_for(
    chair: Client, asked: DateChange, agreed: dict[str, str]
) -> None:
    assert chair.post(url_of(asked), {**agreed, **on(ASKED)}).status_code == 302


@pytest.mark.parametrize(("day", "refused"), [(28, True), (29, False)])
@pytest.mark.parametrize("outcome", ["agreed", "declined"])
def test_a_decision_changes_no_report_that_was_issued(
    chair: Client,
    asked: DateChange,
    agreed: dict[str, str],
    day: int,
    refused: bool,
    outcome: str,
) -> None:
    ReportingPeriod.objects.filter(cut_off="2020-08-28").update(issued_on="2020-08-31")
    answers = {**agreed, **on(date(2020, 8, day)), "outcome": outcome}
    page = text(chair.post(url_of(asked), answers))
    assert (
        "The report up to 28 August 2020 has been issued and cannot change. Enter a day after"
        " 28 August 2020, and name the meeting in the minute reference" in page
    ) is refused
    asked.refresh_from_db()
    assert asked.is_open is refused


def test_another_plan_s_body_decides_nothing(
    chair: Client, plan: Plan, asked: DateChange, agreed: dict[str, str]
) -> None:
    plan.pk, plan.slug = None, "another"
    plan._state.adding = True
    plan.save()
    body = plan.bodies.create(order=1, name="Another board", abbreviation="AB", role="None here")
    page = text(chair.post(url_of(asked), {**agreed, "body": str(body.pk)}))
    assert "Select a valid choice" in page
    assert "Another board" not in page


# --- What moved on since it was asked for ----------------------------------------------------


def _already(action: Action) -> None:
    Action.objects.filter(pk=action.pk).update(original_due_on=NEW)


def _starts_later(action: Action) -> None:
    Action.objects.filter(pk=action.pk).update(starts_on=NEW + DAY, original_due_on=NEW + DAY)


def _withdrawn(action: Action) -> None:
    Action.objects.filter(pk=action.pk).update(withdrawn_on=TODAY, withdrawn_reason="Merged")


def _signed_off(action: Action) -> None:
    closure = Closure.objects.get(action__ref="2.7")
    closure.pk, closure.action, closure.decided_on = None, action, TODAY
    closure._state.adding = True
    closure.save()


OVERTAKEN = {
    "The action is due on 31 December 2020 already. Choose declined": _already,
    "The action now starts on 1 January 2021, after 31 December 2020": _starts_later,
    "The action was withdrawn on 1 September 2020. Choose declined": _withdrawn,
    "The board signed the action off on 1 September 2020. Choose declined": _signed_off,
}


@pytest.mark.parametrize("sentence", OVERTAKEN)
def test_what_was_overtaken_cannot_be_agreed_but_can_be_declined(
    chair: Client, asked: DateChange, agreed: dict[str, str], sentence: str
) -> None:
    OVERTAKEN[sentence](asked.action)
    assert sentence in text(chair.post(url_of(asked), agreed))
    asked.refresh_from_db()
    assert asked.is_open
    assert chair.post(url_of(asked), {**agreed, "outcome": "declined"}).status_code == 302


@pytest.mark.parametrize("overtaken", [_withdrawn, _signed_off])
def test_what_the_board_agreed_before_that_can_be_recorded_after_it(
    chair: Client, asked: DateChange, agreed: dict[str, str], overtaken: Any
) -> None:
    overtaken(asked.action)
    assert chair.post(url_of(asked), {**agreed, **on(TODAY - DAY)}).status_code == 302
    assert due(TODAY - DAY) == NEW


def test_a_due_date_that_moved_while_the_page_was_open_is_shown_before_anything_is_recorded(
    chair: Client, asked: DateChange, agreed: dict[str, str]
) -> None:
    seen = chair.get(url_of(asked)).context["form"]["seen"].value()
    Action.objects.filter(ref="2.6").update(original_due_on="2020-11-30")
    refused = chair.post(url_of(asked), {**agreed, "seen": seen})
    assert "moved while this page was open: it is now 30 November 2020" in text(refused)
    assert "Item 6" in text(refused)
    asked.refresh_from_db()
    assert asked.is_open
    now = refused.context["form"]["seen"].value()
    chair.post(url_of(asked), {**agreed, "seen": now})
    asked.refresh_from_db()
    assert (asked.moved_from, asked.moved_to) == (date(2020, 11, 30), NEW)


def test_a_date_asked_for_that_has_passed_meanwhile_is_said(chair: Client, plan: Plan) -> None:
    late = asks("2.6", moved_to=date(2020, 8, 31))
    assert "The date asked for has passed." in text(chair.get(url_of(late)))
    assert "has passed" not in text(chair.get(url_of(asks("1.10", moved_to=TODAY))))


# --- Twice, and by two -----------------------------------------------------------------------


def test_pressing_the_button_twice_records_one_decision(
    chair: Client, asked: DateChange, agreed: dict[str, str]
) -> None:
    for _ in range(2):
        assert chair.post(url_of(asked), agreed)["Location"] == "/dates/"
    assert asked.history.filter(outcome="agreed").count() == 1


def test_the_second_to_decide_sees_what_was_recorded(
    chair: Client,
    democratic_services: Client,
    cast: dict[str, Any],
    asked: DateChange,
    agreed: dict[str, str],
) -> None:
    chair.post(url_of(asked), agreed)
    for answers in ({**agreed, "outcome": "declined"}, agreed, {"minute_ref": "Item 7"}):
        response = democratic_services.post(url_of(asked), answers, follow=True)
        assert response.redirect_chain == [(url_of(asked), 302)]
        page = text(response)
        assert "Nothing was changed. The new due date 31 December 2020 was agreed on" in page
        assert f"Recorded by {cast['chair'].name}." in page
        assert "Minute reference: Item 6." in page
        assert "Record the decision</button>" not in page
    assert asked.history.filter(outcome="agreed").count() == 1
    assert due(TODAY) == NEW


def test_a_request_withdrawn_meanwhile_is_not_decided(
    chair: Client, asked: DateChange, agreed: dict[str, str]
) -> None:
    DateChange.objects.filter(pk=asked.pk).update(outcome="withdrawn", withdrawn_on=TODAY)
    page = text(chair.post(url_of(asked), agreed, follow=True))
    assert "The partner withdrew this request on 1 September 2020." in page
    asked.refresh_from_db()
    assert asked.outcome == "withdrawn"


def test_after_a_decision_the_partner_may_ask_again(
    chair: Client, police: Client, asked: DateChange, agreed: dict[str, str]
) -> None:
    assert "A decision cannot be changed once it is recorded." in text(chair.get(url_of(asked)))
    chair.post(url_of(asked), agreed)
    again = {"moved_to_0": "31", "moved_to_1": "1", "moved_to_2": "2021", "reason": "Snow"}
    police.post(f"{ACTION}dates/new/", again)
    second = DateChange.objects.get(action__ref="2.6", outcome="asked")
    assert second.moved_from == NEW
    page = text(chair.post(url_of(second), {**agreed, "minute_ref": "Item 7"}, follow=True))
    assert "now due 31 January 2021, moved twice, originally 31 October 2020." in page
    stands = action_position(Action.objects.with_partners().get(ref="2.6"), TODAY)
    assert (stands.original_due_on, stands.times_moved) == (date(2020, 10, 31), 2)


@pytest.mark.parametrize("who", ["police", "health", "yot", "board-member", "administrator"])
def test_nobody_else_decides(
    cast: dict[str, Any], asked: DateChange, agreed: dict[str, str], who: str
) -> None:
    client = Client()
    client.force_login(cast[who])
    statuses = [
        client.get("/dates/"),
        client.get(url_of(asked)),
        client.post(url_of(asked), agreed),
    ]
    assert [response.status_code for response in statuses] == [403, 403, 403]
    asked.refresh_from_db()
    assert asked.is_open
    assert url_of(asked) not in text(client.get(ACTION))


def test_a_request_that_is_not_there_is_not_found(chair: Client) -> None:
    assert chair.get("/dates/999999/decide/").status_code == 404


def test_what_was_typed_and_refused_is_there_again(
    chair: Client, asked: DateChange, agreed: dict[str, str]
) -> None:
    mark = chair.get(url_of(asked)).context["written_by"]
    chair.post(url_of(asked), {**agreed, "outcome": "", "written_by": mark})
    page = text(chair.get(url_of(asked)))
    assert 'value="Item 6"' in page
    assert "It is not saved yet." in page
