"""The appendix: every action as at the cut-off, one table a priority area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from actions.models import Plan, ProgressUpdate
from actions.position import plan_position
from actions.stands import ActionPosition, Position
from jtai_tracker.dates import long_date
from reports.builders.appendix_key import delivery_cell, impact_cell, key_and_summary
from reports.document import Cell, Column, Document, Paragraph, RatingCell, Section, Table
from reports.models import CommitteeReport

NO_UPDATE = "No update received"
# The one answer that prints under the impact rating, not beside the narrative.
_IMPACT_EVIDENCE = "Evidence of impact"

_COLUMNS = (
    Column("Ref", 3),
    Column("Action", 11, note_heading="Success measure"),
    Column("Lead", 10, note_heading="Supporting partners"),
    Column("Due", 6, note_heading="Moved or overdue"),
    Column("Progress this period", 20, note_heading="Cause, recovery, evidence"),
    Column("Delivery", 8, note_heading="Direction of travel"),
    Column("Impact", 8, note_heading=_IMPACT_EVIDENCE),
)


def appendix(report: CommitteeReport) -> Document:
    """Return the appendix of `report`: its plan's position as at the report's cut-off.

    Costs the same number of queries whatever the size of the plan.
    """
    period = report.period
    plan = period.plan
    position = plan_position(plan, period.cut_off)
    said = _Said(plan, position)
    return Document(
        title=f"Appendix 1: {plan.title} progress update",
        subtitle=f"Position as at {long_date(period.cut_off)}",
        short_title=f"Appendix 1: {plan.title}",
        author=plan.principal_authority,
        status=report.get_status_display(),
        orientation="landscape",
        sections=(
            *key_and_summary(plan, position),
            *(_priority_area(area, position, said) for area in position.priority_areas),
        ),
    )


class _Said:
    """What the partners wrote that the position does not carry, read once for all actions."""

    def __init__(self, plan: Plan, position: Position) -> None:
        self.starts_on = position.starts_on or date.max
        self.in_period: dict[str, list[ProgressUpdate]] = defaultdict(list)
        self.rated: dict[str, ProgressUpdate] = {}
        self.success_measures = dict(plan.actions.values_list("ref", "success_measure"))
        rating_ids = {action.rating_id for action in position.actions}
        said = ProgressUpdate.objects.filter(action__plan=plan).said_by(position.as_at)
        for update in said.select_related("action", "partner", "waiting_on", "confirms"):
            if update.as_at > self.starts_on:
                self.in_period[update.action.ref].append(update)
            if update.pk in rating_ids:
                self.rated[update.action.ref] = update


def _priority_area(area: tuple[int, str, str], position: Position, said: _Said) -> Section:
    number, short_title, wording = area
    actions = [action for action in position.actions if action.priority_area == number]
    rows = tuple(_row(action, said) for action in actions)
    table = Table(f"Actions in priority area {number}", _COLUMNS, rows)
    in_full = Paragraph(f"Area for priority action: {wording.rstrip('.')}.")
    blocks = (in_full, table if rows else Paragraph("No action stands under this area."))
    return Section(f"Priority area {number}: {short_title}", blocks)


def _row(action: ActionPosition, said: _Said) -> tuple[Cell | RatingCell, ...]:
    rated = said.rated.get(action.ref)
    success = said.success_measures[action.ref]
    return (
        Cell(action.ref),
        Cell(action.title, note=f"Success measure: {success}" if success else ""),
        _lead(action),
        _due(action),
        _progress(action.ref, said),
        delivery_cell(action.status, action.movement.value),
        impact_cell(action.impact, rated.in_its_place.impact_evidence if rated else ""),
    )


def _lead(action: ActionPosition) -> Cell:
    with_whom = ", ".join(action.supporting)
    lead = "\n".join(filter(None, (action.owner.name, action.lead_role)))
    return Cell(lead, note=f"With: {with_whom}" if with_whom else "")


def _due(action: ActionPosition) -> Cell:
    beside = "\n".join(_capitalised(text) for text in action.about_the_date)
    return Cell(action.due_in_words, on=action.due_on, note=beside)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _progress(ref: str, said: _Said) -> Cell:
    narratives = "\n\n".join(map(_narrative, said.in_period[ref])) or NO_UPDATE
    return Cell(narratives, note="\n".join(_beside(ref, said)))


def _narrative(update: ProgressUpdate) -> str:
    return f"{long_date(update.as_at)}, {update.partner.name}: {update.narrative}"


def _beside(ref: str, said: _Said) -> Iterator[str]:
    """What the rating in force brings with it, dated where it is older than the period."""
    rated = said.rated.get(ref)
    said_of_it = rated.answers if rated else []
    answers = [pair for pair in said_of_it if not pair[0].startswith(_IMPACT_EVIDENCE)]
    if rated and answers and rated not in said.in_period[ref]:
        yield f"As declared on {long_date(rated.as_at)}"
    yield from (f"{label}: {text}" for label, text in answers)
