"""What awaits the board: the due dates that partners have asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions.models import Action, DateChange
from actions.position import positions_of
from actions.stands import ActionPosition


@dataclass(frozen=True)
class ToDecide:
    """One open request, and where its action stands."""

    request: DateChange
    stands: ActionPosition


def dates_to_decide(today: date) -> list[ToDecide]:
    """Return the open requests of all plans, the oldest first, as their actions stand `today`."""
    requests = list(DateChange.objects.awaiting_decision())
    asked_on = {request.action_id for request in requests}
    stands = positions_of(Action.objects.filter(pk__in=asked_on).with_partners(), today)
    return [ToDecide(request, stands[request.action_id]) for request in requests]
