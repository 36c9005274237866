"""The measures of a plan as a board reads them: where each began, where it should go and stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from actions.models import Measure, Plan, Reading
from jtai_tracker.dates import long_date

# How exact a figure must be to be drawn: a bound is no point on a line.
_DRAWN = (Reading.Qualifier.EXACT, Reading.Qualifier.AROUND)


@dataclass(frozen=True)
class Followed:
    """One measure with what was reported of it by a day, the earliest first."""

    measure: Measure
    readings: tuple[Reading, ...]

    @property
    def latest(self) -> Reading | None:
        """The last reading: perhaps one that says that there is no figure."""
        return self.readings[-1] if self.readings else None

    @property
    def last_figure(self) -> Reading | None:
        """The last reading that has a figure, where a later one says that there is none."""
        with_value = [reading for reading in self.readings if reading.value is not None]
        return with_value[-1] if with_value and with_value[-1] is not self.latest else None

    @property
    def points(self) -> list[tuple[date, Decimal]]:
        """What can be drawn: days and figures that are exact, or nearly so."""
        drawn = (reading for reading in self.readings if _drawn(reading))
        return [(reading.as_at, reading.value) for reading in drawn if reading.value is not None]

    @property
    def in_words(self) -> str:
        """The figures that are drawn, in words: "85% on 30 June 2020"."""
        drawn = (reading for reading in self.readings if _drawn(reading))
        return ", ".join(f"{reading} on {long_date(reading.as_at)}" for reading in drawn)


def followed(plan: Plan, day: date) -> list[Followed]:
    """Return the measures that `plan` had on `day`, as reported by then, in two queries."""
    return [
        Followed(measure, tuple(measure.readings.all())) for measure in plan.measures.known_on(day)
    ]


def _drawn(reading: Reading) -> bool:
    return reading.qualifier in _DRAWN
