"""Four senders at once, killed in the middle a dozen times: nobody gets a reminder twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from actions.models import Plan, Reminder
from actions.services import reminders
from actions.tests.mail_server import mail_server, use
from jtai_tracker import clock
from partners.models import Partner
from partners.permissions import Role
from partners.services import add_user

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, LEADS = 12, 24


def database_url() -> str:
    """The address of the tests' own database, for another program."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    who = f"{quote(facts['USER'])}:{quote(facts['PASSWORD'], safe='')}"
    return f"postgres://{who}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


def many_leads() -> list[str]:
    health = Partner.objects.get(code="HEA")
    addresses = [f"lead{number}@demo.example" for number in range(LEADS)]
    for address in addresses:
        add_user(email=address, name="Health deputy", role=Role.LEAD, partner=health)
    return addresses


def run_and_kill(port: int) -> list[list[str]]:
    mail = f"smtp://127.0.0.1:{port}"
    local = {"DEBUG": "1", "TODAY": "2020-09-01", "DATABASE_URL": database_url(), "EMAIL_URL": mail}
    done = subprocess.run(
        [sys.executable, "-m", "actions.tests.killed_senders", str(ROUNDS)],
        cwd=settings.BASE_DIR,
        env={**os.environ, **local, "DJANGO_SETTINGS_MODULE": "jtai_tracker.settings"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [line.split() for line in done.stdout.splitlines()]


def test_killed_in_the_middle_nobody_gets_it_twice_and_what_is_not_known_is_said(
    plan: Plan,
) -> None:
    leads = many_leads()
    connection.close()
    with mail_server() as server:
        server.slow = 0.01
        ends = run_and_kill(server.port)
        arrived = Counter(server.recipients)
    killed = "9"
    assert any(killed in round_ends for round_ends in ends[:-1]), "none was caught in the middle"
    assert ends[-1] == ["0"] * 4, "the last four came to their end"
    assert max(arrived.values()) == 1
    rows = dict(Reminder.objects.values_list("recipient", "state"))
    assert set(leads) <= set(rows), "everybody is claimed"
    assert Reminder.objects.count() == len(rows)
    sent = {recipient for recipient, state in rows.items() if state == "sent"}
    assert sent <= set(arrived), "what is called sent did arrive"
    assert set(rows.values()) <= {"sent", "sending"}
    left = {recipient for recipient, state in rows.items() if state == "sending"}
    assert set(arrived) - sent <= left, "what arrived unseen is not known, and not called unsent"
    Reminder.objects.update(claimed_at=clock.now() - timedelta(minutes=16))
    reminders.send_due()
    assert set(Reminder.objects.exclude(state="sent").values_list("state", flat=True)) <= {
        "unknown"
    }


def test_four_at_once_send_each_once_first_and_again(plan: Plan, settings: Any) -> None:
    leads = many_leads()
    with mail_server() as server:
        use(settings, server.port)
        settings.EMAIL_TIMEOUT = 10
        server.does = "450"
        together()
        waiting = Reminder.objects.filter(state="waiting", attempts=1)
        assert waiting.count() == LEADS + 4
        assert server.recipients == []
        waiting.update(next_try_at=clock.now() - timedelta(minutes=1))
        server.does, server.slow = "accept", 0.005
        ended = together()
        arrived = Counter(server.recipients)
    assert set(arrived.values()) == {1}
    assert set(leads) < set(arrived)
    assert ended == Counter(sent=LEADS + 4)
    assert set(Reminder.objects.values_list("state", "attempts")) == {("sent", 2)}


def together() -> Counter[str]:
    def run(_: int) -> Counter[Reminder.State]:
        try:
            return reminders.send_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        ended = sum(pool.map(run, range(4)), Counter())
    return Counter({state.value: count for state, count in ended.items() if count})
