"""Files as they arrive: no more is kept than may be attached, and a full disk is no crash."""

from __future__ import annotations

import errno
import logging
from contextlib import suppress
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    SkipFile,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest

log = logging.getLogger(__name__)

LIMIT = 20 * 1024 * 1024
TOO_LARGE = "The file is larger than 20 MB. Make it smaller, or give a link to it"
NO_ROOM = (
    "There is no room to store the file at the moment. Nothing was saved."
    " Try again later, or give a link to it"
)
CANNOT_STORE = (
    "The file could not be stored at the moment. Nothing was saved."
    " Try again later, or give a link to it"
)
_MARK = "_upload_problem"


def problem_of(request: HttpRequest) -> str:
    """Return why a file that was sent with `request` was not kept, as a sentence; else nothing."""
    return getattr(request, _MARK, "")


def storing_problem(error: BaseException) -> str:
    """Return the sentence for what went wrong while a file was written."""
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return NO_ROOM if full else CANNOT_STORE


class StopTooLarge(FileUploadHandler):
    """Stops keeping what is sent once the files of one request are larger than the limit.

    The rest is read and dropped, so that the browser gets an answer and not a broken connection.
    Comes first among the handlers: those after it never see more than the limit.
    """

    kept = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass on what arrived; raise SkipFile where it is too much."""
        self.kept += len(raw_data)
        if self.kept > LIMIT:
            setattr(self.request, _MARK, TOO_LARGE)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave making the file to the handlers after this one."""


class KeepOnDisk(TemporaryFileUploadHandler):
    """Keeps what arrives in a temporary file; a disk that is full drops the file with a mark."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open the temporary file."""
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self._drop(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write what arrived."""
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._drop(error)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return the file; nothing where its last bytes found no room."""
        try:
            return super().file_complete(file_size)
        except OSError as error:
            log.exception("A file that was sent could not be kept")
            setattr(self.request, _MARK, storing_problem(error))
            with suppress(OSError):
                self.file.close()
            return None

    def _drop(self, error: OSError) -> None:
        log.error("A file that was sent could not be kept", exc_info=error)
        setattr(self.request, _MARK, storing_problem(error))
        raise SkipFile from error
