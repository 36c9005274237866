"""The chair asks Health about 1.4, escalates the answer, and signs 1.9 off; without scripts too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PLAN = "/plans/sefton-jtai-2019/"
ACTION = f"{PLAN}actions/1.4/"
QUESTION = "What keeps the six-week standard from being met, and who decides?"
ANSWER = "The second choice clinic opens on 1 October."


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_chair_challenges_escalates_and_signs_off(
    sign_in: Callable[..., Page], scripts: bool
) -> None:
    chair = sign_in("chair", java_script_enabled=scripts)
    before = counts(chair)
    chair.get_by_role("link", name="Exceptions").click()
    chair.get_by_role("link", name="Challenge (action 1.4)").first.click()
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

    chair.get_by_role("link", name="Sign-offs").click()
    chair.get_by_role("link", name="Decide on action 1.9").click()
    expect(chair.get_by_text("Health partners").first).to_be_visible()
    chair.get_by_label("Sign off", exact=True).check()
    decided = chair.get_by_role("group", name="When was it decided?")
    for box, value in (("Day", "1"), ("Month", "9"), ("Year", "2020")):
        decided.get_by_label(box).fill(value)
    chair.get_by_label("Children and Young People's Partnership Board").check()
    chair.get_by_label("Minute reference").fill("CYPPB 1 September 2020, item 4")
    chair.get_by_role("button", name="Record the decision").click()
    banner = chair.get_by_role("alert")
    expect(banner).to_contain_text("Action 1.9 is signed off")
    expect(banner).to_contain_text("1 March 2021")

    chair.goto(PLAN)
    after = counts(chair)
    moved = {name: after[name] - before[name] for name in before if after[name] != before[name]}
    assert moved == {"Complete, awaiting sign-off": -1, "Complete, signed off": 1}
    # The cut-off lies before the sign-off: what the committee is told stays as it was.
    chair.goto(f"{PLAN}?as_at=2020-08-28")
    assert counts(chair) == before


def counts(page: Page) -> dict[str, int]:
    """The figures by delivery rating at the head of the dashboard."""
    tiles = page.get_by_role("region", name="Delivery").locator(".app-counts__link")
    numbers = [tile.locator(".app-counts__number").inner_text() for tile in tiles.all()]
    ratings = [tile.locator(".app-rating").inner_text() for tile in tiles.all()]
    return {
        rating.split("\n")[-1]: int(number) for rating, number in zip(ratings, numbers, strict=True)
    }
