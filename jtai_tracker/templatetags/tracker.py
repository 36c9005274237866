"""What templates say in more than one place: dates, ratings, shares and a form's errors."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField

from jtai_tracker import dates
from jtai_tracker.forms import CountedTextarea, GovFormMixin

register = template.Library()


@register.filter
def long_date(day: datetime.date | None) -> str:
    """Return a date as committees write it, "28 August 2020", and nothing for None."""
    return dates.long_date(day)


@register.filter
def meeting_date(day: datetime.date) -> str:
    """Return a date with its weekday, "Tuesday 22 September 2020"."""
    return dates.meeting_date(day)


@register.filter
def one_line(text: str) -> str:
    """Return `text` on one line: in a plain letter, a line of its own could be taken for ours."""
    return " ".join(text.split())


@register.simple_tag(takes_context=True)
def page_address(context: Any, number: int, key: str = "") -> str:
    """Return the address of a page of a list: of the only one, or of that which `key` names."""
    asked = context["request"].GET.copy()
    asked[key or "page"] = str(number)
    return f"?{asked.urlencode()}#{key}" if key else f"?{asked.urlencode()}"


# Enough to know what it is about; what is longer is cut at a word.
_EXCERPT = 220


@register.filter
def excerpt(text: str) -> str:
    """Return the beginning of a long text on one line, and a short one whole."""
    text = one_line(text)
    if len(text) <= _EXCERPT:
        return text
    return f"{text[:_EXCERPT].rsplit(' ', 1)[0]} …"


@register.inclusion_tag("components/rating.html")
def rating(value: Any, letter_only: bool = False) -> dict[str, Any]:
    """Draw a rating (an object with `value`, `label` and `letter`) or None, "Not yet rated"."""
    return {"rating": value, "code": getattr(value, "value", "unrated"), "letter_only": letter_only}


@register.inclusion_tag("components/share_bar.html")
def share_bar(shares: Iterable[tuple[Any, int]], label: str) -> dict[str, Any]:
    """Draw how a whole divides: pairs of a rating (or None) and its count, in order."""
    counted = [(value, count) for value, count in shares if count]
    return {"parts": list(_parts(counted)), "label": label}


# Shares of the bar, in per cent, below which a letter and a number do not fit.
_ROOM_ON_A_DESK = 4
_ROOM_ON_A_PHONE = 14


def _parts(counted: list[tuple[Any, int]]) -> Iterator[dict[str, Any]]:
    whole, start = sum(count for _, count in counted), 0.0
    for value, count in counted:
        width = 100 * count / whole
        yield {
            "rating": value,
            "code": getattr(value, "value", "unrated"),
            "count": count,
            "x": f"{start:.3f}%",
            "width": f"{width:.3f}%",
            "has_room": width >= _ROOM_ON_A_DESK,
            "narrow": width < _ROOM_ON_A_PHONE,
        }
        start += width


# --- Forms -----------------------------------------------------------------------------------


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """List what is wrong with a form, each line with the id of the input to put right."""
    return {"lines": list(_error_lines(form)) if isinstance(form, forms.BaseForm) else []}


def _error_lines(form: forms.BaseForm) -> Iterator[dict[str, str]]:
    names = form.names_in_order() if isinstance(form, GovFormMixin) else list(form.fields)
    inputs = {name: "" if form[name].is_hidden else first_input(form[name]) for name in names}
    for message in form.non_field_errors():
        yield {"message": str(message), "input": next(iter(inputs.values()), "")}
    for name in names:
        for message in form[name].errors:
            yield {"message": str(message), "input": inputs[name]}


@register.filter
def first_input(field: BoundField) -> str:
    """Return the id of the input that an error is about: the first box or choice at fault."""
    widget = field.field.widget
    if isinstance(widget, forms.MultiWidget):
        return f"{field.auto_id}_{min(boxes_at_fault(field), default=0)}"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return field.id_for_label


@register.filter
def boxes_at_fault(field: BoundField) -> set[int]:
    """Return which boxes of a field of several are in error: all, unless the error says which."""
    errors = field.errors.as_data()
    every = range(len(getattr(field.field.widget, "widgets", [])))
    return {box for error in errors for box in getattr(error, "boxes", every)}


@register.filter
def described_by(field: BoundField) -> str:
    """Return the ids of what explains a field: its hint, its error and its word count."""
    ids = [
        f"{field.auto_id}_helptext" if field.help_text else "",
        f"{field.auto_id}_error" if field.errors else "",
        f"{field.auto_id}-info" if is_counted(field) else "",
    ]
    return " ".join(filter(None, ids))


@register.filter
def is_counted(field: BoundField) -> bool:
    """Return whether the field's words or characters are counted as one types."""
    return isinstance(field.field.widget, CountedTextarea)


# The class of each kind of box, and what its script looks for; the first that fits counts.
_BOXES: list[tuple[type[forms.Widget], str, str]] = [
    (forms.FileInput, "govuk-file-upload", ""),
    (forms.Select, "govuk-select", ""),
    (CountedTextarea, "govuk-textarea", "govuk-js-character-count"),
    (forms.Textarea, "govuk-textarea", ""),
    (
        forms.PasswordInput,
        "govuk-input",
        "govuk-password-input__input govuk-js-password-input-input",
    ),
    (forms.Widget, "govuk-input", ""),
]


@register.filter
def box_class(field: BoundField) -> str:
    """Return the classes of a field's input, which say when it is in error."""
    widget = field.field.widget
    stem, script = next(rest for kind, *rest in _BOXES if isinstance(widget, kind))
    return " ".join(filter(None, [stem, f"{stem}--error" if field.errors else "", script]))
