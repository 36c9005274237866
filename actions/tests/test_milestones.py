"""The milestones of an action, and who is shown them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from actions.models import Action, Milestone, Plan

STEPS = "/plans/sefton-jtai-2019/actions/2.6/milestones/"
DONE = {"done_on_0": "1", "done_on_1": "9", "done_on_2": "2020"}


@pytest.fixture
def step(plan: Plan) -> Milestone:
    action = Action.objects.get(plan=plan, ref="2.6")
    made: Milestone = Milestone.objects.create(action=action, title="Agree the rota")
    return made


def said(response: Any) -> str:
    return str(response.content.decode())


def test_a_milestone_is_added_and_everybody_reads_it(
    democratic_services: Client, police: Client, plan: Plan
) -> None:
    page = democratic_services.get(STEPS)
    assert "This action has no milestones yet" in said(page)
    answers = {"title": "Agree the rota", "as_written": "each quarter"}
    page = democratic_services.post(STEPS, answers, follow=True)
    assert "The milestone “Agree the rota” is added." in said(page)
    assert "Agree the rota: each quarter" in said(police.get(STEPS.replace("milestones/", "")))
    assert Action.objects.get(plan=plan, ref="2.6").version == 2, "so that a stale form is seen"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"title": ""}, "Enter what the step is"),
        ({"title": "x" * 301}, "must be 300 characters or fewer"),
        ({"title": "A", **DONE, "done_on_0": "2"}, "must be today or in the past"),
        ({"title": "A", "due_on_0": "31", "due_on_1": "2", "due_on_2": "2021"}, "a real date"),
    ],
)
def test_a_milestone_that_cannot_be_is_refused(
    democratic_services: Client, answers: dict[str, str], sentence: str
) -> None:
    assert sentence in said(democratic_services.post(STEPS, answers))
    assert not Milestone.objects.filter(action__ref="2.6").exists()


def test_a_milestone_is_done_with_a_reason(democratic_services: Client, step: Milestone) -> None:
    answers = {"title": step.title, **DONE}
    url = f"{STEPS}{step.pk}/change/"
    assert "Enter the reason" in said(democratic_services.post(url, answers))
    democratic_services.post(url, {**answers, "reason": "Minute 4"})
    step.refresh_from_db()
    assert step.done_on == date(2020, 9, 1)
    assert step.history.latest().history_change_reason == "Minute 4"


def test_a_withdrawn_milestone_is_shown_to_nobody_and_not_deleted(
    democratic_services: Client, police: Client, step: Milestone
) -> None:
    url = f"{STEPS}{step.pk}/withdraw/"
    assert "Agree the rota" in said(police.get(STEPS.replace("milestones/", "")))
    democratic_services.post(url, {"reason": "Not needed"})
    step.refresh_from_db()
    assert step.withdrawn_on == date(2020, 9, 1)
    assert step.history.latest().history_change_reason == "Not needed"
    shown, history = said(police.get(STEPS.replace("milestones/", ""))).split(">History<")
    assert "Agree the rota" not in shown
    assert "Agree the rota" in history, "the record tells that it was withdrawn"
    assert democratic_services.get(url).status_code == 404


def test_a_stale_form_comes_back(democratic_services: Client, step: Milestone) -> None:
    url = f"{STEPS}{step.pk}/change/"
    answers = {"title": "Mine", "reason": "x", "version": "1"}
    democratic_services.post(url, {**answers, "title": "Theirs"})
    page = said(democratic_services.post(url, answers))
    assert "Somebody changed this while the page was open" in page
    assert "What is there now: Theirs" in page
    assert 'value="Mine"' in page


def test_a_milestone_of_another_action_is_not_found(
    democratic_services: Client, step: Milestone
) -> None:
    url = f"{STEPS.replace('2.6', '1.11')}{step.pk}/change/"
    assert democratic_services.get(url).status_code == 404
