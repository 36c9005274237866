"""Sending reminders to a real mail server that takes them, refuses, hangs and breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client

from actions import mail
from actions.models import Action, Plan, ProgressUpdate, Reminder, ReportingPeriod
from actions.querysets import NOT_NEEDED
from actions.reminding import RemindersOf
from actions.services import reminders
from actions.tests import mail_server as server_of
from actions.tests.mail_server import MailServer
from jtai_tracker import clock
from partners.models import Membership, Partner

# Who owes an update on the demonstration's day, 1 September: the working day after the cut-off.
OWING = {f"{who}@demo.example" for who in ("health", "lscb", "yot", "social-care")}


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with server_of.mail_server() as running:
        server_of.use(settings, running.port)
        yield running


@pytest.fixture
def only_lscb(plan: Plan) -> Plan:
    """One lead who owes one update."""
    Membership.objects.exclude(user__email="lscb@demo.example").filter(role="lead").delete()
    return plan


@pytest.fixture
def clocked(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Any:
    """Return a function that sets the moment."""
    Membership.objects.update(starts_on=date(2020, 1, 1))

    def to(moment: str) -> None:
        now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        settings.TODAY = now.date()
        monkeypatch.setattr(clock, "now", lambda: now)

    return to


def send() -> str:
    out = StringIO()
    call_command("send_reminders", stdout=out)
    return out.getvalue().strip()


def said(sent: int = 0, waiting: int = 0, failed: int = 0, unknown: int = 0) -> str:
    return f"Reminders: sent {sent}, waiting {waiting}, failed {failed}, unknown {unknown}."


# --- What arrives ----------------------------------------------------------------------------


def test_each_lead_who_owes_gets_one_message_and_a_second_run_sends_nothing(
    plan: Plan, server: MailServer
) -> None:
    assert send() == said(sent=4)
    assert send() == said()
    assert sorted(server.recipients) == sorted(OWING)
    assert set(Reminder.objects.values_list("state", "stage")) == {("sent", "day_after")}
    kept = set(Reminder.objects.values_list("message_id", flat=True))
    assert {message["Message-ID"] for message in server.messages} == kept
    assert len(kept) == 4


def test_a_message_has_both_parts_and_a_link_to_each_form(plan: Plan, server: MailServer) -> None:
    draft = draft_on("3.9")
    send()
    [message] = [each for each in server.messages if each["To"] == "health@demo.example"]
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    forms = ["plans/sefton-jtai-2019/actions/1.1/updates/new/", f"updates/{draft.pk}/edit/"]
    for text in (plain.get_content(), html.get_content()):
        for form in forms:
            assert f"http://127.0.0.1:8000/{form}" in text
        assert "Friday 28 August 2020" in text
        assert "11 of your 14" in text
        assert "actions/1.3/" not in text, "it has its update"
    assert message["Subject"] == "Overdue: 3 updates due by 28 August 2020"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "You have a draft" in plain.get_content()


def test_links_lead_where_the_lead_can_write(
    plan: Plan, server: MailServer, health: Client
) -> None:
    draft_on("3.9")
    send()
    [message] = [each for each in server.messages if each["To"] == "health@demo.example"]
    plain = message.get_body(("plain",))
    assert plain is not None
    links = re.findall(r"http://127.0.0.1:8000(/\S+(?:new|edit)/)", plain.get_content())
    assert [health.get(link).status_code for link in links] == [200] * 3


def test_overdue_actions_come_first(plan: Plan, server: MailServer) -> None:
    Action.objects.filter(ref="3.9").update(original_due_on=date(2020, 7, 31))
    send()
    [message] = [each for each in server.messages if each["To"] == "health@demo.example"]
    plain = message.get_body(("plain",))
    assert plain is not None
    found = re.findall(r"^\* (\S+)", plain.get_content(), re.MULTILINE)
    assert found == ["3.9", "1.1", "1.2"]
    assert "Due 31 July 2020, overdue." in plain.get_content()


def test_the_opening_of_a_round_and_the_days_left(
    plan: Plan, server: MailServer, clocked: Any
) -> None:
    clocked("2020-07-27 08:00")
    assert send() == said(sent=5)
    subjects = {message["To"]: message["Subject"] for message in server.messages}
    assert subjects["health@demo.example"] == "Updates are open: 12 updates due by 28 August 2020"
    clocked("2020-08-25 08:00")
    send()
    [late] = [m for m in server.messages if m["To"] == "yot@demo.example"][1:]
    assert late["Subject"].endswith("due by 28 August 2020: 3 working days left")


def test_early_reminders_can_be_turned_off_and_the_last_ones_cannot(
    plan: Plan, server: MailServer, clocked: Any, cast: dict[str, Any]
) -> None:
    reminders.choose_reminders(user=cast["yot"], early=False, by=cast["yot"])
    for moment in ("2020-07-27 08:00", "2020-08-21 08:00"):
        clocked(moment)
        send()
    assert "yot@demo.example" not in server.recipients
    for moment in ("2020-08-27 08:00", "2020-09-01 08:00"):
        clocked(moment)
        send()
    assert server.recipients.count("yot@demo.example") == 2


@pytest.mark.parametrize("day", ["2020-08-22", "2020-08-31", "2020-09-23", "2020-07-24"])
def test_no_mail_on_a_day_off_nor_after_the_meeting_nor_before_it_opens(
    plan: Plan, server: MailServer, clocked: Any, day: str
) -> None:
    clocked(f"{day} 09:00")
    assert send() == said()
    assert server.connections == 0


def test_no_mail_once_the_report_is_issued(plan: Plan, server: MailServer) -> None:
    ReportingPeriod.objects.filter(cut_off="2020-08-28").update(issued_on="2020-08-28")
    assert send() == said()
    assert server.connections == 0


def test_those_without_a_role_or_an_account_get_nothing(
    plan: Plan, server: MailServer, cast: dict[str, Any]
) -> None:
    cast["yot"].is_active = False
    cast["yot"].save()
    cast["lscb"].memberships.update(starts_on="2020-01-01", ends_on="2020-08-31")
    assert send() == said(sent=2)
    assert set(server.recipients) == {"health@demo.example", "social-care@demo.example"}


# --- To the escalation contact ---------------------------------------------------------------


def test_a_silent_partner_is_named_to_its_contact_or_its_groups(
    plan: Plan, server: MailServer, clocked: Any
) -> None:
    clocked("2020-09-01 08:00")
    name_contact("HEA", "Director@nhs.example")
    name_contact("PH", "public.health@nhs.example")
    send()
    server.envelopes.clear()
    clocked("2020-09-03 08:00")
    assert send() == said(sent=2, failed=3)
    assert send() == said()
    assert set(server.recipients) == {"director@nhs.example", "public.health@nhs.example"}
    [message] = [each for each in server.messages if each["To"] == "director@nhs.example"]
    plain = message.get_body(("plain",))
    assert plain is not None
    text = plain.get_content()
    assert "For the attention of: The director" in text
    assert "Health partners: 1 of 3 actions has no update." in text
    assert "Clinical Commissioning Groups" in text, "it has no contact of its own"
    assert "Sefton Council Public Health" not in text
    assert "were reminded on 1 September 2020" in text
    assert "/updates/" not in text, "no form, which would need an account"


def test_that_nobody_was_reminded_is_not_hidden(
    plan: Plan, server: MailServer, clocked: Any, cast: dict[str, Any]
) -> None:
    for partner in ("HEA", "YOT"):
        name_contact(partner, f"{partner}@nhs.example")
    clocked("2020-09-03 08:00")
    cast["yot"].memberships.all().delete()
    Reminder.objects.create(
        recipient="health@demo.example",
        user=cast["health"],
        period=plan.periods.get(cut_off="2020-08-28"),
        stage="day_after",
        state="failed",
        message_id="<x@y>",
        claimed_at=clock.now(),
    )
    send()
    texts = {
        message["To"]: str(part.get_content())
        for message in server.messages
        if (part := message.get_body(("plain",)))
    }
    assert "Nobody is named to file its updates." in texts["yot@nhs.example"]
    assert "No reminder has reached those who file" in texts["hea@nhs.example"]


def test_a_partner_without_a_contact_is_shown_until_it_has_one(
    plan: Plan, server: MailServer, clocked: Any
) -> None:
    clocked("2020-09-03 08:00")
    send()
    row = Reminder.objects.get(recipient="no contact for YOT")
    assert row.state == "failed"
    assert row.problem.startswith("Youth Offending Team has no escalation contact")
    name_contact("YOT", "yot.director@demo.example")
    assert send() == said(sent=1)
    assert server.recipients[-1] == "yot.director@demo.example"
    assert not Reminder.objects.filter(recipient="no contact for YOT").exists()


# --- What goes wrong -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("does", "state", "problem"),
    [
        ("421", "waiting", "answered 421: said so"),
        ("450", "waiting", "answered 450: said so"),
        ("451", "waiting", "answered 451: said so"),
        ("550", "failed", "answered 550: said so"),
        ("554", "failed", "answered 554: said so"),
        (server_of.HANG, "waiting", "gave no answer in time"),
        (server_of.HANG_AFTER_TEXT, "unknown", "it may have arrived"),
        (server_of.DROP, "unknown", "it may have arrived"),
        (server_of.KEEP_AND_DROP, "unknown", "it may have arrived"),
    ],
)
def test_each_fault_of_the_mail_server_ends_in_its_state(
    only_lscb: Plan, server: MailServer, does: str, state: str, problem: str
) -> None:
    server.does = does
    assert send() == said(**{state: 1})
    row = Reminder.objects.get()
    assert (row.state, row.attempts) == (state, 1)
    assert problem in row.problem
    server.does = server_of.ACCEPT
    before = len(server.envelopes)
    assert send() == said(), "not before its time, and an unknown one never by itself"
    assert len(server.envelopes) == before


def test_a_refused_connection_is_tried_again(only_lscb: Plan, settings: Any) -> None:
    with server_of.mail_server() as gone:
        server_of.use(settings, gone.port)
    assert send() == said(waiting=1)
    assert "connection refused" in Reminder.objects.get().problem


def test_five_tries_after_the_first_each_later_and_then_it_has_failed(
    only_lscb: Plan, server: MailServer, clocked: Any
) -> None:
    server.does = "451"
    waits = []
    clocked("2020-09-01 08:00")
    assert send() == said(waiting=1)
    for _ in range(5):
        row = Reminder.objects.get()
        assert row.next_try_at is not None
        waits.append(row.next_try_at - row.claimed_at)
        clocked(f"{row.next_try_at - timedelta(seconds=1):%Y-%m-%d %H:%M:%S}")
        assert send() == said(), "a second too early"
        clocked(f"{row.next_try_at:%Y-%m-%d %H:%M:%S.%f}")
        last = send()
    assert [wait.total_seconds() / 60 for wait in waits] == [1, 5, 15, 60, 24 * 60]
    assert last == said(failed=1)
    assert Reminder.objects.get().next_try_at is None
    assert send() == said()
    assert server.envelopes == []


def test_a_second_try_carries_the_same_message_id_and_what_is_owed_then(
    plan: Plan, server: MailServer, clocked: Any
) -> None:
    server.does = "451"
    clocked("2020-09-01 08:00")
    send()
    row = Reminder.objects.get(recipient="health@demo.example")
    file_update_on("1.1")
    server.does = server_of.ACCEPT
    clocked("2020-09-01 08:02")
    assert send() == said(sent=4)
    [message] = [each for each in server.messages if each["To"] == "health@demo.example"]
    assert message["Message-ID"] == row.message_id
    assert message["Subject"] == "Overdue: 2 updates due by 28 August 2020"
    row.refresh_from_db()
    assert (row.state, row.problem, row.attempts) == ("sent", "", 2)


def test_what_is_owed_no_more_is_not_sent_and_says_so(
    only_lscb: Plan, server: MailServer, clocked: Any
) -> None:
    server.does = "451"
    clocked("2020-09-01 08:00")
    send()
    file_update_on("2.8")
    server.does = server_of.ACCEPT
    clocked("2020-09-01 08:02")
    assert send() == said()
    assert server.recipients == []
    row = Reminder.objects.get()
    assert (row.state, row.problem, row.state_in_words) == ("failed", NOT_NEEDED, "Not needed")
    assert not row.to_settle
    assert Reminder.objects.to_settle_by_state() == {"failed": 0, "unknown": 0}


def test_a_later_reminder_takes_the_place_of_one_that_waits(
    only_lscb: Plan, server: MailServer, clocked: Any
) -> None:
    server.does = "451"
    clocked("2020-08-26 08:00")
    send()
    Reminder.objects.update(next_try_at=datetime(2020, 8, 27, 7, tzinfo=UTC))
    server.does = server_of.ACCEPT
    clocked("2020-08-27 08:00")
    assert send() == said(sent=1)
    states = dict(Reminder.objects.values_list("stage", "problem"))
    assert states == {"five_days": NOT_NEEDED, "one_day": ""}
    assert len(server.envelopes) == 1


def test_what_a_killed_program_left_becomes_unknown_and_is_never_sent(
    only_lscb: Plan, server: MailServer, clocked: Any
) -> None:
    clocked("2020-09-01 08:00")
    [letter] = RemindersOf(date(2020, 9, 1)).letters()
    reminders._claim(letter, "<killed@here>")
    clocked("2020-09-01 08:14")
    assert send() == said()
    assert Reminder.objects.get().state == "sending"
    clocked("2020-09-01 08:16")
    assert send() == said(unknown=1)
    clocked("2020-09-02 08:16")
    assert send() == said()
    assert server.connections == 0
    assert "it may have arrived" in Reminder.objects.get().problem


def test_a_retry_is_due_also_where_the_demonstrations_day_begins_anew(
    only_lscb: Plan, server: MailServer, clocked: Any
) -> None:
    server.does = "451"
    clocked("2020-09-01 23:58")
    send()
    clocked("2020-09-01 00:10")  # TODAY stays what it is, so midnight leads back to its morning
    server.does = server_of.ACCEPT
    assert send() == said(sent=1)


def test_a_message_that_cannot_be_written_fails_and_the_others_go_out(
    plan: Plan, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    compose = mail.compose

    def break_for_one(letter: Any, message_id: str) -> Any:
        if letter.recipient.startswith("yot"):
            raise KeyError
        return compose(letter, message_id)

    monkeypatch.setattr(mail, "compose", break_for_one)
    assert send() == said(sent=3, failed=1)
    assert "could not be written" in Reminder.objects.get(state="failed").problem


def test_the_command_fails_only_where_it_cannot_work(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(reminders, "RemindersOf", fail)
    with pytest.raises(CommandError, match="nothing more is sent: disk full"):
        send()


def test_the_console_takes_them_too(
    only_lscb: Plan, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert send() == said(sent=1)
    assert "To: lscb@demo.example" in capsys.readouterr().out


# --- Hostile text ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["Lead\r\nBcc: evil@demo.example", "x" * 300, "Łódź ‮ 漢字 🙂", "<b>Lead</b>"],
)
def test_no_name_adds_a_header_a_recipient_or_markup(
    plan: Plan, server: MailServer, clocked: Any, cast: dict[str, Any], name: str
) -> None:
    clocked("2020-09-03 08:00")
    Partner.objects.filter(code="YOT").update(
        name=name[:200], escalation_post=name[:200], escalation_email="yot@nhs.example"
    )
    Action.objects.filter(ref="3.10").update(title=name)
    cast["yot"].name = name[:150]
    cast["yot"].save()
    send()
    ours = [each for each in server.messages if str(each["To"]).startswith("yot")]
    assert len(ours) == 2
    for message in ours:
        assert message["Bcc"] is None
        assert len(str(message["Subject"]).strip()) <= 150
        html = message.get_body(("html",))
        assert html is not None
        assert "<b>Lead" not in html.get_content()
    assert "evil@demo.example" not in server.recipients


def test_an_address_that_cannot_be_written_fails_with_a_sentence(
    only_lscb: Plan, server: MailServer, cast: dict[str, Any]
) -> None:
    type(cast["lscb"]).objects.filter(pk=cast["lscb"].pk).update(
        email="a@b.example\r\nBcc: evil@demo.example"
    )
    assert send() == said(failed=1)
    assert server.envelopes == []
    assert "cannot be written in an e-mail" in Reminder.objects.get().problem


# --- Help ------------------------------------------------------------------------------------


def name_contact(code: str, email: str) -> None:
    Partner.objects.filter(code=code).update(escalation_email=email, escalation_post="The director")


def draft_on(ref: str) -> ProgressUpdate:
    action = Action.objects.get(ref=ref)
    author = Membership.objects.get(user__email="health@demo.example").user
    return ProgressUpdate.objects.create(action=action, partner=action.owner, author=author)


def file_update_on(ref: str) -> None:
    action = Action.objects.get(ref=ref)
    author = Membership.objects.filter(role="lead")[0].user
    ProgressUpdate.objects.create(
        action=action,
        partner=action.owner,
        author=author,
        state="submitted",
        as_at=date(2020, 8, 28),
        submitted_at=clock.now(),
        narrative="Done.",
        delivery_rating="on_track",
        impact_rating="too_early",
    )
