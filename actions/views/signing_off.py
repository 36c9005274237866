"""Signing off: what leads propose as complete is closed or returned, opened or checked again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actions import signing
from actions.access import closure_to_decide
from actions.desk_listings import sign_offs_listing
from actions.forms.signing_off import RecheckForm, ReopenForm, SignOffForm
from actions.models import Closure
from actions.refused import Refused
from actions.services import signing_off
from actions.services.signing_off import Outcome, Settled
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.downloads import as_file
from jtai_tracker.listing import Listing
from partners import kept
from partners.access import SignedIn, requires
from partners.permissions import Permission

PAGE = 25
_Form = SignOffForm | ReopenForm | RecheckForm


@require_safe
@requires(Permission.HOLD_TO_ACCOUNT)
def sign_off_list(request: SignedIn) -> HttpResponse:
    """List what awaits the board, over all plans: proposals to close, and checks that are due."""
    today, asked = clock.today(), request.GET
    file = as_file(request, lambda: _all_of_it(today))
    if file:
        return file
    proposed = Paginator(Closure.objects.awaiting_sign_off(), PAGE).get_page(asked.get("page"))
    due = Paginator(signing.checks_due(Closure.objects.all(), today), PAGE)
    checked = due.get_page(asked.get("checks"))
    page = {
        "page_of_proposals": proposed,
        "proposals": signing.proposals_of(proposed, today),
        "page_of_checks": checked,
        "checks": signing.rechecks_of(checked, today),
    }
    return render(request, "actions/sign_off_list.html", page)


def _all_of_it(today: date) -> Listing:
    due = signing.checks_due(Closure.objects.all(), today)
    proposed = signing.proposals_of(Closure.objects.awaiting_sign_off(), today)
    return sign_offs_listing(proposed, signing.rechecks_of(due, today))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.HOLD_TO_ACCOUNT)
def sign_off_decide(request: SignedIn, closure_id: int) -> HttpResponse:
    """Sign an action off or return it; once that is done, show what is on record."""
    closure = closure_to_decide(request.user, closure_id, writes=request.method == "POST")
    proposal = signing.proposal_of(closure, clock.today())
    data = request.POST if request.method == "POST" else None
    form = SignOffForm(data, closure=closure, proposal=proposal)
    if data is not None:
        answer = _save(request, form, lambda: _decided(request, form.save(by=request.user)))
        if answer:
            return answer
        form.take_up()
    page = _page(request, closure) | {"proposal": proposal, "stands": proposal.stands}
    if closure.outcome == Outcome.PROPOSED and not page["why_not"]:
        page |= _with_form(request, form)
    return render(request, "actions/sign_off_decide.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.HOLD_TO_ACCOUNT)
def sign_off_reopen(request: SignedIn, closure_id: int) -> HttpResponse:
    """Open again what was signed off, with a reason."""
    closure = closure_to_decide(request.user, closure_id, writes=request.method == "POST")
    form = ReopenForm(request.POST if request.method == "POST" else None, closure=closure)
    return _look_again(
        request, form, lambda: _reopened(request, form.save(by=request.user)), "reopen"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.HOLD_TO_ACCOUNT)
def sign_off_check(request: SignedIn, closure_id: int) -> HttpResponse:
    """Record that what was signed off was looked at again, and holds."""
    closure = closure_to_decide(request.user, closure_id, writes=request.method == "POST")
    form = RecheckForm(request.POST if request.method == "POST" else None, closure=closure)

    def check() -> HttpResponse:
        found = form.save(by=request.user)
        once_more = f"is to be checked once more on {long_date(found.next_on)}"
        following = once_more if found.next_on else "need not be checked once more"
        said = f"The check of action {closure.action.ref} is recorded. It {following}."
        messages.success(request, said)
        return redirect("sign-off-list")

    return _look_again(request, form, check, "check")


def _look_again(
    request: SignedIn, form: ReopenForm | RecheckForm, save: Callable[[], HttpResponse], what: str
) -> HttpResponse:
    """Save the form, or show it; where there is no sign-off in force, show what is on record."""
    closure = form.closure
    if request.method == "POST":
        if answer := _save(request, form, save):
            return answer
    elif not signing_off.in_force(closure):
        messages.info(request, _on_record(closure))
        return redirect("sign-off-decide", closure.pk)
    page = _page(request, closure)
    page["stands"] = signing.proposal_of(closure, clock.today()).stands
    page["due_on"] = signing.next_check(closure, closure.rechecks.all())
    if not page["why_not"]:
        page |= _with_form(request, form)
    return render(request, f"actions/sign_off_{what}.html", page)


def _save(request: SignedIn, form: _Form, save: Callable[[], HttpResponse]) -> HttpResponse | None:
    """Record what the form holds and return where to go; None where it must be put right."""
    awaited = (
        form.closure.outcome == Outcome.PROPOSED
        if isinstance(form, SignOffForm)
        else signing_off.in_force(form.closure)
    )
    try:
        if form.is_valid():
            return save()
        if not awaited:
            raise Settled(form.closure)
    except Settled as settled:
        messages.info(request, f"Nothing was changed. {_on_record(settled.closure)}")
        return redirect("sign-off-decide", settled.closure.pk)
    except Refused as refused:
        form.refuse(refused.problems)
    return None


def _with_form(request: SignedIn, form: _Form) -> dict[str, object]:
    kept.resume(request, form)
    form.cancel_url = reverse("sign-off-list")
    return {"form": form}


def _page(request: SignedIn, closure: Closure) -> dict[str, object]:
    return {
        "plan": closure.action.plan,
        "action": closure.action,
        "closure": closure,
        "today": clock.today(),
        "why_not": signing_off.conflict(closure, request.user),
    }


def _decided(request: SignedIn, closure: Closure) -> HttpResponse:
    ref = closure.action.ref
    if closure.outcome == Outcome.SIGNED_OFF:
        again = long_date(closure.recheck_on)
        said = f"Action {ref} is signed off. It is to be checked again on {again}."
    else:
        owner = closure.action.owner.name
        said = f"Action {ref} is returned to {owner}, with your reason. It needs a new update."
    messages.success(request, said)
    return redirect("sign-off-list")


def _reopened(request: SignedIn, closure: Closure) -> HttpResponse:
    action, day = closure.action, long_date(closure.reopened_on)
    messages.success(
        request,
        f"Action {action.ref} is open again from {day}. It needs a new update from"
        f" {action.owner.name}.",
    )
    return redirect("action-detail", action.plan.slug, action.ref)


def _on_record(closure: Closure) -> str:
    """Say in a sentence what is on record of a proposal to close an action."""
    action = f"Action {closure.action.ref}"
    if closure.decided_by is None:
        awaits = "awaits the board's decision"
        withdrawn = "is not proposed as complete any more: its partner withdrew that"
        return f"{action} {awaits if closure.outcome == Outcome.PROPOSED else withdrawn}."
    said = (
        f"{action} was {closure.get_outcome_display().lower()} on {long_date(closure.decided_on)}"
        f" ({closure.minute_ref}), as {closure.decided_by.name} recorded."
    )
    if closure.reopened_on:
        said += f" It was opened again on {long_date(closure.reopened_on)}."
    return said
