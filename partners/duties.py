"""What a partner must still do elsewhere: asked here, answered by the apps that stand above."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from partners.models import Partner

Answer = Callable[[Partner], Sequence[str]]
_answers: list[Answer] = []


def answered_by(answer: Answer) -> None:
    """Let `answer` say what a partner still has to do, each as a few words: "action 2.6"."""
    if answer not in _answers:
        _answers.append(answer)


def open_duties(partner: Partner) -> list[str]:
    """Return all that `partner` still has to do."""
    return [duty for answer in _answers for duty in answer(partner)]
