"""Questions asked of partners and memberships."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from partners.permissions import ALLOWED, Permission, Role

if TYPE_CHECKING:
    from partners.models import FeedToken


class PartnerQuerySet(QuerySet[Any]):
    """Which partners?"""

    def groups(self) -> PartnerQuerySet:
        """Return the partners at the top: the groups under which a report is written."""
        return self.filter(parent=None)

    def these_and_under(self, partner_ids: Iterable[int]) -> PartnerQuerySet:
        """Return the partners with these ids and those that stand under them."""
        ids = list(partner_ids)
        return self.filter(Q(pk__in=ids) | Q(parent__in=ids))


class MembershipQuerySet(QuerySet[Any]):
    """Who belongs where, and when?"""

    def held_on(self, day: date) -> MembershipQuerySet:
        """Return the memberships in force on `day`, its first and last days included."""
        not_over = Q(ends_on=None) | Q(ends_on__gte=day)
        return self.filter(not_over, starts_on__lte=day)

    def leading_on(self, day: date) -> MembershipQuerySet:
        """Return the memberships of those who file for a partner on `day` and may sign in."""
        return self.held_on(day).filter(role=Role.LEAD, user__is_active=True)

    def allowing(self, permission: Permission) -> MembershipQuerySet:
        """Return the memberships whose role allows `permission`."""
        return self.filter(role__in=[role for role in Role if permission in ALLOWED[role]])


class FeedTokenQuerySet(QuerySet[Any]):
    """Which tokens?"""

    def good_on(self, day: date) -> FeedTokenQuerySet:
        """Return the tokens that open the data on `day`: neither revoked nor past their end."""
        return self.filter(revoked_at=None, ends_on__gte=day)

    def as_listed(self) -> FeedTokenQuerySet:
        """Fetch with each who issued and revoked it, and why: `why_issued` and `why_revoked`."""
        lines = self.model.history.filter(id=OuterRef("pk")).order_by("history_id")
        revoked = lines.filter(revoked_at__isnull=False)
        return self.select_related("issued_by", "revoked_by").annotate(
            why_issued=Subquery(lines.values("history_change_reason")[:1]),
            why_revoked=Subquery(revoked.values("history_change_reason")[:1]),
        )

    def opening_with(self, digest: str, day: date) -> FeedToken | None:
        """Return the token of this digest, if it opens the data on `day`."""
        return self.good_on(day).filter(digest=digest).first()
