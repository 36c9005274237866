"""The forms for a meeting and for the dates of its round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from actions import cycles
from actions.forms import saving
from actions.forms.saving import SavingForm
from actions.models import GovernanceBody, Meeting, Plan
from actions.services import rounds
from actions.working_days import PUBLISH, Cycle
from jtai_tracker.forms import Button, DateField, Group, RadioChoices

YES, NO = "yes", "no"


def _body() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        GovernanceBody.objects.none(),
        label="Which body meets?",
        empty_label=None,
        widget=RadioChoices,
        error_messages={
            "required": "Choose which body meets",
            "invalid_choice": "Choose one of the plan's bodies",
        },
    )


def _held_on(label: str) -> DateField:
    return DateField(
        noun="the date of the meeting", label=label, help_text="For example, 22 9 2020"
    )


class MeetingForm(SavingForm):
    """A new meeting: who meets, when, and whether updates are collected for it."""

    buttons = (Button("Continue"),)

    body = _body()
    held_on = _held_on("When does it meet?")
    takes_report = forms.ChoiceField(
        label="Does this meeting take a report?",
        choices=[(YES, "Yes, collect updates for it"), (NO, "No")],
        widget=RadioChoices(
            hints={
                YES: "The dates of the round are worked out next, for you to check.",
                NO: "A round can be added later.",
            }
        ),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose whether this meeting takes a report"
        ),
    )

    def __init__(self, data: Any = None, *, plan: Plan) -> None:
        self.plan = plan
        super().__init__(data)
        self.fields["body"].queryset = plan.bodies.all()  # type: ignore[attr-defined]  # a model choice

    def clean(self) -> dict[str, Any]:
        """Refuse a day that cannot be."""
        answers = self.cleaned_data
        if answers.get("body") and answers.get("held_on"):
            self.refuse(rounds.refusals(self.plan, self.meeting, None))
        return answers

    @property
    def meeting(self) -> Meeting:
        """The meeting that was entered, not saved."""
        return Meeting(body=self.cleaned_data["body"], held_on=self.cleaned_data["held_on"])


class RoundForm(SavingForm):
    """The dates of the round for `meeting`, at first as the plan's settings work them out."""

    buttons: Sequence[Button] = (Button("Save"),)

    opens_on = DateField(noun="the day on which updates open", label="Updates open")
    cut_off = DateField(noun="the day on which updates are due", label="Updates due")
    check_by = DateField(noun="the day of the check", label="Check by democratic services")
    publish_by = DateField(noun="the day of publication", label="Publish by")

    def __init__(self, data: Any = None, *, plan: Plan, meeting: Meeting) -> None:
        self.plan, self.meeting = plan, meeting
        super().__init__(data, initial=self._initial())
        self._explain()

    @property
    def dates(self) -> Cycle | None:
        """The dates that were entered; None where the form does not ask for them."""
        answers = self.cleaned_data
        return Cycle(*(answers[name] for name in cycles.NAMES)) if self._asks_dates else None

    def layout(self) -> Sequence[Any]:
        """Group the dates of the round."""
        hint = "Each on a working day, from the first to the last."
        return [Group("Dates of the round", *cycles.NAMES, hint=hint)]

    def clean(self) -> dict[str, Any]:
        """Refuse dates that cannot be, once each of them can be read."""
        if not self.errors:
            self.refuse(rounds.refusals(self.plan, self.as_entered(), self.dates))
        return self.cleaned_data

    def as_entered(self) -> Meeting:
        """Return the meeting as it would be saved."""
        return self.meeting

    @property
    def _asks_dates(self) -> bool:
        return "cut_off" in self.fields

    def _initial(self) -> dict[str, Any]:
        return rounds.worked_out(self.plan, self.meeting)._asdict()

    def _explain(self) -> None:
        """Say of each date what it means."""
        plan = self.plan
        hints = {
            "opens_on": f"{plan.opens_before} working days before the meeting, by the plan's"
            " settings.",
            "cut_off": f"{plan.due_before} working days before it. The report's position is as at"
            " this day.",
            "check_by": f"{plan.check_before} working days before it.",
            "publish_by": f"At the latest {PUBLISH} working days before it, which leaves five clear"
            " days.",
        }
        for name, hint in hints.items():
            self.fields[name].help_text = hint


class MoveForm(RoundForm):
    """Move a meeting and, where it has one, each date of its round, for one reason."""

    AGAIN = "again"

    body = _body()
    held_on = _held_on("Date of the meeting")
    reason = saving.reason("Why is it moved?")

    def __init__(self, data: Any = None, *, plan: Plan, meeting: Meeting) -> None:
        self.period = getattr(meeting, "period", None)
        super().__init__(data, plan=plan, meeting=meeting)
        self.fields["body"].queryset = plan.bodies.all()  # type: ignore[attr-defined]  # a model choice
        for name in ["body"] if self.period else cycles.NAMES:
            del self.fields[name]

    @property
    def buttons(self) -> Sequence[Button]:  # type: ignore[override]  # read only is enough
        """Save; and for a round, work its dates out again without saving."""
        save = Button("Save")
        if not self.period:
            return [save]
        again = Button("Work the dates out again", name=self.AGAIN, kind="secondary")
        return [save, again]

    @property
    def asks_again(self) -> bool:
        """Whether the button pressed was the one that works the dates out again."""
        return self.AGAIN in self.data and self.period is not None

    def layout(self) -> Sequence[Any]:
        """Ask for the meeting, then for the dates of its round, then why."""
        if not self.period:
            return ["body", "held_on", "reason"]
        hint = (
            "Each on a working day, from the first to the last. When the meeting moves, the dates"
            " can be worked out again with the button below; nothing is saved by that."
        )
        return ["held_on", Group("Dates of the round", *cycles.NAMES, hint=hint), "reason"]

    def as_entered(self) -> Meeting:
        """Return the meeting as it would be saved."""
        answers = self.cleaned_data
        body = answers.get("body") or self.meeting.body
        return Meeting(pk=self.meeting.pk, body=body, held_on=answers["held_on"])

    def full_clean(self) -> None:
        """Read only the date of the meeting where the dates are to be worked out from it."""
        super().full_clean()
        if self.is_bound and self.asks_again:
            held_on = {name: said for name, said in self.errors.items() if name == "held_on"}
            self._errors = ErrorDict(held_on)

    def worked_out_again(self) -> MoveForm:
        """Return this form with the dates for the meeting date that was typed; nothing is saved."""
        moved = self.as_entered()
        again = MoveForm(plan=self.plan, meeting=self.meeting)
        typed = {name: self.data.get(name, "") for name in ("reason", "version")}
        dates = rounds.worked_out(self.plan, moved)._asdict()
        again.initial.update({"held_on": moved.held_on, **typed, **dates})
        return again

    def _initial(self) -> dict[str, Any]:
        dates = rounds.cycle_of(self.period)._asdict() if self.period else {}
        return {
            "body": self.meeting.body_id,
            "held_on": self.meeting.held_on,
            "version": rounds.meeting_version(self.meeting),
            **dates,
        }


def in_address(written: str) -> date | None:
    """Return the day that an address names as 2020-09-22; None for anything else."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
