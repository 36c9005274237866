"""The page of exceptions: what each role can do from it, and what a spreadsheet takes away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from actions.models import Action, Closure, Plan, ProgressUpdate
from actions.tests.challenging import asked as challenged
from actions.tests.challenging import asked_on
from actions.tests.growing import grow
from actions.tests.made_up import asked, moved, sent_back

PAGE = "/plans/sefton-jtai-2019/exceptions/"
CUT_OFF = "2020-08-28"


def shown(page: Any) -> dict[str, list[str]]:
    """The references in each list of the page, by the list's word in the address."""
    return {
        each.section.code: [entry.action.ref for entry, _ in each.rows]
        for each in page.context["shown"]
    }


def steps(page: Any, code: str, ref: str) -> list[tuple[str, str]]:
    """What the page offers on an action in one of its lists: the labels and the addresses."""
    [each] = [each for each in page.context["shown"] if each.section.code == code]
    [offers] = [offers for entry, offers in each.rows if entry.action.ref == ref]
    for offer in offers:
        assert f'href="{offer.url}"' in page.text
    return [(offer.label, offer.url) for offer in offers]


def facts(page: Any, code: str, ref: str) -> dict[str, str]:
    [each] = [each for each in page.context["shown"] if each.section.code == code]
    [entry] = [entry for entry, _ in each.rows if entry.action.ref == ref]
    return {fact.label: fact.in_words for fact in entry.facts}


def table(client: Client, url: str) -> Iterator[dict[str, str]]:
    text = client.get(url).content.decode("utf-8-sig")
    return csv.DictReader(io.StringIO(text))


def test_the_head_counts_each_list_and_leads_to_it(chair: Client) -> None:
    page = chair.get(f"{PAGE}?as_at={CUT_OFF}")
    numbers = {s.code: s.number for s in page.context["lists"].sections}
    assert numbers == {
        "off-track": 4,
        "at-risk": 2,
        "overdue": 1,
        "contradicted": 0,
        "silent": 6,
        "awaiting": 7,
        "returned": 0,
        "blocked": 2,
        "moved": 0,
        "no-impact": 0,
        "answers": 0,
        "re-checks": 0,
    }
    for code in numbers:
        assert f'href="#{code}"' in page.text
        assert f'id="{code}"' in page.text
    assert "Exceptions as at 28 August 2020" in page.text


def test_every_amber_and_every_red_shows_its_cause_recovery_and_date(board_member: Client) -> None:
    page = board_member.get(PAGE)
    for code, ref in (("off-track", "1.10"), ("at-risk", "3.5")):
        said = facts(page, code, ref)
        assert said["Cause"] == "It depends on somebody else"
        assert said["Recovery"] in page.text
        assert said["Back on track by"].endswith(("2020", "2021"))
    assert "name a date for resuming" in facts(page, "off-track", "1.10")["Needed from the board"]
    assert "Needed from the board" not in facts(page, "at-risk", "3.5")


def test_what_was_left_out_is_said_and_not_left_blank(chair: Client, plan: Plan) -> None:
    ProgressUpdate.objects.filter(action__ref="3.4").update(
        cause="", recovery_action="", recovery_on=None, board_ask=""
    )
    said = facts(chair.get(PAGE), "off-track", "3.4")
    assert [said[name] for name in ("Cause", "Recovery", "Back on track by")] == ["Not given"] * 3
    assert said["Needed from the board"] == "Not given"


def test_a_lead_writes_and_asks_on_its_own_actions_alone(health: Client, police: Client) -> None:
    own = [
        ("Write an update", "/plans/sefton-jtai-2019/actions/1.4/updates/new/"),
        ("Ask for a new due date", "/plans/sefton-jtai-2019/actions/1.4/dates/new/"),
        ("See the action", "/plans/sefton-jtai-2019/actions/1.4/"),
    ]
    assert steps(health.get(PAGE), "off-track", "1.4") == own
    assert steps(police.get(PAGE), "off-track", "1.4") == own[-1:]
    for label, url in own:
        assert health.get(url).status_code == 200, label


def test_a_board_member_sees_each_action_and_changes_nothing(board_member: Client) -> None:
    page = board_member.get(PAGE)
    offered = {
        offer.label for each in page.context["shown"] for _, offers in each.rows for offer in offers
    }
    assert offered == {"See the action"}


def test_a_date_that_was_asked_for_is_decided_from_here(
    chair: Client, health: Client, democratic_services: Client, plan: Plan
) -> None:
    request = asked(plan, "1.4", date(2021, 3, 31), date(2020, 8, 31))
    decide = ("Decide on the new date", f"/dates/{request.pk}/decide/")
    for client in (chair, democratic_services):
        page = client.get(PAGE)
        assert decide in steps(page, "off-track", "1.4")
        assert facts(page, "off-track", "1.4")["New date asked for"] == "31 March 2021"
    labels = [label for label, _ in steps(health.get(PAGE), "off-track", "1.4")]
    assert labels == ["Write an update", "See the action"]
    # What was decided is not asked for any more.
    assert "New date asked for" not in facts(chair.get(PAGE), "off-track", "4.8")
    earlier = chair.get(f"{PAGE}?as_at=2020-08-30")
    assert "New date asked for" not in facts(earlier, "off-track", "1.4")


def test_nothing_is_offered_beside_a_past_position(chair: Client, health: Client) -> None:
    page = health.get(f"{PAGE}?as_at={CUT_OFF}")
    assert steps(page, "off-track", "1.4") == []
    assert "/updates/new/" not in page.text
    assert f'href="/plans/sefton-jtai-2019/actions/1.4/?as_at={CUT_OFF}"' in page.text
    assert 'beside <a class="govuk-link" href="?">today' in page.text


def test_a_day_that_cannot_be_shown_is_said(chair: Client) -> None:
    assert "up to today, not after" in chair.get(f"{PAGE}?as_at=2020-09-02").text


def test_one_list_has_its_own_page_and_the_way_back(chair: Client) -> None:
    page = chair.get(f"{PAGE}?list=overdue&as_at={CUT_OFF}")
    assert shown(page) == {"overdue": ["3.4"]}
    assert f'href="?as_at={CUT_OFF}#overdue"' in page.text
    assert chair.get(f"{PAGE}?list=nonsense").status_code == 404


def test_a_long_list_is_cut_short_with_the_way_to_all_of_it(chair: Client, plan: Plan) -> None:
    grow(plan, 10)
    page = chair.get(PAGE)
    assert len(shown(page)["silent"]) == 25
    assert "Show all 60" in page.text
    assert 'href="?list=silent"' in page.text
    whole = chair.get(f"{PAGE}?list=silent")
    assert len(shown(whole)["silent"]) == 60
    assert whole.text.count("</ul>") == whole.text.count("<ul")


def test_a_very_long_list_is_divided_into_pages(chair: Client, plan: Plan) -> None:
    grow(plan, 20)
    first, second = (chair.get(f"{PAGE}?list=silent&page={page}") for page in (1, 2))
    assert len(shown(first)["silent"]) == 100
    assert len(shown(second)["silent"]) == 20
    assert "page=2" in first.text
    rows = list(table(chair, f"{PAGE}?list=silent&page=2&format=csv"))
    assert len(rows) == 120


def test_the_file_holds_what_is_on_the_page(chair: Client, plan: Plan) -> None:
    moved(plan, "4.8", date(2020, 12, 31), date(2020, 8, 12))
    page = chair.get(PAGE)
    rows = list(table(chair, f"{PAGE}?format=csv"))
    on_page = [
        (each.section.heading, entry.action.ref)
        for each in page.context["shown"]
        for entry, _ in each.rows
    ]
    assert [(row["List"], row["Reference"]) for row in rows] == on_page
    assert (
        rows[0]
        | {
            "Owner": "Alder Hey Children's NHS Foundation Trust",
            "Priority area": "1",
            "Delivery": "Off track",
            "Impact": "No evidence of impact",
            "Due": "2020-12-31",
            "Cause": "Staff or capacity",
            "Back on track by": "2020-12-31",
            "Days overdue": "",
        }
        == rows[0]
    )
    for each in page.context["shown"]:
        for entry, _ in each.rows:
            assert {fact.label for fact in entry.facts} <= set(rows[0])
    [late] = [row for row in rows if row["List"] == "Overdue"]
    assert late["Days overdue"] == "32"
    assert [row["Times moved"] for row in rows if row["Reference"] == "4.8"][-1] == "2"


def test_the_file_of_one_list_holds_that_list_alone(chair: Client) -> None:
    response = chair.get(f"{PAGE}?list=awaiting&format=xlsx&as_at={CUT_OFF}")
    assert f'filename="exceptions-{CUT_OFF}.xlsx"' in response["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet
    heading, *rows = sheet.iter_rows(values_only=True)
    assert {row[0] for row in rows} == {"Complete, awaiting sign-off"}
    assert len(rows) == 7
    assert "Proposed by" in heading
    assert "Cause" not in heading


def test_what_was_sent_back_says_what_the_board_did(chair: Client, plan: Plan) -> None:
    sent_back(plan, "1.9", date(2020, 8, 31))
    said = facts(chair.get(PAGE), "returned", "1.9")
    assert said["What the board did"].startswith("Returned on 31 August 2020 by ")
    assert said["Minute reference"] == "Item 3"
    assert said["Reason"] == "Show what changed for children."


def test_what_awaits_sign_off_says_when_it_was_proposed_and_with_what(chair: Client) -> None:
    page = chair.get(PAGE)
    said = facts(page, "awaiting", "1.3")
    assert (said["Complete as at"], said["Proposed on"]) == ("30 June 2020", "3 July 2020")
    assert said["Proposed by"] == "Sefton Council Public Health"
    assert said["Evidence that it is complete"].startswith("Contract award")
    assert facts(page, "awaiting", "1.5")["Evidence of impact"] == "Not given"


def test_the_chair_signs_off_or_returns_from_here_and_nobody_else(
    chair: Client, health: Client, democratic_services: Client, plan: Plan
) -> None:
    closure = Closure.objects.get(action__plan=plan, action__ref="1.9", outcome="proposed")
    own = ("Sign off or return", f"/sign-offs/{closure.pk}/")
    assert steps(chair.get(PAGE), "awaiting", "1.9")[0] == own
    assert chair.get(own[1]).status_code == 200
    for client in (health, democratic_services):
        assert own not in steps(client.get(PAGE), "awaiting", "1.9")


def test_the_chair_challenges_from_each_list_of_actions(chair: Client, police: Client) -> None:
    page = chair.get(PAGE)
    ask = ("Challenge", "/plans/sefton-jtai-2019/actions/1.4/challenges/new/")
    assert steps(page, "off-track", "1.4")[0] == ask
    assert chair.get(ask[1]).status_code == 200
    for each in page.context["shown"]:
        for _, offers in each.rows:
            assert "Challenge" in {offer.label for offer in offers}
    assert "/challenges/new/" not in police.get(PAGE).text


def test_an_answer_that_is_overdue_is_listed_with_who_was_asked(
    chair: Client, health: Client, police: Client, plan: Plan, cast: dict[str, Any]
) -> None:
    question = asked_on(challenged(plan, cast), date(2020, 8, 20))
    assert shown(chair.get(f"{PAGE}?as_at=2020-08-30"))["answers"] == []
    page = chair.get(PAGE)
    said = facts(page, "answers", "1.4")
    assert said["Asked of"] == "Alder Hey Children's NHS Foundation Trust"
    assert (said["Answer due by"], said["Days late"]) == ("30 August 2020", "2")
    assert said["Question"] == question.question
    see = ("See the question", f"/challenges/{question.pk}/")
    answer = ("Answer the board", f"/challenges/{question.pk}/answer/")
    action = ("See the action", "/plans/sefton-jtai-2019/actions/1.4/")
    assert steps(page, "answers", "1.4") == [see, action]
    assert steps(health.get(PAGE), "answers", "1.4") == [answer, see, action]
    assert steps(police.get(PAGE), "answers", "1.4") == [see, action]
    for _, url in (answer, see):
        assert health.get(url).status_code == 200


def test_a_question_on_an_action_that_left_the_plan_stays_on_the_list(
    chair: Client, plan: Plan, cast: dict[str, Any]
) -> None:
    question = asked_on(challenged(plan, cast), date(2020, 8, 20))
    Action.objects.filter(ref="1.4").update(withdrawn_on="2020-08-25", withdrawn_reason="Merged")
    page = chair.get(f"{PAGE}?list=answers")
    [[entry, offers]] = page.context["shown"][0].rows
    assert entry.title.endswith("(withdrawn)")
    assert [offer.url for offer in offers] == [f"/challenges/{question.pk}/"]
    assert entry.title in page.text


def test_a_re_check_that_is_due_comes_back(chair: Client, health: Client, plan: Plan) -> None:
    closure = Closure.objects.get(action__plan=plan, action__ref="2.1")
    Closure.objects.filter(pk=closure.pk).update(recheck_on=date(2020, 9, 1))
    page = chair.get(PAGE)
    assert facts(page, "re-checks", "2.1") == {
        "To be checked by": "1 September 2020",
        "Signed off on": "12 August 2020",
        "Last checked on": "Never",
    }
    assert [label for label, _ in steps(page, "re-checks", "2.1")] == [
        *("Record the check", "Re-open it", "See the action")
    ]
    assert [label for label, _ in steps(health.get(PAGE), "re-checks", "2.1")] == ["See the action"]
    assert shown(chair.get(f"{PAGE}?as_at=2020-08-31"))["re-checks"] == []


def test_hostile_text_stays_text(chair: Client, plan: Plan) -> None:
    ProgressUpdate.objects.filter(action__ref="1.4").update(recovery_action="<b>=1+1</b>")
    assert "&lt;b&gt;=1+1&lt;/b&gt;" in chair.get(PAGE).text
    ProgressUpdate.objects.filter(action__ref="1.4").update(recovery_action="=1+1")
    rows = [r for r in table(chair, f"{PAGE}?format=csv") if r["Reference"] == "1.4"]
    assert rows[0]["Recovery"] == "'=1+1"


def test_a_plan_without_actions_has_nothing_that_stands_out(chair: Client, plan: Plan) -> None:
    Action.objects.filter(plan=plan).update(added_on=date(2020, 9, 2))
    page = chair.get(PAGE)
    assert set(map(len, shown(page).values())) == {0}
    for section in page.context["lists"].sections:
        assert section.empty in page.text.replace("&#x27;", "'")
    assert len(list(table(chair, f"{PAGE}?format=csv"))) == 0


@pytest.mark.parametrize("who", ["police", "democratic_services", "administrator"])
def test_everybody_of_the_partnership_reads_it(request: pytest.FixtureRequest, who: str) -> None:
    page = request.getfixturevalue(who).get("/plans/sefton-jtai-2019/")
    assert f'href="{PAGE}"' in page.text
    assert request.getfixturevalue(who).get(PAGE).status_code == 200


@pytest.fixture
def board_member(cast: dict[str, Any]) -> Client:
    client = Client()
    client.force_login(cast["board-member"])
    return client
