"""Sentences on what the board was asked and what it decided: a pure module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from actions.history.rows import Row, Told, Values, changed, differences, sentence, told, words

REQUEST = {
    "moved_to": "new due date",
    "reason": "reason",
    "past_reason": "reason for a past date",
}
RECHECK = ("checked_on", "found", "minute_ref", "next_on")


def dates(rows: Iterable[Row]) -> Iterator[Told]:
    """Yield what was asked and decided on the due date."""
    for row in rows:
        if row.after is None:
            continue
        if row.new:
            yield _asked(row, row.after)
        before = row.before or {"outcome": "asked"}
        if before["outcome"] != row.after["outcome"]:
            yield _answered(row, row.after)
        elif row.before:
            changes = differences(row.before, row.after, REQUEST)
            yield from changed(row, changes, of=" of the request")


def _moved(after: Values) -> str:
    return f"a new due date, {words(after['moved_to'])} ({_until_now(after)})"


def _until_now(after: Values) -> str:
    was = words(after["moved_from"])
    return f"it was {was}" if was else "there was none"


def _asked(row: Row, after: Values) -> Told:
    partner = after["requested_by__name"]
    asked = f"asked for {_moved(after)}"
    for_whom = "" if row.by and row.by.partner == partner else f", for {partner}"
    said = f"{row.who} {asked}{for_whom}" if row.by else f"{partner} {asked}"
    return told(row, said, why=after["reason"], day=after["requested_on"])


def _answered(row: Row, after: Values) -> Told:
    verb = {"agreed": "agreed", "declined": "declined"}.get(after["outcome"])
    if verb:
        return _by_the_body(row, after, f"{verb} {_moved(after)}")
    return told(row, f"{row.who} withdrew the request for {_moved(after)}")


def _by_the_body(
    row: Row, after: Values, decided: str, more: str = "", why: str | None = None
) -> Told:
    """What a body decided: the body is the subject, and who wrote it down stands beside it."""
    body = after["body__name"] or "board"
    minute = _minute(after["minute_ref"])
    # Where nobody recorded it, the line stands on the day of the decision already.
    on = f", on {words(after['decided_on'])}" if row.by else ""
    the = "" if body.startswith("The ") else "The "
    if why is None:
        # Where the reason only repeats the minute, the sentence has it already.
        why = "" if after["minute_ref"] and after["minute_ref"] in row.why else row.why
    said = sentence(f"{the}{body} {decided}{on}{minute}", why)
    recorded_by = str(row.by) if row.by else ""
    whole = f"{said} {more}".strip()
    return Told(row.at, row.by, whole, day=after["decided_on"], recorded_by=recorded_by)


def _minute(reference: str) -> str:
    return f", minute {reference}" if reference else ""


def closures(rows: Iterable[Row]) -> Iterator[Told]:
    """Yield what was proposed as complete, and what the board made of it."""
    for row in rows:
        if row.after is None:
            continue
        if row.new:
            yield _proposed(row, row.after)
        before = row.before or {"outcome": "proposed"}
        if before["outcome"] != row.after["outcome"]:
            yield _closed(row, row.after)
        if row.set_now("reopened_on"):
            yield _reopened(row, row.after)
        if row.before:
            yield from _closure_changed(row, row.before, row.after)


def _proposed(row: Row, after: Values) -> Told:
    on = words(after["proposed_by__as_at"])
    said = f"proposed the action as complete, with the update for {on}"
    who = row.who if row.by else after["proposed_by__partner__name"]
    filed = after["proposed_by__submitted_at"]
    return told(row, f"{who} {said}", day=filed.date() if filed else None)


def _closed(row: Row, after: Values) -> Told:
    check = words(after["recheck_on"])
    more = f"To be checked again on {check}." if check else ""
    if after["outcome"] == "signed_off":
        return _by_the_body(row, after, "signed the action off", more)
    if after["outcome"] == "returned":
        returned = "returned the action as not complete"
        return _by_the_body(row, after, returned, more, why=after["returned_reason"] or None)
    return told(row, f"{row.who} withdrew the proposal to close the action")


def _reopened(row: Row, after: Values) -> Told:
    on = f"on {words(after['reopened_on'])}{_minute(after['reopened_minute_ref'])}"
    said = f"{row.who} re-opened the action {on}" if row.by else f"The action was re-opened {on}"
    return told(row, said, why=after["reopened_reason"], day=after["reopened_on"])


def _closure_changed(row: Row, before: Values, after: Values) -> Iterator[Told]:
    if before["outcome"] != after["outcome"]:
        return
    labels = {
        "proposed_by__as_at": "update that it rests on",
        "recheck_on": "day to check it again",
        "minute_ref": "minute",
    }
    yield from changed(row, differences(before, after, labels), of=" of the sign-off")


def rechecks(rows: Iterable[Row]) -> Iterator[Told]:
    """Yield what was looked at again after it had been signed off."""
    for row in rows:
        if row.after and row.new:
            yield _checked(row, row.after)


def _checked(row: Row, after: Values) -> Told:
    on = f"on {words(after['checked_on'])}{_minute(after['minute_ref'])}"
    what = f"what was signed off again, {on}, and found that it holds"
    said = f"{row.who} checked {what}" if row.by else f"The board checked {what}"
    whole = sentence(said, after["found"])
    if after["next_on"]:
        whole += f" To be checked once more on {words(after['next_on'])}."
    return Told(row.at, row.by, whole, day=after["checked_on"])
