"""The gate of the data: a signed-in reader, or a program with a feed token. It only reads."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from jtai_tracker import clock
from partners.access import View
from partners.models import FeedToken, User
from partners.permissions import Permission
from partners.services.tokens import note_use
from partners.tokens import digest, token_in

_REALM = "Action plan data"
_CHALLENGE = f'Basic realm="{_REALM}", charset="UTF-8", Bearer realm="{_REALM}"'
_SIGN_IN = "Sign in, or send a feed token that your administrator has issued."
_WRONG = "This feed token opens nothing: it is wrong, it has ended, or it was revoked."
_TOO_MANY = "Too many wrong feed tokens came from your address. Try again in 5 minutes."
# So many wrong tokens from one address are answered one by one, then it must pause for so long.
_ATTEMPTS, _PAUSE = 30, 5 * 60


def requires_or_token(permission: Permission) -> Callable[[View], View]:
    """Let those into a view whose standing allows `permission`, and programs with a good token.

    Others get 401 and, as this is for programs, a sentence in JSON. The view is marked with the
    permission, as `requires` marks it. It must not change anything: no form protects it.
    """

    def gate(view: View) -> View:
        @csrf_exempt
        @login_not_required
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            sent = request.headers.get("Authorization")
            refusal = _refuse_token(request, sent) if sent else _refuse_reader(request, permission)
            return refusal or view(request, *args, **kwargs)

        gated.permission = permission  # type: ignore[attr-defined]  # the mark that the test reads
        return gated

    return gate


def sentence(text: str, status: int) -> JsonResponse:
    """Return an answer to a program that says in a sentence what is wrong."""
    return JsonResponse({"error": text}, status=status)


def _refuse_reader(request: HttpRequest, permission: Permission) -> HttpResponse | None:
    if not isinstance(request.user, User):
        return _unauthorised(_SIGN_IN)
    if not request.user.standing.may(permission):
        raise PermissionDenied("Your role does not allow this.")
    return None


def _refuse_token(request: HttpRequest, sent: str) -> HttpResponse | None:
    token = FeedToken.objects.opening_with(digest(token_in(sent)), clock.today())
    if token:
        note_use(token)
        request.feed_token_id = token.pk  # type: ignore[attr-defined]  # for the log
        return None
    return _slow_down() if _too_many(request) else _unauthorised(_WRONG)


def _unauthorised(text: str) -> HttpResponse:
    response = sentence(text, 401)
    response["WWW-Authenticate"] = _CHALLENGE
    return response


def _slow_down() -> HttpResponse:
    response = sentence(_TOO_MANY, 429)
    response["Retry-After"] = str(_PAUSE)
    return response


def _too_many(request: HttpRequest) -> bool:
    """Count a wrong token. A good one is never counted nor refused for what others sent."""
    address = get_adapter(request).get_client_ip(request)
    key = f"wrong-feed-tokens:{hashlib.sha256(address.encode()).hexdigest()}"
    count = cache.get(key, 0) + 1
    cache.set(key, count, _PAUSE)
    return bool(count > _ATTEMPTS)
