"""The store of files: written whole under a random name, read whole, and known by their SHA-256.

Goes through Django's default storage, so that another store is one setting.
"""

from __future__ import annotations

import hashlib
import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO, NamedTuple

from django.core.files import File
from django.core.files.storage import default_storage

from jtai_tracker.uploads import storing_problem

log = logging.getLogger(__name__)

FOLDER = "evidence"
_CHUNK = 256 * 1024


class Stored(NamedTuple):
    """Where a file was put, and what it is known by."""

    name: str
    size: int
    sha256: str


class StoreFailed(Exception):
    """The file could not be put into the store; `sentence` says so to a person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Damaged(Exception):
    """The file is missing from the store, or is not what was put there."""


def store(file: BinaryIO) -> Stored:
    """Return where `file` is kept from now on, under a name that says nothing of it.

    Raises StoreFailed where it could not be kept whole; then nothing of it stays.
    """
    size, sha256 = _measure(file)
    name = f"{FOLDER}/{uuid.uuid4().hex}"
    file.seek(0)
    try:
        name = default_storage.save(name, File(file))
        kept = default_storage.size(name)
        if kept != size:
            raise OSError(f"{kept} of {size} bytes were written")
    except Exception as error:  # each store has errors of its own
        log.exception("A file could not be stored")
        discard(name)
        raise StoreFailed(storing_problem(error)) from error
    return Stored(name, size, sha256)


def discard(name: str) -> None:
    """Remove a file that no row names. One that cannot be removed is left to `check_files`."""
    with suppress(Exception):
        default_storage.delete(name)


def read(stored: Stored) -> bytes:
    """Return the file as it was put there; raise Damaged where it is missing or has changed."""
    try:
        with default_storage.open(stored.name) as file:
            # One byte more than there should be, and never a file of any size.
            content = file.read(stored.size + 1)
    except Exception as error:  # each store has errors of its own
        raise Damaged(f"{stored.name} cannot be read: {error}") from error
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise Damaged(f"{stored.name} is not what was stored")
    return content


def names_older_than(seconds: int) -> Iterator[str]:
    """Yield the names of the files in the store that have been there for longer."""
    try:
        _, files = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for file in sorted(files):
        name = f"{FOLDER}/{file}"
        # By the machine's own clock, which is also what dates its files.
        if time.time() - default_storage.get_modified_time(name).timestamp() > seconds:
            yield name


def _measure(file: BinaryIO) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()
