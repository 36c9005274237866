"""The measures of a plan: read by everybody, kept by democratic services."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from actions.models import Action, Measure, Plan

LIST = "/plans/sefton-jtai-2019/measures/"
NEW = {"name": "Referrals in a day", "unit": "%", "polarity": "higher", "target": "95.5"}


def said(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def measure(plan: Plan) -> Measure:
    made: Measure = Measure.objects.filter(plan=plan, readings__isnull=False)[0]
    return made


def answers(measure: Measure, **changed: Any) -> dict[str, Any]:
    known = {"name": measure.name, "unit": measure.unit, "polarity": measure.polarity}
    linked = [action.pk for action in measure.actions.all()]
    return {**known, "actions": linked, "reason": "The board asked", **changed}


def test_everybody_reads_the_measures_as_they_were_reported(police: Client, plan: Plan) -> None:
    page = said(police.get(LIST))
    assert "No figure reported" in page
    assert all(measure.name in page for measure in plan.measures.all())
    assert "over 1,500 users" in page.lower()
    assert "Add a measure" not in page
    assert 'href="/plans/sefton-jtai-2019/measures/"' in said(police.get(LIST[:-9]))


def test_a_plan_without_measures_says_so(chair: Client, plan: Plan) -> None:
    plan.measures.update(withdrawn_on=date(2020, 8, 1))
    assert "No measure is followed yet." in said(chair.get(LIST))


def test_a_measure_is_added_and_linked(democratic_services: Client, plan: Plan) -> None:
    action = Action.objects.get(plan=plan, ref="2.6")
    page = democratic_services.post(f"{LIST}new/", NEW | {"actions": [action.pk]}, follow=True)
    assert "The measure “Referrals in a day” is added." in said(page)
    made = Measure.objects.get(ref="referrals-in-a-day")
    assert (made.target, list(made.actions.all())) == (Decimal("95.5"), [action])
    assert "Target</dt><dd>95.5%" in said(page)
    democratic_services.post(f"{LIST}new/", NEW)
    assert Measure.objects.filter(ref="referrals-in-a-day-2").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Enter what is measured"),
        ({"unit": ""}, "Enter the unit"),
        ({"polarity": ""}, "Say which way is better"),
        ({"target": "many"}, "The target must be a number"),
        ({"baseline": "NaN"}, "The baseline must be a number"),
        ({"baseline": "12345678901"}, "no more than 10 digits"),
        ({"actions": ["0"]}, "Select a valid choice"),
    ],
)
def test_a_measure_that_cannot_be_is_refused(
    democratic_services: Client, plan: Plan, change: dict[str, Any], sentence: str
) -> None:
    before = plan.measures.count()
    assert sentence in said(democratic_services.post(f"{LIST}new/", NEW | change))
    assert plan.measures.count() == before


def test_a_change_is_one_row_of_history_with_its_reason(
    democratic_services: Client, measure: Measure
) -> None:
    before = measure.history.count()
    url = f"{LIST}{measure.ref}/change/"
    democratic_services.post(url, answers(measure, name="Another name", actions=[]))
    measure.refresh_from_db()
    assert (measure.name, measure.actions.count()) == ("Another name", 0)
    assert measure.history.count() == before + 1
    assert measure.history.latest().history_change_reason == "The board asked"


def test_a_stale_form_comes_back(democratic_services: Client, measure: Measure) -> None:
    url = f"{LIST}{measure.ref}/change/"
    version = democratic_services.get(url).context["form"]["version"].value()
    democratic_services.post(url, answers(measure, name="Theirs", version=version))
    page = said(democratic_services.post(url, answers(measure, name="Mine", version=version)))
    assert "Somebody changed this while the page was open" in page
    assert "What is there now: Theirs" in page
    assert 'value="Mine"' in page


def test_a_withdrawn_measure_is_listed_nowhere(
    democratic_services: Client, chair: Client, measure: Measure
) -> None:
    action = measure.actions.all()[0]
    page = f"/plans/sefton-jtai-2019/actions/{action.ref}/"
    assert measure.name in chair.get(page).content.decode()
    url = f"{LIST}{measure.ref}/withdraw/"
    assert "Enter the reason" in said(democratic_services.post(url, {}))
    democratic_services.post(url, {"reason": "Counted no more"})
    measure.refresh_from_db()
    assert measure.withdrawn_on == date(2020, 9, 1)
    assert measure.name not in chair.get(LIST).content.decode()
    shown, history = chair.get(page).content.decode().split(">History<")
    assert measure.name not in shown
    assert measure.name in history, "the record tells that it was withdrawn"
    assert democratic_services.get(url).status_code == 404
