"""Nothing typed is lost: a form that was not saved is kept for the person who wrote it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from partners import kept
from partners.models import User

log = logging.getLogger(__name__)


class KeepTyped:
    """Keep what a form held when it was not saved: refused, signed out, or still being typed.

    A form that was saved answers with a redirect, or with 201 and a page that cannot be shown
    again, and is then forgotten. Stands between the middleware that knows the user and the one
    that sends strangers to sign in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        writer = kept.writer_of(request) if request.method == "POST" else None
        if writer is not None and writer == request.user.pk and not hasattr(request, "kept"):
            self._settle(writer, request, saved=response.status_code in (201, 302, 303))
        return response

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        """Keep what is still being typed, and what comes from a page whose session has ended."""
        writer = kept.writer_of(request) if request.method == "POST" else None
        signed_in = isinstance(request.user, User)
        if writer is None or (signed_in and writer != request.user.pk):
            # A page that keeps what is typed must never save it, whoever's it is.
            keeps = request.method == "POST" and kept.KEEP in request.POST
            return HttpResponse(status=409) if keeps and signed_in else None
        if kept.FORGET in request.POST and signed_in:
            kept.forget(writer, request.path)
            return redirect(request.path)
        if kept.KEEP in request.POST or not signed_in:
            kept.keep(writer, request)
        if kept.KEEP in request.POST:
            return HttpResponse(status=204 if signed_in else 401)
        return None

    def _settle(self, writer: int, request: HttpRequest, *, saved: bool) -> None:
        try:
            if saved:
                kept.forget(writer, request.path)
            else:
                kept.keep(writer, request)
        except DatabaseError:
            # The page that was answered hands the text back; there is nowhere to keep it.
            log.exception("What was typed could not be kept")
