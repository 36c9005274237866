"""The base of each form that changes the record: with a reason, and what it was written against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict

from jtai_tracker.fields import CleanedCharField
from jtai_tracker.forms import CountedTextarea, GovForm
from jtai_tracker.refused import Refused, Stale

_Saved = TypeVar("_Saved")
REASON_LENGTH = 1_000
_CHANGED_MEANWHILE = (
    "Somebody changed this while the page was open. Read what is there now. Your own text is kept:"
    " save again to put it in its place"
)


def reason_field(label: str, hint: str, *, required: bool = True) -> CleanedCharField:
    """Return the box that asks why; `hint` says what becomes of the answer."""
    return CleanedCharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=REASON_LENGTH,
        widget=CountedTextarea(REASON_LENGTH, unit="characters", rows=3),
        error_messages={
            "required": "Enter the reason",
            "max_length": f"The reason must be {REASON_LENGTH:,} characters or fewer",
        },
    )


def text_line(label: str, noun: str, length: int, hint: str = "", *, required: bool = True) -> Any:
    """Return a box for one line; `noun` names it in each sentence."""
    return CleanedCharField(
        label=label,
        help_text=hint,
        max_length=length,
        required=required,
        error_messages={
            "required": f"Enter {noun}",
            "max_length": f"{noun[:1].upper()}{noun[1:]} must be {length:,} characters or fewer",
        },
    )


class ReasonedForm(GovForm):
    """A form that says why. Its service takes `answers`, `reason` and, for a change, `version`."""

    reason = reason_field("Why?", "Kept in the history, with your name and the day.")

    def layout(self) -> Sequence[Any]:
        """Ask for the reason last."""
        return [name for name in super().layout() if name != "reason"] + ["reason"]

    def saved_by(self, service: Callable[..., _Saved], **given: Any) -> _Saved | None:
        """Return what `service` made of the answers; None where the form says what is wrong."""
        if not self.is_valid():
            return None
        try:
            return service(**given, **self.handed_over())
        except Refused as refused:
            self.refuse(refused.problems)
        return None

    def handed_over(self) -> dict[str, Any]:
        """Return what the service is given of the form."""
        own = {"reason", "version"}
        answers = {name: value for name, value in self.cleaned_data.items() if name not in own}
        return {"answers": answers, "reason": self.cleaned_data["reason"]}

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show each problem at its question, unless that has one already."""
        for name, sentence in problems.items():
            field = name if name in self.fields else None
            if sentence and field not in self.errors:
                self.add_error(field, sentence)


class ChangeForm(ReasonedForm):
    """A form that changes what is there; `version` counts what had been written on it."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    stale = False

    def __init__(
        self,
        data: Any = None,
        *,
        version: Callable[[], int],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self._version_now = version
        super().__init__(data, initial={**(initial or {}), "version": version()})

    def handed_over(self) -> dict[str, Any]:
        """Return the answers, the reason and the version that they were written against.

        A form that carries no version is taken as written against what is there now.
        """
        written = self.cleaned_data.get("version")
        version = self._version_now() if written is None else written
        return {**super().handed_over(), "version": version}

    def saved_by(self, service: Callable[..., _Saved], **given: Any) -> _Saved | None:
        """Return what `service` made of the answers; None also where somebody else was first.

        What was typed then stays, and counts when it is sent once more.
        """
        try:
            return super().saved_by(service, **given)
        except Stale:
            self.stale = True
            self.add_error(None, _CHANGED_MEANWHILE)
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix("version")] = str(self._version_now())
        self.data = data
        return None
