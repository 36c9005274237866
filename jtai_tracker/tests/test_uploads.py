"""What is sent is kept up to the limit, and a disk that is full is told of and no crash."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest
from django.test import RequestFactory

from jtai_tracker.uploads import CANNOT_STORE, LIMIT, NO_ROOM, TOO_LARGE, problem_of

# A program of its own, measured by its own peak: `ru_maxrss` would begin with that of the tests.
# The body is made while it is read; nothing holds all of it.
SEND_50_MB = """
import io, os, re, sys, tempfile
os.environ.update(DEBUG="1", DJANGO_SETTINGS_MODULE="jtai_tracker.settings")
import django
django.setup()
from django.core.handlers.wsgi import WSGIRequest
from jtai_tracker.uploads import problem_of

class Body(io.RawIOBase):
    head = b'--x\\r\\nContent-Disposition: form-data; name="file"; filename="a.pdf"\\r\\n\\r\\n'
    tail = b'\\r\\n--x\\r\\nContent-Disposition: form-data; name="title"\\r\\n'
    tail += b'\\r\\nMinutes\\r\\n--x--\\r\\n'
    middle = 50 * 1024 * 1024
    def readable(self):
        return True
    def readinto(self, into):
        if self.head:
            data, self.head = self.head[:len(into)], self.head[len(into):]
        elif self.middle:
            data = b"A" * min(len(into), self.middle)
            self.middle -= len(data)
        else:
            data, self.tail = self.tail[:len(into)], self.tail[len(into):]
        into[:len(data)] = data
        return len(data)

body = Body()
length = len(body.head) + body.middle + len(body.tail)
request = WSGIRequest({
    "REQUEST_METHOD": "POST", "PATH_INFO": "/", "CONTENT_LENGTH": str(length),
    "CONTENT_TYPE": "multipart/form-data; boundary=x", "wsgi.input": io.BufferedReader(body),
})
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])

before = peak()
title, files = request.POST["title"], len(request.FILES)
grown = peak() - before
print(title, files, len(os.listdir(tempfile.gettempdir())), problem_of(request), grown, sep="|")
"""


Send = Callable[..., HttpRequest]


@pytest.fixture
def sent() -> Iterator[Send]:
    """Return a function that sends files and gives the request as the handlers leave it."""
    requests: list[HttpRequest] = []

    def send(*files: Any) -> HttpRequest:
        request = RequestFactory().post("/", {f"file{n}": file for n, file in enumerate(files)})
        requests.append(request)
        assert request.FILES is not None
        return request

    yield send
    for request in requests:
        request.close()


def pdf(size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.pdf", b"A" * size)


def test_50_mb_are_read_to_the_end_and_neither_held_nor_left_on_the_disk(tmp_path: Any) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SEND_50_MB],
        check=True,
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        env={"TMPDIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    title, files, left, problem, grown = done.stdout.strip().split("|")
    assert (title, files, left, problem) == ("Minutes", "0", "0", TOO_LARGE)
    assert int(grown) < 60_000


def test_a_file_of_exactly_the_limit_arrives_whole(sent: Send) -> None:
    request = sent(pdf(LIMIT))
    file = request.FILES["file0"]
    assert isinstance(file, TemporaryUploadedFile)
    assert file.size == LIMIT
    assert problem_of(request) == ""


def test_one_byte_more_does_not(sent: Send) -> None:
    request = sent(pdf(LIMIT + 1))
    assert not request.FILES
    assert problem_of(request) == TOO_LARGE


def test_the_limit_counts_for_all_the_files_of_a_request_together(sent: Send) -> None:
    request = sent(pdf(LIMIT // 2), pdf(LIMIT // 2), pdf(1))
    assert len(request.FILES) == 2
    assert problem_of(request) == TOO_LARGE


@pytest.mark.parametrize("where", ["new_file", "receive_data_chunk", "file_complete"])
@pytest.mark.parametrize(
    ("number", "sentence"), [(errno.ENOSPC, NO_ROOM), (errno.EACCES, CANNOT_STORE)]
)
def test_a_disk_that_fails_while_a_file_arrives_drops_it_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, sent: Send, where: str, number: int, sentence: str
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError(number, "made to fail")

    monkeypatch.setattr(TemporaryFileUploadHandler, where, fail)
    request = sent(pdf(3 * 1024 * 1024))
    assert not request.FILES
    assert problem_of(request) == sentence
