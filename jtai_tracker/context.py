"""What every page knows of the site itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.formats import date_format

from jtai_tracker import clock


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the service's name and, where the day is pretended, a sentence that says so."""
    return {"service_name": "Action plan tracker", "demonstration": _demonstration()}


def _demonstration() -> str:
    if not settings.TODAY:
        return ""
    day = date_format(clock.today(), "j F Y")
    return f"Demonstration: today is {day}. Ratings, action dates and lead roles are illustrative."
