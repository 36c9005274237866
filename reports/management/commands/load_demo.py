from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports import demo


class Command(BaseCommand):
    """Load the demonstration; a second run changes nothing."""

    help = "Load the September 2020 plan and one user a role. Safe to run twice; needs DEBUG=1."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then say who can sign in."""
        if not settings.LOCAL:
            raise CommandError(
                "The demonstration has well-known passwords, so it is loaded only with DEBUG=1."
                " For a real installation use: manage.py create_user"
            )
        plan = demo.load()
        said = f"Loaded: {plan.title}." if plan else "The demonstration is already there."
        password = settings.DEMO_PASSWORD if plan else "as set when it was first loaded"
        self.stdout.write(f"{said}\n\nWho can sign in (password {password}):")
        for user in demo.people():
            self.stdout.write(f"  {user.email:<36} {user.name}")
