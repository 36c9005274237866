"""A list as it stands on the screen, for people who go on with it in a spreadsheet. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from jtai_tracker.text import clean_text

# True and False are whole numbers to Python: in a list they say Yes and No.
Value: TypeAlias = str | int | Decimal | date | None


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


def cleaned(listing: Listing) -> Listing:
    """Return `listing` with every text in it cleaned, and Yes or No for what is true or false.

    Text is cleaned when it is filed; what was kept before that rule would stop an export dead.
    """
    return replace(
        listing,
        title=clean_text(listing.title),
        said=clean_text(listing.said),
        columns=tuple(clean_text(column) for column in listing.columns),
        rows=tuple(tuple(_cleaned(value) for value in row) for row in listing.rows),
    )


def _cleaned(value: Value) -> Value:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return clean_text(value) if isinstance(value, str) else value
