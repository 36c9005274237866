"""What a partner owes to the report that is being made."""

from __future__ import annotations

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


@dataclass(frozen=True)
class Round:
    """A partner's actions against one cut-off; `period` is None between reports."""

    plan: Plan
    period: ReportingPeriod | None
    cut_off_passed: bool
    rows: tuple[OwedAction, ...]

    @property
    def settled(self) -> int:
        """How many of the actions owe nothing."""
        return sum(row.owing in (Owing.SUBMITTED, Owing.SIGNED_OFF) for row in self.rows)


def owed(plan: Plan, partner_ids: Collection[int], today: date) -> Round:
    """Return the actions that these partners own, what is missing first, overdue before the rest.

    Counted for the report that collects updates on `today`: up to its cut-off, once it has passed.
    An action that the board has signed off owes nothing.
    """
    period = ReportingPeriod.objects.collecting(plan, today)
    as_at = min(today, period.cut_off) if period else today
    position = plan_position(plan, as_at)
    drafts = dict(_drafts(plan, partner_ids))
    rows = [
        _row(action, drafts.get(action.ref))
        for action in position.actions
        if action.owner.id in partner_ids
    ]
    order = list(Owing)
    rows.sort(key=lambda row: (order.index(row.owing), -row.action.days_overdue))
    return Round(plan, period, bool(period and today > period.cut_off), tuple(rows))


def _drafts(plan: Plan, partner_ids: Collection[int]) -> list[tuple[str, int]]:
    drafts = ProgressUpdate.objects.drafts().filter(action__plan=plan, partner__in=partner_ids)
    return list(drafts.values_list("action__ref", "pk"))


def _row(action: ActionPosition, draft_id: int | None) -> OwedAction:
    if draft_id:
        return OwedAction(action, Owing.DRAFT, draft_id)
    if action.closed:
        return OwedAction(action, Owing.SIGNED_OFF, None)
    return OwedAction(action, Owing.NEEDED if action.no_update_received else Owing.SUBMITTED, None)
