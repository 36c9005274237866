"""The history of an action, as its page shows it and as the record holds it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.history.reader import history_of
from actions.models import (
    Action,
    Closure,
    DateChange,
    Evidence,
    GovernanceBody,
    Measure,
    Milestone,
    OwnerChange,
    Plan,
    ProgressUpdate,
    Reading,
)
from actions.tests.test_update_new import ON_TRACK, URL
from jtai_tracker import clock
from jtai_tracker.recording import record
from partners.models import Partner

PAGE = "/plans/sefton-jtai-2019/actions/2.6/"
HISTORY = f"{PAGE}history/"
TODAY = date(2020, 9, 1)


@pytest.fixture
def action(plan: Plan) -> Action:
    return Action.objects.get(plan=plan, ref="2.6")


def told(action: Action, until: date = TODAY) -> list[str]:
    return [entry.told.sentence for entry in history_of(action, until)]


def test_the_demonstration_has_a_history_on_its_own_days(action: Action) -> None:
    entries = history_of(action, TODAY)
    assert [(entry.day, entry.time, entry.told.sentence) for entry in entries] == [
        (
            date(2020, 8, 31),
            None,
            (
                "Police lead (Merseyside Police) filed an update for 28 August 2020: On track, Some"
                " evidence."
            ),
        ),
        (
            date(2020, 3, 30),
            None,
            (
                "Police lead (Merseyside Police) filed an update for 30 March 2020: On track, Too"
                " early to say."
            ),
        ),
        (
            date(2020, 3, 30),
            None,
            "The action joined the plan, owned by Merseyside Police, due 31 October 2020.",
        ),
    ]


def test_what_the_board_decided_in_the_demonstration_is_told(plan: Plan) -> None:
    found = told(Action.objects.get(plan=plan, ref="4.8"))
    assert found[1].startswith("The Children and Young People's Partnership Board agreed a new due")
    closed = told(Action.objects.get(plan=plan, ref="2.1"))
    assert "signed the action off, minute CYPPB 12 August 2020, item 5. To be" in closed[0]
    assert closed[1].startswith("Local Safeguarding Children Board proposed the action as complete")


def test_a_change_says_who_when_what_and_why(
    chair: Client, action: Action, cast: dict[str, Any]
) -> None:
    action.lead_role = "Head of protecting vulnerable people"
    record(action, by=cast["democratic-services"], why="the post was renamed")
    page = chair.get(PAGE).content.decode()
    assert (
        "Democratic services officer changed the lead role from Protecting vulnerable people lead,"
        " Merseyside Police to Head of protecting vulnerable people: the post was renamed." in page
    )
    latest = action.history.latest("history_id").history_date
    at = timezone.localtime(latest)
    assert f"1 September 2020 at {at:%H:%M}" in page, "on the demonstration's own day"


def test_a_time_is_londons_and_only_the_demonstration_pretends_a_day(settings: Any) -> None:
    summer = datetime(2020, 6, 30, 23, 30, tzinfo=UTC)
    assert clock.seen(summer).isoformat() == "2020-07-01T00:30:00+01:00"
    settings.TODAY = date(2020, 6, 29)
    assert clock.seen(summer).date() == date(2020, 6, 29)


def test_a_new_owner_and_its_reason_are_one_line(action: Action, cast: dict[str, Any]) -> None:
    became = Partner.objects.get(code="EH")
    by = cast["democratic-services"]
    change = OwnerChange(action=action, was=action.owner, became=became, changed_on=TODAY)
    change.reason = "the service moved"
    record(change, by=by, why=change.reason)
    action.owner = became
    record(action, by=by, why=change.reason)
    assert told(action)[0] == (
        "Democratic services officer changed the owner from Merseyside Police to Early Help"
        " (Communities), as of 1 September 2020: the service moved."
    )
    assert len(told(action)) == 4


def test_supporting_partners_measures_and_milestones_are_read(
    action: Action, cast: dict[str, Any]
) -> None:
    by = cast["democratic-services"]
    action.__dict__.update(_history_user=by, _change_reason="to share the work")
    action.supporting.remove(action.supporting.get(code="HEA"))
    measure = Measure.objects.first()
    assert measure
    measure._history_user = by  # type: ignore[attr-defined]  # read by simple_history
    measure.actions.add(action)
    milestone = record(Milestone(action=action, title="Form in use", as_written="ongoing"), by=by)
    milestone.done_on = TODAY
    record(milestone, by=by)
    assert told(action)[:3] == [
        (
            "Democratic services officer added the milestone “Form in use”, due ongoing, done on"
            " 1 September 2020."
        ),
        "Democratic services officer linked the measure “Kooth registered users” to the action.",
        (
            "Democratic services officer took Health partners off the supporting partners: to share"
            " the work."
        ),
    ]


def test_a_decision_says_who_wrote_it_down(
    chair: Client, action: Action, cast: dict[str, Any]
) -> None:
    change = DateChange(action=action, moved_from=action.original_due_on, moved_to="2020-12-31")
    change.reason, change.requested_by = "Training was put off", action.owner
    change.requested_on, change.outcome = TODAY, "asked"
    record(change, by=cast["police"])
    change.outcome, change.decided_on, change.decided_by = "agreed", TODAY, cast["chair"]
    change.body, change.minute_ref = GovernanceBody.objects.all()[0], "CYPPB 20/09/01"
    record(change, by=cast["democratic-services"])
    page = chair.get(PAGE).content.decode()
    assert ", recorded by Democratic services officer</p>" in page
    assert "agreed a new due date, 31 December 2020 (it was 31 October 2020), on 1 Sept" in page
    assert "Police lead (Merseyside Police) asked for a new due date, 31 December 2020" in page


def test_complete_and_no_longer_complete_show_the_proposal_and_its_end(
    police: Client, action: Action
) -> None:
    police.post(URL, {**ON_TRACK, "delivery_rating": "complete", "evidence": "Signed pathway"})
    assert Closure.objects.filter(action=action, outcome="proposed").exists()
    assert [sentence.split("Merseyside Police) ")[1] for sentence in told(action)[:2]] == [
        "proposed the action as complete, with the update for 1 September 2020.",
        "filed an update for 1 September 2020: Complete, Too early to say.",
    ]


SECRET = "CANARY"


def test_a_draft_never_shows_not_even_once_it_is_filed(
    police: Client, health: Client, chair: Client, action: Action, cast: dict[str, Any]
) -> None:
    before = told(action)
    police.post(URL, {**ON_TRACK, "delivery_rating": "", "narrative": SECRET, "draft": "1"})
    draft = ProgressUpdate.objects.drafts().get()
    for title in (f"{SECRET} taken off", f"{SECRET} kept"):
        proof = Evidence(update=draft, title=title, kind="link", link="https://example.org/")
        proof.added_by, proof.added_at = cast["police"], clock.now()
        record(proof, by=cast["police"])
    first = Evidence.objects.all()[0]
    first.withdrawn_on, first.withdrawn_reason = TODAY, SECRET
    record(first, by=cast["police"])
    record(Reading(measure=Measure.objects.all()[0], as_at=TODAY, update=draft, value=1), by=None)
    assert told(action) == before
    for client in (police, health, chair):
        for page in (PAGE, HISTORY):
            assert SECRET not in client.get(page).content.decode()
    Reading.objects.filter(update=draft).delete()
    Reading.history.filter(update=draft).delete()
    police.post(URL, ON_TRACK)
    [filed, *rest] = told(action)
    assert rest == before
    assert filed == (
        "Police lead (Merseyside Police) filed an update for 1 September 2020: On track, Too early"
        f" to say, with the evidence “{SECRET} kept”."
    )


def test_a_correction_and_a_withdrawal_leave_both_versions_told(
    action: Action, cast: dict[str, Any]
) -> None:
    old = ProgressUpdate.objects.get(action=action, as_at="2020-08-28")
    new = ProgressUpdate.objects.get(pk=old.pk)
    new.pk, new.corrects, new.correction_reason = None, old, "The date was misread"
    new.author, new.delivery_rating, new.form_key = cast["police"], "at_risk", None
    old.state = "corrected"
    record(old, by=cast["police"])
    record(new, by=cast["police"])
    new.state, new.withdrawn_reason = "withdrawn", "Filed on the wrong action"
    record(new, by=cast["police"])
    assert told(action)[:3] == [
        (
            "Police lead (Merseyside Police) withdrew the update for 28 August 2020: Filed on the"
            " wrong action."
        ),
        (
            "Police lead (Merseyside Police) corrected the update for 28 August 2020, now At risk,"
            " Some evidence: The date was misread."
        ),
        (
            "Police lead (Merseyside Police) filed an update for 28 August 2020: On track, Some"
            " evidence."
        ),
    ]
    [change] = history_of(action, TODAY)[1].told.changes
    assert (change.label, change.before, change.after) == (
        "delivery rating",
        "On track",
        "At risk",
    )


def test_a_correction_tells_no_news_of_what_stayed(
    police: Client, action: Action, cast: dict[str, Any]
) -> None:
    measure = Measure.objects.all()[0]
    measure.actions.add(action)
    milestone = Milestone.objects.create(action=action, title="Form in use")
    box = f"figure_{measure.pk}"
    with_both = {
        **ON_TRACK,
        "milestones": [milestone.pk],
        f"{box}_value": "6",
        f"{box}_qualifier": "exact",
    }
    assert police.post(URL, with_both).status_code == 302
    update = ProgressUpdate.objects.submitted().latest("pk")
    proof = Evidence(update=update, title="Minutes", kind="link", link="https://example.org/")
    proof.added_by, proof.added_at = cast["police"], clock.now()
    record(proof, by=cast["police"])
    before = told(action)
    assert [line.split("Merseyside Police) ")[1][:21] for line in before[:3]] == [
        "reported for the meas",
        "marked the milestone ",
        "filed an update for 1",
    ]
    corrected = {**with_both, "narrative": "Better put", "reason": "It was badly put"}
    assert police.post(f"/updates/{update.pk}/correct/", corrected).status_code == 302
    [line, *rest] = told(action)
    assert "corrected the update for 1 September 2020, now On track, Too early to say" in line
    assert rest == before
    latest = ProgressUpdate.objects.submitted().latest("pk")
    # A person takes longer than a test to change their mind.
    Milestone.history.update(history_date=F("history_date") - timedelta(minutes=5))
    police.post(f"/updates/{latest.pk}/withdraw/", {"reason": "Wrong action"})
    assert [line.split("Merseyside Police) ")[1][:21] for line in told(action)[:3]] == [
        "took back the figure ",
        "marked the milestone ",
        "withdrew the update f",
    ]


def test_a_figure_that_an_update_reported_is_told_on_each_action_of_its_measure(
    action: Action, cast: dict[str, Any]
) -> None:
    update = ProgressUpdate.objects.get(action=action, as_at="2020-08-28")
    measure = Measure.objects.get(name="Kooth registered users")
    reading = Reading(measure=measure, as_at=TODAY, value=1600, qualifier="over", update=update)
    record(reading, by=cast["police"])
    for other in [action, *measure.actions.all()]:
        assert told(other)[0] == (
            "Police lead (Merseyside Police) reported for the measure “Kooth registered users” on"
            f" 1 September 2020: over 1,600 {measure.unit}."
        )
    reading.delete()
    assert told(action)[0].startswith(
        "Police lead (Merseyside Police) took back the figure of the measure “Kooth reg"
    )


def test_counters_and_saves_that_changed_nothing_are_not_told(
    action: Action, cast: dict[str, Any]
) -> None:
    before = told(action)
    action.version += 1
    record(action, by=cast["police"])
    record(action, by=cast["police"])
    update = ProgressUpdate.objects.filter(action=action).latest("as_at")
    update.version += 1
    record(update, by=cast["police"])
    assert told(action) == before


def test_a_day_in_the_past_shows_what_had_happened_by_its_end(
    chair: Client, action: Action, cast: dict[str, Any]
) -> None:
    record(Milestone(action=action, title="Form in use"), by=cast["democratic-services"])
    assert len(told(action, date(2020, 8, 30))) == 2
    assert len(told(action, date(2020, 8, 31))) == 3
    assert len(told(action)) == 4
    page = chair.get(f"{PAGE}?as_at=2020-08-30").content.decode()
    assert "Form in use” " not in page
    assert "/history/?as_at=2020-08-30" in page
    whole = chair.get(f"{HISTORY}?as_at=2020-08-30").content.decode()
    assert "This is the history up to 30 August 2020" in whole
    assert "Form in use" not in whole
    assert f"{PAGE}?as_at=2020-08-30" in whole, "and the way back keeps the day"


def many(action: Action, by: Any, number: int) -> None:
    for turn in range(number):
        action.lead_role = f"Post {turn}"
        record(action, by=by, why="renamed")


def test_the_page_shows_ten_and_leads_to_all_by_pages(
    chair: Client, action: Action, cast: dict[str, Any]
) -> None:
    many(action, cast["democratic-services"], 57)
    page = chair.get(PAGE).content.decode()
    assert page.count("app-history__when") == 10
    assert "Show all of the history</a> (60 entries)" in page
    first, second = chair.get(HISTORY), chair.get(f"{HISTORY}?page=2")
    assert first.content.decode().count("app-history__when") == 50
    assert second.content.decode().count("app-history__when") == 10
    assert "Post 56" in first.content.decode()
    assert "joined the plan" in second.content.decode()


@pytest.fixture
def cost(chair: Client) -> Callable[[str], int]:
    def counted(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert chair.get(url).status_code == 200
        return len(captured)

    return counted


@pytest.mark.parametrize("url", [PAGE, HISTORY])
def test_5_changes_and_300_cost_the_same(
    cost: Callable[[str], int], action: Action, cast: dict[str, Any], url: str
) -> None:
    few = cost(url)
    many(action, cast["democratic-services"], 300)
    for turn in range(20):
        record(Milestone(action=action, title=f"Step {turn}"), by=cast["police"])
        action.supporting.set(Partner.objects.all()[turn % 10 : turn % 10 + 2])
    assert len(told(action)) > 300
    assert cost(url) == few


def test_what_is_typed_in_a_reason_is_shown_as_text(
    chair: Client, action: Action, cast: dict[str, Any]
) -> None:
    action.title = "<script>alert(1)</script>"
    record(action, by=cast["democratic-services"], why="<img src=x onerror=alert(1)>")
    page = chair.get(HISTORY).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;img src=x" in page
    assert "<script>alert" not in page


def test_an_action_that_is_not_there_has_no_history(chair: Client, plan: Plan) -> None:
    assert chair.get("/plans/sefton-jtai-2019/actions/9.9/history/").status_code == 404
