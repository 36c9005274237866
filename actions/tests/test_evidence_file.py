"""Evidence is handed out to whoever may see it, as it was attached, until it is withdrawn."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from actions.models import Evidence, Plan, ProgressUpdate
from actions.services import evidence
from actions.tests.good_files import PDF
from actions.tests.proving import (
    ACTION,
    LINK,
    address,
    attached,
    page_for,
    police_draft,
    police_update,
)


@pytest.fixture
def filed(plan: Plan) -> ProgressUpdate:
    """An update of the Police that has been filed."""
    return police_update()


@pytest.fixture
def draft(plan: Plan, cast: dict[str, Any]) -> ProgressUpdate:
    """A draft of the Police."""
    return police_draft(cast["police"])


def test_the_file_of_a_draft_is_its_own_partners_alone(
    police: Client, health: Client, chair: Client, administrator: Client, draft: ProgressUpdate
) -> None:
    proof = attached(police, draft)
    assert police.get(address(proof)).status_code == 200
    for other in (health, chair, administrator):
        assert other.get(address(proof)).status_code == 404


def test_the_file_of_a_filed_update_is_the_partnerships_and_no_strangers(
    police: Client, health: Client, administrator: Client, stranger: Client, filed: ProgressUpdate
) -> None:
    proof = attached(police, filed)
    for member in (police, health, administrator):
        assert member.get(address(proof)).status_code == 200
    assert stranger.get(address(proof)).status_code == 302


def test_the_file_of_an_update_that_was_taken_back_is_its_own_partners_alone_again(
    police: Client, health: Client, filed: ProgressUpdate
) -> None:
    proof = attached(police, filed)
    taken_back = ProgressUpdate.State.WITHDRAWN
    ProgressUpdate.objects.update_or_create(
        pk=filed.pk, defaults={"state": taken_back, "withdrawn_reason": "It names a child"}
    )
    assert police.get(address(proof)).status_code == 200
    assert health.get(address(proof)).status_code == 404
    assert "Evidence attached" not in health.get(ACTION).content.decode()


def test_no_other_address_serves_the_file(police: Client, filed: ProgressUpdate) -> None:
    proof = attached(police, filed)
    name = proof.file.name
    assert name is not None
    assert len(name) == len("evidence/") + 32
    assert default_storage.exists(name)
    for folder in (
        "/",
        "/media/",
        "/static/",
        "/files/",
        "/static/../",
        "/static/%2e%2e/var/files/",
    ):
        assert police.get(f"{folder}{name}").status_code == 404
    assert settings.MEDIA_URL == "/"
    served = [settings.STATIC_ROOT, *settings.STATICFILES_DIRS]
    assert not any(Path(default_storage.path(name)).is_relative_to(folder) for folder in served)
    mode = Path(default_storage.path(name)).stat().st_mode
    assert mode & 0o077 == 0


def test_a_link_has_no_file_to_hand_out(police: Client, filed: ProgressUpdate) -> None:
    police.post(page_for(filed), LINK)
    assert police.get(address(Evidence.objects.get())).status_code == 404


def test_a_link_that_came_by_another_way_is_shown_as_text(
    police: Client, filed: ProgressUpdate
) -> None:
    police.post(page_for(filed), LINK)
    Evidence.objects.update(link="javascript:alert(1)")
    page = police.get(ACTION).content.decode()
    assert "Minutes of the board: javascript:alert(1)" in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("damage", ["changed", "longer", "shorter", "gone"])
def test_a_file_that_is_not_what_was_attached_is_kept_back_and_logged(
    police: Client, filed: ProgressUpdate, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    proof = attached(police, filed)
    path = Path(proof.file.path)
    if damage == "gone":
        path.unlink()
    else:
        changed = {"changed": PDF.replace(b"Catalog", b"Cataloh"), "longer": PDF + b" "}
        path.write_bytes(changed.get(damage, PDF[:-1]))
    with caplog.at_level(logging.ERROR):
        response = police.get(address(proof))
    assert response.status_code == 503
    assert "cannot be opened" in response.content.decode()
    assert str(proof.key) in caplog.text


# --- Withdrawing -------------------------------------------------------------------------------


def test_withdrawn_evidence_stays_listed_with_its_reason_and_its_file_is_kept_back(
    police: Client, health: Client, filed: ProgressUpdate, cast: dict[str, Any]
) -> None:
    proof = attached(police, filed)
    url = reverse("evidence-withdraw", args=[proof.key])
    assert "Enter why you withdraw it" in police.post(url, {"reason": " "}).content.decode()
    page = police.post(url, {"reason": "It names a child"}, follow=True).content.decode()
    assert "“Minutes” is withdrawn." in page
    said = f"Withdrawn on 1 September 2020 by {cast['police'].name}: It names a child"
    assert said in page
    assert said in health.get(ACTION).content.decode()
    assert police.get(address(proof)).status_code == 410
    assert address(proof) not in page
    proof.refresh_from_db()
    assert Path(proof.file.path).read_bytes() == PDF
    assert not evidence.proven(filed)
    last = proof.history.first()
    assert (last.history_user, last.history_change_reason) == (cast["police"], "It names a child")


def test_what_was_withdrawn_is_not_withdrawn_again(police: Client, filed: ProgressUpdate) -> None:
    proof = attached(police, filed)
    url = reverse("evidence-withdraw", args=[proof.key])
    police.post(url, {"reason": "First"})
    page = police.post(url, {"reason": "Second"}).content.decode()
    assert "It was withdrawn on 1 September 2020 already" in page
    proof.refresh_from_db()
    assert proof.withdrawn_reason == "First"


def test_another_partner_neither_attaches_nor_withdraws(
    police: Client, health: Client, chair: Client, filed: ProgressUpdate
) -> None:
    proof = attached(police, filed)
    url = reverse("evidence-withdraw", args=[proof.key])
    for client, status in ((health, 404), (chair, 403)):
        assert client.post(page_for(filed), LINK).status_code == status
        assert client.post(url, {"reason": "Not mine"}).status_code == status
    assert Evidence.objects.in_force().count() == 1


def test_evidence_added_after_the_day_that_is_shown_is_left_out(
    police: Client, filed: ProgressUpdate
) -> None:
    attached(police, filed)
    assert "Evidence attached" in police.get(ACTION).content.decode()
    then = police.get(f"{ACTION}?as_at=2020-08-31").content.decode()
    assert "Evidence attached" not in then
    assert "Add evidence" not in then
