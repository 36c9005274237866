"""Which days a trend shows: month ends up to the day that is shown. A pure module."""

from __future__ import annotations

from datetime import date, timedelta

MOST = 12
# A month end closer than this to the first or the last day says what that day says already.
_NEAR = timedelta(days=7)


def trend_days(first: date, last: date) -> list[date]:
    """Return the days from `first`, when the plan was submitted, to `last`, which is always one.

    Between them lie month ends. Where those are more than `MOST`, the latest are returned.
    """
    ends = [last]
    end = _month_end_before(last)
    while end > first and len(ends) < MOST:
        if last - end >= _NEAR and end - first >= _NEAR:
            ends.append(end)
        end = _month_end_before(end)
    if len(ends) < MOST and first < last:
        ends.append(first)
    return ends[::-1]


def _month_end_before(day: date) -> date:
    return day.replace(day=1) - timedelta(days=1)
