"""An action of the plan and its milestones."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from actions.models.plan import PriorityArea
from actions.querysets import ActionQuerySet, MilestoneQuerySet, OwnerChangeQuerySet
from actions.references import PATTERN, sort_key
from jtai_tracker.fields import CleanCharField, CleanTextField
from partners.models import Partner


class Action(models.Model):
    """One deliverable: one partner owns it, others support, the due date moves only by decision."""

    plan = models.ForeignKey("actions.Plan", on_delete=models.PROTECT, related_name="actions")
    priority_area = models.ForeignKey(
        PriorityArea, on_delete=models.PROTECT, related_name="actions"
    )
    ref = models.CharField(max_length=20, validators=[RegexValidator(rf"\A{PATTERN}\Z")])
    ref_key = models.CharField(max_length=100, editable=False)
    title = CleanCharField(max_length=500)
    owner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="owned_actions")
    supporting = models.ManyToManyField(Partner, blank=True, related_name="supported_actions")
    lead_role = CleanCharField(max_length=200, help_text="A post, never a person.")
    starts_on = models.DateField(null=True, blank=True)
    original_due_on = models.DateField(null=True, blank=True)
    due_as_written = CleanCharField(
        max_length=100, blank=True, help_text="Where there is no date: “ongoing”, as written."
    )
    success_measure = CleanTextField(blank=True)
    intended_impact = CleanTextField(blank=True)
    inspection_paragraph = CleanCharField(max_length=100, blank=True)
    added_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = CleanTextField(blank=True)
    version = models.PositiveIntegerField(
        default=1, help_text="Counts what was written on the action, so that a stale form is seen."
    )
    history = HistoricalRecords(m2m_fields=[supporting])

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["ref_key"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "ref"], name="action_ref_once_a_plan"),
            models.CheckConstraint(
                condition=Q(original_due_on=None)
                | Q(starts_on=None)
                | Q(original_due_on__gte=F("starts_on")),
                name="action_due_after_start",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_reason="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason="")),
                name="action_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort key in step with the reference."""
        self.ref_key = sort_key(self.ref)
        super().save(*args, **kwargs)


class Milestone(models.Model):
    """A step on the way to an action, with its date as the plan writes it."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="milestones")
    title = CleanCharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    as_written = CleanCharField(max_length=100, blank=True)
    done_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class OwnerChange(models.Model):
    """A new owner of an action from a day on: what was said before stays said by the old one."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="owner_changes")
    was = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="actions_given")
    became = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="actions_taken")
    changed_on = models.DateField()
    reason = CleanTextField()
    history = HistoricalRecords()

    objects = OwnerChangeQuerySet.as_manager()

    class Meta:
        ordering = ["changed_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(was=F("became")), name="owner_change_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.action.ref}: {self.was} to {self.became}, {self.changed_on}"
