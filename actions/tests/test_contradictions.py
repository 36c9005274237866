"""What dates and silence say beside a declared rating."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from actions.contradictions import Facts, contradictions, implied
from actions.models import Action, Milestone
from actions.ratings import Delivery
from actions.tests.test_update_new import OFF_TRACK, ON_TRACK, URL

FACTS = Facts(
    as_at=date(2020, 9, 1),
    due_on=date(2020, 12, 31),
    last_said_on=date(2020, 6, 30),
    before=Delivery.ON_TRACK,
    recovery_on=None,
    moved="",
)
LATE = (("Rota agreed", date(2020, 8, 1)),)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Due 31 December 2020. 121 days left."),
        ({"due_on": date(2020, 8, 31)}, "Due 31 August 2020. The action is 1 day overdue."),
        (
            {"due_on": date(2020, 8, 31), "before": Delivery.COMPLETE},
            "Due 31 August 2020. That was 1 day ago.",
        ),
        ({"due_on": date(2020, 9, 2)}, "Due 2 September 2020. 1 day left."),
        ({"due_on": None}, "The action has no due date."),
        ({}, "The last update speaks of 30 June 2020, 63 days ago."),
        ({"last_said_on": None}, "There is no update on this action yet."),
        (
            {"late_milestones": LATE},
            "The milestone “Rota agreed” was due on 1 August 2020, 31 days ago.",
        ),
        (
            {"moved": "moved once, originally 30 June 2020"},
            "The due date was moved once, originally 30 June 2020.",
        ),
        (
            {"recovery_on": date(2020, 8, 31)},
            "It was to be back on track by 31 August 2020.",
        ),
    ],
)
def test_what_dates_and_silence_say(changes: dict[str, object], sentence: str) -> None:
    assert sentence in implied(replace(FACTS, **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("declared", "changes", "sentence"),
    [
        ("on_track", {"late_milestones": LATE}, "You say on track, and 1 milestone is late."),
        (
            "on_track",
            {"open_milestones": 1, "due_on": date(2020, 9, 20)},
            "You say on track, and the due date is near, with milestones that are not done.",
        ),
        (
            "at_risk",
            {"recovery_on": date(2020, 8, 31)},
            "You say at risk, and the date by which it was to be back on track has passed.",
        ),
        ("complete", {"open_milestones": 2}, "You say complete, and 2 milestones are not done."),
        (
            "on_track",
            {"before": Delivery.OFF_TRACK},
            "You say on track, and it was off track last time: say what brought it back.",
        ),
    ],
)
def test_where_the_record_says_otherwise(
    declared: str, changes: dict[str, object], sentence: str
) -> None:
    facts = replace(FACTS, **changes)  # type: ignore[arg-type]
    assert contradictions(declared, "too_early", facts) == [sentence]


@pytest.mark.parametrize("declared", ["", *Delivery.values])
def test_nothing_is_said_where_nothing_contradicts(declared: str) -> None:
    assert contradictions(declared, "too_early", FACTS) == []


def test_complete_without_proof_or_impact_is_said() -> None:
    assert len(contradictions("complete", "no_evidence", FACTS, proven=False)) == 2


def test_milestones_reported_in_the_same_update_do_not_contradict_it() -> None:
    facts = replace(FACTS, late_milestones=LATE, open_milestones=1)
    assert contradictions("on_track", "too_early", facts.with_done({"Rota agreed"})) == []


def test_it_stands_beside_the_choice_and_before_submitting(police: Client) -> None:
    action = Action.objects.get(ref="2.6")
    milestone = Milestone.objects.create(action=action, title="Rota agreed", due_on="2020-08-01")
    page = police.get(URL).content.decode()
    assert "The milestone “Rota agreed” was due on 1 August 2020, 31 days ago." in page
    page = police.post(URL, {**ON_TRACK, "check": "1"}, follow=True).content.decode()
    assert "The record says otherwise" in page
    assert "You say on track, and 1 milestone is late." in page
    ticked = {**ON_TRACK, "milestones": str(milestone.pk), "check": "1"}
    page = police.post(URL, ticked, follow=True).content.decode()
    assert "The record says otherwise" not in page


def test_off_track_contradicts_nothing(police: Client) -> None:
    page = police.post(URL, {**OFF_TRACK, "check": "1"}, follow=True).content.decode()
    assert "The record says otherwise" not in page
