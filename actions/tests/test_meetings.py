"""The pages of meetings: who reads what, who adds and moves, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from actions.models import GovernanceBody, Meeting, Plan, ReportingPeriod

PLAN = "/plans/sefton-jtai-2019/"
MEETINGS = f"{PLAN}meetings/"
REASON = "The room is taken <b>&"


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


def filled(page: Any, **changes: date | str) -> dict[str, str]:
    """What a browser would send of the form on this page, with some answers changed."""
    sent: dict[str, str] = {}
    answers = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    for name, value in (answers | changes).items():
        sent |= boxes(name, value) if isinstance(value, date) else {name: str(value or "")}
    return sent


def address(held_on: str) -> str:
    return f"{MEETINGS}{Meeting.objects.get(held_on=held_on).pk}/move/"


def sentences(page: Any) -> list[str]:
    return [error for errors in page.context["form"].errors.values() for error in errors]


@pytest.fixture
def committee(plan: Plan) -> GovernanceBody:
    return plan.bodies.get(abbreviation="O&S")


def new(body: GovernanceBody, held_on: date, takes_report: str) -> dict[str, Any]:
    return {"body": body.pk, "takes_report": takes_report, **boxes("held_on", held_on)}


def test_leads_read_the_dates_and_see_no_button(police: Client) -> None:
    page = police.get(MEETINGS)
    for words in (
        "Tuesday 22 September 2020",
        "Friday 28 August 2020, passed",
        "Friday 4 September 2020, 3 working days left",
        "Monday 14 September 2020, 9 working days left",
        "The report is not issued yet.",
    ):
        assert words in page.text
    for words in ("Add a meeting", "Move dates", "Move meeting", "collect updates", "Structure"):
        assert words not in page.text


def test_meetings_to_come_stand_first_and_the_last_past_one_next(chair: Client) -> None:
    page = chair.get(MEETINGS)
    days = [
        [row.meeting.held_on.isoformat() for row in page.context[part]]
        for part in ("coming", "past")
    ]
    assert days == [["2020-09-22", "2020-10-14", "2021-03-16"], ["2020-08-12", "2020-05-20"]]


def test_a_plan_without_meetings_says_so(administrator: Client, plan: Plan) -> None:
    Plan.objects.create(slug="empty", title="T", area="A", submitted_on="2020-08-01")
    page = administrator.get("/plans/empty/meetings/")
    assert "No meeting is planned." in page.text
    assert "No meeting has been held yet." in page.text
    page = administrator.get("/plans/empty/meetings/new/", follow=True)
    assert page.request["PATH_INFO"] == "/plans/empty/structure/"
    assert "Add a governance body first." in page.text


def test_an_issued_round_says_so_and_offers_nothing(democratic_services: Client) -> None:
    move = address("2020-09-22")
    ReportingPeriod.objects.filter(cut_off="2020-08-28").update(issued_on="2020-09-01")
    page = democratic_services.get(MEETINGS)
    assert "Report issued on 1 September 2020: its dates stay as they are." in page.text
    assert move not in page.text
    assert democratic_services.get(move, follow=True).request["PATH_INFO"] == MEETINGS


def test_the_dates_are_shown_before_the_meeting_is_saved(
    democratic_services: Client, committee: GovernanceBody, cast: dict[str, Any]
) -> None:
    sent = new(committee, date(2020, 12, 8), "yes")
    check = democratic_services.post(f"{MEETINGS}new/", sent)["Location"]
    assert check == f"{MEETINGS}new/{committee.pk}/2020-12-08/"
    assert not Meeting.objects.filter(held_on="2020-12-08").exists()
    page = democratic_services.get(check)
    assert "Tuesday 8 December 2020" in page.text
    done = democratic_services.post(check, filled(page), follow=True)
    period = ReportingPeriod.objects.get(meeting__held_on="2020-12-08")
    assert [str(getattr(period, name)) for name in ("opens_on", "cut_off")] == [
        "2020-10-13",
        "2020-11-16",
    ]
    assert [str(period.check_by), str(period.publish_by)] == ["2020-11-20", "2020-11-30"]
    assert "Updates are due on 16 November 2020." in done.text
    assert period.history.latest().history_user == cast["democratic-services"]
    again = democratic_services.get(check, follow=True)
    assert "on 8 December 2020 has been entered already" in again.text


def test_the_dates_worked_out_can_be_changed_at_once(
    democratic_services: Client, committee: GovernanceBody
) -> None:
    check = f"{MEETINGS}new/{committee.pk}/2020-12-08/"
    page = democratic_services.get(check)
    refused = democratic_services.post(check, filled(page, cut_off=date(2020, 11, 14)))
    assert sentences(refused) == [
        "14 November 2020 is a Saturday. The nearest working day is Friday 13 November 2020"
    ]
    democratic_services.post(check, filled(page, cut_off=date(2020, 11, 13)))
    assert ReportingPeriod.objects.filter(cut_off="2020-11-13").exists()


def test_a_meeting_without_a_report_is_saved_at_once_on_any_day(
    administrator: Client, committee: GovernanceBody
) -> None:
    page = administrator.post(
        f"{MEETINGS}new/", new(committee, date(2020, 12, 5), "no"), follow=True
    )
    assert "Saturday 5 December 2020" in page.text
    assert not ReportingPeriod.objects.filter(meeting__held_on="2020-12-05").exists()


def test_a_second_meeting_on_a_day_is_refused_at_its_question(
    administrator: Client, committee: GovernanceBody
) -> None:
    for answer in ("yes", "no"):
        page = administrator.post(f"{MEETINGS}new/", new(committee, date(2020, 9, 22), answer))
        assert "on 22 September 2020 has been entered already" in sentences(page)[0]
        assert list(page.context["form"].errors) == ["held_on"]


def test_an_empty_form_and_a_body_of_another_plan_are_refused(
    administrator: Client, plan: Plan
) -> None:
    other = Plan.objects.create(slug="other", title="T", area="A", submitted_on="2020-08-01")
    body = GovernanceBody.objects.create(plan=other, order=1, name="B", abbreviation="B", role="R")
    assert sentences(administrator.post(f"{MEETINGS}new/")) == [
        "Choose which body meets",
        "Enter the date of the meeting",
        "Choose whether this meeting takes a report",
    ]
    page = administrator.post(f"{MEETINGS}new/", new(body, date(2020, 12, 8), "yes"))
    assert sentences(page) == ["Choose one of the plan's bodies"]
    for wrong in (f"{body.pk}/2020-12-08/", f"{plan.bodies.get(order=1).pk}/2020-12-32/"):
        assert administrator.get(f"{MEETINGS}new/{wrong}").status_code == 404


def test_a_meeting_of_another_plan_is_not_found(administrator: Client, plan: Plan) -> None:
    Plan.objects.create(slug="other", title="T", area="A", submitted_on="2020-08-01")
    meeting = Meeting.objects.get(held_on="2020-09-22")
    for page in ("move", "round"):
        found = administrator.get(f"/plans/other/meetings/{meeting.pk}/{page}/")
        assert found.status_code == 404


def test_updates_can_be_collected_for_a_meeting_later(democratic_services: Client) -> None:
    board = Meeting.objects.get(held_on="2020-10-14")
    url = f"{MEETINGS}{board.pk}/round/"
    page = democratic_services.get(url)
    democratic_services.post(url, filled(page))
    assert str(ReportingPeriod.objects.get(meeting=board).cut_off) == "2020-09-22"
    assert democratic_services.get(url, follow=True).request["PATH_INFO"] == MEETINGS


def test_a_date_is_moved_with_a_reason_that_everybody_reads(
    democratic_services: Client, police: Client
) -> None:
    url = address("2020-09-22")
    page = democratic_services.get(url)
    sent = filled(page, cut_off=date(2020, 9, 2), reason=REASON)
    assert "Saved:" in democratic_services.post(url, sent, follow=True).text
    shown = police.get(MEETINGS).text
    assert "Wednesday 2 September 2020, 1 working day left" in shown
    assert "moved from 28 August 2020: The room is taken &lt;b&gt;&amp;" in shown
    assert "moved from 27 July" not in shown


def test_a_reason_for_several_dates_is_told_once(democratic_services: Client) -> None:
    url = address("2020-09-22")
    page = democratic_services.get(url)
    sent = filled(page, held_on=date(2020, 9, 23), check_by=date(2020, 9, 7), reason="Illness")
    shown = democratic_services.post(url, sent, follow=True).text
    assert "Moved from 22 September 2020: Illness" in shown
    assert "moved from 4 September 2020, for the same reason" in shown


def test_no_date_is_moved_without_a_reason(democratic_services: Client) -> None:
    url = address("2020-09-22")
    page = democratic_services.get(url)
    refused = democratic_services.post(url, filled(page, cut_off=date(2020, 9, 2), reason="  "))
    assert sentences(refused) == ["Enter the reason"]
    assert ReportingPeriod.objects.filter(cut_off="2020-08-28").exists()


@pytest.mark.parametrize(
    ("name", "day", "sentence"),
    [
        ("cut_off", date(2020, 8, 31), "31 August 2020 is a bank holiday."),
        ("cut_off", date(2020, 7, 27), "Updates open on 27 July 2020. Enter a day after it"),
        ("publish_by", date(2020, 9, 15), "The law asks for five clear days"),
        ("opens_on", date(2020, 3, 27), "The plan was submitted on 30 March 2020."),
        ("held_on", date(2020, 3, 27), "The plan was submitted on 30 March 2020."),
        ("held_on", date(2021, 3, 16), "has been entered already"),
    ],
)
def test_what_cannot_be_is_refused_at_its_date_and_kept(
    democratic_services: Client, name: str, day: date, sentence: str
) -> None:
    url, before = address("2020-09-22"), list(ReportingPeriod.objects.values())
    page = democratic_services.get(url)
    refused = democratic_services.post(url, filled(page, reason=REASON, **{name: day}))
    assert refused.status_code == 200
    assert sentence in refused.context["form"].errors[name][0]
    assert refused.context["form"]["reason"].value() == REASON
    assert list(ReportingPeriod.objects.values()) == before
    assert Meeting.objects.filter(held_on="2020-09-22").exists()


def test_the_dates_are_worked_out_again_and_nothing_is_saved(
    democratic_services: Client,
) -> None:
    url = address("2020-09-22")
    page = democratic_services.get(url)
    again = {"reason": "Half a reason", "again": "1", "cut_off": "nonsense"}
    sent = filled(page, held_on=date(2020, 9, 29), **again)
    shown = democratic_services.post(url, sent)
    assert "worked out for Tuesday 29 September 2020. Nothing is saved yet." in shown.text
    form = shown.context["form"]
    assert form.errors == {}
    assert form["reason"].value() == "Half a reason"
    assert [str(form[name].value()) for name in ("opens_on", "cut_off")] == [
        "2020-08-03",
        "2020-09-07",
    ]
    assert Meeting.objects.filter(held_on="2020-09-22").exists()
    democratic_services.post(url, filled(shown))
    period = ReportingPeriod.objects.get(meeting__held_on="2020-09-29")
    assert str(period.cut_off) == "2020-09-07"


def test_a_date_that_cannot_be_read_works_nothing_out(democratic_services: Client) -> None:
    url = address("2020-09-22")
    sent = filled(democratic_services.get(url), again="1") | {"held_on_1": "13"}
    refused = democratic_services.post(url, sent)
    assert sentences(refused) == ["The date of the meeting must be a real date"]


def test_a_meeting_without_a_round_moves_to_the_body_that_was_meant(
    democratic_services: Client, plan: Plan, chair: Client
) -> None:
    url = address("2020-10-14")
    page = democratic_services.get(url)
    assert "cut_off" not in page.context["form"].fields
    body = plan.bodies.get(abbreviation="HWB")
    sent = filled(page, body=str(body.pk), reason="Entered for the wrong body")
    democratic_services.post(url, sent)
    assert Meeting.objects.get(held_on="2020-10-14").body == body
    moved = "Moved from Children and Young People&#x27;s Partnership Board: Entered for the wrong"
    assert moved in chair.get(MEETINGS).text


def test_the_second_of_two_people_reads_what_the_first_did_and_loses_nothing(
    democratic_services: Client, administrator: Client
) -> None:
    url = address("2020-09-22")
    first, second = democratic_services.get(url), administrator.get(url)
    democratic_services.post(url, filled(first, cut_off=date(2020, 9, 2), reason="First"))
    stale = administrator.post(url, filled(second, cut_off=date(2020, 9, 3), reason="Second"))
    [sentence] = sentences(stale)
    assert sentence.startswith("Somebody changed this while this page was open.")
    assert "updates due 2 September 2020" in sentence
    assert ReportingPeriod.objects.filter(cut_off="2020-09-02").exists()
    form = stale.context["form"]
    assert form["reason"].value() == "Second"
    assert form["cut_off"].value() == ["3", "9", "2020"]
    again = {name: form[name].value() for name in ("version", "reason")}
    administrator.post(url, filled(second, cut_off=date(2020, 9, 3), **again))
    period = ReportingPeriod.objects.get(cut_off="2020-09-03")
    reasons = [line.history_change_reason for line in period.history.all()]
    assert reasons[:2] == ["Second", "First"]


def test_a_report_issued_meanwhile_refuses_and_hands_back_what_was_typed(
    democratic_services: Client,
) -> None:
    url = address("2020-09-22")
    page = democratic_services.get(url)
    period = ReportingPeriod.objects.get(cut_off="2020-08-28")
    period.issued_on = date(2020, 9, 1)
    period.save()
    sent = filled(page, cut_off=date(2020, 9, 2), reason="Typed")
    stale = democratic_services.post(url, sent)
    version = stale.context["form"]["version"].value()
    refused = democratic_services.post(url, sent | {"version": version})
    assert "was issued on 1 September 2020: its dates stay as they are" in refused.text
    assert refused.context["form"]["reason"].value() == "Typed"
    assert ReportingPeriod.objects.filter(cut_off="2020-08-28").exists()


def test_what_was_typed_before_the_session_ended_comes_back(
    democratic_services: Client,
) -> None:
    url = address("2020-09-22")
    page = democratic_services.get(url)
    sent = filled(page, reason="Long and careful") | {"written_by": page.context["written_by"]}
    sent["cut_off_0"] = "99"
    democratic_services.post(url, sent)
    form = democratic_services.get(url).context["form"]
    assert form["reason"].value() == "Long and careful"
    assert form["cut_off"].value() == ["99", "8", "2020"]


@pytest.mark.parametrize("who", ["police", "chair"])
def test_nobody_else_adds_or_moves_a_meeting(
    request: pytest.FixtureRequest, who: str, committee: GovernanceBody
) -> None:
    client, before = request.getfixturevalue(who), list(ReportingPeriod.objects.values())
    meetings = list(Meeting.objects.values())
    sent = {"reason": "Mine", **new(committee, date(2020, 12, 8), "no")}
    board = Meeting.objects.get(held_on="2020-10-14")
    for url in (f"{MEETINGS}new/", address("2020-09-22"), f"{MEETINGS}{board.pk}/round/"):
        assert client.post(url, sent).status_code == 403
    assert list(ReportingPeriod.objects.values()) == before
    assert list(Meeting.objects.values()) == meetings
