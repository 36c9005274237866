"""The lists of the chair's own pages as tables to download: all rows, whatever the page shows."""

from __future__ import annotations

from collections.abc import Iterable

from actions.models import Plan, ProgressUpdate
from actions.signing import Proposal, RecheckDue
from jtai_tracker import clock
from jtai_tracker.listing import Listing, Value

_Row = tuple[Value, ...]


def sign_offs_listing(proposals: Iterable[Proposal], checks: Iterable[RecheckDue]) -> Listing:
    """Return what awaits the board: proposals to close first, then the checks that are due."""
    return Listing(
        name="sign-offs",
        title="Sign-offs",
        said="What leads propose as complete, and what is to be checked again.",
        as_at=clock.today(),
        columns=(
            *("What", "Plan", "Reference", "Title", "Owner", "Proposed or due on", "Proposed by"),
            *("Impact", "Evidence in words", "Evidence attached", "Milestones not done"),
        ),
        rows=(*map(_proposed, proposals), *map(_to_check, checks)),
    )


def _proposed(one: Proposal) -> _Row:
    stands, said = one.stands, one.said
    return (
        *("Proposed as complete", one.action.plan.title, stands.ref, stands.title),
        *(stands.owner.name, one.proposed_on, said.partner.name),
        *(stands.impact.label if stands.impact else "Not yet rated", said.evidence),
        *(len(one.proofs), "; ".join(step.title for step in one.undone)),
    )


def _to_check(one: RecheckDue) -> _Row:
    stands = one.stands
    return (
        *("To be checked again", one.closure.action.plan.title, stands.ref, stands.title),
        *(stands.owner.name, one.due_on, None),
        *(stands.impact.label if stands.impact else "Not yet rated", None, None, None),
    )


def to_read_listing(plan: Plan, updates: Iterable[ProgressUpdate]) -> Listing:
    """Return the updates that the chair has still to read, oldest first, in full."""
    return Listing(
        name=f"{plan.slug}-to-read",
        title=f"{plan.area}: {plan.title}, updates to read",
        said="What was filed in this round and is not acknowledged yet.",
        as_at=clock.today(),
        columns=(
            *("Reference", "Title", "Partner", "Speaks of", "Delivery", "Impact"),
            *("What happened", "What was answered besides"),
        ),
        rows=tuple(
            (
                *(update.action.ref, update.action.title, update.partner.name, update.as_at),
                *(update.get_delivery_rating_display(), update.get_impact_rating_display()),
                update.narrative,
                "\n".join(f"{label}: {text}" for label, text in update.answers),
            )
            for update in updates
        ),
    )
