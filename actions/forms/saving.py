"""What the forms of the plan's frame share: boxes for text, a reason, and a version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from actions.ratings import Problem
from jtai_tracker.dates import long_date
from jtai_tracker.fields import CleanedCharField
from jtai_tracker.forms import CountedTextarea, GovForm

REASON_LENGTH = 1_000


def line(
    noun: str, label: str, length: int, hint: str = "", *, required: bool = True
) -> CleanedCharField:
    """Return a box for one line of text. `noun` names it in the sentence: "the title"."""
    return CleanedCharField(label=label, help_text=hint, **_limits(noun, length, required))


def text(
    noun: str, label: str, length: int, hint: str = "", *, required: bool = True, rows: int = 3
) -> CleanedCharField:
    """Return a box for text of several lines that counts its characters."""
    box = CountedTextarea(length, unit="characters", rows=rows)
    return CleanedCharField(
        label=label, help_text=hint, widget=box, **_limits(noun, length, required)
    )


def reason(label: str = "Why is it changed?", *, required: bool = True) -> CleanedCharField:
    """Return the box for the reason that the history keeps."""
    hint = "Everybody who reads the plan can see this reason. Do not name a child."
    return text("the reason", label, REASON_LENGTH, hint, required=required)


def _limits(noun: str, length: int, required: bool) -> dict[str, Any]:
    too_long = f"{noun[:1].upper()}{noun[1:]} must be {length:,} characters or fewer"
    return {
        "required": required,
        "max_length": length,
        "error_messages": {"required": f"Enter {noun}", "max_length": too_long},
    }


class SavingForm(GovForm):
    """A form that a service may refuse, and that shows when it was written against old facts."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Show each problem at its question, unless that has one already, or else above them."""
        for problem in problems:
            field = problem.field if problem.field in self.fields else None
            if field is None or field not in self.errors:
                self.add_error(field, problem.sentence)

    def refuse_stale(self, now: str, version: str) -> None:
        """Say what is there now; what was typed stays, and a second save counts.

        `now` is a sentence, and `version` what the second save is written against.
        """
        changed = "Somebody changed this while this page was open."
        kept = "What you typed is kept below: save again to put it in place"
        self.add_error(None, f"{changed} {now} {kept}")
        self.data = {**self.data.dict(), "version": version}  # type: ignore[attr-defined]  # as posted

    def differs_from(self, fresh: GovForm) -> str:
        """Say which answers of `fresh`, the form as it would be opened now, are not those typed."""
        differs = [
            f"{field.label}: {_in_words(field, fresh.initial.get(name)) or 'nothing'}"
            for name, field in fresh.fields.items()
            if name in fresh.initial and name != "version"
            if self.cleaned_data.get(name) != fresh.initial[name]
        ]
        return f"It now says: {'; '.join(differs)}." if differs else "It now says what you typed."


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, date):
        return long_date(value)
    return str(dict(getattr(field, "choices", ())).get(value, value or ""))
