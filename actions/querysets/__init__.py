"""Questions asked of the plan's record, each named after what it answers."""

from __future__ import annotations

from actions.querysets.decisions import (
    AcknowledgementQuerySet,
    ChallengeQuerySet,
    ClosureQuerySet,
    DateChangeQuerySet,
)
from actions.querysets.rounds import NOT_NEEDED, MeetingQuerySet, PeriodQuerySet, ReminderQuerySet
from actions.querysets.structure import (
    ActionQuerySet,
    MeasureQuerySet,
    MilestoneQuerySet,
    OwnerChangeQuerySet,
)
from actions.querysets.updates import EvidenceQuerySet, UpdateQuerySet

__all__ = [
    "NOT_NEEDED",
    "AcknowledgementQuerySet",
    "ActionQuerySet",
    "ChallengeQuerySet",
    "ClosureQuerySet",
    "DateChangeQuerySet",
    "EvidenceQuerySet",
    "MeasureQuerySet",
    "MeetingQuerySet",
    "MilestoneQuerySet",
    "OwnerChangeQuerySet",
    "PeriodQuerySet",
    "ReminderQuerySet",
    "UpdateQuerySet",
]
