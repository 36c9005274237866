"""The questions on an action's measures and milestones, for the form of an update."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from actions import effects
from actions.models import Action, Measure, Milestone, ProgressUpdate, Reading
from jtai_tracker.dates import long_date
from jtai_tracker.fields import CleanedCharField
from jtai_tracker.forms import CheckboxChoices, GovForm, Group, RowsField
from partners.models import Partner

_NOTHING = ("", "Nothing new in this update")


class FigureQuestions:
    """For each measure of the action: how exact, and the figure."""

    def __init__(self, action: Action) -> None:
        found = action.measures.filter(withdrawn_on=None).prefetch_related("readings")
        self.measures: list[Measure] = list(found)

    def add_to(self, form: GovForm) -> None:
        """Give the form its two fields for each measure."""
        for measure in self.measures:
            qualifier, value = _names(measure.pk)
            form.fields[qualifier] = forms.ChoiceField(
                label="How exact is it?",
                choices=[_NOTHING, *Reading.Qualifier.choices],
                required=False,
            )
            form.fields[value] = CleanedCharField(
                label=f"Figure in {measure.unit}", required=False, max_length=30
            )

    def layout(self) -> list[Group]:
        """Return a group of questions for each measure, with what was said of it before."""
        return [
            Group(f"Figure: {m.name}", *_names(m.pk), hint=_said_before(m)) for m in self.measures
        ]

    def initial(self, figures: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        """Return what a draft holds, by the names of the fields."""
        return {
            name: figures.get(str(measure.pk), {}).get(part, "")
            for measure in self.measures
            for name, part in zip(_names(measure.pk), ("qualifier", "value"), strict=True)
        }

    def typed(self, answers: Mapping[str, Any]) -> dict[str, dict[str, str]]:
        """Return what was typed, by the key of the measure; nothing for one left alone."""
        found = {}
        for measure in self.measures:
            qualifier, value = (answers.get(name) or "" for name in _names(measure.pk))
            if qualifier or value:
                found[str(measure.pk)] = {"qualifier": qualifier, "value": value}
        return found


def _names(measure_id: int) -> tuple[str, str]:
    return f"figure_{measure_id}_qualifier", effects.box(measure_id)


def _said_before(measure: Measure) -> str:
    said = list(measure.readings.all())
    last = f"Last: {said[-1]} on {long_date(said[-1].as_at)}." if said else "No figure yet."
    target = f" Target: {measure.target_in_words}." if measure.target is not None else ""
    return last + target


class MilestonesField(RowsField):
    """Which milestones an update reports as done: those open, and those it reported before."""

    def __init__(self, action: Action, update: ProgressUpdate | None) -> None:
        offered = effects.open_milestones(action.pk)
        if update and update.pk:
            offered = Milestone.objects.filter(pk__in=offered) | update.milestones.all()
        self.offered = offered.distinct()
        super().__init__(
            self.offered,
            label="Which milestones are done? (optional)",
            required=False,
            widget=CheckboxChoices,
        )

    def label_from_instance(self, milestone: Milestone) -> str:
        """Return the title and its date."""
        due = milestone.as_written or long_date(milestone.due_on)
        return f"{milestone.title}, due {due}" if due else milestone.title


class WaitingOnField(forms.ModelChoiceField):
    """Which other partner an action waits on."""

    def __init__(self) -> None:
        super().__init__(
            Partner.objects.none(),
            label="Are you waiting on another partner? (optional)",
            help_text="It then stands on that partner's list too.",
            empty_label="No",
            required=False,
        )
