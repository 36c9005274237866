"""The PDF of a document: tagged, PDF/UA-1, the same bytes for the same document."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from jtai_tracker.text import printable_in
from reports.document import Document, Section, to_json
from reports.renderers.errors import RenderError
from reports.renderers.fonts import code_points

logger = logging.getLogger(__name__)

TIME_LIMIT = 60  # seconds
_CHILD = (sys.executable, "-m", "reports.renderers.pdf_child")
_PROJECT = Path(__file__).resolve().parents[2]


def render(document: Document) -> bytes:
    """Return `document` as a PDF. Raises RenderError when it could not be made in a minute."""
    try:
        child = subprocess.run(  # noqa: S603 - our own module, and the document is data on its input
            _CHILD,
            input=_document_json(document),
            capture_output=True,
            cwd=_PROJECT,
            timeout=TIME_LIMIT,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        logger.error("PDF failed with exit code %s: %s", error.returncode, error.stderr[-2000:])
        raise RenderError(_FAILED) from error
    except subprocess.TimeoutExpired as error:
        logger.error("PDF stopped after %s seconds", TIME_LIMIT)
        raise RenderError(_TOO_SLOW) from error
    return child.stdout


_FAILED = (
    "The PDF could not be made. Use the Word file for now, and tell whoever supports this service."
)
_TOO_SLOW = (
    "The PDF could not be made within a minute. Try again; if it fails again, use the Word file."
)


def _document_json(document: Document) -> bytes:
    sections = tuple(_without_gaps(document.sections))
    return json.dumps(_printable(to_json(replace(document, sections=sections)))).encode()


def _without_gaps(sections: tuple[Section, ...]) -> Iterator[Section]:
    """Yield `sections` with no heading more than one level below the heading before it.

    PDF/UA-1 (ISO 14289-1, 7.4.2) forbids the gap, and Typst then refuses the whole report.
    """
    last = 0
    for section in sections:
        level = min(section.level, last + 1)
        last = level if section.heading else last
        yield replace(section, level=level)


def _printable(value: Any) -> Any:
    """Return JSON data with each text as the font can draw it, its runs of spaces made one."""
    match value:
        case str():
            return re.sub(r"[ \t]+", " ", printable_in(value, code_points()))
        case list():
            return [_printable(part) for part in value]
        case dict():
            return {key: _printable(part) for key, part in value.items()}
    return value
