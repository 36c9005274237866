"""The gate of every view: which permission it needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from partners.models import User
from partners.permissions import Permission

View = Callable[..., HttpResponse]


class SignedIn(HttpRequest):
    """A request whose user is known: every view behind `requires` gets one."""

    user: User


def requires(permission: Permission) -> Callable[[View], View]:
    """Let only those into a view whose standing allows `permission`; others get 403.

    The view is marked with the permission, so that a test can see that none is without.
    """

    def gate(view: View) -> View:
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not cast(User, request.user).standing.may(permission):
                raise PermissionDenied("Your role does not allow this.")
            return view(request, *args, **kwargs)

        gated.permission = permission  # type: ignore[attr-defined]  # the mark that the test reads
        return gated

    return gate
