"""Sentences on updates once they are filed, and what stands behind them: a pure module.

Nothing of a draft is told: the reader asks for no version of one, and what was put to a draft is
told as it stood when it was filed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from actions.history.rows import (
    TOGETHER,
    Row,
    Told,
    Values,
    Who,
    changed,
    differences,
    listed,
    quoted,
    told,
    words,
)

UPDATE = {
    "as_at": "day that it speaks of",
    "delivery_rating": "delivery rating",
    "impact_rating": "impact rating",
    "narrative": "text",
    "cause": "cause",
    "recovery_action": "recovery",
    "recovery_on": "day of recovery",
    "waiting_on__name": "partner waited for",
    "board_ask": "need from the board",
    "evidence": "evidence that it is complete",
    "impact_evidence": "evidence of impact",
    "theme__name": "theme",
}
# All that is told of an update that was taken back: no page shows its texts any more.
WITHOUT_TEXTS = ("as_at", "delivery_rating", "impact_rating")
EVIDENCE = {"title": "title", "link": "link"}
Titles = Mapping[int, Mapping[int, str]]


def updates(rows: Iterable[Row], filed_with: Titles) -> Iterator[Told]:
    """Yield what was filed, corrected and withdrawn. `filed_with`: titles of evidence by update."""
    found = [row for row in rows if row.after]
    latest: dict[int, Values] = {}
    taken_back = _taken_back(found)
    for row in found:
        assert row.after is not None
        labels = _labels(row.key in taken_back)
        if row.before is None:
            told_titles = {} if row.key in taken_back else filed_with.get(row.key, {})
            titles = list(told_titles.values())
            yield _filed(row, row.after, latest, titles, labels)
        if row.after["state"] == "withdrawn" and (row.before or {}).get("state") != "withdrawn":
            said = f"{row.who} withdrew {_named(row.after)}"
            yield told(row, said, why=row.after["withdrawn_reason"])
        if row.before:
            changes = differences(row.before, row.after, labels)
            yield from changed(row, changes, of=f" of {_named(row.after)}")
        latest[row.key] = row.after


def _taken_back(rows: Iterable[Row]) -> set[int]:
    """The updates that were withdrawn, and the earlier versions of those."""
    last = {row.key: row.after for row in rows if row.after}
    found: set[int] = set()
    for key in sorted(last, reverse=True):
        if last[key]["state"] == "withdrawn" or key in found:
            found |= {key, last[key]["corrects_id"] or key}
    return found


def _labels(taken_back: bool) -> Mapping[str, str]:
    return {name: UPDATE[name] for name in WITHOUT_TEXTS} if taken_back else UPDATE


def _named(values: Values) -> str:
    return f"the update for {words(values['as_at'])}"


def _filed(
    row: Row,
    after: Values,
    latest: Mapping[int, Values],
    titles: list[str],
    labels: Mapping[str, str],
) -> Told:
    """Who filed it is on the update itself, also where it was loaded and nobody stood by."""
    name = row.by.name if row.by else after["author__name"]
    who = str(Who(name, after["partner__name"]))
    evidence = f", with the evidence {listed([quoted(title) for title in titles])}"
    proof = evidence if titles else ""
    day = after["submitted_at"].date() if after["submitted_at"] else after["as_at"]
    if after["corrects_id"]:
        corrected = latest.get(after["corrects_id"], after)
        changes = tuple(differences(corrected, after, labels))
        now = ", ".join(_given(after))
        said = f"{who} corrected {_named(corrected)}{', now ' if now else ''}{now}{proof}"
        return told(row, said, why=after["correction_reason"], day=day, changes=changes)
    said = f"{who} filed {_what(after, latest)}{_ratings(after)}{proof}"
    return told(row, said, why="", day=day)


def _what(after: Values, latest: Mapping[int, Values]) -> str:
    day = words(after["as_at"])
    if after["confirms_id"] is None:
        return f"an update for {day}"
    confirmed = latest.get(after["confirms_id"])
    since = f" since {words(confirmed['as_at'])}" if confirmed else ""
    return f"“no change{since}” for {day}"


def _ratings(after: Values) -> str:
    given = _given(after)
    return f": {', '.join(given)}" if given else ", without a rating"


def _given(after: Values) -> list[str]:
    return [after[name] for name in ("delivery_rating", "impact_rating") if after[name]]


def sort_evidence(rows: Iterable[Row], filed: Iterable[Row]) -> tuple[Titles, list[Row]]:
    """Return the evidence that each update was filed with, and the changes made after that.

    What was added to a draft and taken off again before it was filed is in neither.
    """
    moments = {row.key: row.at for row in filed if row.before is None}
    titles: dict[int, dict[int, str]] = defaultdict(dict)
    later = []
    for row in rows:
        values = row.after or row.before or {}
        update = values.get("update_id")
        if update not in moments:
            continue
        if row.at > moments[update] and not _came_with(row, moments[update]):
            later.append(row)
        elif row.after is None or row.after["withdrawn_on"]:
            titles[update].pop(row.key, None)
        else:
            titles[update][row.key] = row.after["title"]
    return titles, later


def _came_with(row: Row, filed: datetime) -> bool:
    """Whether it was added by the same press of the button that filed the update."""
    return row.new and row.at - filed <= TOGETHER


def evidence(rows: Iterable[Row]) -> Iterator[Told]:
    """Yield what happened to evidence after its update was filed."""
    for row in rows:
        if row.after is None:
            continue
        taken_back = row.after.get("update__state") == "withdrawn"
        name = "evidence" if taken_back else f"the evidence {quoted(row.after['title'])}"
        to = f"the update for {words(row.after['update__as_at'])}"
        if row.new:
            yield told(row, f"{row.who} added {name} to {to}")
        elif row.set_now("withdrawn_on"):
            why = row.after["withdrawn_reason"]
            yield told(row, f"{row.who} withdrew {name} from {to}", why=why)
        elif row.before and not taken_back:
            changes = differences(row.before, row.after, EVIDENCE)
            yield from changed(row, changes, of=f" of {name}")


def readings(rows: Iterable[Row]) -> Iterator[Told]:
    """Yield the figures that updates reported.

    A correction takes its figures back and reports them anew: those that stayed are no news.
    """
    found = list(rows)
    no_news = {change for row in found for change in _reported_again(row, found)}
    for row in found:
        if None in (row.before, row.after) and (row.key, row.after is None) in no_news:
            continue
        values = row.after or row.before or {}
        of = f"the measure {quoted(values['measure__name'])} on {words(values['as_at'])}"
        if row.after is None:
            yield told(row, f"{row.who} took back the figure of {of}: {values['figure']}")
        elif row.before is None:
            who = row.by or values["update__author__name"]
            said = f"{who} reported for {of}: {values['figure']}"
            yield told(row, said, why="", day=values["as_at"])
        else:
            changes = differences(row.before, row.after, {"figure": "figure"})
            yield from changed(row, changes, of=f" of {of}")


def _reported_again(gone: Row, rows: Iterable[Row]) -> Iterator[tuple[int, bool]]:
    """The change that took a figure away and the one that put the same in its place."""
    for new in rows if gone.after is None else ():
        in_its_place = new.before is None and new.key != gone.key
        near = gone.at <= new.at <= gone.at + TOGETHER
        if in_its_place and near and _same_figure(gone.before or {}, new.after or {}):
            yield from ((gone.key, True), (new.key, False))


def _same_figure(one: Values, other: Values) -> bool:
    return all(one.get(name) == other.get(name) for name in ("measure__name", "as_at", "figure"))
