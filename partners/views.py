"""Where each person starts, and who is who."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from jtai_tracker import clock
from partners import kept
from partners.access import SignedIn, requires
from partners.models import Membership, Partner, User
from partners.permissions import Permission, Role

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
    return redirect(request.path)


@require_safe
@requires(Permission.MANAGE_PEOPLE)
def people_list(request: SignedIn) -> HttpResponse:
    """List the partners and who holds which role today."""
    held = Membership.objects.held_on(clock.today()).select_related("user", "partner")
    page = {
        "memberships": held.filter(user__is_active=True),
        "groups": Partner.objects.groups().prefetch_related("members"),
    }
    return render(request, "partners/people_list.html", page)
