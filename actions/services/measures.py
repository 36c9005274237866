"""Changes to the measures of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from actions.models import Measure, Plan
from jtai_tracker import clock
from jtai_tracker.recording import record, record_linked
from jtai_tracker.refused import Stale, refuse
from partners.models import User

FACTS = ("name", "unit", "baseline", "target", "polarity", "note")
_REF_LENGTH = 50


def measure_version(measure: Measure) -> int:
    """Return what counts what was written on `measure`: each change leaves a row of history."""
    return int(measure.history.count())


@transaction.atomic
def add_measure(*, plan: Plan, answers: Mapping[str, Any], reason: str, by: User) -> Measure:
    """Return the measure added to `plan`, its reference made from its name."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    measure = Measure(plan=plan, ref=_free_ref(plan, answers["name"]))
    return _saved(measure, answers, reason, by)


@transaction.atomic
def change_measure(
    *, measure: Measure, answers: Mapping[str, Any], version: int, reason: str, by: User
) -> Measure:
    """Return `measure`, changed; its reference stays.

    Raises Stale when it was written against something older, Refused when it has been withdrawn.
    """
    return _saved(_locked(measure, version), answers, reason, by)


@transaction.atomic
def withdraw_measure(
    *, measure: Measure, answers: Mapping[str, Any], version: int, reason: str, by: User
) -> Measure:
    """Return `measure`, followed no more; its readings stay. Raises as `change_measure` does."""
    current = _locked(measure, version)
    current.withdrawn_on = clock.today()
    return record(current, by=by, why=reason)


def _locked(measure: Measure, version: int) -> Measure:
    current: Measure = Measure.objects.select_for_update().get(pk=measure.pk)
    refuse({"": "This measure has been withdrawn already" if current.withdrawn_on else ""})
    if measure_version(current) != version:
        raise Stale
    return current


def _saved(measure: Measure, answers: Mapping[str, Any], reason: str, by: User) -> Measure:
    for name in FACTS:
        setattr(measure, name, answers[name])
    return record_linked(measure, {"actions": answers["actions"]}, by=by, why=reason)


def _free_ref(plan: Plan, name: str) -> str:
    """Return a slug of `name` that no measure of `plan` has, numbered where it must be."""
    stem = slugify(name)[: _REF_LENGTH - 5].strip("-") or "measure"
    taken = set(plan.measures.values_list("ref", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(ref for ref in [stem, *numbered] if ref not in taken)
