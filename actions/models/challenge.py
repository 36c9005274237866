"""How the chair holds partners to account: updates acknowledged, questions asked and answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from actions.models.action import Action
from actions.models.plan import GovernanceBody
from actions.models.update import ProgressUpdate
from actions.querysets import AcknowledgementQuerySet, ChallengeQuerySet
from jtai_tracker.fields import CleanTextField
from partners.models import Partner

QUESTION_LENGTH = 5_000


class Challenge(models.Model):
    """The chair's question on an action, put to one partner, to be answered by a day.

    What became of it is told by its replies: nothing here is ever overwritten, so the log can be
    read as it was on any day.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="challenges")
    update = models.ForeignKey(
        ProgressUpdate,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="challenges",
        help_text="The update that it asks about, if it is about one.",
    )
    asked_of = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="challenges")
    question = CleanTextField(max_length=QUESTION_LENGTH)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="challenges"
    )
    asked_on = models.DateField()
    answer_by = models.DateField()
    form_key = models.UUIDField(
        null=True, blank=True, unique=True, help_text="The page it was typed on: once a page."
    )
    history = HistoricalRecords()

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="challenge_asks_something"),
            models.CheckConstraint(
                condition=Q(answer_by__gte=F("asked_on")), name="challenge_answer_after_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.ref}, {self.asked_of}, {self.asked_on}"


class ChallengeReply(models.Model):
    """One step of a challenge, in the order in which they were taken."""

    class Kind(models.TextChoices):
        """What the step is."""

        ANSWERED = "answered", "Answered"
        ASKED_AGAIN = "asked_again", "Asked again"
        ACCEPTED = "accepted", "Answer accepted"
        ESCALATED = "escalated", "Escalated"
        WITHDRAWN = "withdrawn", "Withdrawn by the chair"

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = CleanTextField(max_length=QUESTION_LENGTH, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="challenge_replies"
    )
    said_on = models.DateField()
    answer_by = models.DateField(null=True, blank=True, help_text="Where it is asked again.")
    body = models.ForeignKey(
        GovernanceBody,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="escalated_challenges",
        help_text="Where it is escalated.",
    )
    form_key = models.UUIDField(
        null=True, blank=True, unique=True, help_text="The page it was typed on: once a page."
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="accepted") | ~Q(text=""), name="challenge_reply_says_something"
            ),
            models.CheckConstraint(
                condition=Q(kind="asked_again", answer_by__isnull=False)
                | (~Q(kind="asked_again") & Q(answer_by=None)),
                name="challenge_reply_new_day_where_asked_again",
            ),
            models.CheckConstraint(
                condition=Q(kind="escalated", body__isnull=False)
                | (~Q(kind="escalated") & Q(body=None)),
                name="challenge_reply_body_where_escalated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.get_kind_display()}"


class Acknowledgement(models.Model):
    """The chair has read an update. Undone, it stays on record."""

    update = models.ForeignKey(
        ProgressUpdate, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    acknowledged_on = models.DateField()
    undone_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        ordering = ["acknowledged_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["update"],
                condition=Q(undone_on=None),
                name="acknowledgement_once_an_update",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.update}, {self.acknowledged_on}"
