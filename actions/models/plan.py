"""The plan and its frame: bodies, meetings, priority areas, findings, themes and periods."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from actions import working_days
from actions.paragraphs import PARAGRAPH
from actions.querysets import MeetingQuerySet, PeriodQuerySet
from actions.references import sort_key
from jtai_tracker.fields import CleanCharField, CleanTextField


class Plan(models.Model):
    """A partnership's answer to one inspection."""

    class Kind(models.TextChoices):
        """Which inspection; it decides what the submitted document is called."""

        JTAI = "jtai", "Joint targeted area inspection"
        SEND = "send", "Area SEND inspection"
        ILACS = "ilacs", "Inspection of local authority children's services"
        OTHER = "other", "Other"

    slug = models.SlugField(unique=True)
    title = CleanCharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    statement_label = CleanCharField(
        max_length=100, help_text="What the submitted document is called."
    )
    area = CleanCharField(max_length=100)
    principal_authority = CleanCharField(max_length=200)
    theme = CleanCharField(max_length=200, blank=True)
    deep_dive = CleanCharField(max_length=200, blank=True)
    inspectorates = models.JSONField(default=list, help_text="Names, in the order of the letter.")
    inspected_from = models.DateField(null=True, blank=True)
    inspected_to = models.DateField(null=True, blank=True)
    letter_received_on = models.DateField(null=True, blank=True)
    submitted_on = models.DateField()
    accepted_on = models.DateField(null=True, blank=True)
    key_dates = models.JSONField(default=list, help_text="Objects with date, precision and event.")
    rating_wording = models.JSONField(
        default=dict, help_text="What each delivery rating means here, by its code."
    )
    notice = CleanTextField(blank=True, help_text="Printed with the plan's pages and reports.")
    opens_before = models.PositiveSmallIntegerField(
        default=working_days.UPDATES_OPEN, help_text="Working days before the meeting."
    )
    due_before = models.PositiveSmallIntegerField(
        default=working_days.UPDATES_DUE, help_text="Working days before the meeting."
    )
    check_before = models.PositiveSmallIntegerField(
        default=working_days.CHECK, help_text="Working days before the meeting."
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["-submitted_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(inspected_to=None) | Q(inspected_to__gte=F("inspected_from")),
                name="plan_inspection_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(opens_before__gt=F("due_before"))
                & Q(due_before__gte=F("check_before"))
                & Q(check_before__gte=working_days.PUBLISH),
                name="plan_cycle_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class GovernanceBody(models.Model):
    """A body that oversees the plan, in the order in which they answer to each other."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="bodies")
    order = models.PositiveSmallIntegerField()
    name = CleanCharField(max_length=200)
    abbreviation = CleanCharField(max_length=20)
    role = CleanCharField(max_length=300)
    history = HistoricalRecords()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "abbreviation"], name="body_abbreviation_once_a_plan"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """A day on which a body meets."""

    body = models.ForeignKey(GovernanceBody, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    history = HistoricalRecords()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["held_on"]
        constraints = [
            models.UniqueConstraint(fields=["body", "held_on"], name="meeting_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.body.abbreviation}, {self.held_on}"


class PriorityArea(models.Model):
    """An area for priority action, in the inspectorates' words."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="priority_areas")
    number = models.PositiveSmallIntegerField()
    short_title = CleanCharField(max_length=200)
    wording = CleanTextField()
    history = HistoricalRecords()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="priority_number_once_a_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.short_title}"


class Finding(models.Model):
    """What the inspectorates found, in one paragraph of their letter: an action answers it.

    An action names the paragraphs that it answers in its own words, as the plan writes them.
    """

    class Kind(models.TextChoices):
        """How the letter puts it."""

        PRIORITY_ACTION = "priority_action", "Area for priority action"
        IMPROVEMENT = "improvement", "Area for improvement"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="findings")
    paragraph = models.CharField(max_length=20, validators=[RegexValidator(rf"\A{PARAGRAPH}\Z")])
    paragraph_key = models.CharField(max_length=100, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    wording = CleanTextField()
    history = HistoricalRecords()

    class Meta:
        ordering = ["paragraph_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "paragraph_key"], name="finding_paragraph_once_a_plan"
            ),
            models.CheckConstraint(
                condition=~Q(paragraph="") & ~Q(wording=""), name="finding_says_what_and_where"
            ),
        ]

    def __str__(self) -> str:
        return f"Paragraph {self.paragraph}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort key in step with the paragraph."""
        self.paragraph_key = sort_key(self.paragraph)
        super().save(*args, **kwargs)


class Theme(models.Model):
    """What cuts across partners: an update with a theme prints in the theme's section."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="themes")
    code = models.SlugField()
    name = CleanCharField(max_length=200)
    report_heading = CleanCharField(max_length=200)
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="theme_code_once_a_plan"),
        ]

    def __str__(self) -> str:
        return self.name


class ReportingPeriod(models.Model):
    """A round of updates: from the day after the last cut-off to this one, for one meeting."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="periods")
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="period")
    starts_on = models.DateField(
        help_text="The previous cut-off, or the day the plan was submitted. What was said on that"
        " day belongs to the period before."
    )
    opens_on = models.DateField()
    cut_off = models.DateField(help_text="Updates due; the report's position is as at this day.")
    check_by = models.DateField()
    publish_by = models.DateField()
    issued_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["cut_off"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cut_off__gt=F("starts_on")), name="period_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lt=F("cut_off"))
                & Q(cut_off__lte=F("check_by"))
                & Q(check_by__lte=F("publish_by")),
                name="period_dates_in_order",
            ),
            models.UniqueConstraint(fields=["plan", "cut_off"], name="period_cut_off_once_a_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.starts_on} to {self.cut_off}"
