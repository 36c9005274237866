"""The formats of a report. To add one, write its renderer and give it a row here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reports.document import Document
from reports.renderers import docx, html, pdf, xlsx


@dataclass(frozen=True)
class Format:
    """A format by its key, which is also the file's extension. `render` may raise RenderError."""

    key: str
    label: str
    content_type: str
    render: Callable[[Document], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = {
    row.key: row
    for row in (
        Format("html", "Web page", "text/html; charset=utf-8", html.render),
        Format("pdf", "PDF", "application/pdf", pdf.render),
        Format("docx", "Word", f"{_OFFICE}.wordprocessingml.document", docx.render),
        Format("xlsx", "Excel", f"{_OFFICE}.spreadsheetml.sheet", xlsx.render),
    )
}
