"""One action: where it stands, and everything that was said and decided of it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions.access import visible_action, writing_partner
from actions.models import Action, ProgressUpdate
from actions.position import action_position
from jtai_tracker import clock
from partners.access import SignedIn, requires
from partners.models import User
from partners.permissions import Permission


@require_safe
@requires(Permission.SEE_PLAN)
def action_detail(request: SignedIn, slug: str, ref: str) -> HttpResponse:
    """Show an action, its updates in time (latest first), its dates, closures and measures."""
    action = visible_action(request.user, slug, ref)
    updates = ProgressUpdate.objects.submitted().filter(action=action)
    page = {
        "plan": action.plan,
        "action": action,
        "stands": action_position(action, clock.today()),
        "updates": updates.select_related("partner", "author", "theme", "waiting_on").reverse(),
        "milestones": action.milestones.all(),
        "measures": action.measures.prefetch_related("readings"),
        "date_changes": action.date_changes.select_related("body", "requested_by"),
        "closures": action.closures.select_related("body", "proposed_by__partner"),
        "may_write": _may_write(request.user, action),
    }
    return render(request, "actions/action_detail.html", page)


def _may_write(user: User, action: Action) -> bool:
    try:
        writing_partner(user, action)
    except PermissionDenied:
        return False
    return True
