"""The history of an action: read from every table that holds a part of it, in so many queries.

The number of queries is the same whatever the number of changes. Drafts are never read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from actions import models
from actions.history import (
    telling_challenges,
    telling_decisions,
    telling_structure,
    telling_updates,
)
from actions.history.rows import Row, Told, Version, Who, rows
from jtai_tracker import clock
from partners.models import Membership

_FILED = ("submitted", "withdrawn", "corrected")
# Compared by the tellers, so kept as codes; other choices are read by their labels.
_CODES = frozenset({"state", "outcome", "qualifier", "kind"})
_DECISION = ("outcome", "decided_on", "body__name", "minute_ref")
# The change's own columns, beside the values of the thing.
_CHANGE = (
    "id",
    "history_date",
    "history_type",
    "history_user_id",
    "history_user__name",
    "history_change_reason",
)


@dataclass(frozen=True)
class _Table:
    """A model, and the values of it that are told: fields of its own, or of what it points to.

    `links` is what is set after a save: it makes no change of its own so near to another.
    """

    model: type[Model]
    values: tuple[str, ...]
    links: str = ""


_TABLES = {
    "action": _Table(
        models.Action,
        (*telling_structure.ACTION, "withdrawn_on", "withdrawn_reason"),
        links="supporting",
    ),
    "milestone": _Table(
        models.Milestone,
        (*telling_structure.MILESTONE, "done_on", "withdrawn_on"),
        # A correction takes back what was said to be done, and the new version says it again.
        links="done_on",
    ),
    "owner": _Table(
        models.OwnerChange, (*telling_structure.OWNER_CHANGE, "was__name", "became__name")
    ),
    "measure": _Table(models.Measure, (*telling_structure.MEASURE, "withdrawn_on"), links="linked"),
    "date": _Table(
        models.DateChange,
        (
            *telling_decisions.REQUEST,
            *_DECISION,
            "moved_from",
            "requested_by__name",
            "requested_on",
        ),
    ),
    "closure": _Table(
        models.Closure,
        (
            *_DECISION,
            "recheck_on",
            "returned_reason",
            "reopened_on",
            "reopened_reason",
            "reopened_minute_ref",
            "proposed_by__as_at",
            "proposed_by__submitted_at",
            "proposed_by__partner__name",
        ),
    ),
    "recheck": _Table(models.Recheck, telling_decisions.RECHECK),
    "update": _Table(
        models.ProgressUpdate,
        (
            *telling_updates.UPDATE,
            "state",
            "submitted_at",
            "partner__name",
            "author__name",
            "confirms_id",
            "corrects_id",
            "correction_reason",
            "withdrawn_reason",
        ),
    ),
    "challenge": _Table(models.Challenge, telling_challenges.CHALLENGE),
    "reply": _Table(models.ChallengeReply, telling_challenges.REPLY),
    "acknowledgement": _Table(models.Acknowledgement, telling_challenges.ACKNOWLEDGEMENT),
    "evidence": _Table(
        models.Evidence,
        (
            *telling_updates.EVIDENCE,
            "withdrawn_on",
            "withdrawn_reason",
            "update_id",
            "update__as_at",
            "update__state",
        ),
    ),
    "reading": _Table(
        models.Reading,
        (
            "as_at",
            "value",
            "qualifier",
            "measure__name",
            "measure__unit",
            "update__author__name",
        ),
    ),
}


@dataclass(frozen=True)
class Entry:
    """One line of the history: the day in London, the time where a person did it, the sentence."""

    day: date
    time: time | None
    told: Told


def history_of(action: models.Action, until: date) -> list[Entry]:
    """Return what happened to `action` up to the end of the day `until`, the latest first.

    A change that nobody made (a plan that was loaded) stands on the day that the record itself
    gives for it; there the moment of loading says nothing.
    """
    entries = [_entry(told) for told in _told(_read(action))]
    shown = [entry for entry in entries if entry.day <= until]
    return sorted(shown, key=lambda entry: (entry.day, entry.told.at), reverse=True)


def _entry(told: Told) -> Entry:
    if told.by is None and told.day:
        return Entry(told.day, None, told)
    seen = clock.seen(told.at)
    return Entry(seen.date(), seen.time() if told.by else None, told)


def _told(found: Mapping[str, list[Row]]) -> Iterator[Told]:
    """Yield every sentence, in the order in which changes of one moment follow each other."""
    filed_with, evidence = telling_updates.sort_evidence(found["evidence"], found["update"])
    yield from telling_structure.action(found["action"], found["owner"])
    yield from telling_structure.owners(found["owner"])
    yield from telling_structure.milestones(found["milestone"])
    yield from telling_structure.measures(found["measure"])
    yield from telling_updates.updates(found["update"], filed_with)
    yield from telling_updates.evidence(evidence)
    yield from telling_updates.readings(found["reading"])
    yield from telling_challenges.acknowledgements(found["acknowledgement"])
    yield from telling_challenges.challenges(found["challenge"])
    yield from telling_challenges.replies(found["reply"])
    yield from telling_decisions.dates(found["date"])
    yield from telling_decisions.closures(found["closure"])
    yield from telling_decisions.rechecks(found["recheck"])


def _read(action: models.Action) -> dict[str, list[Row]]:
    measures = _measure_links(action).values("measure_id")
    reported = Q(measure_id__in=measures) | Q(update__action_id=action.pk)
    wanted = {
        "action": Q(id=action.pk),
        "measure": Q(id__in=measures),
        "recheck": Q(closure__action_id=action.pk),
        "update": Q(action_id=action.pk, state__in=_FILED),
        "evidence": Q(update__action_id=action.pk, update__state__in=_FILED),
        "reply": Q(challenge__action_id=action.pk),
        "acknowledgement": Q(update__action_id=action.pk),
        "reading": reported & Q(update__state__in=_FILED),
    }
    kept = {
        kind: list(_versions_of(table, wanted.get(kind, Q(action_id=action.pk))))
        for kind, table in _TABLES.items()
    }
    _add_links(kept, action)
    people = _People()
    return {
        kind: rows(
            (_version(row, _TABLES[kind], people) for row in found),
            frozenset({_TABLES[kind].links}),
        )
        for kind, found in kept.items()
    }


def _versions_of(table: _Table, wanted: Q) -> QuerySet[Any, dict[str, Any]]:
    """By the order of recording, which holds even where a server's clock was set back."""
    history: QuerySet[Any] = table.model.history.model.objects.filter(wanted)  # type: ignore[attr-defined]  # simple_history
    return history.order_by("history_id").values("history_id", *_CHANGE, *table.values)


def _measure_links(action: models.Action) -> QuerySet[Any]:
    """Which versions of which measures were linked to the action."""
    links: QuerySet[Any] = models.Measure.history.model.actions.filter(action_id=action.pk)
    return links


def _add_links(kept: Mapping[str, list[dict[str, Any]]], action: models.Action) -> None:
    """Add to the action its supporting partners, and to measures whether they were linked to it."""
    supporting: dict[int, list[str]] = defaultdict(list)
    of_action = models.Action.history.model.supporting.filter(history__id=action.pk)
    for version, name in of_action.order_by("partner__order").values_list(
        "history_id", "partner__name"
    ):
        supporting[version].append(name)
    linked = set(_measure_links(action).values_list("history_id", flat=True))
    for row in kept["action"]:
        row["supporting"] = tuple(supporting[row["history_id"]])
    for row in kept["measure"]:
        row["linked"] = row["history_id"] in linked


def _version(row: dict[str, Any], table: _Table, people: _People) -> Version:
    values = {name: _value(table.model, name, row[name]) for name in table.values}
    if table.links:
        values[table.links] = row[table.links]
    if table.model is models.Reading:
        values["figure"] = _figure(row)
    return Version(
        key=row["id"],
        kind=row["history_type"],
        at=row["history_date"],
        by=people.who(row),
        why=row["history_change_reason"] or "",
        values=values,
    )


def _value(model: type[Model], name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value)
    if "__" in name or name in _CODES:
        return value
    choices = getattr(model._meta.get_field(name), "flatchoices", None)
    return dict(choices).get(value, value) if choices else value


def _figure(row: dict[str, Any]) -> str:
    """Put a reading in words, as the page of the action does."""
    measure = models.Measure(unit=row["measure__unit"])
    return str(models.Reading(measure=measure, value=row["value"], qualifier=row["qualifier"]))


class _People:
    """Who made the changes, and for which partner they worked on the day."""

    def __init__(self) -> None:
        self.leads: dict[int, list[Membership]] = defaultdict(list)
        held = Membership.objects.filter(partner__isnull=False).select_related("partner")
        for membership in held.order_by("starts_on", "pk"):
            self.leads[membership.user_id].append(membership)

    def who(self, row: dict[str, Any]) -> Who | None:
        """Return who made a change; None where nobody was signed in."""
        if row["history_user_id"] is None:
            return None
        day = timezone.localtime(row["history_date"]).date()
        held = (m for m in reversed(self.leads[row["history_user_id"]]) if m.starts_on <= day)
        lead = next((m for m in held if not m.ends_on or m.ends_on >= day), None)
        partner = lead.partner.name if lead and lead.partner else ""
        return Who(row["history_user__name"] or "", partner)
