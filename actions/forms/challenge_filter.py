"""The filter above the challenge log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms

from actions.challenge_log import StandingChallenge
from jtai_tracker.forms import Button, GovForm

_SHOWN = (("", "Open"), ("overdue", "Answer overdue"), ("all", "All"))


class ChallengeFilterForm(GovForm):
    """Narrow the log: the open questions unless others are asked for.

    What it cannot read it leaves out, and says so.
    """

    method = "get"
    buttons = (Button("Show"),)

    show = forms.ChoiceField(label="Questions", choices=_SHOWN, required=False)
    partner = forms.ChoiceField(label="Asked of", required=False)
    as_at = forms.CharField(label="As at", required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, data: Any, *, log: Sequence[StandingChallenge], day: date) -> None:
        super().__init__({**data.dict(), "as_at": day.isoformat()})
        self.log = log
        asked = [one.challenge.asked_of for one in log]
        self.asked = {p.code: p.name for partner in asked for p in (partner, partner.group)}
        partner = cast(forms.ChoiceField, self.fields["partner"])
        partner.choices = [("", "Any"), *sorted(self.asked.items(), key=lambda choice: choice[1])]

    def found(self) -> list[StandingChallenge]:
        """Return what the filter lets through: overdue answers first, settled questions last."""
        self.is_valid()
        show, partner = self.cleaned_data.get("show", ""), self.cleaned_data.get("partner", "")
        fits = [
            one
            for one in self.log
            if (show == "all" or one.is_open)
            and (show != "overdue" or one.is_overdue)
            and partner in ("", one.challenge.asked_of.code, one.challenge.asked_of.group.code)
        ]
        return sorted(fits, key=lambda one: (not one.is_open, -one.days_late, one.answer_by))

    def in_words(self) -> str:
        """Return what the log is narrowed to: "Open; asked of Police"."""
        show, partner = self.cleaned_data.get("show", ""), self.cleaned_data.get("partner", "")
        asked_of = f"; asked of {self.asked[partner]}" if partner else ""
        return f"{dict(_SHOWN)[show]}{asked_of}"
