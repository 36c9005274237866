"""What an address asks for besides its page: the day of the position, and the day to compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from actions.models import Plan
from actions.stands import Position
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

    @property
    def query(self) -> str:
        """What an address carries to show the same day; nothing today, which is the rule."""
        return "" if self.is_today else f"?as_at={self.day.isoformat()}"


@dataclass(frozen=True)
class Since:
    """The day to compare with (None: the plan decides), and a sentence where it cannot be."""

    day: date | None
    problem: str = ""


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


def since(request: HttpRequest, plan: Plan, shown: date) -> Since:
    """Return the day that `?since=2020-04-17` names, if `shown` can be compared with it."""
    written = request.GET.get("since", "").strip()
    if not written:
        return Since(None)
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return Since(None, "Enter a real date to compare with, for example 2020-04-17")
    if day < plan.submitted_on:
        submitted = long_date(plan.submitted_on)
        return Since(
            None, f"The plan was submitted on {submitted}: compare with a day from then on"
        )
    if day >= shown:
        return Since(None, f"Compare with a day before the one shown, {long_date(shown)}")
    return Since(day)


def address_of(position: Position) -> str:
    """Return the part of an address that shows this very position, on this day or a later one."""
    as_at = f"as_at={position.as_at.isoformat()}"
    earlier = position.since < position.as_at
    return f"{as_at}&since={position.since.isoformat()}" if earlier else as_at
