"""The plan itself and the parts of its frame: bodies, priority areas, findings and themes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.text import slugify

from actions.models import Finding, GovernanceBody, Plan, PriorityArea, ReportingPeriod, Theme
from actions.ratings import Problem
from actions.references import sort_key
from actions.refused import Refused, Stale, refuse
from actions.working_days import PUBLISH
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.recording import record
from jtai_tracker.recording import version as version_of
from partners.models import User

# An address of its own, so no plan can have it.
RESERVED = "new"
SLUG_LENGTH = 50
NOTHING = Problem("", "Nothing has been changed. Change something, or go back")

Part = TypeVar("Part", Finding, GovernanceBody, PriorityArea, Theme)


def plan_refusals(plan: Plan) -> list[Problem]:
    """Return what keeps `plan`, as it would be saved, from it.

    Rules: its address is its own; the inspection ends after it starts; the plan has been submitted,
    and before its first round opens; the working days of a round come in their order.
    """
    return [*_wrong_address(plan), *_wrong_days(plan), *_wrong_start(plan), *_wrong_cycle(plan)]


def _wrong_address(plan: Plan) -> list[Problem]:
    if plan.slug == RESERVED or Plan.objects.filter(slug=plan.slug).exclude(pk=plan.pk).exists():
        return [Problem("slug", f"Another page has the address “{plan.slug}”. Enter another one")]
    return []


def _wrong_days(plan: Plan) -> list[Problem]:
    found = []
    if plan.inspected_from is None and plan.inspected_to:
        found.append(Problem("inspected_from", "Enter the first day of the inspection"))
    elif plan.inspected_from and plan.inspected_to and plan.inspected_to < plan.inspected_from:
        began = long_date(plan.inspected_from)
        found.append(Problem("inspected_to", f"It began on {began}. Enter that day or a later one"))
    if plan.submitted_on > clock.today():
        sentence = "The day on which the plan was submitted must be today or in the past"
        found.append(Problem("submitted_on", sentence))
    elif plan.accepted_on and plan.accepted_on < plan.submitted_on:
        submitted = long_date(plan.submitted_on)
        sentence = f"The plan was submitted on {submitted}. Enter that day or a later one"
        found.append(Problem("accepted_on", sentence))
    return found


def _wrong_start(plan: Plan) -> list[Problem]:
    """The first round starts on the day that the plan was submitted, so the two move together."""
    first = _first_round(plan)
    if first is None or first.starts_on == plan.submitted_on:
        return []
    if first.issued_on:
        sentence = "The report of the first round starts on this day, and has been issued"
    elif plan.submitted_on > first.opens_on:
        opens_on = long_date(first.opens_on)
        sentence = f"The first round opens on {opens_on}. Enter that day or an earlier one"
    else:
        return []
    return [Problem("submitted_on", sentence)]


def _wrong_cycle(plan: Plan) -> list[Problem]:
    found = []
    if plan.opens_before <= plan.due_before:
        sentence = f"Updates are due {plan.due_before} working days before. Enter a larger number"
        found.append(Problem("opens_before", sentence))
    if plan.due_before < plan.check_before:
        sentence = f"The check is {plan.check_before} working days before. Enter that or more"
        found.append(Problem("due_before", sentence))
    if plan.check_before < PUBLISH:
        sentence = f"The law has papers published {PUBLISH} working days before. Enter that or more"
        found.append(Problem("check_before", sentence))
    return found


def _first_round(plan: Plan) -> ReportingPeriod | None:
    return plan.periods.first() if plan.pk else None


def free_address(area: str, title: str) -> str:
    """Return an address for a plan that is made from its area and title, and is not taken."""
    stem = slugify(f"{area} {title}")[:SLUG_LENGTH].strip("-") or "plan"
    taken = {RESERVED, *Plan.objects.values_list("slug", flat=True)}
    endings = ("", *(f"-{number}" for number in range(2, len(taken) + 3)))
    tried = (f"{stem[: SLUG_LENGTH - len(ending)]}{ending}" for ending in endings)
    return next(address for address in tried if address not in taken)


@transaction.atomic
def add_plan(*, plan: Plan, bodies: Sequence[GovernanceBody], by: User) -> Plan:
    """Return the new plan with its bodies, in their order. Raises Refused."""
    plan.slug = plan.slug or free_address(plan.area, plan.title)
    refuse(plan_refusals(plan))
    try:
        with transaction.atomic():
            record(plan, by=by)
    except IntegrityError as error:  # somebody took the address this very moment
        sentence = f"Another plan has the address “{plan.slug}”. Enter another one"
        raise Refused([Problem("slug", sentence)]) from error
    for order, body in enumerate(bodies, 1):
        body.plan, body.order = plan, order
        record(body, by=by)
    return plan


@transaction.atomic
def change_plan(*, plan: Plan, reason: str, version: str, by: User) -> Plan:
    """Return the plan, saved with what its fields now hold. Rounds keep their announced dates.

    Where the day of submission changes, the first round starts on it. Raises Refused, and Stale
    when `version` shows that the form was written against older settings.
    """
    current = _unchanged_since(plan, version, Plan.objects.select_for_update().get(pk=plan.pk))
    refuse([NOTHING] if _same(plan, current) else plan_refusals(plan))
    record(plan, by=by, why=reason)
    first = _first_round(plan)
    if first and first.starts_on != plan.submitted_on:
        first.starts_on = plan.submitted_on
        record(first, by=by, why=reason)
    return plan


def part_refusals(row: Model) -> list[Problem]:
    """Return what keeps a part of the frame, as it would be saved, from it: its name is taken."""
    if isinstance(row, GovernanceBody):
        same = GovernanceBody.objects.filter(plan=row.plan, abbreviation=row.abbreviation)
        if same.exclude(pk=row.pk).exists():
            return [Problem("abbreviation", f"Another body is called {row.abbreviation} already")]
    if isinstance(row, PriorityArea):
        numbered = PriorityArea.objects.filter(plan=row.plan, number=row.number)
        if numbered.exclude(pk=row.pk).exists():
            sentence = f"Another priority area has the number {row.number} already"
            return [Problem("number", sentence)]
    if isinstance(row, Finding):
        key = sort_key(row.paragraph)
        there = Finding.objects.filter(plan=row.plan, paragraph_key=key).exclude(pk=row.pk)
        if there.exists():
            sentence = f"The finding of paragraph {row.paragraph} is in the plan already"
            return [Problem("paragraph", sentence)]
    return []


@transaction.atomic
def save_part(*, row: Part, reason: str, version: str, by: User) -> Part:
    """Return a part of the frame, added or saved with what its fields now hold.

    Raises Refused, and Stale when `version` shows that the form was written against older facts.
    """
    plan = Plan.objects.select_for_update().get(pk=row.plan_id)
    if row.pk:
        current = _unchanged_since(row, version, type(row)._default_manager.get(pk=row.pk))
        refuse([NOTHING] if _same(row, current) else [])
    elif isinstance(row, Theme):
        row.code = _free_code(plan, row.name)
    refuse(part_refusals(row))
    return record(row, by=by, why=reason)


def _free_code(plan: Plan, name: str) -> str:
    """A theme's code is made from its name once, and stays when the name changes."""
    stem = slugify(name)[: SLUG_LENGTH - 4].strip("-") or "theme"
    taken = set(plan.themes.values_list("code", flat=True))
    tried = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(code for code in tried if code not in taken)


_Row = TypeVar("_Row", bound=Model)


def _unchanged_since(row: _Row, version: str, current: _Row) -> _Row:
    if version != version_of(row):
        raise Stale
    return current


def _same(row: Model, other: Model) -> bool:
    names = [field.attname for field in row._meta.concrete_fields]
    return all(getattr(row, name) == getattr(other, name) for name in names)
