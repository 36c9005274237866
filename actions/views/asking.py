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
    """The day that is shown, what was written, and a sentence where that could not be read."""

    day: date
    written: str
    problem: str = ""

    @property
    def in_the_past(self) -> bool:
        """Whether another day than today is shown."""
        return self.day != clock.today()


def as_at(request: HttpRequest, plan: Plan, name: str = "as_at") -> AsAt:
    """Return the day that `?as_at=2020-08-28` names: today when it names none that can be shown."""
    today, written = clock.today(), request.GET.get(name, "").strip()
    if not written:
        return AsAt(today, "")
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return AsAt(today, written, "Enter a real date, for example 2020-08-28")
    if day > today:
        return AsAt(today, written, "The position can be shown up to today, not after")
    if day < plan.submitted_on:
        submitted = long_date(plan.submitted_on)
        return AsAt(today, written, f"The plan was submitted on {submitted}: no day before it")
    return AsAt(day, written)
