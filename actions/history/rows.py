"""What one change was, and how it is put in words: a pure module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from jtai_tracker.dates import long_date

Values = Mapping[str, Any]

# A save and the links that are set after it leave a version each; so near, they are one change.
TOGETHER = timedelta(seconds=2)
# A text longer than this is shown beneath the sentence.
SHORT = 80


@dataclass(frozen=True)
class Who:
    """A person as the record names them, and whom they worked for, if they did for a partner."""

    name: str
    partner: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.partner})" if self.partner else self.name


@dataclass(frozen=True)
class Version:
    """A thing as it stood after one save. `kind` is + for new, ~ for changed, - for deleted."""

    key: int
    kind: str
    at: datetime
    by: Who | None
    why: str
    values: Values


@dataclass(frozen=True)
class Row:
    """One change of one thing: its values before and after it.

    `before` is None for the first that is known of it, which is not `new` where its history was
    begun later; `after` is None for a thing that was deleted.
    """

    key: int
    at: datetime
    by: Who | None
    why: str
    before: Values | None
    after: Values | None
    new: bool = False

    @property
    def who(self) -> str:
        """Who did it, as the subject of a sentence."""
        return str(self.by) if self.by else "The system"

    def set_now(self, name: str) -> bool:
        """Return whether this change gave `name` a value that had none."""
        return bool(self.after and self.after[name] and not (self.before or {}).get(name))

    def cleared(self, name: str) -> bool:
        """Return whether this change took away the value of `name`."""
        return bool(self.after and self.before and self.before[name] and not self.after[name])


@dataclass(frozen=True)
class Change:
    """What one field was and became, in words."""

    label: str
    before: str
    after: str

    @property
    def is_long(self) -> bool:
        """Whether the texts are too long to stand inside a sentence."""
        return any(len(text) > SHORT or "\n" in text for text in (self.before, self.after))

    def in_words(self, of: str = "") -> str:
        """What was done, after the subject of a sentence: "changed the owner from A to B"."""
        what = f"the {self.label}{of}"
        if self.is_long:
            return f"changed {what}"
        if not self.before:
            return f"set {what} to {self.after}"
        if not self.after:
            return f"took away {what}, which was {self.before}"
        return f"changed {what} from {self.before} to {self.after}"


@dataclass(frozen=True)
class Told:
    """One change as a sentence. `day` is the record's own day, for what was loaded."""

    at: datetime
    by: Who | None
    sentence: str
    day: date | None = None
    recorded_by: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether what changed is too long to be shown unasked."""
        return any(change.is_long for change in self.changes)


def rows(versions: Iterable[Version], links: frozenset[str] = frozenset()) -> list[Row]:
    """Return the changes between these versions, which come in the order of recording.

    `links` names the values that are set after a save: a version in which only they differ from
    the same person's version just before it belongs to that change.
    """
    found: list[Row] = []
    last: dict[int, int] = {}
    for version in versions:
        place = last.get(version.key)
        previous = found[place] if place is not None else None
        if place is not None and previous and _belongs_to(version, previous, links):
            found[place] = replace(previous, after=version.values)
            continue
        last[version.key] = len(found)
        found.append(_row(version, previous))
    return found


def _row(version: Version, previous: Row | None) -> Row:
    return Row(
        key=version.key,
        at=version.at,
        by=version.by,
        why=version.why,
        before=previous.after if previous else None,
        after=None if version.kind == "-" else version.values,
        new=version.kind == "+",
    )


def _belongs_to(version: Version, previous: Row, links: frozenset[str]) -> bool:
    if version.kind != "~" or previous.after is None or version.by != previous.by:
        return False
    differ = {name for name, value in version.values.items() if value != previous.after[name]}
    near = version.at - previous.at <= TOGETHER
    return near and bool(differ) and differ <= links


def told(row: Row, said: str, *, why: str | None = None, **more: Any) -> Told:
    """Return `said` as the sentence of `row`, with the reason behind it: the row's, or `why`."""
    return Told(row.at, row.by, sentence(said, row.why if why is None else why), **more)


def sentence(said: str, why: str = "") -> str:
    """Return "said: why." with one full stop at its end."""
    text = f"{said}: {why}" if why else said
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def words(value: Any) -> str:
    """Return a value as people write it; nothing for an empty one."""
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    return str(value) if value not in (None, "") else ""


def quoted(text: str) -> str:
    """Return a title inside quotation marks."""
    return f"“{text}”"


def listed(names: Sequence[str]) -> str:
    """Return "A", "A and B" or "A, B and C"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def differences(before: Values, after: Values, labels: Mapping[str, str]) -> list[Change]:
    """Return what differs between two versions, in the order of `labels`."""
    return [
        Change(label, words(before[name]), words(after[name]))
        for name, label in labels.items()
        if before[name] != after[name]
    ]


def changed(row: Row, changes: Sequence[Change], of: str = "") -> Iterator[Told]:
    """Yield what `row` changed, if anything; one short change stands in the sentence itself."""
    if len(changes) == 1:
        [change] = changes
        beneath = tuple(changes) if change.is_long else ()
        yield told(row, f"{row.who} {change.in_words(of)}", changes=beneath)
    elif changes:
        named = listed([f"the {change.label}" for change in changes])
        yield told(row, f"{row.who} changed {named}{of}", changes=tuple(changes))
