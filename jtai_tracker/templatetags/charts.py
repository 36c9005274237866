"""Charts that the server draws as SVG: no script, no inline style, and the same numbers in words.

Widths are shares of the page and heights are pixels, so that letters keep their size on a phone.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import template

register = template.Library()

# Where the parts of the trend stand, in pixels from its top.
_LINE_TOP, _LINE_FOOT = 44, 84
_BARS_TOP, _BARS_FOOT = 136, 336
# A part of a bar that is lower than this has no room for its number.
_ROOM = 15
# More figures than this do not fit in a bar on a phone.
_DIGITS_ON_A_PHONE = 2


@register.inclusion_tag("components/trend_chart.html")
def trend_chart(days: Sequence[Any], label: str) -> dict[str, Any]:
    """Draw for each day a bar, stacked by status, and above the bars a line for what is overdue.

    `days` have `day`, `total`, `overdue` and `by_status`: pairs of a rating and its count, from the
    foot of the bar up.
    """
    width = 100 / (len(days) or 1)
    most, latest = (
        max((day.total for day in days), default=0),
        max((d.overdue for d in days), default=0),
    )
    columns = [
        {
            "day": day.day,
            "x": _share(place * width),
            "middle": _share((place + 0.5) * width),
            "total": day.total,
            "top": _height(day.total, most, _BARS_TOP, _BARS_FOOT),
            "parts": list(_stacked(day.by_status, most)),
            "overdue": day.overdue,
            "y": _height(day.overdue, max(latest, 4), _LINE_TOP, _LINE_FOOT),
            "new_year": not place or day.day.year != days[place - 1].day.year,
        }
        for place, day in enumerate(days)
    ]
    return {
        "columns": columns,
        "lines": list(zip(columns, columns[1:], strict=False)),
        "width": _share(width),
        "label": label,
    }


def _stacked(by_status: Iterable[tuple[Any, int]], most: int) -> Iterator[dict[str, Any]]:
    below = 0
    for rating, count in by_status:
        foot = _height(below, most, _BARS_TOP, _BARS_FOOT)
        below += count
        top = _height(below, most, _BARS_TOP, _BARS_FOOT)
        if count:
            yield {
                "rating": rating,
                "code": rating.value,
                "count": count,
                "y": round(top, 1),
                "height": round(foot - top, 1),
                "number_y": round((top + foot) / 2 + 5, 1),
                "plate_y": round((top + foot) / 2 - 8, 1),
                "has_room": foot - top >= _ROOM,
                "half": 1 + 4 * len(str(count)),
                "wide": len(str(count)) > _DIGITS_ON_A_PHONE,
            }


def _height(number: int, most: int, top: int, foot: int) -> float:
    """Return where `number` stands between `foot`, which is none, and `top`, which is `most`."""
    return round(foot - (foot - top) * number / (most or 1), 1)


def _share(percent: float) -> str:
    return f"{percent:.3f}%"


# The small line of a measure, in its own units.
_WIDE, _HIGH, _EDGE = 120, 36, 5


@register.inclusion_tag("components/sparkline.html")
def sparkline(
    points: Sequence[tuple[datetime.date, Decimal]], target: Decimal | None, label: str
) -> dict[str, Any]:
    """Draw figures over time as a line that ends in a dot; a dashed line is the target.

    One figure is a dot; none draws nothing.
    """
    figures = [float(value) for _, value in points]
    reach = [*figures, float(target)] if target is not None else figures
    low, high = min(reach, default=0), max(reach, default=0)
    placed = [
        (_across(day, points[0][0], points[-1][0]), _up(figure, low, high))
        for (day, _), figure in zip(points, figures, strict=True)
    ]
    return {
        "line": " ".join(f"{x},{y}" for x, y in placed) if len(placed) > 1 else "",
        "dot": placed[-1] if placed else None,
        "target_y": _up(float(target), low, high) if target is not None else None,
        "label": label,
    }


def _across(day: datetime.date, first: datetime.date, last: datetime.date) -> float:
    whole = (last - first).days
    share = (day - first).days / whole if whole else 1
    return round(_EDGE + (_WIDE - 2 * _EDGE) * share, 1)


def _up(figure: float, low: float, high: float) -> float:
    share = (figure - low) / (high - low) if high > low else 0.5
    return round(_HIGH - _EDGE - (_HIGH - 2 * _EDGE) * share, 1)
