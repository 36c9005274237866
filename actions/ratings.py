"""The two rating scales and what each rating asks for: a pure module, no database and no clock.

Delivery says whether the work will be done by its date. Impact says what difference it makes for
children; it is a judgement of its own and is never derived from delivery.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices


class Delivery(TextChoices):
    """Whether the action will be delivered by its due date."""

    NOT_STARTED = "not_started", "Not started"
    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"
    OFF_TRACK = "off_track", "Off track"
    COMPLETE = "complete", "Complete"

    @property
    def letter(self) -> str:
        """The letter of the printed key: N, G (green), A (amber), R (red), B (blue)."""
        return _DELIVERY_LETTERS[self.value]


class Impact(TextChoices):
    """What difference the action makes for children."""

    TOO_EARLY = "too_early", "Too early to say"
    NO_EVIDENCE = "no_evidence", "No evidence of impact"
    SOME_EVIDENCE = "some_evidence", "Some evidence"
    GOOD_EVIDENCE = "good_evidence", "Good evidence"
    SUSTAINED = "sustained", "Sustained and embedded"

    @property
    def letter(self) -> str:
        """The letter of the printed key: T, X, S, E, M."""
        return _IMPACT_LETTERS[self.value]


class Cause(TextChoices):
    """Why an action is not on track: no amber goes unexplained."""

    SLIPPED_DATE = "slipped_date", "A date has slipped"
    CAPACITY = "capacity", "Staff or capacity"
    DEPENDENCY = "dependency", "It depends on somebody else"
    AWAITING_SIGN_OFF = "awaiting_sign_off", "Done, awaiting sign-off"
    FLUCTUATING = "fluctuating", "Performance goes up and down"


_DELIVERY_LETTERS = dict(zip(Delivery.values, "NGARB", strict=True))
_IMPACT_LETTERS = dict(zip(Impact.values, "TXSEM", strict=True))

IMPACT_MEANINGS: Mapping[str, str] = {
    Impact.TOO_EARLY: "The work has not had time to make a difference for children",
    Impact.NO_EVIDENCE: "It has had time, and nothing shows a difference yet",
    Impact.SOME_EVIDENCE: "Something shows a difference, such as an early figure or feedback",
    Impact.GOOD_EVIDENCE: "More than one source shows a difference for children",
    Impact.SUSTAINED: "The difference has lasted, and is part of everyday practice",
}

CLAIMS_IMPACT = frozenset({Impact.SOME_EVIDENCE, Impact.GOOD_EVIDENCE, Impact.SUSTAINED})
TROUBLED = frozenset({Delivery.AT_RISK, Delivery.OFF_TRACK})
_NOT_ONCE_OVERDUE = frozenset({Delivery.NOT_STARTED, Delivery.ON_TRACK})


@dataclass(frozen=True)
class Problem:
    """What keeps an update from being filed: the field, and a sentence with what to do."""

    field: str
    sentence: str


# What each rating asks for, in the order of the form.
_ASKED: Mapping[Delivery, Mapping[str, str]] = {
    Delivery.AT_RISK: {
        "cause": "Choose why the action is at risk",
        "recovery_action": "Enter what will bring the action back on track",
        "recovery_on": "Enter the date by which it will be back on track",
    },
    Delivery.OFF_TRACK: {
        "cause": "Choose why the action is off track",
        "recovery_action": "Enter what will bring the action back on track",
        "recovery_on": "Enter the date by which it will be back on track",
        "board_ask": "Enter what you need from the board",
    },
    Delivery.COMPLETE: {
        "evidence": "List the evidence that the action is complete, or attach it",
    },
}


def problems(answers: Mapping[str, Any], *, overdue: bool) -> list[Problem]:
    """Return what keeps a rated update with these `answers` from being filed; none when it may.

    `answers` are keyed by the fields of `ProgressUpdate`; `overdue` is whether the due date had
    passed on the day that the update speaks of. Rules: a date missed cannot be on track; amber
    names cause, recovery and date; red also what is needed from the board; complete its evidence.
    """
    delivery, impact = answers.get("delivery_rating"), answers.get("impact_rating")
    found = [] if delivery else [Problem("delivery_rating", "Choose a delivery rating")]
    if overdue and delivery in _NOT_ONCE_OVERDUE:
        found.append(Problem("delivery_rating", _overdue_sentence(Delivery(delivery))))
    asked = _ASKED.get(Delivery(delivery), {}) if delivery else {}
    found += [Problem(name, sentence) for name, sentence in asked.items() if not answers.get(name)]
    if delivery in TROUBLED and _too_early(answers):
        sentence = "The date by which it will be back on track must be after the day of the update"
        found.append(Problem("recovery_on", sentence))
    if not impact:
        found.append(Problem("impact_rating", "Choose an impact rating"))
    if impact in CLAIMS_IMPACT and not answers.get("impact_evidence"):
        found.append(Problem("impact_evidence", "Enter the evidence of impact"))
    return found


def may_stand(delivery: Delivery | None, overdue: bool, promised: date | None, today: date) -> bool:
    """Return whether a rating can be declared again as it is: "no change" is then worth offering.

    What has fallen overdue cannot stay on track, and a recovery date that has passed is a change.
    """
    if delivery is None or (overdue and delivery in _NOT_ONCE_OVERDUE):
        return False
    return delivery not in TROUBLED or (promised is not None and promised > today)


def _too_early(answers: Mapping[str, Any]) -> bool:
    recovery_on, as_at = answers.get("recovery_on"), answers.get("as_at")
    return bool(recovery_on and as_at and recovery_on <= as_at)


def _overdue_sentence(delivery: Delivery) -> str:
    return (
        f"The due date has passed, so the action cannot be “{delivery.label.lower()}”."
        " Choose at risk, off track or complete, or ask the board for a new date"
    )


# Answers that only some ratings ask for.
_ONLY_IN_TROUBLE = frozenset({"cause", "recovery_action", "recovery_on", "waiting_on"})


def relevant(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return `answers` without those that the chosen ratings do not ask for.

    A form keeps what was typed while the ratings change; what is filed says only what counts.
    """
    delivery, impact = answers.get("delivery_rating"), answers.get("impact_rating")
    dropped: set[str] = set() if delivery in TROUBLED else set(_ONLY_IN_TROUBLE)
    if delivery != Delivery.OFF_TRACK:
        dropped.add("board_ask")
    if delivery != Delivery.COMPLETE:
        dropped.add("evidence")
    if impact not in CLAIMS_IMPACT:
        dropped.add("impact_evidence")
    return {name: answer for name, answer in answers.items() if name not in dropped}
