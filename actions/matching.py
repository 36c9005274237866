"""Plain matching of words in texts, and the excerpt that shows it: a pure module."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# "A phrase" in quotation marks, straight or curly, else a word.
_ASKED = re.compile(r'["“]([^"“”]+)["”]|([^\s"“”]+)')
# How much is shown before and after what was found, in characters.
_BEFORE, _LENGTH = 60, 240


@dataclass(frozen=True)
class Part:
    """A piece of a text: what was asked for, or what stands round it."""

    text: str
    found: bool


@dataclass(frozen=True)
class Excerpt:
    """Where a text holds what was asked for: its label, and the text there in parts."""

    label: str
    parts: tuple[Part, ...]


def terms(asked: str) -> list[str]:
    """Return the words and phrases that are asked for, each once, whatever its case."""
    found = (" ".join((phrase or word).split()) for phrase, word in _ASKED.findall(asked))
    return list({term.casefold(): term for term in found if term}.values())


def spellings(term: str) -> set[str]:
    """Return `term` as a database must be asked for it.

    SQLite, and PostgreSQL in some locales, know that a is A but not that é is É.
    """
    return {term} if term.isascii() else {term, term.lower(), term.upper(), term.title()}


def parts(text: str, asked: Sequence[str]) -> tuple[Part, ...]:
    """Return `text` cut where it holds what was asked for."""
    cut, at = [], 0
    for match in _pattern(asked).finditer(text):
        cut += [Part(text[at : match.start()], False), Part(match.group(), True)]
        at = match.end()
    return tuple(part for part in [*cut, Part(text[at:], False)] if part.text)


def excerpts(texts: Iterable[tuple[str, str]], asked: Sequence[str]) -> list[Excerpt]:
    """Return an excerpt of each labelled text that holds something that none before it held."""
    found, missing = [], list(asked)
    for label, text in texts:
        shown = around(text, missing) if missing else ""
        if shown:
            found.append(Excerpt(label, parts(shown, asked)))
            missing = [term for term in missing if not _pattern([term]).search(shown)]
    return found


def around(text: str, asked: Sequence[str]) -> str:
    """Return what stands round the first thing in `text` that was asked for; "" without one."""
    text = " ".join(text.split())
    match = _pattern(asked).search(text)
    if not match:
        return ""
    start = max(0, match.start() - _BEFORE)
    end = max(match.end(), start + _LENGTH)
    shown = text[_word_start(text, start, match.start()) : _word_end(text, match.end(), end)]
    return f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}"


def _word_start(text: str, start: int, found: int) -> int:
    space = text.find(" ", start, found)
    return space + 1 if start and space >= 0 else start


def _word_end(text: str, found: int, end: int) -> int:
    space = text.rfind(" ", found, end)
    return space if end < len(text) and space >= 0 else end


def _pattern(asked: Sequence[str]) -> re.Pattern[str]:
    """The longest first, so that a phrase is shown whole where a word of it was asked for too."""
    longest_first = sorted(asked, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)", re.IGNORECASE)
