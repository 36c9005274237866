"""The milestones of an action: add, change, withdraw."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actions.access import visible_action, visible_milestone
from actions.forms.milestone import MilestoneForm, NewMilestoneForm, WithdrawMilestoneForm
from actions.models import Action, Milestone
from actions.services import milestones
from actions.views.structure import METHODS, posted
from jtai_tracker.reasoned import ChangeForm
from partners import kept
from partners.access import SignedIn, requires
from partners.permissions import Permission


@require_http_methods(METHODS)
@requires(Permission.MANAGE_PLAN)
def milestone_list(request: SignedIn, slug: str, ref: str) -> HttpResponse:
    """List an action's milestones, and add one."""
    action = visible_action(request.user, slug, ref)
    form = NewMilestoneForm(posted(request), action=action)
    if request.method == "POST":
        added = form.saved_by(milestones.add_milestone, action=action, by=request.user)
        if added:
            messages.success(request, f"The milestone “{added.title}” is added.")
            return redirect("milestone-list", slug, ref)
    kept.resume(request, form)
    page = {"milestones": action.milestones.in_force()}
    return render(request, "actions/milestone_list.html", _page(action, form) | page)


@require_http_methods(METHODS)
@requires(Permission.MANAGE_PLAN)
def milestone_change(request: SignedIn, slug: str, ref: str, milestone_id: int) -> HttpResponse:
    """Change a milestone."""
    milestone = visible_milestone(request.user, slug, ref, milestone_id)
    form = MilestoneForm(posted(request), action=milestone.action, milestone=milestone)
    if request.method == "POST":
        changed = form.saved_by(milestones.change_milestone, milestone=milestone, by=request.user)
        if changed:
            messages.success(request, f"The milestone “{changed.title}” is changed.")
            return redirect("milestone-list", slug, ref)
    return _one(request, "actions/milestone_change.html", milestone, form)


@require_http_methods(METHODS)
@requires(Permission.MANAGE_PLAN)
def milestone_withdraw(request: SignedIn, slug: str, ref: str, milestone_id: int) -> HttpResponse:
    """Withdraw a milestone with a reason."""
    milestone = visible_milestone(request.user, slug, ref, milestone_id)
    form = WithdrawMilestoneForm(posted(request), action=milestone.action)
    if request.method == "POST":
        if form.saved_by(milestones.withdraw_milestone, milestone=milestone, by=request.user):
            messages.success(request, f"The milestone “{milestone.title}” is withdrawn.")
            return redirect("milestone-list", slug, ref)
    return _one(request, "actions/milestone_withdraw.html", milestone, form)


def _one(request: SignedIn, template: str, milestone: Milestone, form: ChangeForm) -> HttpResponse:
    action = milestone.action
    form.cancel_url = reverse("milestone-list", args=[action.plan.slug, action.ref])
    kept.resume(request, form)
    if form.stale:
        milestone.refresh_from_db()
    return render(request, template, _page(action, form) | {"milestone": milestone})


def _page(action: Action, form: ChangeForm) -> dict[str, Any]:
    return {"plan": action.plan, "action": action, "form": form}
