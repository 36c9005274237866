"""What proves an update: a link, or a file kept under a random name."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from actions.links import link_problem
from actions.models.update import ProgressUpdate
from actions.querysets import EvidenceQuerySet
from jtai_tracker.fields import CleanCharField, CleanTextField


class Evidence(models.Model):
    """A link or a file that stands behind an update. Withdrawn with a reason, never deleted."""

    class Kind(models.TextChoices):
        """What it is, by its content and not by its name."""

        LINK = "link", "Link"
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word document"
        XLSX = "xlsx", "Excel workbook"
        CSV = "csv", "CSV table"
        PNG = "png", "PNG picture"
        JPG = "jpg", "JPEG picture"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    update = models.ForeignKey(ProgressUpdate, on_delete=models.PROTECT, related_name="proofs")
    title = CleanCharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    link = models.URLField(max_length=1000, blank=True)
    file = models.FileField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0, help_text="In bytes.")
    sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="evidence"
    )
    added_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = CleanTextField(blank=True)
    history = HistoricalRecords()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="link", file="", size=0, sha256="") & ~Q(link="")
                | (~Q(kind="link") & Q(link="", size__gt=0) & ~Q(file="") & ~Q(sha256="")),
                name="evidence_link_or_file",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_reason="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason="")),
                name="evidence_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_link(self) -> bool:
        """Whether it stands elsewhere, under an address."""
        return self.kind == self.Kind.LINK

    @property
    def host(self) -> str:
        """The host that a link leads to, so that nobody follows it blindly."""
        return urlsplit(self.safe_link).hostname or ""

    @property
    def safe_link(self) -> str:
        """The address, where a page may lead there; nothing for any other, however it got here."""
        return "" if link_problem(self.link) else self.link
