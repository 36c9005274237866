"""Taking back what was filed: corrected by a new version, withdrawn, or confirmed without change.

All of it until the report that used it was issued; from then on there is only a new update.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from actions import effects, filing, ratings
from actions.models import Action, Evidence, ProgressUpdate, ReportingPeriod
from actions.position import action_position
from actions.ratings import Problem
from actions.services.evidence import proven
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.recording import record
from partners.models import Partner, User

State = ProgressUpdate.State
# The new version could not rate, and the rating of that day would be lost with the old one.
_GIVEN_AWAY = "Your partner no longer owns this action, so its rating of that day stays as it is"


def settled_by_report(update: ProgressUpdate) -> ReportingPeriod | None:
    """Return the period of the issued report that used `update`: it then stays as it is."""
    if update.as_at is None:
        return None
    return ReportingPeriod.objects.issued_with(update.action.plan, update.as_at)


def filed_from(key: UUID | None) -> ProgressUpdate | None:
    """Return the update in force that was filed from the page with this `key`, if there is one."""
    return ProgressUpdate.objects.submitted().filter(form_key=key).first() if key else None


@transaction.atomic
def correct_update(
    *,
    update: ProgressUpdate,
    answers: Mapping[str, Any],
    reason: str,
    version: str,
    key: UUID | None = None,
    by: User,
) -> ProgressUpdate:
    """Return a new version of a filed `update`, in its place; the old one stays readable.

    Raises Stale when something was written on the action since the form was opened, and Refused
    where a rule keeps the new version from being filed.
    """
    done = filed_from(key)
    if done and done.corrects_id == update.pk:
        return done
    action = _locked(update, version)
    problems = filing.refusals(action, update.partner, answers, corrected=update)
    if update.delivery_rating and not filing.rates(update.partner, action):
        problems.append(Problem("narrative", _GIVEN_AWAY))
    if not reason:
        problems.append(Problem("reason", "Enter why you correct it"))
    if problems:
        raise filing.Refused(problems)
    update.state = State.CORRECTED
    record(update, by=by, why=reason)
    effects.take_back(update, why=reason, by=by)
    rates = filing.rates(update.partner, action)
    new = ProgressUpdate(action=action, partner=update.partner, author=by, form_key=key)
    filing.fill(new, ratings.relevant(answers) if rates else answers)
    new.corrects, new.correction_reason = update, reason
    new.version = update.version + 1
    filing.put_on_record(new, answers.get("milestones") or [] if rates else [], by=by, why=reason)
    for proof in Evidence.objects.select_for_update(of=("self",)).filter(update=update):
        proof.update = new
        record(proof, by=by, why=reason)
    return new


@transaction.atomic
def withdraw_update(*, update: ProgressUpdate, reason: str, by: User) -> ProgressUpdate:
    """Return the filed `update`, withdrawn: what was said before it counts again.

    With it goes a proposal to close that it made. Raises Refused when the report that used it was
    issued, or when it is not in force any more.
    """
    action = Action.objects.select_for_update(of=("self",)).get(pk=update.action_id)
    update = ProgressUpdate.objects.select_related("action__plan", "partner").get(pk=update.pk)
    problem = _unchangeable(update)
    if problem:
        raise filing.Refused([Problem("reason", problem)])
    update.state, update.withdrawn_reason = State.WITHDRAWN, reason
    record(update, by=by, why=reason)
    action.version += 1
    record(action, by=by, why=reason)
    effects.take_back(update, why=reason, by=by)
    effects.settle_proposal(update, by=by)
    return update


def _locked(update: ProgressUpdate, version: str) -> Action:
    action = filing.locked(update.action, update.partner, version, None)
    update.refresh_from_db()
    problem = _unchangeable(update)
    if problem:
        raise filing.Refused([Problem("narrative", problem)])
    return action


def _unchangeable(update: ProgressUpdate) -> str:
    if update.state != State.SUBMITTED:
        return "This update is not in force any more: it was corrected or withdrawn meanwhile"
    signed_off = update.closures.in_force_on(clock.today()).first()
    if signed_off:
        return f"The board signed the action off on it on {long_date(signed_off.decided_on)}"
    sent_back = update.closures.sent_back_by(clock.today()).last()
    if sent_back:
        day = long_date(sent_back.reopened_on or sent_back.decided_on)
        return f"The board decided on it on {day}. File a new update instead"
    standing_on_it = update.confirmed_in.filter(state=State.SUBMITTED).first()
    if standing_on_it:
        day = long_date(standing_on_it.as_at)
        return f"“No change” of {day} stands on this update. Withdraw or correct that one first"
    issued = settled_by_report(update)
    if issued:
        until = long_date(issued.cut_off)
        return f"The report up to {until} has been issued with it. File a new update instead"
    return ""


# --- Checked, and nothing has changed --------------------------------------------------------


def still_holds(action: Action, partner: Partner) -> ProgressUpdate | None:
    """Return the update that "no change" would confirm: the one that the ratings stand on."""
    if not filing.rates(partner, action):
        return None
    rating_id = action_position(action, clock.today()).rating_id
    rated = ProgressUpdate.objects.declared_in(rating_id).select_related("confirms", "waiting_on")
    found = rated.first()
    return found.in_its_place if found else None


def answers_confirming(held: ProgressUpdate, as_at: date | None, why: str) -> dict[str, Any]:
    """Return the answers of an update that says nothing has changed since `held`, and why.

    Ratings, cause, date and partner waited on are declared anew; the texts stay where they are.
    """
    names = ("delivery_rating", "impact_rating", "cause", "recovery_on", "waiting_on")
    said = f"No change since {long_date(held.as_at)}: {why}" if why else ""
    return {name: getattr(held, name) for name in names} | {"as_at": as_at, "narrative": said}


def no_change_refusals(
    action: Action, partner: Partner, held: ProgressUpdate, as_at: date | None, why: str
) -> list[Problem]:
    """Return what keeps "no change since `held`" from being filed.

    The rules are those of any update, with the texts of the one that is confirmed: what has fallen
    overdue, or whose recovery date has passed, has changed.
    """
    texts = ("recovery_action", "board_ask", "evidence", "impact_evidence")
    held_texts = {name: getattr(held, name) for name in texts}
    held_texts["evidence"] = held_texts["evidence"] or proven(held)
    problems = filing.refusals(
        action, partner, answers_confirming(held, as_at, why or "-") | held_texts
    )
    sent_back = held.closures.sent_back_by(clock.today()).last()
    if sent_back:
        verb = "re-opened" if sent_back.reopened_on else "returned"
        problems.append(Problem("why", f"The board {verb} it: write an update"))
    if not why:
        problems.insert(0, Problem("why", "Enter in one sentence how you know"))
    return problems


def what_changed(action: Action, partner: Partner, held: ProgressUpdate) -> str:
    """Return, before anything is typed, why `held` cannot be confirmed today; else nothing."""
    problems = no_change_refusals(action, partner, held, clock.today(), "-")
    # The day can still be chosen on the page; the rest cannot be put right there.
    return next((p.sentence for p in problems if p.field != "as_at"), "")


@transaction.atomic
def confirm_no_change(
    *,
    action: Action,
    partner: Partner,
    held: ProgressUpdate,
    as_at: date | None,
    why: str,
    version: str,
    key: UUID | None = None,
    by: User,
) -> ProgressUpdate:
    """Return a filed update that says nothing has changed since `held`, and how that is known.

    Raises Stale and Refused as `filing.file_update` does.
    """
    try:
        filing.locked(action, partner, version, key)
    except filing.Stale:
        if done := filed_from(key):
            return done
        raise
    problems = no_change_refusals(action, partner, held, as_at, why)
    if problems:
        raise filing.Refused(problems)
    update = ProgressUpdate(action=action, partner=partner, author=by, form_key=key)
    filing.fill(update, answers_confirming(held, as_at, why))
    update.confirms = held
    return filing.put_on_record(update, [], by=by)
