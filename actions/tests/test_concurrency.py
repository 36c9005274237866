"""Many people at once: nobody is turned away, and one form is filed once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from actions import filing
from actions.models import Action, Meeting, Plan, ProgressUpdate
from actions.refused import Refused, Stale
from actions.services import rounds
from actions.services.frame import add_plan
from actions.tests.test_update_new import ON_TRACK, URL

pytestmark = pytest.mark.django_db(transaction=True)


def together(*jobs: Callable[[], Any]) -> list[Any]:
    """Run the jobs at the same time; return what each gave or raised."""

    def run(job: Callable[[], Any]) -> Any:
        try:
            return job()
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def answers(day: date) -> dict[str, Any]:
    return {
        "as_at": day,
        "narrative": f"Position on {day}",
        "delivery_rating": "on_track",
        "impact_rating": "too_early",
    }


def test_four_leads_file_at_once_and_none_is_locked_out(plan: Plan, cast: dict[str, Any]) -> None:
    def file_many(ref: str, who: str) -> int:
        action = Action.objects.with_partners().get(plan=plan, ref=ref)
        for day in range(10):
            filing.file_update(
                action=action,
                partner=action.owner,
                answers=answers(date(2020, 4, 1) + timedelta(days=day)),
                version=filing.form_version(Action.objects.get(pk=action.pk), action.owner),
                by=cast[who],
            )
        return 10

    jobs = [("2.6", "police"), ("1.8", "health"), ("2.8", "lscb"), ("4.7", "yot")]
    done = together(*(lambda ref=ref, who=who: file_many(ref, who) for ref, who in jobs))
    assert done == [10, 10, 10, 10]
    assert ProgressUpdate.objects.filter(narrative__startswith="Position on").count() == 40


def test_the_same_form_sent_six_times_at_once_is_filed_once(
    plan: Plan, cast: dict[str, Any]
) -> None:
    action = Action.objects.with_partners().get(plan=plan, ref="2.6")
    version = filing.form_version(action, action.owner)

    def send() -> ProgressUpdate:
        return filing.file_update(
            action=action,
            partner=action.owner,
            answers=answers(date(2020, 9, 1)),
            version=version,
            by=cast["police"],
        )

    done = together(*[send] * 6)
    assert [type(result) for result in done].count(ProgressUpdate) == 1
    assert [type(result) for result in done].count(filing.Stale) == 5
    assert ProgressUpdate.objects.filter(action=action, as_at="2020-09-01").count() == 1


def test_of_twenty_who_save_at_once_one_wins_each_time_and_none_is_overwritten(
    plan: Plan, cast: dict[str, Any]
) -> None:
    action = Action.objects.with_partners().get(plan=plan, ref="2.6")
    barrier = Barrier(20)

    def save_many(writer: int) -> int:
        saved = 0
        for number in range(50):
            version = filing.form_version(Action.objects.get(pk=action.pk), action.owner)
            barrier.wait(60)
            with suppress(filing.Stale):
                filing.save_draft(
                    action=action,
                    partner=action.owner,
                    answers={"narrative": f"Text {number} of {writer}"},
                    version=version,
                    by=cast["police"],
                )
                saved += 1
            barrier.wait(60)
        return saved

    saved = together(*(lambda writer=writer: save_many(writer) for writer in range(20)))
    draft = ProgressUpdate.objects.drafts().get(action=action)
    assert sum(saved) == draft.version - 1 == draft.history.count() == 50


NO_CHANGE = URL.replace("new", "no-change")


@pytest.mark.parametrize(
    ("url", "answers"), [(URL, ON_TRACK), (NO_CHANGE, {**ON_TRACK, "why": "Checked."})]
)
def test_one_page_sent_ten_times_at_once_is_filed_once_and_leads_to_one_place(
    plan: Plan, cast: dict[str, Any], url: str, answers: dict[str, str]
) -> None:
    client = Client()
    client.force_login(cast["police"])
    form = client.get(url).context["form"]
    sent = {**answers, **{name: str(form[name].value()) for name in ("version", "key")}}

    def send() -> str:
        again = Client()
        again.force_login(cast["police"])
        return str(again.post(url, sent).headers.get("Location"))

    places = together(*[send] * 10)
    [update] = ProgressUpdate.objects.filter(action__ref="2.6", as_at="2020-09-01")
    assert set(places) == {f"/updates/{update.pk}/filed/"}
    assert update.history.filter(state="submitted").count() == 1


def test_another_text_from_the_same_page_is_not_dropped(plan: Plan, cast: dict[str, Any]) -> None:
    client = Client()
    client.force_login(cast["police"])
    form = client.get(URL).context["form"]
    sent = {**ON_TRACK, **{name: str(form[name].value()) for name in ("version", "key")}}
    assert client.post(URL, sent).status_code == 302
    assert client.post(URL, {**sent, "narrative": "After going back"}).status_code == 409


def move(plan: Plan, held_on: str, cut_off: date, by: Any) -> Callable[[], Any]:
    """Return a job that moves the cut-off of a round, as it was seen before the jobs began."""
    period = plan.periods.get(meeting__held_on=held_on)
    meeting = Meeting.objects.select_related("body").get(pk=period.meeting_id)
    version = rounds.meeting_version(meeting)
    dates = rounds.cycle_of(period)._replace(cut_off=cut_off)
    return lambda: rounds.move_meeting(
        plan=plan, meeting=meeting, dates=dates, reason=str(cut_off), version=version, by=by
    )


def test_of_six_people_who_move_one_round_at_once_one_moves_it(
    plan: Plan, cast: dict[str, Any]
) -> None:
    by = cast["democratic-services"]
    days = [date(2020, 8, day) for day in (19, 20, 21, 24, 25, 26)]
    done = together(*(move(plan, "2020-09-22", day, by) for day in days))
    assert done.count(None) == 1
    assert [type(result) for result in done].count(Stale) == 5
    moved, following = plan.periods.all()
    assert moved.cut_off == following.starts_on == days[done.index(None)]
    assert [period.history.count() for period in (moved, following)] == [2, 2]


def test_two_rounds_moved_at_once_still_follow_each_other(plan: Plan, cast: dict[str, Any]) -> None:
    by = cast["administrator"]
    early = move(plan, "2020-09-22", date(2020, 8, 26), by)
    late = move(plan, "2021-03-16", date(2021, 2, 18), by)
    done = together(early, late)
    # The start of the later round moved with the earlier one, so its mover may have to look again.
    assert done[0] is None
    assert done[1] is None or isinstance(done[1], Stale)
    first, second = plan.periods.all()
    assert first.cut_off == second.starts_on == date(2020, 8, 26)


def test_a_plan_sent_four_times_at_once_is_added_once(plan: Plan, cast: dict[str, Any]) -> None:
    def add() -> Plan:
        new = Plan(title="Plan", area="Ambridge", slug="ambridge", submitted_on=date(2020, 8, 3))
        return add_plan(plan=new, bodies=[], by=cast["administrator"])

    done = [type(result) for result in together(*[add] * 4)]
    assert (done.count(Plan), done.count(Refused)) == (1, 3)
    assert Plan.objects.filter(slug="ambridge").count() == 1
