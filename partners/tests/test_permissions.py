"""The table of permissions, and what a person's standing is on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from partners.models import Membership, Partner, User
from partners.permissions import ALLOWED, Permission, Role
from partners.standing import Standing


def test_every_role_has_its_row_and_every_permission_somebody() -> None:
    assert set(ALLOWED) == set(Role)
    assert set().union(*ALLOWED.values()) == set(Permission)


def test_only_leads_write_and_only_administrators_see_people() -> None:
    def holders(permission: Permission) -> set[Role]:
        return {role for role in Role if permission in ALLOWED[role]}

    assert holders(Permission.WRITE_OWN_UPDATES) == {Role.LEAD}
    assert holders(Permission.MANAGE_PEOPLE) == {Role.ADMINISTRATOR}
    assert holders(Permission.SEE_DRAFT_REPORTS) == {Role.CHAIR, Role.DEMOCRATIC_SERVICES}
    assert holders(Permission.DECIDE_DATES) == {Role.CHAIR, Role.DEMOCRATIC_SERVICES}
    assert holders(Permission.SEE_PLAN) == set(Role)


def test_nobody_without_a_role_may_do_anything() -> None:
    assert not any(Standing().may(permission) for permission in Permission)


def test_a_person_with_two_roles_starts_at_the_first(cast: dict[str, Any]) -> None:
    Membership.objects.create(user=cast["police"], role=Role.CHAIR, starts_on="2020-01-01")
    standing = User.objects.get(pk=cast["police"].pk).standing
    assert standing.first_role == Role.CHAIR
    assert standing.may(Permission.WRITE_OWN_UPDATES)


def test_a_lead_s_own_partners_are_those_under_theirs_too(cast: dict[str, Any]) -> None:
    own = Partner.objects.filter(pk__in=cast["health"].standing.partner_ids)
    assert {partner.code for partner in own} == {"HEA", "CCG", "AH", "MC", "NWBH", "ACU", "PH"}
    assert {Partner.objects.get(pk=pk).code for pk in cast["police"].standing.partner_ids} == {
        "POL"
    }


@pytest.mark.parametrize(("day", "held"), [(9, 0), (10, 1), (20, 1), (21, 0)])
def test_a_role_holds_from_its_first_day_to_its_last(
    cast: dict[str, Any], day: int, held: int
) -> None:
    chair = cast["chair"]
    chair.memberships.update(starts_on=date(2020, 8, 10), ends_on=date(2020, 8, 20))
    assert chair.memberships.held_on(date(2020, 8, day)).count() == held


@pytest.mark.parametrize(("role", "partner"), [(Role.LEAD, None), (Role.CHAIR, "POL")])
def test_a_lead_has_a_partner_and_nobody_else_has(
    cast: dict[str, Any], role: Role, partner: str | None
) -> None:
    own = Partner.objects.get(code=partner) if partner else None
    user = User.objects.create_user("new@demo.example", name="New")
    with pytest.raises(IntegrityError, match="membership_only_lead_has_partner"):
        with transaction.atomic():
            Membership.objects.create(user=user, role=role, partner=own, starts_on=date(2020, 1, 1))


def test_an_address_is_used_once_whatever_its_letters(cast: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Police@Demo.example", name="Another")


def test_there_is_no_admin_site_and_no_superuser() -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert not hasattr(User(), "is_superuser")
