"""Figures as people type them: "over 1,500", "85%", or that there is none. A pure module."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

NO_FIGURE, EXACT = "no_figure", "exact"
# What fits the column: ten digits before the point and two after it.
_NUMBER = re.compile(r"-?[0-9]{1,10}(\.[0-9]{1,2})?")


@dataclass(frozen=True)
class Figure:
    """A measure's value as reported; no value where no figure is reported."""

    qualifier: str
    value: Decimal | None


class Unreadable(ValueError):
    """What was typed is no figure; the message says what to do."""


def figure(qualifier: str, typed: str) -> Figure | None:
    """Return the figure that was typed, None where nothing was.

    A value alone counts as exact. Raises Unreadable with a sentence for what cannot be read, for a
    value beside "no figure reported", and for a qualifier without a value.
    """
    if not qualifier and not typed:
        return None
    if qualifier == NO_FIGURE:
        if typed:
            raise Unreadable("Leave the figure empty, or choose how exact it is")
        return Figure(NO_FIGURE, None)
    if not typed:
        raise Unreadable("Enter the figure, or choose “No figure reported”")
    return Figure(qualifier or EXACT, _value(typed))


def _value(typed: str) -> Decimal:
    plain = typed.replace(",", "").replace(" ", "").removesuffix("%")
    if not _NUMBER.fullmatch(plain):
        raise Unreadable("Enter the figure as a number, for example 1500 or 85.5")
    return Decimal(plain)


def figures_said(figures: Mapping[str, Any]) -> dict[int, Figure]:
    """Return the figures that an update holds, by the key of their measure."""
    said = {int(pk): figure(typed["qualifier"], typed["value"]) for pk, typed in figures.items()}
    return {pk: found for pk, found in said.items() if found}


def unreadable(figures: Mapping[str, Any]) -> dict[int, str]:
    """Return a sentence for each figure that cannot be read, by the key of its measure."""
    found = {}
    for pk, typed in figures.items():
        try:
            figure(typed["qualifier"], typed["value"])
        except Unreadable as problem:
            found[int(pk)] = str(problem)
    return found
