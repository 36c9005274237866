"""Sentences on what the chair asked, and what was answered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.history import telling_challenges
from actions.history.rows import Who
from actions.tests.test_history_sentences import LEAD, change, row, said

CHAIR = Who("Chair of the Board")
ASKED = {
    "asked_of__name": "Health partners",
    "question": "What keeps\nit?",
    "asked_on": date(2020, 8, 3),
    "answer_by": date(2020, 8, 14),
    "update__as_at": date(2020, 7, 31),
}
REPLY = {
    "kind": "answered",
    "text": "Staff",
    "said_on": date(2020, 8, 10),
    "answer_by": None,
    "body__name": None,
    "challenge__asked_of__name": "Health partners",
}


def by_chair(values: dict[str, Any]) -> Any:
    return row(None, values, CHAIR)


def test_a_question_says_of_whom_about_what_and_by_when() -> None:
    lines = said(telling_challenges.challenges([by_chair(ASKED)]))
    assert lines == [
        (
            "Chair of the Board asked Health partners about the update for 31 July 2020, to be"
            " answered by 14 August 2020: What keeps it?"
        )
    ]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kind": "accepted", "text": ""}, "accepted the answer of Health partners."),
        ({"kind": "withdrawn"}, "withdrew the question to Health partners: Staff."),
        (
            {"kind": "asked_again", "answer_by": date(2020, 9, 8)},
            "asked Health partners again, to be answered by 8 September 2020: Staff.",
        ),
        (
            {"kind": "escalated", "body__name": "Health and Wellbeing Board"},
            "escalated to Health and Wellbeing Board what Health partners was asked: Staff.",
        ),
    ],
)
def test_what_the_chair_made_of_it(values: dict[str, Any], sentence: str) -> None:
    lines = said(telling_challenges.replies([by_chair(REPLY | values)]))
    assert lines == [f"Chair of the Board {sentence}"]


def test_an_answer_names_the_partner_only_where_another_speaks_for_it() -> None:
    [own] = said(telling_challenges.replies([row(None, REPLY, LEAD)]))
    assert own == f"{LEAD} answered the board: Staff."
    of_another = REPLY | {"challenge__asked_of__name": "Alder Hey"}
    [other] = said(telling_challenges.replies([row(None, of_another, LEAD)]))
    assert other == f"{LEAD} answered the board for Alder Hey: Staff."


def test_a_long_question_is_told_by_its_beginning() -> None:
    [line] = said(telling_challenges.challenges([by_chair(ASKED | {"question": "word " * 900})]))
    assert line.endswith("word…")
    assert len(line) < 330


def test_read_and_taken_back() -> None:
    read = {
        "acknowledged_on": date(2020, 8, 29),
        "undone_on": None,
        "update__as_at": date(2020, 8, 28),
        "update__partner__name": "Health partners",
    }
    both = [row(None, read, CHAIR), change(read, undone_on=date(2020, 8, 30))]
    which = "the update for 28 August 2020 by Health partners."
    assert said(telling_challenges.acknowledgements(both)) == [
        f"Chair of the Board acknowledged {which}",
        f"Democratic services officer took back the acknowledgement of {which}",
    ]
