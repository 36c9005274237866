"""What the chair has still to read, and the button that says that it was read."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from actions.access import visible_plan
from actions.desk_listings import to_read_listing
from actions.models import Acknowledgement, ProgressUpdate
from actions.services import acknowledging
from actions.to_read import in_full, keys_to_read, reads_since
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.downloads import as_file
from jtai_tracker.refused import Refused
from partners.access import SignedIn, requires
from partners.permissions import Permission

PAGE = 20


@require_safe
@requires(Permission.HOLD_TO_ACCOUNT)
def to_read_list(request: SignedIn, slug: str) -> HttpResponse:
    """Show the updates that the chair has still to read; one that was just read keeps its place."""
    plan = visible_plan(request.user, slug)
    marked = request.GET.get("read", "")
    place = int(marked) if marked.isascii() and marked.isdigit() and len(marked) <= 18 else None
    since = reads_since(plan, request.user)
    file = as_file(request, lambda: to_read_listing(plan, in_full(keys_to_read(plan, since))))
    if file:
        return file
    keys = keys_to_read(plan, since, besides=place)
    kept_at = keys.index(place) // PAGE + 1 if place in keys else None
    shown = Paginator(keys, PAGE).get_page(request.GET.get("page") or kept_at)
    page = {
        "plan": plan,
        "since": since,
        "left": ProgressUpdate.objects.to_acknowledge(plan, since).count(),
        "today": clock.today(),
        "page": shown,
        "updates": in_full(list(shown)),
    }
    return render(request, "actions/to_read.html", page)


@require_POST
@requires(Permission.HOLD_TO_ACCOUNT)
def update_acknowledge(request: SignedIn, update_id: int) -> HttpResponse:
    """Say that an update has been read, and go back to where the button stood."""
    filed = ProgressUpdate.objects.exclude(state=ProgressUpdate.State.DRAFT)
    update = get_object_or_404(filed.select_related("action__plan", "partner"), pk=update_id)
    try:
        made = acknowledging.acknowledge(update=update, by=request.user)
    except Refused as refused:
        messages.info(request, f"{refused}.")
        return _back(request, update)
    if not _from_list(request):
        undo = reverse("acknowledgement-undo", args=[made.pk])
        messages.success(request, f"You have read the {_named(update)}.", extra_tags=undo)
    return _back(request, update)


@require_POST
@requires(Permission.HOLD_TO_ACCOUNT)
def acknowledgement_undo(request: SignedIn, acknowledgement_id: int) -> HttpResponse:
    """Take back that an update has been read; that it was said stays on record."""
    related = Acknowledgement.objects.select_related("update__action__plan", "update__partner")
    made = get_object_or_404(related, pk=acknowledgement_id)
    acknowledging.undo(acknowledgement=made, by=request.user)
    messages.success(request, f"The {_named(made.update)} is marked as not read.")
    return _back(request, made.update)


def _named(update: ProgressUpdate) -> str:
    return f"update of {long_date(update.as_at)} by {update.partner.name}"


def _from_list(request: SignedIn) -> bool:
    return request.POST.get("back") == "list"


def _back(request: SignedIn, update: ProgressUpdate) -> HttpResponse:
    action = update.action
    if _from_list(request):
        address = f"{reverse('to-read', args=[action.plan.slug])}?read={update.pk}"
    else:
        address = reverse("action-detail", args=[action.plan.slug, action.ref])
    return redirect(f"{address}#update-{update.pk}")
