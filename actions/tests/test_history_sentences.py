"""How a change is put in words: who, what it was and became, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from actions.history import telling_structure
from actions.history.rows import Row, Version, Who, listed, rows, sentence

AT = datetime(2020, 9, 1, 13, 0, tzinfo=UTC)
OFFICER = Who("Democratic services officer")
LEAD = Who("Health lead", "Health partners")

ACTION = {
    **dict.fromkeys(telling_structure.ACTION, ""),
    "title": "Agree a pathway",
    "owner__name": "Merseyside Police",
    "original_due_on": date(2020, 9, 30),
    "withdrawn_on": None,
    "withdrawn_reason": "",
    "supporting": (),
}


def row(before: Any, after: Any, by: Who | None = OFFICER, why: str = "", key: int = 1) -> Row:
    return Row(key, AT, by, why, before, after, new=before is None)


def change(thing: dict[str, Any], **to: Any) -> Row:
    return row(thing, {**thing, **to})


def said(told: Any) -> list[str]:
    return [each.sentence for each in told]


def action(*changes: Row) -> list[str]:
    return said(telling_structure.action(changes, []))


def test_one_short_change_stands_in_the_sentence_with_its_reason() -> None:
    [told] = telling_structure.action(
        [replace(change(ACTION, lead_role="Superintendent"), why="the post was renamed")], []
    )
    assert told.sentence == (
        "Democratic services officer set the lead role to Superintendent: the post was renamed."
    )
    assert told.changes == ()


def test_several_changes_and_long_ones_stand_beneath_it() -> None:
    [told] = telling_structure.action([change(ACTION, title="x" * 90, lead_role="Head")], [])
    assert told.sentence == "Democratic services officer changed the title and the lead role."
    assert [(c.before, c.after) for c in told.changes] == [
        ("Agree a pathway", "x" * 90),
        ("", "Head"),
    ]
    assert told.is_long


def test_a_save_that_changed_nothing_says_nothing() -> None:
    assert action(row(ACTION, dict(ACTION))) == []


def test_supporting_partners_are_told_one_way_and_the_other() -> None:
    with_two = {**ACTION, "supporting": ("Health partners", "Early Help")}
    assert action(row(ACTION, with_two), row(with_two, ACTION)) == [
        (
            "Democratic services officer added Health partners and Early Help to the supporting"
            " partners."
        ),
        (
            "Democratic services officer took Health partners and Early Help off the supporting"
            " partners."
        ),
    ]


def test_an_action_that_is_withdrawn_says_from_when_and_why() -> None:
    gone = {"withdrawn_on": date(2020, 9, 1), "withdrawn_reason": "Merged with 2.7"}
    assert action(change(ACTION, **gone), row({**ACTION, **gone}, ACTION)) == [
        "Democratic services officer withdrew the action as of 1 September 2020: Merged with 2.7.",
        "Democratic services officer put the action back into the plan.",
    ]


def test_a_new_owner_is_told_once_with_the_reason() -> None:
    handed = row(
        None,
        {
            "was__name": "Merseyside Police",
            "became__name": "Sefton Council",
            "changed_on": date(2020, 9, 1),
            "reason": "the service moved",
        },
    )
    assert said(telling_structure.owners([handed])) == [
        (
            "Democratic services officer changed the owner from Merseyside Police to Sefton"
            " Council, as of 1 September 2020: the service moved."
        )
    ]
    of_action = change(ACTION, owner__name="Sefton Council")
    assert said(telling_structure.action([of_action], [handed])) == []
    other = change(ACTION, owner__name="Early Help")
    assert len(said(telling_structure.action([other], [handed]))) == 1


def test_what_came_with_a_plan_that_was_loaded_is_told_once_on_its_own_day() -> None:
    loaded = row(None, {**ACTION, "added_on": date(2020, 3, 30)}, by=None)
    [told] = telling_structure.action([loaded], [])
    assert told.sentence == (
        "The action joined the plan, owned by Merseyside Police, due 30 September 2020."
    )
    assert told.day == date(2020, 3, 30)
    milestone = {"title": "A", "due_on": None, "as_written": "", "done_on": None}
    milestone |= {"withdrawn_on": None}
    assert said(telling_structure.milestones([row(None, milestone, by=None)])) == []
    assert said(telling_structure.milestones([row(None, milestone)])) == [
        "Democratic services officer added the milestone “A”, without a date."
    ]


def test_a_milestone_is_done_moved_and_withdrawn() -> None:
    milestone = dict.fromkeys(("title", "due_on", "as_written", "done_on", "withdrawn_on"), "")
    milestone["title"] = "Form in use"
    moves = [
        change(milestone, done_on=date(2020, 8, 30)),
        change(milestone, due_on=date(2020, 10, 1)),
        change(milestone, withdrawn_on=date(2020, 9, 1)),
    ]
    assert said(telling_structure.milestones(moves)) == [
        "Democratic services officer marked the milestone “Form in use” as done on 30 August 2020.",
        (
            "Democratic services officer set the date of the milestone “Form in use” to"
            " 1 October 2020."
        ),
        "Democratic services officer withdrew the milestone “Form in use”.",
    ]


def test_a_measure_speaks_only_while_it_is_linked() -> None:
    measure: dict[str, Any] = {
        **dict.fromkeys(telling_structure.MEASURE, ""),
        "name": "Posts filled",
    }
    measure |= {"withdrawn_on": None, "linked": False}
    linked = {**measure, "linked": True}
    assert said(
        telling_structure.measures(
            [
                row(None, linked, by=None),
                change(measure, target=6),
                row(measure, linked),
                change(linked, target=6),
                row(linked, measure),
            ]
        )
    ) == [
        "Democratic services officer linked the measure “Posts filled” to the action.",
        "Democratic services officer set the target of the measure “Posts filled” to 6.",
        "Democratic services officer took the measure “Posts filled” off the action.",
    ]


def version(kind: str, seconds: float, by: Who | None = OFFICER, **values: Any) -> Version:
    return Version(1, kind, AT + timedelta(seconds=seconds), by, "", values)


def test_links_set_right_after_a_save_belong_to_it() -> None:
    links = frozenset({"links"})
    found = rows(
        [version("+", 0, title="A", links=()), version("~", 1, title="A", links=("x",))], links
    )
    assert [(r.before, r.after, r.new) for r in found] == [
        (None, {"title": "A", "links": ("x",)}, True)
    ]


@pytest.mark.parametrize(
    "second",
    [
        version("~", 3, title="A", links=("x",)),
        version("~", 1, by=LEAD, title="A", links=("x",)),
        version("~", 1, title="B", links=("x",)),
        version("-", 1, title="A", links=("x",)),
    ],
    ids=["later", "by another", "more than links", "deleted"],
)
def test_anything_else_is_a_change_of_its_own(second: Version) -> None:
    found = rows([version("+", 0, title="A", links=()), second], frozenset({"links"}))
    assert len(found) == 2
    assert found[1].before == {"title": "A", "links": ()}


def test_nobody_is_the_system_and_a_sentence_ends_once() -> None:
    assert action(replace(change(ACTION, lead_role="Head"), by=None)) == [
        "The system set the lead role to Head."
    ]
    assert sentence("A", "because.") == "A: because."
    assert listed(["A", "B", "C"]) == "A, B and C"
