"""What a partner owes: one list, with what others wait for and what the board has yet to decide."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from actions.models import Action, DateChange, OwnerChange, Plan, ProgressUpdate
from actions.owed import next_owed, owed
from actions.tests.test_update_new import OFF_TRACK, URL
from partners.models import Partner, User


def round_of(user: User, plan: Plan, today: date = date(2020, 9, 1)) -> Any:
    return owed(plan, user.standing.partner_ids, today)


def test_what_waits_on_a_partner_stands_on_its_list(
    police: Client, health: Client, plan: Plan, cast: dict[str, Any]
) -> None:
    health_partners = Partner.objects.get(code="HEA")
    police.post(URL, {**OFF_TRACK, "waiting_on": str(health_partners.pk)})
    found = [wait.action.ref for wait in round_of(cast["health"], plan).waiting]
    assert found == ["1.10", "2.6", "4.8"]
    page = health.get("/updates/").content.decode()
    assert "Others are waiting on you" in page
    assert "Two more officers start in October." in page
    assert [w.action.ref for w in round_of(cast["police"], plan).waiting] == []


def test_what_waits_no_more_leaves_the_list(plan: Plan, cast: dict[str, Any]) -> None:
    waiting = ProgressUpdate.objects.filter(action__ref="1.10", waiting_on__isnull=False).last()
    assert waiting
    waiting.pk, waiting.as_at, waiting.waiting_on = None, date(2020, 8, 31), None
    waiting.save()
    assert [w.action.ref for w in round_of(cast["health"], plan).waiting] == ["4.8"]


def test_an_update_of_a_supporting_partner_is_not_the_owners(
    plan: Plan, police: Client, cast: dict[str, Any]
) -> None:
    """Nobody has been silent on 1.1, and its owner still owes an update."""
    update = ProgressUpdate.objects.filter(action__ref="1.1").last()
    assert update
    supporter = Action.objects.get(plan=plan, ref="1.1").supporting.exclude(parent__code="HEA")[0]
    update.pk, update.as_at, update.partner = None, date(2020, 8, 20), supporter
    update.delivery_rating = update.impact_rating = ""
    update.save()
    [row] = [row for row in round_of(cast["health"], plan).rows if row.action.ref == "1.1"]
    assert (row.action.no_update_received, row.missing) == (False, True)


def test_the_actions_that_one_supports_are_there_to_contribute_to(
    health: Client, plan: Plan, cast: dict[str, Any]
) -> None:
    supported = {one.action.ref: one for one in round_of(cast["health"], plan).supported}
    assert "2.6" in supported
    assert "2.7" not in supported, "it is closed"
    assert "Actions that you support" in health.get("/updates/").content.decode()


def test_a_date_that_the_board_has_not_decided_is_there(
    plan: Plan, police: Client, cast: dict[str, Any]
) -> None:
    action = Action.objects.get(plan=plan, ref="2.6")
    DateChange.objects.create(
        action=action,
        moved_to="2020-12-31",
        reason="Late",
        requested_by=action.owner,
        requested_on="2020-09-01",
    )
    [asked] = round_of(cast["police"], plan).dates_asked
    assert asked.action == action
    assert (
        "31 December 2020, asked for on 1 September 2020"
        in police.get("/updates/").content.decode()
    )
    assert round_of(cast["health"], plan).dates_asked == ()


@pytest.mark.parametrize(
    ("today", "left", "passed"),
    [
        (date(2020, 8, 28), "today", False),
        (date(2020, 8, 27), "1 working day left", False),
        (date(2020, 9, 1), "passed", True),
    ],
)
def test_how_many_working_days_are_left(
    plan: Plan, cast: dict[str, Any], today: date, left: str, passed: bool
) -> None:
    found = round_of(cast["police"], plan, today)
    assert (found.time_left, found.cut_off_passed) == (left, passed)


def test_the_next_action_is_the_one_after_and_then_the_first(
    plan: Plan, cast: dict[str, Any]
) -> None:
    def after(ref: str) -> str:
        found = next_owed(cast["health"], Action.objects.get(plan=plan, ref=ref))
        return found.action.ref if found else ""

    assert [after(ref) for ref in ("1.1", "1.2", "3.9", "4.2")] == ["1.2", "3.9", "1.1", "1.1"]


def test_what_supporting_partners_said_stands_beside_the_form(
    police: Client, health: Client
) -> None:
    text = {"as_at_0": "31", "as_at_1": "8", "as_at_2": "2020", "narrative": "Nurse in post."}
    health.post(URL, text)
    page = police.get(URL).content.decode()
    assert "From Health partners, 31 August 2020" in page
    assert "Nurse in post." in page


def test_an_action_that_changed_hands_since_the_cut_off_is_the_new_owners(
    plan: Plan, cast: dict[str, Any]
) -> None:
    action = Action.objects.get(plan=plan, ref="1.1")
    police = Partner.objects.get(code="POL")
    OwnerChange.objects.create(
        action=action, was=action.owner, became=police, changed_on="2020-09-01", reason="Moved"
    )
    Action.objects.filter(pk=action.pk).update(owner=police)
    owned = {who: [r.action.ref for r in round_of(cast[who], plan).owned] for who in cast}
    assert "1.1" in owned["police"]
    assert "1.1" not in owned["health"]


def test_no_change_is_offered_where_it_can_be_filed(
    health: Client, plan: Plan, settings: Any
) -> None:
    settings.TODAY = date(2021, 2, 15)
    page = health.get("/updates/").content.decode()
    offered = [
        ref for ref in ("1.1", "1.5", "1.6", "4.2") if f"actions/{ref}/updates/no-change" in page
    ]
    assert offered == ["1.5", "4.2"], "1.1 is overdue, and 1.6 missed its recovery date"
    for ref in ("1.1", "1.6"):
        url = f"/plans/sefton-jtai-2019/actions/{ref}/updates/"
        response = health.get(f"{url}no-change/", follow=True)
        assert response.redirect_chain == [(f"{url}new/", 302)]
        assert "“No change” does not fit." in response.content.decode()
