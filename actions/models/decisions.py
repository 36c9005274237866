"""What the board decides on an action: a new due date, a sign-off."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from actions.models.action import Action
from actions.models.plan import GovernanceBody
from actions.models.update import ProgressUpdate
from actions.querysets import ClosureQuerySet, DateChangeQuerySet
from jtai_tracker.fields import CleanCharField, CleanTextField
from partners.models import Partner

# Who, when and which body are set together, or not at all.
UNDECIDED = {"decided_on": None, "decided_by": None, "body": None}
DECIDED = {f"{name}__isnull": False for name in UNDECIDED}


class Decision(models.Model):
    """By whom and when something was decided, and where the minutes say so."""

    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)s_decisions",
    )
    body = models.ForeignKey(
        GovernanceBody,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)s_decisions",
    )
    minute_ref = CleanCharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class DateChange(Decision):
    """A new due date, asked for and decided: the only way in which a due date moves."""

    class Outcome(models.TextChoices):
        """What became of the request."""

        ASKED = "asked", "Asked for"
        AGREED = "agreed", "Agreed"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn by the partner"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="date_changes")
    moved_from = models.DateField(null=True, blank=True)
    moved_to = models.DateField()
    reason = CleanTextField()
    past_reason = CleanTextField(
        blank=True, help_text="Why the date asked for lay in the past already."
    )
    requested_by = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="requested_dates"
    )
    requested_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.ASKED)
    withdrawn_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = DateChangeQuerySet.as_manager()

    class Meta:
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["asked", "withdrawn"], **UNDECIDED)
                | Q(outcome__in=["agreed", "declined"], **DECIDED),
                name="date_change_decided_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(outcome="withdrawn") ^ Q(withdrawn_on=None),
                name="date_change_withdrawn_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["action"],
                condition=Q(outcome="asked"),
                name="date_change_one_request_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.ref} to {self.moved_to}: {self.get_outcome_display()}"

    @property
    def is_open(self) -> bool:
        """The board has not decided yet, and the partner still asks for it."""
        return self.outcome == self.Outcome.ASKED


class Closure(Decision):
    """A proposal to close an action, and the board's answer."""

    class Outcome(models.TextChoices):
        """What the board did with the proposal."""

        PROPOSED = "proposed", "Awaiting sign-off"
        SIGNED_OFF = "signed_off", "Signed off"
        RETURNED = "returned", "Returned"
        WITHDRAWN = "withdrawn", "Withdrawn by the partner"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="closures")
    proposed_by = models.ForeignKey(
        ProgressUpdate, on_delete=models.PROTECT, related_name="closures"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.PROPOSED)
    withdrawn_on = models.DateField(null=True, blank=True)
    returned_reason = CleanTextField(blank=True)
    recheck_on = models.DateField(null=True, blank=True)
    reopened_on = models.DateField(null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reopened_closures",
    )
    reopened_reason = CleanTextField(blank=True)
    reopened_minute_ref = CleanCharField(max_length=200, blank=True)
    history = HistoricalRecords()

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["proposed", "withdrawn"], **UNDECIDED)
                | Q(outcome__in=["signed_off", "returned"], **DECIDED),
                name="closure_decided_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(reopened_on=None, reopened_reason="")
                | (Q(outcome="signed_off", reopened_on__isnull=False) & ~Q(reopened_reason="")),
                name="closure_reopened_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(returned_reason="") | Q(outcome="returned"),
                name="closure_reason_only_where_returned",
            ),
            models.CheckConstraint(
                condition=Q(recheck_on=None)
                | Q(outcome="signed_off", recheck_on__gt=F("decided_on")),
                name="closure_recheck_after_sign_off",
            ),
            models.UniqueConstraint(
                fields=["action"],
                condition=Q(outcome="proposed"),
                name="closure_one_proposal_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.ref}: {self.get_outcome_display()}"


class Recheck(models.Model):
    """The board looked again at what it had signed off, and found that it still holds.

    Where it does not hold, the sign-off is re-opened instead.
    """

    closure = models.ForeignKey(Closure, on_delete=models.PROTECT, related_name="rechecks")
    checked_on = models.DateField()
    found = CleanTextField(help_text="What was looked at, and what it showed.")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rechecks"
    )
    minute_ref = CleanCharField(max_length=200, blank=True)
    next_on = models.DateField(null=True, blank=True, help_text="The day to look once more.")
    history = HistoricalRecords()

    class Meta:
        ordering = ["checked_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["closure", "checked_on"], name="recheck_once_a_day"),
            models.CheckConstraint(
                condition=Q(next_on=None) | Q(next_on__gt=F("checked_on")),
                name="recheck_next_after_this",
            ),
            models.CheckConstraint(condition=~Q(found=""), name="recheck_says_what_it_found"),
        ]

    def __str__(self) -> str:
        return f"{self.closure.action.ref}, {self.checked_on}"
