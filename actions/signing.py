"""What the board has to sign off: what partners propose as complete, and what is to be checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from actions.models import (
    Action,
    Closure,
    Evidence,
    Meeting,
    Milestone,
    Plan,
    ProgressUpdate,
    Recheck,
)
from actions.position import positions_of
from actions.querysets import ClosureQuerySet
from actions.stands import ActionPosition
from jtai_tracker import clock


@dataclass(frozen=True)
class Proposal:
    """One action that its lead says is complete, with what the board needs in order to decide.

    `closure` is the row that awaits the decision, `said` the update that the proposal rests on,
    `proofs` what is attached to it and has not been withdrawn, `undone` the milestones that are
    not done.
    """

    closure: Closure
    said: ProgressUpdate
    stands: ActionPosition
    proofs: tuple[Evidence, ...]
    undone: tuple[Milestone, ...]

    @property
    def action(self) -> Action:
        """The action that is proposed as complete."""
        return self.said.action

    @property
    def proposed_on(self) -> date:
        """The day on which it was proposed: what says so was filed by then, and speaks of it."""
        return self.said.known_from

    @property
    def unproven(self) -> bool:
        """Whether no evidence that it is complete stands behind it, in words or attached."""
        return not self.said.evidence and not self.proofs

    @property
    def seen(self) -> str:
        """What a form carries to show what was read when the decision was entered."""
        proofs = (proof.pk for proof in self.proofs)
        undone = (milestone.pk for milestone in self.undone)
        keys = (self.said.pk, self.stands.rating_id, *proofs, "m", *undone)
        return "-".join(str(key) for key in keys)


class CheckDue(NamedTuple):
    """A sign-off to be checked again on a day that has come, and the check before, if any."""

    due_on: date
    closure: Closure
    last: Recheck | None


@dataclass(frozen=True)
class RecheckDue:
    """The same, with how its action stands."""

    closure: Closure
    stands: ActionPosition
    due_on: date
    last: Recheck | None


def proposal_of(closure: Closure, today: date) -> Proposal:
    """Return what `closure` proposes, and how its action stands `today`; decided ones too."""
    return proposals_of([closure], today)[0]


def proposals_of(closures: Iterable[Closure], today: date) -> list[Proposal]:
    """Return what each of these proposes, in their order.

    Costs the same number of queries for each plan, however many they are.
    """
    closures = list(closures)
    keys = [closure.action_id for closure in closures]
    stands = positions_of(Action.objects.filter(pk__in=keys).with_partners(), today)
    said = _updates(closure.proposed_by_id for closure in closures)
    proofs = _proofs({*said, *(one.rating_id for one in stands.values() if one.rating_id)})
    undone = defaultdict(list)
    for milestone in Milestone.objects.open_on(today).filter(action__in=keys):
        undone[milestone.action_id].append(milestone)
    return [
        Proposal(
            closure,
            said[closure.proposed_by_id],
            stands[closure.action_id],
            tuple(proofs[closure.action_id]),
            tuple(undone[closure.action_id]),
        )
        for closure in closures
    ]


def _updates(keys: Iterable[int]) -> Mapping[int, ProgressUpdate]:
    named = ("action__plan", "partner__parent", "author")
    found: Mapping[int, ProgressUpdate] = ProgressUpdate.objects.select_related(*named).in_bulk(
        list(keys)
    )
    return found


def _proofs(updates: Iterable[int]) -> defaultdict[int, list[Evidence]]:
    """Return what is attached to these updates and has not been withdrawn, by action."""
    proofs = defaultdict(list)
    attached = Evidence.objects.in_force().filter(update__in=updates)
    for proof in attached.as_shown().select_related("update"):
        proofs[proof.update.action_id].append(proof)
    return proofs


def meetings_since(plan: Plan, day: date) -> list[Meeting]:
    """Return the last meeting of each of the plan's bodies from `day` to today, by body."""
    held = Meeting.objects.of_plan(plan).filter(held_on__gte=day, held_on__lte=clock.today())
    last = {meeting.body_id: meeting for meeting in held.order_by("held_on")}
    return sorted(last.values(), key=lambda meeting: meeting.body.order)


def sent_back(action: Action, stands: ActionPosition) -> Closure | None:
    """Return what the board returned or opened again of `action`, while it `stands` so today."""
    key = stands.sent_back_id
    return Closure.objects.get(pk=key) if key else None


# --- Signed off, and to be checked again -----------------------------------------------------


def next_check(closure: Closure, checks: Iterable[Recheck]) -> date | None:
    """Return the day to check `closure` again after these `checks`, the earliest first."""
    last = _last(checks)
    return last.next_on if last else closure.recheck_on


def rechecks_due(plan: Plan, day: date) -> list[RecheckDue]:
    """Return the sign-offs of `plan` that were to be checked by `day`, the longest due first."""
    return rechecks_of(checks_due(Closure.objects.filter(action__plan=plan), day), day)


def checks_due(closures: ClosureQuerySet, day: date) -> list[CheckDue]:
    """Return those of `closures` that were to be checked by `day`, the longest due first."""
    named = closures.to_check_by(day).select_related("action__plan").with_what_became(day)
    due = [
        CheckDue(due_on, closure, _last(closure.checked))
        for closure in named
        if (due_on := next_check(closure, closure.checked)) and due_on <= day
    ]
    return sorted(due, key=lambda one: (one.due_on, one.closure.pk))


def rechecks_of(due: Iterable[CheckDue], day: date) -> list[RecheckDue]:
    """Return each of these checks with how its action stands on `day`, in their order."""
    due = list(due)
    actions = Action.objects.filter(pk__in=[closure.action_id for _, closure, _ in due])
    stands = positions_of(actions.with_partners(), day)
    return [
        RecheckDue(closure, stands[closure.action_id], due_on, last)
        for due_on, closure, last in due
    ]


def _last(checks: Iterable[Recheck]) -> Recheck | None:
    return next(reversed(list(checks)), None)
