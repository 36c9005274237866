"""What was said of an action, latest first, with earlier versions and what was taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from actions.models import Action, ProgressUpdate, ReportingPeriod
from partners.standing import Standing

State = ProgressUpdate.State


@dataclass(frozen=True)
class Entry:
    """One update in force, or one that was withdrawn; `earlier` are the versions it corrects."""

    update: ProgressUpdate
    earlier: tuple[ProgressUpdate, ...]
    may_change: bool

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back: its text is then not shown, only that and why."""
        return self.update.state == State.WITHDRAWN


def timeline(action: Action, day: date, standing: Standing) -> list[Entry]:
    """Return what was said of `action` by `day`, as somebody of that standing sees it.

    An update may be corrected or withdrawn by its own partner, until the report that used it was
    issued. Costs the same number of queries whatever was said.
    """
    filed = Q(state__in=[State.SUBMITTED, State.CORRECTED, State.WITHDRAWN], as_at__lte=day)
    updates = ProgressUpdate.objects.filter(filed, action=action).select_related(
        "partner", "author", "theme", "waiting_on", "confirms"
    )
    said = updates.prefetch_related("milestones", "readings__measure").with_proofs(day)
    said = said.with_acknowledgements(day)
    found = list(said.reverse())
    corrected = {update.pk: update for update in found if update.state == State.CORRECTED}
    issued = ReportingPeriod.objects.filter(plan=action.plan, issued_on__isnull=False).last()
    return [
        Entry(
            update,
            tuple(_earlier(update, corrected)),
            may_change=update.state == State.SUBMITTED
            and standing.writes_for(update.partner_id)
            and not (issued and update.as_at and update.as_at <= issued.cut_off),
        )
        for update in found
        if update.state != State.CORRECTED
    ]


def _earlier(
    update: ProgressUpdate, corrected: dict[int, ProgressUpdate]
) -> Iterator[ProgressUpdate]:
    while update.corrects_id in corrected:
        update = corrected[update.corrects_id]
        yield update
