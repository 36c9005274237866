"""Evidence: a link or a file is attached to an update, and withdrawn with a reason."""

from __future__ import annotations

from typing import Any, BinaryIO

from django.db import DatabaseError, transaction

from actions import file_kinds, stored_files
from actions.file_kinds import Unfit
from actions.models import Action, Evidence, ProgressUpdate, ReportingPeriod
from actions.ratings import Delivery
from actions.stored_files import Stored, StoreFailed
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.recording import record
from jtai_tracker.uploads import CANNOT_STORE
from partners.models import Partner, User

# What the files of a partner may take together, withdrawn ones too, as they are kept.
MOST_BYTES = 2 * 1024**3
MOST_ITEMS = 50

__all__ = ["Refused", "StoreFailed", "Unfit", "add_file", "add_link", "proven", "withdraw"]


class Refused(Exception):
    """Evidence that the rules do not let in; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def proven(update: ProgressUpdate) -> bool:
    """Return whether a link or a file stands behind `update` and has not been withdrawn."""
    return Evidence.objects.in_force().filter(update=update).exists()


def unproven(update: ProgressUpdate) -> bool:
    """Return whether a filed `update` says complete and no evidence of that is left."""
    complete = update.delivery_rating == Delivery.COMPLETE and not update.evidence
    return complete and update.state == ProgressUpdate.State.SUBMITTED and not proven(update)


def closed_to_evidence(update: ProgressUpdate) -> str:
    """Return why nothing can be attached to `update` any more, as a sentence; else nothing.

    Rule: what stood behind an issued report stays as it was; a new update carries what is new.
    """
    if update.state == ProgressUpdate.State.DRAFT:
        return ""
    if update.state != ProgressUpdate.State.SUBMITTED or update.as_at is None:
        return "That update does not stand any more. Attach evidence to the one that does."
    issued = ReportingPeriod.objects.issued_with(update.action.plan, update.as_at)
    if issued is None:
        return ""
    until = long_date(issued.cut_off)
    return f"The report up to {until} has been issued. Write a new update and attach it there."


@transaction.atomic
def add_link(*, update: ProgressUpdate, title: str, link: str, by: User) -> Evidence:
    """Return the link as evidence of `update`; the one that is there, where it was given before.

    Raises Refused where `update` takes no more.
    """
    _lock(update)
    again = update.proofs.in_force().filter(link=link, kind=Evidence.Kind.LINK).first()
    return again or _add(update, by, title=title, kind=Evidence.Kind.LINK, link=link)


def add_file(*, update: ProgressUpdate, title: str, file: BinaryIO, by: User) -> Evidence:
    """Return the file as evidence of `update`; the one that is there, where it was sent before.

    Raises Unfit for what may not be attached, Refused where there is no more room, and StoreFailed.
    The file is written first: a row without its file is worse than a file without a row.
    """
    kind = file_kinds.recognise(file)
    stored = stored_files.store(file)
    try:
        proof = _add_stored(update, title, kind, stored, by)
    except BaseException as error:
        stored_files.discard(stored.name)
        if isinstance(error, DatabaseError):
            raise StoreFailed(CANNOT_STORE) from error
        raise
    if proof.file.name != stored.name:
        stored_files.discard(stored.name)
    return proof


@transaction.atomic
def withdraw(*, proof: Evidence, reason: str, by: User) -> Evidence:
    """Return `proof`, withdrawn: its row and its file stay; nobody is handed the file any more.

    Raises Refused where it has been withdrawn already, or stands behind an issued report.
    """
    # The same lock as filing takes, so that complete is not filed on what is just being withdrawn.
    Action.objects.select_for_update(of=("self",)).get(pk=proof.update.action_id)
    proof = Evidence.objects.select_for_update(of=("self",)).get(pk=proof.pk)
    if proof.withdrawn_on:
        raise Refused(f"It was withdrawn on {long_date(proof.withdrawn_on)} already")
    if proof.update.state == ProgressUpdate.State.SUBMITTED and closed_to_evidence(proof.update):
        raise Refused("The report that used it has been issued, and stands as it was")
    proof.withdrawn_on, proof.withdrawn_reason = clock.today(), reason
    return record(proof, by=by, why=reason)


@transaction.atomic
def _add_stored(
    update: ProgressUpdate, title: str, kind: str, stored: Stored, by: User
) -> Evidence:
    _lock(update)
    again: Evidence | None = update.proofs.in_force().filter(sha256=stored.sha256).first()
    if again:
        return again
    kept = Evidence.objects.filter(update__partner=update.partner_id).bytes_kept()
    if kept + stored.size > MOST_BYTES:
        raise Refused(
            f"{update.partner.name} has no room for this file: its evidence may take 2 GB in all."
            " Give a link instead"
        )
    size, sha256 = stored.size, stored.sha256
    return _add(update, by, title=title, kind=kind, file=stored.name, size=size, sha256=sha256)


def _lock(update: ProgressUpdate) -> None:
    """Let one at a time add to this action and to this partner, so that what is counted holds."""
    Action.objects.select_for_update(of=("self",)).get(pk=update.action_id)
    Partner.objects.select_for_update(of=("self",)).get(pk=update.partner_id)
    update.refresh_from_db(fields=["state", "as_at"])
    closed = closed_to_evidence(update)
    if closed:
        raise Refused(closed.removesuffix("."))


def _add(update: ProgressUpdate, by: User, **facts: Any) -> Evidence:
    on_action = Evidence.objects.in_force().filter(update__action=update.action_id)
    if on_action.count() >= MOST_ITEMS:
        raise Refused(
            f"Action {update.action.ref} has {MOST_ITEMS} pieces of evidence already."
            " Withdraw one that is not needed"
        )
    proof = Evidence(update=update, added_by=by, added_at=clock.now(), **facts)
    return record(proof, by=by)
