"""What every page knows of the site itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from jtai_tracker import clock
from jtai_tracker.dates import long_date


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the service's name and, where the day is pretended, a sentence that says so."""
    return {"service_name": "Action plan tracker", "demonstration": _demonstration()}


def _demonstration() -> str:
    if not settings.TODAY:
        return ""
    day = long_date(clock.today())
    return f"Demonstration: today is {day}. Ratings, action dates and lead roles are illustrative."
