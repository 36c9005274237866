"""Changes to the plan's frame: each whole or not at all."""

from __future__ import annotations

from django.db import transaction

from actions import working_days
from actions.models import Meeting, Plan, ReportingPeriod


@transaction.atomic
def add_period(*, plan: Plan, meeting: Meeting) -> ReportingPeriod:
    """Return the round of updates for `meeting`, with its dates in working days before it.

    It starts at the cut-off before it, the first at the day on which the plan was submitted; the
    period after it, if there is one, then starts at its cut-off.
    """
    held_on = meeting.held_on
    cut_off = working_days.updates_due(held_on)
    previous = plan.periods.filter(cut_off__lt=cut_off).last()
    for following in plan.periods.filter(cut_off__gt=cut_off)[:1]:
        following.starts_on = cut_off
        following.save()
    return ReportingPeriod.objects.create(
        plan=plan,
        meeting=meeting,
        starts_on=previous.cut_off if previous else plan.submitted_on,
        opens_on=working_days.updates_open(held_on),
        cut_off=cut_off,
        check_by=working_days.check_by(held_on),
        publish_by=working_days.publish_by(held_on),
    )
