"""The process that makes the PDF: it has its limits, and passing them ends in a plain sentence."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reports.renderers import pdf
from reports.renderers.errors import RenderError
from reports.renderers.pdf import render
from reports.tests.samples import sample_report


def run_instead(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(pdf, "_CHILD", (sys.executable, "-c", program))


@pytest.mark.parametrize(
    "program",
    [
        "raise SystemExit('it broke')",
        "import os; os.abort()",
        "from reports.renderers import pdf_child as c; c.MEMORY_LIMIT = 1 << 20; c.main()",
    ],
)
def test_a_child_that_fails_is_logged_and_told_in_a_sentence(
    program: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run_instead(monkeypatch, program)
    with pytest.raises(RenderError, match=r"^The PDF could not be made\. Use the Word file"):
        render(sample_report())
    assert "PDF failed with exit code" in caplog.text


def test_a_child_that_hangs_is_stopped(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run_instead(monkeypatch, "import time; time.sleep(30)")
    monkeypatch.setattr(pdf, "TIME_LIMIT", 0.2)
    with pytest.raises(RenderError, match="within a minute"):
        render(sample_report())
    assert "PDF stopped after 0.2 seconds" in caplog.text


def test_the_child_loads_neither_django_nor_the_builders() -> None:
    program = "import sys, reports.renderers.pdf_child; print(*sys.modules)"
    command = [sys.executable, "-c", program]
    loaded = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    assert "typst" in loaded
    assert not {"django", "reports.builders"} & set(loaded)
