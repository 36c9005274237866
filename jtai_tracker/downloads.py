"""Handing over the list that is on the screen as CSV or Excel: `?format=csv`, `?format=xlsx`."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse

from jtai_tracker import clock, listing_xlsx
from jtai_tracker.listing import Listing, Value, cleaned

# What a spreadsheet program takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - full width


def as_file(request: HttpRequest, listing: Listing | Callable[[], Listing]) -> HttpResponse | None:
    """Return the list in the format that the address asks for; None where it asks for the page.

    A page that is read far more often than it is downloaded hands over a function that makes the
    list. Raises Http404 for a format that there is not.
    """
    asked = request.GET.get("format", "")
    if not asked:
        return None
    if asked not in _FORMATS:
        raise Http404(f"There is no list as {asked}.")
    listed = listing() if callable(listing) else listing
    content_type, write = _FORMATS[asked]
    name = f"{listed.name}-{listed.as_at.isoformat()}.{asked}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(listed), content_type, headers=headers)


def csv_of(listing: Listing) -> bytes:
    """Return the list as CSV in UTF-8, which Excel knows by its mark; no cell can be a formula.

    Texts and dates (as 2020-08-28) are quoted, numbers are plain.
    """
    listing, page = cleaned(listing), io.StringIO(newline="")
    writer = csv.writer(page, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(_harmless(column) for column in listing.columns)
    writer.writerows([_plain(value) for value in row] for row in listing.rows)
    return page.getvalue().encode("utf-8-sig")


def xlsx_of(listing: Listing) -> bytes:
    """Return the list as an Excel file, which says on a second sheet what it is and of which day.

    The same list downloaded on the same day is the same bytes.
    """
    return listing_xlsx.write(cleaned(listing), clock.today())


_FORMATS: Mapping[str, tuple[str, Callable[[Listing], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", csv_of),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        xlsx_of,
    ),
}


def _plain(value: Value) -> Value:
    if isinstance(value, str):
        return _harmless(value)
    return value.isoformat() if isinstance(value, date) else value


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
