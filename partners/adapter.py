"""How allauth behaves here: nobody signs up, accounts are given."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest

log = logging.getLogger(__name__)


class InvitationOnly(DefaultAccountAdapter):
    """Accounts come from an administrator."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right. Try again",
        "too_many_login_attempts": "There were too many failed attempts. Try again in 5 minutes",
        "enter_current_password": "Enter your present password",
        "incorrect_password": "The password is not right",
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a message; where the mail server does not answer, say so and go on.

        The password is changed all the same when the message that tells of it cannot go out.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            log.exception("An e-mail could not be sent")
            sentence = "The e-mail could not be sent. Try again later, or ask your administrator"
            messages.error(self.request, sentence)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: there is no sign-up."""
        return False
