"""The trend: which days, and a chart that says what its table says."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from actions.models import Action, Plan, ProgressUpdate
from actions.position import plan_position
from actions.trend import trend_days

PLAN = "/plans/sefton-jtai-2019/"


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2020-03-30", "2020-03-30", ["2020-03-30"]),
        ("2020-03-30", "2020-03-31", ["2020-03-30", "2020-03-31"]),
        ("2020-03-30", "2020-06-15", ["2020-03-30", "2020-04-30", "2020-05-31", "2020-06-15"]),
        ("2020-03-30", "2020-06-05", ["2020-03-30", "2020-04-30", "2020-06-05"]),
        ("2020-03-24", "2020-05-08", ["2020-03-24", "2020-03-31", "2020-04-30", "2020-05-08"]),
        ("2019-11-30", "2020-02-29", ["2019-11-30", "2019-12-31", "2020-01-31", "2020-02-29"]),
    ],
)
def test_month_ends_lie_between_the_submission_and_the_day(
    first: str, last: str, days: list[str]
) -> None:
    found = trend_days(date.fromisoformat(first), date.fromisoformat(last))
    assert [day.isoformat() for day in found] == days


def test_no_more_than_twelve_days_and_the_last_is_the_one_shown() -> None:
    days = trend_days(date(2018, 1, 1), date(2020, 9, 20))
    assert len(days) == 12
    assert (days[0], days[-2], days[-1]) == (
        date(2019, 10, 31),
        date(2020, 8, 31),
        date(2020, 9, 20),
    )


def test_each_day_counts_as_the_position_of_that_day(chair: Client, plan: Plan) -> None:
    Action.objects.filter(ref="1.1").update(added_on=date(2020, 5, 1))
    trend = chair.get(f"{PLAN}?as_at=2020-08-28").context["trend"]
    assert [day.day.isoformat() for day in trend.days] == [
        *("2020-03-30", "2020-04-30", "2020-05-31", "2020-06-30", "2020-07-31", "2020-08-28"),
    ]
    for day in trend.days:
        position = plan_position(plan, day.day)
        assert {s: n for s, n in position.counts.items() if s in trend.statuses} == dict(
            day.by_status
        )
        assert day.overdue == sum(action.overdue for action in position.actions)
        assert day.total == len(position.actions)


def test_the_chart_says_what_the_table_says(chair: Client) -> None:
    ProgressUpdate.objects.filter(action__ref="1.1").update(delivery_rating="at_risk")
    html = chair.get(f"{PLAN}?as_at=2020-08-28").content.decode()
    trend = chair.get(f"{PLAN}?as_at=2020-08-28").context["trend"]
    said = [
        (day, int(number), what)
        for day, number, what in re.findall(r"<title>(\d+ \w+ \d+): (\d+) ([^<]+)</title>", html)
    ]
    for day in trend.days:
        of_day = {what: n for words, n, what in said if words == f"{day.day.day} {day.day:%B %Y}"}
        assert of_day.pop("overdue") == day.overdue
        assert of_day == {s.label.lower(): n for s, n in day.by_status if n}
    table = re.findall(r"<tr[^>]*>(.*?)</tr>", html[html.index('id="trend-caption"') :], re.DOTALL)
    for row, day in zip(table[1:], trend.days, strict=False):
        cells = [int(n) for n in re.findall(r"<td[^>]*>(\d+)</td>", row)]
        assert cells == [*(n for _, n in day.by_status), day.overdue]


def test_bars_are_as_high_as_their_numbers(chair: Client) -> None:
    html = chair.get(f"{PLAN}?as_at=2020-08-28").content.decode()
    bars = re.findall(
        r'<rect class="app-bar__part--\w+" x="6%" y="[\d.]+" width="88%" height="([\d.]+)">'
        r"<title>[^:]+: (\d+)",
        html,
    )
    assert len(bars) > 10
    for height, number in bars:
        assert float(height) == pytest.approx(200 * int(number) / 42, abs=0.2)
