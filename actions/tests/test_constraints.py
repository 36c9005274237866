"""Truth lives in the database: each named constraint refuses what it is named after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from actions.models import (
    Action,
    Closure,
    DateChange,
    Plan,
    ProgressUpdate,
    Reading,
    ReportingPeriod,
)

DAY = date(2020, 8, 28)


def again(instance: models.Model, **changes: Any) -> models.Model:
    """Save a copy of a row with some fields changed, and return it."""
    instance.pk = None
    instance._state.adding = True
    for name, value in changes.items():
        setattr(instance, name, value)
    instance.save()
    return instance


def update() -> ProgressUpdate:
    return ProgressUpdate.objects.get(action__ref="2.6", as_at=DAY)


VIOLATIONS: dict[str, Callable[[], object]] = {
    "plan_inspection_ends_after_start": lambda: Plan.objects.update(inspected_to="2019-01-01"),
    "period_ends_after_start": lambda: ReportingPeriod.objects.update(starts_on="2030-01-01"),
    "action_due_after_start": lambda: Action.objects.update(original_due_on="2000-01-01"),
    "action_withdrawn_with_reason": lambda: Action.objects.update(withdrawn_on=DAY),
    "update_filed_with_date_and_text": lambda: ProgressUpdate.objects.update(narrative=""),
    "update_rates_both_or_neither": lambda: ProgressUpdate.objects.update(impact_rating=""),
    "date_change_decided_by_whom_and_when": lambda: DateChange.objects.update(body=None),
    "closure_decided_by_whom_and_when": lambda: Closure.objects.update(decided_by=None),
    "closure_reopened_with_reason": lambda: Closure.objects.update(reopened_on=DAY),
    "reading_value_or_no_figure": lambda: Reading.objects.update(value=None),
    # SQLite names the columns of a unique constraint, not the constraint.
    "update_once_a_partner_and_day|as_at": lambda: again(update()),
    "action_ref_once_a_plan|ref": lambda: again(Action.objects.get(ref="2.6")),
    "reading_once_a_day|as_at": lambda: again(Reading.objects.all()[0]),
    "closure_one_proposal_at_a_time|action_id": lambda: again(
        Closure.objects.filter(outcome="proposed")[0]
    ),
    "update_one_draft_a_partner|partner_id": lambda: [
        again(update(), state="draft", submitted_at=None, as_at=None) for _ in range(2)
    ],
}


@pytest.mark.parametrize("name", VIOLATIONS)
def test_it_refuses(plan: Plan, name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        VIOLATIONS[name]()


def test_every_constraint_has_a_name_of_its_own_words() -> None:
    ours = [apps.get_app_config(app) for app in ("partners", "actions", "reports")]
    named = [c.name for app in ours for model in app.get_models() for c in model._meta.constraints]
    assert len(named) == len(set(named)) > 20


def test_every_model_that_people_edit_keeps_its_history() -> None:
    ours = [apps.get_app_config(app) for app in ("partners", "actions", "reports")]
    edited = [model for app in ours for model in app.get_models()]
    edited = [model for model in edited if not model.__name__.startswith("Historical")]
    assert len(edited) == 19
    assert [model.__name__ for model in edited if not hasattr(model, "history")] == []


def test_history_of_the_people_holds_no_password(plan: Plan) -> None:
    with connection.cursor() as cursor:
        table = connection.introspection.get_table_description(cursor, "partners_historicaluser")
    columns = {column.name for column in table}
    assert "email" in columns
    assert "password" not in columns
