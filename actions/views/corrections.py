"""After filing: correct an update, withdraw it, or say that nothing has changed since."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actions import filing
from actions.access import may_file, own_update, visible_action, writing_partner
from actions.forms.corrections import CorrectionForm, NoChangeForm, WithdrawForm
from actions.models import ProgressUpdate
from actions.owed import next_owed
from actions.position import action_position
from actions.services import corrections
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.views import handed_back
from partners import kept
from partners.access import SignedIn, requires
from partners.permissions import Permission

_MEANWHILE = "Something was written on this action meanwhile. Read it, and submit again"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_OWN_UPDATES)
def update_correct(request: SignedIn, update_id: int) -> HttpResponse:
    """Correct a filed update by a new version; the old one stays readable."""
    update = own_update(request.user, update_id)
    fixed = _why_fixed(request, update)
    if fixed:
        return fixed
    form = CorrectionForm(request.POST if request.method == "POST" else None, update=update)
    if form.is_bound and form.is_valid():
        try:
            form.file(by=request.user)
        except filing.Stale:
            form.add_error(None, _MEANWHILE)
            form.take_up(filing.form_version(update.action, update.partner))
        except filing.Refused as refused:
            form.refuse(refused.problems)
        else:
            messages.success(request, "Your correction is filed. The old version stays readable.")
            return redirect(_home(update))
    kept.resume(request, form)
    form.cancel_url = _home(update)
    return render(request, "actions/update_correct.html", _page(update) | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_OWN_UPDATES)
def update_withdraw(request: SignedIn, update_id: int) -> HttpResponse:
    """Withdraw a filed update, with a reason; with it goes a proposal to close."""
    update = own_update(request.user, update_id)
    fixed = _why_fixed(request, update)
    if fixed:
        return fixed
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            corrections.withdraw_update(update=update, reason=reason, by=request.user)
        except filing.Refused as refused:
            form.add_error("reason", str(refused))
        else:
            messages.success(request, "The update is withdrawn. What was said before counts again.")
            return redirect(_home(update))
    kept.resume(request, form)
    form.cancel_url = _home(update)
    proposes = update.closures.filter(outcome="proposed").exists()
    page = _page(update) | {"form": form, "proposes": proposes}
    return render(request, "actions/update_withdraw.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_OWN_UPDATES)
def update_no_change(request: SignedIn, slug: str, ref: str) -> HttpResponse:
    """Say in one sentence that nothing has changed since the last update, and go to the next."""
    action = visible_action(request.user, slug, ref)
    partner = writing_partner(request.user, action)
    held = corrections.still_holds(action, partner)
    stands = action_position(action, clock.today())
    if held is None or not may_file(request.user, action, stands):
        sentence = f"Action {ref} has no rating that could be confirmed."
        if request.method == "POST":
            return handed_back(request, sentence, reverse("update-new", args=[slug, ref]))
        messages.info(request, sentence)
        return redirect("update-new", slug, ref)
    held.action = action
    if request.method != "POST" and (changed := corrections.what_changed(action, partner, held)):
        messages.info(request, f"“No change” does not fit. {changed}.")
        return redirect("update-new", slug, ref)
    form = NoChangeForm(
        request.POST if request.method == "POST" else None, held=held, partner=partner
    )
    if form.is_bound and form.is_valid():
        try:
            return _confirmed(request, form.file(by=request.user))
        except filing.Stale:
            form.add_error(None, _MEANWHILE)
            form.take_up(filing.form_version(action, partner))
        except filing.Refused as refused:
            form.refuse({"why": str(refused)})
    kept.resume(request, form)
    form.cancel_url = reverse("action-detail", args=[slug, ref])
    page = {"plan": action.plan, "action": action, "held": held, "stands": stands, "form": form}
    return render(request, "actions/update_no_change.html", page)


def _confirmed(request: SignedIn, update: ProgressUpdate) -> HttpResponse:
    following = next_owed(request.user, update.action) if "next" in request.POST else None
    if following is None:
        return redirect("update-filed", update.pk)
    messages.success(request, f"Action {update.action.ref} is filed: no change.")
    page = "update-no-change" if following.action.delivery else "update-new"
    return redirect(page, update.action.plan.slug, following.action.ref)


def _why_fixed(request: SignedIn, update: ProgressUpdate) -> HttpResponse | None:
    """Where an update cannot be taken back: a sentence, and the way to what can be done."""
    if update.state == ProgressUpdate.State.DRAFT:
        return redirect("update-edit", update.pk)
    if update.state != ProgressUpdate.State.SUBMITTED:
        sentence = "That update is not in force any more: it was corrected or withdrawn."
    elif issued := corrections.settled_by_report(update):
        until = long_date(issued.cut_off)
        sentence = f"The report up to {until} was issued with it. Write a new update instead."
    else:
        return None
    if request.method == "POST" and not _sent_twice(request, update):
        return handed_back(request, sentence, _home(update))
    messages.info(request, sentence)
    return redirect(_home(update))


def _sent_twice(request: SignedIn, update: ProgressUpdate) -> bool:
    """Whether this very page has corrected the update already: then nothing of it is lost."""
    corrected = ProgressUpdate.objects.filter(corrects=update).values_list("form_key", flat=True)
    return request.POST.get("key", "") in {str(key) for key in corrected if key}


def _home(update: ProgressUpdate) -> str:
    return reverse("action-detail", args=[update.action.plan.slug, update.action.ref])


def _page(update: ProgressUpdate) -> dict[str, object]:
    return {"update": update, "action": update.action, "plan": update.action.plan}
