"""Sentences on updates, evidence, dates and sign-offs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from actions.history import telling_decisions, telling_updates
from actions.history.rows import Row
from actions.tests.test_history_sentences import AT, LEAD, change, row, said

UPDATE = {
    **dict.fromkeys(telling_updates.UPDATE, ""),
    "as_at": date(2020, 8, 28),
    "delivery_rating": "At risk",
    "impact_rating": "Some evidence",
    "state": "submitted",
    "submitted_at": AT,
    "partner__name": "Health partners",
    "author__name": "Health lead",
    "confirms_id": None,
    "corrects_id": None,
    "correction_reason": "",
    "withdrawn_reason": "",
}
DATE = {
    "moved_from": date(2020, 9, 30),
    "moved_to": date(2020, 12, 31),
    "reason": "Training was put off",
    "past_reason": "",
    "requested_by__name": "Health partners",
    "requested_on": date(2020, 8, 1),
    "outcome": "asked",
    "decided_on": None,
    "body__name": None,
    "minute_ref": "",
}
AGREED = {
    **DATE,
    "outcome": "agreed",
    "decided_on": date(2020, 8, 14),
    "body__name": "Children and Young People's Partnership Board",
    "minute_ref": "CYPPB 20/08/14",
}
CLOSURE = {
    "outcome": "proposed",
    "decided_on": None,
    "body__name": None,
    "minute_ref": "",
    "recheck_on": None,
    "returned_reason": "",
    "reopened_on": None,
    "reopened_reason": "",
    "reopened_minute_ref": "",
    "proposed_by__as_at": date(2020, 8, 28),
    "proposed_by__submitted_at": AT,
    "proposed_by__partner__name": "Health partners",
}


def test_a_date_is_asked_for_and_the_board_agrees() -> None:
    asked, agreed = telling_decisions.dates([row(None, DATE, by=LEAD), row(DATE, AGREED)])
    assert asked.sentence == (
        "Health lead (Health partners) asked for a new due date, 31 December 2020 (it was"
        " 30 September 2020): Training was put off."
    )
    assert agreed.sentence == (
        "The Children and Young People's Partnership Board agreed a new due date,"
        " 31 December 2020 (it was 30 September 2020), on 14 August 2020, minute CYPPB 20/08/14."
    )
    assert agreed.recorded_by == "Democratic services officer"
    for why, ends in [("CYPPB: CYPPB 20/08/14", "20/08/14."), ("By a vote", "14: By a vote.")]:
        [again] = said(telling_decisions.dates([replace(row(DATE, AGREED), why=why)]))
        assert again.endswith(ends)
        assert again.count("CYPPB") == 1


def test_a_decision_that_was_loaded_stands_on_its_own_days() -> None:
    asked, agreed = telling_decisions.dates([row(None, AGREED, by=None)])
    assert asked.sentence.startswith("Health partners asked for a new due date")
    assert (asked.day, agreed.day) == (date(2020, 8, 1), date(2020, 8, 14))
    assert agreed.sentence.endswith("(it was 30 September 2020), minute CYPPB 20/08/14.")
    assert agreed.recorded_by == ""


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (
            {**AGREED, "outcome": "declined"},
            "The Children and Young People's Partnership Board declined a new due date, 31",
        ),
        (
            {**DATE, "outcome": "withdrawn"},
            "Democratic services officer withdrew the request for a new due date, 31 December",
        ),
        (
            {**DATE, "moved_to": date(2021, 1, 31)},
            (
                "Democratic services officer changed the new due date of the request"
                " from 31 December 2020 to 31 January 2021."
            ),
        ),
    ],
)
def test_a_request_is_declined_withdrawn_or_changed(outcome: Any, expected: str) -> None:
    [told] = said(telling_decisions.dates([row(DATE, outcome)]))
    assert told.startswith(expected)


def test_a_closure_from_proposal_to_re_opening() -> None:
    decided = {key: AGREED[key] for key in ("decided_on", "body__name", "minute_ref")}
    signed = {**CLOSURE, **decided, "outcome": "signed_off", "recheck_on": date(2021, 2, 12)}
    reopened = {
        **signed,
        "reopened_on": date(2020, 8, 30),
        "reopened_reason": "It came back",
        "reopened_minute_ref": "item 3",
    }
    told = said(
        telling_decisions.closures(
            [row(None, CLOSURE, by=LEAD), row(CLOSURE, signed), row(signed, reopened)]
        )
    )
    assert told == [
        (
            "Health lead (Health partners) proposed the action as complete, with the update for"
            " 28 August 2020."
        ),
        (
            "The Children and Young People's Partnership Board signed the action off, on"
            " 14 August 2020, minute CYPPB 20/08/14. To be checked again on 12 February 2021."
        ),
        (
            "Democratic services officer re-opened the action on 30 August 2020, minute item 3:"
            " It came back."
        ),
    ]
    back = {**CLOSURE, **decided, "outcome": "returned", "minute_ref": "5"}
    back["returned_reason"] = "5 audits are missing"
    [returned] = said(telling_decisions.closures([row(CLOSURE, back)]))
    assert returned == (
        "The Children and Young People's Partnership Board returned the action as not complete, on"
        " 14 August 2020, minute 5: 5 audits are missing."
    )
    [withdrawn] = said(telling_decisions.closures([change(CLOSURE, outcome="withdrawn")]))
    assert withdrawn == "Democratic services officer withdrew the proposal to close the action."


def test_a_check_of_what_was_signed_off() -> None:
    check = {"checked_on": date(2020, 8, 20), "found": "Audit", "minute_ref": "", "next_on": None}
    [told] = said(telling_decisions.rechecks([row(None, check)]))
    assert told == (
        "Democratic services officer checked what was signed off again, on 20 August 2020, and"
        " found that it holds: Audit."
    )
    more = {**check, "minute_ref": "item 2", "next_on": date(2021, 2, 12)}
    [loaded] = telling_decisions.rechecks([row(None, more, by=None)])
    assert loaded.day == date(2020, 8, 20)
    assert loaded.sentence == (
        "The board checked what was signed off again, on 20 August 2020, minute item 2, and found"
        " that it holds: Audit. To be checked once more on 12 February 2021."
    )


def test_an_update_is_filed_by_its_author_for_the_partner() -> None:
    [told] = telling_updates.updates([row(None, UPDATE, by=LEAD)], {})
    assert told.sentence == (
        "Health lead (Health partners) filed an update for 28 August 2020: At risk, Some evidence."
    )
    [loaded] = telling_updates.updates([row(None, UPDATE, by=None)], {})
    assert (loaded.sentence, loaded.day) == (told.sentence, date(2020, 9, 1))
    text_alone = {**UPDATE, "delivery_rating": "", "impact_rating": ""}
    [text] = said(telling_updates.updates([row(None, text_alone)], {1: {5: "Minutes"}}))
    assert text.endswith("2020, without a rating, with the evidence “Minutes”.")


def test_no_change_says_since_when() -> None:
    later = {**UPDATE, "as_at": date(2020, 9, 1), "confirms_id": 1}
    _, told = said(telling_updates.updates([row(None, UPDATE), row(None, later, key=2)], {}))
    assert "filed “no change since 28 August 2020” for 1 September 2020: At risk" in told


def test_a_correction_names_the_reason_and_what_became_of_each_answer() -> None:
    new = {**UPDATE, "delivery_rating": "Off track", "corrects_id": 1}
    new |= {"correction_reason": "The date was misread"}
    _, told = telling_updates.updates(
        [
            row(None, UPDATE, by=LEAD),
            row(UPDATE, {**UPDATE, "state": "corrected"}, by=LEAD),
            row(None, new, by=LEAD, key=2),
        ],
        {},
    )
    assert told.sentence == (
        "Health lead (Health partners) corrected the update for 28 August 2020, now Off track,"
        " Some evidence: The date was misread."
    )
    assert [(c.label, c.before, c.after) for c in told.changes] == [
        ("delivery rating", "At risk", "Off track")
    ]


def test_an_update_is_withdrawn_with_its_reason() -> None:
    gone = {"state": "withdrawn", "withdrawn_reason": "Wrong action"}
    _, told = said(
        telling_updates.updates([row(None, UPDATE), row(UPDATE, {**UPDATE, **gone})], {})
    )
    assert told == (
        "Democratic services officer withdrew the update for 28 August 2020: Wrong action."
    )


def test_the_texts_of_an_update_that_was_taken_back_are_not_told() -> None:
    new = {**UPDATE, "narrative": "CANARY", "delivery_rating": "Off track", "corrects_id": 1}
    gone = {**new, "state": "withdrawn", "withdrawn_reason": "It named a child"}
    told = list(
        telling_updates.updates(
            [
                row(None, UPDATE),
                row(None, new, key=2),
                row(new, {**new, "narrative": "CANARY 2"}, key=2),
                row(new, gone, key=2),
            ],
            {},
        )
    )
    assert "CANARY" not in repr(told)
    assert [change.after for each in told for change in each.changes] == ["Off track"]


def evidence(minutes: float, before: Any, after: Any, key: int) -> Row:
    return replace(row(before, after, LEAD, key=key), at=AT + timedelta(minutes=minutes))


def test_evidence_of_a_draft_is_told_as_it_stood_when_filed_and_no_other_way() -> None:
    kept: dict[str, Any] = {
        "title": "Audit",
        "link": "",
        "withdrawn_on": None,
        "withdrawn_reason": "",
    }
    kept |= {"update_id": 1, "update__as_at": date(2020, 8, 28)}
    secret = {**kept, "title": "SECRET"}
    dropped = {**secret, "withdrawn_on": date(2020, 9, 1), "withdrawn_reason": "SECRET reason"}
    gone = {**kept, "withdrawn_on": date(2020, 9, 1), "withdrawn_reason": "It named a child"}
    found = [
        evidence(-9, None, secret, 7),
        evidence(-8, None, {**kept, "title": "First name"}, 8),
        evidence(-7, secret, dropped, 7),
        evidence(-6, {**kept, "title": "First name"}, kept, 8),
        evidence(0.01, None, {**kept, "title": "Came with it"}, 9),
        evidence(0.02, kept, gone, 8),
        evidence(5, None, {**kept, "title": "Later"}, 10),
        evidence(-5, None, {**secret, "update_id": 99}, 11),
    ]
    filed_with, later = telling_updates.sort_evidence(found, [row(None, UPDATE)])
    assert {1: ["Audit", "Came with it"]} == {k: list(v.values()) for k, v in filed_with.items()}
    told = said(telling_updates.evidence(later))
    assert told == [
        (
            "Health lead (Health partners) withdrew the evidence “Audit” from the update for"
            " 28 August 2020: It named a child."
        ),
        (
            "Health lead (Health partners) added the evidence “Later” to the update for"
            " 28 August 2020."
        ),
    ]


def test_a_figure_is_told_with_its_day() -> None:
    reading = {"measure__name": "Posts", "as_at": date(2020, 8, 28), "figure": "over 6 posts"}
    reading |= {"update__author__name": "Health lead"}
    told = said(
        telling_updates.readings(
            [row(None, reading, by=LEAD), row(reading, {**reading, "figure": "7 posts"})]
        )
    )
    assert told == [
        (
            "Health lead (Health partners) reported for the measure “Posts” on 28 August 2020:"
            " over 6 posts."
        ),
        (
            "Democratic services officer changed the figure of the measure “Posts” on"
            " 28 August 2020 from over 6 posts to 7 posts."
        ),
    ]
