"""What the plan leaves uncovered: findings, actions and partners with nothing behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions.models import Action, Finding, Plan
from actions.paragraphs import paragraphs
from actions.ratings import Delivery, Impact
from actions.references import sort_key
from actions.stands import ActionPosition, OwnerInPlan, Position
from partners.models import Membership


@dataclass(frozen=True)
class Leaderless:
    """An owner of open actions for which nobody leads."""

    owner: OwnerInPlan
    actions: tuple[ActionPosition, ...]


@dataclass(frozen=True)
class Coverage:
    """The gaps of one position, each list in the order of the plan.

    `findings` counts what was entered: where it is 0, `unanswered` and `unanswering` are empty,
    because nobody can tell. `areas` are number and title.
    """

    findings: int
    areas: tuple[tuple[int, str], ...]
    unanswered: tuple[Finding, ...]
    unanswering: tuple[ActionPosition, ...]
    never: tuple[ActionPosition, ...]
    without_impact: tuple[ActionPosition, ...]
    too_early: tuple[ActionPosition, ...]
    leaderless: tuple[Leaderless, ...]


def coverage(plan: Plan, position: Position, today: date) -> Coverage:
    """Return what is uncovered in `position`, in three queries beyond it, whatever its size.

    Who leads is asked of `today`, whatever the day of the position: somebody must act on it now.
    """
    actions, findings = position.actions, list(plan.findings.all())
    answers = _answers(plan, position)
    answered = {key for keys in answers.values() for key in keys}
    there = {finding.paragraph_key for finding in findings}
    held = {action.priority_area for action in actions}
    spoken = [action for action in actions if not _never_reported(action, plan)]
    return Coverage(
        findings=len(findings),
        areas=tuple((n, title) for n, title, _ in position.priority_areas if n not in held),
        unanswered=tuple(one for one in findings if one.paragraph_key not in answered),
        unanswering=tuple(a for a in actions if there and not answers[a.id] & there),
        never=tuple(action for action in actions if _never_reported(action, plan)),
        without_impact=tuple(a for a in spoken if a.impact in (None, Impact.NO_EVIDENCE)),
        too_early=tuple(
            a for a in actions if a.delivery == Delivery.COMPLETE and a.impact == Impact.TOO_EARLY
        ),
        leaderless=_leaderless(actions, today),
    )


def _never_reported(action: ActionPosition, plan: Plan) -> bool:
    """Whether nothing was said since the plan was submitted: its first rating is no progress."""
    return action.last_update_on is None or action.last_update_on <= plan.submitted_on


def _answers(plan: Plan, position: Position) -> dict[int, set[str]]:
    """The paragraphs that each action of `position` names, as findings are compared."""
    named = dict(Action.objects.filter(plan=plan).values_list("pk", "inspection_paragraph"))
    return {
        action.id: {sort_key(paragraph) for paragraph in paragraphs(named[action.id])}
        for action in position.actions
    }


def _leaderless(actions: tuple[ActionPosition, ...], today: date) -> tuple[Leaderless, ...]:
    """The owners with open actions for which neither they nor their group has a lead."""
    leads = Membership.objects.leading_on(today)
    led = set(leads.values_list("partner__code", flat=True))
    unled: dict[OwnerInPlan, list[ActionPosition]] = {}
    for action in actions:
        if not action.closed and not {action.owner.code, action.owner.group_code} & led:
            unled.setdefault(action.owner, []).append(action)
    in_order = sorted(unled, key=lambda owner: (owner.group_order, owner.name))
    return tuple(Leaderless(owner, tuple(unled[owner])) for owner in in_order)
