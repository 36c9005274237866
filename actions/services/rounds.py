"""Meetings and their rounds of updates: each change whole or not at all."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from actions import cycles, working_days
from actions.models import GovernanceBody, Meeting, Plan, ReportingPeriod
from actions.ratings import Problem
from actions.refused import Stale, refuse
from actions.working_days import Cycle
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.recording import record, version
from partners.models import User

# Further ahead no calendar is agreed and no bank holiday is known: the year is a slip of the key.
YEARS_AHEAD = 5


def worked_out(plan: Plan, meeting: Meeting) -> Cycle:
    """Return the dates that the plan's settings give for `meeting`; none opens before the plan."""
    cycle = working_days.cycle(
        meeting.held_on, opens=plan.opens_before, due=plan.due_before, check=plan.check_before
    )
    first = working_days.working_day_from(plan.submitted_on)
    return cycle._replace(opens_on=max(cycle.opens_on, first))


def meeting_version(meeting: Meeting) -> str:
    """Return what a form carries to show which dates of this meeting it was written against."""
    period = ReportingPeriod.objects.filter(meeting=meeting).first()
    return version(meeting, period) if period else version(meeting)


def refusals(plan: Plan, meeting: Meeting, dates: Cycle | None) -> list[Problem]:
    """Return what keeps `meeting`, as it would be saved, and the `dates` of its round from it.

    Rules: those of `cycles.problems`; a body meets once a day; rounds keep their order, and what
    belongs to an issued report stays as it is.
    """
    found = _wrong_meeting(plan, meeting)
    if dates is None:
        return found
    found += cycles.problems(dates, meeting.held_on, plan.submitted_on)
    if not any(problem.field == "cut_off" for problem in found):
        found += _wrong_cut_off(plan, meeting, dates.cut_off)
    return found


def _wrong_meeting(plan: Plan, meeting: Meeting) -> list[Problem]:
    sentence = ""
    if meeting.held_on < plan.submitted_on:
        submitted = long_date(plan.submitted_on)
        sentence = f"The plan was submitted on {submitted}. Enter that day or a later one"
    elif meeting.held_on.year > clock.today().year + YEARS_AHEAD:
        sentence = f"A meeting can be entered up to {YEARS_AHEAD} years ahead. Check the year"
    elif Meeting.objects.exclude(pk=meeting.pk).held(meeting.body, meeting.held_on).exists():
        day = long_date(meeting.held_on)
        sentence = f"The meeting of {meeting.body.name} on {day} has been entered already"
    return [Problem("held_on", sentence)] if sentence else []


def _wrong_cut_off(plan: Plan, meeting: Meeting, cut_off: date) -> list[Problem]:
    others = plan.periods.exclude(meeting=meeting.pk).select_related("meeting")
    same = others.filter(cut_off=cut_off).first()
    present = plan.periods.filter(meeting=meeting.pk).first()
    sentence = ""
    if same:
        sentence = f"{_round(same)} has this day. Enter another one"
    elif present is None:
        issued = ReportingPeriod.objects.issued_with(plan, cut_off)
        until = long_date(issued.cut_off) if issued else ""
        sentence = f"The report up to {until} has been issued. Enter a later day" if issued else ""
    elif cut_off != present.cut_off:
        previous = others.filter(cut_off__lt=present.cut_off).last()
        following = others.filter(cut_off__gt=present.cut_off).first()
        sentence = _between(cut_off, previous, following)
    return [Problem("cut_off", sentence)] if sentence else []


def _between(
    cut_off: date, previous: ReportingPeriod | None, following: ReportingPeriod | None
) -> str:
    if previous and cut_off <= previous.cut_off:
        return f"{_round(previous)} ends on {long_date(previous.cut_off)}. Enter a later day"
    if following and cut_off >= following.cut_off:
        return f"{_round(following)} ends on {long_date(following.cut_off)}. Enter an earlier day"
    if following and following.issued_on:
        return f"{_round(following)} begins on this day, and its report has been issued"
    return ""


def _round(period: ReportingPeriod) -> str:
    return f"The round for the meeting of {long_date(period.meeting.held_on)}"


@transaction.atomic
def add_meeting(
    *, plan: Plan, meeting: Meeting, dates: Cycle | None = None, by: User
) -> ReportingPeriod | None:
    """Save a new meeting, and with `dates` its round, which is returned. Raises Refused."""
    plan = _locked(plan)
    refuse(refusals(plan, meeting, dates))
    record(meeting, by=by)
    return add_period(plan=plan, meeting=meeting, dates=dates, by=by) if dates else None


@transaction.atomic
def add_round(*, plan: Plan, meeting: Meeting, dates: Cycle, by: User) -> ReportingPeriod:
    """Return the round, with these `dates`, of a meeting that had none. Raises Refused."""
    plan = _locked(plan)
    if plan.periods.filter(meeting=meeting).exists():
        refuse([Problem("", "This meeting has a round already. Go back to see its dates")])
    meeting = Meeting.objects.select_related("body").get(pk=meeting.pk)
    refuse(refusals(plan, meeting, dates))
    return add_period(plan=plan, meeting=meeting, dates=dates, by=by)


@transaction.atomic
def add_period(
    *, plan: Plan, meeting: Meeting, dates: Cycle | None = None, by: User | None = None
) -> ReportingPeriod:
    """Return the round of updates for `meeting`, with `dates` or those of the plan's settings.

    It starts at the cut-off before it, the first at the day on which the plan was submitted; the
    period after it, if there is one, then starts at its cut-off. Nobody is named where a plan is
    loaded from a file.
    """
    dates = dates or worked_out(plan, meeting)
    previous = plan.periods.filter(cut_off__lt=dates.cut_off).last()
    following = plan.periods.filter(cut_off__gt=dates.cut_off).first()
    if following:
        following.starts_on = dates.cut_off
        record(following, by=by, why=f"The meeting of {long_date(meeting.held_on)} came before it")
    starts_on = previous.cut_off if previous else plan.submitted_on
    period = ReportingPeriod(plan=plan, meeting=meeting, starts_on=starts_on, **dates._asdict())
    return record(period, by=by)


@transaction.atomic
def move_meeting(
    *,
    plan: Plan,
    meeting: Meeting,
    dates: Cycle | None,
    reason: str,
    version: str,
    by: User,
) -> None:
    """Save the body and day that `meeting` now holds, and move its round to `dates`.

    The round after it then starts at its cut-off. A meeting with a round stays with its body.
    Raises Refused where a rule forbids it or nothing would change, and Stale when `version` shows
    that the form was written against other dates.
    """
    plan = _locked(plan)
    current = Meeting.objects.select_related("body").get(pk=meeting.pk)
    if version != meeting_version(current):
        raise Stale
    period = plan.periods.filter(meeting=current).first()
    moved = (current.body, current.held_on) != (meeting.body, meeting.held_on)
    shifted = period is not None and dates is not None and cycle_of(period) != dates
    if not (moved or shifted):
        refuse([Problem("", "Nothing has been changed. Change a date, or go back")])
    refuse(_fixed(period, current.body, meeting.body) or refusals(plan, meeting, dates))
    if moved:
        record(meeting, by=by, why=reason)
    if period and dates and shifted:
        _shift(period, dates, reason, by)


def cycle_of(period: ReportingPeriod) -> Cycle:
    """Return the dates of a round as they are stored."""
    return Cycle(*(getattr(period, name) for name in Cycle._fields))


def _fixed(
    period: ReportingPeriod | None, was: GovernanceBody, becomes: GovernanceBody
) -> list[Problem]:
    if period and period.issued_on:
        day = long_date(period.issued_on)
        return [Problem("", f"The report was issued on {day}: its dates stay as they are")]
    if period and was != becomes:
        return [Problem("body", f"A round has been announced for it: it stays with {was.name}")]
    return []


def _shift(period: ReportingPeriod, dates: Cycle, reason: str, by: User) -> None:
    following = period.plan.periods.filter(cut_off__gt=period.cut_off).first()
    for name, day in dates._asdict().items():
        setattr(period, name, day)
    record(period, by=by, why=reason)
    if following and following.starts_on != dates.cut_off:
        following.starts_on = dates.cut_off
        record(following, by=by, why=reason)


def _locked(plan: Plan) -> Plan:
    """Let one person at a time change the meetings of this plan: each round leans on the others."""
    return Plan.objects.select_for_update().get(pk=plan.pk)
