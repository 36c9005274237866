"""What one person may do today: a pure module over the table of permissions."""

from __future__ import annotations

from dataclasses import dataclass

from partners.permissions import ALLOWED, Permission, Role


@dataclass(frozen=True)
class Standing:
    """The roles that a person holds today, and the partners that are their own."""

    roles: frozenset[Role] = frozenset()
    partner_ids: frozenset[int] = frozenset()

    def may(self, permission: Permission) -> bool:
        """Return whether any of the roles allows `permission`."""
        return any(permission in ALLOWED[role] for role in self.roles)

    def writes_for(self, partner_id: int) -> bool:
        """Return whether this person files updates for that partner."""
        return self.may(Permission.WRITE_OWN_UPDATES) and partner_id in self.partner_ids

    @property
    def first_role(self) -> Role | None:
        """The role whose start page this person sees first; None for a person without a role."""
        return next((role for role in Role if role in self.roles), None)
