"""Dates in words, as committees write them: a pure module."""

from __future__ import annotations

from datetime import date


def long_date(day: date | None) -> str:
    """Return "28 August 2020", and nothing for None."""
    return f"{day.day} {day:%B %Y}" if day else ""


def meeting_date(day: date) -> str:
    """Return "Tuesday 22 September 2020"."""
    return f"{day:%A} {long_date(day)}"
