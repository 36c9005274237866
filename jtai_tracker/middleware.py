"""What happens to every request: one line in the log, and the headers that keep pages private."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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
            "user_id": getattr(getattr(request, "user", None), "pk", None),
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
