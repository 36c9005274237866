"""The pages of the plan's frame: its settings, bodies, priority areas and themes, a new plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from actions.models import GovernanceBody, Plan, PriorityArea, ReportingPeriod, Theme
from actions.tests.test_meetings import boxes, filled, sentences

PLAN = "/plans/sefton-jtai-2019/"
STRUCTURE, SETTINGS, NEW = f"{PLAN}structure/", f"{PLAN}settings/", "/plans/new/"


def new_plan(**changes: Any) -> dict[str, Any]:
    answers = {
        "title": "Area SEND action plan",
        "area": "Ambridge",
        "principal_authority": "Ambridge Council",
        "kind": "send",
        "statement_label": "priority action plan",
        "inspectorates": "Ofsted\n\n  Care Quality Commission \n",
        "body_1_name": "Improvement board",
        "body_1_abbreviation": "IB",
        "body_1_role": "Holds partners to account",
        "body_3_name": "Scrutiny committee",
        "body_3_abbreviation": "SC",
        "body_3_role": "Scrutinises",
        **boxes("submitted_on", date(2020, 8, 3)),
    }
    return answers | changes


# --- The page of the structure --------------------------------------------------------------


def test_the_structure_lists_each_part_with_the_page_that_changes_it(
    administrator: Client, plan: Plan
) -> None:
    page = administrator.get(STRUCTURE)
    assert "2. Health and Wellbeing Board (HWB)" in page.text
    rows = {
        "bodies": plan.bodies,
        "priority-areas": plan.priority_areas,
        "themes": plan.themes,
    }
    for kind, parts in rows.items():
        assert f'href="{STRUCTURE}{kind}/new/"' in page.text
        for row in parts.all():  # type: ignore[attr-defined]  # a manager of one of the three
            assert f'href="{STRUCTURE}{kind}/{row.pk}/"' in page.text
    for url in (SETTINGS, NEW, f"{PLAN}meetings/"):
        assert f'href="{url}"' in page.text


def test_a_part_of_another_plan_and_a_part_that_is_none_are_not_found(
    administrator: Client, plan: Plan
) -> None:
    Plan.objects.create(slug="other", title="T", area="A", submitted_on="2020-08-01")
    theme = plan.themes.get()
    for url in (f"/plans/other/structure/themes/{theme.pk}/", f"{STRUCTURE}actions/new/"):
        assert administrator.get(url).status_code == 404


# --- Settings -------------------------------------------------------------------------------


def test_settings_are_changed_with_a_reason_that_history_keeps(
    democratic_services: Client, plan: Plan, cast: dict[str, Any]
) -> None:
    before = list(ReportingPeriod.objects.values())
    page = democratic_services.get(SETTINGS)
    changes = {"due_before": "18", "area": "Sefton borough", "wording_off_track": ""}
    sent = filled(page, **changes, reason="The board asked for more time")
    assert democratic_services.post(SETTINGS, sent)["Location"] == STRUCTURE
    plan.refresh_from_db()
    assert (plan.due_before, plan.area) == (18, "Sefton borough")
    assert sorted(plan.rating_wording) == ["at_risk", "complete", "not_started", "on_track"]
    line = plan.history.latest()
    assert line.history_user == cast["democratic-services"]
    assert line.history_change_reason == "The board asked for more time"
    assert list(ReportingPeriod.objects.values()) == before


def test_the_next_round_is_worked_out_with_the_new_numbers(
    democratic_services: Client, plan: Plan
) -> None:
    page = democratic_services.get(SETTINGS)
    democratic_services.post(SETTINGS, filled(page, due_before="18", reason="More time"))
    body = plan.bodies.get(abbreviation="O&S")
    check = democratic_services.get(f"{PLAN}meetings/new/{body.pk}/2020-12-08/")
    assert check.context["form"]["cut_off"].value() == date(2020, 11, 12)
    assert "18 working days before it." in check.text


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("opens_before", "16", "Updates are due 16 working days before. Enter a larger number"),
        ("due_before", "11", "The check is 12 working days before. Enter that or more"),
        ("check_before", "5", "The law has papers published 6 working days before."),
        ("opens_before", "many", "When updates open must be a whole number from 1 to 250"),
        ("opens_before", "999999", "When updates open must be a whole number from 1 to 250"),
        ("inspected_to", date(2019, 9, 22), "It began on 23 September 2019."),
        ("accepted_on", date(2020, 3, 29), "The plan was submitted on 30 March 2020."),
        ("submitted_on", date(2020, 9, 2), "must be today or in the past"),
        ("submitted_on", date(2020, 7, 28), "The first round opens on 27 July 2020."),
        ("title", "", "Enter the title"),
        ("area", "x" * 101, "The area must be 100 characters or fewer"),
        ("kind", "x", "Choose the kind of inspection"),
        ("reason", "", "Enter the reason"),
    ],
)
def test_settings_that_cannot_be_are_refused_with_a_sentence(
    democratic_services: Client, plan: Plan, name: str, value: Any, sentence: str
) -> None:
    page = democratic_services.get(SETTINGS)
    sent = filled(page, **{"reason": "Why", "area": "Elsewhere", name: value})
    refused = democratic_services.post(SETTINGS, sent)
    assert sentence in refused.context["form"].errors[name][0]
    plan.refresh_from_db()
    assert plan.area == "Sefton"


def test_an_end_of_the_inspection_needs_its_start(democratic_services: Client) -> None:
    sent = filled(democratic_services.get(SETTINGS), reason="Why")
    sent |= dict.fromkeys(("inspected_from_0", "inspected_from_1", "inspected_from_2"), "")
    assert sentences(democratic_services.post(SETTINGS, sent)) == [
        "Enter the first day of the inspection"
    ]


def test_the_first_round_starts_on_the_day_of_submission_when_that_is_put_right(
    democratic_services: Client, plan: Plan
) -> None:
    page = democratic_services.get(SETTINGS)
    sent = filled(page, submitted_on=date(2020, 3, 31), reason="A slip of the key")
    democratic_services.post(SETTINGS, sent)
    first = plan.periods.first()
    assert first
    assert first.starts_on == date(2020, 3, 31)
    assert first.history.latest().history_change_reason == "A slip of the key"


def test_the_day_of_submission_stays_once_a_report_is_issued(
    democratic_services: Client, plan: Plan
) -> None:
    plan.periods.filter(cut_off="2020-08-28").update(issued_on="2020-09-01")
    page = democratic_services.get(SETTINGS)
    refused = democratic_services.post(
        SETTINGS, filled(page, submitted_on=date(2020, 3, 31), reason="Why")
    )
    assert "has been issued" in sentences(refused)[0]


def test_saving_settings_unchanged_leaves_no_line_of_history(
    democratic_services: Client, plan: Plan
) -> None:
    page = democratic_services.get(SETTINGS)
    refused = democratic_services.post(SETTINGS, filled(page, reason="Why"))
    assert sentences(refused) == ["Nothing has been changed. Change something, or go back"]
    assert plan.history.count() == 1


def test_the_second_to_save_settings_reads_what_the_first_wrote(
    democratic_services: Client, administrator: Client, plan: Plan
) -> None:
    first, second = democratic_services.get(SETTINGS), administrator.get(SETTINGS)
    democratic_services.post(SETTINGS, filled(first, notice="From the first", reason="One"))
    sent = filled(second, notice="From the second", reason="Two")
    stale = administrator.post(SETTINGS, sent)
    [sentence] = sentences(stale)
    assert "It now says: Notice (optional): From the first." in sentence
    assert stale.context["form"]["notice"].value() == "From the second"
    plan.refresh_from_db()
    assert plan.notice == "From the first"
    version = stale.context["form"]["version"].value()
    administrator.post(SETTINGS, sent | {"version": version})
    plan.refresh_from_db()
    assert plan.notice == "From the second"


def test_only_what_the_form_asks_is_changed(democratic_services: Client, plan: Plan) -> None:
    page = democratic_services.get(SETTINGS)
    sent = filled(page, area="Elsewhere", reason="Why") | {"slug": "taken", "key_dates": "[]"}
    democratic_services.post(SETTINGS, sent)
    changed = Plan.objects.get(pk=plan.pk)
    assert (changed.slug, changed.key_dates) == (plan.slug, plan.key_dates)
    assert changed.area == "Elsewhere"


# --- Bodies, priority areas and themes ------------------------------------------------------


def test_a_priority_area_is_added_with_the_next_number(
    administrator: Client, plan: Plan, cast: dict[str, Any]
) -> None:
    page = administrator.get(f"{STRUCTURE}priority-areas/new/")
    assert page.context["form"]["number"].value() == 5
    sent = {"number": "5", "short_title": "Transitions", "wording": "Young people move on well"}
    assert "is added" in administrator.post(page.request["PATH_INFO"], sent, follow=True).text
    area = plan.priority_areas.get(number=5)
    assert area.history.latest().history_user == cast["administrator"]


def test_a_part_is_changed_with_a_reason(administrator: Client, plan: Plan) -> None:
    body = plan.bodies.get(abbreviation="HWB")
    url = f"{STRUCTURE}bodies/{body.pk}/"
    page = administrator.get(url)
    assert sentences(administrator.post(url, filled(page, name="Health Board"))) == [
        "Enter the reason"
    ]
    administrator.post(url, filled(page, name="Health Board", reason="It was renamed"))
    body.refresh_from_db()
    assert (body.name, body.abbreviation) == ("Health Board", "HWB")
    assert body.history.latest().history_change_reason == "It was renamed"


def test_a_finding_is_entered_by_its_paragraph(
    democratic_services: Client, plan: Plan, cast: dict[str, Any]
) -> None:
    new = f"{STRUCTURE}findings/new/"
    assert "nothing about a single child" in democratic_services.get(new).text
    sent = {"paragraph": " 12A ", "kind": "improvement", "wording": "Thresholds are not clear."}
    page = democratic_services.post(new, sent, follow=True)
    assert "The finding is added." in page.text
    assert "Thresholds are not clear." in page.text
    finding = plan.findings.get()
    assert (finding.paragraph, finding.kind) == ("12a", "improvement")
    assert finding.history.latest().history_user == cast["democratic-services"]
    url = f"{STRUCTURE}findings/{finding.pk}/"
    changed = filled(democratic_services.get(url), paragraph="13", reason="A slip of the key")
    democratic_services.post(url, changed)
    finding.refresh_from_db()
    assert (finding.paragraph, finding.paragraph_key) == ("13", "000013")
    assert finding.history.latest().history_change_reason == "A slip of the key"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"paragraph": "12 to 14"}, "Enter the number of one paragraph alone"),
        ({"paragraph": "summary"}, "Enter the number of one paragraph alone"),
        ({"paragraph": ""}, "Enter the paragraph"),
        ({"paragraph": "012"}, "The finding of paragraph 012 is in the plan already"),
        ({"kind": ""}, "Choose what the letter calls it"),
        ({"kind": "other"}, "Choose what the letter calls it"),
        ({"wording": " "}, "Enter the wording"),
        ({"wording": "x" * 5_001}, "The wording must be 5,000 characters or fewer"),
    ],
)
def test_a_finding_that_cannot_be_is_refused(
    administrator: Client, plan: Plan, answers: dict[str, str], sentence: str
) -> None:
    plan.findings.create(paragraph="12", kind="improvement", wording="There already")
    sent = {"paragraph": "14", "kind": "improvement", "wording": "Found"} | answers
    refused = administrator.post(f"{STRUCTURE}findings/new/", sent)
    [found] = sentences(refused)
    assert sentence in found
    assert plan.findings.count() == 1


def test_a_theme_keeps_its_code_when_its_name_changes(administrator: Client, plan: Plan) -> None:
    new = f"{STRUCTURE}themes/new/"
    for _ in range(2):
        administrator.post(new, {"name": "The voice of the child", "report_heading": "Voice"})
    codes = plan.themes.filter(report_heading="Voice").order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["the-voice-of-the-child", "the-voice-of-the-child-2"]
    theme = plan.themes.get(code="the-voice-of-the-child")
    url = f"{STRUCTURE}themes/{theme.pk}/"
    administrator.post(url, filled(administrator.get(url), name="Voice", reason="Shorter"))
    theme.refresh_from_db()
    assert (theme.name, theme.code) == ("Voice", "the-voice-of-the-child")


@pytest.mark.parametrize(
    ("kind", "answers", "sentence"),
    [
        (
            "priority-areas",
            {"number": "2", "short_title": "Again", "wording": "Again"},
            "Another priority area has the number 2 already",
        ),
        (
            "bodies",
            {"order": "4", "name": "Again", "abbreviation": "HWB", "role": "Again"},
            "Another body is called HWB already",
        ),
        (
            "bodies",
            {"order": "0", "name": "N", "abbreviation": "N", "role": "R"},
            "The place must be a whole number from 1 to 99",
        ),
        ("themes", {"name": " \x00 ", "report_heading": "H"}, "Enter the name"),
    ],
)
def test_a_part_that_cannot_be_is_refused(
    administrator: Client, plan: Plan, kind: str, answers: dict[str, str], sentence: str
) -> None:
    def count() -> int:
        return sum(model.objects.count() for model in (GovernanceBody, PriorityArea, Theme))

    before = count()
    refused = administrator.post(f"{STRUCTURE}{kind}/new/", answers)
    assert sentences(refused) == [sentence]
    assert count() == before


def test_the_second_to_change_a_part_keeps_what_was_typed(
    administrator: Client, democratic_services: Client, plan: Plan
) -> None:
    area = plan.priority_areas.get(number=3)
    url = f"{STRUCTURE}priority-areas/{area.pk}/"
    first, second = administrator.get(url), democratic_services.get(url)
    administrator.post(url, filled(first, short_title="First", reason="One"))
    stale = democratic_services.post(url, filled(second, short_title="Second", reason="Two"))
    assert "It now says: Short title: First." in sentences(stale)[0]
    assert stale.context["form"]["short_title"].value() == "Second"
    area.refresh_from_db()
    assert area.short_title == "First"


# --- A new plan -----------------------------------------------------------------------------


def test_an_installation_without_a_plan_begins_with_one(
    administrator: Client, police: Client, plan: Plan, cast: dict[str, Any]
) -> None:
    page = administrator.post(NEW, new_plan(), follow=True)
    assert page.request["PATH_INFO"] == "/plans/ambridge-area-send-action-plan/structure/"
    assert "at the address /plans/ambridge-area-send-action-plan/" in page.text
    made = Plan.objects.get(slug="ambridge-area-send-action-plan")
    assert made.inspectorates == ["Ofsted", "Care Quality Commission"]
    assert list(made.bodies.values_list("order", "abbreviation")) == [(1, "IB"), (2, "SC")]
    assert made.history.latest().history_user == cast["administrator"]
    assert (made.opens_before, made.due_before, made.check_before) == (40, 16, 12)
    for name in ("", "actions/", "meetings/"):
        assert police.get(f"/plans/{made.slug}/{name}").status_code == 200
    body = made.bodies.get(abbreviation="SC")
    check = f"/plans/{made.slug}/meetings/new/{body.pk}/2020-11-03/"
    administrator.post(check, filled(administrator.get(check)))
    assert made.periods.get().starts_on == date(2020, 8, 3)


def test_two_plans_are_listed_with_the_way_to_add_another(
    administrator: Client, police: Client
) -> None:
    administrator.post(NEW, new_plan())
    assert f'href="{NEW}"' in administrator.get("/plans/").text
    listed = police.get("/plans/").text
    assert "Ambridge: Area SEND action plan" in listed
    assert NEW not in listed


def test_an_address_is_made_that_is_not_taken(administrator: Client) -> None:
    for _ in range(2):
        administrator.post(NEW, new_plan())
    administrator.post(NEW, new_plan(area="§", title="§"))
    slugs = set(Plan.objects.values_list("slug", flat=True))
    assert {"ambridge-area-send-action-plan-2", "plan"} < slugs


@pytest.mark.parametrize(
    ("name", "changes", "sentence"),
    [
        ("slug", {"slug": "sefton-jtai-2019"}, "Another page has the address “sefton-jtai-2019”."),
        ("slug", {"slug": "NEW"}, "Another page has the address “new”."),
        ("slug", {"slug": "a/b"}, "The address must be of small letters, numbers and hyphens"),
        ("slug", {"slug": "x" * 51}, "The address must be 50 characters or fewer"),
        ("body_1_role", {"body_1_role": ""}, "Enter what the body does for the plan"),
        ("body_3_abbreviation", {"body_3_abbreviation": "IB"}, "Another body is called IB"),
        ("submitted_on", boxes("submitted_on", date(2020, 9, 2)), "must be today or in the past"),
        ("kind", {"kind": ""}, "Choose the kind of inspection"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_whole(
    administrator: Client, name: str, changes: dict[str, str], sentence: str
) -> None:
    plans, bodies = Plan.objects.count(), GovernanceBody.objects.count()
    refused = administrator.post(NEW, new_plan(**changes))
    assert sentence in refused.context["form"].errors[name][0]
    assert refused.context["form"]["title"].value() == "Area SEND action plan"
    assert (Plan.objects.count(), GovernanceBody.objects.count()) == (plans, bodies)


def test_an_address_taken_this_very_moment_is_refused_with_a_sentence(
    administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Both were checked before either was saved.
    monkeypatch.setattr("actions.services.frame.plan_refusals", lambda plan: [])
    for _ in range(2):
        page = administrator.post(NEW, new_plan(slug="ambridge"))
    assert sentences(page) == ["Another plan has the address “ambridge”. Enter another one"]
    assert Plan.objects.filter(slug="ambridge").count() == 1


@pytest.mark.parametrize("who", ["police", "chair"])
def test_nobody_else_changes_the_frame(
    request: pytest.FixtureRequest, who: str, plan: Plan
) -> None:
    client = request.getfixturevalue(who)
    theme = plan.themes.get()
    sent = {"name": "Mine", "report_heading": "Mine", "reason": "Mine", "area": "Mine"}
    finding = {"paragraph": "1", "kind": "improvement", "wording": "Mine"}
    assert client.post(f"{STRUCTURE}findings/new/", finding).status_code == 403
    for url in (SETTINGS, f"{STRUCTURE}themes/new/", f"{STRUCTURE}themes/{theme.pk}/"):
        assert client.post(url, sent).status_code == 403
    assert client.post(NEW, new_plan()).status_code == 403
    assert client.get(STRUCTURE).status_code == 403
    assert Plan.objects.get().area == "Sefton"
    assert not plan.findings.exists()
    assert plan.themes.get().name == theme.name
