"""Lists of what stands out, as a page shows them and as a spreadsheet takes them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from actions.stands import ActionPosition
from jtai_tracker.dates import long_date
from jtai_tracker.listing import Listing, Value


class Fact(NamedTuple):
    """One thing that is said of an entry, under its label; `long` where people wrote a text."""

    label: str
    value: str | int | date
    long: bool = False

    @property
    def in_words(self) -> str:
        """The value as a page shows it."""
        return long_date(self.value) if isinstance(self.value, date) else str(self.value)


@dataclass(frozen=True)
class Entry:
    """One line of a list: an action, or what has none.

    `group` is the heading under which it stands where a list is divided. The keys are
    those of what the board has to look at: a proposal or sign-off, a request for a new date, and a
    question with the partner that was asked.
    """

    title: str
    facts: tuple[Fact, ...] = ()
    action: ActionPosition | None = None
    group: str = ""
    closure_id: int | None = None
    request_id: int | None = None
    challenge_id: int | None = None
    asked_of_id: int | None = None

    @property
    def in_short(self) -> tuple[Fact, ...]:
        """The facts that fit on one line."""
        return tuple(fact for fact in self.facts if not fact.long)

    @property
    def at_length(self) -> tuple[Fact, ...]:
        """The facts that are texts."""
        return tuple(fact for fact in self.facts if fact.long)

    @property
    def about(self) -> str:
        """What a link is about, for those who hear it alone: "action 1.4"."""
        return f"action {self.action.ref}" if self.action else self.title


@dataclass(frozen=True)
class Section:
    """One list, whole: its word in the address, its heading, what is in it, and if nothing is.

    `known` is False where the plan does not hold what it takes to tell; `empty` then says so.
    """

    code: str
    heading: str
    about: str
    empty: str
    entries: tuple[Entry, ...]
    known: bool = True

    @property
    def number(self) -> int:
        """How many entries it has."""
        return len(self.entries)

    @property
    def number_in_words(self) -> str:
        """How many entries it has, or that nobody can tell."""
        return str(self.number) if self.known else "not known"


def on_action(action: ActionPosition, *facts: Fact, **more: object) -> Entry:
    """Return the entry of `action` with those of `facts` that say something."""
    said = tuple(fact for fact in facts if fact.value not in ("", None))
    return Entry(f"{action.ref} {action.title}", said, action, **more)  # type: ignore[arg-type]  # fields of Entry


_COLUMNS = (
    *("List", "Reference", "Title", "Owner", "Priority area", "Delivery", "Impact", "Due"),
    "About the date",
)


def listing(
    sections: Iterable[Section], *, name: str, title: str, said: str, as_at: date
) -> Listing:
    """Return `sections` as one table, each fact in the column of its label."""
    lines = [(section, entry) for section in sections for entry in section.entries]
    labels = tuple(dict.fromkeys(fact.label for _, entry in lines for fact in entry.facts))
    return Listing(
        name=name,
        title=title,
        said=said,
        as_at=as_at,
        columns=(*_COLUMNS, *labels),
        rows=tuple(_row(section, entry, labels) for section, entry in lines),
    )


def _row(section: Section, entry: Entry, labels: Iterable[str]) -> tuple[Value, ...]:
    said = {fact.label: fact.value for fact in entry.facts}
    return (section.heading, *_columns_of(entry), *(said.get(label) for label in labels))


def _columns_of(entry: Entry) -> tuple[Value, ...]:
    action = entry.action
    if action is None:
        return (None, entry.title, *[None] * 6)
    return (
        action.ref,
        action.title,
        action.owner.name,
        action.priority_area,
        str(action.status.label),
        str(action.impact.label) if action.impact else "Not yet rated",
        action.due_on or action.due_in_words,
        ", ".join(action.about_the_date),
    )
