"""The demonstration: everything of the data file is loaded, once."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from actions.models import Plan
from reports import demo

LOADED = {
    "Partner": 14,
    "User": 9,
    "Membership": 9,
    "Plan": 1,
    "GovernanceBody": 3,
    "Meeting": 5,
    "ReportingPeriod": 2,
    "PriorityArea": 4,
    "Theme": 1,
    "Action": 42,
    "Milestone": 15,
    "ProgressUpdate": 80,
    "DateChange": 1,
    "Closure": 11,
    "Measure": 15,
    "Reading": 9,
    "CommitteeReport": 1,
    "Section": 8,
    "Paragraph": 30,
}
EMPTY_AT_FIRST = (
    *("Evidence", "KeptForm", "OwnerChange", "Reminder", "FeedToken", "Recheck"),
    *("Acknowledgement", "Challenge", "ChallengeReply", "Finding"),
)


def rows() -> dict[str, int]:
    ours = [apps.get_app_config(app) for app in ("partners", "actions", "reports")]
    models = [model for app in ours for model in app.get_models()]
    return {model.__name__: model._base_manager.count() for model in models}


def load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def test_every_row_of_the_file_is_there(plan: Plan) -> None:
    loaded = {name: count for name, count in rows().items() if "Historical" not in name}
    assert loaded == LOADED | dict.fromkeys(EMPTY_AT_FIRST, 0)


def test_loading_twice_changes_nothing(plan: Plan) -> None:
    before = rows()
    said = load()
    assert "already there" in said
    assert "democratic-services@demo.example" in said
    assert rows() == before


def test_every_paragraph_knows_its_updates(plan: Plan) -> None:
    report = plan.periods.get(meeting__held_on="2020-09-22").committee_report
    told = [
        paragraph
        for section in report.sections.exclude(kind="standing")
        for paragraph in section.paragraphs.all()
    ]
    assert len(told) == 25
    assert all(paragraph.sources.exists() for paragraph in told)


def test_it_is_refused_in_a_real_installation(plan: Any, settings: Any) -> None:
    settings.LOCAL = False
    with pytest.raises(CommandError, match="only with DEBUG=1"):
        load()


def test_the_file_names_nobody() -> None:
    text = demo.DATA.read_text(encoding="utf-8")
    assert "@" not in text
    assert not re.search(r"\b0\d{2,4} ?\d{3} ?\d{3,4}\b", text), "a telephone number"
