"""What moved between two days, from what to what, and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from actions.models import Action, Closure, Plan, ProgressUpdate
from actions.movement import Movement
from actions.stands import ActionPosition, Position, Status
from jtai_tracker.dates import long_date

_STILL = (Movement.UNCHANGED, Movement.NOT_RATED)
# In the order in which the board asks.
ORDER = (
    Movement.WORSENED,
    Movement.REOPENED,
    Movement.RETURNED,
    Movement.IMPROVED,
    Movement.STARTED,
    Movement.CLOSED,
    Movement.NEW,
)


@dataclass(frozen=True)
class Move:
    """One action that moved: where it stood before (None: not in the plan), and the reason."""

    action: ActionPosition
    reason: str

    @property
    def was(self) -> Status | None:
        """Where it stood on the day that movement counts from."""
        return self.action.before


@dataclass(frozen=True)
class Moves:
    """What moved since a day by kind of movement, how many did not, and what left the plan."""

    moved: tuple[Move, ...]
    unchanged: int
    gone: tuple[Action, ...]

    def of(self, kind: Movement) -> tuple[Move, ...]:
        """Return those that moved in this way."""
        return tuple(move for move in self.moved if move.action.movement == kind)


def moves(plan: Plan, position: Position) -> Moves:
    """Return what moved in `position` since its day, with the reason, in three queries."""
    moved = [action for action in position.actions if action.movement not in _STILL]
    reasons = _Reasons(plan, position, moved)
    found = [Move(action, reasons.of(action)) for action in moved]
    left = Action.objects.filter(
        plan=plan,
        added_on__lte=position.since,
        withdrawn_on__gt=position.since,
        withdrawn_on__lte=position.as_at,
    )
    return Moves(
        moved=tuple(sorted(found, key=lambda move: ORDER.index(move.action.movement))),
        unchanged=len(position.actions) - len(found),
        gone=tuple(left),
    )


class _Reasons:
    """Why actions moved: what the board decided, or what their partners said."""

    def __init__(self, plan: Plan, position: Position, moved: list[ActionPosition]) -> None:
        declared = ProgressUpdate.objects.filter(pk__in=[a.rating_id for a in moved])
        self.said = declared.select_related("confirms").in_bulk()
        decided = Closure.objects.filter(action__plan=plan).decided_by_day(position.as_at)
        self.position = position
        self.closures: dict[int, list[Closure]] = defaultdict(list)
        for closure in decided.select_related("body"):
            self.closures[closure.action_id].append(closure)

    def of(self, action: ActionPosition) -> str:
        """Return why `action` moved, in words."""
        if action.movement == Movement.CLOSED:
            return _signed_off(self._latest(action, "decided_on"))
        if action.movement == Movement.REOPENED:
            closure = self._latest(action, "reopened_on")
            return f"Re-opened on {long_date(closure.reopened_on)}: {closure.reopened_reason}"
        if action.movement == Movement.RETURNED:
            return _returned(self._latest(action, "decided_on", Closure.Outcome.RETURNED))
        said = self.said.get(action.rating_id or 0)
        return _in_words(said) if said else ""

    def _latest(
        self, action: ActionPosition, decided: str, outcome: str = Closure.Outcome.SIGNED_OFF
    ) -> Closure:
        """What the board last signed, re-opened or returned by the day of the position."""
        as_at = self.position.as_at
        so_decided = [c for c in self.closures[action.id] if c.outcome == outcome]
        known = [c for c in so_decided if (on := getattr(c, decided)) and on <= as_at]
        latest: Closure = max(known, key=lambda closure: getattr(closure, decided))
        return latest


def _signed_off(closure: Closure) -> str:
    minute = f", {closure.minute_ref}" if closure.minute_ref else ""
    return f"Signed off {_by_whom(closure)}{minute}"


def _returned(closure: Closure) -> str:
    return f"Returned {_by_whom(closure)}: {closure.returned_reason}"


def _by_whom(closure: Closure) -> str:
    body = closure.body.abbreviation if closure.body else "the board"
    return f"by {body} on {long_date(closure.decided_on)}"


def _in_words(said: ProgressUpdate) -> str:
    cause = said.get_cause_display()
    return f"{cause}. {said.narrative}" if cause else said.narrative
