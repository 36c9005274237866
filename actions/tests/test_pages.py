"""The pages of the plan: what each shows, to whom, and as at which day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from actions.models import Action, Plan, ProgressUpdate

PLAN = "/plans/sefton-jtai-2019/"
LIST = f"{PLAN}actions/"


def refs(client: Client, query: str) -> list[str]:
    return [action.ref for action in client.get(f"{LIST}?{query}").context["page"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("partner=POL", ["1.10", "1.11", "2.6", "2.7"]),
        ("partner=PH", ["1.1", "1.3", "4.3", "4.4"]),
        ("partner=HEA&priority=3", ["3.9"]),
        ("rating=off_track", ["1.4", "1.10", "3.4", "4.8"]),
        ("rating=closed", ["2.1", "2.3", "2.7", "3.1"]),
        ("overdue=on", ["3.4"]),
        ("as_at=2020-08-28&no_update=on", ["1.1", "1.2", "2.8", "3.8", "3.9", "3.10"]),
        ("impact=no_evidence&priority=1", ["1.4", "1.10"]),
        ("movement=worsened&since=2020-06-30", ["1.4", "1.10", "3.4", "3.5", "4.8"]),
        ("movement=worsened", ["1.4", "1.6", "1.10", "3.4", "3.5", "4.8"]),
        ("due=30&partner=YOT", ["4.7", "4.8"]),
        ("as_at=2020-08-28&silent=on", ["1.1", "1.2", "2.8", "3.8", "3.9", "3.10"]),
        ("moved=1", ["4.8"]),
        ("moved=2", []),
        ("without_impact=on", []),
        ("due=31&moved=many&partner=POL", ["1.10", "1.11", "2.6", "2.7"]),
        ("text=kooth", ["1.3"]),
        ("text=4.10", ["4.10"]),
        ("as_at=2020-06-30&rating=at_risk", ["1.6"]),
        ("rating=off_track&partner=POL&text=car", ["1.10"]),
    ],
)
def test_the_list_is_narrowed(chair: Client, query: str, expected: list[str]) -> None:
    assert refs(chair, query) == expected


def test_a_filter_that_fits_nothing_says_so_and_shows_the_way_back(chair: Client) -> None:
    page = chair.get(f"{LIST}?text=zzz").content.decode()
    assert "No action fits this filter." in page
    assert "Show all actions" in page


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2020-09-02", "up to today"),
        ("2020-03-29", "submitted on 30 March 2020"),
        ("soon", "Enter a real date"),
    ],
)
def test_a_day_that_cannot_be_shown_is_said_and_today_is_shown(
    chair: Client, day: str, sentence: str
) -> None:
    for url in (PLAN, LIST, f"{LIST}2.6/"):
        page = chair.get(f"{url}?as_at={day}").content.decode()
        assert sentence in page
        assert "Today is shown" in page


def test_an_action_is_shown_as_at_the_day_it_was_reached_from(chair: Client) -> None:
    assert (
        "/actions/4.8/?as_at=2020-06-30" in chair.get(f"{LIST}?as_at=2020-06-30").content.decode()
    )
    then = chair.get(f"{LIST}4.8/?as_at=2020-05-10").content.decode()
    assert "This is the position as at 10 May 2020" in then
    assert "Off track" not in then
    assert "awaits the board's decision" in then
    assert "Due 30 June 2020." in then
    now = chair.get(f"{LIST}4.8/").content.decode()
    assert "moved once, originally 30 June 2020" in now
    assert "Agreed on 20 May 2020" in now


def owed(client: Client) -> list[tuple[str, str]]:
    [shown] = client.get("/updates/").context["rounds"]
    return [(row.action.ref, row.owing.name) for row in shown.rows]


def test_what_is_missing_comes_first_and_the_signed_off_last(health: Client, plan: Plan) -> None:
    Action.objects.filter(plan=plan, ref="3.9").update(original_due_on="2020-08-01")
    found = owed(health)
    assert found[:3] == [("3.9", "NEEDED"), ("1.1", "NEEDED"), ("1.2", "NEEDED")]
    assert {owing for _, owing in found[3:]} == {"SUBMITTED"}
    assert "2.6" not in dict(found)


def test_it_is_counted_against_the_cut_off_of_the_report_in_hand(police: Client) -> None:
    page = police.get("/updates/").content.decode()
    assert "updates were due by 28 August 2020" in page
    assert "4 of 4" in page.replace("<strong>", "").replace("</strong>", "")
    assert dict(owed(police))["2.7"] == "SIGNED_OFF"


def test_once_its_meeting_is_past_the_next_round_is_asked_for(
    police: Client, settings: Any
) -> None:
    settings.TODAY = date(2021, 2, 15)
    page = police.get("/updates/").content.decode()
    assert "meeting of 16 March 2021, updates are due by 22 February 2021" in page
    assert dict(owed(police))["2.6"] == "NEEDED"


def test_a_draft_shows_and_changes_no_count(police: Client, health: Client) -> None:
    police.post(f"{LIST}2.6/updates/new/", {"narrative": "Half", "draft": "1"})
    assert ("2.6", "DRAFT") in owed(police)
    assert police.get("/updates/").context["rounds"][0].settled == 4
    health.post(f"{LIST}2.6/updates/new/", {"narrative": "Ours", "draft": "1"})
    assert ("2.6", "DRAFT") in owed(health), "also on an action that one only supports"
    assert ProgressUpdate.objects.drafts().count() == 2


def test_a_closed_action_offers_no_form_to_its_owner(police: Client) -> None:
    page = police.get(f"{LIST}2.7/updates/new/", follow=True).content.decode()
    assert "it takes no more updates" in page
    assert "Write an update" not in page


def test_a_withdrawn_action_takes_no_update(police: Client, plan: Plan) -> None:
    Action.objects.filter(plan=plan, ref="2.6").update(
        withdrawn_on="2020-09-01", withdrawn_reason="Merged with 2.7"
    )
    assert "2.6" not in refs(police, "")
    answers = {"as_at_0": "1", "as_at_1": "9", "as_at_2": "2020", "narrative": "Still here"}
    page = police.post(f"{LIST}2.6/updates/new/", answers).content.decode()
    assert "The action was withdrawn on 1 September 2020" in page
