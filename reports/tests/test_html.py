"""The web page: it stands alone, nothing in it runs, and a screen reader finds its way."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from reports.document import Cell, Column, Paragraph, RatingCell, Section, Table
from reports.renderers.html import STYLE_SOURCE, render
from reports.tests.samples import HOSTILE, hostile_appendix, sample_appendix, sample_report

OURS = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "p", "span", "br", "div"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td"),
}


class Elements(HTMLParser):
    """Collects each element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def page_of(*sections: Section) -> str:
    return render(replace(sample_report(), sections=sections)).decode()


def test_the_style_source_is_the_hash_of_the_style_sheet_in_the_page() -> None:
    page = render(sample_report())
    style = page.partition(b"<style>")[2].partition(b"</style>")[0]
    assert f"'sha256-{b64encode(sha256(style).digest()).decode()}'" == STYLE_SOURCE
    assert page.count(b"<style") == 1
    assert b"overflow-x" in style


@pytest.mark.parametrize("make", [sample_report, sample_appendix, hostile_appendix])
def test_the_page_stands_alone_and_holds_no_element_that_is_not_ours(make: object) -> None:
    assert callable(make)
    page = render(make()).decode()
    elements = Elements(page)
    assert page.startswith('<!doctype html>\n<html lang="en-GB">')
    assert {name for name, _ in elements.found} <= OURS
    attributes = {name for _, found in elements.found for name in found}
    assert not attributes & {"style", "src", "href", "onclick", "onerror"}


def test_hostile_text_is_printed_as_typed() -> None:
    page = render(hostile_appendix()).decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; {{7*7}} {% include" in page
    assert "49" not in page.partition("</style>")[2]
    assert "Word’s soft return<br>here" in page
    assert "https://example.org/?a=1&amp;b=2#read(x)" in page


def test_hostile_text_stays_text_in_every_place() -> None:
    typed = HOSTILE[2]
    table = Table(typed, (Column(typed, 1),), ((RatingCell(typed, typed, '"><i>', note=typed),),))
    section = Section(typed, (Paragraph(typed, typed), table), typed)
    page = page_of(section).partition("</style>")[2]
    assert "<script" not in page
    assert "<i>" not in page


def test_numbers_stand_in_the_text() -> None:
    page = render(sample_report()).decode()
    assert '<span class="place">3.</span> Police Update</h2>' in page
    assert '<span class="place">3.1</span> Talks continue' in page


def test_headings_go_down_one_step_at_a_time() -> None:
    page = page_of(Section("Deep", (), level=4), Section("Deeper", (), level=4))
    assert "<h2>Deep</h2>" in page
    assert "<h3>Deeper</h3>" in page
    ranks = [
        int(name[1])
        for name, _ in Elements(render(sample_report()).decode()).found
        if name[0] == "h" and name[1:].isdigit()
    ]
    assert ranks[0] == 1
    assert ranks.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(ranks, ranks[1:], strict=False))


def test_a_table_scrolls_in_a_region_that_has_its_caption_as_name() -> None:
    elements = Elements(render(sample_appendix()).decode())
    regions = [found for found in elements.named("div") if found.get("role") == "region"]
    captions = {found.get("id") for found in elements.named("caption")}
    assert len(regions) == 5
    assert {region["aria-labelledby"] for region in regions} == captions
    assert all(region["tabindex"] == "0" for region in regions)


def test_header_cells_say_what_they_head() -> None:
    scopes = [
        found.get("scope") for found in Elements(render(sample_appendix(1)).decode()).named("th")
    ]
    assert scopes.count("col") == 2 + 4 * 8
    assert scopes.count("row") == 6 + 1


def test_a_rating_shows_its_letter_and_its_word() -> None:
    page = render(sample_appendix()).decode()
    expected = (
        '<span class="rating rating-off_track"><span class="letter">R</span> Off track</span>'
    )
    assert f'{expected}<span class="note">Overdue by 28 days</span>' in page


def test_an_empty_cell_shows_a_dash_and_an_empty_heading_shows_nothing() -> None:
    table = Table("Caption", (Column("A", 1), Column("B", 1)), ((Cell("x"), Cell("")),))
    page = page_of(Section("", (table,)))
    assert "<td>–" in page
    assert "<h2" not in page


def test_the_status_stands_at_the_top() -> None:
    page = render(sample_report()).decode()
    assert '<p class="status">Draft, not issued</p>' in page.partition("<table")[0]


def test_a_lone_surrogate_does_not_stop_the_page() -> None:
    assert "before and after" in page_of(
        Section("", (Paragraph("before\ud800 and\ufffe after\x00"),))
    )


def test_a_compact_page_says_so_to_its_style_sheet() -> None:
    assert '<body class="portrait">' in render(sample_report()).decode()
    compact = render(replace(sample_report(), compact=True)).decode()
    assert '<body class="portrait compact">' in compact
