"""The challenge log as a list to take away: what an inspector asks for, every text in full."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from actions.challenge_log import StandingChallenge
from actions.models import Challenge, ChallengeReply
from jtai_tracker.dates import long_date
from jtai_tracker.listing import Listing, Value

_COLUMNS = (
    "Action",
    "Title",
    "Owner",
    "About",
    "Asked of",
    "Asked by",
    "Asked on",
    "Question",
    "Question asked last",
    "Answer by",
    "State",
    "Days overdue",
    "Escalated to",
    "Last answer",
    "Answered on",
)
_SINCE = "All that was said since"
# A cell of Excel holds 32,767 characters, and a longer one is left empty: the rest goes beside it.
_CELL = 32_000


def listing(found: Sequence[StandingChallenge], day: date, said: str) -> Listing:
    """Return the challenges `found` as a list; `said` is what they were narrowed to, in words."""
    threads = [_parts(_thread(one)) for one in found]
    width = max((len(parts) for parts in threads), default=1)
    beyond = tuple(f"{_SINCE}, part {number}" for number in range(2, width + 1))
    return Listing(
        name="challenges",
        title="Challenge log",
        said=said,
        as_at=day,
        columns=(*_COLUMNS, _SINCE, *beyond),
        rows=tuple(
            (*_facts(one), *parts, *[""] * (width - len(parts)))
            for one, parts in zip(found, threads, strict=True)
        ),
    )


def _facts(one: StandingChallenge) -> tuple[Value, ...]:
    challenge, answer = one.challenge, one.last_answer
    return (
        challenge.action.ref,
        challenge.action.title,
        challenge.action.owner.name,
        _about(challenge),
        challenge.asked_of.name,
        challenge.asked_by.name,
        challenge.asked_on,
        challenge.question,
        one.question,
        one.answer_by,
        one.state.label,
        one.days_late,
        one.body.name if one.body else "",
        answer.text if answer else "",
        answer.said_on if answer else None,
    )


def _about(challenge: Challenge) -> str:
    update = challenge.update
    if update is None:
        return "The action as a whole"
    return f"The update of {long_date(update.as_at)} by {update.partner.name}"


def _thread(one: StandingChallenge) -> str:
    return "\n\n".join(_step(reply) for reply in one.replies)


def _step(reply: ChallengeReply) -> str:
    to = f" to {reply.body.name}" if reply.body else ""
    by_when = f", answer by {long_date(reply.answer_by)}" if reply.answer_by else ""
    what = f"{reply.get_kind_display()}{to}{by_when}"
    head = f"{long_date(reply.said_on)}, {reply.by.name}. {what}"
    return f"{head}: {reply.text}" if reply.text else f"{head}."


def _parts(text: str) -> list[str]:
    return [text[start : start + _CELL] for start in range(0, len(text), _CELL)] or [""]
