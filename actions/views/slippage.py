"""The ledger of due dates: each move, who decided it, and what it comes to."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions.access import visible_plan
from actions.models import DateChange, Plan
from actions.position import plan_position
from actions.slippage import Ledger, Slipped, ledger
from actions.views.asking import AsAt, as_at
from jtai_tracker.dates import long_date
from jtai_tracker.downloads import as_file
from jtai_tracker.listing import Listing, Value
from partners.access import SignedIn, requires
from partners.permissions import Permission

PAGE = 100
_COLUMNS = (
    *("Reference", "Title", "Owner", "Priority area"),
    *("Original date", "Date now", "Times moved", "Days slipped"),
    *("Moved from", "Moved to", "Decided on", "Decided by", "Minute reference"),
    *("Asked for by", "Asked for on", "Reason"),
)


@require_safe
@requires(Permission.SEE_PLAN)
def dates_moved(request: SignedIn, slug: str) -> HttpResponse:
    """Show which due dates were moved as at a day, by whom, and those asked for and undecided."""
    plan = visible_plan(request.user, slug)
    day = as_at(request, plan)
    slipped = ledger(plan, plan_position(plan, day.day))
    file = as_file(request, _listing(plan, day, slipped))
    if file:
        return file
    page = {
        "plan": plan,
        "as_at": day,
        "ledger": slipped,
        "totals": [("partner", slipped.by_partner), ("priority area", slipped.by_priority)],
        "page": Paginator(slipped.rows, PAGE).get_page(request.GET.get("page")),
        "may_decide": day.is_today and request.user.standing.may(Permission.DECIDE_DATES),
    }
    return render(request, "actions/dates_moved.html", page)


def _listing(plan: Plan, day: AsAt, slipped: Ledger) -> Listing:
    return Listing(
        name="dates-moved",
        title=f"{plan.area}: dates moved",
        said=f"Position as at {long_date(day.day)}",
        as_at=day.day,
        columns=_COLUMNS,
        rows=tuple(_row(row, move) for row in slipped.rows for move in row.decisions),
    )


def _row(row: Slipped, move: DateChange) -> tuple[Value, ...]:
    action, written = row.action, row.action.due_as_written or "no date"
    return (
        *(action.ref, action.title, action.owner.name, action.priority_area),
        *(action.original_due_on or written, action.due_on, action.times_moved, row.days),
        *(move.moved_from or written, move.moved_to, move.decided_on),
        *(move.body.name if move.body else None, move.minute_ref),
        *(move.requested_by.name, move.requested_on, move.reason),
    )
