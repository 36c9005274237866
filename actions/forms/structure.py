"""The forms in which the actions of a plan are added, changed, given away and withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q

from actions.models import Action, Plan, PriorityArea
from actions.services import structure
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.fields import CleanedCharField
from jtai_tracker.forms import Button, CheckboxChoices, CountedTextarea, DateField, Group, RowsField
from jtai_tracker.reasoned import ChangeForm, ReasonedForm, reason_field, text_line
from partners.models import Partner

_LONG = 5_000


def _text(label: str, noun: str) -> CleanedCharField:
    return CleanedCharField(
        label=f"{label} (optional)",
        required=False,
        max_length=_LONG,
        error_messages={"max_length": f"{noun} must be {_LONG:,} characters or fewer"},
        widget=CountedTextarea(_LONG, unit="characters", rows=4),
    )


class _ActionFields(ReasonedForm):
    """What an action is, whether it is new or changed."""

    priority_area = forms.ModelChoiceField(
        PriorityArea.objects.none(),
        label="Priority area",
        empty_label="Choose one",
        error_messages={"required": "Choose the priority area"},
    )
    ref = text_line(
        "Reference", "the reference", 20, "For example 1.10. It is part of its address."
    )
    title = text_line("What will be done?", "what will be done", 500)
    supporting = RowsField(
        Partner.objects.none(),
        label="Supporting partners (optional)",
        help_text="They file what they contribute, without a rating. The owner is not one of them.",
        required=False,
        widget=CheckboxChoices,
    )
    lead_role = text_line("Lead role", "the lead role", 200, "A post, never a person’s name.")
    starts_on = DateField(
        noun="the day on which it starts", label="Starts on (optional)", required=False
    )
    original_due_on = DateField(noun="the due date", label="Due date", required=False)
    due_as_written = text_line(
        "Or the words in its place",
        "the words in place of a due date",
        100,
        "Where the plan gives no date: “ongoing”, as written.",
        required=False,
    )
    success_measure = _text("Success measure", "The success measure")
    intended_impact = _text("Intended impact on children", "The intended impact")
    inspection_paragraph = text_line(
        "Paragraph of the inspection letter (optional)",
        "the paragraph of the letter",
        100,
        "For example 12 or 12 to 14.",
        required=False,
    )

    def _offer(self, plan: Plan, but: Action | None = None) -> None:
        self.fields["priority_area"].queryset = plan.priority_areas.all()  # type: ignore[attr-defined]
        partners = Partner.objects.filter(active=True)
        if but:
            kept = Q(active=True) | Q(pk__in=but.supporting.all())
            partners = Partner.objects.filter(kept).exclude(pk=but.owner_id)
        self.fields["supporting"].queryset = partners  # type: ignore[attr-defined]

    def _in_order(self, *people: str) -> list[Any]:
        dates = [n for n in ("starts_on", *structure.DATES, "added_on") if n in self.fields]
        return [
            Group("What is to be done", "priority_area", "ref", "title"),
            Group("Who does it", *people, "lead_role"),
            Group("By when", *dates),
            Group("What it is for", "success_measure", "intended_impact", "inspection_paragraph"),
            "reason",
        ]


class NewActionForm(_ActionFields):
    """A new action of a plan."""

    buttons = (Button("Add the action"),)

    owner = forms.ModelChoiceField(
        Partner.objects.filter(active=True),
        label="Owner",
        help_text="The one partner that answers for it, and rates it.",
        empty_label="Choose one",
        error_messages={"required": "Choose the owner"},
    )
    added_on = DateField(noun="the day on which it joins the plan", label="In the plan from")
    reason = reason_field(
        "Why is it added? (optional)",
        "Kept in the history, with your name and the day.",
        required=False,
    )

    def __init__(self, data: Any = None, *, plan: Plan) -> None:
        super().__init__(data, initial={"added_on": clock.today()})
        self.plan = plan
        self._offer(plan)
        submitted = long_date(plan.submitted_on)
        self.fields["added_on"].help_text = (
            f"For an action of the plan as it was submitted: {submitted}."
            " It counts in the position from this day."
        )

    def layout(self) -> Sequence[Any]:
        """Ask what, who, when and what for."""
        return self._in_order("owner", "supporting")

    def clean(self) -> dict[str, Any]:
        """Say everything that keeps it from being added, at once."""
        self.refuse(structure.new_action_problems(self.plan, self.cleaned_data))
        return self.cleaned_data


class ActionForm(ChangeForm, _ActionFields):
    """An action as it stands, to be changed. Its owner and a settled due date are not asked."""

    buttons = (Button("Save the change"),)

    def __init__(self, data: Any = None, *, action: Action) -> None:
        initial = {name: getattr(action, name) for name in structure.FACTS}
        initial["supporting"] = [partner.pk for partner in action.supporting.all()]
        super().__init__(data, version=lambda: version_of(action), initial=initial)
        self.action, self.settled = action, structure.date_is_settled(action)
        if self.settled:
            for name in structure.DATES:
                del self.fields[name]
        self._offer(action.plan, action)

    def layout(self) -> Sequence[Any]:
        """Ask what, who, when and what for."""
        return self._in_order("supporting")

    def clean(self) -> dict[str, Any]:
        """Say everything that keeps it from being changed so, at once."""
        self.refuse(structure.change_problems(self.action, self.cleaned_data))
        return self.cleaned_data


class OwnerForm(ChangeForm):
    """Another owner of an action, from a day on."""

    buttons = (Button("Change the owner"),)

    owner = forms.ModelChoiceField(
        Partner.objects.none(),
        label="New owner",
        empty_label="Choose one",
        error_messages={"required": "Choose the new owner"},
    )
    changed_on = DateField(noun="the day of the change", label="From which day?")
    supports = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, action: Action) -> None:
        initial = {"changed_on": clock.today(), "supports": True}
        super().__init__(data, version=lambda: version_of(action), initial=initial)
        self.action = action
        others = Partner.objects.filter(active=True).exclude(pk=action.owner_id)
        self.fields["owner"].queryset = others  # type: ignore[attr-defined]  # a model choice
        self.fields["supports"].label = f"{action.owner} goes on supporting the action"
        self.fields["supports"].help_text = "It can still file what it contributes, unrated."

    def clean(self) -> dict[str, Any]:
        """Say everything that keeps it from changing hands so, at once."""
        self.refuse(structure.owner_problems(self.action, self.cleaned_data))
        return self.cleaned_data


class WithdrawActionForm(ChangeForm):
    """The day on which an action leaves the plan, and why."""

    buttons = (Button("Withdraw the action", kind="warning"),)

    withdrawn_on = DateField(noun="the day of the withdrawal", label="Out of the plan from")
    reason = reason_field(
        "Why is it withdrawn?", "Shown on the action’s page, and kept in the history."
    )

    def __init__(self, data: Any = None, *, action: Action) -> None:
        initial = {"withdrawn_on": clock.today()}
        super().__init__(data, version=lambda: version_of(action), initial=initial)
        self.action = action

    def clean(self) -> dict[str, Any]:
        """Say what keeps it from leaving the plan on that day."""
        self.refuse(structure.withdraw_problems(self.action, self.cleaned_data))
        return self.cleaned_data


class PutBackForm(ChangeForm):
    """Why a withdrawn action is in the plan after all."""

    buttons = (Button("Put it back in the plan"),)

    def __init__(self, data: Any = None, *, action: Action) -> None:
        super().__init__(data, version=lambda: version_of(action))


def version_of(action: Action) -> int:
    """Return what has been counted as written on `action` by now."""
    return int(Action.objects.values_list("version", flat=True).get(pk=action.pk))
