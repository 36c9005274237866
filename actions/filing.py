"""Filing a progress update: what keeps one from being filed, drafts, and filing itself.

What filing brings with it (milestones done, figures read, a proposal to close) is `effects`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from actions import effects, ratings
from actions.lateness import days_overdue
from actions.models import (
    Action,
    Closure,
    Evidence,
    Milestone,
    ProgressUpdate,
    ReportingPeriod,
)
from actions.position import action_position, raters
from actions.ratings import Problem
from actions.refused import Refused as Refused
from actions.refused import Stale as Stale
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.recording import record
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
    "figures",
)
TEXT_FIELDS = ("as_at", "narrative", "theme")


# What an answer is that was not given.
_EMPTY = ProgressUpdate()


def rates(partner: Partner, action: Action) -> bool:
    """Return whether `partner` gives `action` its ratings."""
    return partner.pk in raters(action)


def form_version(action: Action, partner: Partner) -> str:
    """Return what a form carries to show, when it comes back, what it was written against."""
    draft = ProgressUpdate.objects.drafts().filter(action=action, partner=partner).first()
    return f"{action.version}.{draft.version if draft else 0}"


def refusals(
    action: Action,
    partner: Partner,
    answers: Mapping[str, Any],
    *,
    corrected: ProgressUpdate | None = None,
) -> list[Problem]:
    """Return what keeps these `answers` from being filed by `partner`, each with what to do.

    Rules: an update has a text, and speaks of a day that has come, that no issued report covers,
    and on which the action was in the plan and open; one update a partner and day, besides the one
    that is being `corrected`; the owner's is rated.
    """
    as_at = answers.get("as_at")
    wrong_day = _wrong_day(action, partner, as_at, corrected)
    found = [Problem("as_at", wrong_day)] if wrong_day else []
    if not answers.get("narrative"):
        found.append(Problem("narrative", "Enter what happened"))
    if not rates(partner, action):
        return found
    closure = Closure.objects.filter(action=action).in_force_on(clock.today()).first()
    if closure:
        closed = f"The board signed this action off on {long_date(closure.decided_on)}."
        return [*found, Problem("delivery_rating", f"{closed} It must be re-opened first")]
    taken = effects.figures_taken(answers.get("figures") or {}, as_at, corrected)
    # Evidence is listed in words, or attached as links and files.
    listed = answers.get("evidence") or _attached(action, partner, corrected)
    asked = {**answers, "evidence": listed}
    return found + ratings.problems(asked, overdue=_overdue(action, as_at)) + taken


def _attached(action: Action, partner: Partner, corrected: ProgressUpdate | None) -> bool:
    begun = ProgressUpdate.objects.drafts().filter(action=action, partner=partner)
    updates = [corrected.pk] if corrected else begun.values("pk")
    return Evidence.objects.in_force().filter(update__in=updates).exists()


def _overdue(action: Action, as_at: date | None) -> bool:
    due_on = action_position(action, as_at).due_on if as_at else None
    return bool(as_at and days_overdue(due_on, as_at, delivery=None))


def _wrong_day(
    action: Action, partner: Partner, as_at: date | None, corrected: ProgressUpdate | None
) -> str:
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
    if filed_on(action, partner, as_at, besides=corrected):
        return f"{partner.name} has already filed an update for {long_date(as_at)}"
    return ""


def filed_on(
    action: Action, partner: Partner, day: date, *, besides: ProgressUpdate | None = None
) -> ProgressUpdate | None:
    """Return what `partner` filed on `action` for `day`, if that is not the one given."""
    same_day = ProgressUpdate.objects.submitted().filter(action=action, partner=partner)
    others = same_day.exclude(pk=besides.pk) if besides else same_day
    return others.filter(as_at=day).first()


def as_filed(draft: ProgressUpdate) -> ProgressUpdate:
    """Return a copy of `draft`, not saved, with only what its ratings ask: what will be filed."""
    update = copy(draft)
    answers = {name: getattr(draft, name) for name in TEXT_FIELDS + RATING_FIELDS}
    fill(update, ratings.relevant(answers))
    return update


@transaction.atomic
def save_draft(
    *,
    action: Action,
    partner: Partner,
    answers: Mapping[str, Any],
    version: str,
    key: UUID | None = None,
    by: User,
) -> ProgressUpdate:
    """Return the partner's draft on `action`, holding these `answers`; they may be incomplete.

    `version` is what the form was written against, `key` the page on which it was. A page may save
    again over what it saved itself. Raises Stale when something else was written meanwhile.
    """
    action = locked(action, partner, version, key)
    draft = _draft(action, partner, by, key)
    fill(draft, answers)
    draft.version += 1
    record(draft, by=by)
    draft.milestones.set(_ticked(draft, answers))
    return draft


@transaction.atomic
def file_update(
    *,
    action: Action,
    partner: Partner,
    answers: Mapping[str, Any],
    version: str,
    key: UUID | None = None,
    confirms: ProgressUpdate | None = None,
    by: User,
) -> ProgressUpdate:
    """Return the update, filed now; a draft of the partner becomes it. Complete goes to the board.

    The same page sent twice is filed once: the second time returns what the first one filed.
    Raises Stale as `save_draft` does, and Refused when a rule keeps it from being filed.
    """
    try:
        action = locked(action, partner, version, key)
    except Stale:
        done = _filed_from(key, answers)
        if done:
            return done
        raise
    problems = refusals(action, partner, answers)
    if problems:
        raise Refused(problems)
    update = _draft(action, partner, by, key)
    fill(update, ratings.relevant(answers) if rates(partner, action) else answers)
    update.confirms = confirms
    return put_on_record(update, _ticked(update, answers), by=by)


def put_on_record(
    update: ProgressUpdate, milestones: Iterable[Milestone], *, by: User, why: str = ""
) -> ProgressUpdate:
    """Return `update`, submitted now, with all that it brings with it. Inside a transaction."""
    update.state, update.submitted_at = ProgressUpdate.State.SUBMITTED, clock.now()
    record(update, by=by, why=why)
    update.milestones.set(milestones)
    # A count, not a fact: the update itself is the history of what was written.
    Action.objects.filter(pk=update.action_id).update(version=F("version") + 1)
    effects.take(update, by=by)
    return update


def locked(action: Action, partner: Partner, version: str, key: UUID | None) -> Action:
    """Return the action, with one writer at a time, and only one who saw what is there now.

    Raises Stale for a form that was written against something older, unless the draft in between
    came from that same page.
    """
    current = Action.objects.select_for_update(of=("self",)).with_partners().get(pk=action.pk)
    if not is_current(current, partner, version, key):
        raise Stale
    return current


def is_current(action: Action, partner: Partner, version: str, key: UUID | None) -> bool:
    """Return whether a form that was written against `version` still meets what is there now."""
    draft = ProgressUpdate.objects.drafts().filter(action=action, partner=partner).first()
    if draft and key and draft.form_key == key:
        return version.split(".")[0] == str(action.version)
    return version == f"{action.version}.{draft.version if draft else 0}"


def _filed_from(key: UUID | None, answers: Mapping[str, Any]) -> ProgressUpdate | None:
    """What this page filed before, if it says the same still; changed text must not be dropped."""
    done = ProgressUpdate.objects.submitted().filter(form_key=key).first() if key else None
    if done is None:
        return None
    now = copy(done)
    fill(now, ratings.relevant(answers))
    fields = TEXT_FIELDS + RATING_FIELDS
    if set(_ticked(done, answers)) != set(done.milestones.all()):
        return None
    return done if all(getattr(now, name) == getattr(done, name) for name in fields) else None


def _draft(action: Action, partner: Partner, by: User, key: UUID | None) -> ProgressUpdate:
    draft = ProgressUpdate.objects.drafts().filter(action=action, partner=partner).first()
    draft = draft or ProgressUpdate(action=action, partner=partner)
    draft.author, draft.form_key = by, key
    return draft


def fill(update: ProgressUpdate, answers: Mapping[str, Any]) -> None:
    """Give `update` those of the `answers` that its partner may give; the rest stays empty."""
    fields = TEXT_FIELDS + (RATING_FIELDS if rates(update.partner, update.action) else ())
    for name in fields:
        setattr(update, name, answers.get(name) or getattr(_EMPTY, name))


def _ticked(update: ProgressUpdate, answers: Mapping[str, Any]) -> list[Milestone]:
    return list(answers.get("milestones") or []) if rates(update.partner, update.action) else []
