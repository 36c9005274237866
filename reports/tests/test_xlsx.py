"""The Excel file: dates are dates, tables can be filtered, and no text comes to life."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import chain
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from jtai_tracker.text import clean_text
from jtai_tracker.worksheets import row_height
from reports.document import Cell, Column, Document, Items, Paragraph, RatingCell, Section, Table
from reports.renderers.packaging import FIXED_TIME
from reports.renderers.xlsx import render
from reports.renderers.xlsx_text import SHEET_NAME_LIMIT, fitted, marker, sheet_name
from reports.tests.samples import HOSTILE, hostile_appendix, sample_appendix

LIVELY = (
    *HOSTILE,
    *("=1+1", "+1", "-1", "@x", '=HYPERLINK("http://x")', "http://example.org", "{=1+1}"),
    *("mailto:a@example.org", "internal:Sheet1!A1", "1.10", "_x0041_", "x" * 20_000),
)
AREA = "Priority area 1"


def opened(document: Document) -> Workbook:
    return openpyxl.load_workbook(BytesIO(render(document)))


def with_table(table: Table) -> Document:
    return replace(sample_appendix(), sections=(Section("Wide", (table,)),))


def lively_document() -> Document:
    columns = (Column("=1+1", 1), Column("@x", 2, "=note"), Column("http://example.org", 1))
    rows = tuple(
        (Cell(text), Cell(text, note=text), RatingCell(text, "=", "on_track", note=text))
        for text in LIVELY
    )
    blocks = (Paragraph("=1+1", "=2"), Items(LIVELY, "roman"), Table("=caption", columns, rows))
    return replace(
        sample_appendix(), title="=title", short_title="&C=&&1", sections=(Section("=h", blocks),)
    )


@pytest.mark.parametrize("make", [hostile_appendix, lively_document])
def test_nothing_becomes_a_formula_or_a_link(make: object) -> None:
    assert callable(make)
    book = opened(make())
    cells = [cell for sheet in book for cell in chain.from_iterable(sheet.iter_rows())]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.value is None for cell in cells if cell.data_type == "n")
    assert not any(cell.hyperlink for cell in cells)


def test_hostile_text_stands_in_its_cell_as_it_was_typed() -> None:
    sheet = opened(lively_document())["=h"]
    typed = [text for text in LIVELY if "_x" not in text]
    assert [cell.value for cell in sheet["A"][3:] if "_x" not in cell.value] == [
        clean_text(text) for text in typed
    ]


def test_the_summary_comes_first_and_each_wide_table_has_a_sheet() -> None:
    book = opened(sample_appendix())
    assert book.sheetnames == ["Summary", *(f"Priority area {number}" for number in range(1, 5))]
    first = [row[0].value for row in book["Summary"].iter_rows(max_col=1)]
    appendix = sample_appendix()
    assert first[:3] == [appendix.title, appendix.subtitle, appendix.status]
    assert "R  Off track" in first
    assert "See the sheet “Priority area 1”." in first


def test_a_data_sheet_can_be_filtered_and_its_header_stays_in_view() -> None:
    sheet = opened(sample_appendix())[AREA]
    assert sheet.auto_filter.ref == "A3:J14"
    assert sheet.freeze_panes == "B4"
    assert sheet.print_title_rows == "$3:$3"
    assert [cell.value for cell in sheet[3]][:5] == [
        "Ref",
        "Action",
        "Owner",
        "Due",
        "Original due date",
    ]


def test_it_prints_one_page_wide_on_landscape_a4_with_page_numbers() -> None:
    for sheet in opened(sample_appendix()):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddFooter.left.text == "Appendix 1: action plan progress"
        assert sheet.oddFooter.center.text == "Draft, not issued"
        assert sheet.oddFooter.right.text == "Page &P of &N"


def test_dates_are_dates_and_notes_have_their_own_column() -> None:
    sheet = opened(sample_appendix())[AREA]
    due, note = sheet["D4"], sheet["E4"]
    assert due.value == datetime(2020, 9, 30)  # noqa: DTZ001 - Excel's dates have no zone
    assert due.number_format == "d mmmm yyyy"
    assert note.value == "Originally 30 June 2020"


def test_text_beside_a_date_is_not_lost() -> None:
    on = date(2020, 9, 30)
    cells = (
        Cell("30 September 2020", on=on, note="moved"),
        Cell("by 30 September 2020", on=on),
        Cell("1 January 1066", on=date(1066, 1, 1)),
    )
    columns = (Column("A", 1), Column("B", 1), Column("C", 1))
    sheet = opened(with_table(Table("Dates", columns, (cells,))))["Wide"]
    assert [cell.value for cell in sheet[4]] == [
        "30 September 2020\nmoved",
        "by 30 September 2020",
        "1 January 1066",
    ]


def test_a_rating_is_a_letter_and_a_word_on_its_colour() -> None:
    sheet = opened(sample_appendix())[AREA]
    cell = next(cell for cell in sheet["G"] if cell.value == "R  Off track")
    assert cell.fill.fgColor.rgb == "FFFADAD6"


def test_rows_are_tall_enough_for_their_text() -> None:
    sheet = opened(sample_appendix())[AREA]
    narrative = next(cell for cell in sheet["F"] if "Alder Hey was planned" in str(cell.value))
    assert sheet.row_dimensions[narrative.row].height >= 5 * 13
    assert row_height([("word " * 10_000, 20)]) == 409
    assert row_height([("a\n\nb", 20), ("c", 5)]) == 3 * 13 + 5


def test_it_says_when_a_row_shows_less_than_it_holds() -> None:
    table = Table("Long", (Column("A", 1), Column("B", 1), Column("C", 1)), ())
    short, long = Cell("short"), Cell("word " * 2_000)
    sheets = [
        opened(with_table(replace(table, rows=((short, short, cell),))))["Wide"]
        for cell in (short, long)
    ]
    assert [sheet["A2"].value.startswith("Long (Some rows hold more") for sheet in sheets] == [
        False,
        True,
    ]


@pytest.mark.parametrize("letter", ["x", "😀"])
def test_text_longer_than_a_cell_ends_with_a_sentence_that_says_so(letter: str) -> None:
    text = fitted(letter * 40_000)
    assert text.endswith("the Word file and the PDF have all of it.]")
    assert 32_700 < len(text.encode("utf-16-le")) / 2 <= 32_767
    assert fitted("x" * 32_767) == "x" * 32_767


def test_a_text_too_long_for_a_cell_is_cut_and_not_lost() -> None:
    columns = (Column("A", 1), Column("B", 1), Column("C", 1))
    row = (Cell("x"), Cell("y" * 40_000), Cell("z"))
    sheet = opened(with_table(Table("Long", columns, (row,))))["Wide"]
    assert sheet["B4"].value == fitted("y" * 40_000)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Priority area 1: the mental health needs", "Priority area 1"),
        ("What [is] this/that?*", "What is this that"),
        ("'quoted'", "quoted"),
        ("", "Table"),
        ("History", "History (2)"),
        ("summary", "summary (2)"),
        ("a" * 40, "a" * SHEET_NAME_LIMIT),
    ],
)
def test_sheet_names_are_legal(heading: str, name: str) -> None:
    assert sheet_name(heading, ["Summary"]) == name


def test_sheet_names_are_unique() -> None:
    names: list[str] = []
    for heading in ("a" * 40, "A" * 40, "a" * 31, "a"):
        names.append(sheet_name(heading, names))
    assert len({name.casefold() for name in names}) == 4
    assert all(len(name) <= SHEET_NAME_LIMIT for name in names)


def test_lists_have_their_markers() -> None:
    assert [marker("roman", place) for place in (1, 4, 9, 14)] == ["(i)", "(iv)", "(ix)", "(xiv)"]
    assert marker("number", 2) == "(2)"
    assert marker("bullet", 2) == "•"


def test_properties_are_set() -> None:
    properties = opened(sample_appendix()).properties
    assert (properties.title, properties.creator) == (
        sample_appendix().title,
        sample_appendix().author,
    )


def test_the_same_document_gives_the_same_bytes() -> None:
    file = render(sample_appendix())
    assert render(sample_appendix()) == file
    assert opened(sample_appendix()).properties.created.replace(tzinfo=UTC) == FIXED_TIME
    with ZipFile(BytesIO(file)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
