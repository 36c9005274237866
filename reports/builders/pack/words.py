"""How the pack stays short: texts cut to a line, lists cut with a word on what is left out. Pure.

A pack that is cut must say so, or the board takes a part for the whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import shorten

# The room for a title, for an answer and for a partner's name, in characters.
TITLE, ANSWER, NAME = 64, 150, 28
LONG_NAME = 36
_CUT = "…"
# What a text that was cut does not end with.
_LOOSE = " ,;:.(–-"
_SENTENCE_ENDS = re.compile(r"\.(?= |$)")


def in_short(text: str, room: int) -> str:
    """Return `text` on one line of at most `room` characters, cut after a whole word with "…".

    It is not cut inside brackets: better before them.
    """
    line = " ".join(text.split())
    if len(line) <= room:
        return line
    words = shorten(line, room - 1, placeholder="", break_on_hyphens=False)
    opened = words.rfind("(")
    kept = words[:opened] if opened > words.rfind(")") else words
    # A first word that is longer than the room leaves nothing.
    return (kept.rstrip(_LOOSE) or line[: room - 1]) + _CUT


def opening(text: str, room: int) -> str:
    """Return the first whole sentences of `text` that fit in `room`; cut where the first does not.

    A reason begins with its cause, which says more than the first half of what comes after it.
    """
    line = " ".join(text.split())
    ends = [found.start() for found in _SENTENCE_ENDS.finditer(line) if found.start() <= room]
    return line[: ends[-1]] if ends else in_short(line, room)


def titled(ref: str, title: str, room: int = TITLE) -> str:
    """Return an action as the pack names it: its reference and its title, cut to `room`."""
    return f"{ref} {in_short(title, room)}"


def listed(entries: Sequence[str], most: int, where: str) -> str:
    """Return `entries` as one text; beyond `most` it says how many more, and `where` they are."""
    shown = "; ".join(entries[:most])
    left = len(entries) - most
    return f"{shown}; and {left:,} more: see {where}" if left > 0 else shown


def left_out(number: int, most: int, what: str, where: str) -> str:
    """Return a sentence on how many of `number` rows are not printed; nothing where all are."""
    left = number - most
    return f"And {left:,} more {what}: see {where}." if left > 0 else ""


def counted(number: int, one: str, many: str) -> str:
    """Return a count with its words: "1 is overdue", "3 are overdue"."""
    return f"{number:,} {one if number == 1 else many}"


def joined(parts: Sequence[str]) -> str:
    """Return `parts` as a sentence lists them: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
