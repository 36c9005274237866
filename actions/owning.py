"""What a partner owns that is still open: the answer to a question of `partners`."""

from __future__ import annotations

from actions.models import Action, Closure
from jtai_tracker import clock
from partners.models import Partner


def open_actions(partner: Partner) -> list[str]:
    """Return the actions that `partner` owns today, neither withdrawn nor signed off by the board.

    An action of a day to come counts too: it will need its owner.
    """
    today = clock.today()
    closed = Closure.objects.in_force_on(today).values("action")
    owned = Action.objects.filter(owner=partner, withdrawn_on=None).exclude(pk__in=closed)
    return [f"action {ref}" for ref in owned.values_list("ref", flat=True)]
