"""The challenge log, and one challenge: what was asked, and what became of it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions.access import visible_plan
from actions.challenge_access import offers, visible_challenge
from actions.challenge_listing import listing
from actions.challenge_log import challenges_on, standing
from actions.forms.challenge_filter import ChallengeFilterForm
from actions.models import ChallengeReply
from actions.views.asking import as_at
from jtai_tracker.downloads import as_file
from partners.access import SignedIn, requires
from partners.permissions import Permission

PAGE = 50
Kind = ChallengeReply.Kind


@require_safe
@requires(Permission.SEE_PLAN)
def challenge_list(request: SignedIn, slug: str) -> HttpResponse:
    """Show the log as at a day, narrowed by the filter in the address, or hand it over."""
    plan = visible_plan(request.user, slug)
    day = as_at(request, plan)
    log = challenges_on(plan, day.day)
    form = ChallengeFilterForm(request.GET, log=log, day=day.day)
    found = form.found()
    file = as_file(request, listing(found, day.day, form.in_words()))
    if file:
        return file
    page = {
        "plan": plan,
        "as_at": day,
        "log": log,
        "filter_form": form,
        "found": len(found),
        "overdue": sum(one.is_overdue for one in log),
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "actions/challenge_list.html", page)


@require_safe
@requires(Permission.SEE_PLAN)
def challenge_detail(request: SignedIn, challenge_id: int) -> HttpResponse:
    """Show one challenge as at a day, with what was said of it by then, and what can be done."""
    challenge = visible_challenge(request.user, challenge_id)
    plan = challenge.action.plan
    day = as_at(request, plan)
    one = standing(challenge, day.day)
    page = {
        "plan": plan,
        "action": challenge.action,
        "as_at": day,
        "one": one,
        "asked_by_then": challenge.asked_on <= day.day,
        "next_step": Kind.ANSWERED if one.unanswered else Kind.ACCEPTED,
        "offers": offers(request.user, one) if day.is_today else [],
    }
    return render(request, "actions/challenge_detail.html", page)
