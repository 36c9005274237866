"""Adding, changing, giving away, withdrawing and putting back actions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from actions.models import (
    Action,
    DateChange,
    Milestone,
    OwnerChange,
    Plan,
    ProgressUpdate,
    ReportingPeriod,
)
from actions.position import action_position, plan_position
from partners.models import Partner

LIST = "/plans/sefton-jtai-2019/actions/"
CUT_OFF = date(2020, 8, 28)


def day(name: str, when: date | None) -> dict[str, str]:
    parts = (when.day, when.month, when.year) if when else ("", "", "")
    return {f"{name}_{box}": str(part) for box, part in enumerate(parts)}


def pk(code: str) -> int:
    return int(Partner.objects.get(code=code).pk)


def said(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def new(plan: Plan) -> dict[str, Any]:
    return {
        "priority_area": plan.priority_areas.get(number=2).pk,
        "ref": "2.20",
        "title": "Train the night staff",
        "owner": pk("POL"),
        "supporting": [pk("HEA")],
        "lead_role": "Head of training",
        **day("original_due_on", date(2020, 12, 31)),
        **day("added_on", date(2020, 9, 1)),
    }


@pytest.fixture
def action(plan: Plan) -> Action:
    found: Action = Action.objects.with_partners().get(plan=plan, ref="2.6")
    return found


def as_it_is(action: Action, **changed: Any) -> dict[str, Any]:
    """What the page to change an action sends when nothing else is touched."""
    return {
        "priority_area": action.priority_area_id,
        "ref": action.ref,
        "title": action.title,
        "supporting": [partner.pk for partner in action.supporting.all()],
        "lead_role": action.lead_role,
        **day("starts_on", action.starts_on),
        "version": action.version,
        "reason": "As the board asked",
        **changed,
    }


def issue(plan: Plan) -> None:
    ReportingPeriod.objects.filter(plan=plan, cut_off=CUT_OFF).update(issued_on=CUT_OFF)


# --- Add -------------------------------------------------------------------------------------


def test_an_action_is_added_and_counts_from_its_day(
    democratic_services: Client, plan: Plan, new: dict[str, Any]
) -> None:
    page = democratic_services.post(f"{LIST}new/", new, follow=True)
    assert "Action 2.20 is in the plan." in said(page)
    added = Action.objects.get(ref="2.20")
    assert [partner.code for partner in added.supporting.all()] == ["HEA"]
    assert added.history.earliest().history_user.email == "democratic-services@demo.example"
    assert len(plan_position(plan, date(2020, 9, 1)).actions) == 43
    assert len(plan_position(plan, CUT_OFF).actions) == 42


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ref": "2.6"}, "2.6 is taken: "),
        ({"ref": "NEW"}, "“new” cannot be a reference"),
        ({"ref": "2/6"}, "The reference must be letters and digits"),
        ({"ref": ""}, "Enter the reference"),
        ({"title": " "}, "Enter what will be done"),
        ({"owner": ""}, "Choose the owner"),
        ({"priority_area": "0"}, "Select a valid choice"),
        ({"original_due_on_2": "2019", **day("starts_on", CUT_OFF)}, "It must start by then"),
        (day("original_due_on", None), "Enter the due date, or the words in its place"),
        (day("added_on", date(2020, 9, 2)), "The day must be today or in the past"),
        (day("added_on", date(2020, 3, 29)), "The plan was submitted on 30 March 2020"),
    ],
)
def test_an_action_that_cannot_be_is_refused_with_a_sentence(
    democratic_services: Client, new: dict[str, Any], change: dict[str, Any], sentence: str
) -> None:
    page = democratic_services.post(f"{LIST}new/", new | change)
    assert page.status_code == 200
    assert sentence in said(page)
    assert Action.objects.count() == 42


def test_the_owner_is_no_supporting_partner(
    democratic_services: Client, new: dict[str, Any]
) -> None:
    page = democratic_services.post(f"{LIST}new/", new | {"supporting": [pk("POL")]})
    assert "Police owns the action. Untick it here" in said(page)


def test_an_action_joins_no_report_that_was_issued(
    democratic_services: Client, plan: Plan, new: dict[str, Any]
) -> None:
    issue(plan)
    page = democratic_services.post(f"{LIST}new/", new | day("added_on", CUT_OFF))
    assert "Enter a day after 28 August 2020" in said(page)


def test_words_take_the_place_of_a_due_date(administrator: Client, new: dict[str, Any]) -> None:
    answers = new | day("original_due_on", None) | {"due_as_written": "ongoing"}
    administrator.post(f"{LIST}new/", answers)
    assert Action.objects.get(ref="2.20").due_as_written == "ongoing"


def test_who_may_change_a_plan_is_shown_the_way_and_others_are_not(
    democratic_services: Client, chair: Client
) -> None:
    assert "Add an action" in said(democratic_services.get(LIST))
    assert "Withdraw" in said(democratic_services.get(f"{LIST}2.6/"))
    assert "Add an action" not in said(chair.get(LIST))
    assert "Give it to another owner" not in said(chair.get(f"{LIST}2.6/"))


# --- Change ----------------------------------------------------------------------------------


def test_a_change_is_kept_with_its_reason_in_one_row_of_history(
    democratic_services: Client, action: Action
) -> None:
    before = action.history.count()
    answers = as_it_is(action, title="Send referrals at once", supporting=[pk("CSC")])
    democratic_services.post(f"{LIST}2.6/change/", answers)
    action.refresh_from_db()
    assert action.title == "Send referrals at once"
    assert [partner.code for partner in action.supporting.all()] == ["CSC"]
    assert action.history.count() == before + 1
    assert action.history.latest().history_change_reason == "As the board asked"


def test_a_change_needs_a_reason(democratic_services: Client, action: Action) -> None:
    page = democratic_services.post(f"{LIST}2.6/change/", as_it_is(action, reason=" "))
    assert "Enter the reason" in said(page)


def test_a_due_date_with_updates_on_it_is_shown_and_never_changed(
    democratic_services: Client, action: Action
) -> None:
    page = democratic_services.get(f"{LIST}2.6/change/")
    assert "A due date moves in one way only" in said(page)
    assert "original_due_on" not in page.context["form"].fields
    was = action.original_due_on
    answers = as_it_is(action, **day("original_due_on", date(2022, 1, 1)), due_as_written="later")
    assert democratic_services.post(f"{LIST}2.6/change/", answers).status_code == 302
    action.refresh_from_db()
    assert (action.original_due_on, action.due_as_written) == (was, "")


def test_a_due_date_can_be_corrected_while_nothing_stands_on_it(
    democratic_services: Client, new: dict[str, Any]
) -> None:
    democratic_services.post(f"{LIST}new/", new)
    added = Action.objects.get(ref="2.20")
    answers = as_it_is(added, **day("original_due_on", date(2020, 11, 30)))
    democratic_services.post(f"{LIST}2.20/change/", answers)
    added.refresh_from_db()
    assert added.original_due_on == date(2020, 11, 30)
    DateChange.objects.create(
        action=added,
        moved_to=date(2021, 1, 1),
        reason="More time",
        requested_by=added.owner,
        requested_on=CUT_OFF,
    )
    assert (
        "original_due_on"
        not in democratic_services.get(f"{LIST}2.20/change/").context["form"].fields
    )


def test_a_stale_form_comes_back_with_its_text_and_what_is_there_now(
    democratic_services: Client, action: Action
) -> None:
    old = as_it_is(action, title="My title")
    democratic_services.post(f"{LIST}2.6/change/", as_it_is(action, title="Their title"))
    page = democratic_services.post(f"{LIST}2.6/change/", old)
    assert "Somebody changed this while the page was open" in said(page)
    assert "What is there now" in said(page)
    assert "2.6 Their title" in said(page)
    assert 'value="My title"' in said(page)
    version = page.context["form"]["version"].value()
    again = democratic_services.post(f"{LIST}2.6/change/", old | {"version": version})
    assert again.status_code == 302
    action.refresh_from_db()
    assert action.title == "My title"


def test_a_supporting_partner_with_a_draft_stays(
    democratic_services: Client, health: Client, action: Action
) -> None:
    health.post(f"{LIST}2.6/updates/new/", {"narrative": "Half", "draft": "1"})
    page = democratic_services.post(f"{LIST}2.6/change/", as_it_is(action, supporting=[]))
    name = Partner.objects.get(code="HEA").name
    assert f"{name} has a draft open on this action. Leave it ticked" in said(page)


# --- Another owner ---------------------------------------------------------------------------


def give(client: Client, action: Action, **changed: Any) -> Any:
    answers = {
        "owner": pk("CSC"),
        **day("changed_on", date(2020, 9, 1)),
        "supports": "on",
        "reason": "The post has moved",
        "version": action.version,
        **changed,
    }
    return client.post(f"{LIST}{action.ref}/owner/", answers)


def test_the_new_owner_owns_from_the_day_and_the_old_ratings_stay(
    democratic_services: Client, action: Action
) -> None:
    before = action_position(action, date(2020, 8, 31))
    assert give(democratic_services, action).status_code == 302
    now = Action.objects.with_partners().get(pk=action.pk)
    then, today = action_position(now, date(2020, 8, 31)), action_position(now, date(2020, 9, 1))
    assert (then.owner.code, today.owner.code) == ("POL", "CSC")
    assert then.rating_id == today.rating_id == before.rating_id is not None
    assert OwnerChange.objects.get().reason == "The post has moved"
    assert now.history.latest().history_change_reason == "The post has moved"
    assert pk("POL") in [partner.pk for partner in now.supporting.all()]
    page = said(democratic_services.get(f"{LIST}2.6/?as_at=2020-08-31"))
    assert "Police<br>" in page


def test_a_former_owner_rates_no_more(
    democratic_services: Client, police: Client, action: Action
) -> None:
    give(democratic_services, action)
    rated = {"narrative": "Ours", **day("as_at", date(2020, 9, 1)), "delivery_rating": "on_track"}
    assert police.post(f"{LIST}2.6/updates/new/", rated).status_code == 403
    update = ProgressUpdate.objects.filter(action=action, partner=action.owner).last()
    assert update is not None
    late = {"as_at": date(2020, 9, 5), "delivery_rating": "off_track", "pk": None}
    for name, value in late.items():
        setattr(update, name, value)
    update.impact_rating, update.form_key = "too_early", None
    update.save(force_insert=True)
    now = Action.objects.with_partners().get(pk=action.pk)
    assert action_position(now, date(2020, 9, 6)).delivery != "off_track"


def test_a_draft_of_the_former_owner_keeps_all_that_was_typed_as_text(
    democratic_services: Client, police: Client, plan: Plan, action: Action
) -> None:
    draft = ProgressUpdate.objects.create(
        action=action,
        partner=action.owner,
        author=ProgressUpdate.objects.filter(partner=action.owner)[0].author,
        narrative="Two officers left.",
        delivery_rating="off_track",
        recovery_action="Two officers start.",
        board_ask="Agree the cover.",
        figures={str(plan.measures.all()[0].pk): {"qualifier": "over", "value": "85"}},
    )
    draft.milestones.add(Milestone.objects.create(action=action, title="Agree the rota"))
    assert "has a draft open" in said(democratic_services.get(f"{LIST}2.6/owner/"))
    refused = give(democratic_services, action, supports="")
    assert "Police has a draft open on this action. Tick this" in said(refused)
    assert give(democratic_services, action).status_code == 302
    draft.refresh_from_db()
    assert (draft.delivery_rating, draft.recovery_action, draft.board_ask) == ("", "", "")
    assert (draft.figures, draft.milestones.count()) == ({}, 0)
    for typed in (
        "Two officers left.",
        "Off track",
        "Two officers start.",
        "Agree the cover.",
        "Over 85",
        "Agree the rota",
    ):
        assert typed in draft.narrative
    assert police.get(f"/updates/{draft.pk}/edit/").status_code == 200


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (day("changed_on", date(2020, 9, 2)), "The day must be today or in the past"),
        (day("changed_on", date(2020, 8, 27)), "rated the action as at 28 August 2020"),
        (day("changed_on", date(2020, 3, 1)), "The action is in the plan from 30 March 2020"),
        ({"owner": ""}, "Choose the new owner"),
        ({"reason": ""}, "Enter the reason"),
    ],
)
def test_a_change_of_owner_that_cannot_be_is_refused(
    democratic_services: Client, action: Action, change: dict[str, Any], sentence: str
) -> None:
    assert sentence in said(give(democratic_services, action, **change))
    assert not OwnerChange.objects.exists()


def test_owners_change_one_after_the_other_and_not_in_an_issued_report(
    democratic_services: Client, plan: Plan, action: Action
) -> None:
    give(democratic_services, action)
    action.refresh_from_db()
    page = give(democratic_services, action, owner=pk("HEA"))
    assert "It last changed hands on 1 September 2020. Enter a later day" in said(page)
    issue(plan)
    other = Action.objects.get(plan=plan, ref="1.11")
    page = give(democratic_services, other, **day("changed_on", CUT_OFF))
    assert "The report up to 28 August 2020 has been issued" in said(page)


# --- Withdraw and put back -------------------------------------------------------------------


def withdraw(client: Client, action: Action, when: date, **changed: Any) -> Any:
    answers = {**day("withdrawn_on", when), "reason": "Merged with 2.7", **changed}
    return client.post(f"{LIST}{action.ref}/withdraw/", answers)


def test_a_withdrawn_action_leaves_from_its_day_and_can_come_back(
    democratic_services: Client, plan: Plan, action: Action
) -> None:
    assert withdraw(democratic_services, action, date(2020, 9, 1)).status_code == 302
    held = [len(plan_position(plan, date(2020, m, d)).actions) for m, d in ((8, 31), (9, 1))]
    assert held == [42, 41]
    assert "Merged with 2.7" in said(democratic_services.get(f"{LIST}2.6/"))
    assert "This action is withdrawn. Put it back" in said(give(democratic_services, action))
    back = democratic_services.post(f"{LIST}2.6/put-back/", {"reason": "A mistake"})
    assert back.status_code == 302
    action.refresh_from_db()
    assert (action.withdrawn_on, action.withdrawn_reason) == (None, "")
    assert action.history.latest().history_change_reason == "A mistake"


def test_nothing_is_withdrawn_from_an_issued_report_nor_put_back_into_one(
    democratic_services: Client, plan: Plan, action: Action
) -> None:
    withdraw(democratic_services, action, CUT_OFF)
    issue(plan)
    answers = {"reason": "A mistake"}
    page = democratic_services.post(f"{LIST}2.6/put-back/", answers)
    assert "has been issued without this action" in said(page)
    other = Action.objects.get(plan=plan, ref="1.11")
    assert "has been issued" in said(withdraw(democratic_services, other, CUT_OFF))
    other.refresh_from_db()
    assert other.withdrawn_on is None


@pytest.mark.parametrize(
    ("when", "reason", "sentence"),
    [
        (date(2020, 9, 2), "x", "The day must be today or in the past"),
        (date(2020, 3, 29), "x", "The action is in the plan from 30 March 2020"),
        (date(2020, 9, 1), "", "Enter the reason"),
    ],
)
def test_a_withdrawal_that_cannot_be_is_refused(
    democratic_services: Client, action: Action, when: date, reason: str, sentence: str
) -> None:
    assert sentence in said(withdraw(democratic_services, action, when, reason=reason))
    action.refresh_from_db()
    assert action.withdrawn_on is None


def test_an_action_is_withdrawn_once(democratic_services: Client, action: Action) -> None:
    withdraw(democratic_services, action, date(2020, 9, 1))
    again = withdraw(democratic_services, action, date(2020, 9, 1))
    assert "was withdrawn on 1 September 2020 already" in said(again)


@pytest.mark.parametrize("key", ["9" * 23, "-1", "x", "1.5"])
def test_a_partner_that_no_database_holds_is_a_sentence(
    democratic_services: Client, key: str
) -> None:
    response = democratic_services.post(
        "/plans/sefton-jtai-2019/actions/new/", {"supporting": key, "ref": "9.1"}
    )
    assert response.status_code == 200
    assert "Choose from the list" in response.content.decode()
