"""New accounts, and the link with which their password is set."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from jtai_tracker import clock
from jtai_tracker.recording import record
from jtai_tracker.refused import refuse
from partners.models import Membership, Partner, User
from partners.permissions import Role


@transaction.atomic
def add_user(
    *,
    email: str,
    name: str,
    role: Role,
    partner: Partner | None = None,
    job_title: str = "",
    password: str | None = None,
) -> User:
    """Return a new user who holds `role` from today, and may sign in once a password is set.

    The address counts as verified: whoever runs this vouches for it. Raises IntegrityError when the
    address is in use, or when a lead has no partner or another role has one.
    """
    user = _verified(User.objects.create_user(email, password, name=name, job_title=job_title))
    Membership.objects.create(user=user, role=role, partner=partner, starts_on=clock.today())
    return user


@transaction.atomic
def add_account(
    *, email: str, name: str, job_title: str, early_reminders: bool, reason: str, by: User
) -> User:
    """Return a new user without a role, who may sign in once a password is set.

    Raises Refused when the address is in use.
    """
    taken = User.objects.filter(email__iexact=email).exists()
    refuse({"email": f"{email} has an account already. Choose that person" if taken else ""})
    user = User(email=email.strip().lower(), name=name, job_title=job_title)
    user.early_reminders = early_reminders
    user.set_unusable_password()
    return _verified(record(user, by=by, why=reason))


def _verified(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def password_link(user: User) -> str:
    """Return the path of the page where `user` sets a password; it works once, for three days."""
    key = default_token_generator.make_token(user)
    return reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key}
    )
