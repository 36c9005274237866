"""Which day of a round asks for which reminder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from actions.reminder_days import RoundDates, Stage

# The real round: Monday 31 August 2020 was a bank holiday in England.
SEPTEMBER = RoundDates(date(2020, 7, 27), date(2020, 8, 28), date(2020, 9, 22))


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ("2020-07-24", None),  # a Friday, before it opens
        ("2020-07-27", Stage.OPENED),
        ("2020-08-20", Stage.OPENED),  # missed for weeks: late is better than never
        ("2020-08-21", Stage.FIVE_DAYS),
        ("2020-08-22", None),  # a Saturday
        ("2020-08-26", Stage.FIVE_DAYS),
        ("2020-08-27", Stage.ONE_DAY),
        ("2020-08-28", Stage.ONE_DAY),  # the cut-off itself
        ("2020-08-29", None),
        ("2020-08-31", None),  # the bank holiday
        ("2020-09-01", Stage.DAY_AFTER),
        ("2020-09-22", Stage.DAY_AFTER),  # the meeting
        ("2020-09-23", None),
    ],
)
def test_the_latest_stage_that_has_come(day: str, stage: Stage | None) -> None:
    assert SEPTEMBER.stage_for_lead(date.fromisoformat(day)) == stage


@pytest.mark.parametrize(
    ("day", "escalates"),
    [
        ("2020-09-02", False),
        ("2020-09-03", True),  # 1, 2 and 3 September are the working days after 28 August
        ("2020-09-05", False),
        ("2020-09-22", True),
        ("2020-09-23", False),
    ],
)
def test_the_escalation_contact_is_told_three_working_days_after(day: str, escalates: bool) -> None:
    assert SEPTEMBER.escalates(date.fromisoformat(day)) == escalates


def test_nobody_is_reminded_once_the_report_is_issued() -> None:
    issued = replace(SEPTEMBER, issued=True)
    assert issued.stage_for_lead(date(2020, 9, 1)) is None
    assert not issued.escalates(date(2020, 9, 3))


def test_a_round_that_opens_late_begins_with_the_stage_that_has_come() -> None:
    short = replace(SEPTEMBER, opens_on=date(2020, 8, 25))
    assert short.stage_for_lead(date(2020, 8, 24)) is None
    assert short.stage_for_lead(date(2020, 8, 25)) == Stage.FIVE_DAYS


@pytest.mark.parametrize(
    ("day", "left"),
    [
        ("2020-08-21", "5 working days left"),
        ("2020-08-25", "3 working days left"),  # a late run says how many are really left
        ("2020-08-27", "1 working day left"),
        ("2020-08-28", "today is the last day"),
    ],
)
def test_what_is_left_is_counted_from_the_day_on_which_it_is_sent(day: str, left: str) -> None:
    assert SEPTEMBER.time_left(date.fromisoformat(day)) == left


def test_bank_holidays_at_christmas_are_counted() -> None:
    winter = RoundDates(date(2020, 12, 1), date(2020, 12, 29), date(2021, 1, 26))
    assert winter.stage_for_lead(date(2020, 12, 17)) == Stage.OPENED
    assert winter.stage_for_lead(date(2020, 12, 18)) == Stage.FIVE_DAYS
    assert winter.stage_for_lead(date(2020, 12, 28)) is None, "Boxing Day's substitute"
    assert winter.stage_for_lead(date(2020, 12, 24)) == Stage.ONE_DAY
    assert winter.escalates(date(2021, 1, 4))
    assert not winter.escalates(date(2020, 12, 31))
