"""What a lead chooses of the reminders, and what people say of one that may not have arrived."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from jtai_tracker.forms import Button, GovForm


class ReminderSettingsForm(GovForm):
    """Whether the reminders long before a deadline are wanted."""

    early_reminders = forms.BooleanField(
        required=False,
        label="Remind me early too",
        help_text="When a round opens, and 5 working days before updates are due",
    )


class SettleForm(GovForm):
    """Two buttons: the message arrived, or is to be sent again."""

    buttons: Sequence[Button] = (
        Button("It arrived", name="arrived"),
        Button("Send again", name="again", kind="secondary"),
    )

    @property
    def arrived(self) -> bool:
        """Whether the answer was that it arrived."""
        return "arrived" in self.data

    def clean(self) -> dict[str, Any]:
        """Refuse an answer that is neither."""
        if not self.arrived and "again" not in self.data:
            raise ValidationError("Choose “It arrived” or “Send again”")
        return super().clean() or {}
