"""What the plan leaves uncovered, each gap with what to do about it."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from actions.access import visible_plan
from actions.coverage_lists import coverage_lists
from actions.position import plan_position
from actions.views.asking import as_at
from actions.views.sections import Lists, lists_page
from jtai_tracker import clock
from partners.access import SignedIn, requires
from partners.permissions import Permission


@require_safe
@requires(Permission.SEE_PLAN)
def plan_coverage(request: SignedIn, slug: str) -> HttpResponse:
    """Show every gap as at a day, in lists; all of one list where the address names it."""
    plan = visible_plan(request.user, slug)
    day = as_at(request, plan)
    found = coverage_lists(plan, plan_position(plan, day.day), clock.today())
    lists = Lists("coverage", "Coverage", found)
    return lists_page(request, plan, day, lists, "actions/coverage.html")
