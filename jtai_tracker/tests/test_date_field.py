from __future__ import annotations

import datetime

import pytest
from django import forms

from jtai_tracker.forms import DateField
from jtai_tracker.tests.test_forms import Markup, drawn, one_field

date_field = DateField(noun="the date of the position")


@pytest.mark.parametrize("month", ["8", "08", "Aug", "aug.", "August", " august "])
def test_a_month_may_be_a_number_or_a_name(month: str) -> None:
    assert date_field.clean(["28", month, "2020"]) == datetime.date(2020, 8, 28)


def test_sept_is_september_and_june_is_not_july() -> None:
    assert date_field.clean(["1", "Sept", "2020"]) == datetime.date(2020, 9, 1)
    assert date_field.clean(["1", "jun", "2020"]) == datetime.date(2020, 6, 1)
    assert date_field.clean(["1", "jul", "2020"]) == datetime.date(2020, 7, 1)


SENTENCES = [
    (["", "", ""], "Enter the date of the position", {0, 1, 2}),
    ([" ", " ", " "], "Enter the date of the position", {0, 1, 2}),
    (["28", "", "2020"], "The date of the position must include a month", {1}),
    (["", "8", ""], "The date of the position must include a day and year", {0, 2}),
    (["31", "2", "2020"], "The date of the position must be a real date", {0, 1, 2}),
    (["29", "2", "2019"], "The date of the position must be a real date", {0, 1, 2}),
    (["32", "8", "2020"], "The date of the position must be a real date", {0}),
    (["28", "13", "2020"], "The date of the position must be a real date", {1}),
    (["28", "008", "2020"], "The date of the position must be a real date", {1}),
    (["28", "ju", "2020"], "The date of the position must be a real date", {1}),
    (["x", "Smarch", "2020"], "The date of the position must be a real date", {0, 1}),
    (["1_0", "+8", "2020"], "The date of the position must be a real date", {0, 1}),
    (["28", "8", "20"], "The date of the position must have a year of 4 numbers", {2}),
    (["28", "8", "9" * 5000], "The date of the position must have a year of 4 numbers", {2}),
    (["28", "8", "٢٠٢٠"], "The date of the position must have a year of 4 numbers", {2}),
]


@pytest.mark.parametrize(("typed", "sentence", "at_fault"), SENTENCES)
def test_a_date_is_refused_with_a_sentence_that_says_what_to_mend(
    typed: list[str], sentence: str, at_fault: set[int]
) -> None:
    form = one_field(date_field, {f"answer_{box}": text for box, text in enumerate(typed)})
    html = drawn(form)
    page = Markup(html)
    assert str(form.errors["answer"][0]).startswith(sentence)
    marked = [a["id"] for a in page.all("input", **{"aria-invalid": "true"})]
    assert marked == [f"id_answer_{box}" for box in sorted(at_fault)]
    assert [a["href"] for a in page.all("a")] == [f"#{marked[0]}"]
    kept = [a.get("value") for a in page.all("input", inputmode="numeric")]
    assert kept == [text or None for text in typed]


def test_a_date_that_is_not_required_may_be_left_out() -> None:
    field = DateField(noun="the recovery date", required=False)
    assert field.clean(["", " ", ""]) is None
    with pytest.raises(forms.ValidationError, match="The recovery date must include a year"):
        field.clean(["1", "2", ""])


def test_a_date_is_shown_in_its_boxes_and_unchanged_when_sent_back() -> None:
    boxes = {"answer_0": "28", "answer_1": "8", "answer_2": "2020"}
    initial = {"answer": datetime.date(2020, 8, 28)}
    shown = Markup(drawn(one_field(date_field, initial=initial))).all("input", inputmode="numeric")
    assert {str(a["name"]): a["value"] for a in shown} == boxes
    assert not one_field(date_field, boxes, initial=initial).has_changed()


def test_nul_in_a_date_is_dropped() -> None:
    assert date_field.clean(["2\x008", "8", "2020"]) == datetime.date(2020, 8, 28)
