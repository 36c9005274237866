from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import get_template, render_to_string

from jtai_tracker.templatetags.tracker import long_date

TEMPLATES = Path(settings.BASE_DIR) / "templates"


class Rating(NamedTuple):
    value: str
    label: str
    letter: str


ON_TRACK = Rating("on_track", "On track", "G")
OFF_TRACK = Rating("off_track", "Off track", "R")
LETTERS = [
    ("not_started", "N"),
    ("on_track", "G"),
    ("at_risk", "A"),
    ("off_track", "R"),
    ("complete", "B"),
    ("sustained", "M"),
]


def drawn(source: str, **context: Any) -> str:
    return Template("{% load tracker %}" + source).render(Context(context))


def test_a_date_is_written_out_without_a_leading_zero() -> None:
    assert long_date(datetime.date(2020, 8, 8)) == "8 August 2020"
    assert long_date(None) == ""


@pytest.mark.parametrize(("code", "letter"), LETTERS)
def test_a_rating_is_a_word_and_its_letter_stands_in_a_shape(code: str, letter: str) -> None:
    html = drawn("{% rating value %}", value=Rating(code, "The word", letter))
    assert f"app-rating--{code}" in html
    assert f">{letter}</text>" in html
    assert "<span>The word</span>" in html


def test_no_two_delivery_ratings_have_the_same_shape() -> None:
    delivery = [Rating(code, "x", letter) for code, letter in LETTERS]
    marks = [drawn("{% rating value %}", value=value) for value in [*delivery, None]]
    shapes = [tuple(re.findall(r"<(?:circle|path)[^>]*>", mark)) for mark in marks]
    assert len(set(shapes)) == len(marks)


def test_no_rating_is_said_in_words() -> None:
    html = drawn("{% rating value %}", value=None)
    assert "app-rating--unrated" in html
    assert "Not yet rated" in html


def test_a_rating_keeps_its_word_where_only_the_letter_is_seen() -> None:
    html = drawn("{% rating value letter_only=True %}", value=ON_TRACK)
    assert '<span class="govuk-visually-hidden">On track</span>' in html


def test_a_hostile_label_is_escaped() -> None:
    hostile = Rating("<b>", "<script>", "<i>")
    html = drawn("{% rating v %}{% share_bar s v.value %}", v=hostile, s=[(hostile, 1)])
    assert not re.search("<(b|i|script)>", html)


def test_the_parts_of_a_bar_fill_it_and_are_named() -> None:
    shares = [(ON_TRACK, 25), (None, 5), (OFF_TRACK, 0), (OFF_TRACK, 12)]
    html = drawn("{% share_bar shares '42 actions' %}", shares=shares)
    assert 'aria-label="42 actions: On track 25, Not yet rated 5, Off track 12"' in html
    places = re.findall(r'<svg x="([\d.]+)%" width="([\d.]+)%"', html)
    assert [(float(x), float(width)) for x, width in places] == [
        (0, 59.524),
        (59.524, 11.905),
        (71.429, 28.571),
    ]


def test_an_empty_bar_has_no_parts() -> None:
    assert "<rect" not in drawn("{% share_bar shares 'Actions' %}", shares=[(ON_TRACK, 0)])


def test_nothing_is_a_form_without_errors() -> None:
    assert drawn("{% error_summary form %}").strip() == ""


def test_page_links_keep_the_filter(rf: Any) -> None:
    request = rf.get("/")
    request.GET = QueryDict("partner=police&page=1")
    page = Paginator(range(40), 10).page(2)
    html = render_to_string("components/pagination.html", {"page": page}, request)
    pages = re.findall(r'href="\?partner=police&amp;page=(\d)"', html)
    assert pages == ["1", "1", "2", "3", "4", "3"]
    assert html.count('aria-current="page"') == 1


def test_the_page_for_our_own_faults_needs_nothing() -> None:
    html = get_template("500.html").render()
    assert "Sorry, there is a problem" in html


@pytest.mark.parametrize(
    "forbidden",
    [r"\sstyle=", r"\son[a-z]+=", r"<style", r"<script(?![^>]*\ssrc=)", r"\|\s*safe", "mark_safe"],
)
def test_no_template_needs_a_hole_in_the_security_policy(forbidden: str) -> None:
    # The stand-alone report carries its own style sheet, allowed by its hash.
    alone = TEMPLATES / "reports" / "document.html"
    pages = [page for page in TEMPLATES.rglob("*.html") if page != alone]
    if "style=" in forbidden:  # mail programs read no style sheet, and mail has no such policy
        pages = [page for page in pages if page.parent.name != "mail"]
    assert pages
    assert [page.name for page in pages if re.search(forbidden, page.read_text())] == []


def test_only_plain_text_mail_is_not_escaped() -> None:
    unescaped = [p for p in TEMPLATES.rglob("*.*") if "autoescape off" in p.read_text()]
    assert {page.suffix for page in unescaped} == {".txt"}
