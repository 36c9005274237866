"""On which day of a round which reminder goes out. A pure module."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from actions.working_days import (
    is_working_day,
    working_days_after,
    working_days_before,
    working_days_between,
)

# Working days before the cut-off (the partnership's own timetable), and after it for the escalation
# contact. That last number is ours: long enough for the reminder of the day after to be acted on,
# and well before democratic services has checked the updates and publishes.
EARLY, LAST, ESCALATE = 5, 1, 3


class Stage(TextChoices):
    """Which reminder of a round, in the order in which they come."""

    OPENED = "opened", "The round opens"
    FIVE_DAYS = "five_days", "Five working days left"
    ONE_DAY = "one_day", "One working day left"
    DAY_AFTER = "day_after", "The day after"
    ESCALATED = "escalated", "To the escalation contact"


# What a lead can turn off. The day before and the day after always come.
EARLY_STAGES = frozenset({Stage.OPENED, Stage.FIVE_DAYS})


@dataclass(frozen=True)
class RoundDates:
    """The days of a round that its reminders hang on."""

    opens_on: date
    cut_off: date
    held_on: date
    issued: bool = False

    def asks_on(self, day: date) -> bool:
        """Return whether anybody may be reminded on `day`: a working day, and not too late.

        Nothing is sent after the meeting, nor once the report was issued: nothing can join it.
        """
        in_time = self.opens_on <= day <= self.held_on
        return in_time and not self.issued and is_working_day(day)

    def stage_for_lead(self, day: date) -> Stage | None:
        """Return the latest reminder to leads that has come by `day`; None when none is sent.

        A stage whose own day was missed is still the latest until the next one comes, so that it
        goes out on the next working day on which the timer runs.
        """
        if not self.asks_on(day):
            return None
        come = {
            Stage.OPENED: self.opens_on,
            Stage.FIVE_DAYS: working_days_before(self.cut_off, EARLY),
            Stage.ONE_DAY: working_days_before(self.cut_off, LAST),
            Stage.DAY_AFTER: working_days_after(self.cut_off, 1),
        }
        return [stage for stage, comes_on in come.items() if comes_on <= day][-1]

    def escalates(self, day: date) -> bool:
        """Return whether escalation contacts are told on `day`: from 3 working days after it.

        The number is ours, as is that this is no later stage of the lead's: where the timer did
        not run for some days, the lead is still told, and before the contact is.
        """
        return self.asks_on(day) and day >= working_days_after(self.cut_off, ESCALATE)

    def time_left(self, day: date) -> str:
        """Return how long it is from `day` to a cut-off that has not passed, in words."""
        left = working_days_between(day + timedelta(days=1), self.cut_off)
        if not left:
            return "today is the last day"
        return f"{left} working day{'' if left == 1 else 's'} left"
