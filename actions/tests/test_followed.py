"""The measures on the dashboard: as they were known on the day, drawn where there is a figure."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from actions.followed import Followed, followed
from actions.models import Measure, Plan, Reading
from jtai_tracker.templatetags.charts import sparkline

PLAN = "/plans/sefton-jtai-2019/"


def of(plan: Plan, day: date, ref: str) -> Followed:
    return next(row for row in followed(plan, day) if row.measure.ref == ref)


def test_readings_after_the_day_are_left_out(plan: Plan) -> None:
    before, after = of(plan, date(2020, 6, 29), "M1"), of(plan, date(2020, 6, 30), "M1")
    assert (before.latest, str(after.latest)) == (None, "over 1,500 users")


def test_a_measure_stands_until_the_day_it_is_withdrawn(plan: Plan) -> None:
    Measure.objects.filter(ref="M1").update(withdrawn_on=date(2020, 8, 1))
    held = [
        "M1" in {row.measure.ref for row in followed(plan, date(2020, month, day))}
        for month, day in ((7, 31), (8, 1))
    ]
    assert held == [True, False]


def test_a_bound_is_said_but_not_drawn(plan: Plan) -> None:
    assert of(plan, date(2020, 9, 1), "M1").points == []
    assert of(plan, date(2020, 9, 1), "M4").points == [(date(2020, 5, 31), Decimal("30.00"))]


def test_a_later_no_figure_does_not_hide_the_last_figure(plan: Plan, chair: Client) -> None:
    measure = Measure.objects.get(ref="M2")
    Reading.objects.create(measure=measure, as_at=date(2020, 8, 1), qualifier="no_figure")
    row = of(plan, date(2020, 9, 1), "M2")
    assert (str(row.latest), str(row.last_figure)) == ("no figure reported", "85%")
    shown = " ".join(chair.get(PLAN).content.decode().split())
    assert "No figure reported, 1 August 2020; before that 85%, 30 June 2020" in shown


def test_the_dashboard_says_which_way_is_better_and_where_nothing_is_reported(
    chair: Client,
) -> None:
    html = chair.get(PLAN).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", html[html.index('id="measures"') :]).split())
    assert "SALT waiting time Lower is better None None No figure reported" in text
    assert "Additional social workers recruited Higher is better None 6 posts No figure" in text


@pytest.mark.parametrize(("figures", "line"), [([], ""), ([5], ""), ([5, 7], "5.0,31.0 115.0,5.0")])
def test_one_figure_is_a_dot_and_several_are_a_line(figures: list[int], line: str) -> None:
    points = [(date(2020, 1 + n, 1), Decimal(figure)) for n, figure in enumerate(figures)]
    drawn = sparkline(points, None, "")
    assert drawn["line"] == line
    assert bool(drawn["dot"]) is bool(figures)


def test_the_target_is_drawn_on_the_same_scale() -> None:
    points = [(date(2020, 1, 1), Decimal(0)), (date(2020, 3, 1), Decimal(5))]
    drawn = sparkline(points, Decimal(10), "")
    assert (drawn["target_y"], drawn["dot"]) == (5.0, (115.0, 18.0))
