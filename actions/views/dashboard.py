"""The chair's first page: the position of the plan as at a day, and what moved since another."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions import compared, reading
from actions.access import visible_plan
from actions.followed import followed
from actions.headlines import AHEAD, due_within, headlines
from actions.models import Plan
from actions.movement import Movement
from actions.moves import ORDER, moves
from actions.position import PlanReading
from actions.stands import ActionPosition, Position, Status
from actions.trend import trend_days
from actions.views.asking import address_of, as_at, since
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from partners.access import SignedIn, requires
from partners.permissions import Permission

# So many rows of a list stand on the page; the rest is a link away.
MOST = 10


@require_safe
@requires(Permission.SEE_PLAN)
def plan_dashboard(request: SignedIn, slug: str) -> HttpResponse:
    """Show the figures now and then, what moved and why, the trend, what comes, and the measures.

    `?as_at=` names the day that is shown and `?since=` the one that it is compared with.
    """
    plan = visible_plan(request.user, slug)
    day = as_at(request, plan)
    before = since(request, plan, day.day)
    record = PlanReading(plan, day.day)
    position = record.position(day.day, before.day)
    page = {
        "plan": plan,
        "as_at": day,
        "since": before,
        "position": position,
        "address": address_of(position),
        **_days(plan, position),
        **_figures(record, position),
        **_moved(plan, position),
        "trend": reading.trend(record.counts(trend_days(plan.submitted_on, day.day))),
        "groups": reading.groups(position),
        "heat": reading.heat(position),
        "due_soon": due_within(position, AHEAD[-1])[:MOST],
        "measures": followed(plan, day.day),
        "lists": _attention(position),
    }
    return render(request, "actions/dashboard.html", page)


def _figures(record: PlanReading, position: Position) -> dict[str, Any]:
    """The counts of the position, beside those of the day that it is compared with."""
    now, then = headlines(position), None
    if position.since < position.as_at:
        then = headlines(record.position(position.since))
    impact = compared.by_impact(now, then)
    days = [(position.as_at, now), *([(position.since, then)] if then else [])]
    return {
        "now": now,
        "then": then,
        "bars": [(day, one.by_status.items()) for day, one in days],
        "delivery": compared.by_delivery(now, then),
        "impact": impact,
        "impact_table": compared.impact_table(position, impact),
        "to_ask_about": compared.to_ask_about(now, then),
        "due": compared.by_due(now),
        "movement": compared.by_movement(now, (*ORDER, Movement.UNCHANGED, Movement.NOT_RATED)),
    }


def _moved(plan: Plan, position: Position) -> dict[str, Any]:
    """What moved, the first few of each kind with their reasons, and what left the plan."""
    seen: Counter[Movement] = Counter()
    shown: list[ActionPosition] = []
    for action in position.actions:
        seen[action.movement] += 1
        if seen[action.movement] <= MOST:
            shown.append(action)
    found = moves(plan, replace(position, actions=tuple(shown)))
    kinds = [(kind, seen[kind], found.of(kind)) for kind in ORDER if seen[kind]]
    return {"moved": kinds, "gone": found.gone}


def _attention(position: Position) -> list[dict[str, Any]]:
    """What the chair asks about: each list with the filter that shows all of it."""
    actions = position.actions
    started = f" since {long_date(position.starts_on)}" if position.starts_on else ""
    return [
        {
            "heading": "Overdue",
            "actions": sorted(
                (action for action in actions if action.overdue), key=lambda a: -a.days_overdue
            ),
            "filter": "overdue=on",
            "empty": "No action is past its due date.",
        },
        {
            "heading": f"No update received{started}",
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


def _days(plan: Plan, position: Position) -> dict[str, Any]:
    """The days that people ask for, to show and to compare with, and what the latter is called."""
    today = clock.today()
    cut_offs = list(plan.periods.filter(cut_off__lt=today).values_list("cut_off", flat=True))
    named = dict.fromkeys(cut_offs, "the report cut-off of")
    named[plan.submitted_on] = "the plan as submitted on"
    return {
        "days": [
            ("Plan submitted", plan.submitted_on),
            *(("Report cut-off", cut_off) for cut_off in cut_offs),
            ("Today", today),
        ],
        "compared_with": named.get(position.since, "the position on"),
        "days_before": [
            (words, day) for day, words in sorted(named.items()) if day < position.as_at
        ],
    }
