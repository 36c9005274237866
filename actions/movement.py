"""Direction of travel: how a delivery rating moved between two days. A pure module."""

from __future__ import annotations

from enum import Enum

from actions.ratings import Delivery

# Not started stands outside this order: from there an action is simply started.
_ORDER = [Delivery.OFF_TRACK, Delivery.AT_RISK, Delivery.ON_TRACK, Delivery.COMPLETE]


class Movement(Enum):
    """What happened to a rating since a day."""

    IMPROVED = "Improved"
    WORSENED = "Worsened"
    UNCHANGED = "Unchanged"
    STARTED = "Started"
    NEW = "New"
    CLOSED = "Closed"
    RETURNED = "Returned"
    REOPENED = "Re-opened"
    NOT_RATED = "Not yet rated"


def movement(before: Delivery | None, now: Delivery | None) -> Movement:
    """Return how a rating moved from `before` to `now`; None stands for not yet rated."""
    if now is None:
        return Movement.NOT_RATED
    if before is None:
        return Movement.NEW
    if before == now:
        return Movement.UNCHANGED
    if Delivery.NOT_STARTED in (before, now):
        return Movement.STARTED if before == Delivery.NOT_STARTED else Movement.WORSENED
    improved = _ORDER.index(now) > _ORDER.index(before)
    return Movement.IMPROVED if improved else Movement.WORSENED
