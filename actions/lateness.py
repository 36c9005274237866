"""Due dates, and by how much one has passed. A pure module."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from actions.ratings import Delivery


def due_on_as_at(original: date | None, moved_to: Iterable[date]) -> date | None:
    """Return the due date after it was moved to these, earliest first: the last one decides."""
    return [original, *moved_to][-1]


def days_overdue(due_on: date | None, as_at: date, delivery: str | None) -> int:
    """Return by how many days `due_on` had passed on `as_at`; 0 when complete or not yet due."""
    if due_on is None or delivery == Delivery.COMPLETE:
        return 0
    return max(0, (as_at - due_on).days)
