"""One action: where it stands, and everything that was said and decided of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions.access import may_file, visible_action
from actions.models import ProgressUpdate
from actions.position import action_position
from actions.views.asking import as_at
from partners.access import SignedIn, requires
from partners.permissions import Permission


@require_safe
@requires(Permission.SEE_PLAN)
def action_detail(request: SignedIn, slug: str, ref: str) -> HttpResponse:
    """Show an action as at a day: its updates (latest first), its dates, closures and measures."""
    action = visible_action(request.user, slug, ref)
    day = as_at(request, action.plan)
    stands = action_position(action, day.day)
    updates = ProgressUpdate.objects.filter(action=action).said_by(day.day)
    page = {
        "plan": action.plan,
        "action": action,
        "as_at": day,
        "stands": stands,
        "updates": updates.select_related("partner", "author", "theme", "waiting_on").reverse(),
        "milestones": action.milestones.all(),
        "measures": action.measures.prefetch_related("readings"),
        "date_changes": action.date_changes.asked_by(day.day).select_related("requested_by"),
        "closures": action.closures.proposed_by_day(day.day),
        "may_file": day.is_today and may_file(request.user, action, stands),
    }
    return render(request, "actions/action_detail.html", page)
