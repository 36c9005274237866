"""The one base of every form: how it is laid out, and the fields that the design system adds."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from jtai_tracker.fields import CleanedCharField

# --- How a form is laid out ------------------------------------------------------------------


@dataclass(frozen=True)
class Button:
    """A submit button. `kind` is empty for the main one, else `secondary` or `warning`."""

    label: str
    name: str = ""
    value: str = "1"
    kind: str = ""


class Group(LayoutObject):
    """Questions that belong together, under a legend of their own."""

    def __init__(self, legend: str, *fields: Any, hint: str = "") -> None:
        self.legend, self.fields, self.hint = legend, list(fields), hint

    def render(self, form: forms.BaseForm, context: Any, **kwargs: Any) -> SafeString:
        """Return the fieldset as HTML."""
        inside = {
            "legend": self.legend,
            "hint": self.hint,
            "hint_id": f"id_{'-'.join(self._field_names())}_group_hint",
            "fields": self.get_rendered_fields(form, context, **kwargs),
        }
        return render_to_string("govuk/layout/group.html", inside)

    def _field_names(self) -> list[str]:
        return [pointer.name for pointer in self.get_field_names()]


class ShownFor(LayoutObject):
    """Questions asked only when `field` has one of `answers`. Without JavaScript all are shown."""

    def __init__(self, field: str, answers: Sequence[str], *fields: Any) -> None:
        self.field, self.answers, self.fields = field, answers, list(fields)

    def render(self, form: forms.BaseForm, context: Any, **kwargs: Any) -> SafeString:
        """Return the questions as HTML, wrapped in the condition that reveal.js reads."""
        inside = {
            "condition": f"{form[self.field].html_name}={' '.join(self.answers)}",
            "fields": self.get_rendered_fields(form, context, **kwargs),
        }
        return render_to_string("govuk/layout/shown_for.html", inside)


class ShownBefore(LayoutObject):
    """Questions asked only when the date in `field` lies before `day`.

    Without JavaScript all are shown, so their hints must say when they count.
    """

    def __init__(self, field: str, day: datetime.date, *fields: Any) -> None:
        self.field, self.day, self.fields = field, day, list(fields)

    def render(self, form: forms.BaseForm, context: Any, **kwargs: Any) -> SafeString:
        """Return the questions as HTML, wrapped in the condition that reveal.js reads."""
        inside = {
            "condition": f"{form[self.field].html_name}={self.day.isoformat()}",
            "fields": self.get_rendered_fields(form, context, **kwargs),
        }
        return render_to_string("govuk/layout/shown_before.html", inside)


class _Buttons(LayoutObject):
    def __init__(self, buttons: Sequence[Button], cancel_url: str) -> None:
        self.fields: list[Any] = []
        self.buttons, self.cancel_url = buttons, cancel_url

    def render(self, form: forms.BaseForm, context: Any, **kwargs: Any) -> SafeString:
        inside = {"buttons": self.buttons, "cancel_url": self.cancel_url}
        return render_to_string("govuk/layout/buttons.html", inside)


class GovFormMixin:
    """What a form needs so that `{% crispy form %}` draws the whole of it.

    The error summary is drawn by base.html, which looks for the form under the name `form`.
    """

    method = "post"
    # Whether the page keeps on the server what is being typed (keep.js).
    keeps_typing = False
    buttons: Sequence[Button] = (Button("Save"),)
    cancel_url = ""
    use_required_attribute = False
    fields: dict[str, forms.Field]
    # What was kept of it, where it opens with what was typed earlier and not saved.
    resumed: Any = None

    def layout(self) -> Sequence[Any]:
        """Return field names and layout objects in the order in which they are shown."""
        return [name for name, field in self.fields.items() if not field.widget.is_hidden]

    def names_in_order(self) -> list[str]:
        """Return the names of the fields in the order of the page, hidden ones last."""
        shown = [pointer.name for pointer in Layout(*self.layout()).get_field_names()]
        return [*shown, *(name for name in self.fields if name not in shown)]

    @property
    def helper(self) -> FormHelper:
        """Return what crispy asks a form for."""
        helper = FormHelper()
        helper.form_method = self.method
        helper.attrs = {"novalidate": True} | ({"data-keep": ""} if self.keeps_typing else {})
        helper.include_media = False
        helper.render_hidden_fields = True
        helper.layout = Layout(*self.layout(), _Buttons(self.buttons, self.cancel_url))
        return helper


class GovForm(GovFormMixin, forms.Form):
    """A form."""

    def resume(self, answers: QueryDict, kept: Any) -> None:
        """Show again, unchecked, what was typed into this form earlier and not saved.

        `kept` says when and where it was, for the banner above the form.
        """
        self.resumed = kept
        for name, field in self.fields.items():
            if not isinstance(field, forms.FileField):
                said = field.widget.value_from_datadict(answers, {}, self.add_prefix(name))
                self.initial[name] = said


# --- Choices with a hint each ----------------------------------------------------------------


class _Hinted(forms.widgets.ChoiceWidget):
    def __init__(self, *args: Any, hints: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        self.hints = hints or {}
        super().__init__(*args, **kwargs)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "hint": self.hints.get(str(value), "")}


class RadioChoices(_Hinted, forms.RadioSelect):
    """Radio buttons; `hints` explains a choice by its value."""


class CheckboxChoices(_Hinted, forms.CheckboxSelectMultiple):
    """Checkboxes; `hints` explains a choice by its value."""


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows by their keys. A number that no database holds is no choice, and no error."""

    def clean(self, value: Any) -> Any:
        """Refuse what cannot be a key before a query meets it."""
        for key in value or ():
            if not re.fullmatch(r"[0-9]{1,18}", str(key)):
                raise ValidationError("Choose from the list", code="invalid_choice")
        return super().clean(value)


# --- Text with a limit -----------------------------------------------------------------------


class CountedTextarea(forms.Textarea):
    """A box for text that says how much more fits. `unit` is `words` or `characters`."""

    def __init__(self, limit: int, unit: str = "words", rows: int = 8) -> None:
        self.limit, self.unit = limit, unit
        super().__init__({"rows": rows})


# --- A date in three boxes -------------------------------------------------------------------

_PARTS = ("day", "month", "year")
_MONTHS = (
    "january february march april may june july august september october november december"
).split()


class DateError(ValidationError):
    """What is wrong with a date, and in which boxes: 0 the day, 1 the month, 2 the year."""

    def __init__(self, message: str, boxes: Sequence[int]) -> None:
        super().__init__(message, code="invalid")
        self.boxes = boxes


class DateInput(forms.MultiWidget):
    """Three boxes named `<name>_0` day, `<name>_1` month and `<name>_2` year."""

    use_fieldset = True

    def __init__(self) -> None:
        super().__init__([forms.TextInput() for _ in _PARTS])

    def decompress(self, value: datetime.date | None) -> list[str]:
        """Return the boxes' texts for a date."""
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]


class DateField(forms.MultiValueField):
    """A date typed as day, month (number or name) and year. `noun` names it in each sentence.

    Dates are asked and refused as the design system's date input says: the sentence names the
    part that is missing, and only the boxes at fault are marked.
    """

    def __init__(self, *, noun: str, **kwargs: Any) -> None:
        self.noun = noun
        sentences = {"required": f"Enter {noun}", **kwargs.pop("error_messages", {})}
        kwargs.setdefault("help_text", "For example, 28 8 2020")
        boxes = [CleanedCharField(required=False) for _ in _PARTS]
        super().__init__(
            boxes,
            widget=DateInput(),
            require_all_fields=False,
            error_messages=sentences,
            **kwargs,
        )

    def compress(self, data_list: list[str]) -> datetime.date | None:
        """Return the date that the boxes give, or None when all three are empty."""
        if not any(data_list):
            self._refuse_nothing()
            return None
        missing = [box for box, text in enumerate(data_list) if not text]
        if missing:
            parts = " and ".join(_PARTS[box] for box in missing)
            raise self._refusal(f"must include a {parts}", missing)
        return self._date(*data_list)

    def _refuse_nothing(self) -> None:
        # Django asks before blanks are stripped, so boxes that hold only spaces come through.
        if self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def _date(self, day: str, month: str, year: str) -> datetime.date:
        if not re.fullmatch(r"[12][0-9]{3}", year):
            raise self._refusal("must have a year of 4 numbers, for example 2020", [2])
        day_number, month_number = _number(day, 31), _month_number(month)
        if day_number is None or month_number is None:
            unread = [box for box, n in enumerate((day_number, month_number)) if n is None]
            raise self._refusal("must be a real date", unread)
        try:
            return datetime.date(int(year), month_number, day_number)
        except ValueError as error:
            raise self._refusal("must be a real date", range(len(_PARTS))) from error

    def _refusal(self, what: str, boxes: Sequence[int]) -> DateError:
        return DateError(_sentence(f"{self.noun} {what}"), boxes)


def _number(text: str, most: int) -> int | None:
    known = re.fullmatch(r"[0-9]{1,2}", text) and 1 <= int(text) <= most
    return int(text) if known else None


def _month_number(text: str) -> int | None:
    """Return 8 for "8", "08", "Aug", "aug." and "August"."""
    name = text.casefold().removesuffix(".")
    named = [number for number, month in enumerate(_MONTHS, 1) if month.startswith(name)]
    return named[0] if named and len(name) >= len("aug") else _number(text, len(_MONTHS))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
