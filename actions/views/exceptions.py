"""What stands out: the exceptions of a position, each with the next step."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from actions.access import visible_plan
from actions.exception_lists import exception_lists
from actions.position import plan_position
from actions.views.asking import as_at
from actions.views.sections import Lists, lists_page
from partners.access import SignedIn, requires
from partners.permissions import Permission


@require_safe
@requires(Permission.SEE_PLAN)
def exception_list(request: SignedIn, slug: str) -> HttpResponse:
    """Show every exception as at a day, in lists; all of one list where the address names it."""
    plan = visible_plan(request.user, slug)
    day = as_at(request, plan)
    position = plan_position(plan, day.day)
    lists = Lists("exceptions", "Exceptions", exception_lists(plan, position))
    return lists_page(request, plan, day, lists, "actions/exceptions.html", position=position)
