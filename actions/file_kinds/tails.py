"""The end of a file: where a second file hides."""

from __future__ import annotations

from typing import BinaryIO

from actions.file_kinds.unfit import TWO_IN_ONE, Unfit

# The record that ends a ZIP archive, which may be followed by a comment of up to 64 KB.
ARCHIVE_END = b"PK\x05\x06"
_ARCHIVE_TAIL = 22 + 65_535


def tail(file: BinaryIO, size: int, length: int) -> bytes:
    """Return the last `length` bytes of `file`."""
    file.seek(max(0, size - length))
    return file.read(length)


def refuse_archive(file: BinaryIO, size: int) -> None:
    """Raise Unfit where a program that opens archives would find one in `file`.

    An archive is read from its end, so a picture or a PDF can be one at the same time.
    """
    if ARCHIVE_END in tail(file, size, _ARCHIVE_TAIL):
        raise Unfit(TWO_IN_ONE)
