"""Handing a leaver's roles to a successor, with no day between them and none twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.recording import record
from jtai_tracker.refused import refuse
from partners.models import Membership, User
from partners.permissions import Role

_DAY = timedelta(days=1)


def roles_to_hand_over(leaver: User) -> list[Membership]:
    """Return the roles that `leaver` holds today, with their partners."""
    return list(leaver.memberships.held_on(clock.today()).select_related("partner"))


def hand_over_problems(
    *, leaver: User, successor: User | None, starts_on: date | None, close: bool, by: User
) -> dict[str, str]:
    """Return what keeps `leaver` from handing over so, by field of the form.

    Rules: to somebody else, who has an account in use; one's own roles not before the next day, as
    the rest of the page is then still open; an account is closed with its last role, not before;
    there is always somebody who can sign in and administer.
    """
    roles, today = roles_to_hand_over(leaver), starts_on == clock.today()
    return {
        "successor": _wrong_successor(leaver, successor),
        "starts": (_own_roles(leaver, by) if today and roles else "")
        or (_nobody_administers(leaver, roles, successor) if today else ""),
        "close": _close_too_early(leaver, roles, starts_on, by) if close else "",
    }


@transaction.atomic
def hand_over(
    *, leaver: User, successor: User | None, starts_on: date, close: bool, reason: str, by: User
) -> list[Membership]:
    """Return the roles that `successor` holds from `starts_on`; the leaver's end the day before.

    A role that the successor holds already is not held twice. `close` closes the leaver's account,
    which counts from the next page on. Raises Refused with the sentences of the rules.
    """
    people = [leaver.pk, *([successor.pk] if successor else [])]
    list(User.objects.select_for_update().filter(pk__in=people).order_by("pk").values_list("pk"))
    leaver.refresh_from_db()
    refuse(
        hand_over_problems(
            leaver=leaver, successor=successor, starts_on=starts_on, close=close, by=by
        )
    )
    passed = [
        membership
        for held in roles_to_hand_over(leaver)
        for membership in _pass(held, successor, starts_on, reason, by)
    ]
    if close:
        leaver.is_active = False
        record(leaver, by=by, why=reason)
    return passed


def _pass(
    held: Membership, successor: User | None, starts_on: date, reason: str, by: User
) -> list[Membership]:
    """End a role the day before `starts_on`, and let the successor hold it from then on."""
    if successor is None or (held.ends_on and held.ends_on < starts_on):
        return []
    free = _free_span(successor, held, starts_on)
    if held.starts_on >= starts_on and free == (starts_on, held.ends_on):
        # It began today: there is no day before on which it could end, so it passes whole.
        held.user = successor
        return [record(held, by=by, why=reason)]
    held.ends_on = max(held.starts_on, starts_on - _DAY)
    record(held, by=by, why=reason)
    if free is None:
        return []
    new = Membership(user=successor, role=held.role, partner=held.partner)
    new.starts_on, new.ends_on = free
    return [record(new, by=by, why=reason)]


def _free_span(
    successor: User, held: Membership, starts_on: date
) -> tuple[date, date | None] | None:
    """Return the days from `starts_on` on which `successor` does not hold this role already."""
    until = held.ends_on
    same = successor.memberships.filter(role=held.role, partner=held.partner)
    for own in same.order_by("starts_on"):
        if own.ends_on is not None and own.ends_on < starts_on:
            continue
        if own.starts_on > starts_on:
            return starts_on, own.starts_on - _DAY
        if own.ends_on is None or (until and own.ends_on >= until):
            return None
        starts_on = own.ends_on + _DAY
    return starts_on, until


def _wrong_successor(leaver: User, successor: User | None) -> str:
    if successor is None:
        return ""
    if successor == leaver:
        return "Choose somebody else: nobody hands over to themselves"
    if not User.objects.filter(pk=successor.pk, is_active=True).exists():
        return f"The account of {successor.name} is closed. Choose somebody else"
    return ""


def _own_roles(leaver: User, by: User) -> str:
    return "These are your own roles. Choose the next working day" if leaver == by else ""


def _nobody_administers(leaver: User, roles: Sequence[Membership], successor: User | None) -> str:
    """The only administrator stays one until somebody who has set a password can follow."""
    if Role.ADMINISTRATOR not in {role.role for role in roles}:
        return ""
    today = clock.today()
    others = Membership.objects.held_on(today).filter(role=Role.ADMINISTRATOR, user__is_active=True)
    if others.exclude(user=leaver).exists() or (successor and successor.has_usable_password()):
        return ""
    name = successor.name if successor else "the successor"
    return (
        f"{leaver.name} is the only administrator, and {name} has not set a password yet."
        " Choose the next working day"
    )


def _close_too_early(
    leaver: User, roles: Sequence[Membership], starts_on: date | None, by: User
) -> str:
    if leaver == by:
        return "This is your own account. Another administrator can close it"
    if roles and starts_on and starts_on > clock.today():
        until = long_date(starts_on)
        return f"{leaver.name} holds a role until then. Close the account on this page from {until}"
    return ""
