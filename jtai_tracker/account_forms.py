"""The forms of signing in: allauth's, with our words and our look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.account import forms as allauth_forms
from django.contrib.auth import password_validation

from jtai_tracker.forms import Button, GovFormMixin

_ASK_EMAIL = "Enter your e-mail address"
_ASK_PASSWORD = "Enter your password"  # noqa: S105  # a sentence
_ASK_NEW = "Enter a new password"
_ASK_AGAIN = "Enter the new password again"


class _AccountForm(GovFormMixin):
    # Field name: label, hint, and the sentence for an empty answer.
    wording: dict[str, tuple[str, str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint, ask) in self.wording.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = ask
            field.widget.attrs.pop("placeholder", None)
        for name in ("login", "email"):
            if name in self.fields:
                self.fields[name].error_messages["invalid"] = (
                    "Enter an e-mail address like name@example.gov.uk"
                )


def _password_rules() -> str:
    return " ".join(password_validation.password_validators_help_texts())


class SignInForm(_AccountForm, allauth_forms.LoginForm):
    """E-mail address and password."""

    buttons: Sequence[Button] = (Button("Sign in"),)
    wording = {
        "login": ("E-mail address", "", _ASK_EMAIL),
        "password": ("Password", "", _ASK_PASSWORD),
    }


class ForgottenPasswordForm(_AccountForm, allauth_forms.ResetPasswordForm):
    """Ask for a link to set a new password."""

    buttons: Sequence[Button] = (Button("Send the link"),)
    wording = {"email": ("E-mail address", "", _ASK_EMAIL)}


class _NewPasswordForm(_AccountForm):
    buttons: Sequence[Button] = (Button("Save the new password"),)
    wording = {
        "password1": ("New password", "", _ASK_NEW),
        "password2": ("New password again", "", _ASK_AGAIN),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _password_rules()


class NewPasswordFromLinkForm(_NewPasswordForm, allauth_forms.ResetPasswordKeyForm):
    """Set a password by a link from an e-mail."""


class ChangePasswordForm(_NewPasswordForm, allauth_forms.ChangePasswordForm):
    """Change a password that one knows."""

    wording = {
        "oldpassword": ("Current password", "", _ASK_PASSWORD),
        **_NewPasswordForm.wording,
    }


class ReauthenticateForm(_AccountForm, allauth_forms.ReauthenticateForm):
    """Show again who one is, before a change that matters."""

    buttons: Sequence[Button] = (Button("Continue"),)
    wording = {"password": ("Password", "", _ASK_PASSWORD)}
