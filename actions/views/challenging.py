"""Asking on an action, and each step that follows: one page, one form, one button."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actions import challenge_rules
from actions.access import visible_action
from actions.challenge_access import asked_about, challenge_to_answer, visible_challenge
from actions.challenge_log import standing
from actions.forms import challenges as forms
from actions.models import Challenge, ChallengeReply
from actions.position import action_position
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from partners import kept
from partners.access import SignedIn, requires
from partners.permissions import Permission

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires(Permission.HOLD_TO_ACCOUNT)
def challenge_new(request: SignedIn, slug: str, ref: str) -> HttpResponse:
    """Ask a question on an action, or on the update that the address names."""
    action = visible_action(request.user, slug, ref)
    data = request.POST if request.method == "POST" else None
    named = (data or request.GET).get("update", "")
    update = asked_about(action, named)
    if data is None and named and update is None:
        raise Http404("There is no such update.")
    form = forms.ChallengeForm(data, action=action, update=update)
    asked = form.asked(by=request.user) if data is not None else None
    if asked:
        return _asked(request, asked)
    kept.resume(request, form)
    form.cancel_url = reverse("action-detail", args=[slug, ref])
    page = {
        "plan": action.plan,
        "action": action,
        "form": form,
        "about": update,
        "stands": action_position(action, clock.today()),
        "why_not": challenge_rules.why_not_ask(action),
    }
    return render(request, "actions/challenge_new.html", page)


@require_http_methods(METHODS)
@requires(Permission.ANSWER_CHALLENGES)
def challenge_answer(request: SignedIn, challenge_id: int) -> HttpResponse:
    """Answer the board in the name of the partner that was asked."""
    challenge = challenge_to_answer(request.user, challenge_id)
    return _step(request, challenge, forms.AnswerForm, "Answer the board")


@require_http_methods(METHODS)
@requires(Permission.HOLD_TO_ACCOUNT)
def challenge_accept(request: SignedIn, challenge_id: int) -> HttpResponse:
    """Accept the answer: with this the challenge is settled."""
    challenge = visible_challenge(request.user, challenge_id)
    return _step(request, challenge, forms.AcceptForm, "Accept the answer")


@require_http_methods(METHODS)
@requires(Permission.HOLD_TO_ACCOUNT)
def challenge_ask_again(request: SignedIn, challenge_id: int) -> HttpResponse:
    """Say what the answer left open, and by when that is to be answered."""
    challenge = visible_challenge(request.user, challenge_id)
    return _step(request, challenge, forms.AskAgainForm, "Ask again")


@require_http_methods(METHODS)
@requires(Permission.HOLD_TO_ACCOUNT)
def challenge_escalate(request: SignedIn, challenge_id: int) -> HttpResponse:
    """Take the challenge to a body of the plan's governance."""
    challenge = visible_challenge(request.user, challenge_id)
    return _step(request, challenge, forms.EscalateForm, "Escalate the question")


@require_http_methods(METHODS)
@requires(Permission.HOLD_TO_ACCOUNT)
def challenge_withdraw(request: SignedIn, challenge_id: int) -> HttpResponse:
    """Withdraw a question that was asked by mistake."""
    challenge = visible_challenge(request.user, challenge_id)
    return _step(request, challenge, forms.WithdrawChallengeForm, "Withdraw the question")


def _step(
    request: SignedIn, challenge: Challenge, form_class: type[forms.StepForm], heading: str
) -> HttpResponse:
    now = standing(challenge, clock.today())
    own = challenge_rules.own_partner_problem(form_class.kind, challenge, request.user)
    problem = challenge_rules.step_problem(form_class.kind, now) or own
    if problem and request.method != "POST":
        messages.info(request, f"{problem}.")
        return redirect("challenge-detail", challenge.pk)
    form = form_class(request.POST if request.method == "POST" else None, now=now)
    reply = form.taken(by=request.user) if form.is_bound else None
    if reply:
        messages.success(request, _SAID[reply.kind](reply))
        answered = reply.kind == ChallengeReply.Kind.ANSWERED
        return redirect("owed-list") if answered else redirect("challenge-detail", challenge.pk)
    kept.resume(request, form)
    form.cancel_url = reverse("challenge-detail", args=[challenge.pk])
    page = {
        "plan": challenge.action.plan,
        "action": challenge.action,
        "one": form.now,
        "form": form,
        "heading": heading,
    }
    return render(request, "actions/challenge_step.html", page)


def _asked(request: SignedIn, challenge: Challenge) -> HttpResponse:
    name, by_when = challenge.asked_of.name, long_date(challenge.answer_by)
    messages.success(
        request,
        f"{name} finds your question on its own list. An answer is wanted by {by_when}."
        if challenge_rules.can_be_answered(challenge)
        else f"Your question is on record, for an answer by {by_when}. Nobody signs in for {name}"
        " yet: ask the administrator to give somebody that role.",
    )
    return redirect("challenge-detail", challenge.pk)


_SAID = {
    "answered": lambda reply: "Your answer is with the board.",
    "asked_again": lambda reply: (
        f"The question is asked again. An answer is wanted by {long_date(reply.answer_by)}."
    ),
    "accepted": lambda reply: "The answer is accepted. The question is settled.",
    "escalated": lambda reply: f"The question is with {reply.body.name} now.",
    "withdrawn": lambda reply: "The question is withdrawn. It stays readable in the log.",
}
