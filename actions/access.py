"""How views come by plans, actions and updates: what may not be seen is 404, not allowed is 403."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from actions import filing
from actions.models import (
    Action,
    Closure,
    DateChange,
    Evidence,
    Measure,
    Meeting,
    Milestone,
    Plan,
    ProgressUpdate,
)
from actions.position import raters
from actions.services import dates, signing_off
from actions.signing import sent_back
from actions.stands import ActionPosition
from actions.timeline import Entry
from jtai_tracker import clock
from partners.models import Partner, User
from partners.permissions import Permission


def visible_plan(user: User, slug: str) -> Plan:
    """Return the plan at this address. Members of the partnership see all its plans."""
    _may_see_plans(user)
    return get_object_or_404(Plan, slug=slug)


def readable_plan(slug: str) -> Plan:
    """Return the plan at this address, for a reader whom the gate of the data has let in.

    That may be a program without a user; a feed token opens all the plans.
    """
    return get_object_or_404(Plan, slug=slug)


def visible_action(user: User, slug: str, ref: str) -> Action:
    """Return the action at this address, with its partners."""
    _may_see_plans(user)
    return get_object_or_404(Action.objects.with_partners(), plan__slug=slug, ref=ref)


def plan_meeting(plan: Plan, meeting_id: int) -> Meeting:
    """Return the plan's meeting with this key, with its body and its round; 404 for another's."""
    return get_object_or_404(Meeting.objects.of_plan(plan), pk=meeting_id)


def visible_milestone(user: User, slug: str, ref: str, milestone_id: int) -> Milestone:
    """Return a milestone of the action at this address that has not been withdrawn."""
    action = visible_action(user, slug, ref)
    milestone: Milestone = get_object_or_404(action.milestones.in_force(), pk=milestone_id)
    milestone.action = action
    return milestone


def visible_measure(user: User, slug: str, ref: str) -> Measure:
    """Return the plan's measure at this address that has not been withdrawn."""
    plan = visible_plan(user, slug)
    return get_object_or_404(Measure, plan=plan, ref=ref, withdrawn_on=None)


def writing_partner(user: User, action: Action) -> Partner:
    """Return the partner for which `user` files on `action`: its owner, else one that supports it.

    Raises PermissionDenied for a user who writes for none of them.
    """
    for partner in (action.owner, *action.supporting.all()):
        if user.standing.writes_for(partner.pk):
            return partner
    raise PermissionDenied("Only the partners who work on this action can file an update on it.")


def refuse_rating(partner: Partner, action: Action, answers: Mapping[str, Any]) -> None:
    """Raise PermissionDenied where `answers` rate an action that is not the partner's to rate."""
    rated = answers.get("delivery_rating") or answers.get("impact_rating")
    if rated and not filing.rates(partner, action):
        raise PermissionDenied("Only the owner rates an action. A supporting partner files text.")


def own_update(user: User, update_id: int) -> ProgressUpdate:
    """Return an update of the user's own partner, draft or filed; 404 for anybody else's.

    Raises PermissionDenied where the partner no longer works on the action.
    """
    own = ProgressUpdate.objects.filter(partner__in=user.standing.partner_ids)
    update = get_object_or_404(own.select_related("partner", "theme", "waiting_on"), pk=update_id)
    update.action = Action.objects.with_partners().get(pk=update.action_id)
    if update.partner not in (update.action.owner, *update.action.supporting.all()):
        raise PermissionDenied("Your partner does not work on this action any more.")
    return update


def rates(user: User, action: Action) -> bool:
    """Return whether `user` gives `action` its ratings."""
    return any(user.standing.writes_for(pk) for pk in raters(action) if pk)


def own_proof(user: User, key: UUID) -> Evidence:
    """Return evidence of an update of the user's own partner; otherwise as `own_update` does."""
    own = Evidence.objects.filter(update__partner__in=user.standing.partner_ids)
    proof: Evidence = get_object_or_404(own, key=key)
    proof.update = own_update(user, proof.update_id)
    return proof


def visible_file(user: User, key: UUID) -> Evidence:
    """Return a file of evidence, withdrawn ones too: a filed update's is the partnership's.

    A draft's, and that of an update that was taken back, is its own partner's alone and 404 to
    anybody else.
    """
    _may_see_plans(user)
    files = Evidence.objects.files().select_related("update__action__plan")
    proof: Evidence = get_object_or_404(files, key=key)
    kept_back = proof.update.state in (ProgressUpdate.State.DRAFT, ProgressUpdate.State.WITHDRAWN)
    if kept_back and not user.standing.writes_for(proof.update.partner_id):
        raise Http404("There is no such file.")
    return proof


def open_to_evidence(action: Action, entries: Iterable[Entry]) -> set[int]:
    """Return the keys of the updates in this timeline of `action` to which evidence can be added.

    They are those that its reader may change still, while their partner works on the action.
    """
    at_work = {action.owner, *action.supporting.all()}
    own = (entry.update for entry in entries if entry.may_change)
    return {update.pk for update in own if update.partner in at_work}


def may_file(user: User, action: Action, stands: ActionPosition) -> bool:
    """Return whether to offer `user` the form: a partner of an action that is in force and open."""
    withdrawn = action.withdrawn_on is not None and action.withdrawn_on <= clock.today()
    try:
        partner = writing_partner(user, action)
    except PermissionDenied:
        return False
    return not withdrawn and not (stands.closed and filing.rates(partner, action))


def rating_partner(user: User, action: Action) -> Partner:
    """Return the partner for which `user` asks for a new due date: the owner, or its group.

    Raises PermissionDenied for a user who writes for neither.
    """
    partner = writing_partner(user, action)
    if not filing.rates(partner, action):
        raise PermissionDenied("Only the owner of an action asks for a new due date.")
    return partner


def own_date_request(user: User, request_id: int) -> DateChange:
    """Return a request for a new date on an action that the user's partner owns, open or not.

    Raises PermissionDenied for a request on any other action.
    """
    request = date_request(user, request_id)
    rating_partner(user, request.action)
    return request


def date_request(user: User, request_id: int) -> DateChange:
    """Return a request for a new due date, open or decided, with its action."""
    _may_see_plans(user)
    related = DateChange.objects.select_related("requested_by", "body", "decided_by")
    request = get_object_or_404(related, pk=request_id)
    request.action = Action.objects.with_partners().get(pk=request.action_id)
    return request


@dataclass(frozen=True)
class DateOffers:
    """What the page of an action offers on its due date, and the request that awaits decision."""

    open_request: DateChange | None
    may_ask_for_date: bool
    may_withdraw_request: bool
    may_decide: bool


def date_offers(user: User, action: Action, stands: ActionPosition) -> DateOffers:
    """Return what to offer `user` on the due date of `action`, which `stands` so today."""
    asked = dates.open_request(action)
    try:
        owns = bool(rating_partner(user, action))
    except PermissionDenied:
        owns = False
    return DateOffers(
        open_request=asked,
        may_ask_for_date=owns and not dates.why_not_ask(action, stands, asked),
        may_withdraw_request=owns and asked is not None,
        may_decide=asked is not None and user.standing.may(Permission.DECIDE_DATES),
    )


def closure_to_decide(user: User, closure_id: int, *, writes: bool) -> Closure:
    """Return a proposal to close an action, open or decided, with its action.

    Raises PermissionDenied where `user`, who `writes`, proposed it or writes for its partner.
    """
    _may_see_plans(user)
    closures = Closure.objects.with_what_became(clock.today())
    closure: Closure = get_object_or_404(closures, pk=closure_id)
    closure.action = Action.objects.with_partners().get(pk=closure.action_id)
    if writes and (why_not := signing_off.conflict(closure, user)):
        raise PermissionDenied(why_not)
    return closure


@dataclass(frozen=True)
class SignOffOffers:
    """What the page of an action says of its sign-off today, and whether it can be acted on.

    `sent_back` is the closure that the board returned or opened again, until a new update.
    """

    proposed: Closure | None
    signed_off: Closure | None
    sent_back: Closure | None
    may_hold: bool


def sign_off_offers(
    user: User, action: Action, stands: ActionPosition, closures: Iterable[Closure]
) -> SignOffOffers:
    """Return what to offer `user` on the sign-off of `action`, which `stands` so today.

    `closures` are all of the action's.
    """
    open_now = [c for c in closures if c.outcome == Closure.Outcome.PROPOSED]
    in_force = [c for c in closures if signing_off.in_force(c)]
    return SignOffOffers(
        proposed=next(iter(open_now), None),
        signed_off=next(iter(in_force), None),
        sent_back=sent_back(action, stands),
        may_hold=user.standing.may(Permission.HOLD_TO_ACCOUNT),
    )


def _may_see_plans(user: User) -> None:
    if not user.standing.may(Permission.SEE_PLAN):
        raise PermissionDenied("Your role does not open the action plan.")
