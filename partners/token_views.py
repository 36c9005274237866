"""Feed tokens: the list, a new one that is shown once, and its end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from partners import kept, services
from partners.access import SignedIn, requires
from partners.models import FeedToken
from partners.permissions import Permission
from partners.token_forms import NewTokenForm, RevokeTokenForm


@require_safe
@requires(Permission.MANAGE_PEOPLE)
def token_list(request: SignedIn) -> HttpResponse:
    """List the feed tokens, the newest first."""
    page = {"tokens": FeedToken.objects.as_listed()}
    return render(request, "partners/token_list.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def token_new(request: SignedIn) -> HttpResponse:
    """Issue a feed token, and show it in the answer itself.

    A redirect would have to keep the token somewhere until the next page. Sent again, the form is
    refused, as the label is in use; 201 says that what was typed is saved.
    """
    form = NewTokenForm(request.POST if request.method == "POST" else None)
    form.cancel_url = reverse("token-list")
    if request.method == "POST":
        issued = form.saved_by(services.issue_token, by=request.user)
        if issued:
            return render(request, "partners/token_issued.html", {"issued": issued}, status=201)
    kept.resume(request, form)
    return render(request, "partners/token_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def token_revoke(request: SignedIn, token_id: int) -> HttpResponse:
    """Revoke a feed token, once that is confirmed; it opens nothing from then on."""
    token = get_object_or_404(FeedToken.objects.select_related("issued_by"), pk=token_id)
    if token.revoked_at:
        messages.info(request, f"“{token.label}” was revoked before.")
        return redirect("token-list")
    form = RevokeTokenForm(request.POST if request.method == "POST" else None)
    form.cancel_url = reverse("token-list")
    if request.method == "POST":
        if form.saved_by(services.revoke_token, token=token, by=request.user):
            messages.success(request, f"“{token.label}” is revoked. It opens nothing any more.")
            return redirect("token-list")
    kept.resume(request, form)
    return render(request, "partners/token_revoke.html", {"form": form, "token": token})
