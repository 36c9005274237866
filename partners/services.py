"""Changes to who may sign in."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from jtai_tracker import clock
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
    user = User.objects.create_user(email, password, name=name, job_title=job_title)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Membership.objects.create(user=user, role=role, partner=partner, starts_on=clock.today())
    return user


def password_link(user: User) -> str:
    """Return the path of the page where `user` sets a password; it works once, for three days."""
    key = default_token_generator.make_token(user)
    return reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key}
    )
