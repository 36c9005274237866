"""Changes to partners and to who may sign in: each whole or not at all."""

from __future__ import annotations

from partners.services.accounts import add_account, add_user, password_link
from partners.services.handover import hand_over, hand_over_problems, roles_to_hand_over
from partners.services.organisations import add_partner, change_partner
from partners.services.tokens import issue_token, revoke_token

__all__ = [
    "add_account",
    "add_partner",
    "add_user",
    "change_partner",
    "hand_over",
    "hand_over_problems",
    "issue_token",
    "password_link",
    "revoke_token",
    "roles_to_hand_over",
]
