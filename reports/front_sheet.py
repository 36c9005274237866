"""The front sheet as data: which fields a council's form has, and its answers in words.

A form is a file in `front_sheets/`; another council's form is another file. No database here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from jtai_tracker.dates import meeting_date

_FOLDER = Path(__file__).with_name("front_sheets")


class Kind(StrEnum):
    """What a field holds. The last two hold fields of their own."""

    SHORT = "short"
    MEETING_DATE = "meeting_date"  # known from the meeting, never entered
    YES_NO = "yes_no"  # or in words: "No, except Appendix 2 which is exempt"
    LONG = "long"
    NUMBERED = "numbered"
    LIST = "list"
    CONSULTED = "consulted"  # posts, each with its reference
    FACTS = "facts"  # printed as one table of labels and answers
    GROUP = "group"  # printed as headings, each with its answer


@dataclass(frozen=True)
class Field:
    """One field of the form. A required one may be blank in a draft, but not when issued."""

    key: str
    label: str
    kind: Kind
    required: bool = False
    help: str = ""
    lead_in: str = ""
    caption: str = ""
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True)
class FrontSheet:
    """A council's form: its fields in print order, and what it prints for a blank one."""

    title: str
    blank: str
    fields: tuple[Field, ...]

    def entries(self) -> Iterator[tuple[str, Field]]:
        """Yield every field that has an answer, after the label of the group that it stands in."""
        for field in self.fields:
            for inner in field.fields or (field,):
                yield (field.label if field.fields else ""), inner


@cache
def front_sheet(name: str) -> FrontSheet:
    """Return the form of this name, such as "sefton-2020".

    Raises LookupError where there is none, and ValueError for a kind of field that is not known.
    """
    try:
        form = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LookupError(f"There is no front sheet named {name}.") from None
    return FrontSheet(form["title"], form["blank"], _fields(form["fields"]))


def _fields(rows: list[dict[str, Any]]) -> tuple[Field, ...]:
    return tuple(
        Field(**{**row, "kind": Kind(row["kind"]), "fields": _fields(row.get("fields", []))})
        for row in rows
    )


def in_words(field: Field, answers: Mapping[str, Any], meeting_on: date) -> tuple[str, ...]:
    """Return a field's answer as it is printed, one text an entry; nothing for a blank one.

    `answers` are those of the report, by key; `meeting_on` is the day of its meeting.
    """
    answer = answers.get(field.key)
    if field.kind == Kind.MEETING_DATE:
        return (meeting_date(meeting_on),)
    if isinstance(answer, bool):
        return ("Yes" if answer else "No",)
    if field.kind == Kind.CONSULTED:
        return (_consulted(answer),) if answer else ()
    entries = answer if isinstance(answer, list) else [answer]
    return tuple(str(entry) for entry in entries if entry)


def _consulted(consulted: list[dict[str, str]]) -> str:
    posts = [_with_reference(**entry) for entry in consulted]
    first, last = ", the ".join(posts[:-1]), posts[-1]
    who = f"The {first} and the {last} have" if first else f"The {last} has"
    return f"{who} been consulted and any comments have been incorporated into the report."


def _with_reference(post: str, reference: str) -> str:
    return f"{post} ({reference})" if reference else post
