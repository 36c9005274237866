"""What was on record of a plan's actions, read once, and where each stood on any day by then.

Costs the same number of queries whatever the size of the plan and however many days are asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from actions.lateness import days_overdue, due_on_as_at
from actions.models import (
    Action,
    Closure,
    DateChange,
    OwnerChange,
    Plan,
    ProgressUpdate,
    ReportingPeriod,
)
from actions.movement import Movement, movement
from actions.ratings import Delivery, Impact
from actions.stands import ActionPosition, OwnerInPlan, Status
from partners.models import Partner


class Said(NamedTuple):
    """One filed update, as far as the position needs it. `says` is the one whose texts stand."""

    action_id: int
    partner_id: int
    as_at: date
    delivery: str
    impact: str
    update_id: int
    confirms_id: int | None

    @property
    def says(self) -> int:
        """The update that a proposal to close rests on."""
        return self.confirms_id or self.update_id


class Round(NamedTuple):
    """A reporting period: what is said after `starts_on`, up to `cut_off`, belongs to it."""

    starts_on: date
    cut_off: date


class Frame(NamedTuple):
    """The day, the day that movement counts from, and the rounds around them."""

    as_at: date
    since: date
    rounds: tuple[Round, ...]

    @classmethod
    def of(cls, plan: Plan, as_at: date, since: date | None = None) -> Frame:
        """Return the frame of `as_at`; `since` defaults as `plan_position` says."""
        issued = None if since else ReportingPeriod.objects.last_issued(plan, as_at)
        rounds = plan.periods.order_by("cut_off").values_list("starts_on", "cut_off")
        return cls(
            as_at=as_at,
            since=since or (issued.cut_off if issued else plan.submitted_on),
            rounds=tuple(Round(*dates) for dates in rounds),
        )

    @property
    def round(self) -> Round | None:
        """The round that the day falls in; None before the first and after the last."""
        return next((one for one in self.rounds if one.starts_on < self.as_at <= one.cut_off), None)

    def rounds_silent(self, since: date) -> int:
        """Return how many whole rounds have ended by the day with nothing said after `since`.

        A round ends with its cut-off, read at the close of that day: the report shows it so.
        """
        ended = (one for one in self.rounds if one.cut_off <= self.as_at)
        return sum(one.starts_on >= since for one in ended)


class Record:
    """What was on record by a day, read once for all the actions that `of` filters."""

    def __init__(self, until: date, of: dict[str, Any]) -> None:
        self.said: dict[int, list[Said]] = defaultdict(list)
        self.moves: dict[int, list[DateChange]] = defaultdict(list)
        self.closures: dict[int, list[Closure]] = defaultdict(list)
        self.given: dict[int, list[OwnerChange]] = defaultdict(list)
        self.rated: dict[int, list[Said]] = {}
        said = ProgressUpdate.objects.filter(**of).said_by(until)
        for row in said.order_by("as_at", "submitted_at", "pk").values_list(
            "action_id",
            "partner_id",
            "as_at",
            "delivery_rating",
            "impact_rating",
            "pk",
            "confirms_id",
        ):
            self.said[row[0]].append(Said(*row))
        for move in DateChange.objects.filter(**of).agreed_by(until):
            self.moves[move.action_id].append(move)
        for closure in Closure.objects.filter(**of).decided_by_day(until):
            self.closures[closure.action_id].append(closure)
        for change in OwnerChange.objects.filter(**of).with_former_owners():
            self.given[change.action_id].append(change)

    def position_of(self, action: Action, frame: Frame) -> ActionPosition:
        """Return where `action` stood on the day of `frame`."""
        day = frame.as_at
        now = self._rating(action, day)
        delivery = Delivery(now.delivery) if now else None
        moves = [move for move in self.moves[action.pk] if decided(move) <= day]
        due_on = due_on_as_at(action.original_due_on, (move.moved_to for move in moves))
        closed, back = self._closed(action, day), self._sent_back(action, now, day)
        said = [one.as_at for one in self.said[action.pk] if one.as_at <= day]
        last_said = said[-1] if said else None
        return ActionPosition(
            id=action.pk,
            ref=action.ref,
            title=action.title,
            priority_area=action.priority_area.number,
            owner=_owner(self._owner_on(action, day)),
            supporting=tuple(partner.name for partner in action.supporting.all()),
            lead_role=action.lead_role,
            original_due_on=action.original_due_on,
            due_on=due_on,
            due_as_written=action.due_as_written,
            times_moved=len(moves),
            delivery=delivery,
            impact=Impact(now.impact) if now else None,
            rating_id=now.update_id if now else None,
            rated_on=now.as_at if now else None,
            sent_back_id=back,
            before=self.status_of(action, frame.since),
            movement=self._movement(action, frame, delivery),
            days_overdue=0 if closed else days_overdue(due_on, day, None if back else delivery),
            closed_on=closed.decided_on if closed else None,
            last_update_on=last_said,
            no_update_received=_nothing_since(frame.round, last_said),
            rounds_silent=0
            if closed
            else frame.rounds_silent(self._open_since(action, last_said, day)),
            red_to_green=self._red_to_green(action, frame, delivery),
        )

    def status_of(self, action: Action, day: date) -> Status | None:
        """Return the status of `action` on `day`; None on a day when the plan did not hold it."""
        if not in_force(action, day):
            return None
        if self._closed(action, day):
            return Status.CLOSED
        now = self._rating(action, day)
        if now is None:
            return Status.NOT_RATED
        if now.delivery != Delivery.COMPLETE:
            return Status(now.delivery)
        return Status.RETURNED if self._sent_back(action, now, day) else Status.AWAITING

    def overdue_on(self, action: Action, day: date) -> bool:
        """Return whether `action` was past its due date of then on `day`, and not complete."""
        moves = [move for move in self.moves[action.pk] if decided(move) <= day]
        now = self._rating(action, day)
        due_on = due_on_as_at(action.original_due_on, (move.moved_to for move in moves))
        back = self._sent_back(action, now, day)
        late = days_overdue(due_on, day, now.delivery if now and not back else None) > 0
        return late and not self._closed(action, day)

    def _rating(self, action: Action, day: date) -> Said | None:
        """The latest rating by `day`."""
        ratings = self._ratings(action)
        known = bisect_right(ratings, day, key=lambda said: said.as_at)
        return ratings[known - 1] if known else None

    def _ratings(self, action: Action) -> list[Said]:
        """The ratings by those who rate the action, or rated it while owning it, earliest first."""
        if action.pk not in self.rated:
            said = (one for one in self.said[action.pk] if one.delivery)
            self.rated[action.pk] = [one for one in said if self._rated(action, one)]
        return self.rated[action.pk]

    def _rated(self, action: Action, said: Said) -> bool:
        """Whether it is the owner's or its group's; a former owner's, up to when it gave it."""
        given = self.given[action.pk] if action.pk in self.given else ()
        former = (change.was for change in given if said.as_at <= change.changed_on)
        return any(said.partner_id in (o.pk, o.parent_id) for o in (action.owner, *former))

    def _owner_on(self, action: Action, day: date) -> Partner:
        """The owner before the first change that came after the day; else the present one."""
        later = (c.was for c in self.given[action.pk] if c.changed_on > day)
        return next(later, action.owner)

    def _closed(self, action: Action, day: date) -> Closure | None:
        """The sign-off in force on `day`."""
        found = (closure for closure in self.closures[action.pk] if _holds(closure, day))
        return next(found, None)

    def _sent_back(self, action: Action, now: Said | None, day: date) -> int | None:
        """The closure that rested on this rating and that the board returned or opened again."""
        if now is None or now.delivery != Delivery.COMPLETE:
            return None
        found = (
            closure.pk
            for closure in reversed(self.closures[action.pk])
            if closure.proposed_by_id == now.says and _sent_back(closure, day)
        )
        return next(found, None)

    def _returned_since(self, action: Action, frame: Frame) -> bool:
        """Whether the board returned since then what is declared still."""
        key = self._sent_back(action, self._rating(action, frame.as_at), frame.as_at)
        return any(
            closure.pk == key and closure.outcome == Closure.Outcome.RETURNED
            for closure in self.closures[action.pk]
            if decided(closure) > frame.since
        )

    def _open_since(self, action: Action, said: date | None, day: date) -> date:
        """The day from which silence counts: of the last word, or of the last re-opening."""
        reopened = (c.reopened_on for c in self.closures[action.pk] if c.reopened_on)
        return max(said or action.added_on, *(on for on in reopened if on <= day), date.min)

    def _movement(self, action: Action, frame: Frame, now: Delivery | None) -> Movement:
        """How it moved since: what the board did, else from the one rating to the other.

        What joined the plan since is new, rated or not.
        """
        closed = self._closed(action, frame.as_at)
        if closed and decided(closed) > frame.since:
            return Movement.CLOSED
        reopened = (c.reopened_on for c in self.closures[action.pk] if c.reopened_on)
        if not closed and any(frame.since < day <= frame.as_at for day in reopened):
            return Movement.REOPENED
        if self._returned_since(action, frame):
            return Movement.RETURNED
        if not in_force(action, frame.since):
            return Movement.NEW
        before = self._rating(action, frame.since)
        return movement(Delivery(before.delivery) if before else None, now)

    def _red_to_green(self, action: Action, frame: Frame, now: Delivery | None) -> bool:
        """Whether it was off track when the round began, or since, and is said to go well now."""
        if frame.round is None or now not in (Delivery.ON_TRACK, Delivery.COMPLETE):
            return False
        at_start = self._rating(action, frame.round.starts_on)
        since = (
            said.delivery
            for said in self._ratings(action)
            if frame.round.starts_on < said.as_at <= frame.as_at
        )
        return Delivery.OFF_TRACK in (at_start.delivery if at_start else "", *since)


def in_force(action: Action, day: date) -> bool:
    """Return whether the plan held `action` on `day`: as `ActionQuerySet.in_force_on` asks."""
    withdrawn = action.withdrawn_on is not None and action.withdrawn_on <= day
    return action.added_on <= day and not withdrawn


def decided(row: DateChange | Closure) -> date:
    """Return the day of a decision that was taken."""
    assert row.decided_on is not None
    return row.decided_on


def _holds(closure: Closure, day: date) -> bool:
    signed_off = closure.outcome == Closure.Outcome.SIGNED_OFF and decided(closure) <= day
    return signed_off and (closure.reopened_on is None or closure.reopened_on > day)


def _sent_back(closure: Closure, day: date) -> bool:
    if closure.outcome == Closure.Outcome.RETURNED:
        return decided(closure) <= day
    return closure.reopened_on is not None and closure.reopened_on <= day


def _nothing_since(this: Round | None, last_said: date | None) -> bool:
    return this is not None and (last_said is None or last_said <= this.starts_on)


def _owner(owner: Partner) -> OwnerInPlan:
    group = owner.group
    return OwnerInPlan(
        id=owner.pk,
        code=owner.code,
        name=owner.name,
        group_code=group.code,
        group_name=group.short_name,
        group_order=group.order,
    )
