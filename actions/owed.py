"""What a partner owes to the report that is being made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum

from actions.models import Plan, ProgressUpdate, ReportingPeriod
from actions.position import ActionPosition, plan_position


class Owing(Enum):
    """How far the update of an action is, in the order in which a lead works."""

    NEEDED = "Needs an update"
    DRAFT = "Draft"
    SUBMITTED = "Submitted"
    SIGNED_OFF = "Signed off"


@dataclass(frozen=True)
class OwedAction:
    """One action on a lead's list."""

    action: ActionPosition
    owing: Owing
    draft_id: int | None
    owned: bool = True


@dataclass(frozen=True)
class Round:
    """A partner's actions against one cut-off; `period` is None between reports."""

    plan: Plan
    period: ReportingPeriod | None
    cut_off_passed: bool
    rows: tuple[OwedAction, ...]

    @property
    def owned(self) -> tuple[OwedAction, ...]:
        """The rows of the partner's own actions, without those that it only supports."""
        return tuple(row for row in self.rows if row.owned)

    @property
    def settled(self) -> int:
        """How many of the partner's own actions owe nothing, whatever is being drafted."""
        open_ones = [row.action for row in self.owned if not row.action.closed]
        return len(self.owned) - sum(action.no_update_received for action in open_ones)


def owed(plan: Plan, partner_ids: Collection[int], today: date) -> Round:
    """Return the actions that these partners own, what is missing first, overdue before the rest.

    Counted for the report that collects updates on `today`: up to its cut-off, once it has passed.
    An action that the board has signed off owes nothing.
    """
    period = ReportingPeriod.objects.collecting(plan, today)
    as_at = min(today, period.cut_off) if period else today
    position = plan_position(plan, as_at)
    drafts = _drafts(plan, partner_ids)
    rows = [
        row
        for action in position.actions
        for row in _rows(action, drafts.get(action.ref, []), action.owner.id in partner_ids)
    ]
    order = list(Owing)
    rows.sort(key=lambda row: (order.index(row.owing), -row.action.days_overdue))
    return Round(plan, period, bool(period and today > period.cut_off), tuple(rows))


def _drafts(plan: Plan, partner_ids: Collection[int]) -> dict[str, list[int]]:
    drafts = ProgressUpdate.objects.drafts().filter(action__plan=plan, partner__in=partner_ids)
    found: dict[str, list[int]] = defaultdict(list)
    for ref, pk in drafts.values_list("action__ref", "pk"):
        found[ref].append(pk)
    return found


def _rows(action: ActionPosition, drafts: list[int], owned: bool) -> list[OwedAction]:
    """A row for each draft, also on an action that the partner only supports; else what is owed."""
    if drafts or not owned:
        return [OwedAction(action, Owing.DRAFT, draft, owned) for draft in drafts]
    if action.closed:
        return [OwedAction(action, Owing.SIGNED_OFF, None)]
    needed = action.no_update_received
    return [OwedAction(action, Owing.NEEDED if needed else Owing.SUBMITTED, None)]
