"""Search in a plan: what is found, what is never found, and what strange words do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.models import Action, Evidence, Measure, Milestone, Plan, ProgressUpdate
from actions.tests.growing import grow
from actions.tests.test_update_new import ON_TRACK, URL
from jtai_tracker import clock

PAGE = "/plans/sefton-jtai-2019/search/"


@pytest.fixture
def found(chair: Client, plan: Plan) -> Callable[[str], list[str]]:
    def refs(text: str) -> list[str]:
        context = chair.get(PAGE, {"text": text}).context
        return [each.action.ref for each in context["results"].found]

    return refs


@pytest.fixture
def update(plan: Plan) -> ProgressUpdate:
    return ProgressUpdate.objects.get(action__ref="2.6", as_at="2020-08-28")


def test_results_come_by_action_in_the_order_of_references(chair: Client) -> None:
    response = chair.get(PAGE, {"text": "referral"})
    refs = [each.action.ref for each in response.context["results"].found]
    assert refs == sorted(refs, key=lambda ref: [int(part) for part in ref.split(".")])
    assert len(refs) > 3
    page = response.content.decode()
    results = response.context["results"]
    assert f"{results.hits} results in {len(refs)} actions" in page
    assert '<mark class="app-found">referral</mark>' in page


@pytest.mark.parametrize(
    "field",
    ["title", "lead_role", "success_measure", "intended_impact", "inspection_paragraph"],
)
def test_each_text_of_an_action_is_searched(
    found: Callable[[str], list[str]], plan: Plan, field: str
) -> None:
    Action.objects.filter(ref="2.6").update(**{field: "Before the needle, after"})
    assert found("NEEDLE") == ["2.6"]


@pytest.mark.parametrize(
    "field", ["narrative", "recovery_action", "board_ask", "evidence", "impact_evidence"]
)
def test_each_text_of_an_update_is_searched_and_leads_to_it(
    chair: Client, update: ProgressUpdate, field: str
) -> None:
    ProgressUpdate.objects.filter(pk=update.pk).update(**{field: "Before the needle, after"})
    page = chair.get(PAGE, {"text": "needle"}).content.decode()
    address = f"/plans/sefton-jtai-2019/actions/2.6/#update-{update.pk}"
    assert address in page
    assert "Update for 28 August 2020, Merseyside Police" in page
    assert "1 result in 1 action<" in page
    assert f'id="update-{update.pk}"' in chair.get(address).content.decode()


def test_references_owners_evidence_milestones_and_measures_are_found(
    found: Callable[[str], list[str]], update: ProgressUpdate, cast: dict[str, Any]
) -> None:
    assert found("4.10") == ["4.10"]
    assert found("merseyside police") == ["1.10", "1.11", "2.6", "2.7"]
    proof = {"kind": "link", "link": "https://example.org/", "added_by": cast["police"]}
    Evidence.objects.create(update=update, title="Needle audit", added_at=clock.now(), **proof)
    Milestone.objects.create(action=Action.objects.get(ref="1.1"), title="Needle agreed")
    measure = Measure.objects.get(name="Kooth registered users")
    Measure.objects.filter(pk=measure.pk).update(note="Needle count")
    linked = [action.ref for action in measure.actions.all()]
    assert found("needle") == sorted({"1.1", "2.6", *linked})


def test_all_words_must_occur_in_one_thing_and_a_phrase_as_it_stands(
    found: Callable[[str], list[str]], update: ProgressUpdate
) -> None:
    ProgressUpdate.objects.filter(pk=update.pk).update(
        narrative="One alder tree", impact_evidence="A birch"
    )
    assert found("alder birch") == ["2.6"]
    assert found("alder zzz") == []
    assert found('"one alder"') == ["2.6"]
    assert found('"alder one"') == []
    Action.objects.filter(ref="2.7").update(title="Alder")
    Milestone.objects.create(action=Action.objects.get(ref="2.7"), title="Birch")
    assert found("alder birch") == ["2.6"], "not one word in the action and one in its milestone"


def test_accents_are_found_in_either_case(
    found: Callable[[str], list[str]], update: ProgressUpdate
) -> None:
    ProgressUpdate.objects.filter(pk=update.pk).update(narrative="ÉCOLE Ŵyr")
    for text in ("école", "École", "ÉCOLE", "ŵyr", "ŴYR"):
        assert found(text) == ["2.6"], text


def test_a_withdrawn_action_is_found_and_marked(chair: Client, plan: Plan) -> None:
    Action.objects.filter(ref="2.6").update(
        title="Needle", withdrawn_on="2020-08-01", withdrawn_reason="Merged"
    )
    page = chair.get(PAGE, {"text": "needle"}).content.decode()
    assert "Withdrawn</strong>" in page
    Action.objects.filter(ref="2.6").update(withdrawn_on=None, withdrawn_reason="")
    assert "Withdrawn</strong>" not in chair.get(PAGE, {"text": "needle"}).content.decode()


def test_a_draft_is_never_found_not_even_by_its_writer(
    police: Client, chair: Client, cast: dict[str, Any]
) -> None:
    police.post(URL, {**ON_TRACK, "narrative": "CANARY", "draft": "1"})
    draft = ProgressUpdate.objects.drafts().get()
    proof = {"kind": "link", "link": "https://example.org/", "added_by": cast["police"]}
    Evidence.objects.create(update=draft, title="CANARY", added_at=clock.now(), **proof)
    for client in (police, chair):
        assert client.get(PAGE, {"text": "canary"}).context["results"].hits == 0
    police.post(URL, {**ON_TRACK, "narrative": "CANARY"})
    assert chair.get(PAGE, {"text": "canary"}).context["results"].hits == 2


@pytest.mark.parametrize(
    "state",
    [{"state": "corrected"}, {"state": "withdrawn", "withdrawn_reason": "Wrong action"}],
    ids=["corrected", "withdrawn"],
)
def test_what_was_taken_back_is_not_found(
    found: Callable[[str], list[str]],
    update: ProgressUpdate,
    cast: dict[str, Any],
    state: dict[str, str],
) -> None:
    proof = {"kind": "link", "link": "https://example.org/", "added_by": cast["police"]}
    Evidence.objects.create(update=update, title="needle", added_at=clock.now(), **proof)
    ProgressUpdate.objects.filter(pk=update.pk).update(narrative="needle")
    assert found("needle") == ["2.6"]
    ProgressUpdate.objects.filter(pk=update.pk).update(**state)
    assert found("needle") == []


def test_withdrawn_evidence_milestones_and_measures_are_not_found(
    found: Callable[[str], list[str]], update: ProgressUpdate, cast: dict[str, Any]
) -> None:
    proof = {"kind": "link", "link": "https://example.org/", "added_by": cast["police"]}
    gone = {"withdrawn_on": "2020-08-30"}
    proof |= {"withdrawn_reason": "It named a child"} | gone
    Evidence.objects.create(update=update, title="needle", added_at=clock.now(), **proof)
    Milestone.objects.create(action=update.action, title="needle", **gone)
    Measure.objects.filter(name="Kooth registered users").update(note="needle", **gone)
    assert found("needle") == []


def test_another_plan_is_not_searched(found: Callable[[str], list[str]], plan: Plan) -> None:
    action = Action.objects.get(ref="2.6")
    other = Plan.objects.get(pk=plan.pk)
    other.pk, other.slug = None, "other"
    other.save()
    Action.objects.filter(pk=action.pk).update(plan=other)
    ProgressUpdate.objects.filter(action=action).update(narrative="needle")
    Milestone.objects.create(action=action, title="needle")
    assert found("needle") == []


def test_a_title_is_marked_in_the_heading_and_not_repeated(chair: Client, plan: Plan) -> None:
    Action.objects.filter(ref="2.6").update(title="The needle")
    [found] = chair.get(PAGE, {"text": "needle"}).context["results"].found
    assert [part.text for part in found.title if part.found] == ["needle"]
    assert found.hits == ()


def test_nothing_asked_nothing_found_and_too_little_each_have_a_sentence(chair: Client) -> None:
    assert "This looks through the plan" in chair.get(PAGE).content.decode()
    nothing = chair.get(PAGE, {"text": "zzzz"}).content.decode()
    assert "Nothing found" in nothing
    assert "fewer words" in nothing
    for text in ("", "a", " ", '"', "\x00"):
        page = chair.get(PAGE, {"text": text}).content.decode()
        assert "Enter at least 2 characters to search for" in page, text
        assert "<title>Error: " in page
    assert "200 characters or fewer" in chair.get(PAGE, {"text": "x" * 10_000}).content.decode()
    words = " ".join(f"w{number}" for number in range(11))
    assert "10 words or fewer" in chair.get(PAGE, {"text": words}).content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "%%",
        "__",
        "100%",
        "a_b",
        "\\\\",
        "' OR 1=1 --",
        "\"'\"'",
        "ne\x00edle",
        "<script>alert(1)</script>",
        "(((",
        "[a-z]+$",
        "؀\u202eevil",
        "😀😀",
        "İı ß ſ",
        " ".join("àéîõü"),
        "x" * 200,
    ],
)
@pytest.mark.parametrize("page", ["", "-1", "x", "9999999999999999999999"])
def test_strange_words_give_a_page(chair: Client, text: str, page: str) -> None:
    response = chair.get(PAGE, {"text": text, "page": page})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_signs_that_a_database_reads_as_wild_are_plain_signs(
    found: Callable[[str], list[str]], update: ProgressUpdate
) -> None:
    assert found("%%") == []
    assert found("re__rral") == []
    ProgressUpdate.objects.filter(pk=update.pk).update(narrative="<b>100%</b> of a_b \\ it's")
    for text in ("<b>100%</b>", "a_b", "it's", "of \\"):
        assert found(text) == ["2.6"], text


def test_hostile_text_that_was_found_is_shown_as_text(
    chair: Client, update: ProgressUpdate
) -> None:
    ProgressUpdate.objects.filter(pk=update.pk).update(
        narrative="<script>alert('needle')</script>" + "<img src=x onerror=alert(1)>" * 9
    )
    page = chair.get(PAGE, {"text": "needle <img"}).content.decode()
    assert "&lt;script&gt;alert(&#x27;" in page
    assert '<mark class="app-found">&lt;img</mark>' in page
    assert "<img" not in page
    assert "<script>alert" not in page


def test_more_than_twenty_actions_go_over_pages(chair: Client, plan: Plan) -> None:
    Action.objects.update(intended_impact="needle")
    first = chair.get(PAGE, {"text": "needle"})
    assert len(first.context["results"].found) == 20
    assert "42 results in 42 actions" in first.content.decode()
    last = chair.get(PAGE, {"text": "needle", "page": "3"})
    assert len(last.context["results"].found) == 2
    assert "?text=needle&amp;page=2" in last.content.decode()


def test_the_same_number_of_queries_at_42_actions_and_at_420(chair: Client, plan: Plan) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            chair.get(PAGE, {"text": "the"})
        return len(captured)

    few = cost()
    grow(plan, 10)
    assert cost() == few <= 20


def test_the_plans_pages_hold_the_box(chair: Client) -> None:
    for page in ("/plans/sefton-jtai-2019/", "/plans/sefton-jtai-2019/actions/"):
        assert f'role="search" method="get" action="{PAGE}"' in chair.get(page).content.decode()
