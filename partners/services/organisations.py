"""Changes to the partners: added, changed, deactivated, never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jtai_tracker.recording import record
from jtai_tracker.refused import Stale, refuse
from partners.duties import open_duties
from partners.models import Partner, User

FACTS = (
    "code",
    "name",
    "short_name",
    "parent",
    "report_heading",
    "order",
    "active",
    "escalation_post",
    "escalation_email",
)


def partner_problems(answers: Mapping[str, Any], partner: Partner | None = None) -> dict[str, str]:
    """Return what keeps these answers from being `partner`, or a new one, by field.

    Rules: a code is used once, whatever its letters' case; partners stand two levels deep at most;
    who owns an open action stays active.
    """
    return {
        "code": _taken(answers.get("code") or "", partner),
        "parent": _wrong_parent(answers.get("parent"), partner),
        "active": _still_owns(partner) if partner and answers.get("active") is False else "",
    }


def partner_version(partner: Partner) -> int:
    """Return what counts what was written on `partner`: each change leaves a row of history."""
    return int(partner.history.count())


@transaction.atomic
def add_partner(*, answers: Mapping[str, Any], reason: str, by: User) -> Partner:
    """Return the partner added. Raises Refused with the sentences of the rules."""
    _lock_all()
    refuse(partner_problems(answers))
    return _saved(Partner(), answers, reason, by)


@transaction.atomic
def change_partner(
    *, partner: Partner, answers: Mapping[str, Any], version: int, reason: str, by: User
) -> Partner:
    """Return `partner`, changed.

    Raises Stale when it was written against something older, Refused where a rule forbids it.
    """
    _lock_all()
    current = Partner.objects.select_related("parent").get(pk=partner.pk)
    if partner_version(current) != version:
        raise Stale
    refuse(partner_problems(answers, current))
    return _saved(current, answers, reason, by)


def _lock_all() -> None:
    """One writer at a time: codes and levels are rules over all the partners, who are few."""
    list(Partner.objects.select_for_update().order_by("pk").values_list("pk"))


def _saved(partner: Partner, answers: Mapping[str, Any], reason: str, by: User) -> Partner:
    for name in FACTS:
        if name in answers:
            setattr(partner, name, answers[name])
    return record(partner, by=by, why=reason)


def _taken(code: str, but: Partner | None) -> str:
    others = Partner.objects.exclude(pk=but.pk) if but else Partner.objects.all()
    taken = others.filter(code__iexact=code).first()
    return f"{taken.code} is the code of {taken.name}. Enter another one" if taken else ""


def _wrong_parent(parent: Partner | None, partner: Partner | None) -> str:
    if parent is None:
        return ""
    if parent.parent_id or parent == partner:
        return f"{parent.name} cannot stand above it. Choose a partner that reports under nobody"
    if partner and partner.members.exists():
        names = ", ".join(member.name for member in partner.members.all())
        return f"{names} report under this partner, so it cannot report under another"
    return ""


def _still_owns(partner: Partner) -> str:
    owned = ", ".join(open_duties(partner))
    return f"{partner.name} still owns {owned}. Give them to other owners first" if owned else ""
