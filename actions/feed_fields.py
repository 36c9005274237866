"""What is told of an action wherever the position leaves as data: each fact with its meaning.

The feed, its schema, the table that documents it, and the list as CSV and Excel are all made from
these fields, so that they cannot part. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from actions.movement import Movement
from actions.ratings import Delivery, Impact
from actions.stands import ActionPosition, Status

Coded: TypeAlias = Delivery | Impact | Status | Movement
CODED = (Delivery, Impact, Status, Movement)
Fact: TypeAlias = str | int | date | Coded | tuple[str, ...] | None
Kind: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """One fact: its key in the feed, its heading in a list, what it means, and its JSON Schema."""

    key: str
    heading: str
    meaning: str
    kind: Kind
    of: Callable[[ActionPosition], Fact]


def code(value: Coded) -> str:
    """Return how a rating, a status or a movement is written in the feed: "off_track"."""
    return value.name.lower() if isinstance(value, Movement) else str(value.value)


def in_words(value: Coded) -> str:
    """Return how it is read: "Off track"."""
    return value.value if isinstance(value, Movement) else str(value.label)


def one_of(values: Iterable[Coded], none: str = "") -> Kind:
    """Return the schema of a code that is one of these; `none` says what null stands for."""
    choices: list[Kind] = [{"const": code(value), "title": in_words(value)} for value in values]
    return {"oneOf": choices + ([{"const": None, "title": none}] if none else [])}


TEXT: Kind = {"type": "string"}
NUMBER: Kind = {"type": "integer", "minimum": 0}
YES_OR_NO: Kind = {"type": "boolean"}
DATE: Kind = {"type": "string", "format": "date"}
DATE_OR_NULL: Kind = {"type": ["string", "null"], "format": "date"}
TEXTS: Kind = {"type": "array", "items": TEXT}

FIELDS: tuple[Field, ...] = (
    Field("ref", "Reference", "The action's reference in the plan.", TEXT, lambda a: a.ref),
    Field("title", "Action", "What is to be done.", TEXT, lambda a: a.title),
    Field(
        "owner",
        "Owner",
        "The partner that owned the action on the day.",
        TEXT,
        lambda a: a.owner.name,
    ),
    Field(
        "owner_group",
        "Group",
        "The partner under whose heading the owner reports; its own name where it reports alone.",
        TEXT,
        lambda a: a.owner.group_name,
    ),
    Field(
        "supporting",
        "Supporting partners",
        "The partners that support the owner.",
        TEXTS,
        lambda a: a.supporting,
    ),
    Field(
        "priority_area",
        "Priority area",
        "The number of the area for priority action.",
        NUMBER,
        lambda a: a.priority_area,
    ),
    Field(
        "delivery_rating",
        "Delivery rating",
        "Whether it will be done on time, as its owner declared it last by the day.",
        one_of(Delivery, "Not yet rated"),
        lambda a: a.delivery,
    ),
    Field(
        "impact_rating",
        "Impact rating",
        "What difference it makes for children, as its owner declared it last by the day.",
        one_of(Impact, "Not yet rated"),
        lambda a: a.impact,
    ),
    Field(
        "status",
        "Status",
        "The delivery rating, with what the board made of an action that is said to be complete.",
        one_of(Status),
        lambda a: a.status,
    ),
    Field(
        "original_due_on",
        "Original due date",
        "The due date that the plan was submitted with.",
        DATE_OR_NULL,
        lambda a: a.original_due_on,
    ),
    Field(
        "due_on",
        "Due date",
        "The due date that held on the day.",
        DATE_OR_NULL,
        lambda a: a.due_on,
    ),
    Field(
        "due_as_written",
        "Due date as written",
        "The words in place of a date, such as “ongoing”; empty where there are none.",
        TEXT,
        lambda a: a.due_as_written,
    ),
    Field(
        "times_moved",
        "Times moved",
        "How often the board had moved the due date by the day.",
        NUMBER,
        lambda a: a.times_moved,
    ),
    Field(
        "overdue",
        "Overdue",
        "Whether the due date had passed and the action was not complete.",
        YES_OR_NO,
        lambda a: a.overdue,
    ),
    Field(
        "days_overdue",
        "Days overdue",
        "By how many days the due date had passed; 0 where it is not overdue.",
        NUMBER,
        lambda a: a.days_overdue,
    ),
    Field(
        "closed",
        "Signed off",
        "Whether the board had signed the action off by the day.",
        YES_OR_NO,
        lambda a: a.closed,
    ),
    Field(
        "closed_on",
        "Signed off on",
        "The day on which the board signed it off.",
        DATE_OR_NULL,
        lambda a: a.closed_on,
    ),
    Field(
        "last_update_on",
        "Last update",
        "The day that the latest update speaks of, by any partner.",
        DATE_OR_NULL,
        lambda a: a.last_update_on,
    ),
    Field(
        "no_update_received",
        "No update received",
        "Whether nobody filed an update in the reporting period up to the day.",
        YES_OR_NO,
        lambda a: a.no_update_received,
    ),
    Field(
        "rounds_silent",
        "Rounds without an update",
        "How many whole reporting periods ended without an update, up to the day.",
        NUMBER,
        lambda a: a.rounds_silent,
    ),
    Field(
        "movement",
        "Movement",
        "How the action moved between the day in “since” and the day in “as_at”.",
        one_of(Movement),
        lambda a: a.movement,
    ),
)
