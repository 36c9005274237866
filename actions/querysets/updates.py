"""Questions asked of what partners say, and of what proves it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import (
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Sum,
)

if TYPE_CHECKING:
    from actions.models import Plan


class UpdateQuerySet(QuerySet[Any]):
    """Which updates?"""

    def submitted(self) -> UpdateQuerySet:
        """Return what has been filed and not withdrawn."""
        return self.filter(state="submitted")

    def drafts(self) -> UpdateQuerySet:
        """Return what has not been filed yet."""
        return self.filter(state="draft")

    def declared_in(self, rating_id: int | None) -> UpdateQuerySet:
        """Return the one in which a position's ratings were declared; none where there are none."""
        return self.filter(pk__in=[rating_id] if rating_id else [])

    def latest_ratings(self, plan: Plan, day: date) -> UpdateQuerySet:
        """Return of each action of `plan` the update that rated it last by `day`."""
        rated = self.said_by(day).exclude(delivery_rating="")
        same_action = rated.filter(action=OuterRef("action"))
        latest = same_action.order_by("-as_at", "-submitted_at", "-pk").values("pk")[:1]
        return rated.filter(action__plan=plan, pk=Subquery(latest))

    def said_by(self, day: date) -> UpdateQuerySet:
        """Return what was filed and speaks of `day` or a day before."""
        return self.submitted().filter(as_at__lte=day)

    def with_proofs(self, day: date) -> UpdateQuerySet:
        """Fetch with each update what was attached to it by `day`, as `_proofs.html` shows it."""
        attached = self.model._meta.get_field("proofs").related_model._default_manager
        return self.prefetch_related(Prefetch("proofs", attached.as_shown().added_by_day(day)))

    def with_acknowledgements(self, day: date) -> UpdateQuerySet:
        """Fetch with each update, as `acknowledged`, that the chair had read it by `day`."""
        acknowledged = self.model._meta.get_field("acknowledgements").related_model
        by_then = acknowledged._default_manager.in_force_on(day)
        return self.prefetch_related(Prefetch("acknowledgements", by_then, to_attr="acknowledged"))

    def to_acknowledge(self, plan: Plan, since: date) -> UpdateQuerySet:
        """Return what was filed on `since` or later and no chair has read, the oldest first."""
        filed = self.submitted().filter(action__plan=plan, submitted_at__date__gte=since)
        read = self.model._meta.get_field("acknowledgements").related_model
        unread = filed.exclude(pk__in=read._default_manager.in_force().values("update"))
        return unread.order_by("submitted_at", "pk")


class EvidenceQuerySet(QuerySet[Any]):
    """Which links and files stand behind what was said?"""

    def in_force(self) -> EvidenceQuerySet:
        """Return what has not been withdrawn."""
        return self.filter(withdrawn_on=None)

    def added_by_day(self, day: date) -> EvidenceQuerySet:
        """Return what had been attached by `day`."""
        return self.filter(added_at__date__lte=day)

    def files(self) -> EvidenceQuerySet:
        """Return the files, withdrawn ones too, as they are kept."""
        return self.exclude(kind="link")

    def bytes_kept(self) -> int:
        """Return how many bytes these take in the store."""
        return int(self.aggregate(total=Sum("size"))["total"] or 0)

    def as_shown(self) -> EvidenceQuerySet:
        """Fetch with each who added it and, as `withdrawn_by`, the name of who withdrew it."""
        withdrawals = self.model.history.filter(id=OuterRef("pk"), withdrawn_on__isnull=False)
        who = withdrawals.order_by("history_id").values("history_user__name")[:1]
        return self.select_related("added_by").annotate(withdrawn_by=Subquery(who))
