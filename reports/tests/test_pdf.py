"""The PDF: tagged to PDF/UA-1, every row on some page, user text never more than text."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from jtai_tracker.text import printable_in
from reports.document import Cell, Column, Document, Paragraph, Section, Table, texts
from reports.renderers import pdf
from reports.renderers.errors import RenderError
from reports.renderers.fonts import code_points
from reports.tests.samples import hostile_appendix, sample_appendix, sample_report

SAMPLES = {"report": sample_report(), "appendix": sample_appendix()}
needs_pdftotext = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="pdftotext was not found: install poppler-utils"
)


@pytest.fixture(scope="module", params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> tuple[Document, bytes]:
    document = SAMPLES[request.param]
    return document, pdf.render(document)


def tags(element: Any) -> list[str]:
    """The structure tree's tags in order, with the scope of a header cell."""
    if not isinstance(element, pikepdf.Dictionary):
        return []
    own = [str(element.S) + _scope(element)] if "/S" in element else []
    kids: Any = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return own + [tag for kid in kids for tag in tags(kid)]


def _scope(element: Any) -> str:
    attributes = element.get("/A", [])
    every = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    scopes = [str(each.Scope) for each in every if "/Scope" in each]
    return "".join(scopes)


def text_of(file: bytes) -> str:
    command = ["pdftotext", "-raw", "-", "-"]
    run = subprocess.run(command, input=file, capture_output=True, check=True, timeout=60)
    return run.stdout.decode()


def folded(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def test_it_says_what_a_screen_reader_asks_first(sample: tuple[Document, bytes]) -> None:
    document, file = sample
    with pikepdf.open(BytesIO(file)) as opened:
        root = opened.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "en-GB"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        with opened.open_metadata() as facts:
            assert facts["dc:title"] == document.title
            assert facts["dc:creator"] == [document.author]
            assert facts["pdfuaid:part"] == "1"
        with opened.open_outline() as outline:
            assert [item.title for item in outline.root] == [document.title]
            assert len(outline.root[0].children) >= 5


def test_headings_and_tables_are_tagged_as_such(sample: tuple[Document, bytes]) -> None:
    _, file = sample
    with pikepdf.open(BytesIO(file)) as opened:
        found = tags(opened.Root.StructTreeRoot)
    assert found.count("/H1") == 1
    assert found.count("/H2") >= 5
    assert found.count("/Table") >= 1
    assert found.count("/TH/Column") >= found.count("/Table") * 2
    assert "/TH" not in found, "each header cell has its scope"


def test_a_table_is_one_table_however_many_pages_it_takes() -> None:
    document = SAMPLES["appendix"]
    with pikepdf.open(BytesIO(pdf.render(document))) as opened:
        found = tags(opened.Root.StructTreeRoot)
        assert len(opened.pages) > 5
    tables = [text for section in document.sections for text in section.blocks if _is_table(text)]
    assert found.count("/Table") == len(tables)


def _is_table(block: object) -> bool:
    return type(block).__name__ == "Table"


def test_a_checker_of_pdf_ua_finds_no_error(sample: tuple[Document, bytes], tmp_path: Path) -> None:
    path = tmp_path / "sample.pdf"
    path.write_bytes(sample[1])
    command = [str(Path(sys.executable).with_name("pdfua")), "check", str(path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_same_document_gives_the_same_bytes(sample: tuple[Document, bytes]) -> None:
    document, file = sample
    assert pdf.render(document) == file


@needs_pdftotext
def test_hostile_text_comes_out_as_typed_or_named() -> None:
    document = hostile_appendix()
    pages = re.sub(r"^.*Page \d+ of \d+$", "", text_of(pdf.render(document)), flags=re.MULTILINE)
    # The narrative fills several pages, so the table's heading row stands in the middle of it.
    found = folded(pages).replace("Ref]=Text", "")
    headings = {"Ref ]", "=Text"}
    for text in set(texts(document)) - headings:
        assert folded(printable_in(text, code_points())) in found


@needs_pdftotext
@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        "] [ $x^2$ *b* _i_ `c` <label> @ref // comment",
        "= no heading",
        "\\ # $ \" ' ~",
    ],
)
def test_typst_s_own_marks_are_text(text: str) -> None:
    document = replace(SAMPLES["report"], sections=(Section("A", (Paragraph(text, "1.1"),)),))
    assert folded(text) in folded(text_of(pdf.render(document)))


@needs_pdftotext
def test_a_row_taller_than_a_page_loses_nothing() -> None:
    words = [f"word{number}" for number in range(2500)]
    row = (Cell("1.1"), Cell(" ".join(words)))
    table = Table("Long", (Column("Ref", 1), Column("Progress", 5)), (row,))
    document = replace(SAMPLES["appendix"], sections=(Section("A", (table,)),))
    assert set(words) <= set(text_of(pdf.render(document)).split())


@needs_pdftotext
def test_no_word_of_common_length_is_split() -> None:
    words = text_of(pdf.render(SAMPLES["appendix"]))
    assert "\u200b" not in words
    assert "Sustained" in words


@needs_pdftotext
def test_a_number_stands_beside_its_paragraph() -> None:
    command = ["pdftotext", "-layout", "-", "-"]
    file = pdf.render(SAMPLES["report"])
    run = subprocess.run(command, input=file, capture_output=True, check=True, timeout=60)
    lines = run.stdout.decode().splitlines()
    assert any(re.match(r"\s*3\.1\s+\w+", line) for line in lines)
    assert any(re.match(r"\s*\(i\)\s+\w+", line) for line in lines)


def test_a_child_that_fails_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_CHILD", (sys.executable, "-c", "raise SystemExit(3)"))
    with pytest.raises(RenderError, match="The PDF could not be made"):
        pdf.render(SAMPLES["report"])


def test_a_child_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_CHILD", (sys.executable, "-c", "import time; time.sleep(30)"))
    monkeypatch.setattr(pdf, "TIME_LIMIT", 0.2)
    with pytest.raises(RenderError, match="within a minute"):
        pdf.render(SAMPLES["report"])
