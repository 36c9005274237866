"""Working days of England and the deadlines that a meeting sets."""

from __future__ import annotations

from datetime import date

from actions import working_days

MEETING = date(2020, 9, 22)


def test_bank_holidays_and_week_ends_are_no_working_days() -> None:
    assert not working_days.is_working_day(date(2020, 8, 31))
    assert not working_days.is_working_day(date(2020, 8, 29))
    assert working_days.is_working_day(date(2020, 8, 28))


def test_the_real_meeting_gives_the_real_deadlines() -> None:
    assert working_days.cycle(MEETING, opens=40, due=16, check=12) == (
        date(2020, 7, 27),
        date(2020, 8, 28),
        date(2020, 9, 4),
        date(2020, 9, 14),
    )


def test_five_clear_days_stand_between_publication_and_the_meeting() -> None:
    clear = [date(2020, 9, day) for day in range(15, 22)]
    assert sum(map(working_days.is_working_day, clear)) == 5
