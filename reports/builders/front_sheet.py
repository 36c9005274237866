"""The front sheet's sections: every field of the form in its order, the blank ones said to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.document import Block, Items, KeyValues, Paragraph, Section
from reports.front_sheet import Field, FrontSheet, Kind, in_words


def front_sheet_sections(
    sheet: FrontSheet, answers: Mapping[str, Any], meeting_on: date
) -> tuple[Section, ...]:
    """Return the sections of `sheet` with the report's `answers`, by key.

    Fields that are facts become one table; the others a heading each, a group's fields under it.
    """
    printer = _Printer(sheet.blank, answers, meeting_on)
    return tuple(section for field in sheet.fields for section in printer.sections(field))


@dataclass(frozen=True)
class _Printer:
    blank: str
    answers: Mapping[str, Any]
    meeting_on: date

    def sections(self, field: Field, level: int = 1) -> Iterator[Section]:
        """Yield a field's section, then those of the fields that it groups."""
        yield Section(field.label, tuple(self._blocks(field)), level=level, front=True)
        if field.kind == Kind.GROUP:
            for inner in field.fields:
                yield from self.sections(inner, level + 1)

    def _blocks(self, field: Field) -> Iterator[Block]:
        if field.kind == Kind.FACTS:
            yield KeyValues(field.caption or field.label, tuple(map(self._fact, field.fields)))
        elif field.kind != Kind.GROUP:
            yield from self._answer(field)

    def _answer(self, field: Field) -> Iterator[Block]:
        entries = in_words(field, self.answers, self.meeting_on)
        is_list = isinstance(self.answers.get(field.key), list)
        if entries and field.lead_in:
            yield Paragraph(field.lead_in)
        if entries and field.kind == Kind.NUMBERED:
            yield Items(entries, "number")
        elif entries and field.kind == Kind.LIST and is_list:
            yield Items(entries)
        else:
            yield from map(Paragraph, entries or (self.blank,))

    def _fact(self, field: Field) -> tuple[str, str]:
        entries = in_words(field, self.answers, self.meeting_on)
        return field.label, "\n".join(entries) or self.blank
