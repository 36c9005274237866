"""Dates moved, as they are shown: the original beside the new one, and only what was known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.access import date_offers
from actions.models import Action, DateChange, Plan
from actions.position import action_position, plan_position, positions_of

PLAN = "/plans/sefton-jtai-2019/"
TODAY = date(2020, 9, 1)


def change(plan: Plan, ref: str, moved_to: date, **facts: Any) -> DateChange:
    action = Action.objects.get(plan=plan, ref=ref)
    asked = {"requested_by": action.owner, "requested_on": date(2020, 8, 3), "reason": "Delayed"}
    return DateChange.objects.create(action=action, moved_to=moved_to, **asked | facts)


def decided(plan: Plan, cast: dict[str, Any], on: date, outcome: str = "agreed") -> dict[str, Any]:
    body = plan.bodies.get(abbreviation="CYPPB")
    made = {"decided_on": on, "decided_by": cast["chair"], "body": body, "minute_ref": "Item 9"}
    return {"outcome": outcome, **made}


@pytest.fixture
def twice(plan: Plan, cast: dict[str, Any]) -> None:
    """2.6 was due on 31 October 2020, and the board moved it twice."""
    for day, moved_to in ((10, date(2020, 8, 20)), (12, date(2020, 8, 31))):
        change(plan, "2.6", moved_to, **decided(plan, cast, date(2020, 8, day)))


@pytest.mark.parametrize(
    ("who", "url"),
    [
        ("chair", f"{PLAN}actions/?partner=POL"),
        ("chair", PLAN),
        ("chair", f"{PLAN}actions/2.6/"),
        ("police", "/updates/"),
        ("police", f"{PLAN}actions/2.6/updates/new/"),
    ],
)
@pytest.mark.usefixtures("twice")
def test_wherever_the_date_is_shown_the_original_stands_beside_it(
    request: pytest.FixtureRequest, who: str, url: str
) -> None:
    page = request.getfixturevalue(who).get(url).content.decode()
    page = page.replace("<strong>", "").replace("</strong>", "")
    late = "" if who == "police" and url == "/updates/" else "1 day overdue, "
    assert f"Due 31 August 2020, {late}moved twice, originally 31 October 2020." in page


@pytest.mark.usefixtures("twice")
def test_on_the_page_that_asks_for_another_date_all_three_are_shown(police: Client) -> None:
    page = police.get(f"{PLAN}actions/2.6/dates/new/").content.decode()
    for fact in ("31 August 2020", "31 October 2020", "Twice"):
        assert fact in page


@pytest.mark.usefixtures("twice")
def test_each_move_counts_from_its_day_and_the_original_stays(plan: Plan) -> None:
    action = Action.objects.with_partners().get(plan=plan, ref="2.6")
    found = [action_position(action, date(2020, 8, day)) for day in (9, 10, 11, 12)]
    assert [stands.times_moved for stands in found] == [0, 1, 1, 2]
    assert [stands.due_on for stands in found] == [
        date(2020, 10, 31),
        date(2020, 8, 20),
        date(2020, 8, 20),
        date(2020, 8, 31),
    ]
    assert {stands.original_due_on for stands in found} == {date(2020, 10, 31)}
    assert [stands.moved_in_words for stands in found] == ["never", "once", "once", "twice"]


@pytest.mark.parametrize("outcome", ["asked", "declined", "withdrawn"])
def test_only_an_agreed_date_moves_the_action(
    plan: Plan, cast: dict[str, Any], outcome: str
) -> None:
    facts = decided(plan, cast, date(2020, 8, 10), outcome) if outcome == "declined" else {}
    withdrawn_on = date(2020, 8, 10) if outcome == "withdrawn" else None
    facts = {"outcome": outcome, "withdrawn_on": withdrawn_on, **facts}
    change(plan, "2.6", date(2021, 3, 31), **facts)
    [stands] = [a for a in plan_position(plan, TODAY).actions if a.ref == "2.6"]
    assert (stands.due_on, stands.times_moved) == (date(2020, 10, 31), 0)
    assert stands.date_in_words == "31 October 2020"


def test_an_action_without_a_date_gets_one_and_says_what_was_written(
    plan: Plan, cast: dict[str, Any]
) -> None:
    Action.objects.filter(ref="2.6").update(original_due_on=None, due_as_written="ongoing")
    change(plan, "2.6", date(2021, 3, 31), **decided(plan, cast, date(2020, 8, 10)))
    action = Action.objects.with_partners().get(ref="2.6")
    words = "31 March 2021, moved once, originally ongoing"
    assert action_position(action, TODAY).date_in_words == words


# --- The list on the page of the action ------------------------------------------------------


def shown(client: Client, day: str = "") -> str:
    page = client.get(f"{PLAN}actions/2.6/{day}").content.decode().replace("&#x27;", "'")
    start = page.index("Dates moved")
    return " ".join(page[start : page.index("</ol>", start)].split())


def test_an_agreed_date_reads_well(plan: Plan, chair: Client, cast: dict[str, Any]) -> None:
    moved_from = date(2020, 10, 31)
    facts = decided(plan, cast, date(2020, 8, 10))
    change(plan, "2.6", date(2021, 3, 31), moved_from=moved_from, **facts)
    words = shown(chair)
    assert "Moved from 31 October 2020 to 31 March 2021" in words
    assert (
        "Agreed on 10 August 2020 by the Children and Young People's Partnership Board."
        " Minute reference: Item 9." in words
    )
    assert "Asked for by Merseyside Police on 3 August 2020." in words
    assert "Delayed" in words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("?as_at=2020-08-09", "31 March 2021 asked for: awaits the board's decision"),
        ("?as_at=2020-08-10", "Not moved to 31 March 2021: declined"),
        ("", "Declined on 10 August 2020 by the Children and Young People's Partnership Board"),
    ],
)
def test_a_decision_is_shown_from_its_day_on(
    plan: Plan, chair: Client, cast: dict[str, Any], day: str, words: str
) -> None:
    change(plan, "2.6", date(2021, 3, 31), **decided(plan, cast, date(2020, 8, 10), "declined"))
    page = shown(chair, day)
    assert words in page
    assert ("Item 9" in page) is ("09" not in day)


def test_a_withdrawal_is_shown_from_its_day_on_and_a_request_too(plan: Plan, chair: Client) -> None:
    change(plan, "2.6", date(2021, 3, 31), outcome="withdrawn", withdrawn_on=date(2020, 8, 12))
    assert "Withdrawn by the partner on 12 August 2020." in shown(chair, "?as_at=2020-08-12")
    before = shown(chair, "?as_at=2020-08-11")
    assert "awaits the board's decision" in before
    assert "ithdrawn" not in before
    asked = chair.get(f"{PLAN}actions/2.6/?as_at=2020-08-02").content.decode()
    assert "Dates moved" not in asked


def test_they_come_in_the_order_in_which_they_were_asked_for(
    plan: Plan, cast: dict[str, Any]
) -> None:
    """Whatever a database does with those that have no day of a decision yet."""
    change(plan, "2.6", date(2021, 1, 1), outcome="withdrawn", withdrawn_on=date(2020, 8, 4))
    facts = decided(plan, cast, date(2020, 8, 10))
    change(plan, "2.6", date(2021, 2, 1), **facts | {"requested_on": date(2020, 8, 5)})
    change(plan, "2.6", date(2021, 3, 1), requested_on=date(2020, 8, 11))
    known = DateChange.objects.filter(action__ref="2.6").known_on(TODAY)
    assert [row.known for row in known] == ["withdrawn", "agreed", "asked"]


def test_what_the_page_offers_is_of_today_alone(plan: Plan, police: Client) -> None:
    change(plan, "2.6", date(2021, 3, 31))
    page = police.get(f"{PLAN}actions/2.6/?as_at=2020-08-28").content.decode()
    assert "Withdraw this request" not in page
    assert "Withdraw this request" in police.get(f"{PLAN}actions/2.6/").content.decode()


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        ("police", (True, False, False), (False, True, False)),
        ("health", (False, False, False), (False, False, False)),
        ("chair", (False, False, False), (False, False, True)),
        ("democratic-services", (False, False, False), (False, False, True)),
        ("board-member", (False, False, False), (False, False, False)),
        ("administrator", (False, False, False), (False, False, False)),
    ],
)
def test_what_is_offered_on_the_date_to_each(
    plan: Plan, cast: dict[str, Any], who: str, before: Any, after: Any
) -> None:
    action = Action.objects.with_partners().get(plan=plan, ref="2.6")
    stands = action_position(action, TODAY)

    def offered() -> tuple[bool, bool, bool]:
        found = date_offers(cast[who], action, stands)
        return found.may_ask_for_date, found.may_withdraw_request, found.may_decide

    assert offered() == before
    asked = change(plan, "2.6", date(2021, 3, 31))
    assert offered() == after
    assert date_offers(cast[who], action, stands).open_request == asked


# --- Reading many at once --------------------------------------------------------------------


def test_a_lead_s_open_requests_come_in_one_query(plan: Plan, cast: dict[str, Any]) -> None:
    for ref in ("1.10", "2.6", "1.4"):
        change(plan, ref, date(2021, 3, 31))
    change(plan, "1.11", date(2021, 3, 31), outcome="withdrawn", withdrawn_on=TODAY)
    own = cast["police"].standing.partner_ids
    with CaptureQueriesContext(connection) as captured:
        found = DateChange.objects.awaiting_decision().of_actions_owned_by(own)
        rows = [(row.action.ref, row.action.plan.slug, row.requested_by.name) for row in found]
    assert [ref for ref, *_ in rows] == ["1.10", "2.6"]
    assert len(captured) == 1


def test_positions_of_some_actions_are_those_of_the_whole_plan(plan: Plan) -> None:
    some = list(Action.objects.filter(plan=plan, ref__in=["4.8", "2.7", "1.4"]).with_partners())
    found = {stands.ref: stands for stands in positions_of(some, TODAY).values()}
    whole = [stands for stands in plan_position(plan, TODAY).actions if stands.ref in found]
    assert [found[stands.ref] for stands in whole] == whole
    assert len(whole) == 3


@pytest.mark.parametrize("url", ["/dates/", f"{PLAN}actions/2.6/"])
def test_one_request_costs_as_many_queries_as_thirty(
    plan: Plan, chair: Client, cast: dict[str, Any], url: str
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert chair.get(url).status_code == 200
        return len(captured)

    change(plan, "2.6", date(2021, 3, 31))
    few = cost()
    for action in Action.objects.filter(plan=plan).exclude(ref="2.6")[:29]:
        change(plan, action.ref, date(2021, 3, 31))
    for day in range(1, 20):
        change(plan, "2.6", date(2021, 3, day), **decided(plan, cast, date(2020, 8, day)))
    assert cost() == few <= 45
