"""What the board has to sign off and to check again, read from the record, as at any day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from actions import filing, signing
from actions.models import Action, Closure, Milestone, Plan, ProgressUpdate, Recheck
from actions.position import plan_position
from actions.ratings import Impact
from actions.services import evidence
from actions.tests.proposing import TODAY, closure_of, file

DAY = timedelta(days=1)
PROPOSED = ["1.3", "1.5", "1.9", "1.11", "3.3", "4.5", "4.6"]


def decide(ref: str, outcome: str, day: date = TODAY, **more: Any) -> Closure:
    closure = closure_of(ref)
    closure.outcome, closure.decided_on, closure.body = (
        outcome,
        day,
        closure.action.plan.bodies.all()[0],
    )
    closure.decided_by = closure.proposed_by.author
    for name, value in more.items():
        setattr(closure, name, value)
    closure.save()
    return closure


def refs(found: Any) -> list[str]:
    return [one.stands.ref for one in found]


def to_decide() -> list[signing.Proposal]:
    return signing.proposals_of(Closure.objects.awaiting_sign_off(), TODAY)


def proposal(ref: str) -> signing.Proposal:
    return next(p for p in to_decide() if p.stands.ref == ref)


def test_what_was_filed_first_comes_first_whatever_its_plan(plan: Plan) -> None:
    found = to_decide()
    assert refs(found) == PROPOSED
    assert [one.closure for one in found] == list(Closure.objects.awaiting_sign_off())


def test_a_proposal_is_made_on_the_later_of_the_day_it_speaks_of_and_the_day_it_was_filed(
    plan: Plan,
) -> None:
    assert proposal("1.3").proposed_on == date(2020, 7, 3)
    ProgressUpdate.objects.filter(pk=proposal("1.3").said.pk).update(as_at="2020-07-09")
    assert proposal("1.3").proposed_on == date(2020, 7, 9)


def test_it_holds_the_evidence_in_force_and_the_milestones_not_done(
    plan: Plan, cast: dict[str, Any]
) -> None:
    said, by = closure_of("1.9").proposed_by, cast["health"]
    kept = evidence.add_link(update=said, title="Rota", link="https://example.org/rota", by=by)
    gone = evidence.add_link(update=said, title="Old", link="https://example.org/old", by=by)
    evidence.withdraw(proof=gone, reason="Wrong", by=by)
    action = Action.objects.get(ref="1.9")
    left = Milestone.objects.create(action=action, title="Posts filled")
    Milestone.objects.create(action=action, title="Advertised", done_on="2020-08-01")
    Milestone.objects.create(action=action, title="Dropped", withdrawn_on="2020-08-01")
    found = proposal("1.9")
    assert ([p.pk for p in found.proofs], found.undone) == ([kept.pk], (left,))
    assert found.proofs[0].added_by == by
    assert not found.unproven
    ProgressUpdate.objects.filter(pk=said.pk).update(evidence="")
    assert not proposal("1.9").unproven
    evidence.withdraw(proof=kept, reason="Wrong", by=by)
    assert proposal("1.9").unproven


def test_complete_with_no_evidence_of_impact_stands_out(chair: Client, plan: Plan) -> None:
    words = "No impact shown"
    assert words not in chair.get("/sign-offs/").content.decode()
    said = closure_of("1.9").proposed_by
    ProgressUpdate.objects.filter(pk=said.pk).update(impact_rating=Impact.NO_EVIDENCE)
    assert proposal("1.9").stands.without_impact
    assert chair.get("/sign-offs/").content.decode().count(words) == 1


def test_what_was_withdrawn_or_decided_awaits_sign_off_no_more(
    plan: Plan, cast: dict[str, Any]
) -> None:
    file("1.3", cast["health"], delivery_rating="on_track")
    decide("1.9", "signed_off")
    decide("1.5", "returned")
    found = refs(to_decide())
    assert found == ["1.11", "3.3", "4.5", "4.6"]
    counted = [a.ref for a in plan_position(plan, TODAY).actions if a.awaiting_sign_off]
    assert found == counted, "the position counts these and no others"


def test_filed_anew_after_a_return_it_is_the_new_proposal_that_awaits(
    plan: Plan, cast: dict[str, Any]
) -> None:
    decide("1.9", "returned")
    file("1.9", cast["health"])
    assert proposal("1.9").closure == Closure.objects.get(action__ref="1.9", outcome="proposed")


def test_confirmed_without_change_it_rests_on_what_was_confirmed(
    plan: Plan, cast: dict[str, Any]
) -> None:
    from actions.services import corrections

    action = Action.objects.with_partners().get(ref="1.9")
    held = corrections.still_holds(action, action.owner)
    assert held is not None
    corrections.confirm_no_change(
        action=action,
        partner=action.owner,
        held=held,
        as_at=TODAY,
        why="Asked",
        version=filing.form_version(action, action.owner),
        by=cast["health"],
    )
    one = proposal("1.9")
    assert (one.said, one.stands.rated_on) == (held, TODAY)


# --- To be checked again ---------------------------------------------------------------------


def check(ref: str, checked_on: date, next_on: date | None = None) -> Recheck:
    return Recheck.objects.create(
        closure=closure_of(ref),
        checked_on=checked_on,
        next_on=next_on,
        found="It holds",
        checked_by=closure_of(ref).proposed_by.author,
    )


def test_a_check_is_due_from_its_day_on_and_the_longest_due_comes_first(plan: Plan) -> None:
    assert signing.rechecks_due(plan, TODAY) == []
    Closure.objects.filter(action__ref="2.7").update(recheck_on="2020-08-31")
    Closure.objects.filter(action__ref="2.3").update(recheck_on="2020-09-01")
    assert refs(signing.rechecks_due(plan, date(2020, 8, 30))) == []
    assert refs(signing.rechecks_due(plan, date(2020, 8, 31))) == ["2.7"]
    found = signing.rechecks_due(plan, TODAY)
    assert [(one.stands.ref, one.due_on) for one in found] == [
        ("2.7", date(2020, 8, 31)),
        ("2.3", TODAY),
    ]
    every = signing.checks_due(Closure.objects.all(), TODAY)
    assert found == signing.rechecks_of(every, TODAY)


def test_once_checked_the_next_day_counts_and_none_is_none(plan: Plan) -> None:
    Closure.objects.filter(action__ref="2.7").update(recheck_on="2020-08-20")
    check("2.7", date(2020, 8, 21), date(2020, 8, 25))
    [due] = signing.rechecks_due(plan, TODAY)
    assert (due.due_on, due.last) == (date(2020, 8, 25), Recheck.objects.get())
    assert refs(signing.rechecks_due(plan, date(2020, 8, 20))) == ["2.7"], "as it was on the day"
    assert signing.rechecks_due(plan, date(2020, 8, 24)) == []
    check("2.7", date(2020, 8, 26))
    assert signing.rechecks_due(plan, TODAY) == []


@pytest.mark.parametrize("what", ["re-opened", "withdrawn", "another plan's"])
def test_no_check_is_due_of_what_is_not_signed_off_any_more(plan: Plan, what: str) -> None:
    Closure.objects.filter(action__ref="2.7").update(recheck_on="2020-08-20")
    then, asked = date(2020, 8, 30), plan
    if what == "re-opened":
        Closure.objects.filter(action__ref="2.7").update(reopened_on=then, reopened_reason="A")
        assert refs(signing.rechecks_due(plan, then - DAY)) == ["2.7"]
    elif what == "withdrawn":
        Action.objects.filter(ref="2.7").update(withdrawn_on=then, withdrawn_reason="Merged")
        assert refs(signing.rechecks_due(plan, then - DAY)) == ["2.7"]
    else:
        asked = Plan.objects.create(slug="b", title="B", submitted_on="2020-01-01")
        every = signing.checks_due(Closure.objects.all(), TODAY)
        assert [one.closure.action.ref for one in every] == ["2.7"]
    assert signing.rechecks_due(asked, TODAY) == []
