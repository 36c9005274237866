"""Asking, answering, and what the chair makes of the answer: one page a step."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from actions.models import Action, Challenge, ChallengeReply, Plan, ProgressUpdate
from actions.services import challenges
from actions.tests.challenging import (
    ASK,
    BY,
    LOG,
    QUESTION,
    TODAY,
    asked,
    asked_on,
    board,
    step,
    typed,
)

ACTION = "/plans/sefton-jtai-2019/actions/1.4/"


@pytest.fixture
def challenge(plan: Plan, cast: dict[str, Any]) -> Challenge:
    return asked(plan, cast)


def text(response: Any) -> str:
    return unescape(response.content.decode())


def page_of(challenge: Challenge, of: str = "") -> str:
    return f"/challenges/{challenge.pk}/{of}"


def question(**more: Any) -> dict[str, str]:
    owner = Action.objects.get(ref="1.4").owner_id
    sent = {"asked_of": str(owner), "question": QUESTION, "key": str(uuid4()), **typed(BY)}
    return sent | more


# --- Asking ----------------------------------------------------------------------------------


def test_the_chair_asks_and_reads_it_in_the_log(chair: Client, plan: Plan) -> None:
    page = text(chair.get(ASK))
    assert 'value="15"' in page
    response = chair.post(ASK, question(), follow=True)
    asked = Challenge.objects.get()
    assert response.redirect_chain == [(page_of(asked), 302)]
    assert f"{asked.asked_of.name} finds your question on its own list." in text(response)
    assert "An answer is wanted by 15 September 2020." in text(response)
    assert QUESTION in text(chair.get(LOG))


def test_a_page_sent_twice_asks_once(chair: Client, plan: Plan) -> None:
    sent = question()
    assert [chair.post(ASK, sent).status_code for _ in range(2)] == [302, 302]
    assert Challenge.objects.count() == 1


def test_a_question_reworded_after_it_was_sent_is_kept_and_asked_when_it_is_sent_once_more(
    chair: Client, plan: Plan
) -> None:
    sent = question()
    chair.post(ASK, sent)
    response = chair.post(ASK, sent | {"question": "Who leads on it?"})
    assert f"“{QUESTION}”, to be answered by 15 September 2020." in text(response)
    assert "Who leads on it?" in text(response)
    assert Challenge.objects.count() == 1
    anew = sent | {"question": "Who leads on it?", "key": response.context["form"]["key"].value()}
    assert [chair.post(ASK, anew).status_code for _ in range(2)] == [302, 302]
    assert Challenge.objects.count() == 2
    assert chair.post(ASK, sent).status_code == 302
    assert Challenge.objects.count() == 2


def test_a_question_about_an_update_names_it_and_its_partner(chair: Client, plan: Plan) -> None:
    update = ProgressUpdate.objects.submitted().filter(action__ref="1.4").last()
    assert update
    form = chair.get(f"{ASK}?update={update.pk}").context["form"]
    assert (form.initial["update"], form.initial["asked_of"]) == (update, update.partner)
    chair.post(f"{ASK}?update={update.pk}", question(update=str(update.pk)))
    assert Challenge.objects.get().update == update
    about = f"The update of 28 August 2020 by {update.partner.name}"
    assert about in text(chair.get(page_of(Challenge.objects.get())))
    assert about in chair.get(f"{LOG}?format=csv").content.decode()


def test_an_update_withdrawn_while_the_question_was_typed_keeps_the_text(
    chair: Client, plan: Plan
) -> None:
    update = ProgressUpdate.objects.submitted().filter(action__ref="1.4").last()
    assert update
    update.state, update.withdrawn_reason = "withdrawn", "A mistake"
    update.save()
    page = text(chair.post(f"{ASK}?update={update.pk}", question(update=str(update.pk))))
    assert "Choose the action, or an update that is in force" in page
    assert QUESTION in page


def test_a_plan_without_bodies_says_who_adds_one(
    chair: Client, challenge: Challenge, plan: Plan
) -> None:
    for other in plan.bodies.exclude(abbreviation="HWB"):
        challenge.action.plan.bodies.filter(pk=other.pk).update(plan=_another_plan())
    url = page_of(challenge, "escalate/")
    assert "names no other body" not in text(chair.get(url))
    chair.post(url, {"text": "Late", "body": board(plan).pk, "seen": "0"})
    assert "The plan names no other body." in text(chair.get(url))


def _another_plan() -> Plan:
    facts = {"title": "Other", "kind": "other", "area": "A", "submitted_on": TODAY}
    return Plan.objects.get_or_create(slug="other", defaults=facts)[0]


@pytest.mark.parametrize("named", ["0", "x", "9" * 30, "-1", "%00"])
def test_an_update_that_is_none_of_this_action_is_not_found(
    chair: Client, plan: Plan, named: str
) -> None:
    assert chair.get(f"{ASK}?update={named}").status_code == 404
    other = ProgressUpdate.objects.submitted().filter(action__ref="2.6")[0]
    assert chair.get(f"{ASK}?update={other.pk}").status_code == 404


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"question": "  "}, "Enter the question"),
        ({"question": "x" * 5_001}, "The question must be 5,000 characters or fewer"),
        (typed(date(2020, 8, 31)), "The day for the answer must be today or later"),
        ({"answer_by_1": "13"}, "The day for the answer must be a real date"),
        ({"answer_by_0": "", "answer_by_1": "", "answer_by_2": ""}, "Enter the day for the answer"),
        ({"asked_of": ""}, "Choose whom you ask"),
        ({"asked_of": "999999"}, "Choose a partner that works on this action"),
        ({"asked_of": "x" * 30}, "Choose a partner that works on this action"),
        ({"update": "999999"}, "Choose the action, or an update that is in force"),
        ({"key": "no key"}, "This page is out of date. Copy your text, and open it again"),
    ],
)
def test_what_cannot_be_asked_says_what_to_do(
    chair: Client, plan: Plan, changed: dict[str, str], sentence: str
) -> None:
    response = chair.post(ASK, question(**changed))
    assert response.status_code == 200
    assert sentence in text(response)
    assert not Challenge.objects.exists()


def test_a_withdrawn_action_says_why_it_takes_no_question(chair: Client, plan: Plan) -> None:
    Action.objects.filter(ref="1.4").update(withdrawn_on=TODAY, withdrawn_reason="Merged")
    page = text(chair.get(ASK))
    assert "withdrawn on 1 September 2020: it takes no question" in page
    assert "What do you ask?" not in page
    assert "Challenge this action" not in text(chair.get(ACTION))
    assert QUESTION in text(chair.post(ASK, question()))
    assert not Challenge.objects.exists()


def test_a_lead_and_a_board_member_ask_nothing(health: Client, cast: dict[str, Any]) -> None:
    member = Client()
    member.force_login(cast["board-member"])
    assert [client.post(ASK, question()).status_code for client in (health, member)] == [403, 403]
    assert not Challenge.objects.exists()
    for client in (health, member):
        page = text(client.get(ACTION))
        assert "Challenge this action" not in page
        assert "Ask about this update" not in page


# --- Answering -------------------------------------------------------------------------------


def test_the_lead_finds_it_first_on_the_list_and_answers(
    health: Client, chair: Client, challenge: Challenge
) -> None:
    asked_on(challenge, date(2020, 8, 10))
    page = text(health.get("/updates/"))
    assert page.index("The board has asked you") < page.index("Your actions")
    assert "12 days overdue" in page
    assert page_of(challenge, "answer/") in page
    answer = {"text": "It is agreed since Friday.", "seen": "0", "key": str(uuid4())}
    response = health.post(page_of(challenge, "answer/"), answer, follow=True)
    assert response.redirect_chain == [("/updates/", 302)]
    assert "Your answer is with the board." in text(response)
    assert "The board has asked you" not in text(response)
    assert health.post(page_of(challenge, "answer/"), answer).status_code == 302
    assert ChallengeReply.objects.count() == 1
    assert "It is agreed since Friday." in text(chair.get(page_of(challenge)))


def test_an_answer_reworded_after_it_was_sent_is_kept_and_fits_when_it_is_asked_again(
    health: Client, challenge: Challenge, cast: dict[str, Any]
) -> None:
    url = page_of(challenge, "answer/")
    sent = {"text": "It is agreed.", "seen": "0", "key": str(uuid4())}
    health.post(url, sent)
    reworded = sent | {"text": "It is nearly agreed."}
    page = text(health.post(url, reworded))
    assert "Answered: “It is agreed.”" in page
    assert "It is nearly agreed." in page
    step(challenges.ask_again, challenge, cast["chair"], answer_by=BY)
    response = health.post(url, reworded)
    assert "Read what was said, and send yours if it still fits" in text(response)
    form = response.context["form"]
    health.post(url, reworded | {name: form[name].value() for name in ("key", "seen")})
    answers = challenge.replies.filter(kind="answered").values_list("text", flat=True)
    assert list(answers) == ["It is agreed.", "It is nearly agreed."]


def test_another_partner_cannot_answer_and_neither_can_the_chair(
    police: Client, chair: Client, democratic_services: Client, challenge: Challenge
) -> None:
    for client in (police, chair, democratic_services):
        for method in (client.get, client.post):
            assert method(page_of(challenge, "answer/"), {"text": "x"}).status_code == 403
    assert not ChallengeReply.objects.exists()
    assert "The board has asked you" not in text(police.get("/updates/"))


def test_a_lead_takes_none_of_the_chairs_steps(
    health: Client, challenge: Challenge, cast: dict[str, Any]
) -> None:
    step(challenges.answer, challenge, cast["health"])
    for page in ("accept/", "ask-again/", "escalate/", "withdraw/"):
        assert health.get(page_of(challenge, page)).status_code == 403
        assert health.post(page_of(challenge, page), {"text": "x"}).status_code == 403
    assert ChallengeReply.objects.count() == 1
    assert "Accept the answer" not in text(health.get(page_of(challenge)))


def test_the_text_of_who_came_second_is_kept_and_says_who_was_first(
    health: Client, challenge: Challenge, cast: dict[str, Any]
) -> None:
    step(challenges.answer, challenge, cast["health"], text="The first answer")
    sent = {"text": "My own long answer", "seen": "0", "key": str(uuid4())}
    page = text(health.post(page_of(challenge, "answer/"), sent))
    assert "Answered by Health lead on 1 September 2020. It takes no answer now" in page
    assert "My own long answer" in page
    assert "The first answer" in page
    assert ChallengeReply.objects.count() == 1


def test_what_was_escalated_meanwhile_is_shown_and_the_second_save_counts(
    health: Client, challenge: Challenge, plan: Plan, cast: dict[str, Any]
) -> None:
    step(challenges.escalate, challenge, cast["chair"], body=board(plan))
    sent = {"text": "Our answer", "seen": "0", "key": str(uuid4())}
    response = health.post(page_of(challenge, "answer/"), sent)
    assert "Meanwhile something was said. Escalated to" in text(response)
    assert response.context["form"]["seen"].value() == "1"
    health.post(page_of(challenge, "answer/"), sent | {"seen": "1"})
    assert challenge.replies.filter(kind="answered").count() == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": ""}, "Enter your answer"),
        ({"text": "x" * 5_001}, "Your answer must be 5,000 characters or fewer"),
        ({"text": "x", "seen": "many"}, "This page is out of date"),
        ({"text": "x", "key": "1"}, "This page is out of date"),
    ],
)
def test_an_answer_that_cannot_be_sent_says_what_to_do(
    health: Client, challenge: Challenge, sent: dict[str, str], sentence: str
) -> None:
    assert sentence in text(health.post(page_of(challenge, "answer/"), sent))
    assert not ChallengeReply.objects.exists()


def test_what_a_lead_typed_and_did_not_send_comes_back(
    health: Client, challenge: Challenge, cast: dict[str, Any]
) -> None:
    url = page_of(challenge, "answer/")
    writer = {"written_by": health.get(url).context["written_by"]}
    health.post(url, {"text": "Half an answer", "keep": "1", **writer})
    assert "Half an answer" in text(health.get(url))
    assert "You typed something here that is not saved." in text(health.get("/updates/"))


# --- What the chair makes of it --------------------------------------------------------------


def test_the_chair_is_offered_what_can_follow_and_no_more(
    chair: Client, challenge: Challenge, plan: Plan, cast: dict[str, Any]
) -> None:
    def offered() -> list[str]:
        found: list[str] = [o.kind for o in chair.get(page_of(challenge)).context["offers"]]
        return found

    assert offered() == ["escalated", "withdrawn"]
    step(challenges.answer, challenge, cast["health"])
    assert offered() == ["accepted", "asked_again", "escalated"]
    step(challenges.escalate, challenge, cast["chair"], body=board(plan))
    assert offered() == ["accepted", "asked_again", "escalated"]
    step(challenges.accept, challenge, cast["chair"])
    assert offered() == []
    assert "This question is settled." in text(chair.get(page_of(challenge)))


def test_a_chair_who_leads_the_partner_that_was_asked_is_not_offered_to_judge_it(
    health: Client, challenge: Challenge, cast: dict[str, Any]
) -> None:
    cast["health"].memberships.create(role="chair", starts_on=TODAY)

    def offered() -> list[str]:
        return [offer.kind for offer in health.get(page_of(challenge)).context["offers"]]

    assert offered() == ["answered", "escalated"]
    withdrawing = health.get(page_of(challenge, "withdraw/"), follow=True)
    assert withdrawing.redirect_chain == [(page_of(challenge), 302)]
    assert "Somebody else must withdraw the question." in text(withdrawing)
    step(challenges.answer, challenge, cast["health"])
    assert offered() == ["asked_again", "escalated"]
    sent = {"text": "", "seen": "1", "key": str(uuid4())}
    assert "Somebody else must accept its answer" in text(
        health.post(page_of(challenge, "accept/"), sent)
    )
    assert challenge.replies.count() == 1


def test_the_chair_asks_again_escalates_and_accepts(
    chair: Client, health: Client, challenge: Challenge, plan: Plan, cast: dict[str, Any]
) -> None:
    def post(page: str, **sent: Any) -> str:
        seen = challenge.replies.count()
        given = {"text": f"Because of {page}", "seen": seen, "key": str(uuid4()), **sent}
        return text(chair.post(page_of(challenge, page), given, follow=True))

    step(challenges.answer, challenge, cast["health"])
    again = post("ask-again/", **typed(date(2020, 9, 8)))
    assert "An answer is wanted by 8 September 2020." in again
    assert "Because of ask-again/" in text(health.get("/updates/"))
    body = board(plan)
    assert f"The question is with {body.name} now." in post("escalate/", body=body.pk)
    step(challenges.answer, challenge, cast["health"])
    assert "The question is settled." in post("accept/", text="")
    assert [reply.kind for reply in challenge.replies.all()][-1] == "accepted"


def test_a_question_asked_by_mistake_is_withdrawn_with_a_reason(
    chair: Client, health: Client, challenge: Challenge
) -> None:
    url = page_of(challenge, "withdraw/")
    assert "Enter why you withdraw it" in text(chair.post(url, {"text": ""}))
    page = text(chair.post(url, {"text": "The wrong action"}, follow=True))
    assert "It stays readable in the log." in page
    assert "The wrong action" in page
    assert "The board has asked you" not in text(health.get("/updates/"))


def test_a_step_that_cannot_be_taken_leads_back_with_a_sentence(
    chair: Client, challenge: Challenge
) -> None:
    response = chair.get(page_of(challenge, "accept/"), follow=True)
    assert response.redirect_chain == [(page_of(challenge), 302)]
    assert "has not answered yet. There is no answer to accept yet." in text(response)


def test_an_escalation_sent_twice_is_one_and_the_same_body_is_not_offered_again(
    chair: Client, challenge: Challenge, plan: Plan
) -> None:
    url = page_of(challenge, "escalate/")
    sent = {"text": "Late", "body": board(plan).pk, "seen": "0", "key": str(uuid4())}
    assert [chair.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert ChallengeReply.objects.count() == 1
    offered = chair.get(url).context["form"].fields["body"].queryset
    assert board(plan) not in offered
    assert offered.count() == plan.bodies.count() - 1
    refused = text(chair.post(url, sent | {"seen": "1", "key": str(uuid4())}))
    assert f"It is with {board(plan).name} already. Choose another body" in refused
