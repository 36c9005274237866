"""Working days of England, and the deadlines that a meeting date sets. A pure module."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import holidays

# Working days before the meeting with which a plan begins: each plan has its own numbers
# (docs/decisions/0004).
UPDATES_OPEN, UPDATES_DUE, CHECK = 40, 16, 12
# Agendas and reports are open to the public five clear days before (Local Government Act 1972,
# s100B): neither the day of issue nor the day of the meeting counts.
PUBLISH = 6


class Cycle(NamedTuple):
    """The dates of a round, in the order in which they must come."""

    opens_on: date
    cut_off: date
    check_by: date
    publish_by: date


def cycle(meeting: date, *, opens: int, due: int, check: int) -> Cycle:
    """Return the dates of the round for `meeting`, that many working days before it."""
    return Cycle(
        opens_on=working_days_before(meeting, opens),
        cut_off=working_days_before(meeting, due),
        check_by=working_days_before(meeting, check),
        publish_by=publish_by(meeting),
    )


def publish_by(meeting: date) -> date:
    """Return the last day on which papers can be published for `meeting`."""
    return working_days_before(meeting, PUBLISH)


def is_working_day(day: date) -> bool:
    """Return whether `day` is a weekday that is no bank holiday in England."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def working_days_before(day: date, count: int) -> date:
    """Return the working day that lies `count` working days before `day`."""
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """Return how many working days there are from `first` to `last`, both included."""
    days = ((last - first).days + 1) if last >= first else 0
    return sum(is_working_day(first + timedelta(days=n)) for n in range(days))


def working_day_from(day: date) -> date:
    """Return `day`, or the first working day after it where it is none."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_days_after(day: date, count: int) -> date:
    """Return the working day that lies `count` working days after `day`."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def nearest_working_day(day: date) -> date:
    """Return the working day closest to `day`: itself, or of two as close the one before it."""
    steps = (timedelta(days=sign * days) for days in range(15) for sign in (-1, 1))
    return next(day + step for step in steps if is_working_day(day + step))
