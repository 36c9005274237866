"""The one way in which a service saves what people change: with who did it, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from django.db.models import Model

_Row = TypeVar("_Row", bound=Model)


def record(row: _Row, *, by: Any, why: str = "") -> _Row:
    """Return `row`, saved, with its history naming who changed it and why.

    The history must name them even where there is no request, as in a command.
    """
    _name(row, by, why)
    row.save()
    return row


def remove(row: Model, *, by: Any, why: str) -> None:
    """Delete `row`; its history stays, and names who did it and why."""
    _name(row, by, why)
    row.delete()


def _name(row: Model, by: Any, why: str) -> None:
    row._history_user, row._change_reason = by, why  # type: ignore[attr-defined]  # simple_history


def version(*rows: Any) -> str:
    """Return what a form carries to show, when it comes back, which state it was written against.

    It names the last line of each row's history, so it changes with every change to any of them.
    """
    latest = (row.history.order_by("history_id").last() for row in rows)
    return ".".join(str(line.history_id if line else 0) for line in latest)


def record_linked(
    row: _Row, links: Mapping[str, Collection[Any]], *, by: Any, why: str = ""
) -> _Row:
    """Return `row`, saved as `record` does, linked to `links`, by field, and to nothing else.

    A change is one row of history; a new one with links is two, as they need its key.
    """
    if row._state.adding:
        record(row, by=by, why=why)
        _link(row, links)
        return row
    row.skip_history_when_saving = True  # type: ignore[attr-defined]  # read by simple_history
    _link(row, links)
    del row.skip_history_when_saving  # type: ignore[attr-defined]
    return record(row, by=by, why=why)


def _link(row: Model, links: Mapping[str, Collection[Any]]) -> None:
    for name, linked in links.items():
        getattr(row, name).set(linked)
