"""Say: a committee report, its sections and paragraphs, and the updates that they came from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from actions.models import ProgressUpdate, ReportingPeriod, Theme
from jtai_tracker.fields import CleanCharField, CleanTextField
from partners.models import Partner
from reports.querysets import ReportQuerySet


class CommitteeReport(models.Model):
    """The report of one reporting period to its committee: the front sheet's answers, and sections.

    The form is data: `front_sheet` names the file that says which fields there are, and `answers`
    holds what was entered, by field.
    """

    class Status(models.TextChoices):
        """How far the report is."""

        DRAFT = "draft", "Draft, not issued"

    period = models.OneToOneField(
        ReportingPeriod, on_delete=models.PROTECT, related_name="committee_report"
    )
    front_sheet = models.SlugField()
    answers = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords()

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-period__cut_off"]

    def __str__(self) -> str:
        return f"Committee report, {self.period.meeting}"


class Section(models.Model):
    """A numbered section: standing text, a partner's progress, or a theme that cuts across them."""

    class Kind(models.TextChoices):
        """What a section is about."""

        STANDING = "standing", "Standing"
        PARTNER = "partner", "Partner"
        THEME = "theme", "Theme"

    report = models.ForeignKey(CommitteeReport, on_delete=models.PROTECT, related_name="sections")
    order = models.PositiveSmallIntegerField()
    heading = CleanCharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="sections"
    )
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="sections"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "order"], name="section_order_once"),
            models.CheckConstraint(
                condition=Q(kind="standing", partner=None, theme=None)
                | Q(kind="partner", partner__isnull=False, theme=None)
                | Q(kind="theme", partner=None, theme__isnull=False),
                name="section_kind_has_its_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.heading}"


class Paragraph(models.Model):
    """A paragraph of a section. Its number is computed from the order; an opening has none."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="paragraphs")
    order = models.PositiveSmallIntegerField()
    text = CleanTextField()
    items = models.JSONField(default=list, help_text="Sub-items (i), (ii) under the paragraph.")
    numbered = models.BooleanField(default=True)
    sources = models.ManyToManyField(ProgressUpdate, blank=True, related_name="paragraphs")
    history = HistoricalRecords(m2m_fields=[sources])

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["section", "order"], name="paragraph_order_once"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
