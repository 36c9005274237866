"""The PDF: tagged for those who hear it, laid out for those who read it, the same every time."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pdfua
import pikepdf
import pytest

from jtai_tracker.text import printable_in
from reports.document import (
    Block,
    Cell,
    Column,
    Document,
    KeyValues,
    Paragraph,
    Section,
    Table,
    from_json,
    texts,
    to_json,
)
from reports.renderers.fonts import code_points
from reports.renderers.pdf import render
from reports.tests.samples import (
    DRAFT,
    LONG_NARRATIVE,
    LONG_WORD,
    hostile_appendix,
    sample_appendix,
    sample_report,
)

needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="poppler (pdftotext, pdfinfo) is not installed"
)


class Word(NamedTuple):
    """A word on a page; lengths in centimetres from the page's top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


@cache
def report() -> bytes:
    return render(sample_report())


@cache
def appendix() -> bytes:
    return render(sample_appendix())


@cache
def hostile() -> bytes:
    return render(hostile_appendix())


def with_blocks(*blocks: Block) -> Document:
    return replace(sample_report(), sections=(Section("", blocks),))


def poppler(file: bytes, *command: str) -> str:
    output = subprocess.run(command, input=file, capture_output=True, check=True, timeout=60).stdout
    return output.decode(errors="replace")  # poppler prints the titles of tags as they are


def pages(file: bytes, layout: str) -> list[str]:
    return poppler(file, "pdftotext", layout, "-", "-").split("\f")[:-1]


def words(file: bytes) -> Iterator[Word]:
    line = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*)</word>')
    drawn = poppler(file, "pdftotext", "-bbox", "-", "-").split("<page ")[1:]
    for number, page in enumerate(drawn, start=1):
        for *place, text in line.findall(page):
            left, top, right, bottom = (float(points) / 72 * 2.54 for points in place)
            yield Word(number, left, top, right, bottom, unescape(text))


def spoken(file: bytes) -> str:
    """Return what a screen reader says: the text in the order of its tags, without the footers."""
    lines = poppler(file, "pdfinfo", "-struct-text", "-").splitlines()
    return "".join(line.strip()[1:-1] for line in lines if line.strip().startswith('"'))


def folded(text: str) -> str:
    return "".join(text.split())


def tags(file: bytes) -> list[str]:
    """Return the tags in reading order, such as /H1 and, with its scope, /TH/Column."""

    def under(node: Any) -> Iterator[str]:
        if isinstance(node, pikepdf.Array):
            for part in node:
                yield from under(part)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S) + "".join(str(part.get("/Scope", "")) for part in node.get("/A", ()))
            yield from under(node.get("/K"))

    with pikepdf.open(BytesIO(file)) as opened:
        return list(under(opened.Root.StructTreeRoot.K))


def test_it_says_what_it_is_who_wrote_it_and_in_which_language() -> None:
    with pikepdf.open(BytesIO(report())) as opened:
        assert opened.docinfo.Title == sample_report().title
        assert opened.docinfo.Author == sample_report().author
        assert opened.Root.Lang == "en-GB"
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        assert bool(opened.Root.MarkInfo.Marked)
        assert opened.open_metadata()["pdfuaid:part"] == "1"


def test_the_bookmarks_are_the_headings() -> None:
    with pikepdf.open(BytesIO(report())) as opened, opened.open_outline() as outline:
        (title,) = outline.root
        headings = [heading.title for heading in title.children]
        deeper = [heading.title for heading in title.children[-1].children]
    assert title.title == sample_report().title
    assert headings[-3:] == ["2. Progress to date", "3. Police Update", "4. Health Update"]
    assert deeper == ["Online counselling"]


def test_headings_and_tables_are_tagged_as_what_they_are() -> None:
    found = tags(appendix())
    assert (found.count("/H1"), found.count("/H2")) == (1, 5)
    assert found.count("/Table") == found.count("/Caption") == found.count("/THead") == 5
    assert found.count("/TH/Column") == 2 + 4 * 8
    assert found.count("/TR") == 5 + 6 + 42


def test_labelled_facts_are_a_table_with_headings() -> None:
    found = tags(render(with_blocks(KeyValues("Facts", (("Wards", "All"),)))))
    assert (found.count("/Table"), found.count("/TH/Column"), found.count("/TD")) == (1, 2, 2)


@pytest.mark.parametrize("make", [report, appendix, hostile])
def test_the_checker_of_accessible_pdfs_finds_nothing(
    make: Callable[[], bytes], tmp_path: Path
) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(make())
    assert pdfua.validate(str(file)).findings == ()


def test_a_heading_that_skips_a_level_stops_nothing() -> None:
    sections = (Section("Deep", (), level=4), Section("Deeper", (), level=3))
    found = tags(render(replace(sample_report(), sections=sections)))
    assert [tag for tag in found if tag.startswith("/H")] == ["/H1", "/H2", "/H3"]


def test_the_same_document_gives_the_same_bytes_and_no_date() -> None:
    assert render(sample_report()) == report()
    with pikepdf.open(BytesIO(report())) as opened:
        assert not {"/CreationDate", "/ModDate"} & set(opened.docinfo.keys())


def test_every_character_that_the_font_has_can_be_printed() -> None:
    characters = "".join(f"{chr(code_point)} " for code_point in sorted(code_points()))
    assert render(with_blocks(Paragraph(characters))).startswith(b"%PDF")


@needs_poppler
def test_hostile_text_is_printed_as_typed_or_named() -> None:
    data = json.dumps(to_json(hostile_appendix()))
    for text in (LONG_WORD, LONG_NARRATIVE):  # poppler takes a minute to read them in full
        data = data.replace(text, text[:400])
    document = from_json(json.loads(data))
    output, place = folded(spoken(render(document))), 0
    for text in texts(document):
        wanted = folded(printable_in(text, code_points()))
        place = output.find(wanted, place) + len(wanted)
        assert place >= len(wanted), f"{text} is lost or out of order"
    assert '#read("/etc/passwd")' in output
    assert "ticked[checkmark]happy[grinningface]family[man][woman][girl]" in output


@needs_poppler
def test_the_marks_of_typst_are_text() -> None:
    text = "= no heading ] [ $x^2$ *b* _i_ `c` <label> @ref \\ # \" ' ~ -- // comment"
    assert f" {text}\n" in pages(render(with_blocks(Paragraph(text, "1.1"))), "-raw")[0]


@needs_poppler
def test_nothing_is_drawn_over_the_margins_or_the_footer() -> None:
    for word in words(hostile()):
        assert word.left > 0.7
        assert word.right < 29.7 - 1.6
        assert word.bottom < 21 - 1.7 or word.top > 21 - 1.6, "between the text and the footer"


@needs_poppler
def test_a_row_taller_than_a_page_loses_no_word() -> None:
    typed = [f"word{number}" for number in range(2500)]
    rows = ((Cell("1.1"), Cell("start")), (Cell("1.2"), Cell(" ".join(typed))))
    table = Table("Actions", (Column("Ref", 1), Column("Progress", 4)), rows)
    drawn = [w for w in words(render(with_blocks(table))) if re.fullmatch(r"word\d+", w.text)]
    assert [word.text for word in drawn] == typed
    assert max(word.bottom for word in drawn) < 29.7 - 2.3


@needs_poppler
def test_words_stay_whole_unless_they_are_wider_than_their_column() -> None:
    assert {"Sustained", "embedded", "evidence", "Direction"} <= {w.text for w in words(appendix())}
    row = (Cell("x"), Cell("coordination/commissioning"), Cell(LONG_WORD))
    table = Table("Wide", (Column("A", 2), Column("B", 2), Column("C", 8)), (row,))
    file = render(with_blocks(table))
    drawn = [word.text for word in words(file)]
    assert {"coordination/", "commissioning"} <= set(drawn)
    assert "".join(text for text in drawn if set(text) <= set(LONG_WORD)) == LONG_WORD
    assert "\u200b" not in "".join(pages(file, "-raw"))


@needs_poppler
def test_the_draft_says_so_at_the_top_and_on_every_page_beside_its_number() -> None:
    drawn = pages(appendix(), "-raw")
    assert DRAFT in drawn[0].splitlines()[:3]
    for number, page in enumerate(drawn, start=1):
        footer = f"Appendix 1: action plan progress {DRAFT} Page {number} of {len(drawn)}"
        assert page.splitlines()[-1] == footer


@needs_poppler
def test_paragraph_numbers_hang_beside_their_text() -> None:
    output = "".join(pages(report(), "-layout"))
    assert re.search(r"^3\. +Police Update$", output, re.MULTILINE)
    assert re.search(r"^3\.1 +Talks continue on", output, re.MULTILINE)
    assert re.search(r"^ +\(i\) +the mental health", output, re.MULTILINE)
    left = {word.text: word.left for word in words(report())}
    assert left["Ofsted,"] == left["Talks"] == pytest.approx(3.2, abs=0.05)
    assert left["3.1"] == pytest.approx(3.2 - 1.25, abs=0.05)


@needs_poppler
def test_line_breaks_and_empty_lines_stay() -> None:
    drawn = pages(render(with_blocks(Paragraph("one\r\ntwo\x0bthree\n\nfour"))), "-raw")[0]
    assert drawn.splitlines()[4:8] == ["one", "two", "three", "four"]


@needs_poppler
def test_a_rating_is_its_letter_and_its_word() -> None:
    drawn = pages(appendix(), "-raw")[0]
    assert "R Off track Overdue, or will miss" in drawn
    assert "– Not yet rated The owner has" in drawn


@needs_poppler
def test_each_page_of_a_table_repeats_its_header_row() -> None:
    drawn = pages(appendix(), "-raw")
    assert 6 <= len(drawn) <= 12
    assert all("Ref Action Owner Due Progress this period" in page for page in drawn)


@needs_poppler
@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("lines", [1, 3])
@pytest.mark.parametrize("led", [False, True])
@pytest.mark.parametrize("rows", [2, 14])
def test_a_heading_stays_with_its_table_and_a_short_table_on_its_page(
    rows: int, led: bool, lines: int, compact: bool
) -> None:
    def section(number: int) -> Section:
        first = f"first{number}" + "\nmore" * (lines - 1)
        texts = (first, *["more"] * (rows - 2), f"last{number}")
        table = Table(f"caption{number}", (Column("Head", 1),), tuple((Cell(t),) for t in texts))
        lead = (Paragraph("Introduces it."),) if led else ()
        return Section(f"heading{number}", (*lead, table))

    sections = tuple(map(section, range(60)))
    document = replace(sample_report(), sections=sections, compact=compact)
    page = {word.text: word.page for word in words(render(document))}
    for number in range(60):
        assert page[f"heading{number}"] == page[f"caption{number}"] == page[f"first{number}"]
        assert rows > 12 or page[f"last{number}"] == page[f"heading{number}"]


@needs_poppler
@pytest.mark.parametrize(("make", "width"), [(report, 21), (appendix, 29.7)])
def test_the_top_right_corner_stays_free(make: Callable[[], bytes], width: float) -> None:
    document = replace(sample_report() if width == 21 else sample_appendix(), title="Long " * 60)
    top = [word for word in words(render(document)) if word.page == 1 and word.top < 5]
    assert top
    assert max(word.right for word in top) < width - 5


def test_a_compact_document_comes_back_from_json_and_an_older_one_is_not_compact() -> None:
    compact = replace(sample_report(), compact=True)
    data = json.loads(json.dumps(to_json(compact)))
    assert from_json(data) == compact
    del data["compact"]
    assert from_json(data) == sample_report()


@needs_poppler
def test_a_compact_document_is_shorter_and_its_text_stays_readable() -> None:
    compact = render(replace(sample_appendix(), compact=True, orientation="portrait"))
    assert len(pages(compact, "-raw")) < len(
        pages(render(replace(sample_appendix(), orientation="portrait")), "-raw")
    )
    heights = [(word.bottom - word.top) / 2.54 * 72 for word in words(compact)]
    assert min(heights) > 10, "a line of 9 points is 10.3 high, one of 8 is 9.2"
