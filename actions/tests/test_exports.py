"""Each list as it is downloaded: what is on the screen, all of it, and for the same people."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client

from actions.feed_fields import FIELDS
from actions.models import Action, DateChange, Measure, Meeting, Plan, Reading, Reminder
from actions.tests.growing import grow
from actions.tests.test_hostile_text import HOSTILE
from actions.tests.test_pages import refs
from jtai_tracker import clock
from jtai_tracker.recording import record
from jtai_tracker.text import clean_text
from partners.models import Partner

PLAN = "/plans/sefton-jtai-2019/"
LIST = f"{PLAN}actions/"
Rows = list[dict[str, str]]


def downloaded(client: Client, url: str) -> Rows:
    response = client.get(url, {"format": "csv"} if "?" not in url else None)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def book(client: Client, url: str) -> Any:
    response = client.get(url)
    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(response.content))


@pytest.fixture
def asked(plan: Plan) -> DateChange:
    """A new due date that Police asked for."""
    action = Action.objects.get(plan=plan, ref="2.6")
    return DateChange.objects.create(
        action=action,
        moved_to="2020-12-31",
        reason="=Staff",
        requested_by=action.owner,
        requested_on="2020-09-01",
    )


@pytest.fixture
def reminder(plan: Plan) -> Reminder:
    """A message that was sent, to nobody we know."""
    return Reminder.objects.create(
        recipient="somebody@demo.example",
        period=plan.periods.all()[0],
        stage="one_day",
        state="unknown",
        message_id="<1@demo.example>",
        claimed_at=clock.now().replace(hour=9, minute=5),
        problem="=1+1",
    )


# --- Actions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        *("", "partner=POL", "rating=off_track", "overdue=on", "text=kooth", "text=zzz"),
        *("as_at=2020-08-28&no_update=on", "as_at=2020-06-30&rating=at_risk", "priority=3"),
    ],
)
def test_the_actions_are_those_on_the_screen(chair: Client, query: str) -> None:
    rows = downloaded(chair, f"{LIST}?{query}&format=csv")
    assert [row["Reference"] for row in rows] == refs(chair, query)


def test_all_pages_are_in_the_file_whatever_page_was_open(chair: Client, plan: Plan) -> None:
    grow(plan, 10)
    rows = downloaded(chair, f"{LIST}?page=2&format=csv")
    assert len(rows) == 420
    shown = refs(chair, "") + refs(chair, "page=2")
    assert [row["Reference"] for row in rows][:200] == shown


def test_the_columns_say_what_the_feed_says(chair: Client) -> None:
    rows = downloaded(chair, f"{LIST}?as_at=2020-08-28&format=csv")
    assert list(rows[0]) == [field.heading for field in FIELDS]
    [late] = [row for row in rows if row["Overdue"] == "Yes"]
    assert (late["Reference"], late["Status"], late["Delivery rating"]) == (
        *("3.4", "Off track", "Off track"),
    )
    data = chair.get(f"{PLAN}position.json?as_at=2020-08-28").json()["actions"]
    for key, heading in (("due_on", "Due date"), ("last_update_on", "Last update")):
        assert [row[heading] for row in rows] == [action[key] or "" for action in data]
    assert [row["Days overdue"] for row in rows] == [str(a["days_overdue"]) for a in data]


def test_the_file_is_named_after_the_plan_and_the_day(chair: Client) -> None:
    response = chair.get(f"{LIST}?as_at=2020-08-28&format=xlsx")
    named = 'attachment; filename="sefton-jtai-2019-actions-2020-08-28.xlsx"'
    assert response["Content-Disposition"] == named
    assert "no-store" in response["Cache-Control"]


def test_the_excel_file_says_what_it_was_narrowed_to(chair: Client) -> None:
    query = "as_at=2020-08-28&partner=POL&rating=off_track&text=car&overdue="
    said = book(chair, f"{LIST}?{query}&format=xlsx")["About this list"]["B2"].value
    police = Partner.objects.get(code="POL").name
    assert said == (
        "Position as at 28 August 2020. Movement since 30 March 2020."
        f" Partner: {police}; Rating: Off track; Words or reference: “car”."
    )
    whole = book(chair, f"{LIST}?format=xlsx")["About this list"]["B2"].value
    assert whole.endswith("All actions.")
    ticked = book(chair, f"{LIST}?overdue=on&priority=3&format=xlsx")["About this list"]["B2"].value
    assert "Overdue" in ticked
    assert "Priority area: 3. " in ticked


def test_a_strange_filter_or_day_is_answered_as_on_the_page(chair: Client) -> None:
    assert len(downloaded(chair, f"{LIST}?as_at=soon&rating=splendid&format=csv")) == 42


# --- The other lists -------------------------------------------------------------------------


def test_measures_have_a_row_a_figure_and_one_where_there_is_none(
    chair: Client, plan: Plan
) -> None:
    measure = Measure.objects.create(plan=plan, ref="x", name="=New", unit="%", target=85)
    measure.actions.set(Action.objects.filter(plan=plan, ref__in=["1.10", "2.6"]))
    rows = downloaded(chair, f"{PLAN}measures/")
    readings = Reading.objects.filter(measure__plan=plan)
    without = [row for row in rows if row["How it was put"] == "No figure reported"]
    assert len([row for row in rows if row["Figure"]]) == readings.exclude(value=None).count() > 0
    [new] = [row for row in rows if row["Measure"] == "'=New"]
    assert new in without
    assert (new["Target"], new["Actions"], new["Figure"]) == ("85.00", "1.10; 2.6", "")
    page = chair.get(f"{PLAN}measures/").context["measures"]
    names = list(dict.fromkeys(row["Measure"].removeprefix("'") for row in rows))
    assert names == [shown.name for shown in page]


def test_measures_in_excel_are_numbers(chair: Client) -> None:
    sheet = book(chair, f"{PLAN}measures/?format=xlsx")["List"]
    figures = [cell.value for cell in sheet["H"][1:] if cell.value is not None]
    assert figures
    assert all(isinstance(figure, int | float) for figure in figures)


def test_meetings_have_their_dates_and_what_was_moved(chair: Client, plan: Plan) -> None:
    meeting = Meeting.objects.get(held_on="2020-10-14")
    meeting.held_on = "2020-10-15"
    record(meeting, by=None, why="The room is taken")
    rows = downloaded(chair, f"{PLAN}meetings/")
    context = chair.get(f"{PLAN}meetings/").context
    shown = [str(row.meeting.held_on) for row in [*context["coming"], *context["past"]]]
    assert [row["Meeting on"] for row in rows] == shown
    [moved] = [row for row in rows if row["Moved"]]
    assert moved["Moved"] == "Meeting: moved from 14 October 2020: The room is taken"
    [committee] = [row for row in rows if row["Meeting on"] == "2020-09-22"]
    assert committee["Updates due"] == "2020-08-28"


def test_dates_to_decide(chair: Client, asked: DateChange) -> None:
    [row] = downloaded(chair, "/dates/")
    assert (row["Reference"], row["Due date asked for"], row["Reason"]) == (
        *("2.6", "2020-12-31", "'=Staff"),
    )
    assert row["Owner"] == row["Asked for by"] == asked.requested_by.name


def test_reminders_sent(democratic_services: Client, reminder: Reminder, plan: Plan) -> None:
    partner = Partner.objects.all()[0]
    nobody = Reminder.objects.create(
        recipient="nobody",
        partner=partner,
        period=reminder.period,
        stage="escalation",
        state="failed",
        message_id="",
        claimed_at=clock.now(),
    )
    rows = downloaded(democratic_services, "/reminders/sent/")
    page = democratic_services.get("/reminders/sent/").context["page"]
    assert [row["To"] for row in rows] == [shown.to for shown in page]
    [sent] = [row for row in rows if "somebody" in row["To"]]
    assert (sent["Sent or last tried"], sent["At"], sent["Why"]) == (
        *("2020-09-01", "09:05", "'=1+1"),
    )
    [unsent] = [row for row in rows if row["To"] == nobody.to]
    assert (unsent["Sent or last tried"], unsent["At"]) == ("", "")


def test_people(administrator: Client, cast: dict[str, Any]) -> None:
    cast["police"].memberships.update(starts_on="2020-01-01", ends_on="2020-08-31")
    rows = downloaded(administrator, "/people/")
    assert len(rows) == len(cast)
    [police] = [row for row in rows if row["E-mail address"] == "police@demo.example"]
    assert police["Role"] == "No role today"
    assert rows[-1] == police
    assert {row["Partner"] for row in rows} >= {"All"}


# --- Who, and what is hostile ----------------------------------------------------------------


@pytest.mark.parametrize("url", [LIST, f"{PLAN}measures/", f"{PLAN}meetings/"])
def test_everybody_who_sees_the_plan_downloads_its_lists(
    board_member: Client, stranger: Client, url: str
) -> None:
    for format_ in ("csv", "xlsx"):
        assert board_member.get(f"{url}?format={format_}").status_code == 200
        assert stranger.get(f"{url}?format={format_}").status_code == 302
    assert board_member.get(f"{url}?format=pdf").status_code == 404
    page = board_member.get(url).content.decode()
    assert "?format=csv" in page
    assert f'href="{PLAN}data/"' in page


@pytest.fixture
def board_member(cast: dict[str, Any]) -> Client:
    client = Client()
    client.force_login(cast["board-member"])
    return client


@pytest.mark.parametrize("url", ["/people/", "/reminders/sent/", "/dates/"])
def test_a_list_that_one_may_not_read_cannot_be_downloaded(health: Client, url: str) -> None:
    for format_ in ("csv", "xlsx"):
        assert health.get(f"{url}?format={format_}").status_code == 403


def test_the_link_keeps_the_filter_and_drops_the_page(chair: Client) -> None:
    page = chair.get(f"{LIST}?rating=off_track&as_at=2020-08-28&page=1").content.decode()
    assert "?rating=off_track&amp;as_at=2020-08-28&amp;format=csv" in page
    assert "Download this list" not in chair.get(f"{LIST}?text=zzz").content.decode()


@pytest.mark.parametrize("text", [*HOSTILE, "＝1", "@x", "-1"], ids=range(len(HOSTILE) + 3))  # noqa: RUF001
def test_hostile_text_is_text_in_every_list(
    chair: Client,
    democratic_services: Client,
    administrator: Client,
    plan: Plan,
    asked: DateChange,
    reminder: Reminder,
    text: str,
) -> None:
    title, short = clean_text(text)[:500], clean_text(text)[:150]
    Action.objects.filter(plan=plan).update(title=title, due_as_written=short[:100])
    plan.measures.update(name=short, note=short)
    plan.bodies.update(name=short)
    Partner.objects.update(name=short)
    DateChange.objects.filter(pk=asked.pk).update(reason=title, past_reason=title)
    Reminder.objects.update(problem=short)
    for client, url in [
        (chair, LIST),
        (chair, f"{PLAN}measures/"),
        (chair, f"{PLAN}meetings/"),
        (chair, "/dates/"),
        (democratic_services, "/reminders/sent/"),
        (administrator, "/people/"),
    ]:
        cells = [str(cell) for row in downloaded(client, url) for cell in row.values()]
        assert not any(cell.startswith(tuple("=+-@＝＋－＠")) for cell in cells)  # noqa: RUF001
        assert any(short in cell or title in cell for cell in cells), url
        for sheet in book(client, f"{url}?format=xlsx"):
            kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
            assert kinds <= {"s", "n", "d"}
            assert not sheet._hyperlinks
