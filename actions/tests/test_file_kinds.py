"""A file is what its content says. What is hostile is refused with a sentence, or kept inert."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings

from actions.file_kinds import CONTENT_TYPES, Unfit, recognise
from actions.file_kinds.unfit import BOMB
from actions.tests.good_files import good_files, xlsx_file
from actions.tests.hostile_files import Hostile, crowded, hostile_files, repacked

HOSTILE = hostile_files()


@pytest.mark.parametrize("kind", CONTENT_TYPES)
def test_a_good_file_of_each_kind_is_known_by_its_content(kind: str) -> None:
    assert recognise(io.BytesIO(good_files()[kind])) == kind


def test_there_are_more_than_forty_hostile_files() -> None:
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_or_is_what_it_is_kept_as(hostile: Hostile) -> None:
    started = time.process_time()
    try:
        found = ("kept", recognise(io.BytesIO(hostile.content)))
    except Unfit as unfit:
        found = ("refused", unfit.sentence)
    assert found == (("refused", hostile.refused) if hostile.refused else ("kept", hostile.kept_as))
    # Of the processor, not of the clock: a busy machine is no fault of ours.
    assert time.process_time() - started < 3


@pytest.mark.parametrize("kind", CONTENT_TYPES)
def test_a_file_that_breaks_off_anywhere_is_refused_and_never_a_crash(kind: str) -> None:
    whole = good_files()[kind]
    for length in range(0, len(whole) - 2, max(1, len(whole) // 60)):
        try:
            recognise(io.BytesIO(whole[:length]))
        except Unfit:
            continue
        assert kind == "csv"


@pytest.mark.parametrize("kind", CONTENT_TYPES)
def test_a_file_with_any_byte_changed_is_no_crash(kind: str) -> None:
    whole = bytearray(good_files()[kind])
    for at in range(0, len(whole), max(1, len(whole) // 400)):
        changed = bytes(whole[:at]) + bytes([whole[at] ^ 0xFF]) + bytes(whole[at + 1 :])
        with suppress(Unfit):
            assert recognise(io.BytesIO(changed)) in CONTENT_TYPES


def test_the_file_stays_open_for_whoever_stores_it() -> None:
    for content in good_files().values():
        file = io.BytesIO(content)
        recognise(file)
        assert not file.closed


# The peak of this program alone: `ru_maxrss` would begin with that of the one that started it.
MEASURED = """
import re, sys
from actions.file_kinds import Unfit, recognise
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
before = peak()
try:
    print(recognise(open(sys.argv[1], "rb")))
except Unfit as unfit:
    print(unfit.sentence)
print(peak() - before)
"""


@pytest.mark.parametrize("bomb", ["a cell of 500 MB", "400,000 parts"])
def test_a_bomb_takes_neither_memory_nor_time(tmp_path: Path, bomb: str) -> None:
    file = tmp_path / "bomb.xlsx"
    cell = bomb == "a cell of 500 MB"
    file.write_bytes(repacked(xlsx_file(), ("xl/b.xml", b"A" * 500_000_000)) if cell else crowded())
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(file)],
        check=True,
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
    )
    sentence, grown = done.stdout.splitlines()
    assert sentence == BOMB
    assert int(grown) < 30_000
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Of the processor, not of the clock: a busy machine is no fault of ours.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3
