"""The forms in which the board's sign-off is recorded, opened again, and checked again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from actions.forms.saving import SavingForm, line, text
from actions.models import Closure, GovernanceBody, Recheck
from actions.models.update import ANSWER_LENGTH
from actions.services import signing_off
from actions.signing import Proposal, meetings_since
from jtai_tracker import clock
from jtai_tracker.dates import long_date, months_after
from jtai_tracker.forms import Button, DateField, RadioChoices, ShownFor
from partners.models import User

MINUTE_LENGTH = 200
# The board looks again at what it signed off after so many months, unless it says otherwise.
CHECK_AFTER = 6
_SIGNED_OFF, _RETURNED = signing_off.Outcome.SIGNED_OFF, signing_off.Outcome.RETURNED
_DECISIONS = [(_SIGNED_OFF.value, "Sign off"), (_RETURNED.value, "Return")]
# What is not asked, by the decision that does not need it.
_NOT_ASKED = {_SIGNED_OFF.value: "returned_reason", _RETURNED.value: "recheck_on"}


def _example(day: date) -> str:
    return f"For example, {day.day} {day.month} {day.year}"


class SignOffForm(SavingForm):
    """What the board decided on an action that its lead proposed as complete."""

    buttons = (Button("Record the decision"),)

    outcome = forms.ChoiceField(
        label="What did the board decide?",
        choices=_DECISIONS,
        widget=RadioChoices,
        error_messages={"required": "Choose whether it was signed off or returned"},
    )
    recheck_on = DateField(
        noun="the day to check it again",
        label="When is it to be checked again?",
        help_text=f"Where it is signed off: the board looks again at whether it still holds."
        f" {CHECK_AFTER} months from today are filled in",
        required=False,
    )
    returned_reason = text(
        "the reason for returning it",
        "Why is it returned?",
        ANSWER_LENGTH,
        "Where it is returned: say what is missing. Its lead reads this, and so does everybody in"
        " the partnership. Do not name or describe a child, or anybody by name.",
        required=False,
        rows=5,
    )
    decided_on = DateField(noun="the day of the decision", label="When was it decided?")
    body = forms.ModelChoiceField(
        GovernanceBody.objects.none(),
        label="Which body decided?",
        empty_label=None,
        widget=RadioChoices,
        error_messages={"required": "Choose which body decided"},
    )
    minute_ref = line(
        "the minute reference",
        "Minute reference",
        MINUTE_LENGTH,
        "Where the minutes say so, for example “20 May 2020, item 4”.",
    )

    def __init__(self, data: Any = None, *, closure: Closure, proposal: Proposal) -> None:
        self.closure, self.proposal = closure, proposal
        later = months_after(clock.today(), CHECK_AFTER)
        super().__init__(data, initial={"version": proposal.seen, "recheck_on": later})
        self._explain()

    def _explain(self) -> None:
        plan, owner = self.closure.action.plan, self.closure.action.owner.name
        self.fields["outcome"].widget = RadioChoices(
            choices=_DECISIONS,
            hints={
                _SIGNED_OFF.value: "The action is closed, and takes no more ratings",
                _RETURNED.value: f"It goes back to {owner} with your reason, for a new update",
            },
        )
        since = self.proposal.proposed_on
        met = [
            f"{_the(one.body)} met on {long_date(one.held_on)}."
            for one in meetings_since(plan, since)
        ]
        span = f"From {long_date(since)}, when it was proposed, to today."
        hint = " ".join([span, *met, _example(clock.today())])
        self.fields["decided_on"].help_text = hint
        bodies = plan.bodies.all()
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]  # a model choice

    def layout(self) -> Sequence[Any]:
        """Ask after the decision what it needs, then when, by whom and where it is minuted."""
        return [
            "outcome",
            ShownFor("outcome", [_SIGNED_OFF.value], "recheck_on"),
            ShownFor("outcome", [_RETURNED.value], "returned_reason"),
            *("decided_on", "body", "minute_ref"),
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse what the rules do not let be recorded on a proposal that is still open."""
        # What is hidden cannot be put right.
        not_asked = _NOT_ASKED.get(self.cleaned_data.get("outcome", ""), "")
        if self.errors.pop(not_asked, None):
            self.cleaned_data[not_asked] = None
        if self.closure.outcome == signing_off.Outcome.PROPOSED:
            problems = signing_off.decide_refusals(self.proposal, self.cleaned_data, self._seen)
            self.refuse(problems)
        return self.cleaned_data

    @property
    def _seen(self) -> str:
        """What was read when the decision was entered; what is there now, if it does not say."""
        return self.cleaned_data.get("version") or self.proposal.seen

    def save(self, *, by: User) -> Closure:
        """Record the decision. Raises Settled and Refused as the service does."""
        signs = self.cleaned_data["outcome"] == _SIGNED_OFF
        service = signing_off.sign_off if signs else signing_off.return_proposal
        return service(
            closure=self.closure,
            answers=self.cleaned_data,
            seen_before=self._seen,
            by=by,
        )

    def take_up(self) -> None:
        """Take the next submit as made with what is proposed now in view."""
        self.data = {**self.data.dict(), "version": self.proposal.seen}  # type: ignore[attr-defined]  # as posted


def _the(body: GovernanceBody) -> str:
    return body.name if body.name.startswith("The ") else f"The {body.name}"


class ReopenForm(SavingForm):
    """Why an action that was signed off is open again."""

    buttons = (Button("Re-open the action", kind="warning"),)

    reopened_reason = text(
        "why it is re-opened",
        "Why is it re-opened?",
        ANSWER_LENGTH,
        "Its lead reads this, and so does everybody in the partnership. Do not name or describe a"
        " child, or anybody by name.",
        rows=5,
    )
    reopened_on = DateField(
        noun="the day from which it is open again", label="From which day is it open again?"
    )
    reopened_minute_ref = line(
        "the minute reference",
        "Minute reference (optional)",
        MINUTE_LENGTH,
        "Where the minutes say so, if they do.",
        required=False,
    )

    def __init__(self, data: Any = None, *, closure: Closure) -> None:
        self.closure = closure
        super().__init__(data, initial={"reopened_on": clock.today()})
        self.fields[
            "reopened_on"
        ].help_text = f"From {long_date(closure.decided_on)}, when it was signed off, to today."

    def clean(self) -> dict[str, Any]:
        """Refuse a day that the rules do not let be recorded."""
        if signing_off.in_force(self.closure):
            self.refuse(signing_off.reopen_refusals(self.closure, self.cleaned_data))
        return self.cleaned_data

    def save(self, *, by: User) -> Closure:
        """Open it again. Raises Settled and Refused as the service does."""
        return signing_off.reopen(closure=self.closure, answers=self.cleaned_data, by=by)


class RecheckForm(SavingForm):
    """What the board found when it looked again at what it had signed off: it still holds."""

    buttons = (Button("Record that it still holds"),)

    found = text(
        "what was looked at, and what it showed",
        "What was looked at, and what did it show?",
        ANSWER_LENGTH,
        "Everybody in the partnership reads this. Do not name or describe a child, or anybody by"
        " name.",
        rows=5,
    )
    checked_on = DateField(noun="the day of the check", label="When was it checked?")
    minute_ref = line(
        "the minute reference",
        "Minute reference (optional)",
        MINUTE_LENGTH,
        "Where the minutes say so, if they do.",
        required=False,
    )
    next_on = DateField(
        noun="the day to check it once more",
        label="When is it to be checked once more? (optional)",
        required=False,
    )

    def __init__(self, data: Any = None, *, closure: Closure) -> None:
        self.closure = closure
        super().__init__(data, initial={"checked_on": clock.today()})
        self.fields[
            "checked_on"
        ].help_text = f"From {long_date(closure.decided_on)}, when it was signed off, to today."
        later = months_after(clock.today(), CHECK_AFTER)
        self.fields["next_on"].help_text = f"Leave it empty if it need not be. {_example(later)}"

    def clean(self) -> dict[str, Any]:
        """Refuse days that the rules do not let be recorded."""
        if signing_off.in_force(self.closure):
            self.refuse(signing_off.recheck_refusals(self.closure, self.cleaned_data))
        return self.cleaned_data

    def save(self, *, by: User) -> Recheck:
        """Record the check. Raises Settled and Refused as the service does."""
        return signing_off.confirm_recheck(closure=self.closure, answers=self.cleaned_data, by=by)
