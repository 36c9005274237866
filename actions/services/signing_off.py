"""Closing an action: signed off or returned by the board, opened again, and checked again.

Two people of two partners close an action: the lead proposes, and the board decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from actions.models import Action, Closure, ProgressUpdate, Recheck
from actions.ratings import Problem
from actions.refused import Refused as Refused
from actions.refused import refuse
from actions.services.locking import wrong_day
from actions.signing import Proposal, proposal_of
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.recording import record
from partners.models import Partner, User

Outcome = Closure.Outcome
DECISION = ("outcome", "decided_on", "body", "minute_ref", "recheck_on", "returned_reason")
REOPENING = ("reopened_on", "reopened_reason", "reopened_minute_ref")
RECHECK = ("found", "minute_ref", "next_on")
_MEANWHILE = (
    "What is proposed changed while this page was open: another update, evidence or a milestone."
    " Read it again, and record the decision if it still holds"
)


class Settled(Exception):
    """It had been decided, or opened again, before; `closure` holds what is on record."""

    def __init__(self, closure: Closure) -> None:
        super().__init__(str(closure))
        self.closure = closure


def conflict(closure: Closure, user: User) -> str:
    """Return why `user` may not decide on `closure`, as a sentence; nothing where they may.

    Rule: never the person who proposed it, and never somebody of the partner that did, or of one
    above or under it (docs/decisions/0016).
    """
    another = "Another person who chairs, from another partner, has to do this."
    if user.pk in _writers(closure.proposed_by):
        return f"You wrote or filed the update that proposes this action as complete. {another}"
    both = (closure.proposed_by.partner, closure.action.owner)
    own = _near(user) & {partner.pk for partner in both}
    name = next((partner.name for partner in both if partner.pk in own), "")
    return f"You file updates for {name}, or under it. {another}" if own else ""


def _near(user: User) -> set[int]:
    """The partners that `user` files for today, which are all under a group, and those above."""
    own = {pk for pk in user.standing.partner_ids if user.standing.writes_for(pk)}
    above = Partner.objects.filter(members__in=own).values_list("pk", flat=True)
    return own | set(above)


def _writers(said: ProgressUpdate) -> set[int | None]:
    """Whoever wrote, filed, corrected or confirmed the update."""
    versions = [said]
    while before := versions[-1].corrects:
        versions.append(before)
    keys = [version.pk for version in versions]
    keys += said.confirmed_in.submitted().values_list("pk", flat=True)
    authors = ProgressUpdate.objects.filter(pk__in=keys).values_list("author", flat=True)
    savers = ProgressUpdate.history.filter(id__in=keys).values_list("history_user", flat=True)
    return {*authors, *savers}


# --- Signed off, or returned -----------------------------------------------------------------


def decide_refusals(
    proposal: Proposal, answers: Mapping[str, Any], seen_before: str
) -> list[Problem]:
    """Return what keeps a decision on `proposal` from being recorded, each with what to do.

    `seen_before` names what was proposed when the decision was entered.
    """
    decided_on = answers.get("decided_on")
    found = [Problem("", _MEANWHILE)] if proposal.seen != seen_before else []
    found += _wrong_decision_day(proposal, decided_on) if decided_on else []
    if answers.get("outcome") == Outcome.RETURNED and not answers.get("returned_reason"):
        found.append(Problem("returned_reason", "Enter why it is returned"))
    if answers.get("outcome") == Outcome.SIGNED_OFF:
        found += _wrong_sign_off(proposal.action, decided_on, answers.get("recheck_on"))
    return found


def _wrong_decision_day(proposal: Proposal, decided_on: date) -> list[Problem]:
    problem = wrong_day(proposal.action.plan, decided_on)
    if not problem and decided_on < proposal.proposed_on:
        problem = (
            f"It was proposed as complete on {long_date(proposal.proposed_on)}. Enter that day or a"
            " later one, and name an earlier meeting in the minute reference"
        )
    return [Problem("decided_on", problem)] if problem else []


def _wrong_sign_off(
    action: Action, decided_on: date | None, recheck_on: date | None
) -> list[Problem]:
    found = []
    withdrawn_on = action.withdrawn_on
    if withdrawn_on and withdrawn_on <= (decided_on or clock.today()):
        gone = f"The action was withdrawn on {long_date(withdrawn_on)}. Choose return"
        found.append(Problem("outcome", gone))
    if recheck_on is None:
        found.append(Problem("recheck_on", "Enter the day to check it again"))
    elif decided_on and recheck_on <= decided_on:
        late = f"Enter a day after the day of the decision, {long_date(decided_on)}"
        found.append(Problem("recheck_on", late))
    return found


@transaction.atomic
def sign_off(
    *, closure: Closure, answers: Mapping[str, Any], seen_before: str, by: User
) -> Closure:
    """Return `closure`, signed off by the board: the action is closed from the day of it.

    Sent twice by one person it is recorded once. Raises Settled when it was decided or withdrawn
    meanwhile, and Refused where a rule is against it, also when what is proposed is no longer
    what `seen_before` names.
    """
    given = {**answers, "outcome": Outcome.SIGNED_OFF, "returned_reason": ""}
    return _decide(closure, given, seen_before, by)


@transaction.atomic
def return_proposal(
    *, closure: Closure, answers: Mapping[str, Any], seen_before: str, by: User
) -> Closure:
    """Return `closure`, sent back to its lead with a reason: a new update has to follow.

    Idempotent, and raises, as `sign_off` does.
    """
    given = {**answers, "outcome": Outcome.RETURNED, "recheck_on": None}
    return _decide(closure, given, seen_before, by)


def _decide(closure: Closure, answers: Mapping[str, Any], seen_before: str, by: User) -> Closure:
    closure = _locked(closure)
    if closure.decided_by_id == by.pk and _says(closure, DECISION, answers):
        return closure
    if closure.outcome != Outcome.PROPOSED:
        raise Settled(closure)
    _refuse_conflict(closure, by)
    proposal = proposal_of(closure, clock.today())
    refuse(decide_refusals(proposal, answers, seen_before))
    _fill(closure, DECISION, answers)
    closure.decided_by = by
    why = closure.returned_reason or f"{closure.body}: {closure.minute_ref}"
    return record(closure, by=by, why=why)


# --- Opened again ----------------------------------------------------------------------------


def reopen_refusals(closure: Closure, answers: Mapping[str, Any]) -> list[Problem]:
    """Return what keeps a sign-off from being opened again as answered, each with what to do."""
    day = answers.get("reopened_on")
    problem = wrong_day(closure.action.plan, day)
    if day and not problem:
        problem = _before_the_last_look(closure, day)
    return [Problem("reopened_on", problem)] if problem else []


def _before_the_last_look(closure: Closure, day: date) -> str:
    """Why `day` is too early: what was signed off, or found to hold, on a day held on that day."""
    checked = closure.rechecks.last()
    if checked and day < checked.checked_on:
        return (
            f"It was checked on {long_date(checked.checked_on)} and held then. Enter that day or a"
            " later one"
        )
    if closure.decided_on and day < closure.decided_on:
        signed_off = long_date(closure.decided_on)
        return f"It was signed off on {signed_off}. Enter that day or a later one"
    return ""


@transaction.atomic
def reopen(*, closure: Closure, answers: Mapping[str, Any], by: User) -> Closure:
    """Return `closure`, no longer in force from the day answered on: the action is open again.

    Sent twice by one person it is recorded once. Raises Settled where there is no sign-off in
    force any more, and Refused where a rule is against it.
    """
    closure = _locked(closure)
    if closure.reopened_by_id == by.pk and _says(closure, REOPENING, answers):
        return closure
    _must_be_in_force(closure)
    _refuse_conflict(closure, by)
    refuse(reopen_refusals(closure, answers))
    _fill(closure, REOPENING, answers)
    closure.reopened_by = by
    return record(closure, by=by, why=closure.reopened_reason)


# --- Checked again ---------------------------------------------------------------------------


def recheck_refusals(closure: Closure, answers: Mapping[str, Any]) -> list[Problem]:
    """Return what keeps a check from being recorded as answered, each with what to do.

    One on the same day may be this very one, sent twice: the service tells the two apart.
    """
    day, next_on = answers.get("checked_on"), answers.get("next_on")
    problem = wrong_day(closure.action.plan, day)
    if day and not problem:
        problem = _before_the_last_look(closure, day)
    found = [Problem("checked_on", problem)] if problem else []
    if next_on and next_on <= clock.today():
        found.append(Problem("next_on", "The day to check it once more must be after today"))
    return found


@transaction.atomic
def confirm_recheck(*, closure: Closure, answers: Mapping[str, Any], by: User) -> Recheck:
    """Return the check of what was signed off, which was found to hold still.

    Sent twice by one person it is recorded once. Raises Settled and Refused as `reopen` does.
    """
    closure = _locked(closure)
    done = closure.rechecks.filter(checked_on=answers["checked_on"]).first()
    if done and done.checked_by_id == by.pk and _says(done, RECHECK, answers):
        return done
    _must_be_in_force(closure)
    _refuse_conflict(closure, by)
    refuse(recheck_refusals(closure, answers))
    if done:
        there = f"A check on {long_date(done.checked_on)} is on record already. Enter a later day"
        refuse([Problem("checked_on", there)])
    check = Recheck(closure=closure, checked_on=answers["checked_on"], checked_by=by)
    _fill(check, RECHECK, answers)
    return record(check, by=by, why=check.found)


def _locked(closure: Closure) -> Closure:
    """Let one writer at a time on the action, and return `closure` as it is now."""
    rows = Action.objects.select_for_update(of=("self",)).with_partners()
    action = rows.get(pk=closure.action_id)
    now = Closure.objects.with_what_became(clock.today()).get(pk=closure.pk)
    now.action = action
    return now


def in_force(closure: Closure) -> bool:
    """Return whether `closure` is a sign-off that has not been opened again."""
    return closure.outcome == Outcome.SIGNED_OFF and closure.reopened_on is None


def _must_be_in_force(closure: Closure) -> None:
    if not in_force(closure):
        raise Settled(closure)


def _refuse_conflict(closure: Closure, by: User) -> None:
    why_not = conflict(closure, by)
    refuse([Problem("", why_not)] if why_not else [])


def _says(row: Closure | Recheck, names: tuple[str, ...], answers: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == answers[name] for name in names)


def _fill(row: Closure | Recheck, names: tuple[str, ...], answers: Mapping[str, Any]) -> None:
    for name in names:
        setattr(row, name, answers[name])
