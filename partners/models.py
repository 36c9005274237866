"""Who: the partners, the people who sign in, and what each is here for."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

from jtai_tracker import clock
from jtai_tracker.fields import CleanCharField
from partners.permissions import Role
from partners.querysets import FeedTokenQuerySet, MembershipQuerySet, PartnerQuerySet
from partners.standing import Standing


class Partner(models.Model):
    """An organisation of the partnership, or the group under which others report."""

    code = CleanCharField(max_length=20, unique=True)
    name = CleanCharField(max_length=200)
    short_name = CleanCharField(max_length=200)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    report_heading = CleanCharField(
        max_length=200, blank=True, help_text="Its heading in the committee report, if it has one."
    )
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)
    escalation_post = CleanCharField(
        max_length=200, blank=True, help_text="Who is told when a round stays unanswered: a post."
    )
    escalation_email = models.EmailField(max_length=254, blank=True)
    history = HistoricalRecords()

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")), name="partner_not_under_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def group(self) -> Partner:
        """The partner at the top under which this one reports: itself, when it is at the top."""
        return self.parent or self


class UserManager(BaseUserManager["User"]):
    """Makes users; their roles come from `partners.services`."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> User:
        """Return a new user who signs in with `email`, kept in lower case."""
        user = self.model(email=email.strip().lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address. Deactivated when they leave, never deleted."""

    email = models.EmailField(max_length=254, unique=True)
    name = CleanCharField(max_length=150)
    job_title = CleanCharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    early_reminders = models.BooleanField(
        default=True, help_text="Whether the reminders long before a deadline are wanted."
    )
    joined_at = models.DateTimeField(default=clock.now, editable=False)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep history of what people change; that somebody signed in again is none."""
        # That it is set at all keeps simple_history still, whatever it is set to.
        if kwargs.get("update_fields") == ["last_login"]:
            self.skip_history_when_saving = True
        super().save(*args, **kwargs)
        self.__dict__.pop("skip_history_when_saving", None)

    @cached_property
    def standing(self) -> Standing:
        """What this user may do today. Read once a request, so that a revoked role ends at once."""
        held = list(self.memberships.held_on(clock.today()))
        own = Partner.objects.these_and_under(m.partner_id for m in held if m.partner_id)
        return Standing(
            roles=frozenset(Role(membership.role) for membership in held),
            partner_ids=frozenset(own.values_list("pk", flat=True)) if held else frozenset(),
        )


class Membership(models.Model):
    """A user's role, from a day to a day; a partner lead's is for one partner."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role.choices)
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "role"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role=Role.LEAD, partner__isnull=False)
                | (~Q(role=Role.LEAD) & Q(partner__isnull=True)),
                name="membership_only_lead_has_partner",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "partner"],
                condition=Q(ends_on=None, partner__isnull=False),
                name="membership_lead_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(ends_on=None, partner=None),
                name="membership_role_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        where = f", {self.partner.name}" if self.partner else ""
        return f"{self.user.name}: {self.get_role_display()}{where}"


class FeedToken(models.Model):
    """Lets a program read the plan's data, and nothing else, until it ends or is revoked.

    The token is shown once, when it is issued; what is kept tells only whether one is the same.
    """

    label = CleanCharField(max_length=150, help_text="What it is for: “Power BI of the council”.")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token.")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="issued_tokens")
    issued_at = models.DateTimeField(default=clock.now, editable=False)
    ends_on = models.DateField(help_text="The last day on which it opens anything.")
    revoked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="revoked_tokens"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["digest", "last_used_on"])

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="feed_token_revoked_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_good(self) -> bool:
        """Whether it opens the data today."""
        return self.revoked_at is None and self.ends_on >= clock.today()

    @property
    def state_in_words(self) -> str:
        """Whether it is in use, has ended or was revoked."""
        return "In use" if self.is_good else "Revoked" if self.revoked_at else "Ended"


class KeptForm(models.Model):
    """What a person typed into a form and has not saved yet: shown to that person alone."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="kept_forms")
    path = models.CharField(max_length=300, help_text="The address of the form.")
    answers = models.TextField(help_text="As the browser sent them, so that nothing is changed.")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-kept_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "path"], name="kept_form_once_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.path}"
