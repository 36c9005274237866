"""Who is signed in, and where they may go: for the head of every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from partners import kept
from partners.models import User
from partners.permissions import Permission, Role


@dataclass(frozen=True)
class Link:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool


# Label, the permission that shows it, and the name of its page.
_PAGES = [
    ("What I owe", Permission.WRITE_OWN_UPDATES, "owed-list"),
    ("Action plan", Permission.SEE_PLAN, "plan-list"),
    ("Dates to decide", Permission.DECIDE_DATES, "date-list"),
    ("Sign-offs", Permission.HOLD_TO_ACCOUNT, "sign-off-list"),
    ("Committee reports", Permission.SEE_REPORTS, "report-list"),
    ("Reminders", Permission.MANAGE_PLAN, "reminder-list"),
    ("People", Permission.MANAGE_PEOPLE, "people-list"),
    ("Feed tokens", Permission.MANAGE_PEOPLE, "token-list"),
]


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """Return the navigation that the user's roles open, and who the user is."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    return {
        "navigation": _navigation(user, request.path),
        "signed_in_as": _who(user),
        "may_manage_plan": user.standing.may(Permission.MANAGE_PLAN),
        "may_hold_to_account": user.standing.may(Permission.HOLD_TO_ACCOUNT),
        "is_reminded": user.standing.may(Permission.WRITE_OWN_UPDATES),
        "written_by": kept.mark(user, request.path),
    }


def _navigation(user: User, path: str) -> list[Link]:
    shown = [(label, reverse(page)) for label, needed, page in _PAGES if user.standing.may(needed)]
    return [Link(label, url, path.startswith(url)) for label, url in shown]


def _who(user: User) -> str:
    return ", ".join([user.name, *(role.label for role in Role if role in user.standing.roles)])
