"""Lists: the plans, a plan's actions, and what a partner lead owes."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from actions.access import visible_plan
from actions.filters import ActionFilterForm
from actions.listings import actions_listing
from actions.models import Plan
from actions.owed import owed
from actions.position import plan_position
from actions.views.asking import as_at, since
from jtai_tracker import clock
from jtai_tracker.downloads import as_file
from partners import kept
from partners.access import SignedIn, requires
from partners.permissions import Permission

PAGE = 100


@require_safe
@requires(Permission.SEE_PLAN)
def plan_list(request: SignedIn) -> HttpResponse:
    """List the partnership's plans; where there is one, go straight to its dashboard."""
    plans = list(Plan.objects.all())
    if len(plans) == 1:
        return redirect("plan-dashboard", plans[0].slug)
    return render(request, "actions/plan_list.html", {"plans": plans})


@require_safe
@requires(Permission.SEE_PLAN)
def action_list(request: SignedIn, slug: str) -> HttpResponse:
    """List a plan's actions as at a day, narrowed by the filter in the address."""
    plan = visible_plan(request.user, slug)
    day = as_at(request, plan)
    before = since(request, plan, day.day)
    position = plan_position(plan, day.day, before.day)
    form = ActionFilterForm(request.GET, position=position)
    found = form.narrowed_to()(position.actions)
    file = as_file(request, lambda: actions_listing(plan, position, found, form.in_words()))
    if file:
        return file
    page = {
        "plan": plan,
        "as_at": day,
        "since": before,
        "position": position,
        "filter_form": form,
        "found": len(found),
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "actions/action_list.html", page)


@require_safe
@requires(Permission.WRITE_OWN_UPDATES)
def owed_list(request: SignedIn) -> HttpResponse:
    """List what the user's partner owes: its actions against the report's cut-off."""
    own = request.user.standing.partner_ids
    rounds = [owed(plan, own, clock.today()) for plan in Plan.objects.all()]
    page = {"rounds": rounds, "typed": kept.places(request.user)}
    return render(request, "actions/owed.html", page)
