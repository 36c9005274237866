"""The position as data: the feed itself, its schema, and the page that says how to use them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from actions.access import readable_plan, visible_plan
from actions.feed import feed
from actions.feed_schema import rows, rows_of_a_list, schema
from actions.models import Plan
from actions.position import plan_position
from actions.views.asking import as_at, since
from partners.access import SignedIn, requires
from partners.feed_access import requires_or_token, sentence
from partners.permissions import Permission


@require_safe
@requires_or_token(Permission.SEE_PLAN)
def position_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand over the position as at `?as_at=`, with movement since `?since=`, as JSON.

    A day that the pages would not show is refused here, as a program reads no sentence beside it.
    """
    plan = _plan(slug)
    if plan is None:
        return sentence("There is no plan at this address.", 404)
    day = as_at(request, plan)
    before = since(request, plan, day.day)
    if day.problem or before.problem:
        return sentence(f"{day.problem or before.problem}.", 400)
    return JsonResponse(feed(plan, plan_position(plan, day.day, before.day)))


@require_safe
@requires_or_token(Permission.SEE_PLAN)
def position_schema(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand over the JSON Schema that the feed keeps to."""
    if _plan(slug) is None:
        return sentence("There is no plan at this address.", 404)
    return JsonResponse(schema(), content_type="application/schema+json")


@require_safe
@requires(Permission.SEE_PLAN)
def plan_data(request: SignedIn, slug: str) -> HttpResponse:
    """Say what the feed is, what each key means, and how Excel and Power BI read it."""
    plan = visible_plan(request.user, slug)
    described = schema()
    page = {
        "plan": plan,
        "address": request.build_absolute_uri(reverse("position-feed", args=[slug])),
        "schema_address": request.build_absolute_uri(reverse("position-schema", args=[slug])),
        "whole": list(rows(described)),
        "action": rows_of_a_list(described, "actions"),
        "area": rows_of_a_list(described, "priority_areas"),
        "may_issue_tokens": request.user.standing.may(Permission.MANAGE_PEOPLE),
    }
    return render(request, "actions/plan_data.html", page)


def _plan(slug: str) -> Plan | None:
    try:
        return readable_plan(slug)
    except Http404:
        return None
