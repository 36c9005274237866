"""The demonstration: the September 2020 plan, its people, and its committee report as a draft."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from actions.demo import PlanLoader, Row
from actions.models import Plan
from partners.demo import load_partners, load_people
from partners.models import User
from reports.models import CommitteeReport, Paragraph, Section

DATA = Path(__file__).with_name("demo_plan.json")
FRONT_SHEET = "sefton-2020"

# Answers that the file holds under the front sheet's own keys.
_SAME_KEYS = [
    "report_to",
    "subject",
    "report_of",
    "wards_affected",
    "portfolio",
    "is_key_decision",
    "in_forward_plan",
    "exempt_confidential",
    "summary",
    "recommendations",
    "reasons",
    "alternative_options",
    "consultation_external",
    "implementation_date",
    "appendices",
    "background_papers",
]


@transaction.atomic
def load() -> Plan | None:
    """Return the demonstration's plan, loaded; None when it is there already."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    if Plan.objects.filter(slug=data["plan"]["slug"]).exists():
        return None
    partners = load_partners(data["partners"])
    loader = PlanLoader(data, partners, load_people(partners, settings.DEMO_PASSWORD))
    plan = loader.load()
    _load_report(data["report"], plan, loader)
    return plan


def people() -> list[User]:
    """Return the demonstration's users, in the order in which they were made."""
    return list(User.objects.filter(email__endswith="@demo.example").order_by("pk"))


def _load_report(row: Row, plan: Plan, loader: PlanLoader) -> None:
    report = CommitteeReport.objects.create(
        period=plan.periods.get(meeting__held_on=row["meeting_date"]),
        front_sheet=FRONT_SHEET,
        answers=_answers(row),
    )
    for section in row["sections"]:
        _load_section(report, section, loader)


def _answers(row: Row) -> Row:
    consulted, contact = row["consultation_internal"], row["contact_officer"]
    core_purpose = {
        f"core_purpose_{number}": purpose["text"]
        for number, purpose in enumerate(row["core_purpose"], start=1)
    }
    return {
        **{key: row[key] for key in _SAME_KEYS},
        "cost_revenue": row["costs"]["revenue"],
        "cost_capital": row["costs"]["capital"],
        "implications_resource": row["implications"]["resource"],
        "implications_legal": row["implications"]["legal"],
        "implications_equality": row["implications"]["equality"],
        **core_purpose,
        "consultation_internal": [
            {"post": consulted[side]["role"], "reference": consulted[side]["ref"]}
            for side in ("finance", "legal")
        ],
        "contact_officer": contact["role"],
        "contact_telephone": contact["telephone"],
        "contact_email": contact["email"],
    }


def _load_section(report: CommitteeReport, row: Row, loader: PlanLoader) -> None:
    section = Section.objects.create(
        report=report,
        order=row["number"],
        heading=row["heading"],
        kind=row["kind"],
        partner=loader.partners.get(row.get("partner", "")),
        theme=loader.themes.get(row.get("theme", "")),
    )
    for order, written in enumerate(row["paragraphs"], start=1):
        paragraph = Paragraph.objects.create(
            section=section,
            order=order,
            text=written["text"],
            items=written.get("items", []),
            numbered=written["number"] is not None,
        )
        paragraph.sources.set(_sources(written["sources"], loader))


def _sources(keys: list[list[str]], loader: PlanLoader) -> list[Any]:
    return [loader.updates[action, partner, as_at] for action, partner, as_at in keys]
