"""The front sheet as data, and its answers in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reports.builders.front_sheet import front_sheet_sections
from reports.document import Items, KeyValues, Paragraph, Section
from reports.front_sheet import Field, FrontSheet, Kind, front_sheet, in_words

MEETING = date(2020, 9, 22)
FINANCE = {"post": "Director of Finance", "reference": "FD1/20"}
LEGAL = {"post": "Chief Lawyer", "reference": "LD.2/20"}

# The order of the printed form of 2020.
LABELS = [
    "Report to",
    "Date of Meeting",
    "Subject",
    "Report of",
    "Wards Affected",
    "Portfolio",
    "Is this a Key Decision",
    "Included in Forward Plan",
    "Exempt / Confidential Report",
    "Summary",
    "Recommendation(s)",
    "Reasons for the Recommendation(s)",
    "Alternative Options Considered and Rejected (including any Risk Implications)",
    "(A) Revenue Costs",
    "(B) Capital Costs",
    "Resource Implications (Financial, IT, Staffing and Assets)",
    "Legal Implications",
    "Equality Implications",
    "Protect the most vulnerable",
    "Facilitate confident and resilient communities",
    "Commission, broker and provide core services",
    "Place – leadership and influencer",
    "Drivers of change and reform",
    "Facilitate sustainable economic prosperity",
    "Greater income for social investment",
    "Cleaner Greener",
    "(A) Internal Consultations",
    "(B) External Consultations",
    "Implementation Date for the Decision",
    "Contact Officer",
    "Telephone Number",
    "Email Address",
    "Appendices",
    "Background Papers",
]


def said(kind: Kind, answer: Any) -> tuple[str, ...]:
    return in_words(Field("key", "Label", kind), {"key": answer}, MEETING)


def sections(field: Field, answer: Any) -> tuple[Section, ...]:
    form = FrontSheet("A form", "Nothing entered.", (field,))
    return front_sheet_sections(form, {field.key: answer}, MEETING)


def test_it_holds_the_fields_of_the_printed_form_in_their_order() -> None:
    form = front_sheet("sefton-2020")
    assert [field.label for _, field in form.entries()] == LABELS
    assert [field.label for field in form.fields if field.kind == Kind.GROUP] == [
        "What will it cost and how will it be financed?",
        "Implications of the Proposals",
        "What consultations have taken place on the proposals and when?",
    ]


def test_every_field_has_a_key_of_its_own_and_help() -> None:
    fields = [field for _, field in front_sheet("sefton-2020").entries()]
    assert len({field.key for field in fields}) == len(fields)
    assert all(field.help for field in fields)


def test_it_says_which_form_there_is_not() -> None:
    with pytest.raises(LookupError, match="There is no front sheet named leeds-1999"):
        front_sheet("leeds-1999")


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        (Kind.SHORT, "(All Wards)", ("(All Wards)",)),
        (Kind.SHORT, "", ()),
        (Kind.SHORT, None, ()),
        (Kind.MEETING_DATE, None, ("Tuesday 22 September 2020",)),
        (Kind.YES_NO, True, ("Yes",)),
        (Kind.YES_NO, False, ("No",)),
        (Kind.YES_NO, None, ()),
        (Kind.YES_NO, "No, except Appendix 2", ("No, except Appendix 2",)),
        (Kind.NUMBERED, ["note it", "", "ask again"], ("note it", "ask again")),
        (Kind.LIST, "There are none.", ("There are none.",)),
        (Kind.LIST, [], ()),
        (Kind.CONSULTED, [], ()),
    ],
)
def test_an_answer_is_put_in_words(kind: Kind, answer: Any, words: tuple[str, ...]) -> None:
    assert said(kind, answer) == words


@pytest.mark.parametrize(
    ("consulted", "sentence"),
    [
        ([FINANCE], "The Director of Finance (FD1/20) has"),
        (
            [FINANCE, LEGAL],
            "The Director of Finance (FD1/20) and the Chief Lawyer (LD.2/20) have",
        ),
        (
            [FINANCE, LEGAL, {"post": "Mayor", "reference": ""}],
            "The Director of Finance (FD1/20), the Chief Lawyer (LD.2/20) and the Mayor have",
        ),
    ],
)
def test_those_consulted_stand_in_one_sentence(
    consulted: list[dict[str, str]], sentence: str
) -> None:
    assert said(Kind.CONSULTED, consulted) == (
        f"{sentence} been consulted and any comments have been incorporated into the report.",
    )


def test_a_blank_field_is_printed_and_says_so() -> None:
    [section] = sections(Field("legal", "Legal Implications", Kind.LONG, required=True), "")
    assert section == Section(
        "Legal Implications", (Paragraph("Nothing entered."),), level=1, front=True
    )


def test_recommendations_are_numbered_and_a_list_follows_its_lead_in() -> None:
    [advice] = sections(Field("advice", "Recommendation(s)", Kind.NUMBERED), ["note it"])
    [papers] = sections(Field("papers", "Appendices", Kind.LIST, lead_in="Attached:"), ["One"])
    assert advice.blocks == (Items(("note it",), "number"),)
    assert papers.blocks == (Paragraph("Attached:"), Items(("One",)))


def test_a_blank_list_has_no_lead_in() -> None:
    [section] = sections(Field("papers", "Appendices", Kind.LIST, lead_in="Attached:"), [])
    assert section.blocks == (Paragraph("Nothing entered."),)


def test_a_groups_fields_stand_one_level_below_it() -> None:
    inner = Field("revenue", "(A) Revenue Costs", Kind.LONG)
    group, under = sections(Field("costs", "Costs", Kind.GROUP, fields=(inner,)), None)
    assert (group.level, group.blocks, under.level) == (1, (), 2)


def test_facts_become_one_table() -> None:
    inner = (Field("to", "Report to", Kind.SHORT), Field("day", "Date", Kind.MEETING_DATE))
    [section] = sections(Field("about", "", Kind.FACTS, caption="About", fields=inner), None)
    rows = (("Report to", "Nothing entered."), ("Date", "Tuesday 22 September 2020"))
    assert section.blocks == (KeyValues("About", rows),)
