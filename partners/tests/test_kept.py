"""What is typed and not saved is kept for the one who typed it, and for nobody else."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from actions.models import ProgressUpdate
from actions.tests.test_update_new import ON_TRACK
from jtai_tracker import clock
from partners.models import KeptForm, User

URL = "/plans/sefton-jtai-2019/actions/2.6/updates/new/"
LONG = "Zeile – ŵŷ ✓ “quoted” <b>&amp;</b> 100% \\ \r\n\tand a second line\r\n" * 45


def mark(client: Client, url: str = URL) -> str:
    """What the form at this address carries to say whose it is."""
    found = re.search(r'name="written_by" value="([^"]+)"', client.get(url).content.decode())
    assert found
    return found[1]


def shown(client: Client) -> Any:
    """The form as it opens now."""
    return client.get(URL, follow=True).context["form"]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_refused_form_is_kept_and_opens_again_with_its_text(police: Client) -> None:
    sent = {"narrative": LONG, "as_at_0": "31", "as_at_1": "2", "written_by": mark(police)}
    assert police.post(URL, sent).status_code == 200
    form = shown(police)
    assert form["narrative"].value() == LONG
    assert form["as_at"].value() == ["31", "2", None]
    page = police.get(URL).content.decode()
    assert "It is not saved yet." in page
    assert "There is a problem" not in page, "what was kept is shown, not judged"


def test_a_saved_form_is_forgotten(police: Client) -> None:
    sent = {"narrative": "Half a", "written_by": mark(police)}
    police.post(URL, sent)
    assert KeptForm.objects.count() == 1
    police.post(URL, sent | {"draft": "1"})
    assert KeptForm.objects.count() == 0
    assert ProgressUpdate.objects.drafts().get().narrative == "Half a"


def test_what_is_sent_after_the_session_ended_waits_behind_the_sign_in(
    police: Client, cast: dict[str, Any]
) -> None:
    sent = {"narrative": LONG, "draft": "1", "written_by": mark(police)}
    police.session.flush()
    response = police.post(URL, sent)
    assert response["Location"] == f"/accounts/login/?next={URL}"
    assert not ProgressUpdate.objects.drafts().exists(), "not yet saved"
    assert shown(signed_in(cast["police"]))["narrative"].value() == LONG
    assert shown(signed_in(cast["health"]))["narrative"].value() != LONG


def test_a_token_that_changed_with_a_new_sign_in_loses_nothing(cast: dict[str, Any]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["police"])
    sent = {"narrative": LONG, "written_by": mark(client), "csrfmiddlewaretoken": "x" * 64}
    response = client.post(URL, sent)
    assert (response.status_code, response["Location"]) == (302, URL)
    assert shown(client)["narrative"].value() == LONG
    assert "csrfmiddlewaretoken" not in KeptForm.objects.get().answers


def test_a_page_of_somebody_else_keeps_nothing_for_you(
    police: Client, health: Client, stranger: Client
) -> None:
    theirs, elsewhere = mark(health), mark(police)
    for client in (police, stranger):
        client.post(URL, {"narrative": LONG, "written_by": theirs + "x"})
    police.post(URL, {"narrative": LONG, "written_by": theirs})
    stranger.post(URL.replace("2.6", "1.10"), {"narrative": LONG, "written_by": elsewhere})
    assert not KeptForm.objects.exists()


def test_typing_is_kept_without_saving_or_judging(police: Client) -> None:
    sent = {"narrative": "Half a sen", "written_by": mark(police), "keep": "1"}
    assert police.post(URL, sent).status_code == 204
    assert not ProgressUpdate.objects.drafts().exists()
    assert shown(police)["narrative"].value() == "Half a sen"
    police.session.flush()
    assert police.post(URL, sent | {"narrative": "Half a sentence"}).status_code == 401
    assert "Half+a+sentence" in KeptForm.objects.get().answers


def test_the_list_says_where_something_waits(police: Client) -> None:
    police.post(URL, {"narrative": "Half", "written_by": mark(police), "keep": "1"})
    assert "You typed something here that is not saved." in police.get("/updates/").content.decode()


def test_its_writer_can_throw_it_away(police: Client) -> None:
    sent = {"narrative": "Half a sen", "written_by": mark(police)}
    police.post(URL, sent | {"keep": "1"})
    kept = shown(police).resumed
    response = police.post(kept.path, {"written_by": kept.mark, "forget": "1"})
    assert (response.status_code, response["Location"]) == (302, URL)
    assert not KeptForm.objects.exists()


@pytest.mark.parametrize("broken", ["", "a:b:c", "WzEsMl0:xx:yy"])
def test_a_mark_that_is_none_is_taken_for_none(police: Client, broken: str) -> None:
    assert police.post(URL, {"narrative": "x", "written_by": broken}).status_code == 200
    assert not KeptForm.objects.exists()


def test_nobody_throws_away_what_another_typed(police: Client, stranger: Client) -> None:
    sent = {"narrative": "Half a sen", "written_by": mark(police)}
    police.post(URL, sent | {"keep": "1"})
    stranger.post(URL, {"written_by": sent["written_by"], "forget": "1", "narrative": "Half"})
    assert KeptForm.objects.exists()


def test_nothing_is_kept_for_a_closed_account(police: Client, cast: dict[str, Any]) -> None:
    sent = {"narrative": "Half a sen", "written_by": mark(police)}
    User.objects.filter(pk=cast["police"].pk).update(is_active=False)
    police.post(URL, sent)
    assert not KeptForm.objects.exists()


def test_what_nobody_came_back_for_goes_in_time(police: Client, cast: dict[str, Any]) -> None:
    old = clock.now() - timedelta(days=91)
    KeptForm.objects.create(user=cast["health"], path="/gone/", answers="", kept_at=old)
    police.post(URL, {"narrative": "Half", "written_by": mark(police), "keep": "1"})
    assert [row.path for row in KeptForm.objects.all()] == [URL]


def test_a_page_of_somebody_else_that_keeps_by_itself_files_nothing(
    police: Client, health: Client
) -> None:
    sent = {**ON_TRACK, "written_by": mark(health), "keep": "1"}
    assert police.post(URL, sent).status_code == 409
    assert not ProgressUpdate.objects.filter(narrative=ON_TRACK["narrative"]).exists()
