"""Search: where a plan's actions, and what was filed on them, hold the words that are asked for.

All the words must occur in one thing: the action, one update, one piece of evidence, one
milestone or one measure. What is not filed, or was corrected or withdrawn, is not looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from actions import matching
from actions.matching import Excerpt, Part
from actions.models import Action, Evidence, Measure, Milestone, Plan, ProgressUpdate
from jtai_tracker.dates import long_date

PAGE = 20


@dataclass(frozen=True)
class Hit:
    """One thing that holds the words: what it is, and where it says so.

    `update_id` is the update on the action's page that it leads to, where there is one.
    """

    what: str
    update_id: int | None
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True)
class Found:
    """An action with what was found in it; its title cut where it holds the words."""

    action: Action
    title: tuple[Part, ...]
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Results:
    """How much was found, in how many actions, and one page of it by reference."""

    hits: int
    page: Page[Action]
    found: tuple[Found, ...]


@dataclass(frozen=True)
class _Source:
    """One kind of thing: where it is found, its action, and its texts with their labels."""

    name: str
    things: QuerySet[Any]
    action: str
    texts: Mapping[str, str]
    facts: tuple[str, ...] = ()

    def holding(self, terms: Iterable[str]) -> QuerySet[Any]:
        """Return the things whose texts, taken together, hold all the terms."""
        wanted = Q()
        for term in terms:
            wanted &= self._holds(term)
        return self.things.filter(wanted)

    def _holds(self, term: str) -> Q:
        found = Q()
        for name in self.texts:
            for spelling in sorted(matching.spellings(term)):
                found |= Q(**{f"{name}__icontains": spelling})
        return found


def search(plan: Plan, terms: Sequence[str], page: str | None) -> Results:
    """Return what in `plan` holds all these terms, in the order of the actions' references.

    Costs the same number of queries however much is found: the texts of one page alone are read.
    """
    sources = _sources(plan)
    counted: Counter[int] = Counter()
    for source in sources:
        counted.update(source.holding(terms).values_list(source.action, flat=True))
    actions = Action.objects.filter(plan=plan, pk__in=counted).select_related("owner")
    shown = Paginator(actions, PAGE).get_page(page)
    hits = _hits(sources, terms, [action.pk for action in shown])
    found = tuple(_found(action, terms, hits[action.pk]) for action in shown)
    return Results(counted.total(), shown, found)


def _sources(plan: Plan) -> list[_Source]:
    return [
        _Source(
            "action",
            Action.objects.filter(plan=plan),
            "pk",
            {
                "ref": "Reference",
                "title": "Title",
                "owner__name": "Owner",
                "lead_role": "Lead role",
                "success_measure": "Success measure",
                "intended_impact": "Intended impact",
                "inspection_paragraph": "Inspection paragraph",
            },
        ),
        _Source(
            "update",
            ProgressUpdate.objects.submitted().filter(action__plan=plan).order_by("-as_at", "-pk"),
            "action_id",
            {
                "narrative": "What happened",
                "recovery_action": "Recovery",
                "board_ask": "Needed from the board",
                "evidence": "Evidence that it is complete",
                "impact_evidence": "Evidence of impact",
            },
            ("pk", "as_at", "partner__name"),
        ),
        _Source(
            "evidence",
            Evidence.objects.filter(
                update__action__plan=plan, update__state="submitted", withdrawn_on=None
            ),
            "update__action_id",
            {"title": "Evidence"},
            ("update_id", "update__as_at", "update__partner__name"),
        ),
        _Source(
            "milestone",
            Milestone.objects.in_force().filter(action__plan=plan),
            "action_id",
            {"title": "Milestone"},
        ),
        _Source(
            "measure",
            Measure.actions.through.objects.filter(
                action__plan=plan, measure__withdrawn_on=None
            ).order_by("measure"),
            "action_id",
            {
                "measure__name": "Measure",
                "measure__trend_as_written": "Trend",
                "measure__note": "Note on the measure",
            },
        ),
    ]


def _hits(
    sources: Iterable[_Source], terms: Sequence[str], action_ids: Sequence[int]
) -> dict[int, list[Hit]]:
    """Read the texts of these actions; by action, in the order of the sources."""
    hits: dict[int, list[Hit]] = defaultdict(list)
    for source in sources:
        on_page = source.holding(terms).filter(**{f"{source.action}__in": action_ids})
        for row in on_page.values(source.action, *source.facts, *source.texts):
            hits[row[source.action]].append(_hit(source, row, terms))
    return hits


def _hit(source: _Source, row: dict[str, Any], terms: Sequence[str]) -> Hit:
    what, update_id = "", None
    if source.facts:
        update_id, as_at, partner = (row[name] for name in source.facts)
        what = f"Update for {long_date(as_at)}, {partner}"
    labelled = [(label, row[name]) for name, label in source.texts.items()]
    return Hit(what, update_id, tuple(matching.excerpts(labelled, terms)))


def _found(action: Action, terms: Sequence[str], hits: Iterable[Hit]) -> Found:
    """The heading shows reference and title, so a line that says only those would repeat it."""
    lines = [replace(hit, excerpts=_beside_the_heading(hit)) for hit in hits]
    title = matching.parts(str(action), terms)
    return Found(action, title, tuple(hit for hit in lines if hit.excerpts))


def _beside_the_heading(hit: Hit) -> tuple[Excerpt, ...]:
    return tuple(each for each in hit.excerpts if each.label not in ("Reference", "Title"))
