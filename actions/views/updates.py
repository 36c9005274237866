"""Writing a progress update: one page, then check your answers, then it is filed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actions import filing
from actions.access import (
    may_file,
    own_update,
    refuse_rating,
    visible_action,
    writing_partner,
)
from actions.forms.update import UpdateForm
from actions.models import Action, ProgressUpdate, ReportingPeriod
from actions.position import action_position
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from partners.access import SignedIn, requires
from partners.models import Partner
from partners.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_OWN_UPDATES)
def update_new(request: SignedIn, slug: str, ref: str) -> HttpResponse:
    """Write an update on an action; where the partner has begun one, go on with that."""
    action = visible_action(request.user, slug, ref)
    partner = writing_partner(request.user, action)
    stands = action_position(action, clock.today())
    if request.method != "POST" and not may_file(request.user, action, stands):
        messages.info(request, f"Action {action.ref} is closed: it takes no more updates.")
        return redirect("action-detail", slug, ref)
    begun = ProgressUpdate.objects.drafts().filter(action=action, partner=partner).first()
    if begun and request.method != "POST":
        return redirect("update-edit", begun.pk)
    return _write(request, action, partner)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_OWN_UPDATES)
def update_edit(request: SignedIn, draft_id: int) -> HttpResponse:
    """Go on with a draft. What is typed on one that a colleague has filed is kept as a new one."""
    update = own_update(request.user, draft_id)
    if update.state == ProgressUpdate.State.DRAFT:
        return _write(request, update.action, update.partner, update)
    if request.method == "POST":
        return _write(request, update.action, update.partner)
    return _no_draft_any_more(request, update)


def _write(
    request: SignedIn, action: Action, partner: Partner, draft: ProgressUpdate | None = None
) -> HttpResponse:
    refuse_rating(partner, action, request.POST)
    data = request.POST if request.method == "POST" else None
    form = UpdateForm(data, action=action, partner=partner, draft=draft)
    stands = action_position(action, clock.today())
    form.show_before(stands, ReportingPeriod.objects.collecting(action.plan, clock.today()))
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, form)
        except filing.Stale:
            form.refuse_stale()
        except filing.Refused as refused:
            form.refuse(refused.problems)
    form.cancel_url = reverse("action-detail", args=[action.plan.slug, action.ref])
    return render(request, "actions/update_form.html", _page(action, partner, form, stands))


def _page(action: Action, partner: Partner, form: UpdateForm, stands: object) -> dict[str, object]:
    on_this = ProgressUpdate.objects.filter(action=action).select_related("partner", "author")
    return {
        "plan": action.plan,
        "action": action,
        "partner": partner,
        "form": form,
        "stands": stands,
        "previous": on_this.submitted().last(),
        "their_draft": form.stale and on_this.drafts().filter(partner=partner).first(),
    }


def _save(request: SignedIn, form: UpdateForm) -> HttpResponse:
    """Keep a draft, go on to check it, or file it, as the button says."""
    if form.keeps_draft:
        form.save(filing.save_draft, by=request.user)
        messages.success(request, f"Your draft on action {form.action.ref} is saved.")
        return redirect("owed-list")
    if "check" in form.data:
        return redirect("update-check", form.save(filing.save_draft, by=request.user).pk)
    return _filed(request, form.save(filing.file_update, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_OWN_UPDATES)
def update_check(request: SignedIn, draft_id: int) -> HttpResponse:
    """Check your answers; submit files them."""
    draft = own_update(request.user, draft_id)
    if draft.state != ProgressUpdate.State.DRAFT:
        return _no_draft_any_more(request, draft)
    problems: list[str] = []
    if request.method == "POST":
        try:
            return _filed(request, _file(request, draft))
        except filing.Refused as refused:
            problems = [problem.sentence for problem in refused.problems]
        except filing.Stale:
            problems = ["Somebody changed this draft while the page was open. Check it again"]
    shown = filing.as_filed(draft)
    page = {
        "draft": draft,
        "plan": draft.action.plan,
        "answers": shown.all_answers,
        "left_out": [label for label, text in draft.answers if (label, text) not in shown.answers],
        "goes": _where_it_goes(draft),
        "version": filing.form_version(draft.action, draft.partner),
        "problems": problems,
    }
    return render(request, "actions/update_check.html", page)


def _no_draft_any_more(request: SignedIn, update: ProgressUpdate) -> HttpResponse:
    messages.info(request, f"The update on action {update.action.ref} has been filed already.")
    return redirect("action-detail", update.action.plan.slug, update.action.ref)


def _file(request: SignedIn, draft: ProgressUpdate) -> ProgressUpdate:
    names = filing.TEXT_FIELDS + filing.RATING_FIELDS
    version = filing.form_version(draft.action, draft.partner)
    return filing.file_update(
        action=draft.action,
        partner=draft.partner,
        answers={name: getattr(draft, name) for name in names},
        version=request.POST.get("version") or version,
        by=request.user,
    )


def _filed(request: SignedIn, update: ProgressUpdate) -> HttpResponse:
    messages.success(request, f"Your update is filed. {_where_it_goes(update)}")
    return redirect("action-detail", update.action.plan.slug, update.action.ref)


def _where_it_goes(update: ProgressUpdate) -> str:
    """Say which committee report an update of this day goes in."""
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
