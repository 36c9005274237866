"""Meetings and the dates of their rounds: the list for all, and the pages that change them."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actions.access import plan_meeting, visible_plan
from actions.forms.meeting import YES, MeetingForm, MoveForm, RoundForm, in_address
from actions.listings import meetings_listing
from actions.meetings import plan_meetings
from actions.models import Meeting, Plan
from actions.refused import Refused, Stale
from actions.services import rounds
from jtai_tracker.dates import long_date, meeting_date
from jtai_tracker.downloads import as_file
from partners import kept
from partners.access import SignedIn, requires
from partners.permissions import Permission


@require_safe
@requires(Permission.SEE_PLAN)
def meeting_list(request: SignedIn, slug: str) -> HttpResponse:
    """List the plan's meetings and the dates of their rounds: first those to come."""
    plan = visible_plan(request.user, slug)
    coming, past = plan_meetings(plan)
    file = as_file(request, lambda: meetings_listing(plan, [*coming, *past]))
    if file:
        return file
    page = {
        "plan": plan,
        "coming": coming,
        "past": past,
    }
    return render(request, "actions/meeting_list.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_PLAN)
def meeting_new(request: SignedIn, slug: str) -> HttpResponse:
    """Add a meeting; where it takes a report, go on to check the dates of its round first."""
    plan = visible_plan(request.user, slug)
    if not plan.bodies.exists():
        messages.info(request, "A meeting is a meeting of a body. Add a governance body first.")
        return redirect("plan-structure", slug)
    form = MeetingForm(request.POST if request.method == "POST" else None, plan=plan)
    kept.resume(request, form)
    if request.method == "POST" and form.is_valid():
        meeting = form.meeting
        if form.cleaned_data["takes_report"] == YES:
            return redirect("meeting-check", slug, meeting.body_id, meeting.held_on.isoformat())
        try:
            rounds.add_meeting(plan=plan, meeting=meeting, by=request.user)
            return _added(request, meeting, slug)
        except Refused as refused:
            form.refuse(refused.problems)
    return _page(request, plan, form, "Add a meeting")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_PLAN)
def meeting_check(request: SignedIn, slug: str, body_id: int, day: str) -> HttpResponse:
    """Check, and change, the dates worked out for a new meeting; then both are saved."""
    plan = visible_plan(request.user, slug)
    body = get_object_or_404(plan.bodies.all(), pk=body_id)
    held_on = in_address(day)
    if held_on is None:
        raise Http404
    meeting = Meeting(body=body, held_on=held_on)
    problems = rounds.refusals(plan, meeting, None)
    if problems and request.method != "POST":
        messages.info(request, problems[0].sentence)
        return redirect("meeting-list", slug)
    return _announce(request, plan, meeting, rounds.add_meeting)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_PLAN)
def round_new(request: SignedIn, slug: str, meeting_id: int) -> HttpResponse:
    """Collect updates for a meeting that had no round until now."""
    plan = visible_plan(request.user, slug)
    meeting = plan_meeting(plan, meeting_id)
    if request.method != "POST" and hasattr(meeting, "period"):
        messages.info(request, "This meeting has a round already.")
        return redirect("meeting-list", slug)
    return _announce(request, plan, meeting, rounds.add_round)


def _announce(
    request: SignedIn, plan: Plan, meeting: Meeting, save: Callable[..., object]
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = RoundForm(data, plan=plan, meeting=meeting)
    kept.resume(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            save(plan=plan, meeting=meeting, dates=form.dates, by=request.user)
            return _added(request, meeting, plan.slug, form)
        except Refused as refused:
            form.refuse(refused.problems)
    note = "Worked out from the date of the meeting. Change what does not suit, then save."
    return _page(request, plan, form, "Check the dates of the round", meeting, note)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_PLAN)
def meeting_move(request: SignedIn, slug: str, meeting_id: int) -> HttpResponse:
    """Move a meeting and the dates of its round, each, for one reason."""
    plan = visible_plan(request.user, slug)
    meeting = plan_meeting(plan, meeting_id)
    form = MoveForm(request.POST if request.method == "POST" else None, plan=plan, meeting=meeting)
    if request.method != "POST" and form.period and form.period.issued_on:
        issued = long_date(form.period.issued_on)
        messages.info(request, f"The report was issued on {issued}: its dates stay as they are.")
        return redirect("meeting-list", slug)
    kept.resume(request, form)
    note = ""
    if request.method == "POST" and form.is_valid():
        if form.asks_again:
            held_on = meeting_date(form.cleaned_data["held_on"])
            note = f"The dates below are worked out for {held_on}. Nothing is saved yet."
            form = form.worked_out_again()
        elif _moved(request, form):
            return redirect("meeting-list", slug)
    return _page(request, plan, form, "Move a meeting or its dates", meeting, note)


def _moved(request: SignedIn, form: MoveForm) -> bool:
    """Save, and return whether that was possible; the form then says why not."""
    meeting = form.as_entered()
    try:
        rounds.move_meeting(
            plan=form.plan,
            meeting=meeting,
            dates=form.dates,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            by=request.user,
        )
    except Refused as refused:
        form.refuse(refused.problems)
        return False
    except Stale:
        form.refuse_stale(*_now(form))
        return False
    messages.success(request, f"Saved: {meeting.body.name}, {meeting_date(meeting.held_on)}.")
    return True


def _now(form: MoveForm) -> tuple[str, str]:
    """Say what the dates are by now, and what a second save is then written against."""
    meeting = plan_meeting(form.plan, form.meeting.pk)
    now = [("meeting", meeting.held_on)]
    if hasattr(meeting, "period"):
        now += [
            ("updates open", meeting.period.opens_on),
            ("updates due", meeting.period.cut_off),
            ("check", meeting.period.check_by),
            ("publish", meeting.period.publish_by),
        ]
    dates = ", ".join(f"{label} {long_date(day)}" for label, day in now)
    return f"The dates are now: {dates}.", rounds.meeting_version(meeting)


def _added(
    request: SignedIn, meeting: Meeting, slug: str, form: RoundForm | None = None
) -> HttpResponse:
    due = f" Updates are due on {long_date(form.dates.cut_off)}." if form and form.dates else ""
    day = meeting_date(meeting.held_on)
    messages.success(request, f"Added: {meeting.body.name}, {day}.{due}")
    return redirect("meeting-list", slug)


def _page(
    request: SignedIn,
    plan: Plan,
    form: MeetingForm | RoundForm,
    heading: str,
    meeting: Meeting | None = None,
    note: str = "",
) -> HttpResponse:
    form.cancel_url = reverse("meeting-list", args=[plan.slug])
    caption = f"{plan.area}: {plan.title}"
    if meeting:
        caption = f"{meeting.body.name}, {meeting_date(meeting.held_on)}"
    page = {"form": form, "heading": heading, "caption": caption, "note": note}
    return render(request, "actions/frame_form.html", page | {"back": "All meetings"})
