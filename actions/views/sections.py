"""How a page of several lists is shown: the first of each, or all of one, or as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from actions.entries import Entry, Section, listing
from actions.models import Plan
from actions.next_steps import Offer, offers
from actions.views.asking import AsAt
from jtai_tracker.dates import long_date
from jtai_tracker.downloads import as_file
from partners.access import SignedIn

# Of each list on the page of all; on the page of one list.
FEW, PAGE = 25, 100


@dataclass(frozen=True)
class Shown:
    """A list, and those of its entries that are on the page, each with what may be done."""

    section: Section
    rows: tuple[tuple[Entry, tuple[Offer, ...]], ...]

    @property
    def cut_short(self) -> bool:
        """Whether it has more entries than are shown."""
        return len(self.rows) < self.section.number


@dataclass(frozen=True)
class Lists:
    """The lists of one page, and what the page calls itself: in the address, and in words."""

    name: str
    title: str
    sections: tuple[Section, ...]

    def chosen(self, code: str) -> Section | None:
        """Return the list that the address names; None where it names none.

        Raises Http404 for a list that there is not.
        """
        found = [section for section in self.sections if section.code == code]
        if code and not found:
            raise Http404(f"There is no list {code}.")
        return found[0] if found else None


def lists_page(
    request: SignedIn, plan: Plan, day: AsAt, lists: Lists, template: str, **more: Any
) -> HttpResponse:
    """Return the page of `lists`, the page of the one that `?list=` names, or either as a file."""
    one = lists.chosen(request.GET.get("list", ""))
    taken = [one] if one else lists.sections
    said = f"{one.heading if one else 'All lists'}, position as at {long_date(day.day)}"
    title = f"{plan.area}: {lists.title}"
    file = as_file(request, listing(taken, name=lists.name, title=title, said=said, as_at=day.day))
    if file:
        return file
    page = Paginator(one.entries, PAGE).get_page(request.GET.get("page")) if one else None
    context = {
        "plan": plan,
        "as_at": day,
        "lists": lists,
        "one": one,
        "page": page,
        "shown": [_shown(request, plan, day, section, page) for section in taken],
    }
    return render(request, template, context | more)


def _shown(
    request: SignedIn, plan: Plan, day: AsAt, section: Section, page: Page[Entry] | None
) -> Shown:
    """The list with its entries of this page. Nothing can be done about a day that is past."""
    entries = tuple(page) if page else section.entries[:FEW]
    standing = request.user.standing if day.is_today else None
    return Shown(
        section,
        tuple(
            (entry, offers(section.code, entry, standing, plan.slug) if standing else ())
            for entry in entries
        ),
    )
