"""Writing an update, and filing it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from actions.models import Action, Closure, Plan, ProgressUpdate, ReportingPeriod
from partners.models import Partner

URL = "/plans/sefton-jtai-2019/actions/2.6/updates/new/"
ON_TRACK = {
    "as_at_0": "1",
    "as_at_1": "9",
    "as_at_2": "2020",
    "narrative": "Referrals now go out on the same day.",
    "delivery_rating": "on_track",
    "impact_rating": "too_early",
}
OFF_TRACK = {
    **ON_TRACK,
    "delivery_rating": "off_track",
    "cause": "capacity",
    "recovery_action": "Two more officers start in October.",
    "recovery_on_0": "31",
    "recovery_on_1": "10",
    "recovery_on_2": "2020",
    "board_ask": "Agree the cover until then.",
}


def filed() -> ProgressUpdate:
    """The one update of 1 September; an error where there is none, or more than one."""
    return ProgressUpdate.objects.submitted().get(action__ref="2.6", as_at="2020-09-01")


def nothing_filed() -> bool:
    said = ProgressUpdate.objects.filter(action__ref="2.6", as_at="2020-09-01")
    return not said.submitted().exists()


def test_a_submit_without_a_button_files_it(police: Client) -> None:
    response = police.post(URL, OFF_TRACK, follow=True)
    update = filed()
    assert (update.delivery_rating, update.cause) == ("off_track", "capacity")
    assert update.author.email == "police@demo.example"
    assert update.partner.code == "POL"
    page = response.content.decode()
    assert "falls after the cut-off of 28 August 2020" in page
    assert "goes in the next report, for the meeting of 16 March 2021" in page


def test_an_update_up_to_the_cut_off_still_goes_in_the_open_report(police: Client) -> None:
    answers = {**ON_TRACK, "as_at_0": "27", "as_at_1": "8"}
    page = police.post(URL, answers, follow=True).content.decode()
    assert "It goes in the report for the meeting of 22 September 2020." in page


def test_off_track_without_recovery_is_refused_with_sentences(police: Client) -> None:
    response = police.post(URL, {**ON_TRACK, "delivery_rating": "off_track"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "There is a problem" in page
    for sentence in (
        "Choose why the action is off track",
        "Enter what will bring the action back on track",
        "Enter the date by which it will be back on track",
        "Enter what you need from the board",
    ):
        assert page.count(sentence) == 2, "once in the summary, once at its question"
    assert "Referrals now go out on the same day." in page
    assert "Last declared: on track. Due 31 October 2020." in page, "as on the first page"
    assert nothing_filed()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"narrative": ""}, "Enter what happened"),
        ({"narrative": "x" * 20_001}, "What happened must be 20,000 characters or fewer"),
        ({"as_at_0": "2"}, "must be today or in the past"),
        ({"as_at_1": ""}, "The day that the update speaks of must include a month"),
        (
            {"as_at_0": "31", "as_at_1": "2"},
            "The day that the update speaks of must be a real date",
        ),
        ({"as_at_2": "2019"}, "The action is in the plan from 30 March 2020"),
        ({"as_at_0": "28", "as_at_1": "8"}, "has already filed an update for 28 August 2020"),
        ({"delivery_rating": ""}, "Choose a delivery rating"),
        ({"impact_rating": "sustained"}, "Enter the evidence of impact"),
        ({"delivery_rating": "complete"}, "List the evidence that the action is complete"),
        ({"delivery_rating": "splendid"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_filed_comes_back_with_a_sentence(
    police: Client, changes: dict[str, str], sentence: str
) -> None:
    response = police.post(URL, {**ON_TRACK, **changes})
    assert response.status_code == 200
    assert sentence in response.content.decode().replace("&#x27;", "'")
    assert nothing_filed()


def test_an_overdue_action_cannot_be_filed_as_on_track(plan: Plan, police: Client) -> None:
    Action.objects.filter(plan=plan, ref="2.6").update(original_due_on="2020-08-31")
    page = police.post(URL, ON_TRACK).content.decode()
    assert "The due date has passed, so the action cannot be “on track”" in page
    assert nothing_filed()


def test_a_day_that_an_issued_report_covers_is_closed(plan: Plan, police: Client) -> None:
    ReportingPeriod.objects.filter(plan=plan, cut_off="2020-08-28").update(issued_on="2020-09-01")
    page = police.post(URL, {**ON_TRACK, "as_at_0": "27", "as_at_1": "8"}).content.decode()
    assert "The report up to 28 August 2020 has been issued" in page


def test_complete_is_proposed_to_the_board(police: Client) -> None:
    answers = {**ON_TRACK, "delivery_rating": "complete", "evidence": "Minutes of 25 August"}
    police.post(URL, answers)
    closure = Closure.objects.get(action__ref="2.6")
    assert (closure.outcome, closure.proposed_by) == ("proposed", filed())


def test_a_signed_off_action_takes_no_rating(police: Client) -> None:
    page = police.post(URL.replace("2.6", "2.7"), ON_TRACK).content.decode()
    assert "The board signed this action off on 12 August 2020" in page


def test_what_the_rating_does_not_ask_for_is_not_kept(police: Client) -> None:
    police.post(URL, {**OFF_TRACK, "delivery_rating": "on_track"})
    update = filed()
    assert (update.cause, update.recovery_action, update.recovery_on) == ("", "", None)
    assert update.board_ask == ""


def test_a_supporting_partner_files_text_without_a_rating(health: Client) -> None:
    page = health.get(URL).content.decode()
    assert "Progress update by Health partners" in page
    assert "delivery_rating" not in page
    text = {name: value for name, value in ON_TRACK.items() if "rating" not in name}
    health.post(URL, text)
    update = filed()
    assert (update.partner.code, update.delivery_rating) == ("HEA", "")


def test_a_supporting_partner_may_not_rate(health: Client) -> None:
    assert health.post(URL, OFF_TRACK).status_code == 403
    assert nothing_filed()


def test_a_partner_with_no_part_in_the_action_may_not_write(health: Client) -> None:
    url = URL.replace("2.6", "1.11")
    assert health.get(url).status_code == 403
    assert health.post(url, ON_TRACK).status_code == 403
    assert not ProgressUpdate.objects.filter(action__ref="1.11", as_at="2020-09-01").exists()


def test_a_lead_writes_for_the_organisations_under_their_partner(health: Client) -> None:
    health.post(URL.replace("2.6", "1.3"), {**ON_TRACK, "delivery_rating": "at_risk", **_TROUBLE})
    update = ProgressUpdate.objects.submitted().get(action__ref="1.3", as_at="2020-09-01")
    assert update.partner == Partner.objects.get(code="PH")


_TROUBLE = {name: value for name, value in OFF_TRACK.items() if name.startswith(("cause", "rec"))}


@pytest.mark.parametrize("ref", ["9.9", "2.60", "..", "2.6%00", "2.6'--"])
def test_an_unknown_reference_is_not_found(police: Client, ref: str) -> None:
    assert police.get(f"/plans/sefton-jtai-2019/actions/{ref}/updates/new/").status_code == 404


def test_a_stale_form_is_refused_once_with_its_text(police: Client, cast: dict[str, Any]) -> None:
    opened = police.get(URL)
    version = opened.context["form"]["version"].value()
    police.post(URL, {**ON_TRACK, "as_at_0": "31", "as_at_1": "8"})
    response = police.post(URL, {**ON_TRACK, "version": version})
    page = response.content.decode()
    assert response.status_code == 409
    assert "wrote on this action while your page was open" in page
    assert "Keep this and drop my text" in page
    assert ON_TRACK["narrative"] in page
    assert nothing_filed()
    again = response.context["form"]["version"].value()
    assert again != version
    police.post(URL, {**ON_TRACK, "version": again})
    assert filed().narrative == ON_TRACK["narrative"]


def test_pressing_submit_twice_files_one_update(police: Client) -> None:
    police.post(URL, ON_TRACK)
    page = police.post(URL, ON_TRACK).content.decode()
    assert "has already filed an update for 1 September 2020" in page
    assert filed().state == "submitted"


def test_filing_leaves_its_history(police: Client) -> None:
    police.post(URL, ON_TRACK)
    row = filed().history.get()
    assert (row.history_user.email, row.history_type) == ("police@demo.example", "+")


def test_the_board_signs_off_what_is_said_now(police: Client) -> None:
    complete = {**ON_TRACK, "delivery_rating": "complete", "evidence": "Minutes"}
    police.post(URL, {**complete, "as_at_0": "30", "as_at_1": "8"})
    police.post(URL, {**ON_TRACK, "as_at_0": "31", "as_at_1": "8"})
    closures = Closure.objects.filter(action__ref="2.6")
    assert [closure.outcome for closure in closures] == ["withdrawn"]
    police.post(URL, complete)
    assert closures.get(outcome="proposed").proposed_by == filed()


def test_recovery_lies_after_the_day_of_the_update(police: Client) -> None:
    page = police.post(URL, {**OFF_TRACK, "recovery_on_2": "1999"}).content.decode()
    assert "must be after the day of the update" in page


def test_a_wrong_day_hides_no_other_problem(police: Client) -> None:
    answers = {**ON_TRACK, "as_at_0": "2", "delivery_rating": "complete"}
    page = police.post(URL, answers).content.decode()
    assert "must be today or in the past" in page
    assert "List the evidence" in page
