"""A page costs the same number of queries whatever the size of the plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.models import (
    Action,
    Challenge,
    Closure,
    Measure,
    Meeting,
    Milestone,
    Plan,
    ProgressUpdate,
    Reading,
    Reminder,
)
from actions.position import plan_position
from actions.services import challenges, evidence
from actions.services.rounds import add_period
from actions.tests.challenging import asked, board, step
from actions.tests.growing import grow
from actions.tests.proving import page_for, police_update
from jtai_tracker import clock
from jtai_tracker.recording import record
from partners.models import Partner, User
from partners.permissions import Role
from partners.services import add_user

PLAN = "/plans/sefton-jtai-2019/"


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("who", "url"),
    [
        ("chair", PLAN),
        ("chair", f"{PLAN}?as_at=2020-08-28&since=2020-06-30"),
        ("chair", f"{PLAN}actions/?movement=worsened&due=90&since=2020-06-30"),
        ("chair", f"{PLAN}actions/"),
        ("chair", f"{PLAN}exceptions/"),
        ("health", f"{PLAN}exceptions/?list=silent"),
        ("chair", f"{PLAN}dates-moved/"),
        ("chair", f"{PLAN}coverage/"),
        ("chair", f"{PLAN}actions/2.6/"),
        ("police", f"{PLAN}actions/2.6/"),
        ("chair", f"{PLAN}actions/2.6/history/"),
        ("chair", f"{PLAN}search/?text=the"),
        ("police", "/updates/"),
        ("police", f"{PLAN}actions/2.6/updates/new/"),
        ("police", f"{PLAN}actions/2.6/updates/no-change/"),
        ("police", f"{PLAN}actions/2.6/dates/new/"),
        ("chair", f"{PLAN}challenges/?show=all"),
        ("chair", f"{PLAN}challenges/?show=all&format=csv"),
        ("chair", f"{PLAN}actions/2.6/challenges/new/"),
        ("chair", f"{PLAN}measures/"),
        ("chair", "/sign-offs/"),
        ("chair", f"{PLAN}board-pack/"),
        ("democratic_services", f"{PLAN}measures/new/"),
        ("democratic_services", f"{PLAN}actions/new/"),
        ("democratic_services", f"{PLAN}actions/2.6/change/"),
        ("democratic_services", f"{PLAN}actions/2.6/milestones/"),
        ("administrator", "/people/"),
        ("chair", f"{PLAN}position.json"),
        *(
            ("chair", f"{PLAN}{page}/?format={extension}")
            for page in ("actions", "measures", "meetings")
            for extension in ("csv", "xlsx")
        ),
    ],
)
def test_the_same_number_at_42_actions_and_at_420(
    request: pytest.FixtureRequest, plan: Plan, who: str, url: str
) -> None:
    client = request.getfixturevalue(who)
    few = queries(client, url)
    grow(plan, 10)
    assert Action.objects.filter(plan=plan).count() == 420
    assert queries(client, url) == few
    assert 5 <= few <= 45


def test_the_position_itself(plan: Plan) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            plan_position(plan, clock.today())
        return len(captured)

    few = cost()
    grow(plan, 10)
    assert cost() == few == 9


def test_the_same_number_for_an_action_with_2_updates_and_with_30(
    chair: Client, plan: Plan
) -> None:
    url = f"{PLAN}actions/2.6/"
    few = queries(chair, url)
    [latest] = ProgressUpdate.objects.filter(action__ref="2.6", as_at="2020-08-28")
    for day in range(1, 29):
        latest.pk, latest.as_at = None, date(2020, 4, day)
        latest.partner = Partner.objects.all()[day % 14]
        latest.save()
    assert queries(chair, url) == few


def test_the_same_number_for_an_update_with_1_piece_of_evidence_and_with_40(
    police: Client, plan: Plan, cast: dict[str, Any]
) -> None:
    update = police_update()
    pages = [f"{PLAN}actions/2.6/", page_for(update)]

    def attach(number: int) -> None:
        link = f"https://example.org/{number}"
        proof = evidence.add_link(update=update, title="Minutes", link=link, by=cast["police"])
        if number % 2:
            evidence.withdraw(proof=proof, reason="Not needed", by=cast["police"])

    attach(1)
    few = [queries(police, page) for page in pages]
    for number in range(2, 41):
        attach(number)
    assert [queries(police, page) for page in pages] == few


def test_the_same_number_for_9_people_and_for_30(administrator: Client) -> None:
    pages = ["/people/", "/people/?format=csv"]
    few = [queries(administrator, page) for page in pages]
    for number in range(21):
        partner = Partner.objects.all()[number % 14]
        add_user(email=f"{number}@demo.example", name="Lead", role=Role.LEAD, partner=partner)
    assert [queries(administrator, page) for page in pages] == few


def test_the_same_number_for_5_meetings_and_for_25_with_moves(chair: Client, plan: Plan) -> None:
    few = queries(chair, f"{PLAN}meetings/")
    committee = plan.bodies.get(abbreviation="O&S")
    for month in range(20):
        meeting = Meeting(body=committee, held_on=date(2021 + month // 10, month % 10 + 3, 25))
        record(meeting, by=None)
        period = add_period(plan=plan, meeting=meeting)
        period.check_by = period.publish_by
        record(period, by=None, why="Later")
    assert queries(chair, f"{PLAN}meetings/") == few


def test_the_same_number_for_8_parts_of_the_frame_and_for_88(
    administrator: Client, plan: Plan
) -> None:
    few = queries(administrator, f"{PLAN}structure/")
    for number in range(10, 30):
        plan.priority_areas.create(number=number, short_title="Area", wording="Wording")
        plan.findings.create(paragraph=str(number), kind="improvement", wording="Wording")
        plan.themes.create(code=str(number), name="Theme", report_heading="Theme")
        plan.bodies.create(order=number, name="Body", abbreviation=str(number), role="Role")
    assert queries(administrator, f"{PLAN}structure/") == few


def test_the_same_number_for_2_reminders_sent_and_for_40(
    democratic_services: Client, plan: Plan
) -> None:
    def remind(number: int) -> None:
        Reminder.objects.create(
            recipient=f"{number}@demo.example",
            user=User.objects.all()[number % 9],
            partner=Partner.objects.all()[number % 14],
            period=plan.periods.all()[number % 2],
            stage="day_after",
            state="unknown",
            message_id=f"<{number}@demo.example>",
            claimed_at=clock.now(),
        )

    remind(0)
    remind(1)
    pages = ["/reminders/sent/", "/reminders/sent/?format=csv"]
    few = [queries(democratic_services, page) for page in pages]
    for number in range(2, 40):
        remind(number)
    assert [queries(democratic_services, page) for page in pages] == few


def test_the_same_number_for_15_measures_and_for_60(chair: Client, plan: Plan) -> None:
    pages = [PLAN, f"{PLAN}measures/", f"{PLAN}measures/?format=csv"]
    few = [queries(chair, page) for page in pages]
    action = Action.objects.get(plan=plan, ref="2.6")
    for number in range(45):
        measure = Measure.objects.create(plan=plan, ref=f"m-{number}", name="A", unit="%")
        measure.actions.add(action)
        Reading.objects.create(measure=measure, as_at=clock.today(), value=1, qualifier="over")
    assert [queries(chair, page) for page in pages] == few


def test_the_same_number_for_7_sign_offs_and_for_70(chair: Client, plan: Plan) -> None:
    Closure.objects.filter(outcome="signed_off").update(recheck_on="2020-08-31")
    few = queries(chair, "/sign-offs/")
    grow(plan, 10)
    for closure in list(Closure.objects.select_related("action", "proposed_by")):
        for action in Action.objects.filter(ref__startswith=f"{closure.action.ref}-"):
            said = action.updates.get(as_at=closure.proposed_by.as_at)
            closure.pk, closure.action, closure.proposed_by = None, action, said
            closure._state.adding = True
            closure.save()
            said.proofs.create(
                title="Minutes",
                kind="link",
                link="https://example.org/",
                added_at=clock.now(),
                added_by=said.author,
            )
            Milestone.objects.create(action=action, title="A step")
    page = chair.get("/sign-offs/")
    lists = ("proposals", "checks")
    pages = [page.context[f"page_of_{name}"] for name in lists]
    assert [each.paginator.count for each in pages] == [70, 40]
    assert [len(page.context[name]) for name in lists] == [25, 25]
    for number in (1, 2):
        assert queries(chair, f"/sign-offs/?page={number}&checks={number}") == few


def test_the_same_number_for_1_question_and_for_30(
    chair: Client, police: Client, plan: Plan, cast: dict[str, Any]
) -> None:
    def ask(number: int) -> Challenge:
        challenge = asked(plan, cast, "2.6", question=f"Question {number}")
        step(challenges.escalate, challenge, cast["chair"], body=board(plan))
        return challenge

    first = ask(0)
    pages = [
        (chair, f"{PLAN}challenges/"),
        (chair, f"{PLAN}challenges/?format=xlsx"),
        (chair, f"{PLAN}actions/2.6/"),
        (chair, f"/challenges/{first.pk}/"),
        (police, "/updates/"),
    ]
    few = [queries(client, page) for client, page in pages]
    for number in range(1, 30):
        ask(number)
    for _ in range(5):
        step(challenges.answer, first, cast["police"])
        step(challenges.ask_again, first, cast["chair"], answer_by=clock.today())
    assert [queries(client, page) for client, page in pages] == few


def test_the_same_number_for_1_update_to_read_and_for_40(
    chair: Client, plan: Plan, cast: dict[str, Any]
) -> None:
    cast["chair"].memberships.update(starts_on="2020-01-01")
    ProgressUpdate.objects.submitted().update(submitted_at="2020-02-01T12:00Z")
    [latest] = ProgressUpdate.objects.filter(action__ref="2.6", as_at="2020-08-28")
    latest.submitted_at = clock.now()
    latest.save()
    url = f"{PLAN}to-read/"
    few = queries(chair, url)
    for action in Action.objects.exclude(ref="2.6"):
        latest.pk, latest.action = None, action
        latest.as_at = date(2020, 8, 27)
        latest.save()
    response = chair.get(url)
    assert (len(response.context["page"]), response.context["left"]) == (20, 42)
    assert queries(chair, url) == few
