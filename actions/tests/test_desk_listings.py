"""The chair's own lists as files: all of what the pages show."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.test import Client

from actions.models import Closure, Milestone, Plan

PLAN = "/plans/sefton-jtai-2019/"


def rows(client: Client, url: str) -> list[dict[str, str]]:
    response = client.get(url)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_sign_offs_hold_every_proposal_and_every_check(chair: Client, plan: Plan) -> None:
    Closure.objects.filter(action__ref="2.1").update(recheck_on="2020-09-01")
    action = Closure.objects.get(action__ref="1.9").action
    Milestone.objects.create(action=action, title="Staff in post")
    found = rows(chair, "/sign-offs/?format=csv&page=2")
    kinds = [row["What"] for row in found]
    assert kinds == ["Proposed as complete"] * 7 + ["To be checked again"]
    [ours] = [row for row in found if row["Reference"] == "1.9"]
    assert ours["Proposed by"] == "Health partners"
    assert ours["Milestones not done"] == "Staff in post"
    assert found[-1]["Proposed or due on"] == "2020-09-01"


def test_what_is_to_be_read_is_there_in_full(chair: Client, cast: dict[str, Any]) -> None:
    cast["chair"].memberships.update(starts_on="2020-01-01")
    url = f"{PLAN}to-read/"
    shown = chair.get(url).context["left"]
    found = rows(chair, f"{url}?format=csv")
    assert len(found) == shown
    assert all(row["What happened"] for row in found)


def test_only_the_chair_takes_them_away(health: Client, plan: Plan) -> None:
    for url in ("/sign-offs/?format=xlsx", f"{PLAN}to-read/?format=csv"):
        assert health.get(url).status_code == 403
