"""The forms for the milestones of an action."""

from __future__ import annotations

from typing import Any

from actions.forms.structure import version_of
from actions.models import Action, Milestone
from actions.services import milestones
from jtai_tracker.forms import Button, DateField
from jtai_tracker.reasoned import ChangeForm, reason_field, text_line


class MilestoneForm(ChangeForm):
    """A milestone, new or changed."""

    title = text_line("What is the step?", "what the step is", 300)
    due_on = DateField(noun="the day it is due", label="Due (optional)", required=False)
    as_written = text_line(
        "Or as the plan writes it (optional)",
        "the words in place of a date",
        100,
        "For example “each quarter”. Shown in place of the date.",
        required=False,
    )
    done_on = DateField(noun="the day it was done", label="Done on (optional)", required=False)

    def __init__(
        self, data: Any = None, *, action: Action, milestone: Milestone | None = None
    ) -> None:
        facts = {name: getattr(milestone, name) for name in milestones.FACTS} if milestone else {}
        super().__init__(data, version=lambda: version_of(action), initial=facts)

    def clean(self) -> dict[str, Any]:
        """Say what keeps it from being a milestone."""
        self.refuse(milestones.milestone_problems(self.cleaned_data))
        return self.cleaned_data


class NewMilestoneForm(MilestoneForm):
    """A new milestone: why it is added may be left out."""

    buttons = (Button("Add the milestone"),)
    reason = reason_field("Why is it added? (optional)", "Kept in the history.", required=False)


class WithdrawMilestoneForm(ChangeForm):
    """Why a milestone is followed no more."""

    buttons = (Button("Withdraw the milestone", kind="warning"),)

    def __init__(self, data: Any = None, *, action: Action) -> None:
        super().__init__(data, version=lambda: version_of(action))
