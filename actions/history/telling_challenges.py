"""Sentences on what the chair read, asked and made of the answers: a pure module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from actions.history.rows import Row, Told, Values, told, words

CHALLENGE = ("asked_of__name", "question", "asked_on", "answer_by", "update__as_at")
REPLY = ("kind", "text", "said_on", "answer_by", "body__name", "challenge__asked_of__name")
ACKNOWLEDGEMENT = (
    "acknowledged_on",
    "undone_on",
    "update__as_at",
    "update__partner__name",
)
# A question can fill a page: the history tells how it begins, its own page has all of it.
_BEGINNING = 200


def challenges(rows: Iterable[Row]) -> Iterator[Told]:
    """Yield the questions that were asked."""
    for row in rows:
        if row.new and row.after:
            yield _asked(row, row.after)


def replies(rows: Iterable[Row]) -> Iterator[Told]:
    """Yield what was answered, and what the chair made of it."""
    for row in rows:
        if row.new and row.after:
            said = f"{row.who} {_did(row, row.after)}"
            why = _beginning(row.after["text"])
            yield told(row, said, why=why, day=row.after["said_on"])


def acknowledgements(rows: Iterable[Row]) -> Iterator[Told]:
    """Yield that an update was read, and that this was taken back."""
    for row in rows:
        if row.after is None:
            continue
        which = f"the update for {words(row.after['update__as_at'])}"
        which = f"{which} by {row.after['update__partner__name']}"
        if row.new:
            day = row.after["acknowledged_on"]
            yield told(row, f"{row.who} acknowledged {which}", why="", day=day)
        if row.set_now("undone_on"):
            taken_back = f"{row.who} took back the acknowledgement of {which}"
            yield told(row, taken_back, why="", day=row.after["undone_on"])


def _asked(row: Row, after: Values) -> Told:
    about = after["update__as_at"]
    what = f" about the update for {words(about)}" if about else ""
    by_when = f"to be answered by {words(after['answer_by'])}"
    said = f"{row.who} asked {after['asked_of__name']}{what}, {by_when}"
    return told(row, said, why=_beginning(after["question"]), day=after["asked_on"])


def _did(row: Row, after: Values) -> str:
    partner = after["challenge__asked_of__name"]
    own = row.by is not None and row.by.partner == partner
    sentences = {
        "answered": f"answered the board{'' if own else f' for {partner}'}",
        "asked_again": f"asked {partner} again, to be answered by {words(after['answer_by'])}",
        "accepted": f"accepted the answer of {partner}",
        "escalated": f"escalated to {after['body__name']} what {partner} was asked",
        "withdrawn": f"withdrew the question to {partner}",
    }
    return sentences[after["kind"]]


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _BEGINNING else f"{line[:_BEGINNING].rstrip(' .,;:')}…"
