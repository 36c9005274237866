"""What an address asks for besides its page: the day of the position."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from actions.models import Plan
from jtai_tracker import clock
from jtai_tracker.dates import long_date


@dataclass(frozen=True)
class AsAt:
    """The day that is shown, and a sentence where what was asked for could not be."""

    day: date
    problem: str = ""

    @property
    def is_today(self) -> bool:
        """Whether the page shows things as they stand now."""
        return self.day == clock.today()


def as_at(request: HttpRequest, plan: Plan) -> AsAt:
    """Return the day that `?as_at=2020-08-28` names: today when it names none that can be shown."""
    today, written = clock.today(), request.GET.get("as_at", "").strip()
    if not written:
        return AsAt(today)
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return AsAt(today, "Enter a real date, for example 2020-08-28")
    if day > today:
        return AsAt(today, "The position can be shown up to today, not after")
    if day < plan.submitted_on:
        submitted = long_date(plan.submitted_on)
        return AsAt(today, f"The plan was submitted on {submitted}: no day before it")
    return AsAt(day)
