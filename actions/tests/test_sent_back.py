"""What the board returned or opened again, on every page alike and on no day before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from actions.filing import Refused
from actions.models import Action, Closure, Plan, ProgressUpdate, ReportingPeriod
from actions.movement import Movement
from actions.moves import moves
from actions.owed import OwedAction, owed
from actions.position import plan_position
from actions.services import corrections, signing_off
from actions.stands import ActionPosition, Status
from actions.tests.made_up import said, sent_back
from partners.models import Partner, User

TODAY, DAY = date(2020, 9, 1), timedelta(days=1)
HEALTH_ACTION = "/plans/sefton-jtai-2019/actions/1.9/"


def at(plan: Plan, ref: str, day: date = TODAY, since: date | None = None) -> ActionPosition:
    return next(a for a in plan_position(plan, day, since).actions if a.ref == ref)


def proposal(ref: str = "1.9") -> Closure:
    return Closure.objects.get(action__ref=ref)


def propose_again(plan: Plan, user: User, day: date = TODAY) -> ProgressUpdate:
    """Another "complete" on 1.9, with the proposal that filing it makes."""
    update = said(plan, "1.9", day, "complete", evidence="Audit.", author=user)
    Closure.objects.create(action=update.action, proposed_by=update)
    return update


def row_of(plan: Plan, ref: str = "1.9") -> OwedAction:
    partners = Partner.objects.these_and_under([Partner.objects.get(code="HEA").pk])
    rows = owed(plan, [partner.pk for partner in partners], TODAY).rows
    return next(row for row in rows if row.action.ref == ref)


def reopened(ref: str, on: date) -> None:
    Closure.objects.filter(action__ref=ref, outcome="signed_off").update(
        reopened_on=on, reopened_reason="A re-check found gaps."
    )


def test_withdrawing_what_followed_a_return_does_not_propose_it_again(
    plan: Plan, cast: dict[str, User]
) -> None:
    sent_back(plan, "1.9", date(2020, 8, 31))
    later = propose_again(plan, cast["health"])
    corrections.withdraw_update(update=later, reason="Too soon", by=cast["health"])
    assert not Closure.objects.filter(action__ref="1.9", outcome="proposed").exists()
    assert at(plan, "1.9").status == Status.RETURNED


def test_the_lead_is_asked_again_when_the_second_return_is_of_a_text_taken_back(
    plan: Plan, cast: dict[str, User]
) -> None:
    first = sent_back(plan, "1.9", date(2020, 8, 31))
    later = propose_again(plan, cast["health"])
    second = Closure.objects.get(proposed_by=later)
    second.outcome, second.returned_reason, second.decided_on = "returned", "Still short", TODAY
    second.decided_by, second.body = cast["chair"], plan.bodies.all()[0]
    second.save()
    assert row_of(plan).sent_back == second
    ProgressUpdate.objects.filter(pk=later.pk).update(
        state="withdrawn", withdrawn_reason="Filed by mistake"
    )
    row = row_of(plan)
    assert (row.missing, row.sent_back) == (True, first)


def test_the_lead_s_list_shows_a_reopened_action_as_it_stands_today(plan: Plan) -> None:
    ReportingPeriod.objects.filter(cut_off="2020-08-28").update(opens_on="2020-08-03")
    reopened("2.1", TODAY)
    assert at(plan, "2.1", date(2020, 8, 28)).closed
    owner_id = Action.objects.get(ref="2.1").owner_id
    rows = owed(plan, [owner_id], TODAY).rows
    [row] = [row for row in rows if row.action.ref == "2.1"]
    assert row.sent_back is not None
    assert not row.action.closed


def test_what_the_board_returned_is_not_corrected_so_that_the_past_stays(
    plan: Plan, cast: dict[str, User]
) -> None:
    closure = sent_back(plan, "1.9", date(2020, 8, 31))
    with pytest.raises(Refused, match="The board decided on it on 31 August 2020"):
        corrections.withdraw_update(
            update=closure.proposed_by, reason="Otherwise", by=cast["health"]
        )


def test_who_leads_under_the_partner_that_proposed_decides_nothing(
    plan: Plan, cast: dict[str, User]
) -> None:
    group = proposal().proposed_by.partner
    under = Partner.objects.filter(parent=group)[0]
    assert not signing_off.conflict(proposal(), cast["chair"])
    cast["chair"].memberships.create(role="lead", partner=under, starts_on="2020-01-01")
    del cast["chair"].standing
    assert f"You file updates for {group.name}" in signing_off.conflict(proposal(), cast["chair"])


def test_a_return_is_a_movement_with_the_board_s_reason_and_not_an_improvement(
    plan: Plan,
) -> None:
    sent_back(plan, "1.3", date(2020, 8, 31))
    before, then = date(2020, 8, 30), date(2020, 8, 31)
    assert at(plan, "1.3", then, before).movement == Movement.RETURNED
    assert at(plan, "1.3", TODAY, then).movement == Movement.UNCHANGED
    assert at(plan, "1.3", before, before - DAY).movement == Movement.UNCHANGED
    [move] = moves(plan, plan_position(plan, then, before)).of(Movement.RETURNED)
    assert "Returned by" in move.reason
    assert "Show what changed for children." in move.reason


def test_what_was_returned_is_overdue_once_its_date_has_passed(plan: Plan) -> None:
    Action.objects.filter(ref="1.3").update(original_due_on=date(2020, 8, 28))
    assert at(plan, "1.3").days_overdue == 0
    sent_back(plan, "1.3", date(2020, 8, 31))
    assert at(plan, "1.3", date(2020, 8, 30)).days_overdue == 0
    assert at(plan, "1.3").days_overdue == 4


@pytest.mark.parametrize(
    ("since", "kind"), [(19, Movement.REOPENED), (20, Movement.UNCHANGED)], ids=str
)
def test_a_reopening_moves_from_the_day_before_it_alone(
    plan: Plan, since: int, kind: Movement
) -> None:
    reopened("2.1", date(2020, 8, 20))
    assert at(plan, "2.1", TODAY, date(2020, 8, since)).movement == kind


def test_the_reason_of_a_reopening_is_not_lost_to_a_later_return(plan: Plan) -> None:
    reopened("2.1", date(2020, 8, 20))
    update = said(plan, "2.1", date(2020, 8, 25), "complete", evidence="Again.")
    Closure.objects.create(action=update.action, proposed_by=update)
    sent_back(plan, "2.1", date(2020, 8, 26))
    found = moves(plan, plan_position(plan, TODAY, date(2020, 8, 15)))
    reasons = {move.action.ref: move.reason for move in found.moved}
    assert reasons["2.1"] == "Re-opened on 20 August 2020: A re-check found gaps."


def test_a_round_in_which_an_action_was_closed_is_no_silence(plan: Plan, settings: Any) -> None:
    settings.TODAY = date(2021, 3, 1)
    reopened("2.1", date(2021, 2, 28))
    assert at(plan, "2.1", date(2021, 3, 1)).rounds_silent == 0
    assert at(plan, "2.6", date(2021, 3, 1)).rounds_silent == 1


def test_what_joined_the_plan_is_new_before_anybody_rated_it(plan: Plan) -> None:
    ProgressUpdate.objects.filter(action__ref="2.6").delete()
    Action.objects.filter(ref="2.6").update(added_on=date(2020, 8, 1))
    position = plan_position(plan, TODAY)
    found = moves(plan, position)
    assert [move.action.ref for move in found.of(Movement.NEW)] == ["2.6"]
    assert len(found.moved) + found.unchanged == len(position.actions) == 42


def test_a_rating_of_the_day_of_the_handover_is_the_former_owner_s(plan: Plan) -> None:
    given = Action.objects.get(ref="2.8")
    police = Partner.objects.get(code="POL")
    said(plan, "2.8", TODAY, "at_risk", cause="capacity")
    given.owner_changes.create(
        was=given.owner, became=police, changed_on=TODAY, reason="Reorganised"
    )
    Action.objects.filter(pk=given.pk).update(owner=police)
    assert at(plan, "2.8").delivery == "at_risk"


def test_a_proposal_withdrawn_later_still_awaits_on_a_day_before(
    health: Client, chair: Client, plan: Plan, cast: dict[str, User]
) -> None:
    corrections.withdraw_update(update=proposal().proposed_by, reason="Too soon", by=cast["health"])
    assert proposal().withdrawn_on == TODAY
    before = chair.get(f"{HEALTH_ACTION}?as_at=2020-08-31").text
    assert "Withdrawn by the partner" not in before
    assert "Withdrawn by the partner on 1 September 2020" in chair.get(HEALTH_ACTION).text
