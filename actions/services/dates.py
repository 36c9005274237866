"""A new due date: asked for by the partner, decided by the board, or withdrawn before that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from actions.filing import Refused
from actions.models import Action, Closure, DateChange, ReportingPeriod
from actions.position import action_position
from actions.ratings import Problem
from actions.stands import ActionPosition
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.recording import record
from partners.models import Partner, User

Outcome = DateChange.Outcome
DECISION = ("outcome", "decided_on", "body", "minute_ref")
MEANWHILE = "The due date of the action moved while this page was open"


class Settled(Exception):
    """The request had been decided or withdrawn before; `request` holds what is on record."""

    def __init__(self, request: DateChange) -> None:
        super().__init__(str(request))
        self.request = request


def open_request(action: Action) -> DateChange | None:
    """Return the request on `action` that awaits the board's decision."""
    return DateChange.objects.awaiting_decision().filter(action=action).first()


def why_not_ask(action: Action, stands: ActionPosition, asked: DateChange | None) -> str:
    """Return why no new date can be asked for on `action` today; nothing where one can.

    `stands` is its position today, `asked` its open request. A date moves only on an action that
    is in the plan and not done, and the board decides one request at a time.
    """
    if action.withdrawn_on and action.withdrawn_on <= clock.today():
        return f"The action was withdrawn on {long_date(action.withdrawn_on)}: its date stays"
    if stands.closed_on:
        closed = f"The board signed this action off on {long_date(stands.closed_on)}."
        return f"{closed} It must be re-opened before its date can move"
    if stands.awaiting_sign_off:
        return (
            "The action was declared complete and awaits the board's sign-off, so there is no date"
            " to move. File an update with another rating first"
        )
    if asked:
        return (
            f"A new due date, {long_date(asked.moved_to)}, was asked for on"
            f" {long_date(asked.requested_on)} and awaits the board's decision. Wait for it, or"
            " withdraw that request first"
        )
    return ""


def ask_refusals(
    action: Action, stands: ActionPosition, asked: DateChange | None, answers: Mapping[str, Any]
) -> list[Problem]:
    """Return what keeps `answers` from being asked for, each with what to do."""
    why_not = why_not_ask(action, stands, asked)
    moved_to = answers.get("moved_to")
    if why_not or moved_to is None:
        return [Problem("", why_not)] if why_not else []
    found = []
    if moved_to == stands.due_on:
        found.append(Problem("moved_to", f"The action is due on {long_date(moved_to)} already"))
    elif action.starts_on and moved_to < action.starts_on:
        starts_on = long_date(action.starts_on)
        sentence = f"The action starts on {starts_on}. Enter that day or a later one"
        found.append(Problem("moved_to", sentence))
    if moved_to < clock.today() and not answers.get("past_reason"):
        found.append(Problem("past_reason", "Enter why the new date lies in the past already"))
    return found


@transaction.atomic
def ask_for_date(
    *, action: Action, partner: Partner, answers: Mapping[str, Any], by: User
) -> DateChange:
    """Return the request for a new due date on `action`; the same one when it was asked before.

    Raises Refused when a rule keeps it from being asked for.
    """
    action, stands, asked = _locked(action.pk)
    if asked and asked.requested_by_id == partner.pk and _says(asked, answers):
        return asked
    problems = ask_refusals(action, stands, asked, answers)
    if problems:
        raise Refused(problems)
    request = DateChange(
        action=action,
        moved_from=stands.due_on,
        moved_to=answers["moved_to"],
        reason=answers["reason"],
        past_reason=answers["past_reason"] if answers["moved_to"] < clock.today() else "",
        requested_by=partner,
        requested_on=clock.today(),
    )
    return record(request, by=by, why=request.reason)


@transaction.atomic
def withdraw_request(*, request: DateChange, by: User) -> DateChange:
    """Return `request`, withdrawn; it stays on record. Once withdrawn, nothing changes again.

    Raises Settled when the board's decision was recorded meanwhile.
    """
    _locked(request.action_id)
    request = _again(request)
    if request.outcome == Outcome.WITHDRAWN:
        return request
    if not request.is_open:
        raise Settled(request)
    request.outcome, request.withdrawn_on = Outcome.WITHDRAWN, clock.today()
    return record(request, by=by, why="Withdrawn before the board decided")


def seen(stands: ActionPosition) -> str:
    """Return what a form carries to show which due date was read when the decision was entered."""
    return stands.due_on.isoformat() if stands.due_on else "none"


def decide_refusals(
    request: DateChange, stands: ActionPosition, answers: Mapping[str, Any]
) -> list[Problem]:
    """Return what keeps a decision from being recorded, each with what to do."""
    decided_on = answers.get("decided_on")
    wrong_day = _wrong_day(request, decided_on) if decided_on else ""
    if wrong_day:
        return [Problem("decided_on", wrong_day)]
    if decided_on and answers.get("outcome") == Outcome.AGREED:
        no_use = _no_use(request, stands, decided_on)
        return [Problem("outcome", no_use)] if no_use else []
    return []


@transaction.atomic
def decide_date(
    *, request: DateChange, answers: Mapping[str, Any], seen_before: str, by: User
) -> DateChange:
    """Return `request` with the board's decision. An agreed date holds from the day of it.

    Sent twice by one person it is recorded once. Raises Settled when somebody decided or withdrew
    it meanwhile, and Refused when a rule, or a due date other than `seen_before`, is against it.
    """
    _, stands, _ = _locked(request.action_id)
    request = _again(request)
    if request.decided_by_id == by.pk and all(
        getattr(request, name) == answers[name] for name in DECISION
    ):
        return request
    if not request.is_open:
        raise Settled(request)
    if seen_before != seen(stands):
        sentence = f"{MEANWHILE}: it is now {stands.date_in_words}. Check the decision again"
        raise Refused([Problem("", sentence)])
    problems = decide_refusals(request, stands, answers)
    if problems:
        raise Refused(problems)
    for name in DECISION:
        setattr(request, name, answers[name])
    request.moved_from, request.decided_by = stands.due_on, by
    return record(request, by=by, why=f"{request.body}: {request.minute_ref}")


def _locked(action_id: int) -> tuple[Action, ActionPosition, DateChange | None]:
    """Let one writer at a time on the action; return it as it is now, and its open request."""
    rows = Action.objects.select_for_update(of=("self",)).with_partners()
    action = rows.get(pk=action_id)
    return action, action_position(action, clock.today()), open_request(action)


def _again(request: DateChange) -> DateChange:
    return DateChange.objects.select_related("action", "body", "decided_by").get(pk=request.pk)


def _says(asked: DateChange, answers: Mapping[str, Any]) -> bool:
    return asked.moved_to == answers["moved_to"] and asked.reason == answers["reason"]


def _wrong_day(request: DateChange, decided_on: date) -> str:
    if decided_on > clock.today():
        return "The day of the decision must be today or in the past"
    issued = ReportingPeriod.objects.issued_with(request.action.plan, decided_on)
    if issued:
        until = long_date(issued.cut_off)
        return (
            f"The report up to {until} has been issued and cannot change. Enter a day after"
            f" {until}, and name the meeting in the minute reference"
        )
    if decided_on < request.requested_on:
        return (
            f"The date was asked for on {long_date(request.requested_on)}. Enter that day or a"
            " later one, and name an earlier meeting in the minute reference"
        )
    return ""


def _no_use(request: DateChange, stands: ActionPosition, decided_on: date) -> str:
    """Why the board cannot have agreed this on that day: the record moved on since it was asked."""
    action, asked_for = request.action, long_date(request.moved_to)
    if request.moved_to == stands.due_on:
        return f"The action is due on {asked_for} already. Choose declined, as nothing moves"
    if action.starts_on and request.moved_to < action.starts_on:
        starts_on = long_date(action.starts_on)
        return f"The action now starts on {starts_on}, after {asked_for}. Choose declined"
    if action.withdrawn_on and action.withdrawn_on <= decided_on:
        return f"The action was withdrawn on {long_date(action.withdrawn_on)}. Choose declined"
    closure = Closure.objects.filter(action=action).in_force_on(decided_on).first()
    if closure:
        closed_on = long_date(closure.decided_on)
        return f"The board signed the action off on {closed_on}. Choose declined, or an earlier day"
    return ""
