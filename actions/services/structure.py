"""Changes to the actions of a plan: added, changed, given to another owner, withdrawn, put back."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from actions.models import Action, OwnerChange, Plan, ProgressUpdate, ReportingPeriod
from actions.position import raters
from actions.references import PATTERN
from actions.services.contributions import keep_as_text
from actions.services.locking import locked, wrong_day
from jtai_tracker.dates import long_date
from jtai_tracker.recording import record, record_linked
from jtai_tracker.refused import refuse
from partners.models import Partner, User

DATES = ("original_due_on", "due_as_written")
FACTS = (
    "priority_area",
    "ref",
    "title",
    "lead_role",
    "starts_on",
    *DATES,
    "success_measure",
    "intended_impact",
    "inspection_paragraph",
)


def date_is_settled(action: Action) -> bool:
    """Return whether the due date moves by decision alone: an update or a request stands on it."""
    filed = action.updates.exclude(state=ProgressUpdate.State.DRAFT)
    issued = ReportingPeriod.objects.issued_with(action.plan, action.added_on)
    return filed.exists() or action.date_changes.exists() or issued is not None


def new_action_problems(plan: Plan, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what keeps these answers from being an action of `plan`, by field.

    Rules: references are told apart whatever their letters' case; nothing joins an issued report.
    """
    added_on, owner = answers.get("added_on"), answers.get("owner")
    early = added_on is not None and added_on < plan.submitted_on
    submitted = long_date(plan.submitted_on)
    return {
        "ref": _wrong_ref(plan, answers.get("ref")),
        "supporting": _owner_supports(owner, answers.get("supporting") or ()),
        "added_on": f"The plan was submitted on {submitted}. Enter that day or a later one"
        if early
        else wrong_day(plan, added_on),
        **_wrong_dates(answers),
    }


def change_problems(action: Action, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what keeps `action` from being changed to these answers, by field."""
    supporting = answers.get("supporting") or ()
    settled = date_is_settled(action)
    dates = {"starts_on": _wrong_start(answers, action.original_due_on)}
    return {
        "ref": _wrong_ref(action.plan, answers.get("ref"), action),
        "supporting": _owner_supports(action.owner, supporting)
        or _draft_abandoned(action, supporting),
        **(dates if settled else _wrong_dates(answers)),
    }


@transaction.atomic
def add_action(*, plan: Plan, answers: Mapping[str, Any], reason: str, by: User) -> Action:
    """Return the action added to `plan`. Raises Refused with the sentences of the rules."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    refuse(new_action_problems(plan, answers))
    action = Action(plan=plan, owner=answers["owner"], added_on=answers["added_on"])
    _fill(action, answers, FACTS)
    return record_linked(action, {"supporting": answers["supporting"]}, by=by, why=reason)


@transaction.atomic
def change_action(
    *, action: Action, answers: Mapping[str, Any], version: int, reason: str, by: User
) -> Action:
    """Return `action`, changed. Its owner and, once settled, its due date stay as they are.

    Raises Stale when it was written against something older, Refused where a rule forbids it.
    """
    Plan.objects.select_for_update().get(pk=action.plan_id)
    current = locked(action, version)
    refuse(change_problems(current, answers))
    settled = DATES if date_is_settled(current) else ()
    _fill(current, answers, [name for name in FACTS if name not in settled])
    return record_linked(current, {"supporting": answers["supporting"]}, by=by, why=reason)


def owner_problems(action: Action, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what keeps `action` from passing to another owner as answered, by field.

    Rules: from a day on, the next change after the last one; who rated the action as at a day owned
    it on that day; a draft stays within reach of the partner that wrote it.
    """
    owner, day = answers.get("owner"), answers.get("changed_on")
    drafting = action.updates.drafts().filter(partner=action.owner).exists()
    return {
        "": "This action is withdrawn. Put it back before it changes hands"
        if action.withdrawn_on
        else "",
        "owner": f"{action.owner} owns this action already. Choose another partner"
        if owner == action.owner
        else "",
        "changed_on": (wrong_day(action.plan, day) or _too_early(action, day)) if day else "",
        "supports": f"{action.owner} has a draft open on this action. Tick this, so that its lead"
        " can still file it"
        if drafting and not answers.get("supports")
        else "",
    }


@transaction.atomic
def give_action(
    *, action: Action, answers: Mapping[str, Any], version: int, reason: str, by: User
) -> OwnerChange:
    """Return the change of owner: from its day on the new owner rates, the old one no longer.

    The old owner's ratings stay. What a draft of its says of ratings is kept as text of the draft.
    Raises Stale and Refused as `change_action` does.
    """
    current = locked(action, version)
    refuse(owner_problems(current, answers))
    was, became = current.owner, answers["owner"]
    change = OwnerChange(action=current, was=was, became=became, changed_on=answers["changed_on"])
    change.reason = reason
    record(change, by=by, why=reason)
    supporting = set(current.supporting.all()) - {became} | (
        {was} if answers["supports"] else set()
    )
    current.owner = became
    record_linked(current, {"supporting": supporting}, by=by, why=reason)
    for draft in current.updates.drafts().exclude(partner__in=filter(None, raters(current))):
        keep_as_text(draft, by=by, why=reason)
    return change


def withdraw_problems(action: Action, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what keeps `action` from leaving the plan on the day answered, by field."""
    day = answers.get("withdrawn_on")
    if action.withdrawn_on:
        return {"": f"This action was withdrawn on {long_date(action.withdrawn_on)} already"}
    too_early = day is not None and day < action.added_on
    added = long_date(action.added_on)
    return {
        "withdrawn_on": f"The action is in the plan from {added}. Enter that day or a later one"
        if too_early
        else wrong_day(action.plan, day)
    }


@transaction.atomic
def withdraw_action(
    *, action: Action, answers: Mapping[str, Any], version: int, reason: str, by: User
) -> Action:
    """Return `action`, out of the position from a day on. Nothing of it is deleted.

    Raises Stale and Refused as `change_action` does.
    """
    current = locked(action, version)
    refuse(withdraw_problems(current, answers))
    current.withdrawn_on, current.withdrawn_reason = answers["withdrawn_on"], reason
    return record(current, by=by, why=reason)


def put_back_problem(action: Action) -> str:
    """Return why a withdrawn action cannot be put back; empty where it can.

    Rule: an issued report that left it out stays true.
    """
    if action.withdrawn_on is None:
        return "This action is not withdrawn"
    issued = ReportingPeriod.objects.issued_with(action.plan, action.withdrawn_on)
    if issued:
        until = long_date(issued.cut_off)
        return f"The report up to {until} has been issued without this action. Add a new action"
    if not action.owner.active:
        return f"{action.owner} is not an active partner. Ask an administrator to bring it back"
    return ""


@transaction.atomic
def put_back_action(
    *, action: Action, answers: Mapping[str, Any], version: int, reason: str, by: User
) -> Action:
    """Return `action`, in the plan as though it had never been withdrawn.

    Raises Stale and Refused as `change_action` does.
    """
    current = locked(action, version)
    refuse({"": put_back_problem(current)})
    current.withdrawn_on, current.withdrawn_reason = None, ""
    return record(current, by=by, why=reason)


def _fill(action: Action, answers: Mapping[str, Any], names: Collection[str]) -> None:
    for name in names:
        setattr(action, name, answers[name])


def _wrong_ref(plan: Plan, ref: str | None, but: Action | None = None) -> str:
    if not ref:
        return ""
    if not re.fullmatch(PATTERN, ref):
        return "The reference must be letters and digits, with . or - between, for example 1.10"
    if ref.casefold() == "new":
        return "“new” cannot be a reference. Enter another one, for example 1.10"
    others = plan.actions.exclude(pk=but.pk) if but else plan.actions.all()
    taken = others.filter(ref__iexact=ref).first()
    if taken is None:
        return ""
    withdrawn = ", though withdrawn" if taken.withdrawn_on else ""
    return f"{taken.ref} is taken{withdrawn}: {taken.title}. Enter another reference"


def _wrong_dates(answers: Mapping[str, Any]) -> dict[str, str]:
    due_on = answers.get("original_due_on")
    nothing = not (due_on or answers.get("due_as_written"))
    return {
        "original_due_on": "Enter the due date, or the words in its place, such as “ongoing”"
        if nothing
        else "",
        "starts_on": _wrong_start(answers, due_on),
    }


def _wrong_start(answers: Mapping[str, Any], due_on: date | None) -> str:
    starts_on = answers.get("starts_on")
    late = due_on is not None and starts_on is not None and due_on < starts_on
    return f"The action is due on {long_date(due_on)}. It must start by then" if late else ""


def _owner_supports(owner: Partner | None, supporting: Collection[Partner]) -> str:
    return f"{owner} owns the action. Untick it here" if owner and owner in supporting else ""


def _draft_abandoned(action: Action, supporting: Collection[Partner]) -> str:
    """A partner that no longer works on an action could not reach its draft any more."""
    gone = action.supporting.exclude(pk__in=[partner.pk for partner in supporting])
    drafting = gone.filter(pk__in=action.updates.drafts().values("partner"))
    names = " and ".join(partner.name for partner in drafting)
    return f"{names} has a draft open on this action. Leave it ticked until it is filed" * bool(
        names
    )


def _too_early(action: Action, day: date) -> str:
    if day < action.added_on:
        added = long_date(action.added_on)
        return f"The action is in the plan from {added}. Enter that day or a later one"
    last = action.owner_changes.filter(changed_on__gte=day).last()
    if last:
        return f"It last changed hands on {long_date(last.changed_on)}. Enter a later day"
    rated = action.updates.submitted().exclude(delivery_rating="").filter(as_at__gt=day).last()
    if rated:
        as_at = long_date(rated.as_at)
        return f"{rated.partner} rated the action as at {as_at}. Enter that day or a later one"
    return ""
