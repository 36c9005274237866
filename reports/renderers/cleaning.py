"""A document made safe to print, whenever it was kept."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from jtai_tracker.text import clean_text
from reports.document import Document


def cleaned(document: Document) -> Document:
    """Return `document` with every text in it cleaned as `clean_text` does.

    Text is cleaned when it is filed; a document kept before that rule would stop an export dead.
    """
    copy: Document = _cleaned(document)
    return copy


def _cleaned(part: Any) -> Any:
    if isinstance(part, str):
        return clean_text(part)
    if isinstance(part, tuple):
        return tuple(_cleaned(item) for item in part)
    if is_dataclass(part) and not isinstance(part, type):
        changes = {field.name: _cleaned(getattr(part, field.name)) for field in fields(part)}
        return replace(part, **changes)
    return part
