"""A plan made larger, to see that pages and reports cost no more queries for it."""

from __future__ import annotations

from datetime import date, timedelta

from actions.models import Action, Plan, ProgressUpdate

BATCH = 500


def grow(plan: Plan, times: int) -> None:
    """Add copies of the plan's actions and updates, until it is `times` as large."""
    for copy in range(2, times + 1):
        _copy_once(plan, copy)


def _copy_once(plan: Plan, copy: int) -> None:
    originals = Action.objects.filter(plan=plan).exclude(ref__contains="-")
    through = Action.supporting.through
    supporting = list(through.objects.filter(action__in=originals))
    updates = list(ProgressUpdate.objects.filter(action__in=originals))
    copies = {pk: _again(action, copy) for pk, action in originals.in_bulk().items()}
    Action.objects.bulk_create(copies.values())
    through.objects.bulk_create(
        through(action=copies[row.action_id], partner_id=row.partner_id) for row in supporting
    )
    for update in updates:
        update.pk, update.action = None, copies[update.action_id]
    ProgressUpdate.objects.bulk_create(updates)


def _again(action: Action, copy: int) -> Action:
    action.pk, action.ref = None, f"{action.ref}-{copy}"
    action.ref_key = f"{action.ref_key}.{copy:06}"
    action._state.adding = True
    return action


def say_more(plan: Plan, updates: int) -> None:
    """Repeat on earlier days what was said last, until the plan holds so many `updates`."""
    said = ProgressUpdate.objects.filter(action__plan=plan)
    taken = set(said.values_list("action_id", "partner_id", "as_at"))
    latest = list(said.filter(as_at=said.latest("as_at").as_at).exclude(delivery_rating=""))
    day, missing = latest[0].as_at or date.max, updates - said.count()
    while missing > 0:
        day -= timedelta(days=1)
        free = [row for row in latest if (row.action_id, row.partner_id, day) not in taken]
        for row in free[:missing]:
            row.pk, row.as_at = None, day
        missing -= len(ProgressUpdate.objects.bulk_create(free[:missing], BATCH))
