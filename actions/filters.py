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
        return reading.Filter(**{name: value for name, value in self._asked().items() if value})

    def in_words(self) -> str:
        """Return what the list is narrowed to, as the form asks it: "Partner: Police; Overdue"."""
        given = [(self.fields[name], value) for name, value in self._asked().items() if value]
        return "; ".join(_answer(field, value) for field, value in given) or "All actions"

    def _asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in reading.Filter.__annotations__}

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Any"), *choices]


def _answer(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return str(field.label)
    choices: Any = getattr(field, "choices", [(value, f"“{value}”")])
    return f"{field.label}: {dict(choices)[value]}"
