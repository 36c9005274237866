"""What the tests of the board pack share: its days, and how they read a pack."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pikepdf

from actions.models import Action, Challenge, Plan
from reports.document import Cell, Document, RatingCell, Table, texts

SUBMITTED, JUNE = date(2020, 3, 30), date(2020, 6, 30)
CUT_OFF, TODAY = date(2020, 8, 28), date(2020, 9, 1)
DECISIONS = "Decisions asked of the board"
HEADINGS = ["Position", "Movement", "Exceptions", "Challenges", "Measures", DECISIONS]
Row = tuple[Cell | RatingCell, ...]


def tables(document: Document, heading: str) -> list[Table]:
    """Return the tables of a section."""
    section = next(section for section in document.sections if section.heading == heading)
    return [block for block in section.blocks if isinstance(block, Table)]


def rows(document: Document, heading: str, number: int = 0) -> list[Row]:
    """Return the rows of one of a section's tables."""
    return list(tables(document, heading)[number].rows)


def said(document: Document, heading: str) -> list[str]:
    """Return each text of a section."""
    return list(texts(next(s for s in document.sections if s.heading == heading)))


def pages(file: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(BytesIO(file)) as opened:
        return len(opened.pages)


def ask(plan: Plan, by: Any, ref: str, answer_by: date, **more: Any) -> Challenge:
    """Put a question on an action to its owner, on 3 August 2020."""
    action = Action.objects.get(plan=plan, ref=ref)
    return Challenge.objects.create(
        action=action,
        asked_of=action.owner,
        question=f"What holds {ref} up?",
        asked_by=by,
        asked_on=date(2020, 8, 3),
        answer_by=answer_by,
        **more,
    )
