"""Sentences on the action itself, its owner, milestones and measures: a pure module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from actions.history.rows import (
    Row,
    Told,
    Values,
    changed,
    differences,
    listed,
    quoted,
    told,
    words,
)

ACTION = {
    "ref": "reference",
    "title": "title",
    "priority_area__short_title": "priority area",
    "owner__name": "owner",
    "lead_role": "lead role",
    "starts_on": "start date",
    "original_due_on": "original due date",
    "due_as_written": "due date in words",
    "success_measure": "success measure",
    "intended_impact": "intended impact",
    "inspection_paragraph": "inspection paragraph",
    "added_on": "day on which it joined the plan",
}
MILESTONE = {"title": "title", "due_on": "date", "as_written": "date in words"}
OWNER_CHANGE = {"changed_on": "day", "reason": "reason"}
MEASURE = {
    "name": "name",
    "unit": "unit",
    "baseline": "baseline",
    "target": "target",
    "polarity": "direction",
    "trend_as_written": "trend",
    "note": "note",
}


def owners(rows: Iterable[Row]) -> Iterator[Told]:
    """Yield what was said when the action changed hands."""
    for row in rows:
        if row.after and row.new:
            yield _handed_over(row, row.after)
        elif row.after and row.before:
            changes = differences(row.before, row.after, OWNER_CHANGE)
            yield from changed(row, changes, of=" of the change of owner")


def _handed_over(row: Row, after: Values) -> Told:
    to = f"from {after['was__name']} to {after['became__name']}, as of {words(after['changed_on'])}"
    said = f"{row.who} changed the owner {to}" if row.by else f"The owner changed {to}"
    return told(row, said, why=after["reason"], day=after["changed_on"])


def action(rows: Iterable[Row], handed_over: Iterable[Row]) -> Iterator[Told]:
    """Yield what happened to the action itself; a new owner is told by `owners`, with the reason.

    The version and the sort key are counters of ours, and say nothing.
    """
    known = {(r.after["was__name"], r.after["became__name"]) for r in handed_over if r.after}
    for row in rows:
        if row.after and row.new:
            yield _added(row, row.after)
        elif row.after and row.before:
            yield from _withdrawn(row, row.before, row.after)
            yield from _supported(row, row.before, row.after)
            changes = differences(row.before, row.after, ACTION)
            owner = (row.before["owner__name"], row.after["owner__name"])
            told_already = [c for c in changes if c.label == "owner" and owner in known]
            yield from changed(row, [c for c in changes if c not in told_already])


def _added(row: Row, after: Values) -> Told:
    due = words(after["original_due_on"]) or after["due_as_written"]
    facts = f"owned by {after['owner__name']}, {_due(due)}"
    if not row.by:
        return told(row, f"The action joined the plan, {facts}", day=after["added_on"])
    return told(row, f"{row.who} added the action to the plan, {facts}")


def _due(date_in_words: str) -> str:
    return f"due {date_in_words}" if date_in_words else "without a date"


def _withdrawn(row: Row, before: Values, after: Values) -> Iterator[Told]:
    if row.set_now("withdrawn_on"):
        said = f"{row.who} withdrew the action as of {words(after['withdrawn_on'])}"
        yield told(row, said, why=after["withdrawn_reason"])
    elif row.cleared("withdrawn_on"):
        yield told(row, f"{row.who} put the action back into the plan")
    else:
        labels = {"withdrawn_on": "day", "withdrawn_reason": "reason"}
        yield from changed(row, differences(before, after, labels), of=" of the withdrawal")


def _supported(row: Row, before: Values, after: Values) -> Iterator[Told]:
    joined = [name for name in after["supporting"] if name not in before["supporting"]]
    left = [name for name in before["supporting"] if name not in after["supporting"]]
    if joined:
        yield told(row, f"{row.who} added {listed(joined)} to the supporting partners")
    if left:
        yield told(row, f"{row.who} took {listed(left)} off the supporting partners")


def milestones(rows: Iterable[Row]) -> Iterator[Told]:
    """Yield what happened to milestones. One that came with the plan is no news."""
    for row in rows:
        if row.after is None:
            yield told(row, f"{row.who} removed the milestone {_title(row.before)}")
        elif row.new:
            yield from _milestone_added(row, row.after)
        elif row.before:
            yield from _milestone_changed(row, row.before, row.after)


def _title(values: Values | None) -> str:
    return quoted(values["title"]) if values else "that had no history"


def _milestone_added(row: Row, after: Values) -> Iterator[Told]:
    if row.by:
        due = after["as_written"] or words(after["due_on"])
        done = f", done on {words(after['done_on'])}" if after["done_on"] else ""
        yield told(row, f"{row.who} added the milestone {_title(after)}, {_due(due)}{done}")


def _milestone_changed(row: Row, before: Values, after: Values) -> Iterator[Told]:
    name = f"the milestone {_title(after)}"
    if row.set_now("done_on"):
        yield told(row, f"{row.who} marked {name} as done on {words(after['done_on'])}")
    elif row.cleared("done_on"):
        yield told(row, f"{row.who} marked {name} as not done yet")
    if row.set_now("withdrawn_on"):
        yield told(row, f"{row.who} withdrew {name}")
    elif row.cleared("withdrawn_on"):
        yield told(row, f"{row.who} put {name} back")
    yield from changed(row, differences(before, after, MILESTONE), of=f" of {name}")


def measures(rows: Iterable[Row]) -> Iterator[Told]:
    """Yield what happened to measures while they were linked to the action.

    A measure that came with the plan is no news.
    """
    for row in rows:
        if row.after is None or not (row.by or row.before):
            continue
        name = f"the measure {quoted(row.after['name'])}"
        if row.set_now("linked"):
            yield told(row, f"{row.who} linked {name} to the action")
        elif row.cleared("linked"):
            yield told(row, f"{row.who} took {name} off the action")
        elif row.before and row.after["linked"]:
            yield from _measure_changed(row, row.before, row.after, name)


def _measure_changed(row: Row, before: Values, after: Values, name: str) -> Iterator[Told]:
    if row.set_now("withdrawn_on"):
        yield told(row, f"{row.who} withdrew {name}")
    elif row.cleared("withdrawn_on"):
        yield told(row, f"{row.who} put {name} back")
    yield from changed(row, differences(before, after, MEASURE), of=f" of {name}")
