"""The position as data: it says what the position says, and keeps to its schema."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from actions.feed import feed
from actions.feed_fields import FIELDS
from actions.feed_schema import rows, rows_of_a_list, schema
from actions.headlines import headlines
from actions.models import Action, Plan, ProgressUpdate
from actions.position import plan_position
from actions.stands import ActionPosition
from actions.tests.test_hostile_text import HOSTILE
from jtai_tracker.text import clean_text

PLAN = "/plans/sefton-jtai-2019/"
FEED = f"{PLAN}position.json"
DAYS = [date(2020, 3, 30), date(2020, 6, 30), date(2020, 8, 28), date(2020, 9, 1)]


def read(client: Client, query: str = "") -> Any:
    response = client.get(f"{FEED}?{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    return response.json()


def refs(actions: list[dict[str, Any]], key: str, value: Any = True) -> list[str]:
    return [action["ref"] for action in actions if action[key] == value]


def test_it_says_what_is_known_of_the_demonstration(chair: Client) -> None:
    read_on = read(chair, "as_at=2020-08-28")
    assert {key: number for key, number in read_on["counts"].items() if number} == {
        "on_track": 25,
        "at_risk": 2,
        "off_track": 4,
        "awaiting_sign_off": 7,
        "closed": 4,
        "total": 42,
    }
    assert read_on["figures"]["overdue"] == 1
    assert read_on["figures"]["no_update"] == 6
    assert read_on["figures"]["moved"] == 1
    assert refs(read_on["actions"], "status", "off_track") == ["1.4", "1.10", "3.4", "4.8"]
    assert refs(read_on["actions"], "overdue") == ["3.4"]
    assert refs(read_on["actions"], "closed") == ["2.1", "2.3", "2.7", "3.1"]
    assert refs(read_on["actions"], "no_update_received") == [
        *("1.1", "1.2", "2.8", "3.8", "3.9", "3.10")
    ]


@pytest.mark.parametrize("day", DAYS)
def test_it_is_the_position_of_the_day(chair: Client, plan: Plan, day: date) -> None:
    position, data = plan_position(plan, day), read(chair, f"as_at={day}")
    assert (data["as_at"], data["since"]) == (str(position.as_at), str(position.since))
    counts = {status.value: number for status, number in position.counts.items()}
    assert data["counts"] == counts | {"total": len(position.actions)}
    assert data["actions"] == [_told(action) for action in position.actions]


def _told(action: ActionPosition) -> dict[str, Any]:
    dates = ("original_due_on", "due_on", "closed_on", "last_update_on")
    plain = "ref title priority_area due_as_written times_moved overdue days_overdue closed"
    plain += " no_update_received rounds_silent"
    return {
        **{key: getattr(action, key) for key in plain.split()},
        **{key: getattr(action, key) and str(getattr(action, key)) for key in dates},
        "owner": action.owner.name,
        "owner_group": action.owner.group_name,
        "supporting": list(action.supporting),
        "delivery_rating": action.delivery and action.delivery.value,
        "impact_rating": action.impact and action.impact.value,
        "status": action.status.value,
        "movement": action.movement.name.lower(),
    }


@pytest.mark.parametrize("day", DAYS)
def test_its_figures_are_those_of_its_rows(chair: Client, day: date) -> None:
    data = read(chair, f"as_at={day}")
    actions, figures = data["actions"], data["figures"]
    assert figures["overdue"] == sum(action["overdue"] for action in actions)
    assert figures["moved"] == sum(action["times_moved"] > 0 for action in actions)
    assert figures["silent"] == sum(action["rounds_silent"] > 0 for action in actions)
    silent = [a for a in actions if a["no_update_received"] and not a["closed"]]
    assert figures["no_update"] == (len(silent) if data["period"] else None)
    statuses = Counter(action["status"] for action in actions)
    assert {key: statuses[key] for key in data["counts"] if key != "total"} | {
        "total": len(actions)
    } == data["counts"]
    impacts = Counter(action["impact_rating"] or "not_rated" for action in actions)
    assert figures["by_impact"] == {key: impacts[key] for key in figures["by_impact"]}
    moves = Counter(action["movement"] for action in actions)
    assert figures["by_movement"] == {key: moves[key] for key in figures["by_movement"]}


def test_its_figures_are_those_of_every_other_page(plan: Plan) -> None:
    position = plan_position(plan, date(2020, 8, 28))
    figures, data = headlines(position), feed(plan, position)["figures"]
    same = ("overdue", "no_update", "silent", "moved", "moved_twice", "without_impact")
    assert [data[key] for key in same] == [getattr(figures, key) for key in same]
    assert data["due_within"] == {str(key): n for key, n in figures.due_within.items()}


@pytest.mark.parametrize("day", DAYS)
def test_it_keeps_to_its_schema(chair: Client, day: date) -> None:
    described = chair.get(f"{PLAN}position.schema.json")
    assert described["Content-Type"] == "application/schema+json"
    assert described.json() == schema()
    Draft202012Validator.check_schema(described.json())
    validator = Draft202012Validator(described.json(), format_checker=FormatChecker())
    assert list(validator.iter_errors(read(chair, f"as_at={day}"))) == []


def test_the_schema_refuses_what_it_does_not_describe(chair: Client) -> None:
    validator = Draft202012Validator(schema(), format_checker=FormatChecker())
    data = read(chair)
    for key in data:
        assert not validator.is_valid({k: v for k, v in data.items() if k != key})
    wrong: list[tuple[str, Any]] = [("due_on", "soon"), ("status", "green"), ("overdue", "yes")]
    for key, value in wrong:
        assert not validator.is_valid({**data, "actions": [{**data["actions"][0], key: value}]})


def _keys(data: Any, kind: dict[str, Any]) -> None:
    if kind.get("type") == "array":
        for each in data:
            _keys(each, kind["items"])
    elif "properties" in kind and data is not None:
        assert list(data) == list(kind["properties"])
        for key, inner in kind["properties"].items():
            assert inner["description"].endswith("."), key
            _keys(data[key], inner)


def test_every_key_is_described_and_every_key_described_is_there(chair: Client) -> None:
    _keys(read(chair), schema())
    assert set(schema()["required"]) == set(schema()["properties"])


def test_it_has_no_person_and_no_text_of_an_update(chair: Client, cast: dict[str, Any]) -> None:
    text = json.dumps(read(chair), ensure_ascii=False)
    assert not any(user.name in text or user.email in text for user in cast.values())
    told = ProgressUpdate.objects.submitted().exclude(narrative="")
    assert not any(update.narrative[:40] in text for update in told)
    roles = Action.objects.exclude(lead_role="").values_list("lead_role", flat=True)
    assert not any(role in text for role in roles)


def test_nothing_rated_is_null_and_no_period_is_null(chair: Client, plan: Plan) -> None:
    Action.objects.create(
        plan=plan,
        ref="5.1",
        title="New",
        owner=plan.actions.all()[0].owner,
        priority_area=plan.priority_areas.all()[0],
        added_on="2020-09-01",
    )
    [new] = [action for action in read(chair)["actions"] if action["ref"] == "5.1"]
    empty = ("delivery_rating", "impact_rating", "due_on", "closed_on", "last_update_on")
    assert [new[key] for key in empty] == [None] * 5
    assert (new["status"], new["supporting"], new["due_as_written"]) == ("not_rated", [], "")
    assert read(chair, "as_at=2020-03-30")["period"] is None
    assert read(chair, "as_at=2020-08-28")["period"] == {
        "starts_on": "2020-03-30",
        "cut_off": "2020-08-28",
    }
    validator = Draft202012Validator(schema(), format_checker=FormatChecker())
    assert validator.is_valid(read(chair))
    assert validator.is_valid(read(chair, "as_at=2020-03-30"))


def test_movement_is_counted_from_the_day_that_is_asked_for(chair: Client) -> None:
    moved = read(chair, "as_at=2020-08-28&since=2020-06-30")
    assert moved["since"] == "2020-06-30"
    assert moved != read(chair, "as_at=2020-08-28&since=2020-08-27")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("as_at=soon", "Enter a real date, for example 2020-08-28."),
        ("as_at=2020-09-02", "The position can be shown up to today, not after."),
        ("as_at=2020-03-29", "submitted on 30 March 2020: no day before it."),
        ("as_at=%00", "Enter a real date"),
        ("as_at=2020-02-30", "Enter a real date"),
        ("since=soon", "Enter a real date to compare with, for example 2020-04-17."),
        ("since=2020-03-29", "submitted on 30 March 2020: compare with a day from then on."),
        ("as_at=2020-08-28&since=2020-08-29", "a day before the one shown, 28 August 2020."),
        ("as_at=2020-08-28&since=2020-08-28", "a day before the one shown, 28 August 2020."),
        ("since=%ff%fe", "Enter a real date to compare with"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_a_sentence(
    chair: Client, query: str, sentence: str
) -> None:
    response = chair.get(f"{FEED}?{query}")
    assert response.status_code == 400
    assert list(response.json()) == ["error"]
    assert sentence in response.json()["error"]


@pytest.mark.parametrize("day", ["2020-03-29", "2020-03-30", "2020-08-31", "2020-09-01", "no"])
@pytest.mark.parametrize("asked", ["as_at={}", "since={}", "as_at=2020-08-31&since={}"])
def test_the_feed_refuses_the_days_that_the_pages_refuse(
    chair: Client, asked: str, day: str
) -> None:
    query = asked.format(day)
    page = chair.get(f"{PLAN}?{query}").context
    problem = page["as_at"].problem or page["since"].problem
    answer = chair.get(f"{FEED}?{query}")
    assert answer.status_code == (400 if problem else 200)
    assert answer.json().get("error") == (f"{problem}." if problem else None)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_text_in_it(chair: Client, plan: Plan, text: str) -> None:
    Action.objects.filter(plan=plan, ref="2.6").update(title=text[:500], due_as_written=text[:100])
    response = chair.get(FEED)
    [told] = [action for action in response.json()["actions"] if action["ref"] == "2.6"]
    assert told["title"] == clean_text(text[:500])
    assert told["due_as_written"] == clean_text(text[:100])
    assert response.content.isascii()
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_page_documents_every_key_and_gives_the_address(chair: Client) -> None:
    page = unescape(chair.get(f"{PLAN}data/").content.decode())
    assert "http://testserver/plans/sefton-jtai-2019/position.json" in page
    for row in [*rows(schema()), *rows_of_a_list(schema(), "actions")]:
        assert f"<code>{row.key}</code>" in page
    for field in FIELDS:
        assert field.meaning in page
    assert "off_track (Off track)" in page
    assert "null (Not yet rated)" in page
    assert "Ask the administrator" in page


def test_the_administrator_is_led_from_it_to_the_tokens(administrator: Client) -> None:
    assert 'href="/tokens/"' in administrator.get(f"{PLAN}data/").content.decode()
