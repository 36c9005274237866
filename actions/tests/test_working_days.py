"""Working days of England and the deadlines that a meeting sets."""

from __future__ import annotations

from datetime import date

from actions import working_days
from actions.models import Meeting, Plan
from actions.services.rounds import add_period

MEETING = date(2020, 9, 22)


def test_bank_holidays_and_week_ends_are_no_working_days() -> None:
    assert not working_days.is_working_day(date(2020, 8, 31))
    assert not working_days.is_working_day(date(2020, 8, 29))
    assert working_days.is_working_day(date(2020, 8, 28))


def test_the_real_meeting_gives_the_real_deadlines() -> None:
    assert working_days.updates_due(MEETING) == date(2020, 8, 28)
    assert working_days.publish_by(MEETING) == date(2020, 9, 14)
    assert working_days.check_by(MEETING) == date(2020, 9, 4)
    assert working_days.updates_open(MEETING) == date(2020, 7, 27)


def test_five_clear_days_stand_between_publication_and_the_meeting() -> None:
    clear = [date(2020, 9, day) for day in range(15, 22)]
    assert sum(map(working_days.is_working_day, clear)) == 5


def test_a_meeting_put_in_between_shortens_the_period_after_it(plan: Plan) -> None:
    body = plan.bodies.get(abbreviation="O&S")
    add_period(plan=plan, meeting=Meeting.objects.create(body=body, held_on=date(2020, 12, 8)))
    periods = list(plan.periods.values_list("starts_on", "cut_off"))
    assert [starts_on for starts_on, _ in periods[1:]] == [cut_off for _, cut_off in periods[:-1]]
    assert len(periods) == 3
