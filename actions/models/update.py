"""What a partner says of an action on a day."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from actions.models.action import Action, Milestone
from actions.models.plan import Theme
from actions.querysets import UpdateQuerySet
from actions.ratings import Cause, Delivery, Impact
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.fields import CleanTextField
from partners.models import Partner

# Words enough for a long narrative; a limit, because a report must still be made of it.
NARRATIVE_LENGTH, ANSWER_LENGTH = 20_000, 5_000


class ProgressUpdate(models.Model):
    """A dated progress update: drafted, submitted, perhaps withdrawn, and never overwritten.

    `as_at` is the day that it speaks of, `submitted_at` the moment at which it was filed. The
    owner's update carries ratings; a supporting partner's is text alone.
    """

    class State(models.TextChoices):
        """Where an update stands."""

        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        WITHDRAWN = "withdrawn", "Withdrawn"
        CORRECTED = "corrected", "Corrected by a later version"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="updates")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="updates"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    as_at = models.DateField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    narrative = CleanTextField(blank=True, max_length=NARRATIVE_LENGTH)
    delivery_rating = models.CharField(max_length=20, choices=Delivery.choices, blank=True)
    impact_rating = models.CharField(max_length=20, choices=Impact.choices, blank=True)
    impact_evidence = CleanTextField(blank=True, max_length=ANSWER_LENGTH)
    cause = models.CharField(max_length=20, choices=Cause.choices, blank=True)
    recovery_action = CleanTextField(blank=True, max_length=ANSWER_LENGTH)
    recovery_on = models.DateField(null=True, blank=True)
    board_ask = CleanTextField(blank=True, max_length=ANSWER_LENGTH)
    waiting_on = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="awaited_in"
    )
    evidence = CleanTextField(blank=True, max_length=ANSWER_LENGTH)
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="updates"
    )
    milestones = models.ManyToManyField(
        Milestone, blank=True, related_name="reported_in", help_text="Those that it says are done."
    )
    figures = models.JSONField(
        default=dict,
        blank=True,
        help_text="By a measure's key, as typed: its qualifier and value. Readings once filed.",
    )
    confirms = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="confirmed_in",
        help_text="No change: the update whose answers still hold.",
    )
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_in"
    )
    correction_reason = CleanTextField(blank=True, max_length=ANSWER_LENGTH)
    withdrawn_reason = CleanTextField(blank=True, max_length=ANSWER_LENGTH)
    form_key = models.UUIDField(
        null=True, blank=True, unique=True, help_text="The page it was typed on: once a page."
    )
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords(m2m_fields=[milestones])

    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ["as_at", "submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "partner", "as_at"],
                condition=Q(state="submitted"),
                name="update_once_a_partner_and_day",
            ),
            models.UniqueConstraint(
                fields=["action", "partner"],
                condition=Q(state="draft"),
                name="update_one_draft_a_partner",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None)
                | (
                    Q(as_at__isnull=False, submitted_at__isnull=False)
                    & ~Q(state="draft")
                    & ~Q(narrative="")
                ),
                name="update_filed_with_date_and_text",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(delivery_rating="", impact_rating="")
                | (~Q(delivery_rating="") & ~Q(impact_rating="")),
                name="update_rates_both_or_neither",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn") ^ Q(withdrawn_reason=""),
                name="update_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) ^ ~Q(correction_reason=""),
                name="update_corrects_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["action", "state", "as_at"], name="update_by_action_day")]

    def __str__(self) -> str:
        return f"{self.action.ref}, {self.partner}, {self.as_at}"

    @property
    def delivery(self) -> Delivery | None:
        """The delivery rating, or None where none was given."""
        return Delivery(self.delivery_rating) if self.delivery_rating else None

    @property
    def impact(self) -> Impact | None:
        """The impact rating, or None where none was given."""
        return Impact(self.impact_rating) if self.impact_rating else None

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What was answered beside the narrative and the ratings, in words.

        Where nothing has changed, the texts are those of the update that still holds, with its day.
        """
        held = self.in_its_place
        then = f" (as on {long_date(held.as_at)})" if self.confirms_id else ""
        said = [
            ("Cause", self.get_cause_display()),
            (f"Recovery{then}", held.recovery_action),
            ("Back on track by", long_date(self.recovery_on)),
            ("Waiting on", self.waiting_on.name if self.waiting_on else ""),
            (f"Needed from the board{then}", held.board_ask),
            (f"Evidence that it is complete{then}", held.evidence),
            (f"Evidence of impact{then}", held.impact_evidence),
        ]
        return [(label, text) for label, text in said if text]

    @property
    def in_its_place(self) -> ProgressUpdate:
        """The update whose texts stand behind these ratings: another where nothing has changed."""
        return self.confirms or self

    @property
    def known_from(self) -> date:
        """The first day on which what was filed could be read: it speaks of it, or was filed then.

        A proposal to close counts from that day.
        """
        assert self.as_at is not None  # what is filed has a day and a moment
        assert self.submitted_at is not None
        return max(self.as_at, clock.seen(self.submitted_at).date())

    @property
    def all_answers(self) -> list[tuple[str, str]]:
        """Everything that was answered, in the order of the form and in words."""
        said = [
            ("Day that it speaks of", long_date(self.as_at)),
            ("What happened", self.narrative),
            ("Delivery", self.get_delivery_rating_display()),
            ("Impact", self.get_impact_rating_display()),
            *self.answers,
            ("Theme", self.theme.name if self.theme else ""),
        ]
        return [(label, text) for label, text in said if text]
