"""Word and Excel files: archives, read from their directory and then inflated in bounds."""

from __future__ import annotations

import html
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from actions.file_kinds.tails import ARCHIVE_END, tail
from actions.file_kinds.unfit import (
    BOMB,
    BROKEN,
    DOCTYPE,
    LOCKED,
    MACROS,
    PATHS,
    PROGRAM,
    TWO_IN_ONE,
    WRONG,
    Unfit,
)

MOST_ENTRIES = 1_000
MOST_INFLATED = 60 * 1024 * 1024
MOST_RATIO = 100
# Parts smaller than this may be as dense as they like: a blank sheet is.
_SMALL = 1024 * 1024
_END_RECORD = 22
_MOST_DIRECTORY = MOST_ENTRIES * 512
_CHUNK = 64 * 1024

_TYPES = "[content_types].xml"
_MAIN = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
}
_MACROS = ("vbaproject", "macroenabled", "macrosheet", "vbadata")
_PROGRAMS = re.compile(
    r"\.(exe|dll|com|scr|bat|cmd|ps1|js|jse|vbs|vbe|wsf|hta|lnk|jar|msi|php|html?"
    r"|zip|7z|rar|gz|docm|xlsm|dotm|xltm|xlsb|xlam|pptm)\Z"
)
_XML = (".xml", ".rels", ".vml", ".svg")
# The same in UTF-16, in either order of its bytes.
_DECLARATIONS = tuple(
    needle
    for word in ("<!DOCTYPE", "<!ENTITY")
    for needle in (word.encode(), word.encode("utf-16-le")[:-1])
)
_LONGEST = max(map(len, _DECLARATIONS))


def office_kind(file: BinaryIO, size: int) -> str:
    """Return `docx` or `xlsx`; raise Unfit where it is neither, or holds what it should not."""
    try:
        entries = _directory(file, size)
        _refuse_names(entries)
        _refuse_sizes(entries, size)
        return _kind(file, entries)
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError) as error:
        raise Unfit(BROKEN) from error


def _directory(file: BinaryIO, size: int) -> list[zipfile.ZipInfo]:
    """Return the archive's entries, once its end says that there are not too many to read."""
    end = tail(file, size, _END_RECORD)
    signature, count, length, offset, comment = struct.unpack("<4s6xHIIH", end)
    if signature != ARCHIVE_END or comment or offset + length + _END_RECORD != size:
        raise Unfit(TWO_IN_ONE)
    if count > MOST_ENTRIES or length > _MOST_DIRECTORY:
        raise Unfit(BOMB)
    entries = zipfile.ZipFile(file).infolist()
    if len(entries) > MOST_ENTRIES:
        raise Unfit(BOMB)
    return entries


def _refuse_names(entries: Sequence[zipfile.ZipInfo]) -> None:
    names = [entry.orig_filename for entry in entries]
    if any(map(_leads_outside, names)) or any(map(_is_link, entries)):
        raise Unfit(PATHS)
    if len({name.casefold() for name in names}) < len(names):
        raise Unfit(BROKEN)
    if any("vbaproject" in name.casefold() for name in names):
        raise Unfit(MACROS)
    if any(_PROGRAMS.search(name.casefold()) for name in names):
        raise Unfit(PROGRAM)


def _leads_outside(name: str) -> bool:
    odd = name.startswith("/") or any(mark in name for mark in ("\\", ":", "\0"))
    return odd or ".." in name.split("/")


def _is_link(entry: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(entry.external_attr >> 16)


def _refuse_sizes(entries: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Refuse by what the directory says; while inflating, no part may be larger than it said."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unfit(LOCKED)
    if any(e.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for e in entries):
        raise Unfit(BROKEN)
    packed = sum(entry.compress_size for entry in entries)
    # Entries that overlap would together be larger than the file.
    if packed > size or sum(entry.file_size for entry in entries) > MOST_INFLATED:
        raise Unfit(BOMB)
    if any(e.file_size > max(_SMALL, MOST_RATIO * e.compress_size) for e in entries):
        raise Unfit(BOMB)


def _kind(file: BinaryIO, entries: Sequence[zipfile.ZipInfo]) -> str:
    types = ""
    for entry in entries:
        name = entry.orig_filename.casefold()
        inflated = _inflated(file, entry)
        if name == _TYPES or name.endswith(".rels"):
            text = _text(entry, inflated)
            if any(word in text for word in _MACROS):
                raise Unfit(MACROS)
            types = text if name == _TYPES else types
        else:
            _scan(inflated, is_xml=name.endswith(_XML))
    found = [kind for kind, main in _MAIN.items() if main in types]
    if len(found) != 1:
        raise Unfit(WRONG)
    return found[0]


def _text(entry: zipfile.ZipInfo, chunks: Iterator[bytes]) -> str:
    """Return what a part says, in lower case; it may not be written so that a search misses it."""
    if entry.file_size > _SMALL:
        raise Unfit(BOMB)
    data = b"".join(chunks)
    _refuse_declarations(data)
    if b"\0" in data:
        raise Unfit(BROKEN)
    return html.unescape(data.decode()).casefold()


def _scan(chunks: Iterator[bytes], *, is_xml: bool) -> None:
    """Inflate a part to its end, in bounds; look for declarations where it is XML."""
    before = b""
    for chunk in chunks:
        if is_xml:
            _refuse_declarations(before + chunk)
            before = chunk[-_LONGEST:]


def _refuse_declarations(data: bytes) -> None:
    if any(needle in data for needle in _DECLARATIONS):
        raise Unfit(DOCTYPE)


def _inflated(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part in pieces; raise where it is not exactly as large as the directory said."""
    _seek_content(file, entry)
    stored = entry.compress_type == zipfile.ZIP_STORED
    pieces = _raw(file, entry.compress_size)
    total = 0
    for piece in pieces if stored else _inflate(pieces):
        total += len(piece)
        if total > entry.file_size:
            raise Unfit(BOMB)
        yield piece
    if total != entry.file_size:
        raise Unfit(BROKEN)


def _seek_content(file: BinaryIO, entry: zipfile.ZipInfo) -> None:
    """Go to where a part begins, by its own header, which must agree with the directory."""
    file.seek(entry.header_offset)
    signature, flags, method, name_length, extra = struct.unpack("<4s2xHH16xHH", file.read(30))
    name = file.read(name_length).decode("utf-8" if flags & 0x800 else "cp437")
    if (signature, method, name) != (b"PK\x03\x04", entry.compress_type, entry.orig_filename):
        raise Unfit(BROKEN)
    file.seek(extra, 1)


def _raw(file: BinaryIO, left: int) -> Iterator[bytes]:
    while left and (data := file.read(min(_CHUNK, left))):
        left -= len(data)
        yield data


def _inflate(pieces: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in pieces:
        data = piece
        while data:
            yield inflater.decompress(data, _CHUNK)
            data = inflater.unconsumed_tail
    # The end of a match can wait for room although all that was read has been used up.
    yield inflater.flush()
    if not inflater.eof or inflater.unused_data:
        raise Unfit(BROKEN)
