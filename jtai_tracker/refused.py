"""What a service raises where it cannot save what a form holds."""

from __future__ import annotations

from collections.abc import Mapping


class Refused(Exception):
    """A change that the rules do not allow: a sentence for each field at fault ("" for none)."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


class Stale(Exception):
    """Somebody changed the same thing after this form was opened."""


def refuse(problems: Mapping[str, str]) -> None:
    """Raise Refused where any of these problems is one: an empty sentence is none."""
    found = {field: sentence for field, sentence in problems.items() if sentence}
    if found:
        raise Refused(found)
