"""Pages that belong to no app: what every public service says of itself, and when it fails."""

from __future__ import annotations

import errno
import sys

from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.db import (
    DatabaseError,
    InterfaceError,
    InternalError,
    OperationalError,
    transaction,
)
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jtai_tracker import clock


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (SI 2018/952)."""
    return render(request, "site/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of the people who use the service, and why."""
    return render(request, "site/privacy.html")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers and takes writes: 200, or 503 with a sentence."""
    if not _takes_changes():
        sentence = "The database does not answer, or takes no changes.\n"
        return HttpResponse(sentence, "text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")


def _takes_changes() -> bool:
    try:
        with transaction.atomic():
            Session.objects.update_or_create(pk=_PROBE, defaults={"expire_date": clock.now()})
    except DatabaseError:
        return False
    return True


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form was not understood."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the page exists, and your role does not allow it."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page, or none that you may know of."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database or the disk is what failed. Without context processors."""
    if is_outage(sys.exc_info()[1]):
        return outage(request)
    return render(None, "500.html", status=500)


def too_many(request: HttpRequest) -> HttpResponse:
    """429, which is also what comes when attempts cannot be counted: then it is an outage."""
    if _takes_changes():
        return render(request, "429.html", status=429)
    return outage(request)


def outage(request: HttpRequest) -> HttpResponse:
    """503: nothing can be saved just now; what was typed is handed back, to send again or copy."""
    fields = _sent(request)
    page = {
        "fields": fields,
        "typed": _texts(fields),
        "path": request.get_full_path(),
        "csrf_token": get_token(request),
    }
    response = render(None, "503.html", page, status=503)
    response["Retry-After"] = "60"
    return response


def handed_back(request: HttpRequest, sentence: str, home: str) -> HttpResponse:
    """409: what was typed can no longer be saved there; it is handed back, with why, to copy."""
    page = {"sentence": sentence, "typed": _texts(_sent(request)), "home": home}
    return render(request, "409.html", page, status=409)


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    sent = request.POST.lists() if request.method == "POST" else []
    fields = [(name, str(value)) for name, values in sent for value in values]
    return [(name, value) for name, value in fields if name not in _NOT_HANDED_BACK]


def _texts(fields: list[tuple[str, str]]) -> list[str]:
    hidden = ("written_by", "key")
    return [value for name, value in fields if len(value) >= _LONG and name not in hidden]


# A row that is nobody's session: what the probe writes.
_PROBE = "readyz"
# A password is not written into a page, and the token is made anew.
_NOT_HANDED_BACK = ("password", "password1", "password2", "oldpassword", "csrfmiddlewaretoken")
# Shorter answers are sent again too, but need not be read out.
_LONG = 20


def is_outage(error: BaseException | None) -> bool:
    """Return whether the database does not answer or takes no writes, or the disk is full."""
    failing = (OperationalError, InternalError, InterfaceError)
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
    return isinstance(error, failing) or full
