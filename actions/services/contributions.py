"""A draft whose partner no longer rates the action: what it says of ratings becomes its text."""

from __future__ import annotations

from actions.filing import RATING_FIELDS
from actions.models import Measure, ProgressUpdate, Reading
from jtai_tracker.recording import record_linked
from partners.models import User

_EMPTY = ProgressUpdate()
_EXACT = dict(Reading.Qualifier.choices)


def keep_as_text(draft: ProgressUpdate, *, by: User, why: str) -> ProgressUpdate:
    """Return `draft`, with nothing in it that only an owner may say and nothing typed lost.

    Ratings, what they ask for, figures and milestones are moved into the narrative, in words.
    """
    said = [f"{label}: {text}" for label, text in _of_the_owner(draft) if text]
    draft.narrative = "\n\n".join(filter(None, [draft.narrative, *said]))
    for name in (*RATING_FIELDS, "confirms"):
        setattr(draft, name, getattr(_EMPTY, name))
    draft.version += 1
    return record_linked(draft, {"milestones": []}, by=by, why=why)


def _of_the_owner(draft: ProgressUpdate) -> list[tuple[str, str]]:
    measures = Measure.objects.in_bulk([int(pk) for pk in draft.figures])
    figures = [
        (measures[int(pk)].name, f"{_EXACT.get(said['qualifier'], '')} {said['value']}".strip())
        for pk, said in draft.figures.items()
    ]
    return [
        ("Delivery", draft.get_delivery_rating_display()),
        ("Impact", draft.get_impact_rating_display()),
        *draft.answers,
        *figures,
        *(("Milestone done", milestone.title) for milestone in draft.milestones.all()),
    ]
