"""Board and committee look at the same figures: five outputs, five days, one record.

Each output is read as its reader gets it: pages and papers as HTML, the feed as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import html  # type: ignore[import-untyped]

from actions.models import Closure, Plan
from actions.ratings import Impact
from actions.stands import Status
from actions.tests.made_up import moved, said, sent_back
from reports.builders.appendix import appendix
from reports.models import CommitteeReport
from reports.renderers.html import render

PLAN = "/plans/sefton-jtai-2019/"
LAST = date(2021, 2, 15)
# The first day, before the cut-off, on it, after it, and in the next round with all that happened.
DAYS = [date(2020, 3, 30), date(2020, 6, 30), date(2020, 8, 28), date(2020, 9, 1), LAST]
COUNTED_SELDOM = {Status.NOT_RATED, Status.RETURNED}

# None where nothing is due, as the day belongs to no reporting period.
Figures = dict[str, int | None]


@pytest.fixture
def later(plan: Plan, settings: Any) -> Plan:
    """The plan half a year on: returned, re-opened, moved twice, overdue, green again, silent."""
    settings.TODAY = LAST
    sent_back(plan, "1.3", date(2020, 10, 14))
    Closure.objects.filter(action__ref="2.1").update(
        reopened_on=date(2020, 12, 1), reopened_reason="A re-check found gaps."
    )
    moved(plan, "4.8", date(2021, 3, 31), date(2020, 10, 14), moved_from=date(2020, 9, 30))
    said(plan, "1.4", date(2020, 11, 30), "on_track")
    said(plan, "2.6", date(2021, 1, 11), "off_track", cause="capacity", board_ask="Agree cover.")
    said(plan, "2.9", date(2021, 2, 1), "complete", impact_rating="no_evidence", evidence="Audit.")
    return plan


def tree(page: bytes) -> Any:
    return html.fromstring(page)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def tiles(page: Any) -> Iterator[tuple[str, int]]:
    """The figures at the head of a page: the number, and what is counted after it."""
    for tile in page.xpath("//li[contains(@class, 'app-counts__item')]/a"):
        number, name = tile.xpath("./*[contains(@class, 'app-counts__number')]")[0], words(tile)
        count = words(number)
        yield name.removeprefix(count).strip(), int(count)


def rows(page: Any) -> Iterator[list[str]]:
    for row in page.xpath(".//tr"):
        yield [words(cell) for cell in row.xpath("./th|./td")]


def without_letter(text: str) -> str:
    """A rating as the other outputs name it: "G On track" is "On track"."""
    return re.sub(r"^[A-Z] (?=[A-Z])", "", text)


LABELS = {str(status.label): status.value for status in Status}
IMPACTS = {str(impact.label): impact.value for impact in Impact}
DASHBOARD = {
    "Overdue": "overdue",
    "No update received in this reporting period": "no_update",
    "Silent for a whole reporting period or longer": "silent",
    "Complete, with no evidence of impact": "without_impact",
    "Due date moved": "moved",
    "Due date moved twice or more": "moved_twice",
}
EXCEPTIONS = {
    "Off track": "off_track",
    "At risk": "at_risk",
    "Overdue": "overdue",
    "Silent for a round or more": "silent",
    "Complete, awaiting sign-off": "awaiting_sign_off",
    "Returned or re-opened": "returned",
    "Dates moved twice or more": "moved_twice",
    "Complete with no evidence of impact": "without_impact",
}
PACK = {
    "All actions": "total",
    "Overdue": "overdue",
    "No update this period": "no_update",
    "Silent for a round or more": "silent",
}


def dashboard(chair: Client, day: date) -> Figures:
    page = tree(chair.get(f"{PLAN}?as_at={day}").content)
    shown = {without_letter(name): number for name, number in tiles(page)}
    found = {key: shown.get(name) for name, key in DASHBOARD.items()}
    found |= {key: shown.get(name, 0) for name, key in LABELS.items()}
    heading = words(page.xpath("//*[@id='delivery']")[0])
    return found | {"total": int(heading.split()[1])}


def exceptions(chair: Client, day: date) -> Figures:
    page = tree(chair.get(f"{PLAN}exceptions/?as_at={day}").content)
    shown = dict(tiles(page))
    return {key: shown[name] for name, key in EXCEPTIONS.items()}


def number(text: str) -> int | None:
    return None if text == "None due" else int(text)


def pack(chair: Client, day: date) -> Figures:
    page = tree(chair.get(f"{PLAN}board-pack.html?as_at={day}").content)
    table = page.xpath("//table[.//th[normalize-space()='Actions']]")[0]
    shown = {without_letter(row[0]): row[2] for row in rows(table) if len(row) > 2}
    found = {key: number(shown[name]) for name, key in PACK.items()}
    return found | {key: int(shown.get(name, "0")) for name, key in LABELS.items()}


def feed(chair: Client, day: date) -> Figures:
    data = chair.get(f"{PLAN}position.json?as_at={day}").json()
    plain = {key: told for key, told in data["figures"].items() if not isinstance(told, dict)}
    return (
        data["counts"]
        | plain
        | {f"impact {key}": number for key, number in data["figures"]["by_impact"].items()}
    )


def committee_appendix(day: date) -> Figures:
    report = CommitteeReport.objects.select_related("period__plan").get()
    report.period.cut_off = day  # of this object alone: the rounds on record stay as they are
    page = tree(render(appendix(report)))
    shown = {without_letter(row[0]): row[2] for row in rows(page) if len(row) == 4}
    found = {key: int(shown.get(name, "0")) for name, key in LABELS.items()}
    found |= {f"impact {key}": int(shown[name]) for name, key in IMPACTS.items()}
    sentence = re.search(r"Of (\d+) actions, (\d+) (?:is|are) overdue and (\d+) ha", words(page))
    missing = re.search(r"For (\d+) no update was received", words(page))
    assert sentence
    told = ("total", "overdue", "moved")
    found |= {key: int(sentence[n]) for n, key in enumerate(told, start=1)}
    return found | {"no_update": int(missing[1]) if missing else None}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_figures_agree_wherever_they_are_shown(later: Plan, chair: Client, day: date) -> None:
    outputs = {
        "dashboard": dashboard(chair, day),
        "exceptions": exceptions(chair, day),
        "pack": pack(chair, day),
        "appendix": committee_appendix(day),
    }
    data = feed(chair, day)
    for output, figures in outputs.items():
        assert len(figures) >= len(EXCEPTIONS), output
        assert figures == {key: data[key] for key in figures}, output
    # Nothing that is counted is counted by one output alone.
    assert set(LABELS.values()) <= set.intersection(
        *(set(outputs[name]) for name in ("dashboard", "pack", "appendix"))
    )


def test_the_days_differ_so_that_agreement_means_something(later: Plan, chair: Client) -> None:
    told = [feed(chair, day) for day in DAYS]
    assert len({tuple(sorted(figures.items())) for figures in told}) == len(DAYS)
    last = told[-1]
    assert (last["returned"], last["moved_twice"], last["without_impact"]) == (2, 1, 1)
    assert (last["overdue"] or 0) > 5
    assert (last["silent"] or 0) > 0
