"""What a service raises where it cannot save."""

from __future__ import annotations

from collections.abc import Sequence

from actions.ratings import Problem
from jtai_tracker.refused import Stale

__all__ = ["Refused", "Stale", "refuse"]


class Refused(Exception):
    """A change that the rules do not allow, with each problem as a sentence."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.sentence for problem in problems))
        self.problems = problems


def refuse(problems: Sequence[Problem]) -> None:
    """Raise Refused where there is any problem."""
    if problems:
        raise Refused(problems)
