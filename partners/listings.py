"""Who is who as a table to download: the same rows as on the page."""

from __future__ import annotations

from collections.abc import Iterable

from jtai_tracker import clock
from jtai_tracker.listing import Listing
from partners.models import Membership, User


def people_listing(memberships: Iterable[Membership], without_role: Iterable[User]) -> Listing:
    """Return who holds which role today, then who has an account without one."""
    held = [
        (
            *(role.user.name, role.user.email, role.get_role_display()),
            *(role.partner.name if role.partner else "All", role.starts_on, role.ends_on),
        )
        for role in memberships
    ]
    without = [(user.name, user.email, "No role today", None, None, None) for user in without_role]
    return Listing(
        name="people",
        title="People",
        said="Who may sign in today, and the accounts without a role today.",
        as_at=clock.today(),
        columns=("Name", "E-mail address", "Role", "Partner", "From", "Until"),
        rows=(*held, *without),
    )
