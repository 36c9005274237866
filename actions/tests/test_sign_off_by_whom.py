"""Who decides on a proposal to close an action, and what they had read when they did."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from actions.models import Action, Closure, Plan, ProgressUpdate
from actions.position import action_position
from actions.services import evidence, signing_off
from actions.signing import proposal_of
from actions.stands import Status
from actions.tests.proposing import (
    REASON,
    TODAY,
    another_chair,
    closure_of,
    file,
    leads,
    on,
    text,
    to_return,
    to_sign,
    url_of,
)
from partners.models import Partner, User

ACTION = "/plans/sefton-jtai-2019/actions/1.9/"


@pytest.fixture
def closure(plan: Plan) -> Closure:
    """What Health proposed: action 1.9 is complete."""
    return closure_of("1.9")


@pytest.fixture
def signed(plan: Plan) -> dict[str, str]:
    return to_sign(plan)


@pytest.fixture
def returned(plan: Plan) -> dict[str, str]:
    return to_return(plan)


# --- Never the same person, never the same partner -------------------------------------------


def _partner(cast: dict[str, Any]) -> User:
    return leads(another_chair(), "HEA")


def _group(cast: dict[str, Any]) -> User:
    parent = Partner.objects.get(code="POL")
    Partner.objects.filter(code="HEA").update(parent=parent)
    return leads(another_chair(), "POL")


def _owner_since(cast: dict[str, Any]) -> User:
    Action.objects.filter(ref="1.9").update(owner=Partner.objects.get(code="POL"))
    return leads(another_chair(), "POL")


def _owner_before(cast: dict[str, Any]) -> User:
    Action.objects.filter(ref="1.9").update(owner=Partner.objects.get(code="POL"))
    return _partner(cast)


def _author(cast: dict[str, Any]) -> User:
    user = another_chair()
    ProgressUpdate.objects.filter(closures__action__ref="1.9").update(author=user)
    return user


def _author_of_an_earlier_version(cast: dict[str, Any]) -> User:
    user = another_chair()
    said = closure_of("1.9").proposed_by
    first = ProgressUpdate.objects.get(pk=said.pk)
    first.pk, first.state, first.author = None, "corrected", user
    first._state.adding = True
    first.save()
    ProgressUpdate.objects.filter(pk=said.pk).update(corrects=first, correction_reason="Wrong")
    return user


def _who_confirmed_it(cast: dict[str, Any]) -> User:
    user = another_chair()
    said = ProgressUpdate.objects.get(pk=closure_of("1.9").proposed_by_id)
    said.confirms_id, said.pk, said.as_at, said.author = said.pk, None, TODAY, user
    said._state.adding = True
    said.save()
    return user


def _who_wrote_the_draft(cast: dict[str, Any]) -> User:
    user = another_chair()
    said = closure_of("1.9").proposed_by
    said._history_user = user  # type: ignore[attr-defined]  # simple_history
    said.save()
    return user


CONFLICTS = [
    *(_partner, _group, _owner_since, _owner_before, _author),
    *(_author_of_an_earlier_version, _who_confirmed_it, _who_wrote_the_draft),
]


@pytest.mark.parametrize("conflict", CONFLICTS)
def test_who_proposed_it_or_writes_for_its_partner_decides_nothing(
    cast: dict[str, Any], closure: Closure, signed: dict[str, str], conflict: Any
) -> None:
    client = Client()
    client.force_login(conflict(cast))
    page = text(client.get(url_of(closure)))
    assert "You cannot decide on this." in page
    assert "Record the decision" not in page
    for outcome in ("signed_off", "returned"):
        refused = client.post(
            url_of(closure), {**signed, "outcome": outcome, "returned_reason": "A"}
        )
        assert refused.status_code == 403
        assert "Another person who chairs, from another partner" in text(refused)
    closure.refresh_from_db()
    assert closure.outcome == "proposed"


def test_a_chair_who_leads_another_partner_decides(
    cast: dict[str, Any], closure: Closure, signed: dict[str, str]
) -> None:
    client = Client()
    client.force_login(leads(another_chair(), "YOT"))
    assert client.post(url_of(closure), signed).status_code == 302
    closure.refresh_from_db()
    assert closure.outcome == "signed_off"


def test_the_service_itself_refuses_who_proposed_it(
    cast: dict[str, Any], closure: Closure, plan: Plan
) -> None:
    user = User.objects.get(pk=_partner(cast).pk)
    answers = {
        "decided_on": TODAY,
        "body": plan.bodies.all()[0],
        "minute_ref": "Item 6",
        "recheck_on": date(2021, 3, 1),
    }
    seen = proposal_of(closure, TODAY).seen
    with pytest.raises(signing_off.Refused, match="You file updates for Health partners"):
        signing_off.sign_off(closure=closure, answers=answers, seen_before=seen, by=user)
    closure.refresh_from_db()
    assert closure.outcome == "proposed"


@pytest.mark.parametrize(
    "who", ["police", "health", "yot", "board-member", "democratic-services", "administrator"]
)
def test_nobody_else_decides(
    cast: dict[str, Any], closure: Closure, signed: dict[str, str], who: str
) -> None:
    client = Client()
    client.force_login(cast[who])
    pages = ["", "re-open/", "re-check/"]
    found = [client.get("/sign-offs/").status_code]
    found += [client.get(url_of(closure, page)).status_code for page in pages]
    found += [client.post(url_of(closure, page), signed).status_code for page in pages]
    assert set(found) == {403}
    closure.refresh_from_db()
    assert closure.outcome == "proposed"


def test_a_proposal_that_is_not_there_is_not_found(chair: Client) -> None:
    for page in ("", "re-open/", "re-check/"):
        assert chair.get(f"/sign-offs/999999/{page}").status_code == 404


# --- Stale, twice, and by two ----------------------------------------------------------------


def _more_evidence(cast: dict[str, Any], link: str = "https://example.org/b") -> None:
    said = closure_of("1.9").proposed_by
    evidence.add_link(update=said, title="A", link=link, by=cast["health"])


def _less_evidence(cast: dict[str, Any]) -> None:
    proof = closure_of("1.9").proposed_by.proofs.get()
    evidence.withdraw(proof=proof, reason="Wrong", by=cast["health"])


def _another_update(cast: dict[str, Any]) -> None:
    file("1.9", cast["health"], narrative="Only half of it is done")


def _a_milestone(cast: dict[str, Any]) -> None:
    Action.objects.get(ref="1.9").milestones.create(title="One more step")


@pytest.mark.parametrize("change", [_more_evidence, _less_evidence, _another_update, _a_milestone])
def test_what_changed_while_the_page_was_open_is_read_before_anything_is_recorded(
    chair: Client, cast: dict[str, Any], closure: Closure, signed: dict[str, str], change: Any
) -> None:
    _more_evidence(cast, "https://example.org/a")
    seen = chair.get(url_of(closure)).context["form"]["version"].value()
    change(cast)
    refused = chair.post(url_of(closure), {**signed, "version": seen, "minute_ref": "Item 7"})
    assert "What is proposed changed while this page was open" in text(refused)
    assert "Item 7" in text(refused)
    closure.refresh_from_db()
    assert closure.outcome == "proposed"
    now = refused.context["form"]["version"].value()
    assert chair.post(url_of(closure), {**signed, "version": now}).status_code == 302
    closure.refresh_from_db()
    assert closure.outcome == "signed_off"


def test_pressing_the_button_twice_records_one_decision(
    chair: Client, closure: Closure, signed: dict[str, str], returned: dict[str, str]
) -> None:
    another = closure_of("1.5")
    for _ in range(2):
        assert chair.post(url_of(closure), signed)["Location"] == "/sign-offs/"
        assert chair.post(url_of(another), returned)["Location"] == "/sign-offs/"
    assert closure.history.filter(outcome="signed_off").count() == 1
    assert another.history.filter(outcome="returned").count() == 1


def test_the_second_to_decide_sees_what_was_recorded(
    chair: Client,
    cast: dict[str, Any],
    closure: Closure,
    signed: dict[str, str],
    returned: dict[str, str],
) -> None:
    chair.post(url_of(closure), signed)
    second = Client()
    second.force_login(another_chair())
    for answers in (returned, signed, {"minute_ref": "Item 7"}):
        response = second.post(url_of(closure), answers, follow=True)
        assert response.redirect_chain == [(url_of(closure), 302)]
        page = text(response)
        assert "Nothing was changed. Action 1.9 was signed off on 1 September 2020" in page
        assert f"Recorded by {cast['chair'].name}." in page
        assert "Record the decision</button>" not in page
    assert closure.history.filter(outcome="signed_off").count() == 1


def test_a_proposal_withdrawn_meanwhile_is_not_decided(
    chair: Client, closure: Closure, signed: dict[str, str]
) -> None:
    Closure.objects.filter(pk=closure.pk).update(outcome="withdrawn")
    page = text(chair.post(url_of(closure), signed, follow=True))
    assert "its partner withdrew that" in page
    closure.refresh_from_db()
    assert closure.outcome == "withdrawn"


def test_what_a_lead_was_writing_while_it_was_signed_off_is_refused_and_kept(
    chair: Client, health: Client, closure: Closure, signed: dict[str, str]
) -> None:
    page = health.get(f"{ACTION}updates/new/").context["form"]
    typed = {**on(TODAY, "as_at"), "narrative": "Two more posts", "delivery_rating": "complete"}
    typed |= {"impact_rating": "too_early", "evidence": "Rota", "file": "1"}
    typed |= {name: str(page[name].value()) for name in ("version", "key") if name in page.fields}
    chair.post(url_of(closure), signed)
    refused = text(health.post(f"{ACTION}updates/new/", typed))
    assert "It must be re-opened first" in refused
    assert "Two more posts" in refused
    action = Action.objects.with_partners().get(ref="1.9")
    assert action_position(action, TODAY).status == Status.CLOSED


def test_what_was_typed_and_refused_is_there_again(
    chair: Client, closure: Closure, returned: dict[str, str]
) -> None:
    mark = chair.get(url_of(closure)).context["written_by"]
    chair.post(url_of(closure), {**returned, "minute_ref": "", "written_by": mark})
    page = text(chair.get(url_of(closure)))
    assert REASON in page
    assert "It is not saved yet." in page
