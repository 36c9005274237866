"""What the chair asks about: each exception with the facts that it needs to be asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from actions.contradictions import Facts, claims
from actions.models import Closure, Milestone, Plan, ProgressUpdate
from actions.ratings import TROUBLED, Delivery
from actions.stands import ActionPosition, Position
from partners.models import Partner


@dataclass(frozen=True)
class Explained:
    """A red or an amber, with the update that says why, what brings it back, and when."""

    action: ActionPosition
    said: ProgressUpdate

    @property
    def cause(self) -> str:
        """Why it is not on track."""
        return str(self.said.get_cause_display())

    @property
    def recovery(self) -> str:
        """What will bring it back on track."""
        return self.said.in_its_place.recovery_action

    @property
    def recovery_on(self) -> date | None:
        """The day by which it will be back on track."""
        return self.said.recovery_on

    @property
    def board_ask(self) -> str:
        """What is needed from the board."""
        return self.said.in_its_place.board_ask

    @property
    def waiting_on(self) -> Partner | None:
        """The partner that it waits on."""
        return self.said.waiting_on


@dataclass(frozen=True)
class Proposal:
    """What was said when an action was declared complete, and the proposal to close it.

    `closure` is None where a plan's first ratings said complete and nothing was proposed.
    """

    said: ProgressUpdate
    closure: Closure | None

    @property
    def proposed_on(self) -> date:
        """The day on which it was proposed: what says so had been filed by then."""
        return self.said.in_its_place.known_from


@dataclass(frozen=True)
class Contradicted:
    """An action of which dates or silence say something else than its partner."""

    action: ActionPosition
    claims: tuple[str, ...]


@dataclass(frozen=True)
class SilentPartner:
    """An owner and those of its actions that were silent for one whole round or more."""

    name: str
    actions: tuple[ActionPosition, ...]

    @property
    def rounds(self) -> int:
        """The longest silence, in rounds."""
        return max(action.rounds_silent for action in self.actions)


@dataclass(frozen=True)
class Exceptions:
    """The exceptions of one position: each list in the order of the plan, the worst first.

    `proposals` holds, by the key of the action, what stands behind those awaiting and returned.
    """

    off_track: tuple[Explained, ...]
    at_risk: tuple[Explained, ...]
    overdue: tuple[ActionPosition, ...]
    silent: tuple[SilentPartner, ...]
    contradicted: tuple[Contradicted, ...]
    awaiting: tuple[ActionPosition, ...]
    returned: tuple[ActionPosition, ...]
    blocked: tuple[Explained, ...]
    moved_twice: tuple[ActionPosition, ...]
    without_impact: tuple[ActionPosition, ...]
    proposals: Mapping[int, Proposal]


def exceptions(plan: Plan, position: Position) -> Exceptions:
    """Return what stands out in `position`, in three queries beyond it, whatever its size."""
    actions = position.actions
    troubled = [a for a in actions if a.delivery in TROUBLED and not a.closed]
    awaiting = tuple(action for action in actions if action.awaiting_sign_off)
    returned = tuple(action for action in actions if action.returned and not action.closed)
    said = _declared((*troubled, *awaiting, *returned))
    explained = [Explained(action, said[action.id]) for action in troubled]
    late = [action for action in actions if action.overdue]
    return Exceptions(
        off_track=tuple(e for e in explained if e.action.delivery == Delivery.OFF_TRACK),
        at_risk=tuple(e for e in explained if e.action.delivery == Delivery.AT_RISK),
        overdue=tuple(sorted(late, key=lambda action: -action.days_overdue)),
        silent=_silent(actions),
        contradicted=_contradicted(plan, position, explained),
        awaiting=awaiting,
        returned=returned,
        blocked=tuple(e for e in explained if e.waiting_on),
        moved_twice=tuple(action for action in actions if action.times_moved > 1),
        without_impact=tuple(action for action in actions if action.without_impact),
        proposals=_proposals([said[action.id] for action in (*awaiting, *returned)]),
    )


def _declared(actions: Iterable[ActionPosition]) -> dict[int, ProgressUpdate]:
    """The update in which each of `actions`, all rated, was rated: by the key of the action."""
    declared = ProgressUpdate.objects.filter(pk__in=[action.rating_id for action in actions])
    said = declared.select_related("partner", "waiting_on", "confirms")
    return {update.action_id: update for update in said}


def _proposals(said: list[ProgressUpdate]) -> dict[int, Proposal]:
    """The proposal to close that rests on each of these updates, or on what it confirms.

    There is one at most: what was sent back is not proposed again in the same words.
    """
    texts = [update.in_its_place.pk for update in said]
    made = Closure.objects.filter(proposed_by__in=texts).exclude(outcome=Closure.Outcome.WITHDRAWN)
    proposed = {closure.proposed_by_id: closure for closure in made.select_related("body")}
    return {
        update.action_id: Proposal(update, proposed.get(update.in_its_place.pk)) for update in said
    }


def _silent(actions: tuple[ActionPosition, ...]) -> tuple[SilentPartner, ...]:
    by_owner: dict[tuple[int, str], list[ActionPosition]] = defaultdict(list)
    for action in actions:
        if action.rounds_silent:
            by_owner[action.owner.group_order, action.owner.name].append(action)
    return tuple(SilentPartner(key[1], tuple(by_owner[key])) for key in sorted(by_owner))


def _contradicted(
    plan: Plan, position: Position, explained: list[Explained]
) -> tuple[Contradicted, ...]:
    """The actions whose rating the record contradicts."""
    promised = {e.action.id: e.recovery_on for e in explained}
    steps: dict[int, list[tuple[str, date | None]]] = defaultdict(list)
    undone = Milestone.objects.open_on(position.as_at).filter(action__plan=plan)
    for action_id, title, due_on in undone.values_list("action_id", "title", "due_on"):
        steps[action_id].append((title, due_on))
    found = (
        Contradicted(a, claims(a, _facts(a, position.as_at, steps[a.id], promised.get(a.id))))
        for a in position.actions
    )
    return tuple(one for one in found if one.claims)


def _facts(
    action: ActionPosition,
    as_at: date,
    steps: list[tuple[str, date | None]],
    recovery_on: date | None,
) -> Facts:
    late = tuple((title, due_on) for title, due_on in steps if due_on and due_on < as_at)
    return Facts(
        as_at=as_at,
        due_on=action.due_on,
        last_said_on=action.last_update_on,
        before=action.delivery,
        recovery_on=recovery_on,
        moved="",
        late_milestones=late,
        open_milestones=len(steps),
    )
