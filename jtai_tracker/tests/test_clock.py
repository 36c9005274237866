"""The one clock: London's day, or the day that is pretended."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import timezone

from jtai_tracker import clock


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2027, 6, 30, 22, 59, tzinfo=UTC), date(2027, 6, 30)),
        (datetime(2027, 6, 30, 23, 0, tzinfo=UTC), date(2027, 7, 1)),
        (datetime(2027, 12, 31, 23, 59, tzinfo=UTC), date(2027, 12, 31)),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), date(2027, 10, 31)),
    ],
)
def test_the_day_turns_at_midnight_in_london(
    monkeypatch: pytest.MonkeyPatch, settings: Any, moment: datetime, day: date
) -> None:
    settings.TODAY = None
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert clock.today() == day
    assert clock.now().timestamp() == moment.timestamp()


def test_the_moment_falls_on_the_day_that_is_pretended(settings: Any) -> None:
    settings.TODAY = date(2020, 9, 1)
    assert clock.today() == clock.now().date() == date(2020, 9, 1)
    assert clock.now().tzinfo is not None
