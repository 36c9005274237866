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
    assert b"has been filed already" in police.get(f"/updates/{pk}/edit/", follow=True).content
    for again in (police.get, police.post):
        response = again(f"/updates/{pk}/check/")
        assert response["Location"] == f"/updates/{pk}/filed/", "a second press files nothing"
    assert ProgressUpdate.objects.get(pk=pk).history.filter(state="submitted").count() == 1


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


def test_what_is_typed_on_a_draft_that_a_colleague_has_filed_is_kept(police: Client) -> None:
    police.post(URL, {**ON_TRACK, "check": "1"})
    pk = draft().pk
    version = police.get(f"/updates/{pk}/edit/").context["form"]["version"].value()
    police.post(f"/updates/{pk}/check/")
    typed = {**ON_TRACK, "narrative": "Typed meanwhile", "version": version}
    response = police.post(f"/updates/{pk}/edit/", typed)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Typed meanwhile" in page
    assert ON_TRACK["narrative"] in page
    assert "has filed an update for that day already" in page


def test_a_colleagues_draft_is_shown_before_it_is_replaced(police: Client) -> None:
    version = police.get(URL).context["form"]["version"].value()
    police.post(URL, {"narrative": "The colleague's words", "draft": "1"})
    mine = {"narrative": "My words", "draft": "1", "version": version}
    response = police.post(URL, mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "The colleague&#x27;s words" in page
    assert "My words" in page
    assert "it takes the place of the draft" in page
    assert draft().narrative == "The colleague's words"
    version = response.context["form"]["version"].value()
    police.post(URL, mine | {"version": version})
    assert draft().narrative == "My words"
    assert {row.narrative for row in draft().history.all()} == {"The colleague's words", "My words"}


def test_the_second_writer_may_leave_the_other_text(police: Client) -> None:
    version = police.get(URL).context["form"]["version"].value()
    police.post(URL, {"narrative": "The colleague's words", "draft": "1"})
    police.post(URL, {"narrative": "My words", "draft": "1", "version": version})
    page = police.post(URL, {"drop": "1"}, follow=True).content.decode()
    assert "Your own text was dropped" in page
    assert draft().narrative == "The colleague's words"
    assert "My words" not in police.get(URL, follow=True).content.decode()


def test_a_page_saves_again_over_what_it_saved_itself(police: Client) -> None:
    page = police.get(URL).context["form"]
    sent = {name: str(page[name].value()) for name in ("version", "key")}
    for text in ("Once", "Once more"):
        assert police.post(URL, {"narrative": text, "draft": "1", **sent}).status_code == 302
    assert draft().narrative == "Once more"


def test_a_draft_without_a_text_is_not_filed(police: Client) -> None:
    police.post(URL, {**ON_TRACK, "narrative": "", "draft": "1"})
    page = police.post(f"/updates/{draft().pk}/check/").content.decode()
    assert "Enter what happened" in page
    assert "<title>Error: " in page


def test_check_your_answers_shows_what_will_be_filed_and_names_the_rest(police: Client) -> None:
    answers = {**OFF_TRACK, "delivery_rating": "on_track", "check": "1"}
    page = police.post(URL, answers, follow=True).content.decode()
    assert "Agree the cover until then." not in page
    assert "they will not be filed: cause, recovery, back on track by, needed from the" in page


def test_a_partner_that_was_taken_off_the_action_files_nothing(police: Client) -> None:
    police.post(URL, {**ON_TRACK, "check": "1"})
    pk = draft().pk
    draft().action.__class__.objects.filter(ref="2.6").update(
        owner=draft().action.supporting.get(code="HEA")
    )
    assert police.post(f"/updates/{pk}/check/").status_code == 403
    assert police.post(f"/updates/{pk}/edit/", ON_TRACK).status_code == 403
