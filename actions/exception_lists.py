"""The exceptions as lists with their words: what the page shows and the spreadsheet takes."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.challenge_log import StandingChallenge, challenges_on
from actions.entries import Entry, Fact, Section, on_action
from actions.exceptions import Exceptions, Explained, Proposal, SilentPartner, exceptions
from actions.models import Closure, DateChange, Plan
from actions.ratings import Delivery
from actions.signing import rechecks_due
from actions.stands import ActionPosition, Position
from jtai_tracker.dates import long_date

# Not a blank: no amber and no red goes unexplained.
_NOT_GIVEN = "Not given"


def exception_lists(plan: Plan, position: Position) -> tuple[Section, ...]:
    """Return the exceptions of `position` in the order in which the board takes them.

    An action is in each list that it belongs to, and each list is whole.
    """
    found = exceptions(plan, position)
    asked = _asked_for(plan, position.as_at)
    return (
        *_troubled(found, asked),
        *_against_the_record(found),
        *_waiting(found, position.as_at),
        *_never_ending(found, asked),
        _unanswered(plan, position),
        _to_check_again(plan, position.as_at),
    )


def _asked_for(plan: Plan, day: date) -> dict[int, DateChange]:
    """The new due dates that awaited the board's decision on `day`, by the key of the action."""
    asked = DateChange.objects.filter(action__plan=plan).known_on(day).filter(known="asked")
    return {request.action_id: request for request in asked}


def _troubled(found: Exceptions, asked: dict[int, DateChange]) -> tuple[Section, ...]:
    return (
        Section(
            "off-track",
            "Off track",
            "Every red, with its cause, what brings it back, by when, and what it needs from the"
            " board.",
            "No action is off track.",
            tuple(_explained(one, asked) for one in found.off_track),
        ),
        Section(
            "at-risk",
            "At risk",
            "Every amber, with its cause, what brings it back, and by when.",
            "No action is at risk.",
            tuple(_explained(one, asked) for one in found.at_risk),
        ),
        Section(
            "overdue",
            "Overdue",
            "Past the due date and not complete, the longest first.",
            "No action is past its due date.",
            tuple(_overdue(action, asked) for action in found.overdue),
        ),
    )


def _explained(one: Explained, asked: dict[int, DateChange]) -> Entry:
    red = one.action.delivery == Delivery.OFF_TRACK
    return on_action(
        one.action,
        Fact("Cause", one.cause or _NOT_GIVEN),
        Fact("Recovery", one.recovery or _NOT_GIVEN, long=True),
        Fact("Back on track by", one.recovery_on or _NOT_GIVEN),
        Fact("Needed from the board", one.board_ask or (_NOT_GIVEN if red else ""), long=True),
        Fact("Waits on", one.waiting_on.name if one.waiting_on else ""),
        *_new_date(one.action, asked),
        request_id=_request(one.action, asked),
    )


def _overdue(action: ActionPosition, asked: dict[int, DateChange]) -> Entry:
    return on_action(
        action,
        Fact("Days overdue", action.days_overdue),
        *_new_date(action, asked),
        request_id=_request(action, asked),
    )


def _new_date(action: ActionPosition, asked: dict[int, DateChange]) -> tuple[Fact, ...]:
    request = asked.get(action.id)
    return (Fact("New date asked for", request.moved_to),) if request else ()


def _request(action: ActionPosition, asked: dict[int, DateChange]) -> int | None:
    return asked[action.id].pk if action.id in asked else None


def _against_the_record(found: Exceptions) -> tuple[Section, ...]:
    return (
        Section(
            "contradicted",
            "Contradicted claims",
            "What was declared and what the record shows are not the same.",
            "No rating is contradicted by the record.",
            tuple(
                on_action(one.action, Fact("Declared, and the record", "; ".join(one.claims)))
                for one in found.contradicted
            ),
        ),
        Section(
            "silent",
            "Silent for a round or more",
            "Nothing was filed in a whole reporting period or longer, partner by partner.",
            "Every partner filed on each open action in the last whole round.",
            tuple(entry for one in found.silent for entry in _silent(one)),
        ),
    )


def _silent(partner: SilentPartner) -> tuple[Entry, ...]:
    number = len(partner.actions)
    group = f"{partner.name}: {number} action{'' if number == 1 else 's'}"
    return tuple(
        on_action(
            action,
            Fact("Rounds without a word", action.rounds_silent),
            Fact("Last update", action.last_update_on or "None"),
            group=group,
        )
        for action in partner.actions
    )


def _waiting(found: Exceptions, day: date) -> tuple[Section, ...]:
    return (
        Section(
            "awaiting",
            "Complete, awaiting sign-off",
            "The partner says complete. The board has not signed it off.",
            "Nothing awaits the board's sign-off.",
            tuple(_proposed(action, found.proposals[action.id]) for action in found.awaiting),
        ),
        Section(
            "returned",
            "Returned or re-opened",
            "The board sent the proposal to close back, or opened the action again. The partner"
            " has not answered with a new rating.",
            "No action is returned or re-opened.",
            tuple(_returned(action, found.proposals[action.id], day) for action in found.returned),
        ),
        Section(
            "blocked",
            "Blocked by another partner",
            "Off track or at risk, and waiting on somebody else.",
            "No action that is off track or at risk waits on another partner.",
            tuple(_blocked(one) for one in found.blocked),
        ),
    )


def _proposed(action: ActionPosition, proposal: Proposal) -> Entry:
    said, texts = proposal.said, proposal.said.in_its_place
    open_one = proposal.closure and proposal.closure.outcome == Closure.Outcome.PROPOSED
    return on_action(
        action,
        Fact("Complete as at", texts.as_at or ""),
        Fact("Proposed on", proposal.proposed_on),
        Fact("Proposed by", said.partner.name),
        Fact("Evidence that it is complete", texts.evidence or _NOT_GIVEN, long=True),
        Fact("Evidence of impact", texts.impact_evidence or _NOT_GIVEN, long=True),
        closure_id=proposal.closure.pk if proposal.closure and open_one else None,
    )


def _returned(action: ActionPosition, proposal: Proposal, day: date) -> Entry:
    closure = proposal.closure
    assert closure is not None  # what was sent back had been proposed
    body = f" by {closure.body.abbreviation}" if closure.body else ""
    did = f"Returned on {long_date(closure.decided_on)}{body}"
    minute, reason = closure.minute_ref, closure.returned_reason
    if closure.reopened_on and closure.reopened_on <= day:
        did = f"Re-opened on {long_date(closure.reopened_on)}"
        minute, reason = closure.reopened_minute_ref, closure.reopened_reason
    return on_action(
        action,
        Fact("What the board did", did),
        Fact("Minute reference", minute),
        Fact("Reason", reason or _NOT_GIVEN, long=True),
    )


def _blocked(one: Explained) -> Entry:
    assert one.waiting_on is not None
    return on_action(
        one.action,
        Fact("Who waits", one.action.owner.name),
        Fact("Waits on", one.waiting_on.name),
        Fact("Back on track by", one.recovery_on or _NOT_GIVEN),
    )


def _never_ending(found: Exceptions, asked: dict[int, DateChange]) -> tuple[Section, ...]:
    return (
        Section(
            "moved",
            "Dates moved twice or more",
            "The board agreed to a new due date more than once.",
            "No due date was moved more than once.",
            tuple(
                on_action(
                    action,
                    Fact("Times moved", action.times_moved),
                    Fact("Originally due", action.original_due_on or action.original_in_words),
                    *_new_date(action, asked),
                    request_id=_request(action, asked),
                )
                for action in found.moved_twice
            ),
        ),
        Section(
            "no-impact",
            "Complete with no evidence of impact",
            "Said to be complete, or signed off, and nothing shows a difference for children.",
            "Every complete action has some evidence of impact, or it is too early to say.",
            tuple(on_action(action) for action in found.without_impact),
        ),
    )


def _unanswered(plan: Plan, position: Position) -> Section:
    """The board's questions whose answer was owed before the day of the position."""
    stands = {action.id: action for action in position.actions}
    return Section(
        "answers",
        "Answers overdue",
        "The board asked, and the day for the answer has passed.",
        "No answer to the board is overdue.",
        tuple(
            _late_answer(asked, stands.get(asked.challenge.action_id))
            for asked in challenges_on(plan, position.as_at)
            if asked.is_overdue
        ),
    )


def _late_answer(asked: StandingChallenge, action: ActionPosition | None) -> Entry:
    """The question; on its action, unless that has left the plan."""
    keys: dict[str, Any] = {
        "challenge_id": asked.challenge.pk,
        "asked_of_id": asked.challenge.asked_of_id,
    }
    facts = (
        Fact("Asked of", asked.challenge.asked_of.name),
        Fact("Answer due by", asked.answer_by),
        Fact("Days late", asked.days_late),
        Fact("Where it stands", asked.state_in_words),
        Fact("Question", asked.question, long=True),
    )
    if action:
        return on_action(action, *facts, **keys)
    gone = asked.challenge.action
    return Entry(f"{gone.ref} {gone.title} (withdrawn)", facts, **keys)


def _to_check_again(plan: Plan, day: date) -> Section:
    """What the board signed off and was to look at again by `day`."""
    return Section(
        "re-checks",
        "Re-checks due",
        "Signed off, to be looked at again by a day that has come.",
        "No sign-off is to be checked again.",
        tuple(
            on_action(
                due.stands,
                Fact("To be checked by", due.due_on),
                Fact("Signed off on", due.closure.decided_on or ""),
                Fact("Last checked on", due.last.checked_on if due.last else "Never"),
                closure_id=due.closure.pk,
            )
            for due in rechecks_due(plan, day)
        ),
    )
