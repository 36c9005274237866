"""The one source of the date and time: London's, or the demonstration's own day."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Return today's date in London, or the day that the setting TODAY pretends."""
    pretended: date | None = settings.TODAY
    return pretended or timezone.localdate()


def now() -> datetime:
    """Return the moment, aware of its zone, on the day that `today` gives."""
    day = today()
    return timezone.localtime().replace(year=day.year, month=day.month, day=day.day)


def seen(moment: datetime) -> datetime:
    """Return a moment that was recorded as London's clocks, or the demonstration's, showed it.

    History is kept in real time. What is done in the demonstration happens on its own day.
    """
    local, day = timezone.localtime(moment), today()
    return (
        local if local.date() <= day else local.replace(year=day.year, month=day.month, day=day.day)
    )
