"""The page on which a leaver's work passes to a successor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from actions.working_days import working_days_after
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.forms import Button, RadioChoices, ShownFor
from jtai_tracker.reasoned import ReasonedForm, text_line
from partners import services
from partners.models import User

TODAY, NEXT = "today", "next"


class HandOverForm(ReasonedForm):
    """Who takes over, and from when. With nothing to hand over, only the account is closed."""

    who = forms.ChoiceField(
        label="Who takes over?",
        choices=[("existing", "Somebody who has an account"), ("new", "A new person")],
        widget=RadioChoices,
        error_messages={"required": "Say who takes over"},
    )
    successor = forms.ModelChoiceField(
        User.objects.none(),
        label="Their successor",
        help_text="What they do already stays theirs too.",
        empty_label="Choose one",
        required=False,
    )
    email = forms.EmailField(
        label="E-mail address of the new person",
        help_text="They sign in with it.",
        max_length=254,
        required=False,
        error_messages={
            "invalid": "Enter an e-mail address in the right form, like name@example.org",
            "max_length": "The e-mail address must be 254 characters or fewer",
        },
    )
    name = text_line("Name of the new person", "the name", 150, required=False)
    job_title = text_line(
        "Job title of the new person (optional)", "the job title", 150, required=False
    )
    starts = forms.ChoiceField(
        label="From which day?",
        help_text="The leaver’s roles end on the day before.",
        widget=RadioChoices,
        error_messages={"required": "Choose the day"},
    )
    close = forms.BooleanField(
        label="Close the leaver’s account",
        help_text="It then opens no page any more. What they wrote stays under their name.",
        required=False,
    )

    def __init__(self, data: Any = None, *, leaver: User, by: User, nothing_left: bool) -> None:
        super().__init__(data)
        self.leaver, self.by, self.nothing_left = leaver, by, nothing_left
        if nothing_left:
            self.fields = {"reason": self.fields["reason"]}
            self.buttons = (Button("Close the account", kind="warning"),)
            return
        self.buttons = (Button("Hand over"),)
        others = User.objects.filter(is_active=True).exclude(pk=leaver.pk)
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]  # a model choice
        self.fields["starts"].choices = [  # type: ignore[attr-defined]  # a choice
            (TODAY, f"Today, {long_date(clock.today())}"),
            (NEXT, f"The next working day, {long_date(working_days_after(clock.today(), 1))}"),
        ]

    def layout(self) -> Sequence[Any]:
        """Ask who, from when, and what becomes of the account."""
        if self.nothing_left:
            return ["reason"]
        return [
            "who",
            ShownFor("who", ["existing"], "successor"),
            ShownFor("who", ["new"], "email", "name", "job_title"),
            "starts",
            "close",
            "reason",
        ]

    def clean(self) -> dict[str, Any]:
        """Say everything that keeps the work from passing so, at once."""
        answers = self.cleaned_data
        if self.nothing_left:
            answers |= {"who": "existing", "successor": None, "starts": TODAY, "close": True}
        new = answers.get("who") == "new"
        self._ask_for(["email", "name"] if new else ["successor"])
        answers["successor"] = None if new else answers.get("successor")
        answers["starts"] = self._day(answers.get("starts"))
        problems = services.hand_over_problems(
            leaver=self.leaver,
            successor=answers["successor"],
            starts_on=answers["starts"],
            close=answers.get("close", False),
            by=self.by,
        )
        self.refuse(problems)
        return answers

    def _ask_for(self, names: Sequence[str]) -> None:
        """What the answer to "who" asks for must be filled in."""
        sentences = {
            "email": "Enter the e-mail address of the new person",
            "name": "Enter the name of the new person",
            "successor": "Choose who takes over",
        }
        missing = [
            name for name in names if name in self.fields and not self.cleaned_data.get(name)
        ]
        if "who" not in self.errors:
            self.refuse({name: sentences[name] for name in missing})

    @staticmethod
    def _day(chosen: str | None) -> date | None:
        days = {TODAY: clock.today(), NEXT: working_days_after(clock.today(), 1)}
        return days.get(chosen or "")
