"""The pack's section on measures: what shows that the plan works, or that no figure does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from actions.models import Measure, Reading
from jtai_tracker.dates import long_date
from reports.builders.pack.words import TITLE, counted, in_short, left_out, listed
from reports.document import Block, Cell, Column, Paragraph, Section, Table

_MOST, _MOST_BARE = 16, 8
_WHERE = "the measures page"
NO_FIGURE = "No figure reported"
_COLUMNS = (
    Column("Measure", 60),
    Column("Baseline", 13),
    Column("Target", 14),
    Column("Latest figure", 33),
)


def measures_section(measures: Sequence[Measure], as_at: date) -> Section:
    """Return each measure with its baseline, its target and its latest figure by `as_at`."""
    if not measures:
        return Section("Measures", (Paragraph("No measure is followed."),))
    bare = [measure for measure in measures if _latest(measure, as_at) == NO_FIGURE]
    shown = [measure for measure in measures if measure not in bare]
    rows = tuple(_row(measure, as_at) for measure in shown[:_MOST])
    caption = f"{len(shown)} of {counted(len(measures), 'measure has', 'measures have')} a figure"
    blocks: list[Block] = [Table(caption, _COLUMNS, rows)] if rows else []
    sentences = [left_out(len(shown), _MOST, "are followed", _WHERE)]
    if bare:
        sentences.append(f"{NO_FIGURE}: {listed(list(map(_named, bare)), _MOST_BARE, _WHERE)}.")
    return Section("Measures", (*blocks, *map(Paragraph, filter(None, sentences))))


def _named(measure: Measure) -> str:
    """A measure without a figure, with what the plan says of it."""
    known = [("baseline", measure.baseline_in_words), ("target", measure.target_in_words)]
    said = ", ".join(f"{label} {figure}" for label, figure in known if figure)
    return in_short(measure.name, TITLE) + (f" ({said})" if said else "")


def _row(measure: Measure, as_at: date) -> tuple[Cell, ...]:
    return (
        Cell(in_short(measure.name, TITLE + 16)),
        Cell(measure.baseline_in_words or "None"),
        Cell(measure.target_in_words or "None"),
        Cell(_latest(measure, as_at)),
    )


def _latest(measure: Measure, as_at: date) -> str:
    by_then: list[Reading] = [one for one in measure.readings.all() if one.as_at <= as_at]
    if not by_then:
        return NO_FIGURE
    said = str(by_then[-1])
    return f"{said[:1].upper()}{said[1:]}, {long_date(by_then[-1].as_at)}"
