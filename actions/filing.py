"""Filing a progress update: what keeps one from being filed, drafts, and filing itself."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from actions import ratings
from actions.models import Action, Closure, ProgressUpdate, ReportingPeriod
from actions.position import action_position, days_overdue, raters
from actions.ratings import Delivery, Problem
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from partners.models import Partner, User

RATING_FIELDS = (
    "delivery_rating",
    "impact_rating",
    "impact_evidence",
    "cause",
    "recovery_action",
    "recovery_on",
    "board_ask",
    "waiting_on",
    "evidence",
)
TEXT_FIELDS = ("as_at", "narrative", "theme")


class Refused(Exception):
    """An update that the rules do not let be filed, with each problem as a sentence."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.sentence for problem in problems))
        self.problems = problems


class Stale(Exception):
    """Somebody wrote on the action after this form was opened."""


def rates(partner: Partner, action: Action) -> bool:
    """Return whether `partner` gives `action` its ratings."""
    return partner.pk in raters(action)


def form_version(action: Action, partner: Partner) -> str:
    """Return what a form carries to show, when it comes back, what it was written against."""
    draft = ProgressUpdate.objects.drafts().filter(action=action, partner=partner).first()
    return f"{action.version}.{draft.version if draft else 0}"


def refusals(action: Action, partner: Partner, answers: Mapping[str, Any]) -> list[Problem]:
    """Return what keeps these `answers` from being filed by `partner`, each with what to do.

    Rules: an update has a text, and speaks of a day that has come, that no issued report covers,
    and on which the action was in the plan and open; one update a partner and day; the owner's is
    rated.
    """
    as_at = answers.get("as_at")
    wrong_day = _wrong_day(action, partner, as_at)
    found = [Problem("as_at", wrong_day)] if wrong_day else []
    if not answers.get("narrative"):
        found.append(Problem("narrative", "Enter what happened"))
    if not rates(partner, action):
        return found
    closure = Closure.objects.filter(action=action).in_force_on(clock.today()).first()
    if closure:
        closed = f"The board signed this action off on {long_date(closure.decided_on)}."
        return [*found, Problem("delivery_rating", f"{closed} It must be re-opened first")]
    return found + ratings.problems(answers, overdue=_overdue(action, as_at))


def _overdue(action: Action, as_at: date | None) -> bool:
    due_on = action_position(action, as_at).due_on if as_at else None
    return bool(as_at and days_overdue(due_on, as_at, delivery=None))


def _wrong_day(action: Action, partner: Partner, as_at: date | None) -> str:
    if as_at is None:
        return "Enter the day that the update speaks of"
    if as_at > clock.today():
        return "The day that the update speaks of must be today or in the past"
    if as_at < action.added_on:
        return f"The action is in the plan from {long_date(action.added_on)}. Enter a later day"
    if action.withdrawn_on and as_at >= action.withdrawn_on:
        return f"The action was withdrawn on {long_date(action.withdrawn_on)}"
    issued = ReportingPeriod.objects.issued_with(action.plan, as_at)
    if issued:
        until = long_date(issued.cut_off)
        return f"The report up to {until} has been issued. Enter a day after {until}"
    same_day = ProgressUpdate.objects.submitted().filter(action=action, partner=partner)
    if same_day.filter(as_at=as_at).exists():
        return f"{partner.name} has already filed an update for {long_date(as_at)}"
    return ""


def as_filed(draft: ProgressUpdate) -> ProgressUpdate:
    """Return a copy of `draft`, not saved, with only what its ratings ask: what will be filed."""
    update = copy(draft)
    answers = {name: getattr(draft, name) for name in TEXT_FIELDS + RATING_FIELDS}
    _fill(update, ratings.relevant(answers))
    return update


@transaction.atomic
def save_draft(
    *, action: Action, partner: Partner, answers: Mapping[str, Any], version: str, by: User
) -> ProgressUpdate:
    """Return the partner's draft on `action`, holding these `answers`; they may be incomplete.

    Raises Stale when `version` shows that the form was written against something older.
    """
    action = _locked(action, partner, version)
    draft = _draft(action, partner, by)
    _fill(draft, answers)
    draft.version += 1
    draft.save()
    return draft


@transaction.atomic
def file_update(
    *, action: Action, partner: Partner, answers: Mapping[str, Any], version: str, by: User
) -> ProgressUpdate:
    """Return the update, filed now; a draft of the partner becomes it. Complete goes to the board.

    Raises Stale as `save_draft` does, and Refused when a rule keeps it from being filed.
    """
    action = _locked(action, partner, version)
    problems = refusals(action, partner, answers)
    if problems:
        raise Refused(problems)
    update = _draft(action, partner, by)
    _fill(update, ratings.relevant(answers) if rates(partner, action) else answers)
    update.state, update.submitted_at = ProgressUpdate.State.SUBMITTED, clock.now()
    update.save()
    # A count, not a fact: the update itself is the history of what was written.
    Action.objects.filter(pk=action.pk).update(version=F("version") + 1)
    _propose_closure(update)
    return update


def _locked(action: Action, partner: Partner, version: str) -> Action:
    """Let one writer at a time on this action, and only one who saw what is there now."""
    current = Action.objects.select_for_update(of=("self",)).with_partners().get(pk=action.pk)
    if version != form_version(current, partner):
        raise Stale
    return current


def _draft(action: Action, partner: Partner, by: User) -> ProgressUpdate:
    draft = ProgressUpdate.objects.drafts().filter(action=action, partner=partner).first()
    draft = draft or ProgressUpdate(action=action, partner=partner)
    draft.author = by
    # The history names who wrote even where there is no request, as in a command.
    draft._history_user = by  # type: ignore[union-attr]  # read by simple_history
    return draft


def _fill(update: ProgressUpdate, answers: Mapping[str, Any]) -> None:
    fields = TEXT_FIELDS + (RATING_FIELDS if rates(update.partner, update.action) else ())
    for name in fields:
        empty = None if ProgressUpdate._meta.get_field(name).null else ""
        setattr(update, name, answers.get(name) or empty)


def _propose_closure(update: ProgressUpdate) -> None:
    """Keep the open proposal in step with the rating in force: that is what the board signs off."""
    if action_position(update.action, clock.today()).rating_id != update.pk:
        return
    proposed = Closure.objects.filter(action=update.action, outcome=Closure.Outcome.PROPOSED)
    if update.delivery_rating == Delivery.COMPLETE:
        closure = proposed.first() or Closure(action=update.action)
        closure.proposed_by = update
        closure.save()
    else:
        for closure in proposed:
            closure.outcome = Closure.Outcome.WITHDRAWN
            closure.save()
