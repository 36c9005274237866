"""Dates in words, as committees write them: a pure module."""

from __future__ import annotations

import calendar
from datetime import date


def long_date(day: date | None) -> str:
    """Return "28 August 2020", and nothing for None."""
    return f"{day.day} {day:%B %Y}" if day else ""


def meeting_date(day: date) -> str:
    """Return "Tuesday 22 September 2020"."""
    return f"{day:%A} {long_date(day)}"


def months_after(day: date, months: int) -> date:
    """Return the same day `months` later, or the last of a month that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))
