"""The forms for the measures of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import LayoutObject
from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from actions.models import Action, Measure, Plan
from actions.services import measures
from jtai_tracker.forms import Button, CheckboxChoices, RadioChoices, RowsField
from jtai_tracker.reasoned import ChangeForm, ReasonedForm, reason_field, text_line


class _Long(LayoutObject):
    """A question with very many choices, which scroll in a frame of their own."""

    def __init__(self, *fields: Any) -> None:
        self.fields = list(fields)

    def render(self, form: forms.BaseForm, context: Any, **kwargs: Any) -> SafeString:
        """Return the question as HTML, in its frame."""
        inside = {"fields": self.get_rendered_fields(form, context, **kwargs)}
        return render_to_string("govuk/layout/long.html", inside)


def _figure(label: str, noun: str) -> forms.DecimalField:
    too_long = f"{noun} must have no more than 10 digits, and 2 after the point"
    return forms.DecimalField(
        label=f"{label} (optional)",
        required=False,
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput({"inputmode": "decimal"}),
        error_messages={
            "invalid": f"{noun} must be a number, for example 85 or 12.5",
            "max_digits": too_long,
            "max_decimal_places": too_long,
            "max_whole_digits": too_long,
        },
    )


class _MeasureFields(ReasonedForm):
    """What a measure is, whether it is new or changed."""

    name = text_line("What is measured?", "what is measured", 200)
    unit = text_line("Unit", "the unit", 50, "For example % or children. It follows the figure.")
    polarity = forms.ChoiceField(
        label="Which way is better?",
        choices=Measure.Polarity.choices,
        widget=RadioChoices,
        error_messages={"required": "Say which way is better"},
    )
    baseline = _figure("Baseline", "The baseline")
    target = _figure("Target", "The target")
    note = text_line("Note (optional)", "the note", 300, required=False)
    actions = RowsField(
        Action.objects.none(),
        label="Actions that it shows the effect of (optional)",
        required=False,
        widget=CheckboxChoices,
    )

    def layout(self) -> Sequence[Any]:
        """Ask what is measured, from where to where, and which actions it belongs to."""
        return [
            "name",
            "unit",
            "polarity",
            "baseline",
            "target",
            "note",
            _Long("actions"),
            "reason",
        ]

    def _offer(self, plan: Plan, linked: Sequence[Action] = ()) -> None:
        offered = plan.actions.filter(withdrawn_on=None) | plan.actions.filter(
            pk__in=[action.pk for action in linked]
        )
        self.fields["actions"].queryset = offered  # type: ignore[attr-defined]  # a model choice
        if linked:
            refs = ", ".join(action.ref for action in linked)
            self.fields["actions"].help_text = f"Linked now: {refs}."


class NewMeasureForm(_MeasureFields):
    """A new measure of a plan."""

    buttons = (Button("Add the measure"),)
    reason = reason_field("Why is it added? (optional)", "Kept in the history.", required=False)

    def __init__(self, data: Any = None, *, plan: Plan) -> None:
        super().__init__(data)
        self._offer(plan)


class MeasureForm(ChangeForm, _MeasureFields):
    """A measure as it stands, to be changed."""

    buttons = (Button("Save the change"),)

    def __init__(self, data: Any = None, *, measure: Measure) -> None:
        linked = list(measure.actions.all())
        initial = {name: getattr(measure, name) for name in measures.FACTS}
        initial["actions"] = [action.pk for action in linked]
        super().__init__(data, version=lambda: measures.measure_version(measure), initial=initial)
        self._offer(measure.plan, linked)


class WithdrawMeasureForm(ChangeForm):
    """Why a measure is followed no more."""

    buttons = (Button("Withdraw the measure", kind="warning"),)

    def __init__(self, data: Any = None, *, measure: Measure) -> None:
        super().__init__(data, version=lambda: measures.measure_version(measure))
