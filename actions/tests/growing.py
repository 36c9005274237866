"""A plan made larger, to see that pages and reports cost no more queries for it."""

from __future__ import annotations

from actions.models import Action, Plan, ProgressUpdate


def grow(plan: Plan, times: int) -> None:
    """Add copies of the plan's actions and updates, until it is `times` as large."""
    for copy in range(2, times + 1):
        _copy_once(plan, copy)


def _copy_once(plan: Plan, copy: int) -> None:
    originals = Action.objects.filter(plan=plan).exclude(ref__contains="-")
    supporting = {action.ref: list(action.supporting.all()) for action in originals}
    updates = list(ProgressUpdate.objects.filter(action__in=originals))
    copies = {pk: _again(action, copy) for pk, action in originals.in_bulk().items()}
    Action.objects.bulk_create(copies.values())
    for action in copies.values():
        action.supporting.set(supporting[action.ref.split("-")[0]])
    for update in updates:
        update.pk, update.action = None, copies[update.action_id]
    ProgressUpdate.objects.bulk_create(updates)


def _again(action: Action, copy: int) -> Action:
    action.pk, action.ref = None, f"{action.ref}-{copy}"
    action.ref_key = f"{action.ref_key}.{copy:06}"
    action._state.adding = True
    return action
