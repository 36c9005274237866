"""What: the plan, its actions, what partners say of them, and what the board decides."""

from __future__ import annotations

from actions.models.action import Action, Milestone, OwnerChange
from actions.models.decisions import Closure, DateChange
from actions.models.evidence import Evidence
from actions.models.measure import Measure, Reading
from actions.models.plan import (
    GovernanceBody,
    Meeting,
    Plan,
    PriorityArea,
    ReportingPeriod,
    Theme,
)
from actions.models.reminder import Reminder
from actions.models.update import ProgressUpdate

__all__ = [
    "Action",
    "Closure",
    "DateChange",
    "Evidence",
    "GovernanceBody",
    "Measure",
    "Meeting",
    "Milestone",
    "OwnerChange",
    "Plan",
    "PriorityArea",
    "ProgressUpdate",
    "Reading",
    "Reminder",
    "ReportingPeriod",
    "Theme",
]
