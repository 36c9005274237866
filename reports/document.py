"""The typed document: what a report says, before anybody decides how it looks.

Builders make a `Document` from the record; renderers turn it into HTML, PDF, Word or Excel and see
no model. The same document goes to JSON and back, so that what was issued is kept word for word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, TypeAlias

ItemStyle = Literal["bullet", "number", "roman"]
Orientation = Literal["portrait", "landscape"]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `number` is the committee's paragraph number ("3.1") or empty."""

    text: str
    number: str = ""


@dataclass(frozen=True)
class Items:
    """A list: bullets, (1) (2) for recommendations, or (i) (ii) inside a paragraph."""

    items: tuple[str, ...]
    style: ItemStyle = "bullet"


@dataclass(frozen=True)
class KeyValues:
    """Labelled short facts, such as the top of the front sheet. `caption` is for screen readers."""

    caption: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Cell:
    """Text in a table; `on` makes it a real date in Excel, `note` is a second, quieter line."""

    text: str
    on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class RatingCell:
    """A rating: the word (`text`), its letter and its code, never only a colour."""

    text: str
    letter: str
    code: str
    note: str = ""


@dataclass(frozen=True)
class Column:
    """A column heading, its share of the width, and the heading of its notes where it has any.

    Excel gives the notes a column of their own under `note_heading`, so that they can be filtered;
    the other formats print them under the value.
    """

    heading: str
    width: int
    note_heading: str = ""


@dataclass(frozen=True)
class Table:
    """A data table with one header row; the first column names the row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | RatingCell, ...], ...]


Block: TypeAlias = Paragraph | Items | KeyValues | Table


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it; an empty heading prints none.

    `level` counts from 1. `front` marks the fields of the front sheet, which rank below the
    report's own numbered sections in Word's outline. `number` is "3" for "3. Police Update".
    """

    heading: str
    blocks: tuple[Block, ...]
    number: str = ""
    level: int = 1
    front: bool = False


@dataclass(frozen=True)
class Document:
    """A whole report or appendix. `status` is "Draft, not issued" until it is issued.

    `compact` sets it closer, for a paper that must be read in two pages.
    """

    title: str
    subtitle: str
    short_title: str
    author: str
    status: str
    orientation: Orientation
    sections: tuple[Section, ...]
    language: str = "en-GB"
    compact: bool = False


_TYPES: dict[str, type] = {
    kind.__name__: kind
    for kind in (Paragraph, Items, KeyValues, Cell, RatingCell, Column, Table, Section, Document)
}


def to_json(value: Any) -> Any:
    """Return `value` (a document or a part of one) as plain JSON, each object naming its type."""
    if type(value).__name__ in _TYPES:
        parts = {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
        return {"type": type(value).__name__, **parts}
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    return {"date": value.isoformat()} if isinstance(value, date) else value


def from_json(data: Any) -> Any:
    """Return the document that `to_json` wrote. Raises KeyError on a type that it does not know."""
    if isinstance(data, list):
        return tuple(from_json(item) for item in data)
    if not isinstance(data, dict):
        return data
    if "type" not in data:
        return date.fromisoformat(data["date"])
    parts = {name: from_json(part) for name, part in data.items() if name != "type"}
    return _TYPES[data["type"]](**parts)


def texts(value: Any) -> Iterator[str]:
    """Yield each text that a reader must find in every format, in reading order.

    Numbers, widths and codes are left out: Word numbers by itself, and a code is never printed.
    """
    match value:
        case Document():
            yield from filter(None, (value.title, value.subtitle, value.status))
            yield from texts(value.sections)
        case Section():
            yield from filter(None, (value.heading,))
            yield from texts(value.blocks)
        case Paragraph():
            yield value.text
        case Items():
            yield from value.items
        case KeyValues():
            yield from (text for row in value.rows for text in row if text)
        case Table():
            yield value.caption
            yield from (column.heading for column in value.columns)
            yield from texts(value.rows)
        case Cell() | RatingCell():
            yield from filter(None, (value.text, value.note))
        case tuple():
            for part in value:
                yield from texts(part)
