"""What a file is, told by its content and never by its name: a pure package that trusts nothing.

Nothing is decoded, drawn or run: headers, directories and parts are read as bytes, each within a
bound. What passes is still only ever handed out as a download.
"""

from __future__ import annotations

import os
from typing import BinaryIO

from actions.file_kinds import unfit
from actions.file_kinds.office import office_kind
from actions.file_kinds.pictures import check_jpg, check_png
from actions.file_kinds.tables import check_csv
from actions.file_kinds.tails import refuse_archive, tail
from actions.file_kinds.unfit import Unfit
from jtai_tracker.uploads import LIMIT, TOO_LARGE

__all__ = ["CONTENT_TYPES", "Unfit", "recognise"]

# What each kind is served as, whatever the browser that brought it said. The kind's own name is
# its extension.
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OPEN_XML}.wordprocessingml.document",
    "xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    "csv": "text/csv",
    "png": "image/png",
    "jpg": "image/jpeg",
}
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
# A reader looks for the end of a PDF in its last kilobyte.
_PDF_TAIL = 1024


def recognise(file: BinaryIO) -> str:
    """Return the kind of `file`, a key of CONTENT_TYPES.

    Raises Unfit, with a sentence, where it is none of them or may not be attached.
    """
    size = file.seek(0, os.SEEK_END)
    if size == 0:
        raise Unfit(unfit.EMPTY)
    if size > LIMIT:
        raise Unfit(TOO_LARGE)
    file.seek(0)
    start = file.read(8)
    if start == _OLD_OFFICE:
        raise Unfit(unfit.LOCKED)
    if start.startswith(b"PK\x03\x04"):
        return office_kind(file, size)
    for kind, signature, check in _BY_START:
        if start.startswith(signature):
            check(file, size)
            return kind
    check_csv(file)
    return "csv"


def _check_pdf(file: BinaryIO, size: int) -> None:
    refuse_archive(file, size)
    end = tail(file, size, _PDF_TAIL)
    body, mark, after = end.rpartition(b"%%EOF")
    if not mark or b"startxref" not in body:
        raise Unfit(unfit.BROKEN)
    if after.strip(b"\0\t\n\r\x0c "):
        raise Unfit(unfit.TWO_IN_ONE)


_BY_START = (
    ("pdf", b"%PDF-", _check_pdf),
    ("png", b"\x89PNG\r\n\x1a\n", check_png),
    ("jpg", b"\xff\xd8\xff", check_jpg),
)
