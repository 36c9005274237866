"""What: the plan, its actions, what partners say of them, and what the board decides."""

from __future__ import annotations

from actions.models.action import Action, Milestone
from actions.models.decisions import Closure, DateChange
from actions.models.measure import Measure, Reading
from actions.models.plan import (
    GovernanceBody,
    Meeting,
    Plan,
    PriorityArea,
    ReportingPeriod,
    Theme,
)
from actions.models.update import ProgressUpdate

__all__ = [
    "Action",
    "Closure",
    "DateChange",
    "GovernanceBody",
    "Measure",
    "Meeting",
    "Milestone",
    "Plan",
    "PriorityArea",
    "ProgressUpdate",
    "Reading",
    "ReportingPeriod",
    "Theme",
]
