"""The JSON Schema of the feed, and the same as rows for people to read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from actions.feed import SCHEMA_VERSION
from actions.feed_fields import (
    DATE,
    FIELDS,
    NUMBER,
    TEXT,
    Coded,
    Kind,
    code,
    in_words,
)
from actions.headlines import AHEAD
from actions.movement import Movement
from actions.ratings import Impact
from actions.stands import Status

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> Kind:
    """Return the schema of the feed (draft 2020-12). Keys may be added to what it describes."""
    return {
        "$schema": _DIALECT,
        "$id": f"urn:action-plan-tracker:position:{SCHEMA_VERSION}",
        "title": "Position of an action plan as at a day",
        **_object(
            {
                "schema_version": _told(
                    {"const": SCHEMA_VERSION},
                    "Goes up when a key is taken away or changes its meaning.",
                ),
                "plan": _plan(),
                "as_at": _told(DATE, "The day of the position."),
                "since": _told(DATE, "The day from which movement is counted."),
                "period": _period(),
                "counts": _counts(),
                "figures": _figures(),
                "priority_areas": _priority_areas(),
                "actions": _actions(),
            }
        ),
    }


def _object(properties: dict[str, Kind], *types: str) -> Kind:
    kind: Any = ["object", *types] if types else "object"
    return {"type": kind, "properties": properties, "required": list(properties)}


def _told(kind: Kind, meaning: str) -> Kind:
    return {**kind, "description": meaning}


def _plan() -> Kind:
    facts = {
        "slug": _told(TEXT, "The plan's name in addresses."),
        "title": _told(TEXT, "The plan's title."),
    }
    return _told(_object(facts), "The plan.")


def _period() -> Kind:
    facts = {
        "starts_on": _told(
            DATE, "The cut-off before, or the day of submission: the period follows."
        ),
        "cut_off": _told(DATE, "The last day of the period."),
    }
    return _told(
        _object(facts, "null"), "The reporting period of the day; null where there is none."
    )


def _counts() -> Kind:
    every = _numbers(Status, "Actions with the status “{}”.")
    every["total"] = _told(NUMBER, "All actions that the plan held on the day.")
    return _told(_object(every), "How many actions have each status.")


def _figures() -> Kind:
    within = {
        str(days): _told(NUMBER, f"Open actions due from the day to {days} days after it.")
        for days in AHEAD
    }
    unrated = {"not_rated": _told(NUMBER, "Actions whose impact is not yet rated.")}
    told = {
        "overdue": "Actions past their due date and not complete.",
        "no_update": "Actions, not signed off, without an update in the reporting period; null"
        " where the day is in none.",
        "silent": "Actions of which whole reporting periods passed without an update.",
        "moved": "Actions whose due date was moved.",
        "moved_twice": "Actions whose due date was moved more than once.",
        "without_impact": "Complete actions with no evidence of impact.",
    }
    figures = {key: _told(NUMBER, meaning) for key, meaning in told.items()}
    # Nothing is due on a day that belongs to no reporting period.
    figures["no_update"] = _told({**NUMBER, "type": ["integer", "null"]}, told["no_update"])
    figures["due_within"] = _told(_object(within), "How many actions are due soon.")
    figures["by_impact"] = _told(
        _object(_numbers(Impact, "Actions with the impact “{}”.") | unrated),
        "How many actions have each impact rating.",
    )
    figures["by_movement"] = _told(
        _object(_numbers(Movement, "Actions with the movement “{}”.")),
        "How many actions moved which way since the day in “since”.",
    )
    return _told(_object(figures), "The figures that the dashboard shows.")


def _numbers(values: Iterable[Coded], meaning: str) -> dict[str, Kind]:
    return {code(value): _told(NUMBER, meaning.format(in_words(value))) for value in values}


def _priority_areas() -> Kind:
    facts = {
        "number": _told(NUMBER, "Its number."),
        "title": _told(TEXT, "Its short title."),
    }
    return _told({"type": "array", "items": _object(facts)}, "The areas for priority action.")


def _actions() -> Kind:
    facts = {
        field.key: {"title": field.heading, **_told(field.kind, field.meaning)} for field in FIELDS
    }
    actions = {"type": "array", "items": _object(facts)}
    return _told(actions, "The actions that the plan held on the day, by their references.")


@dataclass(frozen=True)
class Row:
    """One key as a page lists it: where it stands, what its value is, and what it means."""

    key: str
    value: str
    meaning: str


def rows(kind: Kind, above: str = "") -> Iterator[Row]:
    """Yield each key that the schema `kind` describes, those inside it after it: "plan.slug"."""
    for key, inner in kind["properties"].items():
        path = f"{above}{key}"
        yield Row(path, _value(inner), inner["description"])
        if "properties" in inner:
            yield from rows(inner, f"{path}.")


def rows_of_a_list(kind: Kind, key: str) -> list[Row]:
    """Return the keys of each entry in the list `key` of the schema `kind`."""
    return list(rows(kind["properties"][key]["items"]))


def _value(kind: Kind) -> str:
    if "oneOf" in kind:
        return ", ".join(f"{_literal(one['const'])} ({one['title']})" for one in kind["oneOf"])
    if "const" in kind:
        return str(kind["const"])
    types = [kind["type"]] if isinstance(kind["type"], str) else kind["type"]
    words = [_WORDS.get((name, kind.get("format")), name) for name in types]
    return " or ".join(words)


def _literal(value: str | None) -> str:
    return "null" if value is None else value


_WORDS = {
    ("string", None): "text",
    ("string", "date"): "date, as 2020-08-28",
    ("null", "date"): "null",
    ("integer", None): "whole number",
    ("boolean", None): "true or false",
    ("array", None): "list",
    ("object", None): "the keys below",
}
