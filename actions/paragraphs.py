"""Which paragraphs of the inspection letter a text names: "12, 14 and 16". A pure module."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A paragraph as letters number them: 12, 3.4 or 12a.
PARAGRAPH = r"[0-9]+(?:\.[0-9]+)*[a-z]?"
_NUMBER = re.compile(rf"(?<![\w.]){PARAGRAPH}(?![\w])")
_RANGE = re.compile(
    r"(?<![\w.])((?:[0-9]+\.)*)([0-9]+)\s*(?:to|-|–)\s*((?:[0-9]+\.)*)([0-9]+)(?![\w])"  # noqa: RUF001 - a dash
)
# Longer than any letter: two numbers that lie further apart are no range.
_LONGEST = 200


def paragraphs(text: str) -> frozenset[str]:
    """Return the paragraphs that `text` names, each as it is numbered: "12 to 14" names three."""
    written = text.lower()
    return frozenset((*_NUMBER.findall(written), *_between(written)))


def _between(text: str) -> Iterator[str]:
    """Those that stand between the two ends of each range, where both are counted alike."""
    for before, first, before_last, last in _RANGE.findall(text):
        if before == before_last and 0 < int(last) - int(first) <= _LONGEST:
            yield from (f"{before}{number}" for number in range(int(first), int(last) + 1))
