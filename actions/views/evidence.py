"""Evidence: attached to an update, handed out to whoever may see it, and withdrawn."""

from __future__ import annotations

import logging
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from actions import stored_files
from actions.access import own_proof, own_update, visible_file
from actions.file_kinds import CONTENT_TYPES
from actions.file_names import download_name
from actions.forms.evidence import EvidenceForm, WithdrawEvidenceForm
from actions.models import Evidence, ProgressUpdate
from actions.services import evidence
from actions.stored_files import Damaged, Stored
from jtai_tracker import uploads
from jtai_tracker.dates import long_date
from jtai_tracker.views import handed_back
from partners import kept
from partners.access import SignedIn, requires
from partners.models import User
from partners.permissions import Permission

log = logging.getLogger(__name__)
_NOTHING_LEFT = (
    "It was the only evidence that this action is complete. Attach other evidence, or withdraw the"
    " update that says so."
)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_OWN_UPDATES)
def evidence_new(request: SignedIn, update_id: int) -> HttpResponse:
    """Attach a link or a file to an update of one's own, and go back to where one came from."""
    update = own_update(request.user, update_id)
    closed = evidence.closed_to_evidence(update)
    if closed and request.method == "POST":
        return handed_back(request, closed, _home(update))
    if closed:
        messages.info(request, closed)
        return redirect(_home(update))
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = EvidenceForm(*data, problem=uploads.problem_of(request))
    kept.resume(request, form)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _added(request, form.save(update, by=request.user))
        except (evidence.Unfit, evidence.Refused, evidence.StoreFailed) as problem:
            form.add_error("file" if request.FILES else None, problem.sentence)
            status = 503 if isinstance(problem, evidence.StoreFailed) else 200
    form.cancel_url = _home(update)
    page = {
        "plan": update.action.plan,
        "form": form,
        **attached_to(update, request.user),
    }
    return render(request, "actions/evidence_new.html", page, status=status)


def attached_to(update: ProgressUpdate, user: User) -> dict[str, object]:
    """Return what `_proofs.html` needs to list what is attached to `update`, for `user`."""
    return {
        "update": update,
        "proofs": Evidence.objects.filter(update=update).as_shown(),
        "own_partners": user.standing.partner_ids,
    }


def _added(request: SignedIn, proof: Evidence) -> HttpResponse:
    messages.success(request, f"“{proof.title}” is attached as evidence.")
    return redirect(_home(proof.update))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_OWN_UPDATES)
def evidence_withdraw(request: SignedIn, key: UUID) -> HttpResponse:
    """Withdraw a piece of evidence, with a reason; it stays listed with that reason."""
    proof = own_proof(request.user, key)
    form = WithdrawEvidenceForm(request.POST if request.method == "POST" else None)
    kept.resume(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            evidence.withdraw(proof=proof, reason=reason, by=request.user)
            messages.success(request, f"“{proof.title}” is withdrawn.")
            if evidence.unproven(proof.update):
                messages.warning(request, _NOTHING_LEFT)
            return redirect(_home(proof.update))
        except evidence.Refused as refused:
            form.add_error(None, refused.sentence)
    form.cancel_url = _home(proof.update)
    page = {"proof": proof, "plan": proof.update.action.plan, "form": form}
    return render(request, "actions/evidence_withdraw.html", page)


@require_safe
@requires(Permission.SEE_PLAN)
def evidence_file(request: SignedIn, key: UUID) -> HttpResponse:
    """Hand out a file to keep, never to show; not where it was withdrawn or is not what it was."""
    proof = visible_file(request.user, key)
    if proof.withdrawn_on:
        return _unavailable(request, proof, 410, f"It was withdrawn on {_day(proof)}.")
    try:
        content = stored_files.read(Stored(str(proof.file), proof.size, proof.sha256))
    except Damaged as damaged:
        log.error("Evidence %s cannot be handed out: %s", proof.key, damaged)
        return _unavailable(request, proof, 503, "It is missing, or is not what was attached.")
    name = download_name(proof.title, proof.kind)
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=CONTENT_TYPES[proof.kind], headers=headers)


def _unavailable(request: SignedIn, proof: Evidence, status: int, why: str) -> HttpResponse:
    page = {"proof": proof, "plan": proof.update.action.plan, "why": why, "home": _action(proof)}
    return render(request, "actions/evidence_unavailable.html", page, status=status)


def _day(proof: Evidence) -> str:
    return f"{long_date(proof.withdrawn_on)}: {proof.withdrawn_reason}".rstrip(".")


def _home(update: ProgressUpdate) -> str:
    """Return where somebody who attaches evidence came from: the draft, or the action's page."""
    if update.state == ProgressUpdate.State.DRAFT:
        return reverse("update-edit", args=[update.pk])
    return reverse("action-detail", args=[update.action.plan.slug, update.action.ref])


def _action(proof: Evidence) -> str:
    action = proof.update.action
    return reverse("action-detail", args=[action.plan.slug, action.ref])
