"""The challenge log, its files, and where else people come upon a question."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client

from actions.models import Challenge, Plan
from actions.services import challenges
from actions.tests.challenging import ASK, BY, LOG, QUESTION, asked, asked_on, board, partner, step
from actions.tests.test_challenge_pages import ACTION, page_of, question, text


@pytest.fixture
def challenge(plan: Plan, cast: dict[str, Any]) -> Challenge:
    return asked(plan, cast)


# --- The log ---------------------------------------------------------------------------------


@pytest.fixture
def log(plan: Plan, cast: dict[str, Any]) -> dict[str, Challenge]:
    """An overdue question to Police, a settled one and one asked today, both to Health."""
    late = asked_on(asked(plan, cast, "2.6", question="Late question"), date(2020, 8, 3))
    done = asked_on(asked(plan, cast, "1.4", question="Settled question"), date(2020, 8, 4))
    now = asked(plan, cast, "1.4", question="New question")
    step(challenges.answer, done, cast["health"], text="=Answer\nin full " + "x" * 4_000)
    step(challenges.accept, done, cast["chair"])
    return {"late": late, "done": done, "now": now}


def shown(response: Any) -> list[str]:
    return [one.challenge.question for one in response.context["page"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Late question", "New question"]),
        ("?show=overdue", ["Late question"]),
        ("?show=all", ["Late question", "New question", "Settled question"]),
        ("?show=all&partner=HEA", ["New question", "Settled question"]),
        ("?partner=POL", ["Late question"]),
        ("?show=overdue&partner=HEA", []),
        ("?as_at=2020-08-28", ["Late question", "Settled question"]),
        ("?as_at=2020-08-03", ["Late question"]),
        ("?show=overdue&as_at=2020-08-13", []),
        ("?show=strange&partner=nobody&page=x", ["Late question", "New question"]),
    ],
)
def test_the_log_is_narrowed_and_shows_any_day(
    chair: Client, log: dict[str, Challenge], query: str, found: list[str]
) -> None:
    assert shown(chair.get(f"{LOG}{query}")) == found


def test_the_empty_log_says_where_to_begin(chair: Client, health: Client, plan: Plan) -> None:
    assert "choose “Challenge this action”" in text(chair.get(LOG))
    assert "The board had asked nothing by 1 September 2020." in text(health.get(LOG))
    assert "Download this list" not in text(chair.get(LOG))


def test_an_odd_filter_is_left_out_and_a_strange_day_is_answered(
    chair: Client, log: dict[str, Challenge]
) -> None:
    assert "Part of the filter could not be read" in text(chair.get(f"{LOG}?show=strange"))
    assert "Enter a real date" in text(chair.get(f"{LOG}?as_at=2020-13-01"))


def test_the_csv_holds_the_rows_on_the_screen_with_every_text_in_full(
    chair: Client, log: dict[str, Challenge]
) -> None:
    response = chair.get(f"{LOG}?show=all&format=csv")
    assert response["Content-Disposition"] == 'attachment; filename="challenges-2020-09-01.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["Question"] for row in rows] == shown(chair.get(f"{LOG}?show=all"))
    late, _, done = rows
    assert (late["Action"], late["Asked of"], late["Days overdue"]) == (
        "2.6",
        "Merseyside Police",
        "19",
    )
    assert (late["Answer by"], late["State"]) == ("2020-08-13", "Awaiting an answer")
    assert done["Last answer"] == "'=Answer\nin full " + "x" * 4_000
    since = done["All that was said since"]
    assert since.startswith("1 September 2020, Health lead. Answered: =Answer\nin full xxx")
    assert since.endswith("1 September 2020, Chair of the Board. Answer accepted: It is said")
    overdue = chair.get(f"{LOG}?show=overdue&as_at=2020-08-20&format=csv").content.decode()
    assert "Late question" in overdue
    assert "New question" not in overdue


def test_what_was_asked_last_stands_beside_its_day_on_each_list(
    chair: Client, challenge: Challenge, cast: dict[str, Any]
) -> None:
    step(challenges.answer, challenge, cast["health"])
    step(challenges.ask_again, challenge, cast["chair"], text="Which ward?", answer_by=BY)
    for url in (LOG, ACTION):
        listed = re.search(r'<li class="app-rows__item">.*?</li>', text(chair.get(url)), re.DOTALL)
        assert listed
        assert re.search(rf'href="{page_of(challenge)}">Which ward\?</a>', listed[0])
        assert listed[0].count("Which ward?") == 1
        assert "Asked again by Chair of the Board on 1 September 2020." in listed[0]
    [row] = csv.DictReader(io.StringIO(text(chair.get(f"{LOG}?format=csv"))))
    assert (row["Question"], row["Question asked last"]) == (QUESTION, "Which ward?")


def test_a_long_thread_fills_further_cells_of_excel_and_loses_nothing(
    chair: Client, challenge: Challenge, cast: dict[str, Any]
) -> None:
    for number in range(5):
        step(challenges.answer, challenge, cast["health"], text=f"{number}" * 5_000)
        step(challenges.ask_again, challenge, cast["chair"], text="x" * 5_000, answer_by=BY)
    file = chair.get(f"{LOG}?format=xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(file)).active
    header, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    parts = [str(row[n]) for n, name in enumerate(header) if "said since" in str(name)]
    assert len(parts) == 2
    assert all(f"{number}" * 5_000 in "".join(parts) for number in range(5))


def test_a_format_that_there_is_not_is_not_found(chair: Client, plan: Plan) -> None:
    assert chair.get(f"{LOG}?format=pdf").status_code == 404


# --- Elsewhere -------------------------------------------------------------------------------


def test_the_page_of_the_action_shows_its_questions_as_at_the_day(
    health: Client, log: dict[str, Challenge]
) -> None:
    page = text(health.get(ACTION))
    assert "New question" in page
    assert page_of(log["now"]) in page
    assert "Late question" not in page
    then = text(health.get(f"{ACTION}?as_at=2020-08-28"))
    assert "Settled question" in then
    assert f"{page_of(log['done'])}?as_at=2020-08-28" in then
    assert "New question" not in then
    assert "Answer accepted" not in then


def test_one_question_is_shown_as_it_stood_on_a_day(
    chair: Client, log: dict[str, Challenge]
) -> None:
    url = page_of(log["done"])
    then = chair.get(f"{url}?as_at=2020-08-28")
    assert "What was said later is left out" in text(then)
    assert "Answer accepted" not in text(then)
    assert then.context["offers"] == []
    before = text(chair.get(f"{url}?as_at=2020-08-03"))
    assert "had not been asked by 3 August 2020" in before
    assert "Settled question" not in before


def test_what_is_typed_is_shown_as_text(chair: Client, plan: Plan) -> None:
    chair.post(ASK, question(question="<script>alert(1)</script> {{7*7}}"))
    for url in (LOG, page_of(Challenge.objects.get()), ACTION):
        page = chair.get(url).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{7*7}}" in page
        assert "<script>alert(1)" not in page


def test_a_question_that_is_not_there_is_not_found(chair: Client, plan: Plan) -> None:
    assert chair.get("/challenges/99999999999999999999/").status_code == 404
    assert chair.post("/challenges/0/accept/", {"text": "x"}).status_code == 404


def test_the_history_tells_what_was_asked_and_what_became_of_it(
    chair: Client, challenge: Challenge, plan: Plan, cast: dict[str, Any]
) -> None:
    step(challenges.answer, challenge, cast["health"], text="By Friday. " * 100)
    step(challenges.ask_again, challenge, cast["chair"], text="Which one?", answer_by=BY)
    step(challenges.escalate, challenge, cast["chair"], text="Silence", body=board(plan))
    step(challenges.answer, challenge, cast["social-care"], text="The 4th")
    step(challenges.accept, challenge, cast["chair"], text="")
    lines = [e.told.sentence for e in chair.get(ACTION).context["history"]][:6]
    name = partner("HEA").name
    chair_name = "Chair of the Board"
    of, csc = challenge.asked_of.name, partner("CSC")
    assert lines[:4] == [
        f"{chair_name} accepted the answer of {of}.",
        f"{csc.name} lead ({csc.name}) answered the board for {of}: The 4th.",
        f"{chair_name} escalated to {board(plan).name} what {of} was asked: Silence.",
        f"{chair_name} asked {of} again, to be answered by 15 September 2020: Which one?",
    ]
    assert lines[4].startswith(f"Health lead ({name}) answered the board for {of}: By Friday.")
    assert lines[4].endswith("By Friday. By…")
    assert len(lines[4]) < 320
    assert lines[5] == (
        f"{chair_name} asked {challenge.asked_of.name}, to be answered by 15 September 2020:"
        f" {QUESTION}"
    )
