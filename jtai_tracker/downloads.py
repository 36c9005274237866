"""Handing over the list that is on the screen as CSV or Excel: `?format=csv`, `?format=xlsx`."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from xlsxwriter import Workbook

from jtai_tracker.listing import Listing, Value

# What a spreadsheet program takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - full width


def as_file(request: HttpRequest, listing: Listing) -> HttpResponse | None:
    """Return the list in the format that the address asks for; None where it asks for the page.

    Raises Http404 for a format that there is not.
    """
    asked = request.GET.get("format", "")
    if not asked:
        return None
    if asked not in _FORMATS:
        raise Http404(f"There is no list as {asked}.")
    content_type, write = _FORMATS[asked]
    name = f"{listing.name}-{listing.as_at.isoformat()}.{asked}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(listing), content_type, headers=headers)


def csv_of(listing: Listing) -> bytes:
    """Return the list as CSV in UTF-8, which Excel knows by its mark; no cell can be a formula."""
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(listing.columns)
    writer.writerows([_plain(value) for value in row] for row in listing.rows)
    return page.getvalue().encode("utf-8-sig")


def xlsx_of(listing: Listing) -> bytes:
    """Return the list as an Excel file: texts are texts, dates are dates, the header filters."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("List")
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "d mmmm yyyy", "align": "left"})
        for column, heading in enumerate(listing.columns):
            sheet.write_string(0, column, heading, bold)
        for place, row in enumerate(listing.rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(place, column, value)
                elif isinstance(value, str):
                    sheet.write_string(place, column, value)
                elif value is not None:
                    sheet.write_datetime(place, column, value, day)
        sheet.autofilter(0, 0, len(listing.rows), len(listing.columns) - 1)
        sheet.freeze_panes(1, 0)
    return file.getvalue()


_FORMATS: Mapping[str, tuple[str, Callable[[Listing], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", csv_of),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        xlsx_of,
    ),
}


def _plain(value: Value) -> str:
    if not isinstance(value, str):
        return "" if value is None else str(value)
    return f"'{value}" if value.startswith(_FORMULA) else value
