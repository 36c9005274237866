"""The board pack: the position of a plan in two pages, with what is asked of the board."""

from __future__ import annotations

from datetime import date

from actions.challenge_log import challenges_on
from actions.exceptions import exceptions
from actions.followed import followed
from actions.models import Plan
from actions.moves import moves
from actions.position import PlanReading
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from reports.builders.pack.challenges import challenges_section
from reports.builders.pack.decisions import brought_on, decisions, decisions_section, numbers
from reports.builders.pack.exceptions import exceptions_section
from reports.builders.pack.measures import measures_section
from reports.builders.pack.movement import movement_section
from reports.builders.pack.position import position_section
from reports.document import Document


def board_pack(plan: Plan, as_at: date, since: date | None = None) -> Document:
    """Return the pack of `plan` as at `as_at`, compared with `since` (as `plan_position` has it).

    Costs the same number of queries whatever the size of the plan, and stays short: long lists are
    cut, and say so.
    """
    record = PlanReading(plan, as_at)
    position = record.position(as_at, since)
    before = record.position(position.since)
    found = exceptions(plan, position)
    log = challenges_on(plan, as_at)
    asked = decisions(position, found, brought_on(plan, as_at, log))
    return Document(
        title=f"Board pack: {plan.title}",
        subtitle=f"{plan.area}. Position as at {long_date(as_at)},"
        f" compared with {long_date(position.since)}",
        short_title="Board pack",
        author=plan.principal_authority,
        status=f"Board paper, position as at {long_date(as_at)};"
        f" made on {long_date(clock.today())} from the record",
        orientation="portrait",
        sections=(
            position_section(position, before),
            movement_section(position, moves(plan, position)),
            exceptions_section(found, numbers(asked)),
            challenges_section(log, position.since),
            measures_section(followed(plan, as_at)),
            decisions_section(asked),
        ),
        compact=True,
    )
