"""Evidence is attached to an update: by whom, to which, and what is refused."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from actions.file_kinds import CONTENT_TYPES
from actions.models import Evidence, Plan, ProgressUpdate
from actions.services import evidence
from actions.tests.good_files import PDF, good_files
from actions.tests.hostile_files import Hostile, hostile_files
from actions.tests.proving import (
    ACTION,
    LINK,
    address,
    page_for,
    police_draft,
    police_update,
    upload,
)
from jtai_tracker.uploads import LIMIT, TOO_LARGE

HOSTILE = hostile_files()


@pytest.fixture
def filed(plan: Plan) -> ProgressUpdate:
    """An update of the Police that has been filed."""
    return police_update()


@pytest.fixture
def draft(plan: Plan, cast: dict[str, Any]) -> ProgressUpdate:
    """A draft of the Police."""
    return police_draft(cast["police"])


def test_a_link_is_attached_to_a_draft_and_leads_back_to_it(
    police: Client, draft: ProgressUpdate
) -> None:
    response = police.post(page_for(draft), LINK)
    assert response["Location"] == reverse("update-edit", args=[draft.pk])
    proof = Evidence.objects.get()
    assert (proof.kind, proof.link, proof.added_by.name) == (
        "link",
        LINK["link"],
        draft.author.name,
    )
    assert evidence.proven(draft)


def test_a_link_on_a_filed_update_is_shown_on_the_action_as_a_link_that_tells_nothing(
    police: Client, health: Client, filed: ProgressUpdate
) -> None:
    page = police.post(page_for(filed), LINK, follow=True).content.decode()
    assert "“Minutes of the board” is attached as evidence." in page
    shown = f'href="{LINK["link"]}" rel="noopener noreferrer">Minutes of the board</a>'
    assert shown in page
    assert "Link to www.example.org, added by Police lead on 1 September 2020" in page
    assert "Add evidence" in page
    theirs = health.get(ACTION).content.decode()
    assert shown in theirs
    assert "Withdraw<" not in theirs
    assert "Add evidence" not in theirs


@pytest.mark.parametrize("kind", CONTENT_TYPES)
def test_a_file_of_each_kind_is_listed_and_comes_back_byte_for_byte(
    police: Client, chair: Client, filed: ProgressUpdate, kind: str
) -> None:
    content = good_files()[kind]
    page = upload(police, filed, f"Audit of June.{kind.upper()}", content).content.decode()
    proof = Evidence.objects.get()
    assert (proof.title, proof.kind, proof.size) == ("Audit of June", kind, len(content))
    assert proof.sha256 == hashlib.sha256(content).hexdigest()
    for said in (
        proof.get_kind_display(),
        proof.sha256,
        proof.sha256[:12] + "<",
        "1 September 2020",
    ):
        assert said in page
    response = chair.get(address(proof))
    assert response.content == content
    assert response["Content-Type"] == CONTENT_TYPES[kind]
    assert response["Content-Disposition"] == f'attachment; filename="Audit of June.{kind}"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_its_sentence_or_handed_out_inert(
    police: Client, filed: ProgressUpdate, hostile: Hostile
) -> None:
    before = set(Path(settings.MEDIA_ROOT).rglob("*"))
    page = upload(police, filed, hostile.name, hostile.content).content.decode()
    if hostile.refused:
        assert escape(hostile.refused) in page
        assert not Evidence.objects.exists()
        assert set(Path(settings.MEDIA_ROOT).rglob("*")) == before
        return
    proof = Evidence.objects.get()
    response = police.get(address(proof))
    assert response.content == hostile.content
    assert response["Content-Type"] == CONTENT_TYPES[hostile.kept_as]
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename")
    assert disposition.rstrip('"').endswith(f".{hostile.kept_as}")
    assert disposition.count(".") == 1
    assert not set(disposition.split("=", 1)[1].strip('"')) & set('\r\n\\/"\u202e\0')


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Give a link or choose a file"),
        ({"title": "Only a title"}, "Give a link or choose a file"),
        ({"link": LINK["link"]}, "Enter what the link leads to"),
        ({**LINK, "title": "x" * 201}, "The title must be 200 characters or fewer"),
        ({**LINK, "link": "javascript:alert(1)"}, "beginning with https:// or http://"),
        ({**LINK, "link": "data:text/html,x"}, "beginning with https:// or http://"),
        ({**LINK, "link": "ftp://example.org/x"}, "beginning with https:// or http://"),
        ({**LINK, "link": "www.example.org"}, "beginning with https:// or http://"),
        ({**LINK, "link": "https://"}, "beginning with https:// or http://"),
        ({**LINK, "link": "https://x:y/"}, "beginning with https:// or http://"),
        ({**LINK, "link": "https://good.org@evil.org/"}, "characters that an address does not"),
        ({**LINK, "link": 'https://x.org/"onmouseover='}, "characters that an address does not"),
        ({**LINK, "link": "https://x.org/" + "x" * 1000}, "must be 1,000 characters or fewer"),
        ({"file": "not a file"}, "Give a link or choose a file"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    police: Client, filed: ProgressUpdate, answers: dict[str, str], sentence: str
) -> None:
    page = police.post(page_for(filed), answers).content.decode()
    assert sentence in page
    assert "<title>Error: " in page.replace("\n", "")
    assert not Evidence.objects.exists()


def test_a_link_and_a_file_at_once_are_refused(police: Client, filed: ProgressUpdate) -> None:
    both = {**LINK, "file": SimpleUploadedFile("a.pdf", PDF)}
    assert "not both" in police.post(page_for(filed), both).content.decode()
    assert not Evidence.objects.exists()


def test_a_file_over_20_mb_is_refused_and_the_title_stays(
    police: Client, filed: ProgressUpdate
) -> None:
    page = upload(police, filed, "a.pdf", PDF + b"\n" * LIMIT, "The audit").content.decode()
    assert TOO_LARGE in page
    assert 'value="The audit"' in page


def test_fields_that_the_form_does_not_have_change_nothing(
    police: Client, filed: ProgressUpdate, draft: ProgressUpdate, cast: dict[str, Any]
) -> None:
    more = {
        "update": draft.pk,
        "kind": "pdf",
        "key": "0" * 32,
        "added_by": cast["health"].pk,
        "sha256": "0" * 64,
        "withdrawn_on": "2020-09-01",
    }
    police.post(page_for(filed), {**LINK, **more})
    proof = Evidence.objects.get()
    assert (proof.update_id, proof.kind, proof.added_by) == (filed.pk, "link", cast["police"])
    assert (proof.sha256, proof.withdrawn_on, proof.key.int) == ("", None, proof.key.int or 1)


def test_the_same_thing_sent_twice_is_attached_once(police: Client, filed: ProgressUpdate) -> None:
    before = len(list(Path(settings.MEDIA_ROOT).rglob("*")))
    for _ in range(2):
        upload(police, filed, "a.pdf", PDF)
        police.post(page_for(filed), LINK)
    assert Evidence.objects.count() == 2
    folders = 1 if before == 0 else 0
    assert len(list(Path(settings.MEDIA_ROOT).rglob("*"))) == before + folders + 1


def test_nothing_joins_an_update_whose_report_was_issued(
    police: Client, filed: ProgressUpdate, plan: Plan
) -> None:
    plan.periods.filter(cut_off="2020-08-28").update(issued_on=date(2020, 9, 1))
    page = police.post(page_for(filed), LINK, follow=True).content.decode()
    assert "The report up to 28 August 2020 has been issued. Write a new update" in page
    assert "Add evidence" not in page
    assert not Evidence.objects.exists()


def test_nothing_joins_an_update_that_was_withdrawn(police: Client, filed: ProgressUpdate) -> None:
    filed.state, filed.withdrawn_reason = ProgressUpdate.State.WITHDRAWN, "Wrong action"
    filed.save()
    page = police.post(page_for(filed), LINK, follow=True).content.decode()
    assert "does not stand any more" in page
    assert not Evidence.objects.exists()
