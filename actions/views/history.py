"""The whole history of an action, in sentences."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions.access import visible_action
from actions.history.reader import history_of
from actions.views.asking import as_at
from partners.access import SignedIn, requires
from partners.permissions import Permission

PAGE = 50


@require_safe
@requires(Permission.SEE_PLAN)
def action_history(request: SignedIn, slug: str, ref: str) -> HttpResponse:
    """Show what happened to an action up to a day, the latest first."""
    action = visible_action(request.user, slug, ref)
    day = as_at(request, action.plan)
    history = history_of(action, day.day)
    page = {
        "plan": action.plan,
        "action": action,
        "as_at": day,
        "found": len(history),
        "page": Paginator(history, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "actions/action_history.html", page)
