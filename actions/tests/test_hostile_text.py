"""Whatever is typed comes back as text: on the page, never as part of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import escape

from actions.models import ProgressUpdate
from actions.tests.test_update_new import OFF_TRACK, URL

HOSTILE = [
    "<script>window.__xss = 1</script>",
    '"><img src=x onerror=alert(1)>',
    "=1+1",
    '#read("x")',
    "{{7*7}} {% debug %}",
    "✓ 😀 Ŵ ț",
    "soft\x0breturn",
    "x" * 5_000,
    "؀\u202eevil",
]
PAGES = ["/plans/sefton-jtai-2019/actions/2.6/", "/plans/sefton-jtai-2019/actions/?text={}"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_it_is_shown_as_typed(police: Client, text: str) -> None:
    fields = ("narrative", "recovery_action", "board_ask", "impact_evidence")
    hostile = dict.fromkeys(fields, text) | {"impact_rating": "some_evidence"}
    checked = police.post(URL, {**OFF_TRACK, **hostile, "check": "1"}, follow=True)
    assert "Check your answers" in checked.content.decode()
    police.post(checked.request["PATH_INFO"])
    update = ProgressUpdate.objects.submitted().get(action__ref="2.6", as_at="2020-09-01")
    page = police.get(PAGES[0]).content.decode()
    for field in fields:
        kept = getattr(update, field)
        assert kept
        assert page.count(escape(kept)) >= 4
    assert "window.__xss = 1</script>" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    "query",
    [
        "text=%00&partner=%00",
        "partner=nobody",
        "priority=99999999999999999999",
        "rating=splendid",
        "page=-1",
        "page=x",
        "as_at=2020-13-45",
        "as_at=9999-12-31",
        "as_at=%F0%9F%98%80",
        "text=" + "x" * 300,
        "overdue=maybe&no_update=1",
        "text=%ff%fe",
    ],
)
def test_a_strange_filter_is_answered_in_words(police: Client, query: str) -> None:
    for page in ("/plans/sefton-jtai-2019/actions/", "/plans/sefton-jtai-2019/"):
        assert police.get(f"{page}?{query}").status_code == 200
