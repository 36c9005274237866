"""Working days of England, and the deadlines that a meeting date sets. A pure module."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

# Working days before the meeting: the partnership's own timetable (docs/decisions/0004).
UPDATES_OPEN, UPDATES_DUE, CHECK = 40, 16, 12
# Agendas and reports are open to the public five clear days before (Local Government Act 1972,
# s100B): neither the day of issue nor the day of the meeting counts.
PUBLISH = 6


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


def updates_open(meeting: date) -> date:
    """Return the day on which partners may begin to file for the report to `meeting`."""
    return working_days_before(meeting, UPDATES_OPEN)


def updates_due(meeting: date) -> date:
    """Return the cut-off: the day that the report's position is as at."""
    return working_days_before(meeting, UPDATES_DUE)


def check_by(meeting: date) -> date:
    """Return the day by which democratic services has checked the updates."""
    return working_days_before(meeting, CHECK)


def publish_by(meeting: date) -> date:
    """Return the last day on which papers can be published for `meeting`."""
    return working_days_before(meeting, PUBLISH)
