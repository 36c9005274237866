"""Documents for the tests of every renderer: a report, an appendix, and what the hostile type."""

from __future__ import annotations

from datetime import date

from reports.document import (
    Cell,
    Column,
    Document,
    Items,
    KeyValues,
    Paragraph,
    RatingCell,
    Section,
    Table,
)

DRAFT = "Draft, not issued"
AUTHOR = "Executive Director of Children’s Social Care and Education"

PRIORITY_AREAS = (
    (
        "Priority area 1: the mental health needs of children in the borough are fully understood "
        "and met, above all by avoiding drift and delay and by better commissioning of services"
    ),
    (
        "Priority area 2: communication, information-sharing and the application of thresholds "
        "improve and, where appropriate, escalation processes are followed"
    ),
    (
        "Priority area 3: child protection procedures are followed so that children at risk of "
        "harm are protected"
    ),
    (
        "Priority area 4: the early help children’s mental health service responds in a better "
        "coordinated and more effective way"
    ),
)

DELIVERY = (
    RatingCell("Not started", "N", "not_started"),
    RatingCell("On track", "G", "on_track"),
    RatingCell("At risk", "A", "at_risk"),
    RatingCell("Off track", "R", "off_track", note="Overdue by 28 days"),
    RatingCell("Complete", "B", "complete", note="Awaiting sign-off"),
    RatingCell("Not yet rated", "–", ""),
)
IMPACT = (
    RatingCell("Too early to say", "T", "too_early"),
    RatingCell("No evidence of impact", "X", "no_evidence"),
    RatingCell("Some evidence", "S", "some_evidence"),
    RatingCell("Good evidence", "E", "good_evidence"),
    RatingCell("Sustained and embedded", "M", "sustained"),
)
MEANINGS = (
    "The start date has not been reached",
    "Will be delivered by the due date; the board need do nothing",
    "There is slippage or an issue; a recovery step is named and the due date can still be met",
    "Overdue, or will miss the due date unless the board intervenes",
    "Reported as delivered, with evidence; closed only when the board signs it off",
    "The owner has not yet filed an update",
)
DIRECTIONS = ("Improved", "Unchanged", "Worsened", "New")
ACTIONS = (
    ("Provide a mental health triage car for children aged 10 to 16", "Merseyside Police"),
    ("Refresh the Level of Need guidance with all partners", "LSCB"),
    ("Recruit six additional social workers", "Children’s Social Care"),
    ("Train YOT and LAC nurses in SALT assessment tools", "Youth Offending Team"),
    ("Restore the referral-to-choice six-week standard in specialist care", "Alder Hey"),
)
NARRATIVES = (
    (
        "Talks continue on how the provision for Sefton children will operate. Since lockdown the "
        "force runs a business continuity model for triage cars, one car for each trust."
    ),
    (
        "Training by Alder Hey was planned but cancelled because of Covid-19.\n\nThe named nurse "
        "for looked after children will re-book it, so that nurses become competent with the tools."
    ),
    (
        "Four of the six posts are filled. Two offers were declined in July and the posts have "
        "been advertised again; interviews are on 14 September 2020."
    ),
    "No update received this period.",
)
HOSTILE = (
    '#read("/etc/passwd")',
    "an unmatched ] and { and \\ and $x^2$ and *b* and _i_ and @ref and <label>",
    "<script>alert(1)</script> &amp; {{7*7}} {% include 'x' %} ${7*7}",
    "=1+1",
    "@SUM(A1:A2)",
    "+44 1632 960123",
    "-- cmd|' /C calc'!A0",
    "ticked ✓ happy 😀 family 👨\u200d👩\u200d👧 Punjabi ਪੰਜਾਬੀ Chinese 中文",
    "Word’s soft return\x0bhere and a form feed\x0cthere",
    "turned \u202e round and \u2066isolated\u2069",
    "a lone surrogate \ud800 and a null \x00 and \ufffe",
    "Ŵyn Ŷ café – “quoted” £5 ½ 25°",
    "first line\nsecond line\n\nnext paragraph\r\nand Windows’ own",
    "https://example.org/?a=1&b=2#read(x)",
)
LONG_WORD = "pneumono" * 625
LONG_NARRATIVE = "A long narrative that says the same again and again. " * 378


def sample_report() -> Document:
    """Return a short, realistic committee report with a front sheet, still a draft."""
    return Document(
        title="Progress of the Joint Targeted Area Inspection Action Plan",
        subtitle="Position as at 28 August 2020",
        short_title="JTAI action plan progress",
        author=AUTHOR,
        status=DRAFT,
        orientation="portrait",
        sections=(*_front_sheet(), *_body()),
    )


def sample_appendix(rows: int = 42) -> Document:
    """Return an appendix of `rows` actions spread over four priority areas, with its key first."""
    sections = tuple(_priority_area(number, rows) for number in range(1, 5))
    return _appendix("Action plan progress update", (_key(), *sections))


def hostile_appendix() -> Document:
    """Return an appendix whose every text tries to break, run or disguise something."""
    texts = (*HOSTILE, LONG_WORD, LONG_NARRATIVE)
    rows = tuple((Cell(str(n), note=text), Cell(text, note=text)) for n, text in enumerate(texts))
    table = Table('#panic("caption") ✓', (Column("Ref ]", 1), Column("=Text", 5)), rows)
    blocks = (
        Paragraph(HOSTILE[0], number="1.1"),
        Paragraph(LONG_WORD, number="1.2"),
        Paragraph(LONG_NARRATIVE),
        Items(HOSTILE, "number"),
        KeyValues("Facts #x", tuple((text, text) for text in HOSTILE)),
        table,
    )
    return _appendix("Hostile #title ] ✓", (Section("#heading ] ✓ $x$", blocks, "1"),))


def _appendix(title: str, sections: tuple[Section, ...]) -> Document:
    return Document(
        title=f"Appendix 1: {title}",
        subtitle="Position as at 28 August 2020",
        short_title="Appendix 1: action plan progress",
        author=AUTHOR,
        status=DRAFT,
        orientation="landscape",
        sections=sections,
    )


def _front_sheet() -> tuple[Section, ...]:
    facts = KeyValues(
        "About this report",
        (
            ("Report to", "Overview and Scrutiny Committee (Children’s Services and Safeguarding)"),
            ("Date of meeting", "Tuesday 22 September 2020"),
            ("Subject", "Progress of the Joint Targeted Area Inspection Action Plan"),
            ("Report of", AUTHOR),
            ("Wards affected", "(All Wards)"),
            ("Is this a key decision", "No"),
            ("Exempt or confidential report", "No"),
        ),
    )
    advice = Items(
        (
            "note the progress made in delivering the action plan",
            "request a further report on the progress of the partnership’s plan in six months",
        ),
        "number",
    )
    return (
        Section("", (facts,), front=True),
        Section("Summary", (Paragraph(_SUMMARY),), front=True),
        Section("Recommendations", (advice,), front=True),
        Section("Implications of the proposals", (), front=True),
        Section("Legal implications", (Paragraph("None."),), level=2, front=True),
        Section("Appendices", (Items((f"Appendix 1: {AUTHOR}",)),), front=True),
    )


def _body() -> tuple[Section, ...]:
    areas = tuple(area.partition(": ")[2] for area in PRIORITY_AREAS)
    introduction = (
        Paragraph(_SUMMARY),
        Paragraph("Four areas for priority action were identified:", "1.1"),
        Items(areas, "roman"),
        Paragraph("All partners agreed that the Council would take the lead.", "1.2"),
    )
    progress = (Paragraph("The action plan is attached as appendix 1.", "2.1"),)
    police = (Paragraph(NARRATIVES[0], "3.1"), Paragraph(NARRATIVES[1], "3.2"))
    health = (Paragraph(NARRATIVES[2] + "\nWaits have improved.", "4.1"),)
    kooth = (Paragraph("It has over 1,500 registered users.", "4.2"), _measures())
    return (
        Section("Introduction and background", introduction, "1"),
        Section("Progress to date", progress, "2"),
        Section("Police Update", police, "3"),
        Section("Health Update", health, "4"),
        Section("Online counselling", kooth, level=2),
    )


def _measures() -> Table:
    columns = (Column("Measure", 3), Column("Latest", 1), Column("Read on", 1))
    read_on = Cell("30 June 2020", on=date(2020, 6, 30))
    rows = (
        (Cell("Registered users"), Cell("over 1,500"), read_on),
        (Cell("Users who return"), Cell("85%"), read_on),
    )
    return Table("Use of online counselling", columns, rows)


def _key() -> Section:
    columns = (Column("Rating", 2), Column("What it means", 6))
    rows = tuple(
        (RatingCell(rating.text, rating.letter, rating.code), Cell(meaning))
        for rating, meaning in zip(DELIVERY, MEANINGS, strict=True)
    )
    return Section("Key to the ratings", (Table("Delivery ratings", columns, rows),))


def _priority_area(number: int, total: int) -> Section:
    columns = (
        Column("Ref", 3),
        Column("Action", 9),
        Column("Owner", 6),
        Column("Due", 6, note_heading="Original due date"),
        Column("Progress this period", 16),
        Column("Delivery", 7, note_heading="Delivery note"),
        Column("Impact", 7),
        Column("Direction", 6),
    )
    rows = tuple(
        _action(number, place) for place, _ in enumerate(range(number - 1, total, 4), start=1)
    )
    table = Table(f"Actions in priority area {number}", columns, rows)
    return Section(PRIORITY_AREAS[number - 1], (table,))


def _action(area: int, place: int) -> tuple[Cell | RatingCell, ...]:
    turn = area * 7 + place
    title, owner = ACTIONS[turn % len(ACTIONS)]
    due = Cell("30 September 2020", on=date(2020, 9, 30))
    moved = Cell("30 September 2020", on=date(2020, 9, 30), note="Originally 30 June 2020")
    return (
        Cell(f"{area}.{place}"),
        Cell(title),
        Cell(owner),
        moved if turn % 8 == 0 else due,
        Cell(NARRATIVES[turn % len(NARRATIVES)]),
        DELIVERY[turn % len(DELIVERY)],
        IMPACT[turn % len(IMPACT)],
        Cell(DIRECTIONS[turn % len(DIRECTIONS)]),
    )


_SUMMARY = (
    "Ofsted, the Care Quality Commission, HMICFRS and HMI Probation jointly inspected the "
    "multi-agency response to abuse and neglect in Sefton between 23 and 27 September 2019, with "
    "a deep dive into children’s mental health. The written statement of action went to Ofsted on "
    "30 March 2020. This report gives the Committee the progress made in delivering the plan."
)
