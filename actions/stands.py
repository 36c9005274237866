"""Where an action, and a plan, stand as at a day: the types that every page and report reads. Pure.

`position` reads them from the record.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices

from actions.movement import Movement
from actions.ratings import Delivery, Impact
from jtai_tracker.dates import long_date


class Status(TextChoices):
    """Where an action stands: its rating, and if complete, whether the board signed it off."""

    NOT_RATED = "not_rated", "Not yet rated"
    NOT_STARTED = Delivery.NOT_STARTED.value, Delivery.NOT_STARTED.label
    ON_TRACK = Delivery.ON_TRACK.value, Delivery.ON_TRACK.label
    AT_RISK = Delivery.AT_RISK.value, Delivery.AT_RISK.label
    OFF_TRACK = Delivery.OFF_TRACK.value, Delivery.OFF_TRACK.label
    AWAITING = "awaiting_sign_off", "Complete, awaiting sign-off"
    RETURNED = "returned", "Complete, returned by the board"
    CLOSED = "closed", "Complete, signed off"

    @property
    def delivery(self) -> Delivery | None:
        """The delivery rating behind this status; None for not yet rated."""
        if self in (Status.AWAITING, Status.RETURNED, Status.CLOSED):
            return Delivery.COMPLETE
        return None if self == Status.NOT_RATED else Delivery(self.value)

    @property
    def letter(self) -> str:
        """The letter of the printed key; none for not yet rated."""
        return self.delivery.letter if self.delivery else ""


# Statuses that are shown only where an action has them: the printed key does not know them.
SELDOM = (Status.NOT_RATED, Status.RETURNED)


class OwnerInPlan(NamedTuple):
    """Who owns an action, and under which group of the report."""

    id: int
    code: str
    name: str
    group_code: str
    group_name: str
    group_order: int


@dataclass(frozen=True)
class ActionPosition:
    """One action as at the day: what was declared of it, and what the dates say.

    `id` is the action's key, `rating_id` that of the update in which its ratings were declared.
    `before` is its status on the day that movement counts from: None if the plan did not hold it.
    `sent_back_id` is the key of the closure that the board returned, or opened again, where that
    rating proposed it and nothing has followed;
    `rounds_silent` counts the whole reporting periods that ended without a word, up to the day.
    """

    id: int
    ref: str
    title: str
    priority_area: int
    owner: OwnerInPlan
    supporting: tuple[str, ...]
    lead_role: str
    original_due_on: date | None
    due_on: date | None
    due_as_written: str
    times_moved: int
    delivery: Delivery | None
    impact: Impact | None
    rating_id: int | None
    rated_on: date | None
    sent_back_id: int | None
    before: Status | None
    movement: Movement
    days_overdue: int
    closed_on: date | None
    last_update_on: date | None
    no_update_received: bool
    rounds_silent: int
    red_to_green: bool

    @property
    def due_in_words(self) -> str:
        """The due date, or the words in its place: "31 July 2020", "ongoing", "no date"."""
        return long_date(self.due_on) or self.due_as_written or "no date"

    @property
    def original_in_words(self) -> str:
        """The date that the plan was submitted with, or the words in its place."""
        return long_date(self.original_due_on) or self.due_as_written or "no date"

    @property
    def moved_in_words(self) -> str:
        """How often the board moved the date: "never", "once", "3 times"."""
        words = {0: "never", 1: "once", 2: "twice"}
        return words.get(self.times_moved, f"{self.times_moved} times")

    @property
    def about_the_date(self) -> tuple[str, ...]:
        """What must stand beside the due date wherever it is shown: how late, how often moved."""
        late = f"{self.days_overdue} day{'' if self.days_overdue == 1 else 's'} overdue"
        moved = f"moved {self.moved_in_words}, originally {self.original_in_words}"
        return (late,) * self.overdue + (moved,) * bool(self.times_moved)

    @property
    def date_in_words(self) -> str:
        """The due date with all that must stand beside it, for use inside a sentence."""
        return ", ".join((self.due_in_words, *self.about_the_date))

    @property
    def overdue(self) -> bool:
        """The due date had passed, and the action was not complete."""
        return self.days_overdue > 0

    @property
    def closed(self) -> bool:
        """The board had signed the action off."""
        return self.closed_on is not None

    @property
    def awaiting_sign_off(self) -> bool:
        """The partner says complete; the board has not signed it off."""
        return self.status == Status.AWAITING

    @property
    def status(self) -> Status:
        """Where the action stands, for counting and for the rating that is shown."""
        if self.closed:
            return Status.CLOSED
        if self.delivery is None:
            return Status.NOT_RATED
        if self.delivery != Delivery.COMPLETE:
            return Status[self.delivery.name]
        return Status.RETURNED if self.returned else Status.AWAITING

    @property
    def returned(self) -> bool:
        """Said to be complete, and the board sent that back or opened the action again."""
        return self.sent_back_id is not None

    @property
    def silent(self) -> bool:
        """Nothing was filed in this reporting period; what the board signed off owes nothing."""
        return self.no_update_received and not self.closed

    @property
    def without_impact(self) -> bool:
        """Said to be complete, or signed off, with nothing that shows a difference for children."""
        return self.delivery == Delivery.COMPLETE and self.impact in (None, Impact.NO_EVIDENCE)


@dataclass(frozen=True)
class Position:
    """A plan's actions as at a day, in the order of their references."""

    as_at: date
    since: date
    starts_on: date | None
    cut_off: date | None
    priority_areas: tuple[tuple[int, str, str], ...]
    actions: tuple[ActionPosition, ...]

    @property
    def counts(self) -> dict[Status, int]:
        """How many actions have each status, in the order of the key; a status with none is 0."""
        counted = Counter(action.status for action in self.actions)
        return {status: counted[status] for status in Status}
