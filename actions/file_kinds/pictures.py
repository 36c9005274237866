"""PNG and JPEG: their structure and their size in pixels, without drawing them."""

from __future__ import annotations

import struct
from typing import Any, BinaryIO

from actions.file_kinds.tails import refuse_archive, tail
from actions.file_kinds.unfit import BROKEN, TOO_MANY_PIXELS, TWO_IN_ONE, Unfit

# A drawn picture takes four bytes a pixel on the machine of whoever opens it.
_MOST_PIXELS = 100_000_000
# More pieces than a camera or an editor writes into 20 MB.
_MOST_PIECES = 20_000
# Markers of a JPEG's frame header; C4, C8 and CC are something else.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, b"\xff\xd9"


def check_png(file: BinaryIO, size: int) -> None:
    """Raise Unfit unless the chunks lead from the header to the very end of the file."""
    refuse_archive(file, size)
    _refuse_pixels(*_png_header(file))
    file.seek(8)
    for _ in range(_MOST_PIECES):
        length, name = _unpack(">I4s", file.read(8))
        if name == b"IEND":
            break
        file.seek(length + 4, 1)
    else:
        raise Unfit(BROKEN)
    if file.tell() + length + 4 != size:
        raise Unfit(TWO_IN_ONE)


def _png_header(file: BinaryIO) -> tuple[int, int]:
    file.seek(8)
    length, name, width, height = _unpack(">I4sII", file.read(16))
    if (length, name) != (13, b"IHDR"):
        raise Unfit(BROKEN)
    return width, height


def check_jpg(file: BinaryIO, size: int) -> None:
    """Raise Unfit unless there is a frame header before the picture, and an end after it."""
    refuse_archive(file, size)
    _refuse_pixels(*_jpg_frame(file))
    # Some cameras fill up with noughts behind the end.
    if not tail(file, size, 4096).rstrip(b"\0").endswith(_END_OF_IMAGE):
        raise Unfit(TWO_IN_ONE)


def _jpg_frame(file: BinaryIO) -> tuple[int, int]:
    file.seek(2)
    for _ in range(_MOST_PIECES):
        prefix, marker, length = _unpack(">BBH", file.read(4))
        if prefix != 0xFF or marker == _START_OF_SCAN or length < 2:
            break
        if marker in _FRAMES:
            _, height, width = _unpack(">BHH", file.read(5))
            return width, height
        file.seek(length - 2, 1)
    raise Unfit(BROKEN)


def _refuse_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise Unfit(BROKEN)
    if width * height > _MOST_PIXELS:
        raise Unfit(TOO_MANY_PIXELS)


def _unpack(shape: str, data: bytes) -> tuple[Any, ...]:
    try:
        return struct.unpack(shape, data)
    except struct.error as error:
        raise Unfit(BROKEN) from error
