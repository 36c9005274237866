from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from partners.models import Partner, User
from partners.permissions import Role
from partners.services import add_user, password_link


class Command(BaseCommand):
    """Create one of the first users of a real installation."""

    help = "Create a user and print the link at which that person sets a password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address, the name, the role and a lead's partner."""
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--partner", help="The code of a lead's partner, such as POL.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the user, or say in a sentence why not."""
        email, role = options["email"], Role(options["role"])
        _check_email(email)
        if not 0 < len(options["name"].strip()) <= 150:
            raise CommandError("Give the person's name with --name, in 150 characters or fewer.")
        partner = _partner(role, options["partner"])
        user = add_user(email=email, name=options["name"], role=role, partner=partner)
        self.stdout.write(f"{user.name} may sign in as {role.label.lower()} ({user.email}).")
        self.stdout.write("Send this address to them; it sets the password once, within 3 days:")
        self.stdout.write(f"  https://<your host>{password_link(user)}")


def _check_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError(f"{email} is not an e-mail address.") from None
    if User.objects.filter(email__iexact=email).exists():
        raise CommandError(f"There is already a user with the address {email}.")


def _partner(role: Role, code: str | None) -> Partner | None:
    if role != Role.LEAD and code:
        raise CommandError("Only a partner lead has a partner: leave --partner out.")
    if role != Role.LEAD:
        return None
    partner = Partner.objects.filter(code=code or "").first()
    if partner is None:
        known = ", ".join(Partner.objects.values_list("code", flat=True)) or "none yet"
        raise CommandError(f"A lead needs --partner with one of these codes: {known}.")
    return partner
