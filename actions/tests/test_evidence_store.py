"""Evidence in the store: whole or not at all, within its room, in any store, and checked."""

from __future__ import annotations

import errno
import io
import os
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import (
    FileSystemStorage,
    InMemoryStorage,
    default_storage,
    storages,
)
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from actions import stored_files
from actions.models import Evidence, Plan, ProgressUpdate
from actions.querysets import EvidenceQuerySet
from actions.services import evidence
from actions.tests.good_files import PDF, good_files, png_file
from actions.tests.proving import police_update
from actions.tests.test_concurrency import together
from jtai_tracker.uploads import CANNOT_STORE, NO_ROOM


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """An empty store."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def filed(plan: Plan) -> ProgressUpdate:
    """An update of the Police that has been filed."""
    return police_update()


def add(update: ProgressUpdate, by: Any, content: bytes = PDF, title: str = "Minutes") -> Evidence:
    return evidence.add_file(update=update, title=title, file=io.BytesIO(content), by=by)


def kept(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


# --- Whole or not at all -----------------------------------------------------------------------


def test_a_row_that_is_refused_leaves_no_file(
    filed: ProgressUpdate, cast: dict[str, Any], store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("the database is full")

    monkeypatch.setattr(Evidence, "save", fail)
    with pytest.raises(evidence.StoreFailed, match="could not be stored"):
        add(filed, cast["police"])
    assert kept(store) == []


@pytest.mark.parametrize(
    ("number", "sentence"), [(errno.ENOSPC, NO_ROOM), (errno.EIO, CANNOT_STORE)]
)
def test_a_disk_that_fails_half_way_leaves_no_row_no_half_file_and_a_clear_page(
    police: Client,
    filed: ProgressUpdate,
    store: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    sentence: str,
) -> None:
    def half(self: FileSystemStorage, name: str, content: Any) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"%PDF-")
        raise OSError(number, "made to fail")

    monkeypatch.setattr(FileSystemStorage, "_save", half)
    url = reverse("evidence-new", args=[filed.pk])
    sent = {"title": "The audit", "file": SimpleUploadedFile("a.pdf", PDF)}
    response = police.post(url, sent)
    assert response.status_code == 503
    assert sentence in response.content.decode()
    assert 'value="The audit"' in response.content.decode()
    assert kept(store) == []
    assert not Evidence.objects.exists()
    monkeypatch.undo()
    assert police.post(url, {"file": SimpleUploadedFile("a.pdf", PDF)}).status_code == 302


def test_a_store_that_keeps_less_than_it_was_given_is_found_out(
    filed: ProgressUpdate, cast: dict[str, Any], store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = FileSystemStorage._save  # type: ignore[attr-defined]  # Django's own, untyped

    def cut(self: FileSystemStorage, name: str, content: Any) -> str:
        saved: str = whole(self, name, content)
        Path(self.path(saved)).write_bytes(b"%PDF-")
        return saved

    monkeypatch.setattr(FileSystemStorage, "_save", cut)
    with pytest.raises(evidence.StoreFailed):
        add(filed, cast["police"])
    assert kept(store) == []
    assert not Evidence.objects.exists()


def test_another_store_is_one_setting(
    police: Client, filed: ProgressUpdate, settings: Any, store: Path
) -> None:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": memory}
    sent = {"file": SimpleUploadedFile("a.pdf", PDF)}
    police.post(reverse("evidence-new", args=[filed.pk]), sent)
    proof = Evidence.objects.get()
    assert police.get(reverse("evidence-file", args=[proof.key])).content == PDF
    assert isinstance(storages["default"], InMemoryStorage)
    assert kept(store) == []
    call_command("check_files")


def test_an_update_that_was_withdrawn_while_the_file_was_sent_takes_nothing(
    filed: ProgressUpdate, cast: dict[str, Any], store: Path
) -> None:
    others = ProgressUpdate.objects.filter(pk=filed.pk)
    others.update(state=ProgressUpdate.State.WITHDRAWN, withdrawn_reason="Wrong action")
    assert filed.state == ProgressUpdate.State.SUBMITTED
    with pytest.raises(evidence.Refused, match="does not stand any more"):
        add(filed, cast["police"])
    with pytest.raises(evidence.Refused, match="does not stand any more"):
        evidence.add_link(update=filed, title="a", link="https://a.org/", by=cast["police"])
    assert kept(store) == []
    assert not Evidence.objects.exists()


# --- Room --------------------------------------------------------------------------------------


def test_a_partner_may_fill_its_room_to_the_last_byte_and_no_further(
    filed: ProgressUpdate, cast: dict[str, Any], store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = png_file()
    monkeypatch.setattr(evidence, "MOST_BYTES", len(PDF) + len(picture))
    first = add(filed, cast["police"])
    evidence.withdraw(proof=first, reason="Its file is kept all the same", by=cast["police"])
    add(filed, cast["police"], picture)
    with pytest.raises(evidence.Refused, match="may take 2 GB in all"):
        add(filed, cast["police"], good_files()["jpg"])
    assert len(kept(store)) == 2


def test_what_another_partner_keeps_does_not_count(
    filed: ProgressUpdate, cast: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "MOST_BYTES", len(PDF))
    add(filed, cast["police"])
    theirs = ProgressUpdate.objects.submitted().filter(partner__code="HEA").last()
    assert theirs
    assert add(theirs, cast["health"]).size == len(PDF)


def test_an_action_has_50_pieces_of_evidence_and_a_51st_is_refused(
    police: Client, filed: ProgressUpdate, cast: dict[str, Any], store: Path
) -> None:
    for number in range(50):
        link = f"https://example.org/{number}"
        evidence.add_link(update=filed, title="Minutes", link=link, by=cast["police"])
    url = reverse("evidence-new", args=[filed.pk])
    answers = {"title": "One more", "link": "https://example.org/more"}
    said = "Action 2.6 has 50 pieces of evidence already. Withdraw one that is not needed"
    assert said in police.post(url, answers).content.decode()
    file = {"file": SimpleUploadedFile("a.pdf", PDF)}
    assert said in police.post(url, file).content.decode()
    assert kept(store) == []
    first = Evidence.objects.first()
    assert first
    evidence.withdraw(proof=first, reason="Not needed", by=cast["police"])
    assert police.post(url, answers).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_that_fit_only_one_by_one_the_second_is_refused(
    plan: Plan, cast: dict[str, Any], store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = police_update()
    other = (
        ProgressUpdate.objects.submitted()
        .filter(partner=update.partner)
        .exclude(action=update.action_id)[0]
    )
    pictures = [png_file(2, 2, (b"tEXt", b"a\0%d" % number)) for number in range(6)]
    monkeypatch.setattr(evidence, "MOST_BYTES", len(pictures[0]))
    # Two that have counted wait for one another; where only one at a time may count, it goes on.
    both_counted, count = threading.Barrier(2), EvidenceQuerySet.bytes_kept

    def count_together(rows: EvidenceQuerySet) -> int:
        found = count(rows)
        with suppress(threading.BrokenBarrierError):
            both_counted.wait(timeout=0.5)
        return found

    monkeypatch.setattr(EvidenceQuerySet, "bytes_kept", count_together)

    def send(update_id: int, content: bytes) -> Evidence:
        return add(ProgressUpdate.objects.get(pk=update_id), cast["police"], content)

    jobs = [(pk, pictures[n]) for n, pk in enumerate([update.pk, other.pk] * 3)]
    done = together(*(lambda job=job: send(*job) for job in jobs))
    assert [type(result) for result in done].count(Evidence) == 1
    assert [type(result) for result in done].count(evidence.Refused) == 5
    assert Evidence.objects.count() == len(kept(store)) == 1


# --- manage.py check_files ---------------------------------------------------------------------


def test_the_files_are_as_they_were_attached(
    filed: ProgressUpdate, cast: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    add(filed, cast["police"])
    call_command("check_files")
    assert capsys.readouterr().out == "1 files are as they were attached.\n"


def test_an_empty_store_is_well(plan: Plan) -> None:
    call_command("check_files")


def test_each_thing_that_is_wrong_is_named(
    filed: ProgressUpdate, cast: dict[str, Any], store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone, changed = add(filed, cast["police"]), add(filed, cast["police"], png_file())
    Path(gone.file.path).unlink()
    Path(changed.file.path).write_bytes(png_file(2, 3))
    for name, age in (("stray", 3601), ("on-its-way", 3500)):
        path = store / stored_files.FOLDER / name
        path.write_bytes(b"x")
        os.utime(path, (time.time() - age,) * 2)
    with pytest.raises(CommandError, match="3 of the files need looking at"):
        call_command("check_files")
    told = capsys.readouterr().out
    assert f"{gone.key}: {gone.file.name} cannot be read" in told
    assert f"{changed.key}: {changed.file.name} is not what was stored" in told
    assert "evidence/stray belongs to no evidence" in told
    assert "on-its-way" not in told
    assert default_storage.exists("evidence/stray")
