"""Writing a progress update: one page, kept as a draft, checked, or filed."""

from __future__ import annotations

from datetime import date
from typing import Any

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
from actions.facts import facts_of
from actions.forms.update import KEEPING, UpdateForm
from actions.models import Action, ProgressUpdate, ReportingPeriod
from actions.owed import next_owed
from actions.position import action_position
from actions.signing import sent_back
from actions.views.evidence import attached_to
from jtai_tracker import clock
from jtai_tracker.forms import Button
from partners import kept
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
    messages.info(request, f"The update on action {update.action.ref} has been filed already.")
    return redirect("action-detail", update.action.plan.slug, update.action.ref)


def _write(
    request: SignedIn, action: Action, partner: Partner, draft: ProgressUpdate | None = None
) -> HttpResponse:
    refuse_rating(partner, action, request.POST)
    if "drop" in request.POST:
        return _dropped(request, action)
    data = request.POST if request.method == "POST" else None
    form = UpdateForm(data, action=action, partner=partner, draft=draft)
    stands = action_position(action, clock.today())
    collecting = ReportingPeriod.objects.collecting(action.plan, clock.today())
    form.show_before(stands, facts_of(action, stands, clock.today()), collecting)
    if form.is_bound and form.is_valid():
        try:
            return _save(request, form)
        except filing.Stale:
            return _conflict(request, form)
        except filing.Refused as refused:
            form.refuse(refused.problems)
    kept.resume(request, form, _new_url(action))
    form.cancel_url = reverse("action-detail", args=[action.plan.slug, action.ref])
    since = collecting.starts_on if collecting else action.plan.submitted_on
    back = sent_back(action, stands)
    page = _page(form, since) | {"stands": stands, "draft": draft, "sent_back": back}
    page |= attached_to(draft, request.user) if draft else {}
    return render(request, "actions/update_form.html", page)


def _new_url(action: Action) -> str:
    return reverse("update-new", args=[action.plan.slug, action.ref])


def _page(form: UpdateForm, since: date) -> dict[str, Any]:
    """What stands beside the form: what was said last, and what supporting partners added."""
    on_this = ProgressUpdate.objects.submitted().filter(action=form.action)
    said = on_this.select_related("partner", "author")
    added = said.filter(as_at__gt=since, delivery_rating="").exclude(partner=form.partner)
    return {
        "plan": form.action.plan,
        "action": form.action,
        "partner": form.partner,
        "form": form,
        "rates": form.rates,
        "previous": said.exclude(delivery_rating="").last() or said.last(),
        "contributions": added,
    }


def _save(request: SignedIn, form: UpdateForm) -> HttpResponse:
    """Keep a draft, go on to check it, or file it, as the button says."""
    files = not form.keeps_draft and "check" not in form.data
    update = form.save(filing.file_update if files else filing.save_draft, by=request.user)
    kept.forget(request.user.pk, request.path, _new_url(form.action))
    if files:
        return redirect("update-filed", update.pk)
    if "check" in form.data:
        return redirect("update-check", update.pk)
    if "prove" in form.data:
        return redirect("evidence-new", update.pk)
    messages.success(request, f"Your draft on action {form.action.ref} is saved.")
    following = next_owed(request.user, form.action) if "next" in form.data else None
    if following:
        return redirect("update-new", form.action.plan.slug, following.action.ref)
    return redirect("owed-list")


def _conflict(request: SignedIn, form: UpdateForm) -> HttpResponse:
    """Show both texts and let the second writer choose: nothing is saved, and nothing is lost."""
    action, partner = form.action, form.partner
    pressed = next((name for name in (*KEEPING, "check") if name in form.data), "")
    form.take_up(filing.form_version(action, partner))
    form.buttons = (Button("Go on with my text", name=pressed),)
    written = ProgressUpdate.objects.filter(action=action).select_related(
        "action", "partner", "author", "confirms", "waiting_on", "theme"
    )
    theirs = written.drafts().filter(partner=partner).first()
    theirs = theirs or written.submitted().order_by("submitted_at").last()
    as_at = form.cleaned_data.get("as_at")
    taken = as_at and filing.filed_on(action, partner, as_at)
    page = {"plan": action.plan, "action": action, "form": form, "theirs": theirs, "taken": taken}
    return render(request, "actions/update_conflict.html", page, status=409)


def _dropped(request: SignedIn, action: Action) -> HttpResponse:
    """The second writer chose the other text: what they typed themselves is let go."""
    kept.forget(request.user.pk, request.path, _new_url(action))
    messages.info(request, "Your own text was dropped. What is there now stays as it is.")
    return redirect("action-detail", action.plan.slug, action.ref)
