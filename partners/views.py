"""Where each person starts, and who is who."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from jtai_tracker import clock
from jtai_tracker.downloads import as_file
from partners import kept, services
from partners.access import SignedIn, requires
from partners.forms import NewPartnerForm, PartnerForm
from partners.listings import people_listing
from partners.models import Membership, Partner, User
from partners.permissions import Permission, Role

# Where a session keeps the link with which a new person sets a password, until it is shown.
PASSWORD_LINK = "password_link"  # noqa: S105 (the name of a place, no password)
# The page on which each role's work begins.
_STARTS = {
    Role.DEMOCRATIC_SERVICES: "report-list",
    Role.CHAIR: "plan-list",
    Role.LEAD: "owed-list",
    Role.BOARD_MEMBER: "plan-list",
    Role.ADMINISTRATOR: "people-list",
}


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Send each person to the page of their role."""
    role = cast(User, request.user).standing.first_role
    if role is None:
        raise PermissionDenied("Your account has no role today. Ask your administrator for one.")
    return redirect(_STARTS[role])


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page whose token has changed, as it does with every sign-in: keep its text and show it."""
    writer = kept.writer_of(request)
    if writer is None or request.user.pk not in (None, writer):
        return render(request, "403_csrf.html", status=403)
    kept.keep(writer, request)
    return HttpResponse(status=204) if kept.KEEP in request.POST else redirect(request.path)


@require_safe
@requires(Permission.MANAGE_PEOPLE)
def people_list(request: SignedIn) -> HttpResponse:
    """List the partners, who holds which role today, and who has an account without one.

    The link with which a new person sets a password is shown here once.
    """
    held = Membership.objects.held_on(clock.today()).select_related("user", "partner")
    held = held.filter(user__is_active=True)
    without = User.objects.filter(is_active=True).exclude(pk__in=held.values("user"))
    file = as_file(request, lambda: people_listing(held, without))
    if file:
        return file
    page = {
        "memberships": held,
        "without_role": without.prefetch_related("memberships__partner"),
        "groups": Partner.objects.groups().prefetch_related("members"),
        "password_link": request.session.pop(PASSWORD_LINK, None),
        "today": clock.today(),
    }
    return render(request, "partners/people_list.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def partner_new(request: SignedIn) -> HttpResponse:
    """Add a partner."""
    form = NewPartnerForm(request.POST if request.method == "POST" else None)
    form.cancel_url = reverse("people-list")
    if request.method == "POST":
        partner = form.saved_by(services.add_partner, by=request.user)
        if partner:
            messages.success(request, f"{partner.name} is a partner now.")
            return redirect("people-list")
    kept.resume(request, form)
    return render(request, "partners/partner_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def partner_change(request: SignedIn, partner_id: int) -> HttpResponse:
    """Change a partner, or deactivate it once it owns no open action."""
    partner = get_object_or_404(Partner.objects.select_related("parent"), pk=partner_id)
    form = PartnerForm(request.POST if request.method == "POST" else None, partner=partner)
    form.cancel_url = reverse("people-list")
    if request.method == "POST":
        changed = form.saved_by(services.change_partner, partner=partner, by=request.user)
        if changed:
            messages.success(request, f"{changed.name} is changed.")
            return redirect("people-list")
    kept.resume(request, form)
    now = Partner.objects.select_related("parent").get(pk=partner.pk) if form.stale else partner
    return render(request, "partners/partner_form.html", {"form": form, "partner": now})
