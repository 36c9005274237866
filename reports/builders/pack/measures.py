"""The pack's section on measures: what shows that the plan works, or that no figure does."""

from __future__ import annotations

from collections.abc import Sequence

from actions.followed import Followed
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


def measures_section(measures: Sequence[Followed]) -> Section:
    """Return each measure with its baseline, its target and its latest figure of the day."""
    if not measures:
        return Section("Measures", (Paragraph("No measure is followed."),))
    shown = [(one, figure) for one in measures if (figure := _figure(one))]
    bare = [_named(one.measure) for one in measures if not _figure(one)]
    caption = f"{len(shown)} of {counted(len(measures), 'measure has', 'measures have')} a figure"
    rows = tuple(_row(one, figure) for one, figure in shown[:_MOST])
    blocks: list[Block] = [Table(caption, _COLUMNS, rows)] if rows else []
    sentences = [left_out(len(shown), _MOST, "have a figure", _WHERE)]
    if bare:
        sentences.append(f"{NO_FIGURE}: {listed(bare, _MOST_BARE, _WHERE)}.")
    return Section("Measures", (*blocks, *map(Paragraph, filter(None, sentences))))


def _figure(one: Followed) -> Reading | None:
    """The last figure, which a later report that there is none does not take away."""
    latest = one.latest if one.latest and one.latest.value is not None else None
    return one.last_figure or latest


def _named(measure: Measure) -> str:
    """A measure without a figure, with what the plan says of it."""
    known = [("baseline", measure.baseline_in_words), ("target", measure.target_in_words)]
    said = ", ".join(f"{label} {figure}" for label, figure in known if figure)
    return in_short(measure.name, TITLE) + (f" ({said})" if said else "")


def _row(one: Followed, figure: Reading) -> tuple[Cell, ...]:
    later = one.latest if one.latest is not figure else None
    text = str(figure)
    return (
        Cell(in_short(one.measure.name, TITLE + 16)),
        Cell(one.measure.baseline_in_words or "None"),
        Cell(one.measure.target_in_words or "None"),
        Cell(
            f"{text[:1].upper()}{text[1:]}, {long_date(figure.as_at)}",
            note=f"{NO_FIGURE} on {long_date(later.as_at)}" if later else "",
        ),
    )
