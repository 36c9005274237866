"""What the plan leaves uncovered, as a reading and as a page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from actions.coverage import Coverage, coverage
from actions.models import Action, Finding, Plan, ProgressUpdate
from actions.position import plan_position
from actions.tests.made_up import said
from partners.models import Membership, Partner

PAGE = "/plans/sefton-jtai-2019/coverage/"
CUT_OFF, TODAY = date(2020, 8, 28), date(2020, 9, 1)

# What they said on the day of the submission is no progress.
UNHEARD = ["1.1", "1.2", "2.8", "3.8", "3.9", "3.10"]


def read(plan: Plan, day: date = CUT_OFF) -> Coverage:
    return coverage(plan, plan_position(plan, day), TODAY)


def refs(actions: Iterable[Any]) -> list[str]:
    return [action.ref for action in actions]


def found(plan: Plan, paragraph: str) -> Finding:
    return Finding.objects.create(
        plan=plan, paragraph=paragraph, kind="improvement", wording=f"Found in {paragraph}."
    )


def answers(ref: str, text: str) -> None:
    Action.objects.filter(ref=ref).update(inspection_paragraph=text)


def section(page: Any, code: str) -> Any:
    [one] = [each for each in page.context["shown"] if each.section.code == code]
    return one


# --- The reading ------------------------------------------------------------------------------


def test_the_demonstration_has_no_findings_so_nobody_can_tell(plan: Plan) -> None:
    all_of_it = read(plan)
    assert (all_of_it.findings, all_of_it.unanswered, all_of_it.unanswering) == (0, (), ())


def test_what_the_demonstration_leaves_uncovered_on_28_august_2020(plan: Plan) -> None:
    all_of_it = read(plan)
    assert all_of_it.areas == ()
    assert refs(all_of_it.never) == UNHEARD
    assert refs(all_of_it.without_impact) == ["1.4", "1.10", "3.4", "4.7", "4.8"]
    assert refs(all_of_it.too_early) == ["1.5", "1.9", "1.11", "2.1", "4.6"]
    assert all_of_it.leaderless == ()


def test_a_priority_area_with_no_action_is_a_gap_until_it_has_one(plan: Plan) -> None:
    area = plan.priority_areas.create(number=5, short_title="Transitions", wording="Move on well")
    assert read(plan).areas == ((5, "Transitions"),)
    Action.objects.filter(ref="1.1").update(priority_area=area, added_on=TODAY)
    assert read(plan).areas == ((5, "Transitions"),)
    assert read(plan, TODAY).areas == ()


def test_a_finding_is_answered_by_an_action_that_names_its_paragraph(plan: Plan) -> None:
    for paragraph in ("9", "12", "13", "12a", "3.10"):
        found(plan, paragraph)
    answers("1.1", "12 and 13")
    answers("1.2", "Paragraph 3.10")
    all_of_it = read(plan)
    assert [one.paragraph for one in all_of_it.unanswered] == ["9", "12a"]
    assert "1.1" not in refs(all_of_it.unanswering)
    assert len(all_of_it.unanswering) == 40
    answers("1.3", "9 to 11, 12A")
    assert read(plan).unanswered == ()


def test_an_action_that_names_a_paragraph_without_a_finding_answers_none(plan: Plan) -> None:
    found(plan, "12")
    answers("1.1", "120")
    assert refs(read(plan).unanswering)[0] == "1.1"


def test_a_withdrawn_action_answers_nothing_from_its_day_on(plan: Plan) -> None:
    found(plan, "12")
    answers("1.1", "12")
    Action.objects.filter(ref="1.1").update(withdrawn_on=CUT_OFF, withdrawn_reason="Merged")
    assert read(plan, date(2020, 8, 27)).unanswered == ()
    assert len(read(plan).unanswered) == 1


def test_findings_come_in_the_order_of_the_letter(plan: Plan) -> None:
    for paragraph in ("10", "9", "3.10", "3.9"):
        found(plan, paragraph)
    assert [one.paragraph for one in read(plan).unanswered] == ["3.9", "3.10", "9", "10"]


def test_an_action_on_which_nobody_said_anything(plan: Plan) -> None:
    ProgressUpdate.objects.filter(action__ref="2.6").delete()
    all_of_it = read(plan)
    assert refs(all_of_it.never) == ["1.1", "1.2", "2.6", *UNHEARD[2:]]
    assert "2.6" not in refs(all_of_it.without_impact)
    said(plan, "2.6", TODAY, "on_track")
    assert "2.6" in refs(read(plan).never)
    assert refs(read(plan, TODAY).never) == UNHEARD


def test_text_alone_is_activity_and_no_impact(plan: Plan) -> None:
    ProgressUpdate.objects.filter(action__ref="2.6").update(delivery_rating="", impact_rating="")
    assert "2.6" in refs(read(plan).without_impact)


def test_an_owner_for_whom_nobody_leads(plan: Plan) -> None:
    Membership.objects.filter(partner__code="POL").update(
        starts_on=date(2020, 1, 1), ends_on=date(2020, 8, 31)
    )
    [police] = read(plan).leaderless
    assert police.owner.name == "Merseyside Police"
    assert refs(police.actions) == ["1.10", "1.11", "2.6"]


def test_a_lead_of_the_group_leads_for_those_under_it(plan: Plan) -> None:
    assert "ACU" in {a.owner.code for a in plan_position(plan, CUT_OFF).actions}
    Membership.objects.filter(partner__code="HEA").update(partner=Partner.objects.get(code="ACU"))
    without = {one.owner.code for one in read(plan).leaderless}
    assert without == {"HEA", "CCG", "AH", "PH"}


def test_a_lead_who_may_not_sign_in_leads_for_nobody(plan: Plan, cast: dict[str, Any]) -> None:
    cast["police"].is_active = False
    cast["police"].save()
    assert [one.owner.code for one in read(plan).leaderless] == ["POL"]


def test_an_owner_of_signed_off_actions_alone_needs_nobody(plan: Plan) -> None:
    Membership.objects.filter(partner__code="POL").delete()
    Action.objects.filter(owner__code="POL").exclude(ref="2.7").update(
        withdrawn_on=CUT_OFF, withdrawn_reason="Merged"
    )
    assert read(plan).leaderless == ()


# --- The finding ------------------------------------------------------------------------------


def test_the_database_keeps_one_finding_a_paragraph(plan: Plan) -> None:
    found(plan, "12")
    with pytest.raises(IntegrityError, match="finding_paragraph_once_a_plan|paragraph_key"):
        with transaction.atomic():
            found(plan, "012")


@pytest.mark.parametrize("empty", ["paragraph", "wording"])
def test_the_database_keeps_no_finding_without_words(plan: Plan, empty: str) -> None:
    facts = {"paragraph": "12", "wording": "Found.", empty: ""}
    with pytest.raises(IntegrityError, match="finding_says_what_and_where"):
        with transaction.atomic():
            Finding.objects.create(plan=plan, kind="improvement", **facts)


# --- The page ---------------------------------------------------------------------------------


def test_where_no_finding_is_entered_the_page_says_who_enters_them(
    chair: Client, democratic_services: Client
) -> None:
    page = chair.get(PAGE)
    for code in ("findings", "no-finding"):
        assert not section(page, code).section.known
    assert "Findings with no action: not known" in page.text
    assert "Democratic services or an administrator enters them" in page.text
    link = 'href="/plans/sefton-jtai-2019/structure/#findings"'
    assert link not in page.text
    assert link in democratic_services.get(PAGE).text


def offered(page: Any, code: str) -> list[list[tuple[str, str]]]:
    plan = "/plans/sefton-jtai-2019/"
    return [
        [(offer.label, offer.url.removeprefix(plan)) for offer in offers]
        for _, offers in section(page, code).rows
    ]


def test_each_gap_has_its_step_for_who_may_take_it(
    democratic_services: Client, administrator: Client, health: Client, chair: Client, plan: Plan
) -> None:
    plan.priority_areas.create(number=5, short_title="Transitions", wording="Move on well")
    found(plan, "12")
    Membership.objects.filter(partner__code="POL").delete()
    page = democratic_services.get(PAGE)
    add = ("Add an action", "actions/new/")
    assert offered(page, "areas") == [[add]]
    assert offered(page, "findings") == [[add, ("Name the paragraph on an action", "actions/")]]
    assert offered(page, "no-finding")[0] == [
        ("Say which paragraph it answers", "actions/1.1/change/"),
        ("See the action", "actions/1.1/"),
    ]
    assert offered(page, "no-lead") == [[]]
    who = [("See who leads for whom", "/people/")]
    assert offered(administrator.get(PAGE), "no-lead") == [who]
    own = ("Write an update", "actions/1.4/updates/new/")
    assert own in offered(health.get(PAGE), "activity")[0]
    page = chair.get(PAGE)
    assert offered(page, "areas") == offered(page, "findings") == [[]]
    assert offered(page, "activity")[0] == [
        ("Challenge", "actions/1.4/challenges/new/"),
        ("See the action", "actions/1.4/"),
    ]


def test_what_the_board_signed_off_gets_no_more_updates(cast: dict[str, Any], plan: Plan) -> None:
    owner = Action.objects.get(plan=plan, ref="2.1").owner
    lead = Client()
    lead.force_login(Membership.objects.get(partner=owner.group).user)
    rows = section(lead.get(PAGE), "too-early").rows
    [offers] = [offers for entry, offers in rows if entry.action.ref == "2.1"]
    assert [offer.label for offer in offers] == ["See the action"]
    # The same lead writes on what is open.
    Action.objects.filter(ref="4.6").update(owner=owner)
    ProgressUpdate.objects.filter(action__ref="4.6").update(partner=owner)
    rows = section(lead.get(PAGE), "too-early").rows
    [offers] = [offers for entry, offers in rows if entry.action.ref == "4.6"]
    assert [offer.label for offer in offers] == ["Write an update", "See the action"]


def test_the_file_holds_what_is_on_the_page(chair: Client, plan: Plan) -> None:
    found(plan, "12")
    page = chair.get(PAGE)
    text = chair.get(f"{PAGE}?format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    number = sum(each.section.number for each in page.context["shown"])
    assert len(rows) == number == 1 + 42 + 6 + 5 + 5
    assert (
        rows[0]
        | {
            "List": "Findings with no action",
            "Reference": "",
            "Title": "Paragraph 12",
            "Kind": "Area for improvement",
            "Wording": "Found in 12.",
        }
        == rows[0]
    )
    one = chair.get(f"{PAGE}?list=activity&format=csv").content.decode("utf-8-sig")
    assert [row["Reference"] for row in csv.DictReader(io.StringIO(one))] == [
        *("1.4", "1.10", "3.4", "4.7", "4.8")
    ]
