"""What happens to every request: one line in the log, and the headers that keep pages private."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jtai_tracker import views

log = logging.getLogger("jtai_tracker.request")

_GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestLog:
    """Log who asked for what, how it ended and how long it took. Never what was typed."""

    def __init__(self, get_response: _GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.monotonic()
        response = self.get_response(request)
        facts = {
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "milliseconds": round(1000 * (time.monotonic() - started)),
            # Only a user that was asked for already: the log must not need the database.
            "user_id": getattr(getattr(request, "_cached_user", None), "pk", None),
            # Which feed token read, by its key. The token itself is nobody's to read.
            "feed_token_id": getattr(request, "feed_token_id", None),
        }
        log.info("request", extra=facts)
        return response


class SafeHeaders:
    """Keep a signed-in person's pages out of shared caches, and other sites out of our windows."""

    def __init__(self, get_response: _GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response


class HealthChecks:
    """Answer the probes before anything that needs a session, which may be what has failed."""

    def __init__(self, get_response: _GetResponse) -> None:
        self.get_response = get_response
        self.probes = {"/healthz": views.healthz, "/readyz": views.readyz}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.probes.get(request.path, self.get_response)(request)


class SoundSessionCookie:
    """Forget a session cookie that we cannot have set: PostgreSQL refuses some characters."""

    def __init__(self, get_response: _GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.COOKIES.get(settings.SESSION_COOKIE_NAME, "").isalnum():
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)
