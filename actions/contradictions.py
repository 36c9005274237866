"""What dates and silence say of an action, and where a declared rating says otherwise. Pure.

Nothing here changes a rating: it is shown beside the choice, before the lead submits, and to the
board.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from actions.ratings import TROUBLED, Delivery, Impact
from actions.stands import ActionPosition
from jtai_tracker.dates import long_date

# Fewer days than this to the due date are worth a word: a month.
_SOON = 30


@dataclass(frozen=True)
class Facts:
    """What the record says of an action on a day, whatever its partner declares.

    `late_milestones` are titles with their dates; `recovery_on` is what the last update promised;
    `moved` says how often the due date moved and what it was: "moved once, originally …".
    """

    as_at: date
    due_on: date | None
    last_said_on: date | None
    before: Delivery | None
    recovery_on: date | None
    moved: str
    late_milestones: tuple[tuple[str, date], ...] = ()
    open_milestones: int = 0

    def with_done(self, titles: Collection[str]) -> Facts:
        """Return the facts as they are once the milestones with these titles are done."""
        late = tuple(one for one in self.late_milestones if one[0] not in titles)
        return replace(
            self, late_milestones=late, open_milestones=self.open_milestones - len(titles)
        )

    @property
    def days_left(self) -> int | None:
        """Days from the day to the due date; less than 0 once it has passed."""
        return (self.due_on - self.as_at).days if self.due_on else None


def implied(facts: Facts) -> list[str]:
    """Return what dates and silence say, in sentences, whatever is declared."""
    return [sentence for sentence in _implied(facts) if sentence]


def _implied(facts: Facts) -> Iterator[str]:
    yield _about_the_due_date(facts)
    for title, due_on in facts.late_milestones:
        late = _count((facts.as_at - due_on).days, "day")
        yield f"The milestone “{title}” was due on {long_date(due_on)}, {late} ago."
    if facts.last_said_on:
        silent = _count((facts.as_at - facts.last_said_on).days, "day")
        yield f"The last update speaks of {long_date(facts.last_said_on)}, {silent} ago."
    else:
        yield "There is no update on this action yet."
    if facts.moved:
        yield f"The due date was {facts.moved}."
    if _promise_missed(facts):
        yield f"It was to be back on track by {long_date(facts.recovery_on)}."


def _about_the_due_date(facts: Facts) -> str:
    left = facts.days_left
    if left is None:
        return "The action has no due date."
    due = f"Due {long_date(facts.due_on)}."
    if left < 0 and facts.before == Delivery.COMPLETE:
        return f"{due} That was {_count(-left, 'day')} ago."
    if left < 0:
        return f"{due} The action is {_count(-left, 'day')} overdue."
    return f"{due} {_count(left, 'day').capitalize()} left."


def contradictions(
    delivery: str | None, impact: str | None, facts: Facts, *, proven: bool = True
) -> list[str]:
    """Return where the declared ratings and the record say different things, in sentences.

    `proven` is whether any evidence is attached. None of these keeps an update from being filed.
    """
    if not delivery:
        return []
    declared = Delivery(delivery)
    found = list(_against(declared, facts))
    if declared == Delivery.COMPLETE and not proven:
        found.append("You say complete, and no link or file is attached as evidence.")
    if declared == Delivery.COMPLETE and impact == Impact.NO_EVIDENCE:
        found.append("You say complete, and that nothing shows a difference for children.")
    return found


def _against(declared: Delivery, facts: Facts) -> Iterator[str]:
    said = f"You say {declared.label.lower()}, and"
    late, undone = len(facts.late_milestones), facts.open_milestones
    going_well = declared in (Delivery.ON_TRACK, Delivery.NOT_STARTED)
    if going_well and late:
        yield f"{said} {_count(late, 'milestone')} {'is' if late == 1 else 'are'} late."
    elif going_well and undone and _is_soon(facts):
        yield f"{said} the due date is near, with milestones that are not done."
    if declared == Delivery.AT_RISK and _promise_missed(facts):
        yield f"{said} the date by which it was to be back on track has passed."
    if declared == Delivery.COMPLETE and undone:
        yield f"{said} {_count(undone, 'milestone')} {'is' if undone == 1 else 'are'} not done."
    if facts.before == Delivery.OFF_TRACK and (going_well or declared == Delivery.COMPLETE):
        yield f"{said} it was off track last time: say what brought it back."


def _is_soon(facts: Facts) -> bool:
    return facts.days_left is not None and 0 <= facts.days_left < _SOON


def _promise_missed(facts: Facts) -> bool:
    return facts.recovery_on is not None and facts.recovery_on < facts.as_at


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


# --- What the board is told --------------------------------------------------------------------

# So many whole rounds without a word make "on track" a claim that nothing stands behind.
_LONG_SILENT = 2


def claims(action: ActionPosition, facts: Facts) -> tuple[str, ...]:
    """Return where what is declared of `action` and the record differ, in the board's short words.

    `facts` are those of the day of the position. What the board has signed off is settled.
    """
    return () if action.closed or action.delivery is None else tuple(_claims(action, facts))


def _claims(action: ActionPosition, facts: Facts) -> Iterator[str]:
    assert action.delivery is not None
    said = str(action.delivery.label)
    if action.delivery in (Delivery.ON_TRACK, Delivery.NOT_STARTED):
        if action.overdue:
            yield f"{said}, {_count(action.days_overdue, 'day')} overdue"
        if action.rounds_silent >= _LONG_SILENT:
            yield f"{said}, nothing filed for {_count(action.rounds_silent, 'round')}"
        if facts.late_milestones:
            yield f"{said}, {_count(len(facts.late_milestones), 'milestone')} late"
    if action.delivery == Delivery.COMPLETE and facts.open_milestones:
        yield f"{said}, {_count(facts.open_milestones, 'milestone')} not done"
    if action.delivery in TROUBLED and _promise_missed(facts):
        yield f"{said}, and was to be back on track by {long_date(facts.recovery_on)}"
    if action.red_to_green:
        yield f"Off track to {said.lower()} in one round"
