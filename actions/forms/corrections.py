"""The forms in which a partner takes back what it filed, or says that nothing has changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms

from actions import filing
from actions.forms.update import NO_CHILD, UpdateForm, taken_up, text_box
from actions.models import ProgressUpdate
from actions.services import corrections
from jtai_tracker import clock
from jtai_tracker.fields import CleanedCharField
from jtai_tracker.forms import Button, DateField, GovForm
from partners.models import Partner, User

_WHY = "Everybody who reads the action sees this."


class CorrectionForm(UpdateForm):
    """A new version of a filed update, and why it is needed."""

    buttons: Sequence[Button] = (Button("Submit the correction"),)

    reason = text_box("The reason", "Why do you correct it?", _WHY)

    def __init__(self, data: Any, *, update: ProgressUpdate) -> None:
        self.update = update
        super().__init__(data, action=update.action, partner=update.partner, draft=update)

    def layout(self) -> Sequence[Any]:
        """Ask for the reason last, when it is clear what has changed."""
        return [*super().layout(), "reason"]

    def clean(self) -> dict[str, Any]:
        """Check it as an update is checked that is filed in place of the old one."""
        answers = self.cleaned_data
        answers["figures"] = self.figures.typed(answers)
        rules = filing.refusals(self.action, self.partner, answers, corrected=self.update)
        self.refuse_if_current(rules)
        if not answers.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Enter why you correct it")
        return answers

    def file(self, *, by: User) -> ProgressUpdate:
        """Return the new version, filed."""
        return corrections.correct_update(
            update=self.update,
            answers=self.cleaned_data,
            reason=self.cleaned_data["reason"],
            **self.written_against,
            by=by,
        )


class WithdrawForm(GovForm):
    """Take an update back altogether."""

    keeps_typing = True
    buttons = (Button("Withdraw the update", kind="warning"),)

    reason = CleanedCharField(
        label="Why do you withdraw it?",
        help_text=_WHY,
        max_length=500,
        error_messages={
            "required": "Enter why you withdraw it",
            "max_length": "The reason must be 500 characters or fewer",
        },
        widget=forms.Textarea({"rows": 3}),
    )


class NoChangeForm(GovForm):
    """Checked, and nothing has changed: one sentence on how that is known."""

    keeps_typing = True
    buttons = (
        Button("File and go to the next action", name="next"),
        Button("File", name="file", kind="secondary"),
    )

    why = CleanedCharField(
        label="How do you know that nothing has changed?",
        help_text=f"One sentence, such as: checked with the duty team today. {NO_CHILD}",
        required=False,
        max_length=500,
        error_messages={"max_length": "The sentence must be 500 characters or fewer"},
    )
    as_at = DateField(noun="the day that it speaks of", label="On what day?", required=False)
    version = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, held: ProgressUpdate, partner: Partner) -> None:
        self.held, self.partner = held, partner
        version = filing.form_version(held.action, partner)
        super().__init__(data, initial={"as_at": clock.today(), "version": version, "key": uuid4()})

    def clean(self) -> dict[str, Any]:
        """Check it as an update that carries the ratings of the one that still holds."""
        day, why = self.cleaned_data.get("as_at"), self.cleaned_data.get("why", "")
        problems = corrections.no_change_refusals(
            self.held.action, self.partner, self.held, day, why
        )
        # The same page sent twice meets what it filed itself: the service then finds it by its key.
        if not corrections.filed_from(self.cleaned_data.get("key")):
            known = {p.field if p.field in self.fields else "why": p.sentence for p in problems}
            self.refuse(known)
        return self.cleaned_data

    def refuse(self, problems: dict[str, str]) -> None:
        """Show a problem at its question, unless that has one already."""
        for name, sentence in problems.items():
            if name not in self.errors:
                self.add_error(name, sentence)

    def take_up(self, version: str) -> None:
        """Go on from what is there now, as the form of an update does."""
        self.data = taken_up(self.data, version)

    def file(self, *, by: User) -> ProgressUpdate:
        """Return the update that says so, filed."""
        said = self.cleaned_data
        version = said["version"] or filing.form_version(self.held.action, self.partner)
        return corrections.confirm_no_change(
            action=self.held.action,
            partner=self.partner,
            held=self.held,
            as_at=said["as_at"],
            why=said["why"],
            version=version,
            key=said["key"],
            by=by,
        )
