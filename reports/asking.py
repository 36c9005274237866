"""What the address of a board pack asks for: the day of the position, and the day compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest

from actions.models import Plan
from actions.views.asking import AsAt, as_at
from jtai_tracker.dates import long_date


@dataclass(frozen=True)
class Compared:
    """The day that movement counts from: None is the plan's own choice, such as the last report.

    `problem` is a sentence where what was asked for could not be.
    """

    day: date | None = None
    problem: str = ""


@dataclass(frozen=True)
class Days:
    """Both days of a pack."""

    as_at: AsAt
    since: Compared

    @property
    def sound(self) -> bool:
        """Whether both could be had as they were asked for."""
        return not (self.as_at.problem or self.since.problem)

    @property
    def query(self) -> str:
        """Both days as the address of a file names them."""
        named = {"as_at": self.as_at.day, "since": self.since.day}
        return urlencode({name: day.isoformat() for name, day in named.items() if day})


def days_asked(request: HttpRequest, plan: Plan) -> Days:
    """Return the days that `?as_at=2020-08-28&since=2020-06-30` names."""
    day = as_at(request, plan)
    return Days(day, _since(request.GET.get("since", "").strip(), plan, day.day))


def _since(written: str, plan: Plan, day: date) -> Compared:
    if not written:
        return Compared()
    try:
        since = date.fromisoformat(written)
    except ValueError:
        return Compared(problem="Enter a real date, for example 2020-06-30")
    if since >= day:
        return Compared(problem=f"Enter a day to compare with before {long_date(day)}")
    if since < plan.submitted_on:
        submitted = long_date(plan.submitted_on)
        return Compared(problem=f"The plan was submitted on {submitted}: no day before it")
    return Compared(since)
