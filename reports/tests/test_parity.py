"""All formats say the same: each text of a document is found in each of its files."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Set
from datetime import date, datetime
from html.parser import HTMLParser
from io import BytesIO
from itertools import chain
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.table import Table as WordTable

from actions.models import DateChange, Plan
from jtai_tracker.text import clean_text
from reports.builders.appendix import appendix
from reports.document import Document, Table, texts
from reports.formats import FORMATS
from reports.models import CommitteeReport
from reports.renderers import palette
from reports.tests.samples import sample_appendix, sample_report

PROJECT = Path(__file__).resolve().parents[2]


def text_of_html(file: bytes) -> str:
    class Text(HTMLParser):
        found = ""

        def handle_data(self, data: str) -> None:
            self.found += data

    reader = Text()
    reader.feed(file.decode().partition("</style>")[2])
    return reader.found


def text_of_pdf(file: bytes) -> str:
    command = ["pdftotext", "-raw", "-", "-"]
    output = subprocess.run(command, input=file, capture_output=True, check=True, timeout=60).stdout
    return re.sub(r"^.+ Page \d+ of \d+$", "", output.decode(), flags=re.MULTILINE)


def text_of_docx(file: bytes) -> str:
    def parts() -> Iterator[str]:
        for block in docx.Document(BytesIO(file)).iter_inner_content():
            if isinstance(block, WordTable):
                yield from (cell.text for row in block.rows for cell in row.cells)
            else:
                yield block.text

    return "\n".join(parts())


def text_of_xlsx(file: bytes) -> str:
    book = openpyxl.load_workbook(BytesIO(file))
    values = (value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)
    return "\n".join(
        f"{value.day} {value:%B %Y}" if isinstance(value, datetime) else str(value or "")
        for value in values
    )


READERS: dict[str, Callable[[bytes], str]] = {
    "html": text_of_html,
    "pdf": text_of_pdf,
    "docx": text_of_docx,
    "xlsx": text_of_xlsx,
}


def folded(text: str) -> str:
    """Return `text` without its white space: a PDF breaks lines where it likes."""
    return "".join(clean_text(text).split())


def missing(document: Document, output: str, drawn_late: Set[str] = frozenset()) -> Iterator[str]:
    """Yield each text that `output` lacks, or has only before what precedes it in its section."""
    output = folded(output)
    for part in (document.title, document.subtitle, document.status, *document.sections):
        place = 0
        for text in (part,) if isinstance(part, str) else texts(part):
            found = output.find(folded(text), 0 if text in drawn_late else place)
            if found < 0:
                yield text
            elif text not in drawn_late:
                place = found + len(folded(text))


def captions(document: Document) -> Set[str]:
    """Return the captions, which Typst draws after the tables that they stand above."""
    blocks = chain.from_iterable(section.blocks for section in document.sections)
    return {block.caption for block in blocks if isinstance(block, Table)}


@pytest.mark.parametrize("key", FORMATS)
@pytest.mark.parametrize("make", [sample_report, sample_appendix])
def test_each_text_is_in_each_format_in_its_order(make: Callable[[], Document], key: str) -> None:
    if key == "pdf" and not shutil.which("pdftotext"):
        pytest.skip("poppler (pdftotext) is not installed")
    document = make()
    output = READERS[key](FORMATS[key].render(document))
    drawn_late = captions(document) if key == "pdf" else frozenset()
    assert list(missing(document, output, drawn_late)) == []


@pytest.mark.parametrize("key", FORMATS)
def test_each_format_shows_the_original_beside_a_date_that_moved(plan: Plan, key: str) -> None:
    if key == "pdf" and not shutil.which("pdftotext"):
        pytest.skip("poppler (pdftotext) is not installed")
    moved = DateChange.objects.get(action__ref="4.8")
    moved.pk, moved.moved_to, moved.decided_on = None, date(2020, 7, 31), date(2020, 8, 12)
    moved.save()
    document = appendix(CommitteeReport.objects.with_meeting().get(period__plan=plan))
    output = folded(READERS[key](FORMATS[key].render(document)))
    assert folded("31 July 2020 28 days overdue Moved twice, originally 30 June 2020") in output


def test_a_lost_text_and_a_wrong_order_are_noticed() -> None:
    report = sample_report()
    output = text_of_docx(FORMATS["docx"].render(report))
    assert list(missing(report, output.replace("Police Update", "Police"))) == ["Police Update"]
    swapped = output.replace("85%", "\x01").replace("Users who return", "85%")
    assert list(missing(report, swapped)) == ["Users who return"]


def test_each_format_has_a_reader_here() -> None:
    assert READERS.keys() == FORMATS.keys()


@pytest.mark.parametrize("name", ["templates/reports/report.css", "reports/renderers/report.typ"])
def test_all_formats_use_the_same_colours(name: str) -> None:
    style = (PROJECT / name).read_text(encoding="utf-8")
    for code, (ink, tint) in palette.RATING_COLOURS.items():
        rule = next(line for line in style.splitlines() if code in line)
        assert f"#{ink}" in rule
        assert f"#{tint}" in rule
    for colour in (palette.INK, palette.QUIET, palette.ACCENT, *palette.NEUTRAL):
        assert f"#{colour}" in style


@pytest.mark.parametrize("colours", [*palette.RATING_COLOURS.values(), palette.NEUTRAL])
def test_ratings_can_be_read(colours: palette.RatingColours) -> None:
    assert contrast(colours.ink, colours.tint) >= 4.5
    assert contrast(colours.ink, palette.WHITE) >= 4.5
    assert contrast(palette.QUIET, colours.tint) >= 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it."""
    darker, lighter = sorted(luminance(colour) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
