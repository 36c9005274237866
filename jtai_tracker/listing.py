"""A list as it stands on the screen, for people who go on with it in a spreadsheet. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Value: TypeAlias = str | int | date | None


@dataclass(frozen=True)
class Listing:
    """A list with its title, what it was narrowed to and as at which day, columns and rows.

    `name` becomes the file's name: "challenges" gives challenges-2020-08-28.csv.
    """

    name: str
    title: str
    said: str
    as_at: date
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
