"""The board pack: what it says as at a day, and its files."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from actions.access import visible_plan
from partners.access import SignedIn, requires
from partners.permissions import Permission
from reports import packs
from reports.asking import days_asked
from reports.builders.board_pack import board_pack as build
from reports.exports import NoSuchFile
from reports.renderers.errors import RenderError
from reports.responses import failed, hand_over


@require_safe
@requires(Permission.SEE_PLAN)
def board_pack(request: SignedIn, slug: str) -> HttpResponse:
    """Show what the pack says in short, for the days in the address, and its files."""
    plan = visible_plan(request.user, slug)
    days = days_asked(request, plan)
    document = build(plan, days.as_at.day, days.since.day)
    page = {
        "plan": plan,
        "days": days,
        "pack": document,
        "in_short": packs.in_short(document),
        "formats": packs.PACK_FORMATS,
    }
    return render(request, "reports/board_pack.html", page)


@require_safe
@requires(Permission.SEE_PLAN)
def board_pack_file(request: SignedIn, slug: str, extension: str) -> HttpResponse:
    """Show the pack as a web page, or hand it over as a file; a day that cannot be is explained."""
    plan = visible_plan(request.user, slug)
    days = days_asked(request, plan)
    back_url = f"{reverse('board-pack', args=[slug])}?{request.GET.urlencode()}"
    if not days.sound:
        return redirect(back_url)
    try:
        file = packs.export_pack(plan, days.as_at.day, days.since.day, extension)
    except NoSuchFile:
        raise Http404 from None
    except RenderError as error:
        return failed(request, error, back_url=back_url, back="Back to the board pack")
    return hand_over(file)
