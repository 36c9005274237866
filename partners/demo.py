"""The demonstration's partners and people."""

from __future__ import annotations

from typing import Any

from partners.models import Partner, User
from partners.permissions import Role
from partners.services import add_user

# E-mail before the @, name (a post, never a person), role, and a lead's partner.
_PEOPLE = [
    ("police", "Police lead", Role.LEAD, "POL"),
    ("health", "Health lead", Role.LEAD, "HEA"),
    ("lscb", "LSCB lead", Role.LEAD, "LSCB"),
    ("yot", "YOT lead", Role.LEAD, "YOT"),
    ("social-care", "Children's Social Care lead", Role.LEAD, "CSC"),
    ("chair", "Chair of the Board", Role.CHAIR, None),
    ("board-member", "Member of the Board", Role.BOARD_MEMBER, None),
    ("democratic-services", "Democratic services officer", Role.DEMOCRATIC_SERVICES, None),
    ("administrator", "Administrator", Role.ADMINISTRATOR, None),
]


def load_partners(rows: list[dict[str, Any]]) -> dict[str, Partner]:
    """Return the partners made from `rows`, by code; a parent stands before those under it."""
    partners: dict[str, Partner] = {}
    for order, row in enumerate(rows, start=1):
        is_group = row["parent"] is None and row["group"] != "Other"
        partners[row["code"]] = Partner.objects.create(
            code=row["code"],
            name=row["name"],
            short_name=row["group"] if is_group else row["name"],
            parent=partners.get(row["parent"]),
            report_heading=row.get("report_heading", ""),
            order=order,
        )
    return partners


def load_people(partners: dict[str, Partner], password: str) -> dict[str, User]:
    """Return the demonstration's users by the part of their address before the @."""
    return {
        user: add_user(
            email=f"{user}@demo.example",
            name=name,
            role=role,
            partner=partners[code] if code else None,
            password=password,
        )
        for user, name, role, code in _PEOPLE
    }
