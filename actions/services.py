"""Changes to the plan's record: each whole or not at all, each with who did it."""

from __future__ import annotations

from actions import working_days
from actions.models import Meeting, Plan, ReportingPeriod


def add_period(*, plan: Plan, meeting: Meeting) -> ReportingPeriod:
    """Return the round of updates for `meeting`, with its dates in working days before it.

    It starts at the cut-off before it, the first at the day on which the plan was submitted.
    """
    held_on = meeting.held_on
    cut_off = working_days.updates_due(held_on)
    previous = plan.periods.filter(cut_off__lt=cut_off).last()
    return ReportingPeriod.objects.create(
        plan=plan,
        meeting=meeting,
        starts_on=previous.cut_off if previous else plan.submitted_on,
        opens_on=working_days.updates_open(held_on),
        cut_off=cut_off,
        check_by=working_days.check_by(held_on),
        publish_by=working_days.publish_by(held_on),
    )
