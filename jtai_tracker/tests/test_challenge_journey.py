"""The chair asks Health about 1.4, Health answers, the chair escalates; also without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

ACTION = "/plans/sefton-jtai-2019/actions/1.4/"
QUESTION = "What keeps the six-week standard from being met, and who decides?"
ANSWER = "The second choice clinic opens on 1 October."


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_question_is_asked_answered_and_escalated(
    sign_in: Callable[..., Page], scripts: bool
) -> None:
    chair = sign_in("chair", java_script_enabled=scripts)
    chair.goto(ACTION)
    chair.get_by_role("link", name="Challenge this action").click()
    chair.get_by_label("What do you ask?").fill(QUESTION)
    chair.get_by_role("button", name="Ask this question").click()
    expect(chair.get_by_text("An answer is wanted by 15 September 2020.")).to_be_visible()

    health = sign_in("health", java_script_enabled=scripts)
    asked = health.get_by_role("region", name="The board has asked you")
    expect(asked).to_contain_text(QUESTION)
    asked.get_by_role("link", name="Answer the question on action 1.4").click()
    health.get_by_label("Your answer").fill(ANSWER)
    health.get_by_role("button", name="Send the answer").click()
    expect(health.get_by_text("Your answer is with the board.")).to_be_visible()
    expect(asked).to_have_count(0)

    chair.get_by_role("link", name="All challenges").click()
    chair.get_by_role("link", name=QUESTION).click()
    expect(chair.get_by_text(ANSWER)).to_be_visible()
    chair.get_by_role("button", name="Escalate").click()
    chair.get_by_label("Health and Wellbeing Board").check()
    chair.get_by_label("Why do you escalate it?").fill("It needs money that no partner has alone.")
    chair.get_by_role("button", name="Escalate").click()
    expect(chair.get_by_text("is with Health and Wellbeing Board now")).to_be_visible()
    chair.goto(ACTION)
    history = chair.get_by_text("escalated to Health and Wellbeing Board what")
    expect(history).to_contain_text("It needs money that no partner has alone.")
