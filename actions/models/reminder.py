"""The reminders of a round: each claimed before it is sent, so that none goes out twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from actions.models.plan import ReportingPeriod
from actions.querysets import NOT_NEEDED, ReminderQuerySet
from actions.reminder_days import Stage
from partners.models import Partner


class Reminder(models.Model):
    """One stage of a round's reminders for one recipient. Mail may carry several of them."""

    Stage = Stage

    class State(models.TextChoices):
        """What is known of the message."""

        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        WAITING = "waiting", "Will be tried again"
        FAILED = "failed", "Not sent"
        UNKNOWN = "unknown", "Unknown: ask whether it arrived"

    recipient = models.EmailField(max_length=254)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reminders",
        help_text="None for an escalation contact, who may have no account.",
    )
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="escalations"
    )
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="reminders")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENDING)
    message_id = models.CharField(max_length=200)
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-claimed_at", "recipient"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "period", "stage"], name="reminder_once_a_stage"
            ),
            models.CheckConstraint(
                condition=(Q(state="sent") ^ Q(sent_at=None))
                & (Q(state="waiting") ^ Q(next_try_at=None)),
                name="reminder_state_with_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.get_stage_display()}, {self.get_state_display()}"

    @property
    def has_address(self) -> bool:
        """Whether it names anybody: a partner without an escalation contact has a row too."""
        return "@" in self.recipient

    @property
    def to_settle(self) -> bool:
        """Whether somebody has to say if it arrived, or send it again."""
        open_end = self.state in (self.State.FAILED, self.State.UNKNOWN)
        return open_end and self.has_address and self.problem != NOT_NEEDED

    @property
    def state_in_words(self) -> str:
        """What is known of the message, and where it needed nobody, that it was not needed."""
        return "Not needed" if self.problem == NOT_NEEDED else self.get_state_display()

    @property
    def to(self) -> str:
        """Who gets it: a person and address, an escalation contact's, or that there is nobody."""
        if self.user:
            return f"{self.user.name}, {self.recipient}"
        if not self.has_address:
            return f"Nobody: {self.partner} has no escalation contact"
        return f"{self.partner.escalation_post if self.partner else ''} {self.recipient}".strip()
