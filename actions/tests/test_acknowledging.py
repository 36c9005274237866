"""The chair says that an update was read: once, on purpose, and it can be taken back."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from actions.models import Acknowledgement, Plan, ProgressUpdate
from actions.services import acknowledging
from actions.tests.test_update_new import ON_TRACK, URL
from actions.to_read import in_full, keys_to_read, reads_since
from jtai_tracker.refused import Refused

PLAN = "/plans/sefton-jtai-2019/"
ACTION, TO_READ = f"{PLAN}actions/2.6/", f"{PLAN}to-read/"
TODAY = date(2020, 9, 1)


def text(response: Any) -> str:
    return unescape(response.content.decode())


def button(update: ProgressUpdate) -> str:
    return f"/updates/{update.pk}/acknowledge/"


def undo(made: Acknowledgement) -> str:
    return f"/acknowledgements/{made.pk}/undo/"


@pytest.fixture
def update(police: Client, plan: Plan) -> ProgressUpdate:
    """What Police files today on 2.6."""
    police.post(URL, ON_TRACK)
    return ProgressUpdate.objects.submitted().get(action__ref="2.6", as_at=TODAY)


# --- The button ------------------------------------------------------------------------------


def test_one_press_acknowledges_and_everybody_sees_it(
    chair: Client, police: Client, update: ProgressUpdate
) -> None:
    assert "I have read this update" in text(chair.get(ACTION))
    response = chair.post(button(update), {"back": "action"}, follow=True)
    assert response.redirect_chain == [(f"{ACTION}#update-{update.pk}", 302)]
    made = Acknowledgement.objects.get()
    assert (made.by.email, made.acknowledged_on) == ("chair@demo.example", TODAY)
    said = "Acknowledged by Chair of the Board on 1 September 2020"
    assert said in text(response)
    page = text(police.get(ACTION))
    assert said in page
    assert "Undo" not in page
    assert "I have read this update" not in page


def test_looking_acknowledges_nothing(chair: Client, update: ProgressUpdate) -> None:
    assert chair.get(button(update)).status_code == 405
    chair.get(ACTION)
    chair.get(TO_READ)
    assert not Acknowledgement.objects.exists()


def test_a_double_click_makes_one(chair: Client, update: ProgressUpdate) -> None:
    assert [chair.post(button(update)).status_code for _ in range(2)] == [302, 302]
    assert Acknowledgement.objects.count() == 1


def test_undo_stands_in_the_banner_and_beside_the_update(
    chair: Client, update: ProgressUpdate
) -> None:
    page = text(chair.post(button(update), follow=True))
    made = Acknowledgement.objects.get()
    assert page.count(f'action="{undo(made)}"') == 2
    assert text(chair.get(ACTION)).count(f'action="{undo(made)}"') == 1
    response = chair.post(undo(made), follow=True)
    assert "is marked as not read." in text(response)
    assert "I have read this update" in text(response)
    assert chair.post(undo(made)).status_code == 302
    made.refresh_from_db()
    assert (made.undone_on, made.history.count()) == (TODAY, 2)


def test_what_was_undone_can_be_acknowledged_again(chair: Client, update: ProgressUpdate) -> None:
    chair.post(button(update))
    chair.post(undo(Acknowledgement.objects.get()))
    chair.post(button(update))
    assert Acknowledgement.objects.count() == 2
    assert Acknowledgement.objects.in_force().count() == 1


@pytest.mark.parametrize("who", ["police", "board-member", "democratic-services", "administrator"])
def test_nobody_but_the_chair_acknowledges_or_undoes(
    cast: dict[str, Any], update: ProgressUpdate, who: str
) -> None:
    client = Client()
    client.force_login(cast[who])
    assert client.post(button(update)).status_code == 403
    made = acknowledging.acknowledge(update=update, by=cast["chair"])
    assert client.post(undo(made)).status_code == 403
    assert Acknowledgement.objects.in_force().count() == 1
    assert client.get(TO_READ).status_code == 403


def test_a_draft_and_what_is_not_there_are_not_found(chair: Client, update: ProgressUpdate) -> None:
    update.pk, update.state, update.submitted_at = None, "draft", None
    update.form_key = None
    update.save()
    assert chair.post(button(update)).status_code == 404
    assert chair.post("/updates/999999/acknowledge/").status_code == 404
    assert chair.post("/acknowledgements/999999/undo/").status_code == 404


def test_an_update_that_was_withdrawn_meanwhile_is_not_acknowledged(
    chair: Client, update: ProgressUpdate, cast: dict[str, Any]
) -> None:
    update.state, update.withdrawn_reason = "withdrawn", "A mistake"
    update.save()
    page = text(chair.post(button(update), follow=True))
    assert "corrected or withdrawn meanwhile. Read what is there now." in page
    with pytest.raises(Refused):
        acknowledging.acknowledge(update=update, by=cast["chair"])
    assert not Acknowledgement.objects.exists()


def test_a_correction_of_an_acknowledged_update_is_not_acknowledged(
    chair: Client, police: Client, update: ProgressUpdate
) -> None:
    chair.post(button(update))
    corrected = {**ON_TRACK, "narrative": "Put right", "reason": "A slip"}
    assert police.post(f"/updates/{update.pk}/correct/", corrected).status_code == 302
    page = text(chair.get(ACTION))
    new = ProgressUpdate.objects.get(corrects=update)
    assert f'action="{button(new)}"' in page
    assert page.count("Acknowledged by") == 1
    assert page.index("Corrected. Earlier version") < page.index("Acknowledged by")
    assert "Put right" in text(chair.get(TO_READ))


def test_a_day_in_the_past_shows_what_had_been_read_and_offers_no_button(
    chair: Client, update: ProgressUpdate, plan: Plan
) -> None:
    old = ProgressUpdate.objects.submitted().filter(action__ref="2.6", as_at="2020-08-28")[0]
    chair.post(button(old))
    Acknowledgement.objects.update(acknowledged_on="2020-08-29", undone_on="2020-08-31")
    shown = ["Acknowledged by" in text(chair.get(f"{ACTION}?as_at=2020-08-{d}")) for d in (28, 30)]
    assert shown == [False, True]
    assert "Acknowledged by" not in text(chair.get(f"{ACTION}?as_at=2020-08-31"))
    then = text(chair.get(f"{ACTION}?as_at=2020-08-30"))
    assert "Undo" not in then
    assert "I have read this update" not in then


def test_the_history_tells_both(chair: Client, update: ProgressUpdate) -> None:
    chair.post(button(update))
    chair.post(undo(Acknowledgement.objects.get()))
    lines = [entry.told.sentence for entry in chair.get(ACTION).context["history"]][:2]
    which = f"the update for 1 September 2020 by {update.partner.name}"
    assert lines == [
        f"Chair of the Board took back the acknowledgement of {which}.",
        f"Chair of the Board acknowledged {which}.",
    ]


# --- The list --------------------------------------------------------------------------------


def test_the_list_shows_the_text_and_the_way_there(chair: Client, update: ProgressUpdate) -> None:
    page = text(chair.get(TO_READ))
    assert "Updates to read: 1" in page
    assert update.narrative in page
    assert f'action="{button(update)}"' in page
    assert f"{ACTION}challenges/new/?update={update.pk}" in page
    assert f'href="{TO_READ}"' in text(chair.get(PLAN))


def test_who_holds_nobody_to_account_is_not_led_there(police: Client, plan: Plan) -> None:
    assert TO_READ not in text(police.get(PLAN))


def test_the_empty_list_says_so(chair: Client, plan: Plan) -> None:
    assert "You have read everything." in text(chair.get(TO_READ))


def test_from_the_list_the_chair_comes_back_to_the_same_place(
    chair: Client, update: ProgressUpdate
) -> None:
    response = chair.post(button(update), {"back": "list"}, follow=True)
    assert response.redirect_chain == [(f"{TO_READ}?read={update.pk}#update-{update.pk}", 302)]
    page = text(response)
    assert re.search(rf'id="update-{update.pk}".*You have read the update', page, re.DOTALL)
    made = Acknowledgement.objects.get()
    assert f'action="{undo(made)}"' in page
    assert "Updates to read: " not in page
    back = chair.post(undo(made), {"back": "list"}, follow=True)
    assert "Updates to read: 1" in text(back)
    assert back.redirect_chain[0][0].startswith(TO_READ)


@pytest.mark.parametrize("read", ["x", "-1", "9" * 30, "%00"])
def test_a_strange_place_is_no_place(chair: Client, update: ProgressUpdate, read: str) -> None:
    assert "Updates to read: 1" in text(chair.get(f"{TO_READ}?read={read}&page=x"))


def to_read(plan: Plan, user: Any) -> list[ProgressUpdate]:
    return in_full(keys_to_read(plan, reads_since(plan, user)))


def many(update: ProgressUpdate, number: int) -> None:
    for day in range(1, number + 1):
        update.pk, update.as_at, update.form_key = None, date(2020, 3, day), None
        update.save()


def test_the_place_is_found_on_the_page_where_it_is(chair: Client, update: ProgressUpdate) -> None:
    many(update, 24)
    chair.post(button(update), {"back": "list"})
    response = chair.get(f"{TO_READ}?read={update.pk}")
    assert response.context["page"].number == 2
    assert response.context["left"] == 24
    assert chair.get(TO_READ).context["page"].number == 1
    assert chair.get(f"{TO_READ}?read={update.pk}&page=1").context["page"].number == 1


def test_only_the_updates_of_one_page_are_read_in_full(
    chair: Client, update: ProgressUpdate, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(update, 29)
    read, from_db = [], ProgressUpdate.from_db.__func__  # type: ignore[attr-defined]

    def counted(cls: Any, *row: Any) -> Any:
        read.append(row)
        return from_db(cls, *row)

    monkeypatch.setattr(ProgressUpdate, "from_db", classmethod(counted))
    response = chair.get(f"{TO_READ}?page=2")
    assert [one.as_at.day for one in response.context["updates"]] == list(range(20, 30))
    assert response.context["left"] == 30
    assert len(read) == 10


def test_a_new_chair_inherits_no_backlog(
    chair: Client, update: ProgressUpdate, plan: Plan, cast: dict[str, Any]
) -> None:
    assert to_read(plan, cast["chair"]) == [update]
    cast["chair"].memberships.update(starts_on="2020-08-01")
    found = to_read(plan, cast["chair"])
    assert len(found) > 1
    assert min(one.submitted_at.date() for one in found if one.submitted_at) >= date(2020, 8, 1)
    cast["chair"].memberships.update(starts_on="2020-09-01")
    assert to_read(plan, cast["chair"]) == [update]


def test_what_was_filed_before_the_round_began_is_not_asked_for(
    update: ProgressUpdate, plan: Plan, cast: dict[str, Any], settings: Any
) -> None:
    cast["chair"].memberships.update(starts_on="2019-12-01")
    period = plan.periods.get(meeting__held_on="2020-09-22")
    since = reads_since(plan, cast["chair"])
    assert (since - period.starts_on).days == 1
    ProgressUpdate.objects.submitted().update(submitted_at=f"{period.starts_on}T12:00Z")
    assert to_read(plan, cast["chair"]) == []
    ProgressUpdate.objects.filter(pk=update.pk).update(submitted_at=f"{since}T12:00Z")
    assert to_read(plan, cast["chair"]) == [update]
    settings.TODAY = date(2031, 1, 1)
    assert reads_since(plan, cast["chair"]) == plan.submitted_on
