"""The filter above a list of actions."""

from __future__ import annotations

from typing import Any

from django import forms

from actions import reading
from actions.compared import UNRATED
from actions.headlines import AHEAD, due_within
from actions.movement import Movement
from actions.ratings import Impact
from actions.stands import Position, Status
from jtai_tracker.fields import CleanedCharField
from jtai_tracker.forms import Button, GovForm

_ANY = ("", "Any")


class ActionFilterForm(GovForm):
    """Narrow a list of actions. What it cannot read it leaves out, and says so."""

    method = "get"
    buttons = (Button("Show"),)

    text = CleanedCharField(label="Words or reference", required=False, max_length=200)
    partner = forms.ChoiceField(label="Partner", required=False)
    priority = forms.ChoiceField(label="Priority area", required=False)
    rating = forms.ChoiceField(label="Rating", choices=[_ANY, *Status.choices], required=False)
    impact = forms.ChoiceField(
        label="Impact",
        choices=[_ANY, *Impact.choices, (UNRATED, "Not yet rated")],
        required=False,
    )
    movement = forms.ChoiceField(
        label="Movement",
        choices=[_ANY, *((kind.name.lower(), kind.value) for kind in Movement)],
        required=False,
    )
    due = forms.TypedChoiceField(
        label="Due in",
        choices=[_ANY, *((str(days), f"{days} days") for days in AHEAD)],
        coerce=int,
        required=False,
    )
    moved = forms.TypedChoiceField(
        label="Due date moved",
        choices=[_ANY, ("1", "Once or more"), ("2", "Twice or more")],
        coerce=int,
        required=False,
    )
    overdue = forms.BooleanField(label="Overdue", required=False)
    no_update = forms.BooleanField(label="No update received", required=False)
    silent = forms.BooleanField(label="Silent for a whole reporting period", required=False)
    without_impact = forms.BooleanField(
        label="Complete, with no evidence of impact", required=False
    )
    as_at = forms.CharField(required=False, widget=forms.HiddenInput)
    since = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, position: Position) -> None:
        super().__init__(data)
        self.position = position
        areas = [
            (str(number), f"{number}. {title}") for number, title, _ in position.priority_areas
        ]
        owners = {a.owner.code: a.owner.name for a in position.actions}
        partners = dict(reading.groups(position)) | owners
        self._offer("priority", areas)
        self._offer("partner", sorted(partners.items(), key=lambda choice: choice[1]))

    def narrowed_to(self) -> reading.Filter:
        """Return the filter that was asked for."""
        asked = self._asked()
        if "due" in asked:
            asked["due"] = frozenset(a.id for a in due_within(self.position, asked["due"]))
        return reading.Filter(**asked)

    def in_words(self) -> str:
        """Return what the list is narrowed to, as the form asks it: "Partner: Police; Overdue"."""
        given = ((self.fields[name], value) for name, value in self._asked().items())
        return "; ".join(_answer(field, value) for field, value in given) or "All actions"

    def _asked(self) -> dict[str, Any]:
        self.is_valid()
        names = reading.Filter.__annotations__
        return {name: value for name in names if (value := self.cleaned_data.get(name))}

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [_ANY, *choices]


def _answer(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return str(field.label)
    choices: Any = getattr(field, "choices", [(str(value), f"“{value}”")])
    return f"{field.label}: {dict(choices)[str(value)]}"
