"""What a chair has still to read: what was filed in this round, and in their own time."""

from __future__ import annotations

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


def to_read(plan: Plan, user: User, *, besides: int | None = None) -> list[ProgressUpdate]:
    """Return the updates that `user` has still to read, the oldest first, ready to be shown.

    `besides` is the key of one that was read just now: it keeps its place in the list.
    """
    since = reads_since(plan, user)
    unread = ProgressUpdate.objects.to_acknowledge(plan, since).values("pk")
    shown = ProgressUpdate.objects.submitted().filter(action__plan=plan)
    shown = shown.filter(pk__in=unread) | shown.filter(pk=besides)
    related = shown.select_related("action", "partner", "author", "theme", "waiting_on", "confirms")
    in_full = related.prefetch_related("milestones", "readings__measure")
    in_full = in_full.with_proofs(clock.today()).with_acknowledgements(clock.today())
    return list(in_full.order_by("submitted_at", "pk"))
