"""The forms in which a partner asks for a new due date, and the board's decision is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from actions.models import Action, DateChange, GovernanceBody
from actions.models.update import ANSWER_LENGTH
from actions.ratings import Problem
from actions.services import dates
from actions.stands import ActionPosition
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.fields import CleanedCharField
from jtai_tracker.forms import (
    Button,
    CountedTextarea,
    DateField,
    GovForm,
    RadioChoices,
    ShownBefore,
)
from partners.models import Partner, User


class _Refusable(GovForm):
    def refuse(self, problems: Iterable[Problem]) -> None:
        """Show each problem at its question, or above the form where it is about the whole."""
        for problem in problems:
            if problem.field not in self.errors:
                self.add_error(problem.field or None, problem.sentence)


def _reason(noun: str, **kwargs: Any) -> CleanedCharField:
    sentences = {"max_length": f"{noun} must be {ANSWER_LENGTH:,} characters or fewer"}
    sentences["required"] = f"Enter {noun[:1].lower()}{noun[1:]}"
    box = CountedTextarea(ANSWER_LENGTH, unit="characters", rows=5)
    return CleanedCharField(
        max_length=ANSWER_LENGTH, error_messages=sentences, widget=box, **kwargs
    )


class DateRequestForm(_Refusable):
    """A new due date, with why. The board decides on it."""

    buttons = (Button("Ask for this date"),)

    moved_to = DateField(
        noun="the new due date", label="What should the new due date be?", help_text=""
    )
    past_reason = _reason(
        "Why the new date lies in the past already",
        label="Why does the new date lie in the past already?",
        help_text="Asked only when it does, for example because the work is done since then.",
        required=False,
    )
    reason = _reason(
        "The reason for the new date",
        label="Why does the date have to move?",
        help_text="The board reads this, and it stays on record. Do not name or describe a child,"
        " or anybody by name.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        action: Action,
        stands: ActionPosition,
    ) -> None:
        self.action, self.stands = action, stands
        super().__init__(data)
        year = (stands.due_on or clock.today()).year
        self.fields["moved_to"].help_text = f"For example, 31 12 {year}"

    def layout(self) -> Sequence[Any]:
        """Ask why the date is past right under it, and only when it is."""
        return ["moved_to", ShownBefore("moved_to", clock.today(), "past_reason"), "reason"]

    def clean(self) -> dict[str, Any]:
        """Refuse what the rules do not let be asked for.

        An open request may be this very one, sent twice: the service tells the two apart.
        """
        self.refuse(dates.ask_refusals(self.action, self.stands, None, self.cleaned_data))
        return self.cleaned_data

    def save(self, partner: Partner, *, by: User) -> DateChange:
        """Ask for the date in the name of `partner`. Raises Refused as the service does."""
        return dates.ask_for_date(
            action=self.action, partner=partner, answers=self.cleaned_data, by=by
        )


_DECISIONS = [
    (outcome.value, outcome.label) for outcome in (dates.Outcome.AGREED, dates.Outcome.DECLINED)
]


class DateDecisionForm(_Refusable):
    """What the board decided on a request, when, and where its minutes say so."""

    buttons = (Button("Record the decision"),)

    outcome = forms.ChoiceField(
        label="What did the board decide?",
        choices=_DECISIONS,
        widget=RadioChoices,
        error_messages={"required": "Choose whether the date was agreed or declined"},
    )
    decided_on = DateField(noun="the day of the decision", label="When was it decided?")
    body = forms.ModelChoiceField(
        GovernanceBody.objects.none(),
        label="Which body decided?",
        empty_label=None,
        widget=RadioChoices,
        error_messages={"required": "Choose which body decided"},
    )
    minute_ref = CleanedCharField(
        label="Minute reference",
        help_text="Where the minutes say so, for example “20 May 2020, item 4”.",
        max_length=200,
        error_messages={
            "required": "Enter the minute reference",
            "max_length": "The minute reference must be 200 characters or fewer",
        },
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, request: DateChange, stands: ActionPosition) -> None:
        self.request, self.stands = request, stands
        super().__init__(data, initial={"seen": dates.seen(stands)})
        self._explain()

    def _explain(self) -> None:
        due, moved_to = self.stands.date_in_words, long_date(self.request.moved_to)
        self.fields["outcome"].widget = RadioChoices(
            choices=_DECISIONS,
            hints={
                dates.Outcome.AGREED: f"The action is then due on {moved_to}",
                dates.Outcome.DECLINED: f"The due date stays as it is: {due}",
            },
        )
        asked_on, today = long_date(self.request.requested_on), clock.today()
        self.fields["decided_on"].help_text = (
            f"From {asked_on}, when the date was asked for, to today."
            f" For example, {today.day} {today.month} {today.year}"
        )
        bodies = self.request.action.plan.bodies.all()
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]  # a model choice

    def clean(self) -> dict[str, Any]:
        """Refuse what the rules do not let be recorded on a request that is still open."""
        if self.request.is_open:
            self.refuse(dates.decide_refusals(self.request, self.stands, self.cleaned_data))
        return self.cleaned_data

    def save(self, *, by: User) -> DateChange:
        """Record the decision. Raises Settled and Refused as the service does."""
        return dates.decide_date(
            request=self.request,
            answers=self.cleaned_data,
            seen_before=self.cleaned_data["seen"] or dates.seen(self.stands),
            by=by,
        )

    def show_what_is_now(self) -> None:
        """Take the next submit as made with the due date of now in view."""
        now = dates.seen(self.stands)
        self.data = {**self.data.dict(), "seen": now}  # type: ignore[attr-defined]  # as posted
