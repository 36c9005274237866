"""The filter above a list of actions."""

from __future__ import annotations

from typing import Any

from django import forms

from actions import reading
from actions.stands import Position, Status
from jtai_tracker.fields import CleanedCharField
from jtai_tracker.forms import Button, GovForm


class ActionFilterForm(GovForm):
    """Narrow a list of actions. What it cannot read it leaves out, and says so."""

    method = "get"
    buttons = (Button("Show"),)

    text = CleanedCharField(label="Words or reference", required=False, max_length=200)
    partner = forms.ChoiceField(label="Partner", required=False)
    priority = forms.ChoiceField(label="Priority area", required=False)
    rating = forms.ChoiceField(
        label="Rating", choices=[("", "Any"), *Status.choices], required=False
    )
    overdue = forms.BooleanField(label="Overdue", required=False)
    no_update = forms.BooleanField(label="No update received", required=False)
    as_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, position: Position) -> None:
        super().__init__(data)
        areas = [
            (str(number), f"{number}. {title}") for number, title, _ in position.priority_areas
        ]
        owners = {a.owner.code: a.owner.name for a in position.actions}
        partners = dict(reading.groups(position)) | owners
        self._offer("priority", areas)
        self._offer("partner", sorted(partners.items(), key=lambda choice: choice[1]))

    def narrowed_to(self) -> reading.Filter:
        """Return the filter that was asked for."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name) for name in reading.Filter.__annotations__}
        return reading.Filter(**{name: value for name, value in asked.items() if value})

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Any"), *choices]
