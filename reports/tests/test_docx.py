"""The Word file: numbering, lists and tables that Word knows, and nothing that it chokes on."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from jtai_tracker.text import clean_text
from reports.document import Document, Items, KeyValues, Paragraph, Section
from reports.renderers.docx import render
from reports.tests.samples import HOSTILE, hostile_appendix, sample_appendix, sample_report

EMUS_IN_A_TWIP = 635


def opened(document: Document) -> WordDocument:
    return docx.Document(BytesIO(render(document)))


def with_sections(*sections: Section) -> Document:
    return replace(sample_report(), sections=sections)


def style_of(word: WordDocument, text: str) -> str:
    return next(p.style.name for p in word.paragraphs if p.text == text and p.style)


def number_ids(word: WordDocument, style: str) -> list[str]:
    in_style = (p for p in word.paragraphs if p.style and p.style.name == style)
    return [p._p.xpath("string(w:pPr/w:numPr/w:numId/@w:val)") for p in in_style]


def test_only_the_numbered_sections_are_heading_1() -> None:
    word = opened(sample_report())
    tops = [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 1"]
    assert tops == [section.heading for section in sample_report().sections if section.number]
    assert style_of(word, "Recommendations") == "Heading 2"
    assert style_of(word, "Legal implications") == "Heading 3"


def test_title_subtitle_and_status_open_the_report_in_their_own_styles() -> None:
    opening = [(p.style.name, p.text) for p in opened(sample_report()).paragraphs[:3] if p.style]
    report = sample_report()
    assert opening == [
        ("Title", report.title),
        ("Subtitle", report.subtitle),
        ("Status", report.status),
    ]


def test_word_counts_the_sections_and_paragraphs_itself() -> None:
    word = opened(sample_report())
    for style, level in (("Heading 1", 0), ("Numbered paragraph", 1)):
        numbering = word.styles[style].element.pPr.numPr
        assert (numbering.numId.val, numbering.ilvl.val) == (1, level)
    numbered = [p for p in word.paragraphs if p.style and p.style.name == "Numbered paragraph"]
    assert numbered
    assert not any(p._p.xpath("w:pPr/w:numPr") or p.text[:1].isdigit() for p in numbered)


def test_a_section_without_a_number_is_not_counted() -> None:
    word = opened(sample_appendix())
    assert set(number_ids(word, "Heading 1")) == {"0"}


def test_a_number_that_word_would_not_reach_is_typed() -> None:
    sections = (
        Section("First", (Paragraph("one", "1.1"), Paragraph("three", "1.3")), "1"),
        Section("Fifth", (Paragraph("five one", "5.1"),), "5"),
    )
    word = opened(with_sections(*sections))
    assert [p.text for p in word.paragraphs[3:]] == [
        "First",
        "one",
        "1.3\tthree",
        "5.\tFifth",
        "5.1\tfive one",
    ]
    assert number_ids(word, "Numbered paragraph") == ["", "0", "0"]


def test_each_list_counts_from_one_again() -> None:
    lists = (Items(("a", "b"), "number"), Items(("c",), "number"), Items(("d",), "roman"))
    word = opened(with_sections(Section("", lists)))
    first, second, third, fourth = number_ids(word, "List Number")
    assert first == second
    assert len({first, third, fourth}) == 3
    overrides = word.part.numbering_part.element.xpath("w:num/w:lvlOverride/w:startOverride")
    assert [override.get(qn("w:val")) for override in overrides] == ["1", "1", "1"]


def test_tables_have_a_grid_whose_widths_fill_the_page() -> None:
    word = opened(sample_appendix())
    room = Mm(297 - 20 - 20)
    for table in word.tables:
        grid = [column.width for column in table.columns]
        assert sum(grid) == pytest.approx(room, abs=len(grid) * EMUS_IN_A_TWIP)
        assert all([cell.width for cell in row.cells] == grid for row in table.rows)
        assert not table.autofit


def test_header_rows_repeat_and_rows_stay_whole() -> None:
    table = opened(sample_appendix()).tables[1]
    assert [bool(row._tr.xpath("w:trPr/w:tblHeader")) for row in table.rows][:3] == [
        True,
        False,
        False,
    ]
    assert all(row._tr.xpath("w:trPr/w:cantSplit") for row in table.rows)


def test_tables_say_what_they_are_to_a_screen_reader() -> None:
    properties = opened(sample_appendix()).tables[1]._tbl.tblPr
    assert properties.xpath("w:tblCaption/@w:val") == ["Actions in priority area 1"]
    assert "Progress this period" in properties.xpath("w:tblDescription/@w:val")[0]


def test_a_rating_is_a_letter_and_a_word_on_its_colour() -> None:
    key = opened(sample_appendix()).tables[0]
    cell = key.rows[4].cells[0]
    assert cell.text.split() == ["R", "Off", "track"]
    assert cell._tc.xpath("w:tcPr/w:shd/@w:fill") == ["fadad6"]


def test_no_cell_is_blank_and_tables_that_follow_one_another_stay_apart() -> None:
    facts = KeyValues("Facts", (("Legal", ""),))
    word = opened(with_sections(Section("", (facts, facts))))
    assert [[cell.text for cell in table.rows[0].cells] for table in word.tables] == [
        ["Legal", "–"],
        ["Legal", "–"],
    ]
    assert not word.element.body.xpath("w:tbl/following-sibling::*[1][self::w:tbl]")


def test_the_appendix_is_landscape_and_its_footer_counts_pages() -> None:
    page = opened(sample_appendix()).sections[0]
    assert page.orientation == WD_ORIENT.LANDSCAPE
    assert (page._sectPr.xpath("w:pgSz/@w:w"), page._sectPr.xpath("w:pgSz/@w:h")) == (
        ["16838"],
        ["11906"],
    )
    footer = page.footer.paragraphs[0]
    assert footer.text.startswith("Appendix 1: action plan progress · Draft, not issued")
    assert footer._p.xpath("w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]
    assert not "".join(p.text for p in page.header.paragraphs)


def test_properties_and_language_are_set() -> None:
    word = opened(sample_report())
    properties = word.core_properties
    assert (properties.title, properties.language) == (sample_report().title, "en-GB")
    assert properties.author == properties.last_modified_by == sample_report().author
    assert word.styles.element.xpath("//w:docDefaults//w:lang/@w:val") == ["en-GB"]


def test_hostile_text_stands_in_the_file_as_it_was_typed() -> None:
    word = opened(hostile_appendix())
    items = [p.text for p in word.paragraphs if p.style and p.style.name == "List Number"]
    assert items == [clean_text(text) for text in HOSTILE]
    facts = [row.cells[1].text for row in word.tables[0].rows]
    assert facts == [clean_text(text) for text in HOSTILE]


def test_the_longest_titles_fit_words_properties() -> None:
    word = opened(replace(sample_report(), title="Long " * 100, author="Long " * 100))
    assert len(word.core_properties.title) == 255


def test_the_same_document_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = render(sample_report())
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 5, 6, 7, 8, 9, 0, 0, 0))
    assert render(sample_report()) == first


def test_libreoffice_prints_the_numbers_that_the_committee_cites(tmp_path: Path) -> None:
    if not shutil.which("soffice") or not shutil.which("pdftotext"):
        pytest.skip("LibreOffice (soffice) or poppler (pdftotext) is not installed")
    report, pages = printed(sample_report(), tmp_path)
    for number, text in (
        ("1.", "Introduction and background"),
        ("1.1", "Four areas"),
        ("(iv)", "the early help"),
        ("3.", "Police Update"),
        ("3.2", "Training by Alder Hey"),
        ("4.2", "It has over"),
        ("(2)", "request a further"),
    ):
        assert f"{number} {text}" in report
    assert pages <= 4
    _, pages = printed(sample_appendix(), tmp_path)
    assert pages <= 12


def printed(document: Document, folder: Path) -> tuple[str, int]:
    source = folder / "report.docx"
    source.write_bytes(render(document))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*convert, str(source)], check=True, capture_output=True, timeout=120)
    pdf = source.with_suffix(".pdf")
    command = ["pdftotext", "-layout", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    return " ".join(text.split()), text.count("\f")


def test_a_short_table_is_kept_on_one_page_and_a_long_one_is_not() -> None:
    word = opened(sample_appendix())
    kept = [
        [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows[1:]]
        for table in word.tables
    ]
    assert kept[0] == [True] * (len(kept[0]) - 1) + [None]
    assert kept[-1] == [None] * len(kept[-1])
    assert len(kept[-1]) > len(kept[0])


def test_a_compact_report_has_less_air_and_nothing_smaller_than_9_points() -> None:
    word, usual = opened(replace(sample_report(), compact=True)), opened(sample_report())
    used = {p.style.name for p in word.paragraphs if p.style and p.style.name}
    in_tables = {
        p.style.name
        for table in word.tables
        for row in table.rows
        for cell in row.cells
        for p in cell.paragraphs
        if p.style and p.style.name
    }
    for name in used | in_tables | {"Footer", "Table note"}:
        size = word.styles[name].font.size
        assert size.pt >= 9, name
    margins = [int(one.sections[0].left_margin or 0) for one in (word, usual)]
    assert margins[0] < margins[1]
    grid = [column.width for column in word.tables[0].columns]
    assert sum(grid) == pytest.approx(Mm(210 - 2 * 12.7), abs=len(grid) * EMUS_IN_A_TWIP + Mm(0.1))
