"""What shows that an action worked, and the figures reported for it."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from actions.models.action import Action
from actions.models.plan import Plan
from actions.models.update import ProgressUpdate
from actions.querysets import MeasureQuerySet
from jtai_tracker.fields import CleanCharField


class Measure(models.Model):
    """A figure that is followed over time; often nobody has reported one yet."""

    class Polarity(models.TextChoices):
        """Which way is better."""

        HIGHER = "higher", "Higher is better"
        LOWER = "lower", "Lower is better"
        CONTEXT = "context", "For context"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="measures")
    ref = models.SlugField()
    name = CleanCharField(max_length=200)
    unit = CleanCharField(max_length=50)
    baseline = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    polarity = models.CharField(max_length=10, choices=Polarity.choices)
    trend_as_written = CleanCharField(max_length=200, blank=True)
    note = CleanCharField(max_length=300, blank=True)
    actions = models.ManyToManyField(Action, blank=True, related_name="measures")
    withdrawn_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords(m2m_fields=[actions])

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "ref"], name="measure_ref_once_a_plan"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def baseline_in_words(self) -> str:
        """The baseline with its unit; nothing where there is none."""
        return in_words(self.baseline, self.unit) if self.baseline is not None else ""

    @property
    def target_in_words(self) -> str:
        """The target with its unit: "6 posts"; nothing where there is none."""
        return in_words(self.target, self.unit) if self.target is not None else ""


class Reading(models.Model):
    """A measure's value on a day, as exact as it was reported."""

    class Qualifier(models.TextChoices):
        """How the figure was put."""

        EXACT = "exact", "Exactly"
        OVER = "over", "Over"
        AROUND = "around", "Around"
        BELOW = "below", "Below"
        AT_MOST = "at_most", "At most"
        NO_FIGURE = "no_figure", "No figure reported"

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="readings")
    as_at = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    qualifier = models.CharField(max_length=10, choices=Qualifier.choices)
    source = CleanCharField(max_length=200, blank=True)
    update = models.ForeignKey(
        ProgressUpdate,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="readings",
        help_text="The update that reported it, if one did.",
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["as_at"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "as_at"], name="reading_once_a_day"),
            models.CheckConstraint(
                condition=Q(qualifier="no_figure", value=None)
                | (Q(value__isnull=False) & ~Q(qualifier="no_figure")),
                name="reading_value_or_no_figure",
            ),
        ]

    def __str__(self) -> str:
        if self.value is None:
            return self.Qualifier.NO_FIGURE.label.lower()
        figure = in_words(self.value, self.measure.unit)
        exact = self.qualifier == self.Qualifier.EXACT
        return figure if exact else f"{self.get_qualifier_display().lower()} {figure}"


def in_words(value: Decimal, unit: str) -> str:
    """Return a figure with its unit as people write it: "1,500 users", "85%"."""
    number = f"{value.normalize():,f}"
    return f"{number}{unit}" if unit.startswith("%") else f"{number} {unit}"
