"""Dates in words, as committees write them: a pure module."""

from __future__ import annotations

from datetime import date


def long_date(day: date | None) -> str:
    """Return "28 August 2020", and nothing for None."""
    return f"{day.day} {day:%B %Y}" if day else ""


def meeting_date(day: date) -> str:
    """Return "Tuesday 22 September 2020"."""
    return f"{day:%A} {long_date(day)}"


def years_later(day: date, years: int) -> date:
    """Return the same day `years` later; 28 February where that year has no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
