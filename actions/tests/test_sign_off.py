"""The board's decision on an action that its lead proposed as complete: signed off or returned."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from actions.models import Action, Closure, Plan, ReportingPeriod
from actions.position import action_position
from actions.services import evidence
from actions.stands import Status
from actions.tests.proposing import (
    REASON,
    TODAY,
    closure_of,
    file,
    on,
    text,
    to_return,
    to_sign,
    url_of,
)

ACTION = "/plans/sefton-jtai-2019/actions/1.9/"
PROPOSED, DAY = date(2020, 8, 31), timedelta(days=1)


@pytest.fixture
def closure(plan: Plan) -> Closure:
    """What Health proposed: action 1.9 is complete."""
    return closure_of("1.9")


@pytest.fixture
def signed(plan: Plan) -> dict[str, str]:
    return to_sign(plan)


@pytest.fixture
def returned(plan: Plan) -> dict[str, str]:
    return to_return(plan)


def stands(ref: str = "1.9", day: date = TODAY) -> Any:
    return action_position(Action.objects.with_partners().get(ref=ref), day)


# --- The list --------------------------------------------------------------------------------


def test_the_list_says_what_the_board_needs_to_know(
    chair: Client, closure: Closure, cast: dict[str, Any]
) -> None:
    said = closure.proposed_by
    evidence.add_link(update=said, title="Rota", link="https://example.org/r", by=cast["health"])
    closure.action.milestones.create(title="Posts filled", as_written="Autumn")
    page = text(chair.get("/sign-offs/"))
    for fact in (
        "Proposed as complete: 7",
        "1.9 Appoint staff",
        "On 31 August 2020 by Health partners, filed by Health lead",
        "Establishment list showing the posts filled.",
        'href="https://example.org/r"',
        "Posts filled: Autumn",
        f'href="{url_of(closure)}"',
        "Nothing that was signed off is due to be checked.",
    ):
        assert fact in page, fact


def test_an_empty_list_says_when_something_appears(chair: Client, plan: Plan) -> None:
    Closure.objects.filter(outcome="proposed").update(outcome="withdrawn")
    assert "No action awaits sign-off." in text(chair.get("/sign-offs/"))


def test_of_many_each_list_shows_a_page_and_says_how_many_there_are(
    chair: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actions.views.signing_off.PAGE", 3)
    Closure.objects.filter(outcome="signed_off").update(recheck_on="2020-08-31")

    def shown(address: str) -> list[list[str]]:
        page = chair.get(address).context
        return [[one.stands.ref for one in page[name]] for name in ("proposals", "checks")]

    (first, due), (second, same) = shown("/sign-offs/"), shown("/sign-offs/?page=2")
    assert (first, second, due) == (["1.3", "1.5", "1.9"], ["1.11", "3.3", "4.5"], same)
    assert len(due) == 3
    [last] = shown("/sign-offs/?page=2&checks=2")[1]
    assert last not in due
    assert shown("/sign-offs/?page=no&checks=99") == [first, [last]]
    page = text(chair.get("/sign-offs/?page=2"))
    assert "Proposed as complete: 7" in page
    assert "To be checked again: 4" in page
    assert 'href="?page=3"' in page
    assert 'href="?page=2&amp;checks=2#checks"' in page, "the other list stays where it is"


def test_the_navigation_leads_there_for_the_chair_alone(cast: dict[str, Any]) -> None:
    shown = {}
    for who, user in cast.items():
        client = Client()
        client.force_login(user)
        page = text(client.get(ACTION))
        shown[who] = ('href="/sign-offs/"' in page, "Sign it off or return it" in page)
    assert shown == {who: (who == "chair",) * 2 for who in cast}


def test_a_past_day_of_the_action_offers_no_decision(chair: Client, closure: Closure) -> None:
    assert url_of(closure) not in text(chair.get(f"{ACTION}?as_at=2020-08-31"))


# --- Signed off ------------------------------------------------------------------------------


def test_a_sign_off_closes_the_action_from_its_day_and_says_when_it_is_checked_again(
    chair: Client, cast: dict[str, Any], closure: Closure, signed: dict[str, str]
) -> None:
    response = chair.post(url_of(closure), {**signed, **on(PROPOSED)}, follow=True)
    assert response.redirect_chain == [("/sign-offs/", 302)]
    words = "Action 1.9 is signed off. It is to be checked again on 1 March 2021."
    assert words in text(response)
    closure.refresh_from_db()
    facts = (closure.outcome, closure.decided_on, closure.recheck_on, closure.minute_ref)
    assert facts == ("signed_off", PROPOSED, date(2021, 3, 1), "Item 6")
    assert (closure.decided_by, closure.body.abbreviation) == (cast["chair"], "CYPPB")  # type: ignore[union-attr]  # decided
    assert [stands(day=day).status for day in (PROPOSED - DAY, PROPOSED)] == [
        Status.AWAITING,
        Status.CLOSED,
    ]
    last = closure.history.latest()
    assert (last.history_user, last.history_change_reason) == (
        cast["chair"],
        "Children and Young People's Partnership Board: Item 6",
    )


def test_six_months_on_is_offered_as_the_day_to_check_it_again(
    chair: Client, closure: Closure
) -> None:
    form = chair.get(url_of(closure)).context["form"]
    assert form["recheck_on"].value() == date(2021, 3, 1)


def test_a_meeting_since_it_was_proposed_is_named(chair: Client, plan: Plan) -> None:
    met = "The Children and Young People's Partnership Board met on 12 August 2020."
    assert met in text(chair.get(url_of(closure_of("1.3"))))
    assert "met on" not in text(chair.get(url_of(closure_of("1.9"))))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"outcome": ""}, "Choose whether it was signed off or returned"),
        ({"outcome": "withdrawn"}, "Select a valid choice"),
        ({"body": ""}, "Choose which body decided"),
        ({"body": "0"}, "Select a valid choice"),
        ({"minute_ref": " "}, "Enter the minute reference"),
        ({"minute_ref": "x" * 201}, "The minute reference must be 200 characters or fewer"),
        ({"decided_on_0": ""}, "The day of the decision must include a day"),
        (on(TODAY + DAY), "The day must be today or in the past"),
        (on(PROPOSED - DAY), "It was proposed as complete on 31 August 2020. Enter that day or"),
        (dict.fromkeys(on(TODAY, "recheck_on"), ""), "Enter the day to check it again"),
        (on(TODAY, "recheck_on"), "Enter a day after the day of the decision, 1 September 2020"),
        ({"recheck_on_1": "13"}, "The day to check it again must be a real date"),
        ({"outcome": "returned"}, "Enter why it is returned"),
        ({"outcome": "returned", "returned_reason": " "}, "Enter why it is returned"),
        (
            {"outcome": "returned", "returned_reason": "x" * 5001},
            "The reason for returning it must be 5,000 characters or fewer",
        ),
    ],
)
def test_what_cannot_be_recorded_comes_back_with_a_sentence(
    chair: Client,
    closure: Closure,
    signed: dict[str, str],
    changes: dict[str, str],
    sentence: str,
) -> None:
    response = chair.post(url_of(closure), {**signed, **changes})
    assert response.status_code == 200
    assert text(response).count(sentence) == 2, "in the summary and at its question"
    closure.refresh_from_db()
    assert closure.outcome == "proposed"


def test_what_is_not_asked_of_a_decision_is_not_in_its_way(
    chair: Client, signed: dict[str, str], returned: dict[str, str]
) -> None:
    chair.post(url_of(closure_of("1.9")), {**returned, "recheck_on_1": "13"})
    chair.post(url_of(closure_of("1.5")), {**signed, "returned_reason": "x" * 5001})
    found = {ref: closure_of(ref) for ref in ("1.9", "1.5")}
    assert (found["1.9"].outcome, found["1.9"].recheck_on) == ("returned", None)
    assert (found["1.5"].outcome, found["1.5"].returned_reason) == ("signed_off", "")


@pytest.mark.parametrize(("day", "refused"), [(28, True), (29, False)])
@pytest.mark.parametrize("outcome", ["signed_off", "returned"])
def test_a_decision_changes_no_report_that_was_issued(
    chair: Client, returned: dict[str, str], day: int, refused: bool, outcome: str
) -> None:
    ReportingPeriod.objects.filter(cut_off="2020-08-28").update(issued_on="2020-08-31")
    closure = closure_of("1.3")
    answers = {**returned, **on(date(2020, 8, day)), "outcome": outcome}
    page = text(chair.post(url_of(closure), answers))
    sentence = "The report up to 28 August 2020 has been issued. Enter a day after 28 August 2020"
    assert (sentence in page) is refused
    closure.refresh_from_db()
    assert (closure.outcome == "proposed") is refused


def test_another_plan_s_body_decides_nothing(
    chair: Client, closure: Closure, signed: dict[str, str]
) -> None:
    another = Plan.objects.create(slug="another", title="Another", submitted_on="2020-01-01")
    body = another.bodies.create(order=1, name="Another board", abbreviation="AB", role="None")
    page = text(chair.post(url_of(closure), {**signed, "body": str(body.pk)}))
    assert "Select a valid choice" in page
    assert "Another board" not in page


def test_an_action_withdrawn_since_is_returned_and_not_signed_off(
    chair: Client, closure: Closure, signed: dict[str, str], returned: dict[str, str]
) -> None:
    Action.objects.filter(ref="1.9").update(withdrawn_on=TODAY, withdrawn_reason="Merged")
    assert "1 September 2020: Merged" in text(chair.get("/sign-offs/"))
    sentence = "The action was withdrawn on 1 September 2020. Choose return"
    assert sentence in text(chair.post(url_of(closure), signed))
    assert chair.post(url_of(closure), returned).status_code == 302


# --- Returned --------------------------------------------------------------------------------


def test_a_return_goes_back_to_the_lead_with_the_reason(
    chair: Client,
    health: Client,
    cast: dict[str, Any],
    closure: Closure,
    returned: dict[str, str],
) -> None:
    response = chair.post(url_of(closure), returned, follow=True)
    words = "Action 1.9 is returned to Health partners, with your reason. It needs a new update."
    assert words in text(response)
    closure.refresh_from_db()
    assert (closure.outcome, closure.returned_reason) == ("returned", REASON)
    assert closure.history.latest().history_change_reason == REASON
    assert stands().status == Status.RETURNED
    page = text(health.get(ACTION))
    assert "The board returned this on 1 September 2020." in page
    assert page.count(REASON) == 3, "beside where it stands, among the decisions, in the history"
    assert "Withdraw the proposal to close" not in page
    assert "No change" not in page


def test_after_a_return_only_a_new_update_proposes_it_again(
    chair: Client, health: Client, cast: dict[str, Any], closure: Closure, returned: dict[str, str]
) -> None:
    chair.post(url_of(closure), returned)
    page = text(health.get(f"{ACTION}updates/no-change/", follow=True))
    assert "The board returned it: write an update" in page
    file("1.9", cast["health"])
    again = Closure.objects.get(action__ref="1.9", outcome="proposed")
    assert (again.pk != closure.pk, stands().status) == (True, Status.AWAITING)
    assert "The board returned this" not in text(health.get(ACTION))


def test_a_board_member_reads_why_and_an_earlier_day_does_not_know_it(
    cast: dict[str, Any], chair: Client, closure: Closure, returned: dict[str, str]
) -> None:
    chair.post(url_of(closure), returned)
    reader = Client()
    reader.force_login(cast["board-member"])
    now, then = text(reader.get(ACTION)), text(reader.get(f"{ACTION}?as_at=2020-08-31"))
    words = "Returned on 1 September 2020 by the Children and Young People's Partnership Board."
    assert [words in page for page in (now, then)] == [True, False]
    assert [REASON in page for page in (now, then)] == [True, False]
