"""Search in a plan."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions.access import visible_plan
from actions.forms.search import SearchForm
from actions.search import search
from partners.access import SignedIn, requires
from partners.permissions import Permission


@require_safe
@requires(Permission.SEE_PLAN)
def plan_search(request: SignedIn, slug: str) -> HttpResponse:
    """Show where the plan's actions, and what was filed on them, hold the words in the address."""
    plan = visible_plan(request.user, slug)
    form = SearchForm(request.GET if "text" in request.GET else None)
    page = {"plan": plan, "form": form}
    if form.is_valid():
        results = search(plan, form.cleaned_data["text"], request.GET.get("page"))
        page |= {"results": results, "page": results.page, "asked": form["text"].value()}
    return render(request, "actions/search.html", page)
