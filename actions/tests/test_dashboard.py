"""The chair's dashboard: its figures now and then, and the list behind each of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from actions.compared import Figure
from actions.models import Action, Plan, ProgressUpdate, ReportingPeriod
from actions.position import plan_position

PLAN = "/plans/sefton-jtai-2019/"
CUT_OFF = "as_at=2020-08-28"


def page(client: Client, query: str = "") -> str:
    return unescape(client.get(f"{PLAN}?{query}").content.decode())


def figures(client: Client, name: str, query: str = CUT_OFF) -> dict[str, tuple[int, int | None]]:
    found: list[Figure] = client.get(f"{PLAN}?{query}").context[name]
    return {figure.name: (figure.number, figure.was) for figure in found}


def without_impact(ref: str, **changes: Any) -> None:
    """Let the last word on `ref` be that it is complete, and that nothing shows a difference."""
    latest = ProgressUpdate.objects.filter(action__ref=ref).exclude(delivery_rating="").last()
    assert latest
    latest.delivery_rating, latest.impact_rating = "complete", "no_evidence"
    latest.save()


def test_on_28_august_2020_it_counts_as_the_design_says_beside_the_submission(
    chair: Client,
) -> None:
    assert figures(chair, "delivery") == {
        "Not started": (0, 9),
        "On track": (25, 33),
        "At risk": (2, 0),
        "Off track": (4, 0),
        "Complete, awaiting sign-off": (7, 0),
        "Complete, signed off": (4, 0),
    }
    assert figures(chair, "to_ask_about") == {
        "Overdue": (1, 0),
        "No update received in this reporting period": (6, None),
        "Silent for a whole reporting period or longer": (6, 0),
        "Complete, with no evidence of impact": (0, 0),
        "Due date moved": (1, 0),
        "Due date moved twice or more": (0, 0),
    }
    assert figures(chair, "movement") == {
        "Worsened": (6, None),
        "Re-opened": (0, None),
        "Returned": (0, None),
        "Improved": (4, None),
        "Started": (9, None),
        "Closed": (4, None),
        "New": (0, None),
        "Unchanged": (19, None),
    }
    assert [figure.number for figure in chair.get(f"{PLAN}?{CUT_OFF}").context["due"]] == [0, 7, 10]


def test_what_was_and_how_it_changed_stand_in_words(chair: Client) -> None:
    shown = re.sub(r"<[^>]+>", "", page(chair, CUT_OFF))
    assert "Compared with the plan as submitted on 30 March 2020." in shown
    assert "was 33: On track, on 30 March 2020, 8 fewer" in shown
    assert "was 0: Off track, on 30 March 2020, 4 more" in shown
    assert "was 0: Due date moved twice or more, on 30 March 2020, no change" in shown


def test_it_is_compared_with_the_last_report_issued(chair: Client) -> None:
    ReportingPeriod.objects.filter(cut_off="2020-08-28").update(issued_on="2020-08-31")
    assert "Compared with the report cut-off of 28 August 2020." in page(chair)
    assert figures(chair, "delivery", "")["On track"] == (25, 25)
    assert figures(chair, "movement", "")["Unchanged"] == (42, None)


def test_it_is_compared_with_the_day_that_is_asked_for(chair: Client) -> None:
    query = f"{CUT_OFF}&since=2020-06-30"
    assert figures(chair, "delivery", query)["On track"] == (25, 30)
    assert figures(chair, "delivery", query)["At risk"] == (2, 1)
    assert figures(chair, "movement", query)["Worsened"] == (5, None)
    assert "Compared with the position on 30 June 2020." in page(chair, query)


def test_the_day_of_the_submission_has_nothing_before_it(chair: Client) -> None:
    shown = page(chair, "as_at=2020-03-30")
    assert "There is no day before this one to compare with." in shown
    assert "Nothing can have moved yet." in shown
    assert figures(chair, "delivery", "as_at=2020-03-30")["On track"] == (33, None)
    assert not re.search(r"was \d", re.sub(r"<[^>]+>", "", shown))


@pytest.mark.parametrize(
    ("since", "sentence"),
    [
        ("soon", "Enter a real date to compare with"),
        ("2020-02-30", "Enter a real date to compare with"),
        ("2020-03-29", "The plan was submitted on 30 March 2020"),
        ("2020-08-28", "Compare with a day before the one shown, 28 August 2020"),
        ("2020-09-01", "Compare with a day before the one shown, 28 August 2020"),
    ],
)
def test_a_day_that_cannot_be_compared_with_is_said_and_the_usual_one_taken(
    chair: Client, since: str, sentence: str
) -> None:
    for url in (PLAN, f"{PLAN}actions/"):
        answer = chair.get(f"{url}?{CUT_OFF}&since={since}")
        assert sentence in unescape(answer.content.decode())
        assert answer.context["position"].since == date(2020, 3, 30)


@pytest.mark.parametrize(
    "query",
    [
        "",
        CUT_OFF,
        f"{CUT_OFF}&since=2020-06-30",
        "as_at=2020-06-30",
        "as_at=2020-03-30",
    ],
)
def test_each_figure_opens_the_list_with_exactly_as_many_actions(
    chair: Client, plan: Plan, query: str
) -> None:
    for ref in ("1.4", "1.5"):
        without_impact(ref)
    Action.objects.filter(ref="2.6").update(added_on=date(2020, 7, 15))
    shown = links_with_their_numbers(chair.get(f"{PLAN}?{query}").content.decode())
    assert len(shown) > 30
    opened = {url: chair.get(url).context["found"] for url, _ in shown}
    assert [(url, number) for url, number in shown if opened[url] != number] == []


def links_with_their_numbers(html: str) -> list[tuple[str, int]]:
    """Each link to the list of actions, with the number that stands in it."""
    links = re.findall(r'<a [^>]*href="([^"]*/actions/\?[^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    texts = [(unescape(url), re.sub(r"<[^>]+>", " ", text)) for url, text in links]
    # The links to the other pages of the plan carry the day too, and no number.
    numbered = ((url, re.findall(r"\d+", text)) for url, text in texts)
    return [(url, int(found[0])) for url, found in numbered if found]


def test_complete_with_no_evidence_of_impact_stands_out_and_opens_its_list(chair: Client) -> None:
    assert "No action is complete with no evidence of impact." in page(chair)
    without_impact("1.4")
    shown = page(chair)
    assert "1 action complete with no evidence of impact" in shown
    marked = re.findall(r'<a class="govuk-link app-stands-out" href="([^"]*)"', shown)
    [ref] = [action.ref for action in chair.get(marked[0]).context["page"]]
    assert ref == "1.4"


def test_impact_is_counted_beside_delivery(chair: Client) -> None:
    answer = chair.get(f"{PLAN}?{CUT_OFF}")
    assert figures(chair, "impact")["Some evidence"] == (12, 0)
    rows = {row.status.value: row for row in answer.context["impact_table"]}
    assert sum(cell.number for row in rows.values() for cell in row.cells) == 42
    assert [cell.number for cell in rows["off_track"].cells] == [0, 4, 0, 0, 0]
    assert all(sum(cell.number for cell in row.cells) == row.total for row in rows.values())


def test_the_table_of_partners_adds_up_to_all_actions(chair: Client) -> None:
    context = chair.get(PLAN).context
    assert sum(cell.total for row in context["heat"] for cell in row.cells) == 42
    assert [name for _, name in context["groups"]][0] == "Police"
    police = [row.cells[0] for row in context["heat"]][1]
    assert {status.value: number for status, number in police.counts} == {
        "on_track": 1,
        "closed": 1,
    }


def test_what_moved_says_from_where_to_where_and_why(chair: Client) -> None:
    [(kind, number, shown), *_] = chair.get(f"{PLAN}?{CUT_OFF}").context["moved"]
    assert (kind.value, number) == ("Worsened", 6)
    assert [move.action.ref for move in shown] == ["1.4", "1.6", "1.10", "3.4", "3.5", "4.8"]
    text = " ".join(re.sub(r"<[^>]+>", " ", page(chair, CUT_OFF)).split())
    assert "3.4 Recruit six additional social workers was" in text
    assert "Staff or capacity. A number of social workers have been recruited" in text
    assert "Signed off by CYPPB on 12 August 2020" in text


def test_a_long_reason_is_cut_with_the_whole_behind_it(chair: Client) -> None:
    latest = ProgressUpdate.objects.get(action__ref="1.4", as_at="2020-08-28")
    shown = page(chair, CUT_OFF)
    assert latest.narrative in shown
    assert f"Staff or capacity. {latest.narrative[:150]}" in shown
    assert "The whole reason" in shown


def test_no_more_than_ten_of_a_kind_are_shown_and_the_rest_is_a_link(
    chair: Client, plan: Plan
) -> None:
    ProgressUpdate.objects.filter(as_at="2020-08-28").exclude(delivery_rating="").update(
        delivery_rating="off_track"
    )
    [(_, number, shown), *_] = chair.get(f"{PLAN}?{CUT_OFF}").context["moved"]
    assert number > len(shown) == 10
    assert f"Show all {number}" in page(chair, CUT_OFF)


def test_what_left_the_plan_is_named_with_its_reason(chair: Client) -> None:
    Action.objects.filter(ref="1.1").update(
        withdrawn_on="2020-08-01", withdrawn_reason="Merged with <b>1.2</b>"
    )
    shown = chair.get(PLAN).content.decode()
    assert "Withdrawn on 1 August 2020: Merged with &lt;b&gt;1.2&lt;/b&gt;" in shown
    assert "Withdrawn from the plan: 1" in shown
    assert "Withdrawn from the plan: 0" in page(chair, "since=2020-08-15")


def test_what_is_due_comes_by_date(chair: Client, plan: Plan) -> None:
    Action.objects.filter(ref="4.9").update(original_due_on=date(2020, 9, 2))
    due = chair.get(PLAN).context["due_soon"]
    assert due[0].ref == "4.9"
    assert [a.due_on for a in due] == sorted(a.due_on for a in due)
    listed = chair.get(f"{PLAN}actions/?due=90").context["page"]
    assert [a.ref for a in listed][:10] == [a.ref for a in due]


@pytest.mark.parametrize("who", ["police", "chair", "administrator", "democratic_services"])
def test_everybody_reads_the_same_figures(
    request: pytest.FixtureRequest, chair: Client, who: str
) -> None:
    client = request.getfixturevalue(who)
    assert figures(client, "delivery") == figures(chair, "delivery")


def test_a_shared_address_shows_the_same_once_a_report_is_issued(chair: Client, plan: Plan) -> None:
    position = plan_position(plan, date(2020, 9, 1))
    address = chair.get(PLAN).context["address"]
    assert address == "as_at=2020-09-01&since=2020-03-30"
    ReportingPeriod.objects.filter(cut_off="2020-08-28").update(issued_on="2020-08-31")
    assert chair.get(PLAN).context["position"] != position
    assert chair.get(f"{PLAN}?{address}").context["position"] == position


def test_a_plan_without_actions_or_measures_says_so(chair: Client) -> None:
    Plan.objects.create(slug="second", title="New plan", kind="send", submitted_on=date(2020, 9, 1))
    shown = unescape(chair.get("/plans/second/").content.decode())
    assert "On this day the plan held no actions." in shown
    assert "No open action is due in the next 90 days." in shown
    assert "No measure is followed yet." in shown


@pytest.mark.browser
def test_the_chair_compares_two_days_opens_a_list_and_prints(sign_in: Callable[..., Page]) -> None:
    page = sign_in("chair", viewport={"width": 1280, "height": 900})
    page.get_by_label("Position as at").fill("2020-08-28")
    page.get_by_label("Compare with").fill("2020-06-30")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Compared with the position on 30 June 2020.")).to_be_visible()
    assert page.url.endswith("?as_at=2020-08-28&since=2020-06-30")
    page.set_viewport_size({"width": 680, "height": 900})
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    expect(page.get_by_role("navigation").first).to_be_hidden()
    cut_off = "e => e.getBoundingClientRect().right > innerWidth || e.scrollWidth > e.clientWidth"
    assert page.locator("main table").evaluate_all(f"all => all.filter({cut_off}).length") == 0
    page.emulate_media(media="screen")
    page.get_by_role("link", name="5 Worsened").click()
    expect(page.get_by_role("heading", name="5 of 42 actions")).to_be_visible()
    expect(page.get_by_text("Movement is counted from 30 June 2020.")).to_be_visible()
