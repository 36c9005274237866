"""The facts of one action, read from the record for `contradictions`."""

from __future__ import annotations

from datetime import date

from actions import effects
from actions.contradictions import Facts
from actions.models import Action, ProgressUpdate
from actions.stands import ActionPosition


def facts_of(action: Action, stands: ActionPosition, as_at: date) -> Facts:
    """Return what the record says of `action`, which stands as `stands` does, on `as_at`."""
    undone = list(effects.open_milestones(action.pk))
    late = [(m.title, m.due_on) for m in undone if m.due_on and m.due_on < as_at]
    promised = ProgressUpdate.objects.declared_in(stands.rating_id).values_list("recovery_on")
    return Facts(
        as_at=as_at,
        due_on=stands.due_on,
        last_said_on=stands.last_update_on,
        before=stands.delivery,
        recovery_on=next((day for (day,) in promised), None),
        moved=" ".join(stands.about_the_date[stands.overdue :]),
        late_milestones=tuple(late),
        open_milestones=len(undone),
    )
