from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from actions.models import Reminder
from actions.services.reminders import send_due


class Command(BaseCommand):
    """Send the reminders that are due; for a timer."""

    help = "Send the reminders that are due. Safe to run twice and on several machines at once."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, then say in one line what became of the messages of this run."""
        try:
            ended = send_due()
        except DatabaseError as error:
            sentence = "The database could not be used, so nothing more is sent"
            raise CommandError(f"{sentence}: {error}") from error
        state = Reminder.State
        ends = (state.SENT, state.WAITING, state.FAILED, state.UNKNOWN)
        counts = ", ".join(f"{end.value} {ended[end]}" for end in ends)
        self.stdout.write(f"Reminders: {counts}.")
