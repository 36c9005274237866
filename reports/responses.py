"""How a file reaches the browser: a web page is shown, everything else is handed over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.exports import File
from reports.renderers import html
from reports.renderers.errors import RenderError


class _Preview(HttpResponse):
    """A report as a page that stands alone, with its own style sheet inside it."""

    # What django-csp's own decorators set: the policy of this response names that style sheet.
    _csp_replace = {"style-src": [html.STYLE_SOURCE]}


def hand_over(file: File) -> HttpResponse:
    """Return `file` as a response: to be read in the browser, or saved under its name."""
    if file.name.endswith(".html"):
        return _Preview(file.content, file.content_type)
    name = f'attachment; filename="{file.name}"'
    return HttpResponse(file.content, file.content_type, headers={"Content-Disposition": name})


def failed(request: HttpRequest, error: RenderError, *, back_url: str, back: str) -> HttpResponse:
    """Return the page that says why a file could not be made, with a retry and the way back."""
    page = {
        "sentence": str(error),
        "retry_url": request.get_full_path(),
        "back_url": back_url,
        "back": back,
    }
    return render(request, "reports/report_failed.html", page, status=503)
