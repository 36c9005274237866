"""Feed tokens: issued, used and revoked. The token itself is never kept."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import DatabaseError, transaction

from jtai_tracker import clock
from jtai_tracker.dates import long_date, months_after
from jtai_tracker.recording import record
from jtai_tracker.refused import refuse
from partners.models import FeedToken, User
from partners.tokens import digest, new_token

log = logging.getLogger(__name__)

# A token outlives its use in somebody's spreadsheet: it must end by itself.
MOST_MONTHS, USUAL_MONTHS = 24, 12


@dataclass(frozen=True)
class Issued:
    """A new token's row, and the token, which nothing can show a second time."""

    row: FeedToken
    token: str = field(repr=False)


def token_problems(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what keeps these answers from being a new token, by field.

    Rules: one that is in use keeps its label to itself; it ends within two years.
    """
    return {
        "label": _in_use(answers.get("label") or ""),
        "ends_on": _wrong_end(answers.get("ends_on")),
    }


@transaction.atomic
def issue_token(*, answers: Mapping[str, Any], reason: str, by: User) -> Issued:
    """Return a new token. Raises Refused with the sentences of the rules."""
    # One at a time: a form that is sent twice then meets its own label.
    User.objects.select_for_update().get(pk=by.pk)
    refuse(token_problems(answers))
    token = new_token()
    row = FeedToken(label=answers["label"], ends_on=answers["ends_on"], issued_by=by)
    row.digest = digest(token)
    return Issued(record(row, by=by, why=reason), token)


@transaction.atomic
def revoke_token(*, token: FeedToken, reason: str, by: User) -> FeedToken:
    """Return the token, which opens nothing any more. One that was revoked stays as it was."""
    current = FeedToken.objects.select_for_update().get(pk=token.pk)
    if current.revoked_at is None:
        current.revoked_by, current.revoked_at = by, clock.now()
        record(current, by=by, why=reason)
    return current


def note_use(token: FeedToken) -> None:
    """Keep that the token was used today, once a day; the data goes out where that cannot be kept.

    That it was used is no change of what it is, so it leaves no row of history.
    """
    today = clock.today()
    if token.last_used_on == today:
        return
    try:
        with transaction.atomic():
            FeedToken.objects.filter(pk=token.pk).update(last_used_on=today)
    except DatabaseError:
        log.exception("That a feed token was used could not be kept")


def _in_use(label: str) -> str:
    used = FeedToken.objects.good_on(clock.today()).filter(label__iexact=label).exists()
    return (
        f"A token called “{label}” was issued already, and a token is shown only once. If nobody"
        " has copied it, revoke it and issue it again; otherwise choose another name"
        if used
        else ""
    )


def _wrong_end(ends_on: date | None) -> str:
    today = clock.today()
    last = months_after(today, MOST_MONTHS)
    if ends_on is None or today <= ends_on <= last:
        return ""
    return f"The last day must be from {long_date(today)} to {long_date(last)}"
