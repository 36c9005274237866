"""The pages of reminders: what a lead chooses, what was sent, and what became of a doubtful one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from actions.models import Plan, Reminder
from actions.querysets import NOT_NEEDED
from actions.services import reminders
from jtai_tracker import clock
from partners.models import Partner, User

LIST, SETTINGS = "/reminders/sent/", "/reminders/"


def a_reminder(plan: Plan, recipient: str = "lead@demo.example", **facts: Any) -> Reminder:
    period = plan.periods.get(cut_off="2020-08-28")
    message_id = facts.pop("message_id", f"<{recipient}@test>")
    return Reminder.objects.create(
        recipient=recipient,
        period=period,
        message_id=message_id,
        claimed_at=clock.now(),
        **{"stage": "day_after", "state": "unknown", "attempts": 1, **facts},
    )


def page(client: Client, url: str) -> str:
    return client.get(url, follow=True).content.decode()


# --- What a lead chooses ---------------------------------------------------------------------


def test_a_lead_turns_the_early_ones_off_and_on_and_history_says_who(
    police: Client, cast: dict[str, Any]
) -> None:
    assert "checked" in page(police, SETTINGS)
    answer = police.post(SETTINGS, {}, follow=True).content.decode()
    assert "Your choice of reminders is saved." in answer
    assert "checked" not in answer
    user = User.objects.get(pk=cast["police"].pk)
    assert not user.early_reminders
    said = user.history.first()
    assert (said.history_user, said.history_change_reason) == (
        cast["police"],
        "Chose which reminders to get",
    )
    police.post(SETTINGS, {"early_reminders": "on"})
    assert User.objects.get(pk=cast["police"].pk).early_reminders


def test_the_page_says_which_always_come_and_is_linked_from_every_page_of_a_lead(
    police: Client, chair: Client
) -> None:
    text = page(police, SETTINGS)
    assert "always come" in text
    assert "1 working day before updates are due" in text
    assert f'<a href="{SETTINGS}">Your reminders</a>' in page(police, "/updates/")
    assert "Your reminders" not in page(chair, "/")


def test_one_who_leads_no_partner_chooses_nothing(
    chair: Client, democratic_services: Client
) -> None:
    assert chair.post(SETTINGS, {}).status_code == 403
    assert democratic_services.get(SETTINGS).status_code == 403
    assert not User.objects.filter(early_reminders=False).exists()


# --- What was sent ---------------------------------------------------------------------------


def test_nothing_sent_yet_is_said(democratic_services: Client) -> None:
    assert "No reminder has been sent yet." in page(democratic_services, LIST)


def test_each_state_is_shown_in_words_with_its_problem_and_its_next_time(
    plan: Plan, democratic_services: Client, cast: dict[str, Any]
) -> None:
    now = clock.now()
    a_reminder(plan, "health@demo.example", user=cast["health"], state="sent", sent_at=now)
    a_reminder(plan, "w@demo.example", state="waiting", next_try_at=now + timedelta(days=1))
    a_reminder(plan, "f@demo.example", state="failed", problem="The mail server answered 550: no")
    a_reminder(plan, "u@demo.example", problem=reminders.LOST)
    a_reminder(plan, "n@demo.example", state="failed", problem=NOT_NEEDED)
    nobody = Partner.objects.get(code="YOT")
    a_reminder(plan, "no contact for YOT", partner=nobody, stage="escalated", state="failed")
    text = page(democratic_services, LIST)
    for said in (
        "Health lead, health@demo.example",
        "Will be tried again",
        "Tried again on a working day from 2 September 2020",
        "The mail server answered 550: no",
        "Unknown: ask whether it arrived",
        "Not needed",
        "Nobody: Youth Offending Team has no escalation contact",
        "The day after. Joint Targeted Area Inspection Action Plan, meeting of 22 September 2020",
        "2 were not sent.",
        "1 may or may not have arrived.",
    ):
        assert said in text
    assert text.count("Say it arrived, or send it again") == 2


def test_the_latest_come_first_and_a_page_holds_fifty(
    plan: Plan, democratic_services: Client
) -> None:
    for number in range(51):
        row = a_reminder(plan, f"{number:02}@demo.example")
        Reminder.objects.filter(pk=row.pk).update(
            claimed_at=clock.now() + timedelta(seconds=number)
        )
    first, second = page(democratic_services, LIST), page(democratic_services, f"{LIST}?page=2")
    assert first.index("50@demo.example") < first.index("49@demo.example")
    assert "00@demo.example" not in first
    assert "00@demo.example" in second


def test_a_problem_that_a_mail_server_wrote_is_shown_as_text(
    plan: Plan, democratic_services: Client
) -> None:
    row = a_reminder(plan, state="failed", problem="550: <script>alert(1)</script>")
    for url in (LIST, f"{LIST}{row.pk}/"):
        text = page(democratic_services, url)
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


# --- What became of a doubtful one -----------------------------------------------------------


@pytest.mark.parametrize("state", ["unknown", "failed"])
def test_it_arrived_after_all(plan: Plan, democratic_services: Client, state: str) -> None:
    row = a_reminder(plan, state=state)
    answer = democratic_services.post(f"{LIST}{row.pk}/", {"arrived": "1"}, follow=True)
    assert "The message to lead@demo.example is kept as sent." in answer.content.decode()
    row.refresh_from_db()
    assert (row.state, row.sent_at) != (state, None)
    assert row.problem == "It arrived, said Democratic services officer on 1 September 2020."


@pytest.mark.parametrize("state", ["unknown", "failed"])
def test_send_again_leaves_it_to_the_next_run_and_mails_nothing_itself(
    plan: Plan, democratic_services: Client, cast: dict[str, Any], state: str
) -> None:
    row = a_reminder(plan, "yot@demo.example", user=cast["yot"], state=state, attempts=6)
    democratic_services.post(f"{LIST}{row.pk}/", {"again": "1"})
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 0)
    assert mail.outbox == []
    reminders.send_due()
    [message] = [each for each in mail.outbox if each.to == ["yot@demo.example"]]
    assert message.extra_headers["Message-ID"] == row.message_id
    row.refresh_from_db()
    assert row.state == "sent"


def test_what_is_said_of_one_row_is_said_of_the_whole_message(
    plan: Plan, democratic_services: Client
) -> None:
    row = a_reminder(plan, message_id="<one@test>")
    other = a_reminder(plan, message_id="<one@test>", stage="one_day")
    democratic_services.post(f"{LIST}{row.pk}/", {"arrived": "1"})
    other.refresh_from_db()
    assert other.state == "sent"


def test_looking_changes_nothing_and_an_answer_that_is_none_is_refused(
    plan: Plan, democratic_services: Client
) -> None:
    row = a_reminder(plan)
    democratic_services.get(f"{LIST}{row.pk}/", {"arrived": "1"})
    answer = democratic_services.post(f"{LIST}{row.pk}/", {})
    assert "Choose “It arrived” or “Send again”" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "unknown"


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "sending"},
        {"state": "sent", "sent_at": "2020-09-01T10:00Z"},
        {"state": "failed", "problem": NOT_NEEDED},
        {"state": "failed", "recipient": "no contact for YOT"},
    ],
)
def test_what_is_settled_cannot_be_settled_again(
    plan: Plan, democratic_services: Client, facts: dict[str, str]
) -> None:
    row = a_reminder(plan, **facts)
    for answer in ("arrived", "again"):
        text = democratic_services.post(f"{LIST}{row.pk}/", {answer: "1"}, follow=True)
        assert "nothing to settle" in text.content.decode()
    row.refresh_from_db()
    assert row.state == facts["state"]


def test_of_two_people_who_answer_the_second_is_told(plan: Plan, cast: dict[str, Any]) -> None:
    row, by = a_reminder(plan), cast["democratic-services"]
    reminders.say_it_arrived(reminder=row, by=by)
    with pytest.raises(reminders.Settled):
        reminders.send_again(reminder=row, by=by)
    row.refresh_from_db()
    assert row.state == "sent"


def test_others_neither_see_what_was_sent_nor_settle_it(
    plan: Plan, police: Client, chair: Client
) -> None:
    row = a_reminder(plan)
    for client in (police, chair):
        assert client.get(LIST).status_code == 403
        assert client.post(f"{LIST}{row.pk}/", {"arrived": "1"}).status_code == 403
    row.refresh_from_db()
    assert row.state == "unknown"


def test_a_message_that_is_not_there_is_404(democratic_services: Client) -> None:
    assert democratic_services.get(f"{LIST}999999/").status_code == 404
