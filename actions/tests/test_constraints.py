"""Truth lives in the database: each named constraint refuses what it is named after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from actions.models import (
    Action,
    Closure,
    DateChange,
    Evidence,
    OwnerChange,
    Plan,
    ProgressUpdate,
    Reading,
    Recheck,
    Reminder,
    ReportingPeriod,
)
from actions.models.decisions import UNDECIDED
from partners.models import KeptForm, Partner

DAY, NOON = date(2020, 8, 28), datetime(2020, 8, 28, 12, tzinfo=UTC)


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


def owner_change(became: str) -> OwnerChange:
    owners = {
        name: Partner.objects.get(code=code) for name, code in (("was", "POL"), ("became", became))
    }
    return OwnerChange.objects.create(
        action=update().action, changed_on=DAY, reason="The service moved", **owners
    )


def evidence(**facts: Any) -> Evidence:
    link = {"kind": "link", "link": "https://example.org/minutes"}
    said = {"update": update(), "title": "Minutes", "added_at": NOON, "added_by": update().author}
    return Evidence.objects.create(**said | link | facts)


def reminder(**facts: Any) -> Reminder:
    period = ReportingPeriod.objects.all()[0]
    claim = {"recipient": "a@example.org", "stage": "opened", "claimed_at": NOON}
    return Reminder.objects.create(period=period, **claim | facts)


def recheck(**facts: Any) -> Recheck:
    closure = Closure.objects.filter(outcome="signed_off")[0]
    check = {"checked_on": DAY, "checked_by": closure.decided_by, "found": "It holds"}
    return Recheck.objects.create(closure=closure, **check | facts)


def kept_form() -> KeptForm:
    return KeptForm.objects.create(user=update().author, path="/", answers="", kept_at=NOON)


VIOLATIONS: dict[str, Callable[[], object]] = {
    "plan_inspection_ends_after_start": lambda: Plan.objects.update(inspected_to="2019-01-01"),
    "period_ends_after_start": lambda: ReportingPeriod.objects.update(starts_on="2030-01-01"),
    "action_due_after_start": lambda: Action.objects.update(original_due_on="2000-01-01"),
    "action_withdrawn_with_reason": lambda: Action.objects.update(withdrawn_on=DAY),
    "update_filed_with_date_and_text": lambda: ProgressUpdate.objects.update(narrative=""),
    "update_rates_both_or_neither": lambda: ProgressUpdate.objects.update(impact_rating=""),
    "date_change_decided_by_whom_and_when": lambda: DateChange.objects.update(body=None),
    "date_change_withdrawn_on_a_day": lambda: DateChange.objects.update(withdrawn_on=DAY),
    "closure_decided_by_whom_and_when": lambda: Closure.objects.update(decided_by=None),
    "closure_reopened_with_reason": lambda: Closure.objects.update(reopened_on=DAY),
    "closure_reason_only_where_returned": lambda: Closure.objects.update(returned_reason="No"),
    "closure_recheck_after_sign_off": lambda: Closure.objects.update(recheck_on="2020-08-12"),
    "recheck_next_after_this": lambda: recheck(next_on=DAY),
    "recheck_says_what_it_found": lambda: recheck(found=""),
    "recheck_once_a_day|checked_on": lambda: [recheck() for _ in range(2)],
    "reading_value_or_no_figure": lambda: Reading.objects.update(value=None),
    "plan_cycle_in_order": lambda: Plan.objects.update(due_before=41),
    "period_dates_in_order": lambda: ReportingPeriod.objects.update(check_by="2030-01-01"),
    "update_withdrawn_with_reason": lambda: ProgressUpdate.objects.update(state="withdrawn"),
    "update_corrects_with_reason": lambda: ProgressUpdate.objects.update(correction_reason="x"),
    "owner_change_to_another": lambda: owner_change(became="POL"),
    "evidence_link_or_file": lambda: evidence(link=""),
    "evidence_withdrawn_with_reason": lambda: evidence(withdrawn_on=DAY),
    "reminder_state_with_its_time": lambda: reminder(state="sent"),
    "reminder_once_a_stage|stage": lambda: [reminder() for _ in range(2)],
    "kept_form_once_a_place|path": lambda: [kept_form() for _ in range(2)],
    "date_change_one_request_at_a_time|action_id": lambda: [
        again(DateChange.objects.all()[0], outcome="asked", **UNDECIDED) for _ in range(2)
    ],
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
    assert len(edited) == 29
    # What is typed and not saved yet is no record; a reminder's row is its own log.
    without = {model.__name__ for model in edited if not hasattr(model, "history")}
    assert without == {"KeptForm", "Reminder"}


def test_history_of_the_people_holds_no_password(plan: Plan) -> None:
    with connection.cursor() as cursor:
        table = connection.introspection.get_table_description(cursor, "partners_historicaluser")
    columns = {column.name for column in table}
    assert "email" in columns
    assert "password" not in columns
