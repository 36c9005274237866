"""Changing the actions of a plan: add, change, give to another owner, withdraw, put back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actions.access import visible_action, visible_plan
from actions.forms.structure import (
    ActionForm,
    NewActionForm,
    OwnerForm,
    PutBackForm,
    WithdrawActionForm,
)
from actions.models import Action
from actions.position import action_position
from actions.services import structure
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.reasoned import ChangeForm
from partners import kept
from partners.access import SignedIn, requires
from partners.permissions import Permission

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires(Permission.MANAGE_PLAN)
def action_new(request: SignedIn, slug: str) -> HttpResponse:
    """Add an action to the plan."""
    plan = visible_plan(request.user, slug)
    form = NewActionForm(posted(request), plan=plan)
    form.cancel_url = reverse("action-list", args=[slug])
    if request.method == "POST":
        action = form.saved_by(structure.add_action, plan=plan, by=request.user)
        if action:
            messages.success(request, f"Action {action.ref} is in the plan.")
            return redirect("action-detail", slug, action.ref)
    kept.resume(request, form)
    page = {"plan": plan, "form": form, "areas": plan.priority_areas.exists()}
    return render(request, "actions/action_new.html", page)


@require_http_methods(METHODS)
@requires(Permission.MANAGE_PLAN)
def action_change(request: SignedIn, slug: str, ref: str) -> HttpResponse:
    """Change what an action says. Its owner has a page of its own; its date moves by decision."""
    action = visible_action(request.user, slug, ref)
    form = ActionForm(posted(request), action=action)
    if request.method == "POST":
        changed = form.saved_by(structure.change_action, action=action, by=request.user)
        if changed:
            messages.success(request, f"Action {changed.ref} is changed.")
            return redirect("action-detail", slug, changed.ref)
    return _page(request, "actions/action_change.html", action, form)


@require_http_methods(METHODS)
@requires(Permission.MANAGE_PLAN)
def action_owner(request: SignedIn, slug: str, ref: str) -> HttpResponse:
    """Give an action to another owner from a day on."""
    action = visible_action(request.user, slug, ref)
    form = OwnerForm(posted(request), action=action)
    if request.method == "POST":
        change = form.saved_by(structure.give_action, action=action, by=request.user)
        if change:
            since = f"from {long_date(change.changed_on)}"
            messages.success(request, f"{change.became} owns action {ref} {since}.")
            return redirect("action-detail", slug, ref)
    drafts = action.updates.drafts().filter(partner=action.owner).select_related("author")
    return _page(request, "actions/action_owner.html", action, form, draft=drafts.first())


@require_http_methods(METHODS)
@requires(Permission.MANAGE_PLAN)
def action_withdraw(request: SignedIn, slug: str, ref: str) -> HttpResponse:
    """Say what withdrawing an action means, and withdraw it."""
    action = visible_action(request.user, slug, ref)
    form = WithdrawActionForm(posted(request), action=action)
    if request.method == "POST":
        if form.saved_by(structure.withdraw_action, action=action, by=request.user):
            messages.success(request, f"Action {ref} is withdrawn. It can be put back from here.")
            return redirect("action-detail", slug, ref)
    elif action.withdrawn_on:
        return redirect("action-detail", slug, ref)
    drafts = action.updates.drafts().select_related("partner")
    return _page(request, "actions/action_withdraw.html", action, form, drafts=drafts)


@require_http_methods(METHODS)
@requires(Permission.MANAGE_PLAN)
def action_put_back(request: SignedIn, slug: str, ref: str) -> HttpResponse:
    """Put a withdrawn action back, unless a report has been issued without it."""
    action = visible_action(request.user, slug, ref)
    form = PutBackForm(posted(request), action=action)
    if request.method == "POST":
        if form.saved_by(structure.put_back_action, action=action, by=request.user):
            messages.success(request, f"Action {ref} is in the plan again.")
            return redirect("action-detail", slug, ref)
    elif not action.withdrawn_on:
        return redirect("action-detail", slug, ref)
    problem = structure.put_back_problem(action)
    return _page(request, "actions/action_put_back.html", action, form, problem=problem)


def posted(request: SignedIn) -> Any:
    """Return what a form is filled from: what was sent, or nothing when it is opened."""
    return request.POST if request.method == "POST" else None


def _page(
    request: SignedIn, template: str, action: Action, form: ChangeForm, **more: Any
) -> HttpResponse:
    """Show a form on an action, beside where it stands; to a stale form, as it stands by now."""
    form.cancel_url = reverse("action-detail", args=[action.plan.slug, action.ref])
    kept.resume(request, form)
    now = Action.objects.with_partners().get(pk=action.pk) if form.stale else action
    page = {"plan": action.plan, "action": now, "form": form, **more}
    page["stands"] = action_position(now, clock.today())
    return render(request, template, page)
