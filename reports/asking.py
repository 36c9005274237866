"""What the address of a board pack asks for: the day of the position, and the day compared."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from actions.models import Plan
from actions.views.asking import AsAt, Since, as_at, since


@dataclass(frozen=True)
class Days:
    """Both days of a pack."""

    as_at: AsAt
    since: Since

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
    return Days(day, since(request, plan, day.day))
