"""One action: where it stands, and everything that was said and decided of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions.access import (
    date_offers,
    may_file,
    open_to_evidence,
    rates,
    sign_off_offers,
    visible_action,
)
from actions.challenge_log import challenges_of
from actions.challenge_rules import why_not_ask
from actions.history.reader import history_of
from actions.position import action_position
from actions.ratings import Delivery
from actions.timeline import Entry, timeline
from actions.views.asking import as_at
from partners.access import SignedIn, requires
from partners.permissions import Permission


@require_safe
@requires(Permission.SEE_PLAN)
def action_detail(request: SignedIn, slug: str, ref: str) -> HttpResponse:
    """Show an action as at a day: its updates (latest first), its dates, closures and measures."""
    action = visible_action(request.user, slug, ref)
    day = as_at(request, action.plan)
    stands = action_position(action, day.day)
    entries = timeline(action, day.day, request.user.standing)
    may_write = day.is_today and may_file(request.user, action, stands)
    chairs = day.is_today and request.user.standing.may(Permission.HOLD_TO_ACCOUNT)
    closures = list(action.closures.proposed_by_day(day.day))
    page = {
        "plan": action.plan,
        "action": action,
        "as_at": day,
        "stands": stands,
        "entries": entries,
        "open_to_evidence": open_to_evidence(action, entries) if day.is_today else (),
        "own_partners": request.user.standing.partner_ids if day.is_today else (),
        "milestones": action.milestones.in_force(),
        "measures": action.measures.in_force(),
        "date_changes": action.date_changes.known_on(day.day),
        "closures": closures,
        "challenges": challenges_of(action, day.day),
        "may_acknowledge": chairs,
        "may_ask": chairs and not why_not_ask(action),
        "may_file": may_write,
        "may_confirm": may_write
        and stands.delivery is not None
        and not stands.returned
        and rates(request.user, action),
        "proposal": may_write
        and stands.awaiting_sign_off
        and _own_proposal(entries, stands.rating_id),
        "on_the_date": date_offers(request.user, action, stands) if day.is_today else None,
        "on_sign_off": sign_off_offers(request.user, action, stands, closures)
        if day.is_today
        else None,
        "history": history_of(action, day.day),
    }
    return render(request, "actions/action_detail.html", page)


def _own_proposal(entries: list[Entry], rating_id: int | None) -> Entry | None:
    """The entry of the user's own partner that proposes to close the action, if it is that now."""
    in_force = (entry for entry in entries if entry.update.pk == rating_id)
    own = (entry for entry in in_force if entry.update.delivery_rating == Delivery.COMPLETE)
    return next(own, None)
