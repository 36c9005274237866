"""What: the plan, its actions, what partners say of them, and what the board decides."""

from __future__ import annotations

from actions.models.action import Action, Milestone, OwnerChange
from actions.models.challenge import Acknowledgement, Challenge, ChallengeReply
from actions.models.decisions import Closure, DateChange, Recheck
from actions.models.evidence import Evidence
from actions.models.measure import Measure, Reading
from actions.models.plan import (
    Finding,
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
    "Acknowledgement",
    "Action",
    "Challenge",
    "ChallengeReply",
    "Closure",
    "DateChange",
    "Evidence",
    "Finding",
    "GovernanceBody",
    "Measure",
    "Meeting",
    "Milestone",
    "OwnerChange",
    "Plan",
    "PriorityArea",
    "ProgressUpdate",
    "Reading",
    "Recheck",
    "Reminder",
    "ReportingPeriod",
    "Theme",
]
