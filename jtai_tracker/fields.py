"""Text fields that keep what was typed and drop what would break a page or an export."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models

from jtai_tracker.text import clean_text


class CleanedCharField(forms.CharField):
    """A form's text field: cleans before it checks, so that NUL is dropped, not fatal."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(clean_text(value) if isinstance(value, str) else value)


class _CleanedOnSave:
    """Clean at the model too, as not every text comes through a form (a command, an import)."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)  # type: ignore[misc]  # the field it is mixed into
        return clean_text(prepared) if isinstance(prepared, str) else prepared

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": CleanedCharField, **kwargs})  # type: ignore[misc]


class CleanCharField(_CleanedOnSave, models.CharField):
    """One line of text."""


class CleanTextField(_CleanedOnSave, models.TextField):
    """Text of several lines."""
