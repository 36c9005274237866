"""The measures of a plan: everybody reads them; add, change, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actions.access import visible_measure, visible_plan
from actions.forms.measure import MeasureForm, NewMeasureForm, WithdrawMeasureForm
from actions.listings import measures_listing
from actions.models import Measure
from actions.services import measures
from actions.views.structure import METHODS, posted
from jtai_tracker.downloads import as_file
from jtai_tracker.reasoned import ChangeForm
from partners import kept
from partners.access import SignedIn, requires
from partners.permissions import Permission


@require_safe
@requires(Permission.SEE_PLAN)
def measure_list(request: SignedIn, slug: str) -> HttpResponse:
    """List a plan's measures with their baseline, target, readings and actions."""
    plan = visible_plan(request.user, slug)
    followed = plan.measures.in_force().prefetch_related("actions")
    file = as_file(request, lambda: measures_listing(plan, followed))
    if file:
        return file
    return render(request, "actions/measure_list.html", {"plan": plan, "measures": followed})


@require_http_methods(METHODS)
@requires(Permission.MANAGE_PLAN)
def measure_new(request: SignedIn, slug: str) -> HttpResponse:
    """Add a measure to the plan."""
    plan = visible_plan(request.user, slug)
    form = NewMeasureForm(posted(request), plan=plan)
    if request.method == "POST":
        measure = form.saved_by(measures.add_measure, plan=plan, by=request.user)
        if measure:
            messages.success(request, f"The measure “{measure.name}” is added.")
            return redirect("measure-list", slug)
    form.cancel_url = reverse("measure-list", args=[slug])
    kept.resume(request, form)
    return render(request, "actions/measure_new.html", {"plan": plan, "form": form})


@require_http_methods(METHODS)
@requires(Permission.MANAGE_PLAN)
def measure_change(request: SignedIn, slug: str, ref: str) -> HttpResponse:
    """Change a measure."""
    measure = visible_measure(request.user, slug, ref)
    form = MeasureForm(posted(request), measure=measure)
    if request.method == "POST":
        changed = form.saved_by(measures.change_measure, measure=measure, by=request.user)
        if changed:
            messages.success(request, f"The measure “{changed.name}” is changed.")
            return redirect("measure-list", slug)
    return _page(request, "actions/measure_change.html", measure, form)


@require_http_methods(METHODS)
@requires(Permission.MANAGE_PLAN)
def measure_withdraw(request: SignedIn, slug: str, ref: str) -> HttpResponse:
    """Withdraw a measure with a reason."""
    measure = visible_measure(request.user, slug, ref)
    form = WithdrawMeasureForm(posted(request), measure=measure)
    if request.method == "POST":
        if form.saved_by(measures.withdraw_measure, measure=measure, by=request.user):
            messages.success(request, f"The measure “{measure.name}” is withdrawn.")
            return redirect("measure-list", slug)
    return _page(request, "actions/measure_withdraw.html", measure, form)


def _page(request: SignedIn, template: str, measure: Measure, form: ChangeForm) -> HttpResponse:
    form.cancel_url = reverse("measure-list", args=[measure.plan.slug])
    kept.resume(request, form)
    now = Measure.objects.get(pk=measure.pk) if form.stale else measure
    return render(request, template, {"plan": measure.plan, "measure": now, "form": form})
