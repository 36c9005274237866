"""Drafts, and check your answers."""

from __future__ import annotations

from django.test import Client

from actions.models import ProgressUpdate
from actions.tests.test_update_new import OFF_TRACK, ON_TRACK, URL


def draft() -> ProgressUpdate:
    return ProgressUpdate.objects.drafts().get(action__ref="2.6")


def test_a_draft_keeps_what_is_there_and_asks_for_nothing(police: Client) -> None:
    response = police.post(URL, {"narrative": "Half a", "draft": "1"}, follow=True)
    assert draft().narrative == "Half a"
    page = response.content.decode()
    assert "Your draft on action 2.6 is saved." in page
    assert "Go on with your draft" in page


def test_writing_goes_on_with_the_draft_of_the_partner(police: Client) -> None:
    police.post(URL, {**OFF_TRACK, "draft": "1"})
    response = police.get(URL, follow=True)
    assert response.redirect_chain == [(f"/updates/{draft().pk}/edit/", 302)]
    page = response.content.decode()
    assert "Two more officers start in October." in page
    assert 'value="off_track" checked' in page


def test_continue_shows_every_answer_before_it_is_filed(police: Client) -> None:
    response = police.post(URL, {**OFF_TRACK, "check": "1"}, follow=True)
    page = response.content.decode()
    assert "Check your answers" in page
    for answer in ("1 September 2020", "Off track", "31 October 2020", "Agree the cover until"):
        assert answer in page
    assert draft().state == "draft"


def test_submit_on_that_page_files_the_draft(police: Client) -> None:
    police.post(URL, {**OFF_TRACK, "check": "1"})
    pk = draft().pk
    page = police.post(f"/updates/{pk}/check/", follow=True).content.decode()
    assert "Your update is filed." in page
    assert ProgressUpdate.objects.get(pk=pk).state == "submitted"
    assert police.get(f"/updates/{pk}/check/").status_code == 404, "it is no draft any more"


def test_an_incomplete_draft_cannot_be_filed_by_that_page(police: Client) -> None:
    police.post(URL, {**ON_TRACK, "delivery_rating": "off_track", "draft": "1"})
    response = police.post(f"/updates/{draft().pk}/check/")
    assert "Enter what you need from the board" in response.content.decode()
    assert draft().state == "draft"


def test_a_draft_changed_meanwhile_must_be_checked_again(police: Client) -> None:
    police.post(URL, {**ON_TRACK, "check": "1"})
    pk = draft().pk
    version = police.get(f"/updates/{pk}/check/").context["version"]
    police.post(f"/updates/{pk}/edit/", {**ON_TRACK, "narrative": "Anew", "draft": "1"})
    response = police.post(f"/updates/{pk}/check/", {"version": version})
    assert "Somebody changed this draft" in response.content.decode()
    assert draft().narrative == "Anew"


def test_nobody_else_sees_a_draft(
    police: Client, health: Client, chair: Client, democratic_services: Client
) -> None:
    police.post(URL, {**ON_TRACK, "narrative": "CANARY", "draft": "1"})
    pages = [f"/updates/{draft().pk}/edit/", f"/updates/{draft().pk}/check/"]
    assert [health.get(page).status_code for page in pages] == [404, 404]
    assert [chair.get(page).status_code for page in pages] == [403, 403]
    for client in (health, chair, democratic_services):
        page = client.get("/plans/sefton-jtai-2019/actions/2.6/").content.decode()
        assert "CANARY" not in page
