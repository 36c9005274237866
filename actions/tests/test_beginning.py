"""How a real installation begins: from one command to the first action, on pages alone."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.test import Client

from actions.models import Plan
from actions.position import plan_position
from actions.tests.test_frame import new_plan
from jtai_tracker import clock
from partners.models import Partner, User


def test_an_administrator_adds_partners_a_plan_and_its_first_action(db: None) -> None:
    role = ["--role", "administrator"]
    call_command("create_user", "first@example.org", "--name", "First", *role, stdout=StringIO())
    browser = Client()
    browser.force_login(User.objects.get(email="first@example.org"))
    assert browser.get("/", follow=True).status_code == 200
    fire = {"code": "FIRE", "name": "Fire service", "short_name": "Fire", "order": "1"}
    assert browser.post("/people/partners/new/", fire).status_code == 302
    assert browser.post("/plans/new/", new_plan(title="A new plan")).status_code == 302
    plan = Plan.objects.get(title="A new plan")
    actions = f"/plans/{plan.slug}/actions/"
    assert "This plan has no priority area yet" in browser.get(f"{actions}new/").text
    area = {"number": "1", "short_title": "Exploitation", "wording": "As the letter says"}
    made = browser.post(f"/plans/{plan.slug}/structure/priority-areas/new/", area)
    assert made.status_code == 302
    browser.post(f"{actions}new/", first_action(plan))
    [action] = plan_position(plan, clock.today()).actions
    assert (action.ref, action.owner.name) == ("1.1", "Fire service")
    assert "1.1 Train the crews" in browser.get(actions).text


def first_action(plan: Plan) -> dict[str, Any]:
    submitted: date = plan.submitted_on
    return {
        "priority_area": plan.priority_areas.get().pk,
        "ref": "1.1",
        "title": "Train the crews",
        "owner": Partner.objects.get(code="FIRE").pk,
        "lead_role": "Head of training",
        "due_as_written": "ongoing",
        "added_on_0": submitted.day,
        "added_on_1": submitted.month,
        "added_on_2": submitted.year,
    }
