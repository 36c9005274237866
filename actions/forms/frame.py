"""The forms for the parts of a plan's frame: bodies, priority areas, findings and themes."""

from __future__ import annotations

import re
from copy import copy
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from actions.forms import saving
from actions.forms.saving import SavingForm, line, text
from actions.models import Finding, GovernanceBody, Plan, PriorityArea, Theme
from actions.paragraphs import PARAGRAPH
from jtai_tracker.forms import Button, RadioChoices
from jtai_tracker.recording import version

PartRow = Finding | GovernanceBody | PriorityArea | Theme


def whole_number(noun: str, label: str, hint: str = "", *, least: int = 1, most: int = 99) -> Any:
    """Return a box for a whole number. `noun` names it in each sentence."""
    sentence = f"{noun[:1].upper()}{noun[1:]} must be a whole number from {least} to {most}"
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": f"Enter {noun}",
            **dict.fromkeys(("invalid", "min_value", "max_value"), sentence),
        },
    )


class PartForm(SavingForm):
    """Add a part of the frame, or change one. It is never deleted, as the record leans on it."""

    buttons = (Button("Save"),)
    model: ClassVar[type[PartRow]]
    facts: ClassVar[tuple[str, ...]]
    noun: ClassVar[str]
    # The field that counts upwards, and the plan's rows that it counts.
    counted: ClassVar[tuple[str, str] | None] = None

    reason = saving.reason()

    def __init__(self, data: Any = None, *, plan: Plan, row: PartRow | None = None) -> None:
        self.plan, self.row = plan, row
        super().__init__(data, initial=self._initial())
        if row is None:
            self.fields["reason"].required = False
            self.fields["reason"].label = "Why is it added? (optional)"

    @classmethod
    def rows_of(cls, plan: Plan) -> QuerySet[Any]:
        """Return the plan's rows of this kind."""
        return cls.model._default_manager.filter(plan=plan)

    def as_entered(self) -> Any:
        """Return the row as it would be saved."""
        row = copy(self.row) if self.row else self.model(plan=self.plan)
        for name in self.facts:
            setattr(row, name, self.cleaned_data[name])
        return row

    def fresh(self) -> PartForm:
        """Return the form as it would be opened now."""
        row = self.row and self.rows_of(self.plan).get(pk=self.row.pk)
        return type(self)(plan=self.plan, row=row)

    def _initial(self) -> dict[str, Any]:
        if self.row:
            return {name: getattr(self.row, name) for name in self.facts} | {
                "version": version(self.row)
            }
        if self.counted is None:
            return {}
        name, rows = self.counted
        last = getattr(self.plan, rows).order_by(name).last()
        return {name: getattr(last, name) + 1 if last else 1}


class BodyForm(PartForm):
    """A body that oversees the plan."""

    model, noun, counted = GovernanceBody, "governance body", ("order", "bodies")
    facts = ("order", "name", "abbreviation", "role")

    order = whole_number(
        "the place", "Place in the order", "1 is the body to which partners answer first."
    )
    name = line("the name", "Name", 200)
    abbreviation = line("the abbreviation", "Abbreviation", 20, "For example, HWB")
    role = line("the role", "What it does for the plan", 300)
    field_order = (*facts, "reason")


class PriorityAreaForm(PartForm):
    """An area for priority action."""

    model, noun, counted = PriorityArea, "priority area", ("number", "priority_areas")
    facts = ("number", "short_title", "wording")

    number = whole_number("the number", "Number")
    short_title = line("the short title", "Short title", 200, "As lists and tables show it.")
    wording = text(
        "the wording",
        "Wording",
        5_000,
        "In the inspectorates' own words, from their letter.",
        rows=5,
    )
    field_order = (*facts, "reason")


class FindingForm(PartForm):
    """What the inspectorates found, paragraph by paragraph of their letter."""

    model, noun = Finding, "finding"
    facts = ("paragraph", "kind", "wording")

    paragraph = line(
        "the paragraph",
        "Paragraph of the inspection letter",
        20,
        "Its number alone, for example 12 or 3.4. An action answers it by naming this number.",
    )
    kind = forms.ChoiceField(
        label="What does the letter call it?",
        choices=Finding.Kind.choices,
        widget=RadioChoices,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose what the letter calls it"
        ),
    )
    wording = text(
        "the wording",
        "Wording",
        5_000,
        "In the inspectorates' own words. Enter nothing about a single child or family.",
        rows=5,
    )
    field_order = (*facts, "reason")

    def clean_paragraph(self) -> str:
        """Return the number as it is matched with what actions name: 12A is 12a."""
        number = str(self.cleaned_data["paragraph"]).lower()
        if not re.fullmatch(PARAGRAPH, number):
            raise ValidationError("Enter the number of one paragraph alone, for example 12 or 3.4")
        return number


class ThemeForm(PartForm):
    """What cuts across partners."""

    model, noun = Theme, "theme"
    facts = ("name", "report_heading")

    name = line("the name", "Name", 200, "As partners choose it on an update.")
    report_heading = line("the heading", "Heading in the committee report", 200)
    field_order = (*facts, "reason")


# By the word that stands in the address.
PARTS: dict[str, type[PartForm]] = {
    "bodies": BodyForm,
    "priority-areas": PriorityAreaForm,
    "findings": FindingForm,
    "themes": ThemeForm,
}
