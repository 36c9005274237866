"""What a chair has still to read: what was filed in this round, and in their own time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from actions.models import Plan, ProgressUpdate, ReportingPeriod
from jtai_tracker import clock
from partners.models import User
from partners.permissions import Permission


def reads_since(plan: Plan, user: User) -> date:
    """Return the first day whose filings `user` is asked to read.

    Rule: a new chair inherits no backlog. What was filed before the role began is not theirs, and
    what was filed before the round began has been to the committee.
    """
    today = clock.today()
    held = user.memberships.held_on(today).allowing(Permission.HOLD_TO_ACCOUNT)
    began = held.order_by("starts_on").values_list("starts_on", flat=True).first()
    period = ReportingPeriod.objects.collecting(plan, today)
    # The previous cut-off belongs to the round before.
    opened = period.starts_on + timedelta(days=1) if period else plan.submitted_on
    return max(began or today, opened)


def keys_to_read(plan: Plan, since: date, *, besides: int | None = None) -> list[int]:
    """Return the keys of the updates that were filed since then and are not read, oldest first.

    `besides` is the key of one that was read just now: it keeps its place in the list.
    """
    unread = ProgressUpdate.objects.to_acknowledge(plan, since).values("pk")
    listed = ProgressUpdate.objects.submitted().filter(action__plan=plan)
    listed = listed.filter(pk__in=unread) | listed.filter(pk=besides)
    return list(listed.order_by("submitted_at", "pk").values_list("pk", flat=True))


def in_full(keys: Collection[int]) -> list[ProgressUpdate]:
    """Return the updates with these keys, oldest first, ready to be shown.

    Costs the same number of queries for any number, but each holds long texts: ask for one page.
    """
    shown = ProgressUpdate.objects.submitted().filter(pk__in=keys)
    related = shown.select_related("action", "partner", "author", "theme", "waiting_on", "confirms")
    whole = related.prefetch_related("milestones", "readings__measure")
    whole = whole.with_proofs(clock.today()).with_acknowledgements(clock.today())
    return list(whole.order_by("submitted_at", "pk"))
