"""The plan's frame: what it is made of on one page, and the pages that add and change it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actions.access import visible_plan
from actions.forms.frame import PARTS, PartForm, PartRow
from actions.forms.plan import PlanNewForm, PlanSettingsForm
from actions.forms.saving import SavingForm
from actions.models import Plan
from actions.refused import Refused, Stale
from actions.services import frame
from partners import kept
from partners.access import SignedIn, requires
from partners.permissions import Permission


@require_safe
@requires(Permission.MANAGE_PLAN)
def plan_structure(request: SignedIn, slug: str) -> HttpResponse:
    """Show what the plan is made of, each part with the page that changes it."""
    plan = visible_plan(request.user, slug)
    page = {
        "plan": plan,
        "bodies": plan.bodies.all(),
        "priority_areas": plan.priority_areas.all(),
        "findings": plan.findings.all(),
        "themes": plan.themes.all(),
    }
    return render(request, "actions/structure.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_PLAN)
def plan_new(request: SignedIn) -> HttpResponse:
    """Add a plan, with the bodies that oversee it."""
    form = PlanNewForm(request.POST if request.method == "POST" else None)
    kept.resume(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            plan = frame.add_plan(plan=form.as_entered(), bodies=form.bodies, by=request.user)
            messages.success(request, f"The plan is added, at the address /plans/{plan.slug}/.")
            return redirect("plan-structure", plan.slug)
        except Refused as refused:
            form.refuse(refused.problems)
    form.cancel_url = reverse("plan-list")
    note = "You can add priority areas, themes, actions and meetings on the plan's own pages next."
    return _page(request, form, "Add a plan", "Action plans", note=note)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_PLAN)
def plan_settings(request: SignedIn, slug: str) -> HttpResponse:
    """Change what the plan says of itself, its working days and the wording of its ratings."""
    plan = visible_plan(request.user, slug)
    form = PlanSettingsForm(request.POST if request.method == "POST" else None, plan=plan)
    kept.resume(request, form)
    if request.method == "POST" and form.is_valid() and _changed_plan(request, form):
        messages.success(request, "The settings of the plan are saved.")
        return redirect("plan-structure", slug)
    return _form_page(request, plan, form, "Settings of the plan")


def _changed_plan(request: SignedIn, form: PlanSettingsForm) -> bool:
    try:
        frame.change_plan(plan=form.as_entered(), by=request.user, **_why(form))
    except Refused as refused:
        form.refuse(refused.problems)
    except Stale:
        _show_what_changed(form)
    return not form.errors


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_PLAN)
def part_new(request: SignedIn, slug: str, kind: str) -> HttpResponse:
    """Add a governance body, a priority area, a finding or a theme."""
    plan = visible_plan(request.user, slug)
    return _part(request, plan, _form_class(kind), None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_PLAN)
def part_change(request: SignedIn, slug: str, kind: str, part_id: int) -> HttpResponse:
    """Change a body, a priority area, a finding or a theme; none can be deleted."""
    plan = visible_plan(request.user, slug)
    of_kind = _form_class(kind)
    row = get_object_or_404(of_kind.rows_of(plan), pk=part_id)
    return _part(request, plan, of_kind, row)


def _form_class(kind: str) -> type[PartForm]:
    if kind not in PARTS:
        raise Http404
    return PARTS[kind]


def _part(
    request: SignedIn, plan: Plan, of_kind: type[PartForm], row: PartRow | None
) -> HttpResponse:
    form = of_kind(request.POST if request.method == "POST" else None, plan=plan, row=row)
    kept.resume(request, form)
    if request.method == "POST" and form.is_valid() and _saved_part(request, form):
        messages.success(request, f"The {form.noun} is {'saved' if row else 'added'}.")
        return redirect("plan-structure", plan.slug)
    return _form_page(request, plan, form, f"{'Change' if row else 'Add'} a {form.noun}")


def _saved_part(request: SignedIn, form: PartForm) -> bool:
    try:
        frame.save_part(row=form.as_entered(), by=request.user, **_why(form))
    except Refused as refused:
        form.refuse(refused.problems)
    except Stale:
        _show_what_changed(form)
    return not form.errors


def _show_what_changed(form: PartForm | PlanSettingsForm) -> None:
    fresh = form.fresh()
    form.refuse_stale(form.differs_from(fresh), fresh.initial["version"])


def _why(form: SavingForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in ("reason", "version")}


def _form_page(request: SignedIn, plan: Plan, form: SavingForm, heading: str) -> HttpResponse:
    form.cancel_url = reverse("plan-structure", args=[plan.slug])
    return _page(request, form, heading, "Structure of the plan", f"{plan.area}: {plan.title}")


def _page(
    request: SignedIn, form: SavingForm, heading: str, back: str, caption: str = "", note: str = ""
) -> HttpResponse:
    page = {"form": form, "heading": heading, "back": back, "caption": caption, "note": note}
    return render(request, "actions/frame_form.html", page)
