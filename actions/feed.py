"""The position of a plan as data, for programs that draw their own pictures of it. Pure.

It holds what was declared and what the dates say. It holds no text of an update and no person.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from actions.feed_fields import CODED, FIELDS, Fact, code
from actions.headlines import Headlines, headlines
from actions.stands import ActionPosition, Position

# Goes up when a key goes or changes its meaning. A key may be added without it.
SCHEMA_VERSION = 1


class Named(Protocol):
    """A plan, as far as the feed names it."""

    @property
    def slug(self) -> str:
        """Its name in addresses."""

    @property
    def title(self) -> str:
        """Its title."""


def feed(plan: Named, position: Position) -> dict[str, Any]:
    """Return `position`, which is that of `plan`, as `feed_schema` describes it, ready for JSON."""
    figures = headlines(position)
    return {
        "schema_version": SCHEMA_VERSION,
        "plan": {"slug": plan.slug, "title": plan.title},
        "as_at": position.as_at.isoformat(),
        "since": position.since.isoformat(),
        "period": _period(position),
        "counts": {**_counted(figures.by_status), "total": figures.total},
        "figures": _figures(figures),
        "priority_areas": [
            {"number": number, "title": title} for number, title, _ in position.priority_areas
        ],
        "actions": [_action(action) for action in position.actions],
    }


def _period(position: Position) -> dict[str, str] | None:
    if position.starts_on is None or position.cut_off is None:
        return None
    starts_on, cut_off = position.starts_on, position.cut_off
    return {"starts_on": starts_on.isoformat(), "cut_off": cut_off.isoformat()}


def _figures(figures: Headlines) -> dict[str, Any]:
    return {
        "overdue": figures.overdue,
        "no_update": figures.no_update,
        "silent": figures.silent,
        "moved": figures.moved,
        "moved_twice": figures.moved_twice,
        "without_impact": figures.without_impact,
        "due_within": {str(days): number for days, number in figures.due_within.items()},
        "by_impact": _counted(figures.by_impact),
        "by_movement": _counted(figures.by_movement),
    }


def _counted(numbers: Any) -> dict[str, int]:
    return {code(value) if value else "not_rated": number for value, number in numbers.items()}


def _action(action: ActionPosition) -> dict[str, Any]:
    return {field.key: _plain(field.of(action)) for field in FIELDS}


def _plain(value: Fact) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return code(value) if isinstance(value, CODED) else value
