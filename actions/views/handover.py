"""One page on which an administrator hands a leaver's work to a successor."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actions.forms.handover import HandOverForm
from actions.services import handover
from actions.views.structure import METHODS, posted
from partners import kept, services
from partners.access import SignedIn, requires
from partners.models import Partner, User
from partners.permissions import Permission
from partners.views import PASSWORD_LINK


@require_http_methods(METHODS)
@requires(Permission.MANAGE_PEOPLE)
def hand_over(request: SignedIn, user_id: int) -> HttpResponse:
    """Show what passes and what does not, and hand it over; a new person's link comes next."""
    leaver = get_object_or_404(User, pk=user_id, is_active=True)
    roles = services.roles_to_hand_over(leaver)
    drafts = handover.drafts_of(leaver, roles)
    form = HandOverForm(
        posted(request), leaver=leaver, by=request.user, nothing_left=not (roles or drafts)
    )
    if request.method == "POST":
        passed = form.saved_by(handover.hand_over, leaver=leaver, by=request.user)
        if passed:
            return _done(request, leaver, passed)
    form.cancel_url = reverse("people-list")
    kept.resume(request, form)
    page = {
        "leaver": leaver,
        "roles": roles,
        "drafts": drafts,
        "kept_forms": leaver.kept_forms.count(),
        "escalated": Partner.objects.filter(escalation_email__iexact=leaver.email),
        "form": form,
    }
    return render(request, "actions/hand_over.html", page)


def _done(request: SignedIn, leaver: User, passed: handover.Passed) -> HttpResponse:
    if passed.successor is None:
        messages.success(request, f"The account of {leaver.name} is closed.")
        return redirect("people-list")
    closed = "" if leaver.is_active else " Their account is closed."
    name = passed.successor.name
    messages.success(request, f"The work of {leaver.name} passes to {name}.{closed}")
    if passed.new:
        link = request.build_absolute_uri(services.password_link(passed.successor))
        request.session[PASSWORD_LINK] = {"name": name, "link": link}
    return redirect("people-list")
