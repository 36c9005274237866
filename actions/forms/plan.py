"""The forms for the plan itself: a new one, and the settings of one that is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from typing import Any

from django import forms

from actions.forms import saving
from actions.forms.frame import whole_number
from actions.forms.saving import SavingForm, line, text
from actions.models import GovernanceBody, Plan
from actions.ratings import Delivery
from actions.services import frame
from jtai_tracker.forms import Button, DateField, Group, RadioChoices
from jtai_tracker.recording import version

_WORDS = ("title", "area", "principal_authority", "kind", "statement_label", "theme", "deep_dive")
_DAYS = ("inspected_from", "inspected_to", "letter_received_on", "submitted_on", "accepted_on")
_CYCLE = ("opens_before", "due_before", "check_before")
_WORDING = {f"wording_{rating.value}": rating for rating in Delivery}


def _day(noun: str, label: str, *, required: bool = False) -> DateField:
    return DateField(
        noun=noun,
        label=label if required else f"{label} (optional)",
        required=required,
        help_text="For example, 30 3 2020",
    )


class PlanForm(SavingForm):
    """What a plan says of itself and of the inspection that it answers."""

    title = line(
        "the title", "Title", 200, "For example, Joint Targeted Area Inspection Action Plan"
    )
    area = line("the area", "Area", 100, "For example, Sefton")
    principal_authority = line(
        "the principal authority",
        "Principal authority",
        200,
        "The one that the inspectorates named to make the written statement.",
    )
    kind = forms.ChoiceField(
        label="Kind of inspection",
        choices=Plan.Kind.choices,
        widget=RadioChoices,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose the kind of inspection"
        ),
    )
    statement_label = line(
        "what the submitted document is called",
        "What is the submitted document called?",
        100,
        "For example, written Statement of Action",
    )
    theme = line("the theme", "Theme of the inspection (optional)", 200, required=False)
    deep_dive = line("the deep dive", "Deep dive (optional)", 200, required=False)
    inspectorates = text(
        "the inspectorates",
        "Inspectorates (optional)",
        1_000,
        "One a line, in the order of their letter.",
        required=False,
        rows=4,
    )
    inspected_from = _day("the first day of the inspection", "First day of the inspection")
    inspected_to = _day("the last day of the inspection", "Last day of the inspection")
    letter_received_on = _day("the day of the letter", "Inspectorates' letter received on")
    submitted_on = _day("the day of submission", "Plan submitted on", required=True)
    accepted_on = _day("the day of acceptance", "Plan accepted on")

    def __init__(self, data: Any = None, *, plan: Plan | None = None) -> None:
        self.plan = plan or Plan()
        super().__init__(data, initial=self._initial())

    def as_entered(self) -> Plan:
        """Return the plan as it would be saved."""
        plan, answers = copy(self.plan), self.cleaned_data
        for name in (*_WORDS, *_DAYS):
            setattr(plan, name, answers[name])
        lines = answers["inspectorates"].splitlines()
        plan.inspectorates = [said.strip() for said in lines if said.strip()]
        return plan

    def clean(self) -> dict[str, Any]:
        """Refuse facts that cannot stand together, once each of them can be read."""
        if not self.errors:
            self.refuse(frame.plan_refusals(self.as_entered()))
        return self.cleaned_data

    def layout(self) -> Sequence[Any]:
        """Ask what it is, then the days."""
        return [
            Group("The plan", *_WORDS[:5]),
            Group("The inspection", "theme", "deep_dive", "inspectorates"),
            Group("Dates", *_DAYS),
        ]

    def _initial(self) -> dict[str, Any]:
        return {}


class PlanSettingsForm(PlanForm):
    """The settings of a plan: rounds already announced keep their dates."""

    opens_before = whole_number("when updates open", "Updates open", most=250)
    due_before = whole_number("when updates are due", "Updates due", "The cut-off.", most=250)
    check_before = whole_number("when the updates are checked", "Check", most=250)
    notice = text(
        "the notice",
        "Notice (optional)",
        2_000,
        "Printed with the plan's pages and reports.",
        required=False,
    )
    reason = saving.reason()

    def __init__(self, data: Any = None, *, plan: Plan) -> None:
        super().__init__(data, plan=plan)
        for name, rating in _WORDING.items():
            noun = f"the meaning of “{rating.label.lower()}”"
            self.fields[name] = text(noun, rating.label, 500, required=False, rows=2)
            self.initial[name] = plan.rating_wording.get(rating.value, "")

    def as_entered(self) -> Plan:
        """Return the plan as it would be saved; a rating whose box is empty has no wording."""
        plan, answers = super().as_entered(), self.cleaned_data
        for name in (*_CYCLE, "notice"):
            setattr(plan, name, answers[name])
        wording = {rating.value: answers[name] for name, rating in _WORDING.items()}
        plan.rating_wording = {code: said for code, said in wording.items() if said}
        return plan

    def fresh(self) -> PlanSettingsForm:
        """Return the form as it would be opened now."""
        return PlanSettingsForm(plan=Plan.objects.get(pk=self.plan.pk))

    def layout(self) -> Sequence[Any]:
        """Ask also for the working days of a round, the wording of ratings, and why."""
        hint = (
            "How many working days before the meeting. Rounds that have been announced keep their"
            " dates. Publication is fixed by law: five clear days before."
        )
        return [
            *super().layout(),
            Group("Rounds of updates", *_CYCLE, hint=hint),
            Group("What each delivery rating means here", *_WORDING),
            "notice",
            "reason",
        ]

    def _initial(self) -> dict[str, Any]:
        names = (*_WORDS, *_DAYS, *_CYCLE, "notice")
        return {
            **{name: getattr(self.plan, name) for name in names},
            "inspectorates": "\n".join(self.plan.inspectorates),
            "version": version(self.plan),
        }


_BODIES = {
    1: ("First body", "The board to which partners answer."),
    2: ("Second body", "The body that is responsible for the plan."),
    3: ("Third body", "The committee that scrutinises the plan, to which reports go."),
}
_BODY = {
    "name": ("the name of the body", "Name", 200),
    "abbreviation": ("the abbreviation of the body", "Abbreviation", 20),
    "role": ("what the body does for the plan", "What it does for the plan", 300),
}


class PlanNewForm(PlanForm):
    """A plan to begin with. Priority areas, themes, actions and meetings follow on its pages."""

    buttons = (Button("Add this plan"),)

    slug = line(
        "the address",
        "Address (optional)",
        frame.SLUG_LENGTH,
        "The last part of the plan's address on this site, in small letters, numbers and hyphens."
        " Left empty, it is made from the area and the title. It cannot be changed later.",
        required=False,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for place in _BODIES:
            for name, (noun, label, length) in _BODY.items():
                self.fields[f"body_{place}_{name}"] = line(noun, label, length, required=False)

    @property
    def bodies(self) -> list[GovernanceBody]:
        """The governance bodies that were typed, in their order."""
        typed = (self._body(place) for place in _BODIES)
        return [GovernanceBody(**facts) for facts in typed if any(facts.values())]

    def as_entered(self) -> Plan:
        """Return the plan as it would be saved."""
        plan, answers = super().as_entered(), self.cleaned_data
        plan.slug = answers["slug"] or frame.free_address(plan.area, plan.title)
        return plan

    def clean_slug(self) -> str:
        """Refuse an address that would not be one."""
        slug: str = self.cleaned_data["slug"].lower()
        if slug and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
            raise forms.ValidationError(
                "The address must be of small letters, numbers and hyphens, like sefton-jtai-2019"
            )
        return slug

    def clean(self) -> dict[str, Any]:
        """Refuse also a body of which a part is missing, or whose abbreviation comes twice."""
        seen: set[str] = set()
        for place in _BODIES:
            facts = self._body(place)
            for name, value in facts.items() if any(facts.values()) else ():
                if not value and f"body_{place}_{name}" not in self.errors:
                    self.add_error(f"body_{place}_{name}", f"Enter {_BODY[name][0]}")
            short = facts["abbreviation"]
            if short and short in seen:
                self.add_error(f"body_{place}_abbreviation", f"Another body is called {short}")
            seen.add(short)
        return super().clean()

    def layout(self) -> Sequence[Any]:
        """Ask also for the address, and for the bodies that oversee the plan."""
        plan, *rest = super().layout()
        plan.fields.append("slug")
        bodies = [
            Group(f"{legend} (optional)", *(f"body_{place}_{name}" for name in _BODY), hint=hint)
            for place, (legend, hint) in _BODIES.items()
        ]
        return [plan, *rest, *bodies]

    def _body(self, place: int) -> dict[str, str]:
        return {name: self.cleaned_data.get(f"body_{place}_{name}", "") for name in _BODY}
