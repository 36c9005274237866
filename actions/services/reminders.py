"""Sending reminders: each is claimed and committed before it is sent, so that none goes twice."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from actions import mail
from actions.models import Reminder
from actions.querysets import NOT_NEEDED
from actions.reminding import Letter, RemindersOf, no_contact
from actions.working_days import is_working_day
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.posting import Fate, Posted, post
from jtai_tracker.recording import record
from partners.models import User

State = Reminder.State
log = logging.getLogger(__name__)

# How long after each failed try the next one comes; after the last the message has failed.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=60),
    timedelta(days=1),
)
LOST = "The program was stopped while it was sending this: it may have arrived."
UNWRITTEN = "The message could not be written. The log has the reason."
NO_CONTACT = (
    "{partner} has no escalation contact, and neither has its group. Name one, and the message"
    " goes out with the next run."
)


# --- What the command does -------------------------------------------------------------------


def send_due() -> Counter[State]:
    """Send what is due now, and return how many messages ended in which state.

    Safe to run twice and on several machines at once. Nothing goes out on a day that is no working
    day in England. Must not be called inside a transaction: a claim counts once it is committed.
    """
    ended: Counter[State] = Counter()
    ended[State.UNKNOWN] += _give_up_lost()
    if not is_working_day(clock.today()):
        return ended
    reminders = RemindersOf(clock.today())
    for waiting in Reminder.objects.to_try(clock.now()).reverse():
        ended.update(_try_again(waiting, reminders))
    for letter in reminders.letters():
        ended.update(_send_first(letter))
    return ended


def _give_up_lost() -> int:
    """Call unknown what a killed program left as "being sent": only people can tell."""
    lost = Reminder.objects.lost(clock.now())
    return lost.update(state=State.UNKNOWN, problem=LOST)


def _send_first(letter: Letter) -> list[State]:
    message_id = mail.new_message_id()
    claimed = _claim(letter, message_id)
    mine = replace(letter, parts=tuple(part for part in letter.parts if part.key in claimed))
    if not mine.parts:
        return []
    return [_send(mine, message_id) if letter.has_address else State.FAILED]


@transaction.atomic(durable=True)
def _claim(letter: Letter, message_id: str) -> Collection[tuple[int, str]]:
    """Return which parts of the letter are this program's to send: nobody else had them yet.

    The database's unique constraint decides. The claim is committed when this returns.
    """
    nobody = not letter.has_address
    problem = NO_CONTACT.format(partner=letter.partner) if nobody else ""
    rows = [
        Reminder(
            recipient=letter.recipient,
            user=letter.user,
            partner=letter.partner,
            period=part.period,
            stage=part.stage,
            state=State.FAILED if nobody else State.SENDING,
            message_id=message_id,
            claimed_at=clock.now(),
            attempts=0 if nobody else 1,
            problem=problem[:500],
        )
        for part in letter.parts
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    mine = set(Reminder.objects.filter(message_id=message_id).values_list("period", "stage"))
    if letter.partner and mine and not nobody:
        _forget_missing_contact(letter)
    return mine


def _forget_missing_contact(letter: Letter) -> None:
    """A partner that had nobody to tell has somebody now: what was shown of it is settled."""
    told = {owes.code for part in letter.parts for owes in part.owes}
    periods = [part.period for part in letter.parts]
    Reminder.objects.filter(recipient__in=map(no_contact, told), period__in=periods).delete()


def _try_again(waiting: Reminder, reminders: RemindersOf) -> list[State]:
    """Send the message again with what is owed now; what is not needed any more ends unsent."""
    letter = reminders.letter_again(waiting.recipient, waiting.user_id)
    parts = {part.key: part for part in letter.parts} if letter else {}
    claimed = {(row.period_id, row.stage): row for row in _claim_again(waiting.message_id)}
    stale = [row.pk for key, row in claimed.items() if key not in parts]
    Reminder.objects.filter(pk__in=stale).update(state=State.FAILED, problem=NOT_NEEDED)
    mine = tuple(parts[key] for key in claimed if key in parts)
    return [_send(replace(letter, parts=mine), waiting.message_id)] if letter and mine else []


@transaction.atomic(durable=True)
def _claim_again(message_id: str) -> list[Reminder]:
    """Return the rows of a message that is to be tried again, as this program's to send.

    Whoever holds the rows first takes them all; to a second they no longer wait.
    """
    now = clock.now()
    waiting = Reminder.objects.to_try(now).filter(message_id=message_id)
    rows = list(waiting.select_for_update().order_by("pk"))
    Reminder.objects.filter(pk__in=[row.pk for row in rows], state=State.WAITING).update(
        state=State.SENDING, claimed_at=now, next_try_at=None, attempts=F("attempts") + 1
    )
    return rows


def _send(letter: Letter, message_id: str) -> State:
    """Send what is claimed, and keep what became of it."""
    try:
        message = mail.compose(letter, message_id)
    except Exception:
        log.exception("A reminder could not be written")
        posted = Posted(Fate.REFUSED, UNWRITTEN)
    else:
        posted = post(message)
    return _keep(message_id, posted)


@transaction.atomic(durable=True)
def _keep(message_id: str, posted: Posted) -> State:
    """Write down what became of a message, also where it was called lost meanwhile."""
    now = clock.now()
    rows = Reminder.objects.filter(message_id=message_id, state__in=[State.SENDING, State.UNKNOWN])
    tried = max(rows.values_list("attempts", flat=True), default=1)
    wait = WAITS[tried - 1] if posted.fate == Fate.LATER and tried <= len(WAITS) else None
    state = State.WAITING if wait else _ENDS[posted.fate]
    rows.update(
        state=state,
        sent_at=now if state == State.SENT else None,
        next_try_at=now + wait if wait else None,
        problem=posted.problem,
    )
    return state


_ENDS = {
    Fate.SENT: State.SENT,
    Fate.LATER: State.FAILED,
    Fate.REFUSED: State.FAILED,
    Fate.UNKNOWN: State.UNKNOWN,
}


# --- What people say of a message ------------------------------------------------------------


class Settled(Exception):
    """Somebody has said already what became of this message."""


@transaction.atomic
def say_it_arrived(*, reminder: Reminder, by: User) -> None:
    """Keep that the recipient has the message. Raises Settled when that is known already."""
    for row in _unsettled(reminder):
        row.state, row.sent_at, row.problem = State.SENT, clock.now(), _said("It arrived", by)
        record(row, by=by, why="It arrived")


@transaction.atomic
def send_again(*, reminder: Reminder, by: User) -> None:
    """Let the next run of the command send the message again. Raises Settled as above."""
    for row in _unsettled(reminder):
        row.state, row.next_try_at, row.attempts = State.WAITING, clock.now(), 0
        row.problem = _said("To be sent again", by)
        record(row, by=by, why="To be sent again")


def _unsettled(reminder: Reminder) -> list[Reminder]:
    """The rows of the whole message, held so that only one person settles it."""
    message = Reminder.objects.filter(message_id=reminder.message_id)
    rows = [row for row in message.select_for_update().order_by("pk") if row.to_settle]
    if not rows:
        raise Settled
    return rows


def _said(what: str, by: User) -> str:
    return f"{what}, said {by.name} on {long_date(clock.today())}."


# --- What a lead chooses ---------------------------------------------------------------------


@transaction.atomic
def choose_reminders(*, user: User, early: bool, by: User) -> User:
    """Return `user`, saved, who gets the reminders long before a deadline only if `early`."""
    current = User.objects.select_for_update().get(pk=user.pk)
    current.early_reminders = early
    return record(current, by=by, why="Chose which reminders to get")
