"""Handing a leaver's work to a successor: the roles, and the drafts that go with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from actions.models import ProgressUpdate
from jtai_tracker.recording import record
from partners import services
from partners.models import Membership, Partner, User


@dataclass(frozen=True)
class Passed:
    """What a successor has taken on; `new` when an account was made for them."""

    successor: User | None
    roles: tuple[Membership, ...]
    drafts: int
    new: bool


def drafts_of(leaver: User, roles: list[Membership]) -> QuerySet[ProgressUpdate]:
    """Return the drafts that `leaver` wrote last, of the partners that these roles write for."""
    own = Partner.objects.these_and_under(role.partner_id for role in roles if role.partner_id)
    drafts = ProgressUpdate.objects.drafts().filter(author=leaver, partner__in=own)
    found: QuerySet[ProgressUpdate] = drafts.select_related("partner", "action__plan")
    return found.order_by("action__ref_key", "pk")


@transaction.atomic
def hand_over(*, leaver: User, answers: Mapping[str, Any], reason: str, by: User) -> Passed:
    """Return what passed to the successor chosen in `answers`, or to a new account made for one.

    Drafts belong to their partner and stay; their author becomes the successor. Raises Refused
    with the sentences of the rules, and then nothing has changed.
    """
    drafts = list(drafts_of(leaver, services.roles_to_hand_over(leaver)))
    new = answers.get("who") == "new"
    successor = _new(leaver, answers, reason, by) if new else answers.get("successor")
    roles = services.hand_over(
        leaver=leaver,
        successor=successor,
        starts_on=answers["starts"],
        close=answers["close"],
        reason=reason,
        by=by,
    )
    if successor:
        keys = [draft.pk for draft in drafts]
        # Read again under a lock: what was filed meanwhile is no draft any more.
        locked = ProgressUpdate.objects.select_for_update(of=("self",)).drafts()
        for draft in locked.filter(pk__in=keys):
            draft.author = successor
            record(draft, by=by, why=reason)
    return Passed(successor, tuple(roles), len(drafts), new)


def _new(leaver: User, answers: Mapping[str, Any], reason: str, by: User) -> User:
    return services.add_account(
        email=answers["email"],
        name=answers["name"],
        job_title=answers["job_title"],
        early_reminders=leaver.early_reminders,
        reason=reason,
        by=by,
    )
