"""A list as CSV and as Excel: texts stay texts, dates are dates, and nothing comes to life."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any

import openpyxl
import pytest
from django.http import Http404
from django.test import RequestFactory

from jtai_tracker.downloads import as_file, csv_of, xlsx_of
from jtai_tracker.listing import Listing, Value
from jtai_tracker.text import clean_text

LIVELY = [
    *("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1"),
    *("＝1+1", "＋1", "－1", "＠x"),  # noqa: RUF001 - full width
    '=HYPERLINK("http://x")',
    "=cmd|' /C calc'!A0",
    *("{=1+1}", "http://example.org", "mailto:a@example.org", "internal:Sheet1!A1"),
    *("<script>alert(1)</script>", "{{7*7}}", "✓ 😀 Ŵ ț", "soft\x0breturn", "a\x00b\ufffe\u202e"),
    *('a,b;c\t"d"\ne', "1.10", "007", "x" * 5_000, "\ud800"),
]
BEGINS_A_FORMULA = tuple("=+-@＝＋－＠")  # noqa: RUF001 - full width


def listing(*rows: tuple[Value, ...], columns: tuple[str, ...] = ("A", "B")) -> Listing:
    return Listing("list", "A list", "All of it.", date(2020, 8, 28), columns, rows)


def read_csv(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def opened(file: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(file))


LIVELY_LIST = listing(*((text, text) for text in LIVELY), columns=("=1+1", "@x"))


def test_no_cell_of_a_csv_file_begins_as_a_formula_does() -> None:
    read = read_csv(csv_of(LIVELY_LIST))
    assert not any(cell.startswith(BEGINS_A_FORMULA) for row in read for cell in row)
    kept = [clean_text(text) for text in LIVELY]
    assert [row[0].removeprefix("'") for row in read[1:]] == kept
    marked = [row[0] for row in read[1:] if row[0].startswith("'")]
    assert len(marked) == sum(text.startswith(BEGINS_A_FORMULA) for text in kept) >= 12


def test_every_text_of_a_csv_file_is_quoted_and_numbers_are_plain() -> None:
    file = csv_of(listing(("a;=1", -5), ("b", Decimal("1.50")), (date(2020, 8, 28), None)))
    assert file.decode("utf-8-sig").splitlines() == [
        *('"A","B"', '"a;=1",-5', '"b",1.50', '"2020-08-28",""')
    ]
    assert file.startswith(b"\xef\xbb\xbf")


def test_nothing_in_an_excel_file_is_a_formula_or_a_link() -> None:
    book = opened(xlsx_of(replace(LIVELY_LIST, title="=1", said="=2")))
    cells = [cell for sheet in book for cell in chain.from_iterable(sheet.iter_rows())]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)
    typed = [clean_text(text) for text in LIVELY]
    assert [cell.value for cell in book["List"]["A"]][1:] == typed


def test_dates_are_dates_numbers_are_numbers_and_truth_is_a_word() -> None:
    row: tuple[Value, ...] = (date(2020, 8, 28), 7, Decimal("1.50"), True, False, None, "1.10")
    sheet = opened(xlsx_of(listing(row, columns=tuple("ABCDEFG"))))["List"]
    assert [cell.value for cell in sheet[2]] == [
        datetime(2020, 8, 28),  # noqa: DTZ001 - Excel's dates have no zone
        *(7, 1.5, "Yes", "No", None, "1.10"),
    ]
    assert sheet["A2"].number_format == "d mmmm yyyy"
    assert read_csv(csv_of(listing((True, False)))) == [["A", "B"], ["Yes", "No"]]


def test_a_day_before_excel_s_calendar_is_written_in_words() -> None:
    sheet = opened(xlsx_of(listing((date(1900, 2, 28), date(1900, 3, 1)))))["List"]
    assert sheet["A2"].value == "28 February 1900"
    assert sheet["B2"].value == datetime(1900, 3, 1)  # noqa: DTZ001 - as above


def test_the_header_filters_and_stays_and_long_text_wraps() -> None:
    sheet = opened(xlsx_of(listing(("short", "word " * 40), ("x", "y"))))["List"]
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet["B2"].alignment.wrap_text
    assert sheet.column_dimensions["A"].width < 12
    assert 55 < sheet.column_dimensions["B"].width < 65
    assert sheet.row_dimensions[2].height >= 3 * 13
    assert sheet.row_dimensions[3].height < 20


def test_the_second_sheet_says_what_the_list_is() -> None:
    book = opened(xlsx_of(listing(("a", "b"))))
    assert book.sheetnames == ["List", "About this list"]
    facts = {row[0].value: row[1].value for row in book["About this list"].iter_rows()}
    assert facts == {
        "List": "A list",
        "What it shows": "All of it.",
        "Position as at": datetime(2020, 8, 28),  # noqa: DTZ001 - as above
        "Downloaded on": datetime(2020, 9, 1),  # noqa: DTZ001 - as above
        "Rows": 1,
    }
    properties = book.properties
    assert (properties.title, properties.subject) == ("A list", "All of it.")
    assert properties.created.replace(tzinfo=UTC) == datetime(2020, 8, 28, tzinfo=UTC)


def test_text_longer_than_a_cell_is_cut_and_says_so_and_whole_in_csv() -> None:
    long = listing(("😀" * 30_000, "b"))
    cell = opened(xlsx_of(long))["List"]["A2"].value
    assert cell.endswith("the page and the CSV file have all of it.]")
    assert 32_700 < len(cell.encode("utf-16-le")) / 2 <= 32_767
    assert read_csv(csv_of(long))[1][0] == "😀" * 30_000


def test_an_empty_list_still_opens() -> None:
    assert read_csv(csv_of(listing())) == [["A", "B"]]
    assert [cell.value for cell in opened(xlsx_of(listing()))["List"][1]] == ["A", "B"]


def test_the_same_list_on_the_same_day_is_the_same_bytes() -> None:
    assert xlsx_of(LIVELY_LIST) == xlsx_of(LIVELY_LIST)
    assert csv_of(LIVELY_LIST) == csv_of(LIVELY_LIST)


def test_it_is_handed_over_only_in_a_format_that_there_is() -> None:
    def asked(query: str) -> Any:
        return as_file(RequestFactory().get(f"/?{query}"), lambda: listing(("a", "b")))

    assert asked("") is None
    assert asked("format=") is None
    response = asked("format=xlsx")
    assert response["Content-Disposition"] == 'attachment; filename="list-2020-08-28.xlsx"'
    for unknown in ("pdf", "CSV", "../csv", "\x00"):
        with pytest.raises(Http404):
            asked(f"format={unknown}")


def test_a_list_that_nobody_downloads_is_not_made() -> None:
    def fail() -> Listing:
        raise AssertionError("made for nothing")

    assert as_file(RequestFactory().get("/?page=2"), fail) is None
