"""What can be done about an entry of a list, and by whom: one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from actions.entries import Entry
from partners.permissions import Permission
from partners.standing import Standing

Address = tuple[str | int, ...]


@dataclass(frozen=True)
class Offer:
    """A step that somebody may take now: what it is called, and where it is taken."""

    label: str
    url: str


@dataclass(frozen=True)
class Step:
    """A step, the name of its page, who may take it, and the lists whose entries ask for it.

    `address` makes the arguments of the page from the plan's word and an entry; None where the
    step does not fit that entry.
    """

    label: str
    page: str
    who: Permission
    lists: frozenset[str]
    address: Callable[[str, Entry], Address | None]


def _action(slug: str, entry: Entry) -> Address | None:
    return (slug, entry.action.ref) if entry.action else None


def _open_action(slug: str, entry: Entry) -> Address | None:
    return _action(slug, entry) if entry.action and not entry.action.closed else None


def _closure(slug: str, entry: Entry) -> Address | None:
    return (entry.closure_id,) if entry.closure_id else None


def _challenge(slug: str, entry: Entry) -> Address | None:
    return (entry.challenge_id,) if entry.challenge_id else None


def _undecided(slug: str, entry: Entry) -> Address | None:
    return (entry.request_id,) if entry.request_id else None


def _without_request(slug: str, entry: Entry) -> Address | None:
    return None if entry.request_id else _open_action(slug, entry)


def _plan(slug: str, entry: Entry) -> Address | None:
    return (slug,)


def _nowhere_in_particular(slug: str, entry: Entry) -> Address | None:
    return ()


_TROUBLED = frozenset({"off-track", "at-risk", "overdue", "blocked"})
_UNSHOWN = frozenset({"never", "activity", "too-early"})
_ON_ACTIONS = _TROUBLED | {
    *("contradicted", "silent", "awaiting", "returned", "moved", "no-impact"),
    *("re-checks", "answers", "no-finding", *_UNSHOWN),
}

# In the order in which they are offered: the first is the button.
STEPS = (
    Step(
        "Answer the board",
        "challenge-answer",
        Permission.ANSWER_CHALLENGES,
        frozenset({"answers"}),
        _challenge,
    ),
    Step(
        "See the question",
        "challenge-detail",
        Permission.SEE_PLAN,
        frozenset({"answers"}),
        _challenge,
    ),
    Step(
        "Sign off or return",
        "sign-off-decide",
        Permission.HOLD_TO_ACCOUNT,
        frozenset({"awaiting"}),
        _closure,
    ),
    Step(
        "Record the check",
        "sign-off-check",
        Permission.HOLD_TO_ACCOUNT,
        frozenset({"re-checks"}),
        _closure,
    ),
    Step(
        "Re-open it",
        "sign-off-reopen",
        Permission.HOLD_TO_ACCOUNT,
        frozenset({"re-checks"}),
        _closure,
    ),
    Step(
        "Decide on the new date",
        "date-decide",
        Permission.DECIDE_DATES,
        _TROUBLED | {"moved"},
        _undecided,
    ),
    Step(
        "Challenge",
        "challenge-new",
        Permission.HOLD_TO_ACCOUNT,
        _ON_ACTIONS - {"re-checks", "answers", "no-finding"},
        _action,
    ),
    Step(
        "Write an update",
        "update-new",
        Permission.WRITE_OWN_UPDATES,
        _ON_ACTIONS - {"awaiting", "moved", "re-checks", "answers", "no-finding"},
        _open_action,
    ),
    Step(
        "Ask for a new due date",
        "date-new",
        Permission.WRITE_OWN_UPDATES,
        _TROUBLED,
        _without_request,
    ),
    Step(
        "Add an action",
        "action-new",
        Permission.MANAGE_PLAN,
        frozenset({"areas", "findings"}),
        _plan,
    ),
    Step(
        "Name the paragraph on an action",
        "action-list",
        Permission.MANAGE_PLAN,
        frozenset({"findings"}),
        _plan,
    ),
    Step(
        "Say which paragraph it answers",
        "action-change",
        Permission.MANAGE_PLAN,
        frozenset({"no-finding"}),
        _action,
    ),
    Step(
        "See who leads for whom",
        "people-list",
        Permission.MANAGE_PEOPLE,
        frozenset({"no-lead"}),
        _nowhere_in_particular,
    ),
    Step("See the action", "action-detail", Permission.SEE_PLAN, _ON_ACTIONS, _action),
)


def offers(code: str, entry: Entry, standing: Standing, slug: str) -> tuple[Offer, ...]:
    """Return what a person of this standing may do about `entry` of the list `code`."""
    steps = (step for step in STEPS if code in step.lists and _may(standing, step, entry))
    found = ((step, step.address(slug, entry)) for step in steps)
    return tuple(
        Offer(s.label, reverse(s.page, args=args)) for s, args in found if args is not None
    )


def _may(standing: Standing, step: Step, entry: Entry) -> bool:
    """Whether it is theirs to take: partners write on their own actions, and answer for themselves.

    The views behind the steps decide it again, so that nothing hangs on a link.
    """
    if step.who == Permission.WRITE_OWN_UPDATES:
        return entry.action is not None and standing.writes_for(entry.action.owner.id)
    asked = step.who != Permission.ANSWER_CHALLENGES or entry.asked_of_id in standing.partner_ids
    return asked and standing.may(step.who)
