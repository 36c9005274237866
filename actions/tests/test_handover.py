"""Handing a leaver's work to a successor, on one page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from actions.models import Action, Plan, ProgressUpdate
from jtai_tracker import clock
from partners.models import KeptForm, Membership, User
from partners.permissions import Role
from partners.services import add_user

TODAY, TOMORROW = date(2020, 9, 1), date(2020, 9, 2)


def hand_over(client: Client, leaver: User, successor: User | None, **changed: str) -> Any:
    answers = {
        "who": "existing",
        "successor": successor.pk if successor else "",
        "starts": "today",
        "reason": "They leave",
        **changed,
    }
    return client.post(f"/people/{leaver.pk}/hand-over/", answers, follow=True)


def said(response: Any) -> str:
    return str(response.content.decode())


def held(user: User, day: date) -> list[str]:
    return [str(row.role) for row in Membership.objects.held_on(day).filter(user=user)]


@pytest.fixture
def successor(plan: Plan) -> User:
    found: User = add_user(
        email="next@demo.example", name="Next", role=Role.BOARD_MEMBER, password="a-password"
    )
    return found


@pytest.fixture
def draft(cast: dict[str, Any]) -> ProgressUpdate:
    action = Action.objects.get(ref="2.6")
    made: ProgressUpdate = ProgressUpdate.objects.create(
        action=action, partner=action.owner, author=cast["police"], narrative="Half a sentence"
    )
    return made


@pytest.mark.parametrize(
    ("starts", "first", "last"),
    [("today", TODAY, date(2020, 8, 31)), ("next", TOMORROW, TODAY)],
)
def test_the_role_passes_without_a_gap_and_is_never_held_twice(
    administrator: Client,
    cast: dict[str, Any],
    successor: User,
    starts: str,
    first: date,
    last: date,
) -> None:
    Membership.objects.filter(user=cast["police"]).update(starts_on=date(2020, 1, 1))
    page = hand_over(administrator, cast["police"], successor, starts=starts)
    assert "The work of Police lead passes to Next." in said(page)
    old, new = (user.memberships.get(role="lead") for user in (cast["police"], successor))
    assert (old.ends_on, new.starts_on, new.ends_on) == (last, first, None)
    assert new.partner == old.partner
    for day in (date(2020, 8, 31), TODAY, TOMORROW):
        holders = Membership.objects.held_on(day).filter(role="lead", partner__code="POL")
        assert holders.count() == 1
    assert [row.history.latest().history_change_reason for row in (old, new)] == ["They leave"] * 2


def test_over_a_weekend_the_leaver_holds_the_role_until_the_day_before(
    administrator: Client, cast: dict[str, Any], successor: User, settings: Any
) -> None:
    settings.TODAY = date(2020, 8, 28)
    Membership.objects.update(starts_on=date(2020, 1, 1))
    hand_over(administrator, cast["police"], successor, starts="next")
    assert cast["police"].memberships.get().ends_on == date(2020, 8, 31)
    assert successor.memberships.get(role="lead").starts_on == TODAY, "31 August is a bank holiday"


@pytest.fixture
def long_ago(plan: Plan) -> None:
    Membership.objects.update(starts_on=date(2020, 1, 1))


@pytest.mark.usefixtures("long_ago")
def test_drafts_stay_with_the_partner_and_name_the_successor(
    administrator: Client, cast: dict[str, Any], successor: User, draft: ProgressUpdate
) -> None:
    page = said(administrator.get(f"/people/{cast['police'].pk}/hand-over/"))
    assert "on action 2.6" in page
    assert "Half a sentence" not in page, "what it says is its partner's alone"
    hand_over(administrator, cast["police"], successor)
    draft.refresh_from_db()
    assert (draft.author, draft.partner.code, draft.narrative) == (
        successor,
        "POL",
        "Half a sentence",
    )
    assert draft.history.latest().history_change_reason == "They leave"


@pytest.mark.usefixtures("long_ago")
def test_a_new_person_gets_an_account_and_a_link_that_is_shown_once(
    administrator: Client, cast: dict[str, Any]
) -> None:
    User.objects.filter(pk=cast["police"].pk).update(early_reminders=False)
    person = {"email": "New.Lead@example.org", "name": "New lead", "job_title": "DI"}
    page = said(hand_over(administrator, cast["police"], None, who="new", close="on", **person))
    new = User.objects.get(email="new.lead@example.org")
    assert "/accounts/password/reset/key/" in page
    assert "/accounts/password/reset/key/" not in said(administrator.get("/people/"))
    assert held(new, TODAY) == ["lead"]
    assert not new.early_reminders
    assert new.history.latest().history_change_reason == "They leave"
    assert not User.objects.get(pk=cast["police"].pk).is_active
    path = page.split("<code>")[1].split("</code>")[0].replace("http://testserver", "")
    assert "password1" in said(Client().get(path, follow=True))


@pytest.mark.usefixtures("long_ago")
def test_a_closed_account_is_out_with_its_next_page(
    administrator: Client, police: Client, cast: dict[str, Any], successor: User
) -> None:
    assert police.get("/updates/").status_code == 200
    hand_over(administrator, cast["police"], successor, close="on")
    assert police.get("/updates/").status_code == 302


@pytest.mark.usefixtures("long_ago")
def test_a_role_that_the_successor_holds_already_is_not_held_twice(
    administrator: Client, cast: dict[str, Any]
) -> None:
    police, successor = cast["police"], cast["health"]
    partner = police.memberships.get().partner
    Membership.objects.create(
        user=successor,
        role="lead",
        partner=partner,
        starts_on=date(2020, 8, 1),
        ends_on=date(2020, 9, 30),
    )
    hand_over(administrator, police, successor)
    rows = successor.memberships.filter(partner=partner).order_by("starts_on")
    assert [(row.starts_on, row.ends_on) for row in rows] == [
        (date(2020, 8, 1), date(2020, 9, 30)),
        (date(2020, 10, 1), None),
    ]
    assert "holds no role today" in said(administrator.get(f"/people/{police.pk}/hand-over/"))


@pytest.mark.usefixtures("long_ago")
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"who": ""}, "Say who takes over"),
        ({"nobody": "1"}, "Choose who takes over"),
        ({"starts": ""}, "Choose the day"),
        ({"reason": ""}, "Enter the reason"),
        ({"who": "new"}, "Enter the e-mail address of the new person"),
        ({"who": "new", "email": "x@example.org"}, "Enter the name of the new person"),
        ({"who": "new", "email": "no", "name": "N"}, "in the right form"),
        ({"who": "new", "email": "CHAIR@demo.example", "name": "N"}, "has an account already"),
        ({"starts": "next", "close": "on"}, "holds a role until then"),
    ],
)
def test_what_cannot_be_handed_over_so_is_refused_and_nothing_changes(
    administrator: Client,
    cast: dict[str, Any],
    successor: User,
    draft: ProgressUpdate,
    changed: dict[str, str],
    sentence: str,
) -> None:
    before = User.objects.count()
    chosen = None if "nobody" in changed else successor
    page = hand_over(administrator, cast["police"], chosen, **changed)
    assert sentence in said(page)
    assert held(cast["police"], TODAY) == ["lead"]
    draft.refresh_from_db()
    assert (draft.author, User.objects.count()) == (cast["police"], before)


def test_a_role_that_began_today_passes_whole(
    administrator: Client, cast: dict[str, Any], successor: User
) -> None:
    Membership.objects.filter(user=cast["police"]).update(starts_on=TODAY)
    hand_over(administrator, cast["police"], successor)
    assert (held(cast["police"], TODAY), held(successor, TODAY)) == ([], ["board_member", "lead"])


@pytest.mark.usefixtures("long_ago")
def test_nobody_hands_over_to_themselves_nor_to_a_closed_account(
    administrator: Client, cast: dict[str, Any], successor: User
) -> None:
    assert "Select a valid choice" in said(hand_over(administrator, cast["police"], cast["police"]))
    User.objects.filter(pk=successor.pk).update(is_active=False)
    assert "Select a valid choice" in said(hand_over(administrator, cast["police"], successor))


@pytest.mark.usefixtures("long_ago")
def test_there_is_always_somebody_who_can_administer(
    administrator: Client, cast: dict[str, Any], successor: User
) -> None:
    own = hand_over(administrator, cast["administrator"], successor)
    assert "These are your own roles" in said(own)
    closed = hand_over(administrator, cast["administrator"], successor, close="on", starts="next")
    assert "This is your own account" in said(closed)
    hand_over(administrator, cast["administrator"], successor, starts="next")
    assert "administrator" in held(cast["administrator"], TODAY)
    assert "administrator" in held(successor, TOMORROW)
    assert "administrator" not in held(cast["administrator"], TOMORROW)


@pytest.mark.usefixtures("long_ago")
def test_the_only_administrator_passes_it_to_somebody_who_can_sign_in(
    cast: dict[str, Any], successor: User
) -> None:
    from partners.services import hand_over_problems

    User.objects.filter(pk=successor.pk).update(password="!")
    successor.refresh_from_db()
    problems = hand_over_problems(
        leaver=cast["administrator"],
        successor=successor,
        starts_on=clock.today(),
        close=False,
        by=cast["chair"],
    )
    assert "is the only administrator" in problems["starts"]


@pytest.mark.usefixtures("long_ago")
def test_an_account_with_nothing_left_is_closed_on_the_same_page(
    administrator: Client, cast: dict[str, Any]
) -> None:
    cast["police"].memberships.update(ends_on=date(2020, 8, 31))
    assert "Accounts without a role today" in said(administrator.get("/people/"))
    url = f"/people/{cast['police'].pk}/hand-over/"
    assert "Enter the reason" in said(administrator.post(url, {}))
    page = administrator.post(url, {"reason": "They have left"}, follow=True)
    assert "The account of Police lead is closed." in said(page)
    police = User.objects.get(pk=cast["police"].pk)
    assert not police.is_active
    assert police.history.latest().history_change_reason == "They have left"
    assert administrator.get(url).status_code == 404


def test_typing_kept_for_the_leaver_is_said_and_never_shown(
    administrator: Client, cast: dict[str, Any]
) -> None:
    KeptForm.objects.create(
        user=cast["police"], path="/x/", answers="narrative=Secret", kept_at=clock.now()
    )
    page = said(administrator.get(f"/people/{cast['police'].pk}/hand-over/"))
    assert "1 form typed and not saved" in page
    assert "Secret" not in page
