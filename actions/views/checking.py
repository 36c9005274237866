"""Check your answers, file them, and what comes next."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from actions import filing
from actions.access import own_update
from actions.contradictions import contradictions
from actions.facts import facts_of
from actions.models import ProgressUpdate, ReportingPeriod
from actions.owed import next_owed
from actions.position import action_position
from actions.services.evidence import proven
from actions.views.evidence import attached_to
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from partners.access import SignedIn, requires
from partners.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_OWN_UPDATES)
def update_check(request: SignedIn, draft_id: int) -> HttpResponse:
    """Check your answers; submit files them. Submitting twice leads to what was filed once."""
    draft = own_update(request.user, draft_id)
    if draft.state != ProgressUpdate.State.DRAFT:
        return redirect("update-filed", draft.pk)
    problems: list[str] = []
    if request.method == "POST":
        try:
            return _filed(request, _file(request, draft))
        except filing.Refused as refused:
            problems = [problem.sentence for problem in refused.problems]
        except filing.Stale:
            draft.refresh_from_db()
            if draft.state != ProgressUpdate.State.DRAFT:
                return redirect("update-filed", draft.pk)
            problems = ["Somebody changed this draft while the page was open. Check it again"]
    page = _page(draft, problems) | attached_to(draft, request.user)
    return render(request, "actions/update_check.html", page)


def _page(draft: ProgressUpdate, problems: list[str]) -> dict[str, Any]:
    shown = filing.as_filed(draft)
    return {
        "draft": draft,
        "plan": draft.action.plan,
        "answers": shown.all_answers,
        "left_out": [label for label, text in draft.answers if (label, text) not in shown.answers],
        "goes": where_it_goes(draft),
        "contradictions": _contradictions(draft),
        "version": filing.form_version(draft.action, draft.partner),
        "problems": problems,
    }


def _contradictions(draft: ProgressUpdate) -> list[str]:
    """Where the record says otherwise than the draft, on the day that it speaks of."""
    day = draft.as_at or clock.today()
    facts = facts_of(draft.action, action_position(draft.action, day), day)
    facts = facts.with_done({milestone.title for milestone in draft.milestones.all()})
    attached = proven(draft)
    return contradictions(draft.delivery_rating, draft.impact_rating, facts, proven=attached)


def _file(request: SignedIn, draft: ProgressUpdate) -> ProgressUpdate:
    names = filing.TEXT_FIELDS + filing.RATING_FIELDS
    version = filing.form_version(draft.action, draft.partner)
    said = {name: getattr(draft, name) for name in names}
    return filing.file_update(
        action=draft.action,
        partner=draft.partner,
        answers=said | {"milestones": draft.milestones.all()},
        version=request.POST.get("version") or version,
        key=draft.form_key,
        by=request.user,
    )


def _filed(request: SignedIn, update: ProgressUpdate) -> HttpResponse:
    following = next_owed(request.user, update.action) if "next" in request.POST else None
    if following:
        return redirect("update-new", update.action.plan.slug, following.action.ref)
    return redirect("update-filed", update.pk)


@require_safe
@requires(Permission.WRITE_OWN_UPDATES)
def update_filed(request: SignedIn, update_id: int) -> HttpResponse:
    """Confirm that an update is filed, and say what comes next."""
    update = own_update(request.user, update_id)
    if update.state != ProgressUpdate.State.SUBMITTED:
        return redirect("action-detail", update.action.plan.slug, update.action.ref)
    page = {
        "update": update,
        "plan": update.action.plan,
        "action": update.action,
        "goes": where_it_goes(update),
        "next": next_owed(request.user, update.action),
        "proposed": update.closures.filter(outcome="proposed").exists(),
    }
    return render(request, "actions/update_filed.html", page)


def where_it_goes(update: ProgressUpdate) -> str:
    """Return in a sentence which committee report an update of this day goes in."""
    plan, as_at = update.action.plan, update.as_at
    if as_at is None:
        return ""
    period = ReportingPeriod.objects.holding(plan, as_at)
    if period is None:
        return "That day belongs to no committee report."
    meeting = f"for the meeting of {long_date(period.meeting.held_on)}"
    collecting = ReportingPeriod.objects.collecting(plan, clock.today())
    if collecting and as_at > collecting.cut_off:
        cut_off = long_date(collecting.cut_off)
        return f"It falls after the cut-off of {cut_off}, so it goes in the next report, {meeting}."
    return f"It goes in the report {meeting}."
