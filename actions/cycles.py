"""What may be the dates of a round, and how they are said. A pure module."""

from __future__ import annotations

from datetime import date, timedelta

from actions.ratings import Problem
from actions.working_days import (
    Cycle,
    is_working_day,
    nearest_working_day,
    publish_by,
    working_days_between,
)
from jtai_tracker.dates import long_date

# What each date is called, in the order in which they come.
NAMES = {
    "opens_on": "Updates open",
    "cut_off": "Updates due",
    "check_by": "Check by democratic services",
    "publish_by": "Publish by",
}


def problems(cycle: Cycle, held_on: date, submitted_on: date) -> list[Problem]:
    """Return what is wrong with a round's dates for a meeting on `held_on`, one for each date.

    Rules: each is a working day, none lies before the plan, they come in their order, and
    publication leaves five clear days (Local Government Act 1972, s100B).
    """
    found = [
        *_no_working_days(cycle),
        *_before_the_plan(cycle, submitted_on),
        *_out_of_order(cycle),
        *_too_late(cycle, held_on),
    ]
    first = {problem.field: problem for problem in reversed(found)}
    return [first[name] for name in NAMES if name in first]


def _no_working_days(cycle: Cycle) -> list[Problem]:
    return [
        Problem(name, f"{long_date(day)} is {_why_not(day)}. The nearest working day is {nearest}")
        for name, day in cycle._asdict().items()
        if not is_working_day(day)
        for nearest in [f"{nearest_working_day(day):%A} {long_date(nearest_working_day(day))}"]
    ]


def _why_not(day: date) -> str:
    return f"a {day:%A}" if day.weekday() >= 5 else "a bank holiday"


def _before_the_plan(cycle: Cycle, submitted_on: date) -> list[Problem]:
    sentence = f"The plan was submitted on {long_date(submitted_on)}. Enter that day or a later one"
    return [Problem(name, sentence) for name, day in cycle._asdict().items() if day < submitted_on]


def _out_of_order(cycle: Cycle) -> list[Problem]:
    found = []
    if cycle.cut_off <= cycle.opens_on:
        opens_on = long_date(cycle.opens_on)
        found.append(Problem("cut_off", f"Updates open on {opens_on}. Enter a day after it"))
    if cycle.check_by < cycle.cut_off:
        cut_off = long_date(cycle.cut_off)
        sentence = f"Updates are due on {cut_off}. Enter that day or a later one"
        found.append(Problem("check_by", sentence))
    if cycle.publish_by < cycle.check_by:
        check_by = long_date(cycle.check_by)
        sentence = f"The updates are checked by {check_by}. Enter that day or a later one"
        found.append(Problem("publish_by", sentence))
    return found


def _too_late(cycle: Cycle, held_on: date) -> list[Problem]:
    last = publish_by(held_on)
    if cycle.publish_by <= last:
        return []
    sentence = (
        "The law asks for five clear days before the meeting"
        f" (Local Government Act 1972, section 100B). Enter {long_date(last)} or an earlier day"
    )
    return [Problem("publish_by", sentence)]


def time_left(day: date, today: date) -> str:
    """Return how long it is until `day`: "9 working days left", "today" or "passed"."""
    if day <= today:
        return "today" if day == today else "passed"
    left = working_days_between(today + timedelta(days=1), day)
    return f"{left or 'no'} working {'day' if left == 1 else 'days'} left"
