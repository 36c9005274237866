"""The chair's first page: the position of the plan as at a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions import reading
from actions.access import visible_plan
from actions.models import Plan
from actions.position import plan_position
from actions.stands import Position, Status
from actions.views.asking import as_at
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from partners.access import SignedIn, requires
from partners.permissions import Permission


@require_safe
@requires(Permission.SEE_PLAN)
def plan_dashboard(request: SignedIn, slug: str) -> HttpResponse:
    """Show counts and shares by rating, priority areas by partner, and what needs attention."""
    plan = visible_plan(request.user, slug)
    day = as_at(request, plan)
    position = plan_position(plan, day.day)
    shares = reading.shares(position)
    page = {
        "plan": plan,
        "as_at": day,
        "position": position,
        "shares": shares,
        "bar": [(share.status, share.number) for share in shares],
        "impact": reading.impact_shares(position),
        "groups": reading.groups(position),
        "heat": reading.heat(position),
        "lists": _attention(position),
        "days": _days(plan),
    }
    return render(request, "actions/dashboard.html", page)


def _attention(position: Position) -> list[dict[str, Any]]:
    """What the chair asks about: each list with the filter that shows all of it."""
    actions = position.actions
    since = f" since {long_date(position.starts_on)}" if position.starts_on else ""
    return [
        {
            "heading": "Overdue",
            "actions": [action for action in actions if action.overdue],
            "filter": "overdue=on",
            "empty": "No action is past its due date.",
        },
        {
            "heading": f"No update received{since}",
            "actions": [action for action in actions if action.silent],
            "filter": "no_update=on",
            "empty": "Every open action has an update in this reporting period."
            if position.starts_on
            else "That day belongs to no reporting period.",
        },
        {
            "heading": "Complete, awaiting sign-off",
            "actions": [action for action in actions if action.awaiting_sign_off],
            "filter": f"rating={Status.AWAITING.value}",
            "empty": "Nothing awaits the board's sign-off.",
        },
    ]


def _days(plan: Plan) -> list[tuple[str, date]]:
    """The days that people ask for: the submission, each cut-off so far, and today."""
    today = clock.today()
    cut_offs = plan.periods.filter(cut_off__lt=today).values_list("cut_off", flat=True)
    return [
        ("Plan submitted", plan.submitted_on),
        *(("Report cut-off", cut_off) for cut_off in cut_offs),
        ("Today", today),
    ]
