"""A page costs the same number of queries whatever the size of the plan."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.models import Action, Plan
from actions.position import plan_position
from actions.tests.growing import grow
from jtai_tracker import clock

PLAN = "/plans/sefton-jtai-2019/"


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("who", "url"),
    [
        ("chair", PLAN),
        ("chair", f"{PLAN}actions/"),
        ("chair", f"{PLAN}actions/2.6/"),
        ("police", f"{PLAN}actions/2.6/"),
        ("police", "/updates/"),
        ("police", f"{PLAN}actions/2.6/updates/new/"),
        ("administrator", "/people/"),
    ],
)
def test_the_same_number_at_42_actions_and_at_420(
    request: pytest.FixtureRequest, plan: Plan, who: str, url: str
) -> None:
    client = request.getfixturevalue(who)
    few = queries(client, url)
    grow(plan, 10)
    assert Action.objects.filter(plan=plan).count() == 420
    assert queries(client, url) == few
    assert 5 <= few <= 25


def test_the_position_itself(plan: Plan) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            plan_position(plan, clock.today())
        return len(captured)

    few = cost()
    grow(plan, 10)
    assert cost() == few == 8
