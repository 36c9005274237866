"""Every address, for every role, read and written: who gets in. A new address needs a row here."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from actions.models import (
    Acknowledgement,
    Action,
    Challenge,
    Closure,
    DateChange,
    Meeting,
    Milestone,
    Plan,
    ProgressUpdate,
    Reminder,
)
from actions.services import evidence
from actions.tests.good_files import PDF
from jtai_tracker import clock
from partners.models import FeedToken, User
from reports.models import CommitteeReport

ROLES = [
    "stranger",
    "police",
    "health",
    "chair",
    "board-member",
    "democratic-services",
    "administrator",
]
SLUG = {"slug": "sefton-jtai-2019"}
POLICE_ACTION = {**SLUG, "ref": "1.11"}

# Pages on which democratic services and the administrator change the plan, and nobody else.
MANAGED = [
    "plan-new",
    "plan-settings",
    "part-new",
    "part-change",
    "meeting-new",
    "meeting-check",
    "meeting-move",
    "round-new",
]

# The data, which a program reads too, and the tokens with which it does.
FEED = ["position-feed", "position-schema"]
TOKENS = ["token-list", "token-new", "token-revoke"]
# Pages on which the chair holds partners to account, and nobody else.
HELD = ["sign-off-decide", "sign-off-reopen", "sign-off-check"]
# Pages on which the chair holds partners to account, and nobody else.
CHAIRED = ["challenge-new", "challenge-escalate", "challenge-withdraw"]
# A question that nobody has answered is neither accepted nor asked again.
UNANSWERED = ["challenge-accept", "challenge-ask-again"]
CHALLENGE = ["detail", "answer", "accept", "ask-again", "escalate", "withdraw"]
BUTTONS = ["update-acknowledge", "acknowledgement-undo"]

# What each role meets, in the order of ROLES. 302 for a stranger is the way to sign in; 405 is a
# page that cannot be written; a draft, of an update or a report, is 404 to who may not know of it.
READ: dict[str, list[int]] = {
    "start": [302, 302, 302, 302, 302, 302, 302],
    "people-list": [302, 403, 403, 403, 403, 403, 200],
    "plan-list": [302, 302, 302, 302, 302, 302, 302],
    "plan-dashboard": [302, 200, 200, 200, 200, 200, 200],
    "action-list": [302, 200, 200, 200, 200, 200, 200],
    "exception-list": [302, 200, 200, 200, 200, 200, 200],
    "dates-moved": [302, 200, 200, 200, 200, 200, 200],
    "plan-coverage": [302, 200, 200, 200, 200, 200, 200],
    "action-detail": [302, 200, 200, 200, 200, 200, 200],
    "meeting-list": [302, 200, 200, 200, 200, 200, 200],
    **{name: [302, 403, 403, 403, 403, 200, 200] for name in MANAGED},
    **{name: [302, 403, 403, 200, 403, 403, 403] for name in [*CHAIRED, "to-read"]},
    **{name: [302, 403, 403, 302, 403, 403, 403] for name in UNANSWERED},
    **{name: [302] + [405] * 6 for name in BUTTONS},
    "challenge-list": [302, 200, 200, 200, 200, 200, 200],
    "challenge-detail": [302, 200, 200, 200, 200, 200, 200],
    "challenge-answer": [302, 200, 403, 403, 403, 403, 403],
    "plan-structure": [302, 403, 403, 403, 403, 200, 200],
    "action-history": [302, 200, 200, 200, 200, 200, 200],
    "plan-search": [302, 200, 200, 200, 200, 200, 200],
    "update-new": [302, 302, 403, 403, 403, 403, 403],
    "owed-list": [302, 200, 200, 403, 403, 403, 403],
    "update-edit": [302, 200, 404, 403, 403, 403, 403],
    "update-check": [302, 200, 404, 403, 403, 403, 403],
    "update-filed": [302, 200, 404, 403, 403, 403, 403],
    "update-correct": [302, 200, 404, 403, 403, 403, 403],
    "update-withdraw": [302, 200, 404, 403, 403, 403, 403],
    "update-no-change": [302, 200, 403, 403, 403, 403, 403],
    "date-new": [302, 200, 403, 403, 403, 403, 403],
    "date-list": [302, 403, 403, 200, 403, 200, 403],
    "date-decide": [302, 403, 403, 200, 403, 200, 403],
    "date-withdraw": [302, 200, 403, 403, 403, 403, 403],
    **{name: [302, 403, 403, 200, 403, 403, 403] for name in ("sign-off-list", *HELD)},
    "reminder-edit": [302, 200, 200, 403, 403, 403, 403],
    "reminder-list": [302, 403, 403, 403, 403, 200, 200],
    "reminder-settle": [302, 403, 403, 403, 403, 200, 200],
    "evidence-new": [302, 200, 404, 403, 403, 403, 403],
    "evidence-file": [302, 200, 404, 404, 404, 404, 404],
    "evidence-withdraw": [302, 200, 404, 403, 403, 403, 403],
    "measure-list": [302, 200, 200, 200, 200, 200, 200],
    "action-new": [302, 403, 403, 403, 403, 200, 200],
    "action-change": [302, 403, 403, 403, 403, 200, 200],
    "action-owner": [302, 403, 403, 403, 403, 200, 200],
    "action-withdraw": [302, 403, 403, 403, 403, 200, 200],
    "milestone-list": [302, 403, 403, 403, 403, 200, 200],
    "milestone-change": [302, 403, 403, 403, 403, 200, 200],
    "milestone-withdraw": [302, 403, 403, 403, 403, 200, 200],
    "measure-new": [302, 403, 403, 403, 403, 200, 200],
    "measure-change": [302, 403, 403, 403, 403, 200, 200],
    "measure-withdraw": [302, 403, 403, 403, 403, 200, 200],
    # Nothing to put back: the action is in the plan.
    "action-put-back": [302, 403, 403, 403, 403, 302, 302],
    "hand-over": [302, 403, 403, 403, 403, 403, 200],
    "partner-new": [302, 403, 403, 403, 403, 403, 200],
    "partner-change": [302, 403, 403, 403, 403, 403, 200],
    "plan-data": [302, 200, 200, 200, 200, 200, 200],
    # For programs, which cannot follow the way to sign in: they are told what is missing.
    **{name: [401, 200, 200, 200, 200, 200, 200] for name in FEED},
    **{name: [302, 403, 403, 403, 403, 403, 200] for name in TOKENS},
    "board-pack": [302, 200, 200, 200, 200, 200, 200],
    "board-pack-file": [302, 200, 200, 200, 200, 200, 200],
    "report-list": [302, 200, 200, 200, 200, 200, 200],
    "report-detail": [302, 200, 200, 200, 404, 200, 404],
    "report-file": [302, 403, 403, 200, 404, 200, 404],
    "accessibility": [200] * 7,
    "privacy": [200] * 7,
    "account_login": [200, 302, 302, 302, 302, 302, 302],
    "account_logout": [302, 200, 200, 200, 200, 200, 200],
    "account_inactive": [200] * 7,
    "account_signup": [200, 302, 302, 302, 302, 302, 302],
    "account_reauthenticate": [302, 200, 200, 200, 200, 200, 200],
    "account_email_verification_sent": [200] * 7,
    "account_confirm_email": [200] * 7,
    "account_change_password": [302, 200, 200, 200, 200, 200, 200],
    "account_reset_password": [200] * 7,
    "account_reset_password_done": [200] * 7,
    "account_reset_password_from_key": [200] * 7,
    "account_reset_password_from_key_done": [200] * 7,
}
WRITE: dict[str, list[int]] = {
    **{name: [405] * 7 for name in ("accessibility", "privacy", *FEED)},
    **{
        name: [302] + [405] * 6
        for name in (
            "start",
            "people-list",
            "plan-list",
            "plan-dashboard",
            "action-list",
            "exception-list",
            "dates-moved",
            "plan-coverage",
            "action-detail",
            "challenge-list",
            "challenge-detail",
            "to-read",
            "meeting-list",
            "plan-structure",
            "action-history",
            "plan-search",
            "owed-list",
            "date-list",
            "sign-off-list",
            "reminder-list",
            "evidence-file",
            "measure-list",
            "plan-data",
            "token-list",
            "board-pack",
            "board-pack-file",
            "report-list",
            "report-detail",
            "report-file",
        )
    },
    **{name: [302, 403, 403, 403, 403, 200, 200] for name in MANAGED},
    **{name: [302, 403, 403, 200, 403, 403, 403] for name in [*CHAIRED, *UNANSWERED]},
    **{name: [302, 403, 403, 302, 403, 403, 403] for name in BUTTONS},
    "challenge-answer": [302, 200, 403, 403, 403, 403, 403],
    "update-new": [302, 200, 403, 403, 403, 403, 403],
    "update-edit": [302, 200, 404, 403, 403, 403, 403],
    "update-check": [302, 200, 404, 403, 403, 403, 403],
    "update-filed": [302] + [405] * 6,
    "update-correct": [302, 200, 404, 403, 403, 403, 403],
    "update-withdraw": [302, 200, 404, 403, 403, 403, 403],
    "update-no-change": [302, 200, 403, 403, 403, 403, 403],
    "date-new": [302, 200, 403, 403, 403, 403, 403],
    "date-decide": [302, 403, 403, 200, 403, 200, 403],
    "date-withdraw": [302, 302, 403, 403, 403, 403, 403],
    **{name: [302, 403, 403, 200, 403, 403, 403] for name in HELD},
    "reminder-edit": [302, 302, 302, 403, 403, 403, 403],
    "reminder-settle": [302, 403, 403, 403, 403, 200, 200],
    "evidence-new": [302, 200, 404, 403, 403, 403, 403],
    "evidence-withdraw": [302, 200, 404, 403, 403, 403, 403],
    "action-new": [302, 403, 403, 403, 403, 200, 200],
    "action-change": [302, 403, 403, 403, 403, 200, 200],
    "action-owner": [302, 403, 403, 403, 403, 200, 200],
    "action-withdraw": [302, 403, 403, 403, 403, 200, 200],
    "milestone-list": [302, 403, 403, 403, 403, 200, 200],
    "milestone-change": [302, 403, 403, 403, 403, 200, 200],
    "milestone-withdraw": [302, 403, 403, 403, 403, 200, 200],
    "measure-new": [302, 403, 403, 403, 403, 200, 200],
    "measure-change": [302, 403, 403, 403, 403, 200, 200],
    "measure-withdraw": [302, 403, 403, 403, 403, 200, 200],
    "action-put-back": [302, 403, 403, 403, 403, 200, 200],
    "hand-over": [302, 403, 403, 403, 403, 403, 200],
    "partner-new": [302, 403, 403, 403, 403, 403, 200],
    "partner-change": [302, 403, 403, 403, 403, 403, 200],
    "token-new": [302, 403, 403, 403, 403, 403, 200],
    "token-revoke": [302, 403, 403, 403, 403, 403, 302],
}


def names(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield str(pattern.name)
        else:
            yield from names(pattern)


def a_question(action: Action) -> Challenge:
    return Challenge.objects.create(
        action=action,
        asked_of=action.owner,
        question="Why?",
        asked_by=User.objects.get(email="chair@demo.example"),
        asked_on=clock.today(),
        answer_by=clock.today(),
    )


def addresses(plan: Plan, draft: ProgressUpdate) -> dict[str, str]:
    arguments = {**of_the_plan(plan), **of_rows(draft)}
    return {name: reverse(name, kwargs=arguments.get(name)) for name in READ}


def of_the_plan(plan: Plan) -> dict[str, dict[str, Any]]:
    """What the addresses name that stand for a plan, or for a part of it by its reference."""
    committee, board, _ = Meeting.objects.of_plan(plan).filter(held_on__gte="2020-09-01")
    measure = {**SLUG, "ref": plan.measures.all()[0].ref}
    return {
        "plan-dashboard": SLUG,
        "action-list": SLUG,
        **{name: SLUG for name in ("exception-list", "dates-moved", "plan-coverage")},
        "action-detail": POLICE_ACTION,
        **{name: SLUG for name in ("challenge-list", "to-read")},
        "challenge-new": POLICE_ACTION,
        **{name: SLUG for name in ("meeting-list", "meeting-new", "plan-settings")},
        "plan-structure": SLUG,
        "part-new": {**SLUG, "kind": "themes"},
        "part-change": {**SLUG, "kind": "bodies", "part_id": board.body_id},
        "meeting-check": {**SLUG, "body_id": board.body_id, "day": "2020-12-08"},
        "meeting-move": {**SLUG, "meeting_id": committee.pk},
        "round-new": {**SLUG, "meeting_id": board.pk},
        "action-history": POLICE_ACTION,
        "plan-search": SLUG,
        "update-new": POLICE_ACTION,
        "update-no-change": POLICE_ACTION,
        "date-new": POLICE_ACTION,
        **{f"action-{verb}": POLICE_ACTION for verb in ("change", "owner", "withdraw", "put-back")},
        **{f"measure-{verb}": measure for verb in ("change", "withdraw")},
        **{name: SLUG for name in ("action-new", "measure-list", "measure-new")},
        "milestone-list": POLICE_ACTION,
        **{name: SLUG for name in ("plan-data", *FEED)},
        "board-pack": SLUG,
        "board-pack-file": {**SLUG, "extension": "html"},
    }


def of_rows(draft: ProgressUpdate) -> dict[str, dict[str, Any]]:
    """What the addresses name that stand for one row, by its key; some rows are made here."""
    report = CommitteeReport.objects.get()
    action = draft.action
    filed = ProgressUpdate.objects.submitted().filter(action=action)[0]
    asked = DateChange.objects.awaiting_decision().get()
    signed_off = Closure.objects.get(action__ref="2.7")
    unknown = Reminder.objects.create(
        recipient="police@demo.example",
        period=report.period,
        stage="one_day",
        state="unknown",
        message_id="<unknown@demo.example>",
        claimed_at=clock.now(),
    )
    token = FeedToken.objects.create(
        label="A", digest="a", ends_on="2021-09-01", issued_by=draft.author
    )
    proof = {"key": draft.proofs.get().key}
    step = {**POLICE_ACTION, "milestone_id": Milestone.objects.create(action=action, title="A").pk}
    challenge = {"challenge_id": a_question(action).pk}
    read = Acknowledgement.objects.create(
        update=filed, by=draft.author, acknowledged_on=clock.today()
    )
    of_drafts, of_filed = ("edit", "check"), ("filed", "correct", "withdraw", "acknowledge")
    return {
        **{f"challenge-{name}": challenge for name in CHALLENGE},
        **{f"update-{verb}": {"draft_id": draft.pk} for verb in of_drafts},
        **{f"update-{verb}": {"update_id": filed.pk} for verb in of_filed},
        "acknowledgement-undo": {"acknowledgement_id": read.pk},
        **{f"date-{verb}": {"request_id": asked.pk} for verb in ("decide", "withdraw")},
        "sign-off-decide": {"closure_id": Closure.objects.get(action=action).pk},
        **{name: {"closure_id": signed_off.pk} for name in HELD[1:]},
        "reminder-settle": {"reminder_id": unknown.pk},
        "evidence-new": {"update_id": draft.pk},
        **{f"evidence-{verb}": proof for verb in ("file", "withdraw")},
        **{f"milestone-{verb}": step for verb in ("change", "withdraw")},
        "token-revoke": {"token_id": token.pk},
        "hand-over": {"user_id": draft.author_id},
        "partner-change": {"partner_id": draft.partner_id},
        "report-detail": {"report_id": report.pk},
        "report-file": {"report_id": report.pk, "part": "appendix", "extension": "html"},
        "account_confirm_email": {"key": "a:b"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "a-b"},
    }


@pytest.fixture
def draft(plan: Plan, cast: dict[str, Any]) -> ProgressUpdate:
    action = Action.objects.get(plan=plan, ref="1.11")
    draft = ProgressUpdate.objects.create(
        action=action, partner=action.owner, author=cast["police"], narrative="Half a sentence"
    )
    evidence.add_file(update=draft, title="Minutes", file=io.BytesIO(PDF), by=cast["police"])
    return draft


@pytest.fixture(autouse=True)
def asked(plan: Plan) -> DateChange:
    """A new due date that Police asked for on an action that Health supports."""
    action = Action.objects.get(plan=plan, ref="2.6")
    return DateChange.objects.create(
        action=action,
        moved_to="2020-12-31",
        reason="Staff",
        requested_by=action.owner,
        requested_on="2020-09-01",
    )


@pytest.fixture
def browsers(cast: dict[str, Any]) -> list[Client]:
    clients = [Client() for _ in ROLES]
    for role, client in zip(ROLES, clients, strict=True):
        if role != "stranger":
            client.force_login(cast[role])
    return clients


def test_every_address_has_a_row() -> None:
    assert set(names(get_resolver())) == set(READ)


def test_who_may_read(plan: Plan, draft: ProgressUpdate, browsers: list[Client]) -> None:
    found = {
        name: [client.get(url).status_code for client in browsers]
        for name, url in addresses(plan, draft).items()
    }
    assert found == READ


def test_who_may_write(plan: Plan, draft: ProgressUpdate, browsers: list[Client]) -> None:
    url_of = addresses(plan, draft)
    found = {name: [client.post(url_of[name]).status_code for client in browsers] for name in WRITE}
    assert found == WRITE
    assert set(WRITE) == {name for name in READ if not name.startswith("account")}


def test_a_stranger_is_sent_to_sign_in_and_back(stranger: Client, plan: Plan) -> None:
    response = stranger.get("/plans/sefton-jtai-2019/")
    assert response["Location"] == "/accounts/login/?next=/plans/sefton-jtai-2019/"


def test_a_role_taken_away_ends_with_the_next_page(police: Client, cast: dict[str, Any]) -> None:
    assert police.get("/updates/").status_code == 200
    cast["police"].memberships.update(starts_on="2020-01-01", ends_on="2020-08-31")
    assert police.get("/updates/").status_code == 403
    assert police.get("/").status_code == 403


def test_a_closed_account_is_out_with_the_next_page(police: Client, cast: dict[str, Any]) -> None:
    cast["police"].is_active = False
    cast["police"].save()
    assert police.get("/updates/").status_code == 302
