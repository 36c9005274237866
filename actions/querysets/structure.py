"""Questions asked of the plan's actions, milestones and measures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Prefetch,
    Q,
    QuerySet,
)

if TYPE_CHECKING:
    pass


class ActionQuerySet(QuerySet[Any]):
    """Which actions?"""

    def in_force_on(self, day: date) -> ActionQuerySet:
        """Return the actions that the plan held on `day`: added by then, and not yet withdrawn."""
        not_withdrawn = Q(withdrawn_on=None) | Q(withdrawn_on__gt=day)
        return self.filter(not_withdrawn, added_on__lte=day)

    def with_partners(self) -> ActionQuerySet:
        """Fetch with each action its plan, and what `for_position` fetches."""
        return self.for_position().select_related("plan")

    def for_position(self) -> ActionQuerySet:
        """Fetch with each action its priority area, its owner's group and those who support it."""
        related = self.select_related("priority_area", "owner__parent")
        return related.prefetch_related("supporting")


class MilestoneQuerySet(QuerySet[Any]):
    """Which milestones?"""

    def in_force(self) -> MilestoneQuerySet:
        """Return the milestones that have not been withdrawn."""
        return self.filter(withdrawn_on=None)

    def open_on(self, day: date) -> MilestoneQuerySet:
        """Return the milestones that stood on `day`, neither done nor withdrawn by then."""
        undone = Q(done_on=None) | Q(done_on__gt=day)
        return self.filter(undone, Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))


class MeasureQuerySet(QuerySet[Any]):
    """Which measures?"""

    def in_force(self) -> MeasureQuerySet:
        """Return the measures that have not been withdrawn, with their readings."""
        return self.filter(withdrawn_on=None).prefetch_related("readings__measure")

    def known_on(self, day: date) -> MeasureQuerySet:
        """Return those that stood on `day`, with the readings that speak of it or a day before."""
        reported = self.model._meta.get_field("readings").related_model._default_manager
        up_to = reported.filter(as_at__lte=day).select_related("measure")
        standing = self.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))
        return standing.prefetch_related(Prefetch("readings", up_to))


class OwnerChangeQuerySet(QuerySet[Any]):
    """Which actions changed hands?"""

    def with_former_owners(self) -> OwnerChangeQuerySet:
        """Fetch with each change, the earliest first, the owner of before and its group."""
        return self.select_related("was__parent").order_by("changed_on", "pk")
