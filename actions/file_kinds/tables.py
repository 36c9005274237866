"""CSV: text that is a table, and of which no cell would run as a formula."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from actions.file_kinds.unfit import FORMULAS, NOT_A_TABLE, NOT_UTF8, WRONG, Unfit

_CHUNK = 256 * 1024
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SEPARATORS = ",;\t|"
# Excel takes these, also full-width, for the beginning of a formula; spaces before them not always.
_STARTS = "=@+-\t\r＝＠＋－"
# A number with its sign, perhaps with words after it, or a dash for nothing. No call, no DDE.
_HARMLESS = re.compile(r"[+-]+|[+-] ?[£$€]?\.?[0-9][^=|!(@]*")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def check_csv(file: BinaryIO) -> None:
    """Raise Unfit unless `file` is text with columns, and all its cells are only text or numbers.

    Read with its own separator and with a comma, as Excel takes the one of its country.
    """
    encoding = _encoding(file)
    file.seek(0)
    if file.read(_CHUNK).removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<"):
        raise Unfit(WRONG)
    first = "".join(itertools.islice(_lines(file, encoding), 1))
    separator = max(_SEPARATORS, key=first.count)
    _refuse_no_table(file, encoding, separator)
    for each in {separator, ","}:
        _refuse_formulas(file, encoding, each)


def _encoding(file: BinaryIO) -> str:
    """Return UTF-8 or, where it is not that, what Excel writes in Britain without being asked."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8-sig"
    while data := file.read(_CHUNK):
        if data.startswith(_UTF16):
            raise Unfit(NOT_UTF8)
        if _BINARY.search(data):
            raise Unfit(WRONG)
        try:
            decoder.decode(data)
        except UnicodeDecodeError:
            encoding = "cp1252"
    return encoding


def _lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        # Through a generator: `yield from` the reader itself would close it, and the file with it.
        yield from (line for line in text)
    except UnicodeDecodeError as error:
        raise Unfit(NOT_UTF8) from error
    finally:
        # Without this the file would be closed with its reader.
        text.detach()


def _rows(file: BinaryIO, encoding: str, separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(_lines(file, encoding), delimiter=separator)
    except csv.Error as error:
        raise Unfit(NOT_A_TABLE) from error


def _refuse_no_table(file: BinaryIO, encoding: str, separator: str) -> None:
    """Ask for two lines of columns; most lines have as many as the first, as in any table."""
    widths = Counter(len(row) for row in _rows(file, encoding, separator) if row)
    lines, columns = widths.total(), next(iter(widths), 0)
    if lines < 2 or columns < 2 or widths[columns] * 2 <= lines:
        raise Unfit(NOT_A_TABLE)


def _refuse_formulas(file: BinaryIO, encoding: str, separator: str) -> None:
    for line, row in enumerate(_rows(file, encoding, separator), 1):
        if any(map(_runs, row)):
            raise Unfit(FORMULAS.format(line=line))


def _runs(cell: str) -> bool:
    text = cell.lstrip(" \u00a0")
    return bool(text) and text[0] in _STARTS and not _HARMLESS.fullmatch(text.rstrip())
