"""What may be the dates of a round, and how they are said."""

from __future__ import annotations

from datetime import date

import pytest

from actions import cycles, working_days
from actions.working_days import Cycle

MEETING, SUBMITTED = date(2020, 9, 22), date(2020, 3, 30)
GOOD = Cycle(date(2020, 7, 27), date(2020, 8, 28), date(2020, 9, 4), date(2020, 9, 14))


def found(**changes: date) -> dict[str, str]:
    problems = cycles.problems(GOOD._replace(**changes), MEETING, SUBMITTED)
    return {problem.field: problem.sentence for problem in problems}


def test_the_dates_of_the_real_report_are_in_order() -> None:
    assert found() == {}


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2020, 8, 31), "31 August 2020 is a bank holiday. The nearest working day is Tuesday"),
        (date(2020, 8, 29), "29 August 2020 is a Saturday. The nearest working day is Friday 28"),
        (date(2020, 8, 30), "30 August 2020 is a Sunday. The nearest working day is Friday 28"),
        (date(2020, 9, 6), "6 September 2020 is a Sunday. The nearest working day is Monday 7"),
    ],
)
def test_a_day_off_is_refused_with_the_nearest_working_day(day: date, sentence: str) -> None:
    assert found(cut_off=day)["cut_off"].startswith(sentence)


def test_a_date_before_the_plan_is_refused() -> None:
    sentence = found(opens_on=date(2020, 3, 27))["opens_on"]
    assert sentence == "The plan was submitted on 30 March 2020. Enter that day or a later one"
    assert found(opens_on=SUBMITTED) == {}


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("cut_off", date(2020, 7, 27)),
        ("check_by", date(2020, 8, 27)),
        ("publish_by", date(2020, 9, 3)),
    ],
)
def test_dates_out_of_order_are_refused_where_they_go_wrong(name: str, day: date) -> None:
    assert list(found(**{name: day})) == [name]


def test_the_cut_off_the_check_and_the_publication_may_fall_on_one_day() -> None:
    assert found(check_by=GOOD.cut_off, publish_by=GOOD.cut_off) == {}


def test_a_publication_that_leaves_four_clear_days_is_refused_by_law() -> None:
    sentence = found(publish_by=date(2020, 9, 15))["publish_by"]
    assert "five clear days" in sentence
    assert "section 100B" in sentence
    assert sentence.endswith("Enter 14 September 2020 or an earlier day")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2020, 8, 31), "passed"),
        (date(2020, 9, 1), "today"),
        (date(2020, 9, 2), "1 working day left"),
        (date(2020, 9, 4), "3 working days left"),
        (date(2020, 9, 7), "4 working days left"),
        (date(2020, 9, 14), "9 working days left"),
    ],
)
def test_how_long_is_left_is_told_in_working_days(day: date, words: str) -> None:
    assert cycles.time_left(day, date(2020, 9, 1)) == words


def test_a_weekend_away_from_a_weekend_meeting_no_working_day_is_left() -> None:
    assert cycles.time_left(date(2020, 9, 6), date(2020, 9, 5)) == "no working days left"


def test_easter_counts_as_no_working_days() -> None:
    assert cycles.time_left(date(2021, 4, 6), date(2021, 4, 1)) == "1 working day left"
    assert working_days.working_day_from(date(2021, 4, 2)) == date(2021, 4, 6)
    assert working_days.nearest_working_day(date(2021, 4, 4)) == date(2021, 4, 6)


def test_the_numbers_of_another_plan_give_other_dates() -> None:
    assert working_days.cycle(MEETING, opens=30, due=10, check=6) == (
        date(2020, 8, 10),
        date(2020, 9, 8),
        date(2020, 9, 14),
        date(2020, 9, 14),
    )
