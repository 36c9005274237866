"""What the tests of evidence share: updates of the Police, and attaching to them."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from actions.models import Action, Evidence, ProgressUpdate
from actions.tests.good_files import PDF
from partners.models import User

ACTION = "/plans/sefton-jtai-2019/actions/2.6/"
LINK = {"title": "Minutes of the board", "link": "https://www.example.org/minutes?id=1"}


def police_update() -> ProgressUpdate:
    """Return an update of the Police that has been filed."""
    return ProgressUpdate.objects.get(action__ref="2.6", as_at="2020-08-28")


def police_draft(by: User) -> ProgressUpdate:
    """Return a draft of the Police."""
    action = Action.objects.get(ref="2.6")
    return ProgressUpdate.objects.create(
        action=action, partner=action.owner, author=by, narrative="Half a sentence"
    )


def page_for(update: ProgressUpdate) -> str:
    """Return the address at which evidence is attached to `update`."""
    return reverse("evidence-new", args=[update.pk])


def address(proof: Evidence) -> str:
    """Return the address of a file."""
    return reverse("evidence-file", args=[proof.key])


def upload(
    client: Client, update: ProgressUpdate, name: str, content: bytes, title: str = ""
) -> Any:
    """Return the page that follows when this file is sent, said to be HTML."""
    file = SimpleUploadedFile(name, content, "text/html")
    return client.post(page_for(update), {"title": title, "file": file}, follow=True)


def attached(client: Client, update: ProgressUpdate) -> Evidence:
    """Return a PDF, attached through the page."""
    upload(client, update, "a.pdf", PDF, "Minutes")
    return Evidence.objects.get(update=update, title="Minutes")
