"""A new due date: asking for it, withdrawing the request, and recording what the board decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actions.access import date_request, own_date_request, rating_partner, visible_action
from actions.deciding import dates_to_decide
from actions.filing import Refused
from actions.forms.dates import DateDecisionForm, DateRequestForm
from actions.listings import dates_listing
from actions.models import Action, DateChange
from actions.position import action_position
from actions.services import dates
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.downloads import as_file
from partners import kept
from partners.access import SignedIn, requires
from partners.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_OWN_UPDATES)
def date_new(request: SignedIn, slug: str, ref: str) -> HttpResponse:
    """Ask the board for a new due date; where none can be asked for, say why."""
    action = visible_action(request.user, slug, ref)
    partner = rating_partner(request.user, action)
    stands = action_position(action, clock.today())
    data = request.POST if request.method == "POST" else None
    form = DateRequestForm(data, action=action, stands=stands)
    if data is not None and form.is_valid():
        try:
            return _asked(request, form.save(partner, by=request.user))
        except Refused as refused:
            form.refuse(refused.problems)
    kept.resume(request, form)
    form.cancel_url = reverse("action-detail", args=[slug, ref])
    asked = dates.open_request(action)
    page = {
        "plan": action.plan,
        "action": action,
        "stands": stands,
        "form": form,
        "asked": asked,
        "why_not": dates.why_not_ask(action, stands, asked),
    }
    return render(request, "actions/date_form.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_OWN_UPDATES)
def date_withdraw(request: SignedIn, request_id: int) -> HttpResponse:
    """Withdraw a request before the board decides, once that is confirmed."""
    asked = own_date_request(request.user, request_id)
    if request.method == "POST":
        return _withdrawn(request, asked)
    if not asked.is_open:
        messages.info(request, _what_became_of(asked))
        return _to_action(asked.action)
    stands = action_position(asked.action, clock.today())
    page = {"plan": asked.action.plan, "asked": asked, "stands": stands}
    return render(request, "actions/date_withdraw.html", page)


@require_safe
@requires(Permission.DECIDE_DATES)
def date_list(request: SignedIn) -> HttpResponse:
    """List the due dates that await the board's decision, over all plans, the oldest first."""
    to_decide = dates_to_decide(clock.today())
    file = as_file(request, lambda: dates_listing(to_decide))
    return file or render(request, "actions/date_list.html", {"to_decide": to_decide})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.DECIDE_DATES)
def date_decide(request: SignedIn, request_id: int) -> HttpResponse:
    """Record what the board decided on a request; once that is done, show what is on record."""
    asked = date_request(request.user, request_id)
    stands = action_position(asked.action, clock.today())
    data = request.POST if request.method == "POST" else None
    form = DateDecisionForm(data, request=asked, stands=stands)
    answer = _decide(request, form) if data is not None else None
    if answer:
        return answer
    page = {"plan": asked.action.plan, "asked": asked, "stands": stands}
    if asked.is_open:
        kept.resume(request, form)
        form.cancel_url = reverse("date-list")
        page |= {"form": form, "past": asked.moved_to < clock.today()}
    return render(request, "actions/date_decide.html", page)


def _decide(request: SignedIn, form: DateDecisionForm) -> HttpResponse | None:
    """Record what the form holds and return where to go; None where it must be put right."""
    try:
        if form.is_valid():
            return _decided(request, form.save(by=request.user))
        if not form.request.is_open:
            raise dates.Settled(form.request)
    except dates.Settled as settled:
        messages.info(request, f"Nothing was changed. {_what_became_of(settled.request)}")
        return redirect("date-decide", settled.request.pk)
    except Refused as refused:
        form.refuse(refused.problems)
        form.show_what_is_now()
    return None


def _asked(request: SignedIn, asked: DateChange) -> HttpResponse:
    moved_to = long_date(asked.moved_to)
    messages.success(
        request, f"You asked for the new due date {moved_to}. It holds once the board agrees to it."
    )
    return _to_action(asked.action)


def _withdrawn(request: SignedIn, asked: DateChange) -> HttpResponse:
    try:
        dates.withdraw_request(request=asked, by=request.user)
    except dates.Settled as settled:
        messages.info(request, f"Nothing was withdrawn. {_what_became_of(settled.request)}")
    else:
        moved_to = long_date(asked.moved_to)
        messages.success(request, f"Your request for the due date {moved_to} is withdrawn.")
    return _to_action(asked.action)


def _decided(request: SignedIn, asked: DateChange) -> HttpResponse:
    stands = action_position(asked.action, clock.today())
    kept_or_moved = "is now due" if asked.outcome == dates.Outcome.AGREED else "stays due"
    messages.success(
        request,
        f"The decision is recorded. Action {stands.ref} {kept_or_moved} {stands.date_in_words}.",
    )
    return redirect("date-list")


def _what_became_of(asked: DateChange) -> str:
    """Say in a sentence what is on record of a request that is not open any more."""
    date = f"The new due date {long_date(asked.moved_to)}"
    if asked.decided_by:
        return (
            f"{date} was {asked.get_outcome_display().lower()} on {long_date(asked.decided_on)}"
            f" ({asked.minute_ref}), as {asked.decided_by.name} recorded."
        )
    return f"{date} was withdrawn by the partner on {long_date(asked.withdrawn_on)}."


def _to_action(action: Action) -> HttpResponse:
    return redirect("action-detail", action.plan.slug, action.ref)
