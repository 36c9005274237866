"""The page on which partners are added, changed and deactivated."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from partners.models import Partner

NEW = {"code": "FIRE", "name": "Fire service", "short_name": "Fire", "order": "20"}


def said(response: Any) -> str:
    return str(response.content.decode())


def as_it_is(partner: Partner, **changed: Any) -> dict[str, Any]:
    facts = {
        name: getattr(partner, name)
        for name in ("code", "name", "short_name", "report_heading", "order")
    }
    parent = {"parent": partner.parent_id} if partner.parent_id else {}
    return {**facts, **parent, "active": "on", "reason": "It was agreed", **changed}


def change(client: Client, partner: Partner, **changed: Any) -> Any:
    url = f"/people/partners/{partner.pk}/change/"
    return client.post(url, as_it_is(partner, **changed), follow=True)


def code(name: str) -> Partner:
    found: Partner = Partner.objects.get(code=name)
    return found


def test_a_partner_is_added_with_its_escalation(administrator: Client, plan: Any) -> None:
    reach = {"escalation_post": "Chief fire officer", "escalation_email": "chief@example.org"}
    page = administrator.post("/people/partners/new/", NEW | reach, follow=True)
    assert "Fire service is a partner now." in said(page)
    added = code("FIRE")
    assert (added.active, added.escalation_email) == (True, "chief@example.org")
    assert added.history.latest().history_user.email == "administrator@demo.example"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"code": "pol"}, "POL is the code of "),
        ({"code": ""}, "Enter the code"),
        ({"name": "x" * 201}, "must be 200 characters or fewer"),
        ({"order": "first"}, "The place must be a whole number"),
        ({"order": "99999"}, "The place must be 32,767 or less"),
        ({"escalation_email": "nobody"}, "Enter an e-mail address in the right form"),
    ],
)
def test_a_partner_that_cannot_be_is_refused(
    administrator: Client, plan: Any, answers: dict[str, str], sentence: str
) -> None:
    assert sentence in said(administrator.post("/people/partners/new/", NEW | answers))
    assert not Partner.objects.filter(name="Fire service").exists()


def test_partners_stand_two_levels_deep_at_most(administrator: Client, plan: Any) -> None:
    under = administrator.post("/people/partners/new/", NEW | {"parent": code("PH").pk})
    assert "Select a valid choice" in said(under)
    above = said(change(administrator, code("HEA"), parent=code("POL").pk))
    assert "report under this partner, so it cannot report under another" in above
    assert code("HEA").parent is None
    change(administrator, code("YOT"), parent=code("POL").pk)
    assert code("YOT").parent == code("POL")


def test_who_owns_open_actions_stays_active(administrator: Client, plan: Any) -> None:
    page = said(change(administrator, code("POL"), active=""))
    assert "still owns action 1.10, action 1.11, action 2.6." in page, "2.7 is signed off"
    assert code("POL").active
    code("POL").owned_actions.update(owner=code("CSC"))
    change(administrator, code("POL"), active="")
    assert not code("POL").active
    assert code("POL").history.latest().history_change_reason == "It was agreed"
    assert "Not active" in said(administrator.get("/people/"))


def test_a_change_needs_a_reason_and_a_fresh_form(administrator: Client, plan: Any) -> None:
    police = code("POL")
    assert "Enter the reason" in said(change(administrator, police, reason=""))
    version = police.history.count()
    change(administrator, police, name="Theirs", version=version)
    page = said(change(administrator, police, name="Mine", version=version))
    assert "Somebody changed this while the page was open" in page
    assert "Theirs" in page
    assert 'value="Mine"' in page
    assert code("POL").name == "Theirs"


def test_a_partner_that_is_not_there_is_not_found(administrator: Client) -> None:
    assert administrator.get("/people/partners/999999/change/").status_code == 404
