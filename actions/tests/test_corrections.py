"""What was filed is corrected by a new version, withdrawn, or said to stand without change."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from actions import filing
from actions.models import (
    Action,
    Closure,
    Evidence,
    Milestone,
    Plan,
    ProgressUpdate,
    Reading,
    ReportingPeriod,
)
from actions.position import action_position
from actions.services import corrections
from actions.tests.test_update_new import OFF_TRACK, ON_TRACK, URL
from jtai_tracker import clock
from partners.models import Partner

ACTION = "/plans/sefton-jtai-2019/actions/2.6/"
NO_CHANGE = f"{ACTION}updates/no-change/"
COMPLETE = {**ON_TRACK, "delivery_rating": "complete", "evidence": "Minutes of 25 August"}
WHY = {"reason": "The figure was wrong"}


def latest(ref: str = "2.6") -> ProgressUpdate:
    found = ProgressUpdate.objects.submitted().filter(action__ref=ref).last()
    assert found
    return found


def stands(ref: str = "2.6") -> Any:
    action = Action.objects.with_partners().get(ref=ref)
    return action_position(action, clock.today())


def file(client: Client, answers: dict[str, str]) -> ProgressUpdate:
    assert client.post(URL, answers).status_code == 302
    return latest()


# --- Correcting ------------------------------------------------------------------------------


def test_a_correction_is_a_new_version_and_the_old_one_stays_readable(
    police: Client, chair: Client
) -> None:
    old = file(police, OFF_TRACK)
    sent = {**OFF_TRACK, **WHY, "narrative": "One officer has left, not two."}
    page = police.post(f"/updates/{old.pk}/correct/", sent, follow=True).content.decode()
    new = latest()
    assert (new.corrects, new.correction_reason, new.version) == (old, WHY["reason"], 2)
    assert ProgressUpdate.objects.get(pk=old.pk).state == "corrected"
    assert "Your correction is filed." in page
    read = chair.get(ACTION).content.decode()
    for text in (new.narrative, old.narrative, WHY["reason"], "Earlier version"):
        assert text in read


def test_what_the_correction_says_is_the_position(police: Client) -> None:
    old = file(police, ON_TRACK)
    police.post(f"/updates/{old.pk}/correct/", {**OFF_TRACK, **WHY})
    assert stands().delivery == "off_track"


def test_a_correction_needs_a_reason_and_keeps_the_rules(police: Client) -> None:
    old = file(police, ON_TRACK)
    page = police.post(
        f"/updates/{old.pk}/correct/", {**ON_TRACK, "delivery_rating": "off_track"}
    ).content.decode()
    for sentence in ("Enter why you correct it", "Enter what you need from the board"):
        assert sentence in page
    assert latest() == old


def test_it_cannot_move_to_a_day_that_another_update_has(police: Client) -> None:
    old = file(police, ON_TRACK)
    sent = {**ON_TRACK, **WHY, "as_at_0": "28", "as_at_1": "8"}
    page = police.post(f"/updates/{old.pk}/correct/", sent).content.decode()
    assert "has already filed an update for 28 August 2020" in page


def test_after_the_report_it_was_used_in_there_is_only_a_new_update(
    police: Client, plan: Plan
) -> None:
    used = latest()
    assert used.as_at == date(2020, 8, 28)
    ReportingPeriod.objects.filter(plan=plan, cut_off="2020-08-28").update(issued_on="2020-09-01")
    for what in ("correct", "withdraw"):
        sent = {**ON_TRACK, **WHY, "as_at_0": "28", "as_at_1": "8"}
        page = police.post(f"/updates/{used.pk}/{what}/", sent).content.decode()
        assert "The report up to 28 August 2020 was issued with it" in page
        assert WHY["reason"] in page, "what was typed is handed back"
    assert ProgressUpdate.objects.get(pk=used.pk).state == "submitted"
    assert f"/updates/{used.pk}/correct/" not in police.get(ACTION).content.decode()


def test_a_second_correction_corrects_the_first(police: Client, chair: Client) -> None:
    first = file(police, ON_TRACK)
    police.post(f"/updates/{first.pk}/correct/", {**ON_TRACK, **WHY, "narrative": "Second"})
    second = latest()
    police.post(
        f"/updates/{second.pk}/correct/", {**ON_TRACK, "reason": "Again", "narrative": "Third"}
    )
    page = chair.get(ACTION).content.decode()
    assert page.count("Earlier version") == 2
    for text in ("Third", "Second", ON_TRACK["narrative"], WHY["reason"], "Again"):
        assert text in page
    police.get(f"/updates/{first.pk}/correct/")
    assert police.get(f"/updates/{first.pk}/correct/").status_code == 302


def test_two_people_correct_one_update_and_the_second_is_told(police: Client) -> None:
    old = file(police, ON_TRACK)
    url = f"/updates/{old.pk}/correct/"
    version = police.get(url).context["form"]["version"].value()
    police.post(ACTION + "updates/new/", {**ON_TRACK, "as_at_0": "31", "as_at_1": "8"})
    sent = {**ON_TRACK, **WHY, "narrative": "Mine", "version": version}
    response = police.post(url, sent)
    assert "Something was written on this action meanwhile" in response.content.decode()
    assert "Mine" in response.content.decode()
    again = response.context["form"]["version"].value()
    assert police.post(url, {**sent, "version": again}).status_code == 302


def test_the_same_correction_sent_twice_makes_one_version(police: Client) -> None:
    old = file(police, ON_TRACK)
    url = f"/updates/{old.pk}/correct/"
    form = police.get(url).context["form"]
    page = {name: str(form[name].value()) for name in ("version", "key")}
    for _ in range(2):
        assert police.post(url, {**ON_TRACK, **WHY, **page}).status_code == 302
    assert ProgressUpdate.objects.filter(corrects=old).count() == 1


def test_proofs_go_with_the_correction(police: Client) -> None:
    old = file(police, ON_TRACK)
    link = {"kind": "link", "link": "https://example.org/minutes", "title": "Minutes"}
    proof = Evidence.objects.create(update=old, added_by=old.author, added_at=clock.now(), **link)
    police.post(f"/updates/{old.pk}/correct/", {**ON_TRACK, **WHY})
    proof.refresh_from_db()
    assert proof.update == latest()


# --- Withdrawing -----------------------------------------------------------------------------


def test_a_withdrawn_update_counts_no_more_and_says_why(police: Client, chair: Client) -> None:
    update = file(police, OFF_TRACK)
    police.post(f"/updates/{update.pk}/withdraw/", {"reason": "Filed on the wrong action"})
    assert stands().delivery == "on_track", "what was said before"
    page = chair.get(ACTION).content.decode()
    assert "Filed on the wrong action" in page
    assert OFF_TRACK["recovery_action"] not in page
    assert ProgressUpdate.objects.get(pk=update.pk).history.latest().history_change_reason


def test_withdrawing_needs_a_reason(police: Client) -> None:
    update = file(police, OFF_TRACK)
    page = police.post(f"/updates/{update.pk}/withdraw/", {"reason": " "}).content.decode()
    assert "Enter why you withdraw it" in page
    assert latest() == update


def test_a_proposal_is_withdrawn_with_its_update(police: Client, chair: Client) -> None:
    update = file(police, COMPLETE)
    closure = Closure.objects.get(action__ref="2.6")
    assert closure.outcome == "proposed"
    assert f"/updates/{update.pk}/withdraw/" in police.get(ACTION).content.decode()
    assert "Withdraw the proposal" not in chair.get(ACTION).content.decode()
    page = police.get(f"/updates/{update.pk}/withdraw/").content.decode()
    assert "The proposal to close this action goes with it." in page
    police.post(f"/updates/{update.pk}/withdraw/", {"reason": "Not done after all"})
    closure.refresh_from_db()
    assert closure.outcome == "withdrawn"
    assert stands().status.label == "On track"


def test_a_corrected_claim_of_completion_moves_the_proposal(police: Client) -> None:
    old = file(police, COMPLETE)
    police.post(f"/updates/{old.pk}/correct/", {**COMPLETE, **WHY, "evidence": "Audit too"})
    closure = Closure.objects.get(action__ref="2.6")
    assert (closure.outcome, closure.proposed_by) == ("proposed", latest())
    police.post(f"/updates/{latest().pk}/correct/", {**ON_TRACK, "reason": "Not done"})
    closure.refresh_from_db()
    assert closure.outcome == "withdrawn"


def test_nobody_else_takes_an_update_back(
    police: Client, health: Client, chair: Client, democratic_services: Client
) -> None:
    update = file(police, ON_TRACK)
    for what in ("correct", "withdraw"):
        url = f"/updates/{update.pk}/{what}/"
        clients = (health, chair, democratic_services)
        assert [c.post(url, {**ON_TRACK, **WHY}).status_code for c in clients] == [404, 403, 403]
    assert latest() == update


# --- Milestones and figures ------------------------------------------------------------------


@pytest.fixture
def milestone(plan: Plan) -> Milestone:
    action = Action.objects.get(plan=plan, ref="2.6")
    return Milestone.objects.create(action=action, title="Rota agreed", due_on="2020-08-01")


@pytest.fixture
def figure(plan: Plan) -> str:
    action = Action.objects.get(plan=plan, ref="2.6")
    measure = plan.measures.create(
        ref="referrals", name="Referrals on the day", unit="%", polarity="higher"
    )
    measure.actions.add(action)
    return f"figure_{measure.pk}"


def test_a_milestone_is_done_with_the_update_and_undone_with_it(
    police: Client, milestone: Milestone
) -> None:
    update = file(police, {**ON_TRACK, "milestones": str(milestone.pk)})
    milestone.refresh_from_db()
    assert milestone.done_on == date(2020, 9, 1)
    assert milestone.history.latest().history_user.email == "police@demo.example"
    police.post(f"/updates/{update.pk}/correct/", {**ON_TRACK, **WHY})
    milestone.refresh_from_db()
    assert milestone.done_on is None


def test_a_milestone_of_another_action_cannot_be_ticked(
    police: Client, milestone: Milestone
) -> None:
    other = Milestone.objects.exclude(action__ref="2.6").filter(done_on=None)[0]
    page = police.post(URL, {**ON_TRACK, "milestones": str(other.pk)}).content.decode()
    assert "is not one of the available choices" in page
    other.refresh_from_db()
    assert other.done_on is None


def test_a_figure_becomes_a_reading_as_exact_as_it_was_typed(
    police: Client, chair: Client, figure: str
) -> None:
    typed = {f"{figure}_qualifier": "over", f"{figure}_value": "1,500"}
    update = file(police, {**ON_TRACK, **typed})
    reading = Reading.objects.get(update=update)
    assert str(reading) == "over 1,500%"
    assert "Referrals on the day: over 1,500%" in chair.get(ACTION).content.decode()


def test_no_figure_reported_is_an_answer(police: Client, figure: str) -> None:
    update = file(police, {**ON_TRACK, f"{figure}_qualifier": "no_figure"})
    assert str(Reading.objects.get(update=update)) == "no figure reported"


@pytest.mark.parametrize(
    ("qualifier", "value", "sentence"),
    [
        ("over", "", "Enter the figure, or choose “No figure reported”"),
        ("no_figure", "5", "Leave the figure empty, or choose how exact it is"),
        ("exact", "about thirty", "Enter the figure as a number, for example 1500 or 85.5"),
        ("exact", "1e5", "Enter the figure as a number"),
        ("exact", "12345678901", "Enter the figure as a number"),
        ("exact", "٣", "Enter the figure as a number"),
    ],
)
def test_a_figure_that_cannot_be_read_is_refused_and_kept(
    police: Client, figure: str, qualifier: str, value: str, sentence: str
) -> None:
    typed = {f"{figure}_qualifier": qualifier, f"{figure}_value": value}
    page = police.post(URL, {**ON_TRACK, **typed}).content.decode()
    assert sentence in page
    assert not value or f'value="{value}"' in page
    police.post(URL, {**ON_TRACK, **typed, "draft": "1"})
    draft = ProgressUpdate.objects.drafts().get()
    assert sentence in police.post(f"/updates/{draft.pk}/check/").content.decode()
    assert not Reading.objects.filter(update__isnull=False).exists()


def test_one_figure_a_measure_and_day(police: Client, figure: str) -> None:
    typed = {f"{figure}_value": "85"}
    update = file(police, {**ON_TRACK, **typed})
    sent = {**ON_TRACK, **WHY, f"{figure}_value": "89"}
    assert police.post(f"/updates/{update.pk}/correct/", sent).status_code == 302
    [reading] = Reading.objects.filter(update__isnull=False)
    assert (str(reading), reading.update) == ("89%", latest())
    Reading.objects.filter(pk=reading.pk).update(update=None)
    sent = {**ON_TRACK, **WHY, **typed}
    page = police.post(f"/updates/{latest().pk}/correct/", sent).content.decode()
    assert "Referrals on the day has a figure for 1 September 2020 already: 89%" in page


# --- No change -------------------------------------------------------------------------------


def test_no_change_takes_one_sentence_and_repeats_no_text(police: Client, chair: Client) -> None:
    held = latest()
    response = police.post(NO_CHANGE, {"why": "Checked with the team.", **_today()}, follow=True)
    update = latest()
    assert update.narrative == "No change since 28 August 2020: Checked with the team."
    assert (update.confirms, update.delivery_rating) == (held, held.delivery_rating)
    assert (update.recovery_action, update.evidence, update.impact_evidence) == ("", "", "")
    assert "Update filed" in response.content.decode()
    assert "Checked with the team." in chair.get(ACTION).content.decode()


def test_what_still_holds_is_shown_with_the_day_it_was_said(police: Client) -> None:
    file(police, {**OFF_TRACK, "as_at_0": "31", "as_at_1": "8"})
    police.post(NO_CHANGE, {"why": "Checked.", **_today()})
    update = latest()
    assert (update.cause, update.recovery_on) == ("capacity", date(2020, 10, 31))
    assert ("Recovery (as on 31 August 2020)", OFF_TRACK["recovery_action"]) in update.answers
    assert stands().delivery == "off_track"


def test_no_change_twice_still_names_the_day_on_which_it_was_said(police: Client) -> None:
    held = latest()
    police.post(NO_CHANGE, {"why": "First.", "as_at_0": "31", "as_at_1": "8", "as_at_2": "2020"})
    police.post(NO_CHANGE, {"why": "Second.", **_today()})
    assert latest().confirms == held
    assert "since 28 August 2020" in latest().narrative


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"original_due_on": "2020-08-31"}, "The due date has passed"),
        ({"withdrawn_on": "2020-09-01", "withdrawn_reason": "Merged"}, ""),
    ],
)
def test_what_has_changed_cannot_be_confirmed(
    police: Client, facts: dict[str, str], sentence: str
) -> None:
    Action.objects.filter(ref="2.6").update(**facts)
    page = police.post(NO_CHANGE, {"why": "Checked.", **_today()}, follow=True).content.decode()
    assert sentence in page
    assert latest().as_at == date(2020, 8, 28)


def test_a_promise_that_has_passed_is_a_change(police: Client) -> None:
    file(police, {**OFF_TRACK, "as_at_0": "30", "as_at_1": "8", "recovery_on_0": "31",
                  "recovery_on_1": "8"})  # fmt: skip
    page = police.post(NO_CHANGE, {"why": "Checked.", **_today()}).content.decode()
    assert "must be after the day of the update" in page


def test_it_asks_how_that_is_known(police: Client) -> None:
    page = police.post(NO_CHANGE, {"why": "", **_today()}).content.decode()
    assert "Enter in one sentence how you know" in page


def test_no_change_on_what_awaits_sign_off_leaves_the_proposal_where_it_is(police: Client) -> None:
    proposing = file(police, {**COMPLETE, "as_at_0": "31", "as_at_1": "8"})
    police.post(NO_CHANGE, {"why": "Still so.", **_today()})
    closure = Closure.objects.get(action__ref="2.6")
    assert (closure.outcome, closure.proposed_by) == ("proposed", proposing)


def test_what_the_board_returned_is_not_proposed_again_by_no_change(
    police: Client, cast: dict[str, Any], plan: Plan
) -> None:
    file(police, {**COMPLETE, "as_at_0": "31", "as_at_1": "8"})
    Closure.objects.filter(action__ref="2.6").update(
        outcome="returned", decided_on="2020-09-01", decided_by=cast["chair"], body=_board(plan)
    )
    page = police.post(NO_CHANGE, {"why": "Still so.", **_today()}).content.decode()
    assert "The board returned it: write an update" in page


def test_a_supporting_partner_has_nothing_to_confirm(health: Client) -> None:
    assert health.get(NO_CHANGE)["Location"] == URL
    response = health.post(NO_CHANGE, {"why": "Checked with the duty team.", **_today()})
    assert response.status_code == 409
    assert "Checked with the duty team." in response.content.decode(), "handed back"
    assert latest().as_at == date(2020, 8, 28)


def test_file_and_next_goes_straight_to_the_next_action(health: Client) -> None:
    url = "/plans/sefton-jtai-2019/actions/{}/updates/no-change/"
    day = {"as_at_0": "28", "as_at_1": "8", "as_at_2": "2020", "next": "1"}
    following = "1.1"
    for ref in ("1.2", "3.9", None):
        sent = {"why": "Checked.", **day}
        response = health.post(url.format(following), sent)
        filed = latest(following)
        expected = url.format(ref) if ref else f"/updates/{filed.pk}/filed/"
        assert response["Location"] == expected
        following = ref or ""
    assert "14 of 14" in health.get("/updates/").content.decode().replace("</strong>", "")


def _today() -> dict[str, str]:
    return {"as_at_0": "1", "as_at_1": "9", "as_at_2": "2020"}


def _board(plan: Plan) -> Any:
    return plan.bodies.first()


def test_complete_is_proven_by_words_or_by_what_is_attached(police: Client) -> None:
    without = {**COMPLETE, "evidence": ""}
    assert "or attach it" in police.post(URL, without).content.decode()
    response = police.post(URL, {**without, "prove": "1"})
    draft = ProgressUpdate.objects.drafts().get()
    assert response["Location"] == f"/updates/{draft.pk}/evidence/new/"
    link = {"title": "Minutes of 25 August", "link": "https://www.example.org/minutes"}
    back = police.post(response["Location"], link, follow=True).content.decode()
    assert "Minutes of 25 August" in back
    page = police.get(f"/updates/{draft.pk}/check/").content.decode()
    assert "Minutes of 25 August" in page
    assert "no link or file is attached" not in page
    assert police.post(f"/updates/{draft.pk}/check/").status_code == 302
    assert latest().delivery_rating == "complete"


def test_complete_in_words_alone_is_said_to_have_nothing_attached(police: Client) -> None:
    page = police.post(URL, {**COMPLETE, "check": "1"}, follow=True).content.decode()
    assert "no link or file is attached as evidence" in page


def test_who_gave_an_action_away_cannot_lose_its_rating_by_a_correction(
    police: Client, plan: Plan
) -> None:
    old = file(police, OFF_TRACK)
    action = old.action
    Action.objects.filter(pk=action.pk).update(owner=Partner.objects.get(code="CSC"))
    action.supporting.add(old.partner)
    answers = {name: text for name, text in ON_TRACK.items() if "rating" not in name}
    page = police.post(f"/updates/{old.pk}/correct/", {**answers, **WHY}).content.decode()
    assert "Your partner no longer owns this action" in page
    assert ProgressUpdate.objects.get(pk=old.pk).state == "submitted"


def test_withdrawing_the_only_evidence_of_completion_is_said(police: Client) -> None:
    update = file(police, COMPLETE)
    ProgressUpdate.objects.filter(pk=update.pk).update(evidence="")
    link = {"kind": "link", "link": "https://example.org/minutes", "title": "Minutes"}
    proof = Evidence.objects.create(
        update=update, added_by=update.author, added_at=clock.now(), **link
    )
    sent = {"reason": "It named somebody"}
    page = police.post(f"/evidence/{proof.key}/withdraw/", sent, follow=True).content.decode()
    assert "the only evidence that this action is complete" in page


def test_what_the_board_returned_is_not_proposed_again_by_taking_back_what_came_after(
    police: Client, cast: dict[str, Any], plan: Plan
) -> None:
    file(police, {**COMPLETE, "as_at_0": "30", "as_at_1": "8"})
    closure = Closure.objects.filter(action__ref="2.6")
    closure.update(
        outcome="returned", decided_on="2020-09-01", decided_by=cast["chair"], body=_board(plan)
    )
    later = file(police, OFF_TRACK)
    police.post(f"/updates/{later.pk}/withdraw/", {"reason": "Filed by mistake"})
    assert stands().delivery == "complete"
    assert [row.outcome for row in closure.all()] == ["returned"]


def test_the_service_itself_asks_for_the_reason(police: Client, cast: dict[str, Any]) -> None:
    old = file(police, ON_TRACK)
    old.action = Action.objects.with_partners().get(pk=old.action_id)
    answers = {name: getattr(old, name) for name in filing.TEXT_FIELDS + filing.RATING_FIELDS}
    with pytest.raises(filing.Refused, match="Enter why you correct it"):
        corrections.correct_update(
            update=old,
            answers=answers,
            reason="",
            version=filing.form_version(old.action, old.partner),
            by=cast["police"],
        )


def test_what_a_no_change_stands_on_is_not_taken_back_under_it(
    police: Client, chair: Client
) -> None:
    held = file(police, {**OFF_TRACK, "as_at_0": "31", "as_at_1": "8"})
    police.post(NO_CHANGE, {"why": "Checked.", **_today()})
    for what in ("withdraw", "correct"):
        sent = {**OFF_TRACK, **WHY, "as_at_0": "31", "as_at_1": "8"}
        page = police.post(f"/updates/{held.pk}/{what}/", sent).content.decode()
        assert "“No change” of 1 September 2020 stands on this update" in page
    assert ProgressUpdate.objects.get(pk=held.pk).state == "submitted"
    police.post(f"/updates/{latest().pk}/withdraw/", {"reason": "Mistaken"})
    police.post(f"/updates/{held.pk}/withdraw/", {"reason": "It named somebody"})
    assert OFF_TRACK["recovery_action"] not in chair.get(ACTION).content.decode()


def test_a_correction_of_what_was_withdrawn_meanwhile_hands_its_text_back(police: Client) -> None:
    old = file(police, ON_TRACK)
    police.post(f"/updates/{old.pk}/withdraw/", {"reason": "Filed on the wrong action"})
    sent = {**ON_TRACK, **WHY, "narrative": "A long text that must not be lost."}
    response = police.post(f"/updates/{old.pk}/correct/", sent)
    assert response.status_code == 409
    assert "A long text that must not be lost." in response.content.decode()


def test_evidence_behind_an_issued_report_stays(police: Client, plan: Plan) -> None:
    used = latest()
    link = {"kind": "link", "link": "https://example.org/minutes", "title": "Minutes"}
    proof = Evidence.objects.create(update=used, added_by=used.author, added_at=clock.now(), **link)
    ReportingPeriod.objects.filter(plan=plan, cut_off="2020-08-28").update(issued_on="2020-09-01")
    page = police.post(f"/evidence/{proof.key}/withdraw/", {"reason": "Old"}).content.decode()
    assert "The report that used it has been issued" in page
    proof.refresh_from_db()
    assert proof.withdrawn_on is None


def test_the_history_tells_no_title_of_what_an_update_taken_back_held(
    police: Client, chair: Client
) -> None:
    update = file(police, ON_TRACK)
    police.post(
        f"/updates/{update.pk}/evidence/new/",
        {"title": "SECRETTITLE", "link": "https://www.example.org/m"},
    )
    assert "SECRETTITLE" in chair.get(ACTION).content.decode()
    police.post(f"/updates/{update.pk}/withdraw/", {"reason": "It named somebody"})
    assert "SECRETTITLE" not in chair.get(ACTION).content.decode()


def test_going_on_with_a_changed_text_after_filing_it_once_is_no_error(police: Client) -> None:
    form = police.get(URL).context["form"]
    sent = {**ON_TRACK, **{name: str(form[name].value()) for name in ("version", "key")}}
    assert police.post(URL, sent).status_code == 302
    again = police.post(URL, {**sent, "narrative": "Changed after going back", "draft": "1"})
    assert again.status_code == 409
    shown = again.context["form"]
    sent |= {name: str(shown[name].value()) for name in ("version", "key")}
    response = police.post(URL, {**sent, "narrative": "Changed after going back", "draft": "1"})
    assert response.status_code == 302
    assert ProgressUpdate.objects.drafts().get().narrative == "Changed after going back"


def test_a_stale_no_change_counts_the_second_time(police: Client) -> None:
    form = police.get(NO_CHANGE).context["form"]
    sent = {"why": "Checked.", **_today()}
    sent |= {name: str(form[name].value()) for name in ("version", "key")}
    police.post(URL, {**ON_TRACK, "draft": "1"})
    refused = police.post(NO_CHANGE, sent)
    assert "Something was written on this action meanwhile" in refused.content.decode()
    shown = refused.context["form"]
    sent |= {name: str(shown[name].value()) for name in ("version", "key")}
    assert police.post(NO_CHANGE, sent).status_code == 302


def test_completion_that_counts_again_is_proposed_again(police: Client) -> None:
    proposing = file(police, {**COMPLETE, "as_at_0": "31", "as_at_1": "8"})
    later = file(police, ON_TRACK)
    police.post(f"/updates/{later.pk}/withdraw/", {"reason": "Filed by mistake"})
    closure = Closure.objects.get(action__ref="2.6", outcome="proposed")
    assert closure.proposed_by == proposing


def test_what_the_board_signed_off_on_is_not_withdrawn(
    police: Client, cast: dict[str, Any], plan: Plan
) -> None:
    update = file(police, COMPLETE)
    Closure.objects.filter(action__ref="2.6").update(
        outcome="signed_off", decided_on="2020-09-01", decided_by=cast["chair"], body=_board(plan)
    )
    page = police.post(f"/updates/{update.pk}/withdraw/", {"reason": "Mistaken"}).content.decode()
    assert "The board signed the action off on it on 1 September 2020" in page
    assert ProgressUpdate.objects.get(pk=update.pk).state == "submitted"
