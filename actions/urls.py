"""The plan's pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter

from actions.references import PATTERN
from actions.views import (
    acknowledging,
    challenges,
    challenging,
    checking,
    corrections,
    coverage,
    dashboard,
    dates,
    evidence,
    exceptions,
    feed,
    frame,
    handover,
    history,
    lists,
    measures,
    meetings,
    milestones,
    pages,
    reminders,
    search,
    signing_off,
    slippage,
    structure,
    updates,
)


class ReferenceConverter:
    """An action's reference in an address: 1.10 or 1a."""

    regex = PATTERN

    def to_python(self, value: str) -> str:
        """Return the reference as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return the reference as it is."""
        return value


register_converter(ReferenceConverter, "ref")

milestone_urls = [
    path("", milestones.milestone_list, name="milestone-list"),
    path("<int:milestone_id>/change/", milestones.milestone_change, name="milestone-change"),
    path("<int:milestone_id>/withdraw/", milestones.milestone_withdraw, name="milestone-withdraw"),
]
action_urls: list[URLPattern | URLResolver] = [
    path("", lists.action_list, name="action-list"),
    # Before the references: no action is called "new".
    path("new/", structure.action_new, name="action-new"),
    path("<ref:ref>/", pages.action_detail, name="action-detail"),
    path("<ref:ref>/history/", history.action_history, name="action-history"),
    path("<ref:ref>/updates/new/", updates.update_new, name="update-new"),
    path("<ref:ref>/updates/no-change/", corrections.update_no_change, name="update-no-change"),
    path("<ref:ref>/challenges/new/", challenging.challenge_new, name="challenge-new"),
    path("<ref:ref>/dates/new/", dates.date_new, name="date-new"),
    path("<ref:ref>/change/", structure.action_change, name="action-change"),
    path("<ref:ref>/owner/", structure.action_owner, name="action-owner"),
    path("<ref:ref>/withdraw/", structure.action_withdraw, name="action-withdraw"),
    path("<ref:ref>/put-back/", structure.action_put_back, name="action-put-back"),
    path("<ref:ref>/milestones/", include(milestone_urls)),
]
meeting_urls = [
    path("", meetings.meeting_list, name="meeting-list"),
    path("new/", meetings.meeting_new, name="meeting-new"),
    path("new/<int:body_id>/<str:day>/", meetings.meeting_check, name="meeting-check"),
    path("<int:meeting_id>/move/", meetings.meeting_move, name="meeting-move"),
    path("<int:meeting_id>/round/", meetings.round_new, name="round-new"),
]
structure_urls = [
    path("", frame.plan_structure, name="plan-structure"),
    path("<slug:kind>/new/", frame.part_new, name="part-new"),
    path("<slug:kind>/<int:part_id>/", frame.part_change, name="part-change"),
]
measure_urls = [
    path("", measures.measure_list, name="measure-list"),
    path("new/", measures.measure_new, name="measure-new"),
    path("<slug:ref>/change/", measures.measure_change, name="measure-change"),
    path("<slug:ref>/withdraw/", measures.measure_withdraw, name="measure-withdraw"),
]
challenge_urls = [
    path("", challenges.challenge_detail, name="challenge-detail"),
    path("answer/", challenging.challenge_answer, name="challenge-answer"),
    path("accept/", challenging.challenge_accept, name="challenge-accept"),
    path("ask-again/", challenging.challenge_ask_again, name="challenge-ask-again"),
    path("escalate/", challenging.challenge_escalate, name="challenge-escalate"),
    path("withdraw/", challenging.challenge_withdraw, name="challenge-withdraw"),
]
plan_urls: list[URLPattern | URLResolver] = [
    path("", dashboard.plan_dashboard, name="plan-dashboard"),
    path("actions/", include(action_urls)),
    path("coverage/", coverage.plan_coverage, name="plan-coverage"),
    path("dates-moved/", slippage.dates_moved, name="dates-moved"),
    path("exceptions/", exceptions.exception_list, name="exception-list"),
    path("challenges/", challenges.challenge_list, name="challenge-list"),
    path("meetings/", include(meeting_urls)),
    path("settings/", frame.plan_settings, name="plan-settings"),
    path("structure/", include(structure_urls)),
    path("to-read/", acknowledging.to_read_list, name="to-read"),
    path("search/", search.plan_search, name="plan-search"),
    path("measures/", include(measure_urls)),
    path("data/", feed.plan_data, name="plan-data"),
    path("position.json", feed.position_feed, name="position-feed"),
    path("position.schema.json", feed.position_schema, name="position-schema"),
]
urlpatterns = [
    path("plans/", lists.plan_list, name="plan-list"),
    path("plans/new/", frame.plan_new, name="plan-new"),
    path("plans/<slug:slug>/", include(plan_urls)),
    path("challenges/<int:challenge_id>/", include(challenge_urls)),
    path("dates/", dates.date_list, name="date-list"),
    path("dates/<int:request_id>/decide/", dates.date_decide, name="date-decide"),
    path("dates/<int:request_id>/withdraw/", dates.date_withdraw, name="date-withdraw"),
    path("sign-offs/", signing_off.sign_off_list, name="sign-off-list"),
    path("sign-offs/<int:closure_id>/", signing_off.sign_off_decide, name="sign-off-decide"),
    path(
        "sign-offs/<int:closure_id>/re-open/", signing_off.sign_off_reopen, name="sign-off-reopen"
    ),
    path("sign-offs/<int:closure_id>/re-check/", signing_off.sign_off_check, name="sign-off-check"),
    path("people/<int:user_id>/hand-over/", handover.hand_over, name="hand-over"),
    path("updates/", lists.owed_list, name="owed-list"),
    path(
        "updates/<int:update_id>/acknowledge/",
        acknowledging.update_acknowledge,
        name="update-acknowledge",
    ),
    path(
        "acknowledgements/<int:acknowledgement_id>/undo/",
        acknowledging.acknowledgement_undo,
        name="acknowledgement-undo",
    ),
    path("updates/<int:draft_id>/edit/", updates.update_edit, name="update-edit"),
    path("updates/<int:draft_id>/check/", checking.update_check, name="update-check"),
    path("updates/<int:update_id>/filed/", checking.update_filed, name="update-filed"),
    path("updates/<int:update_id>/correct/", corrections.update_correct, name="update-correct"),
    path("updates/<int:update_id>/withdraw/", corrections.update_withdraw, name="update-withdraw"),
    path("reminders/", reminders.reminder_edit, name="reminder-edit"),
    path("reminders/sent/", reminders.reminder_list, name="reminder-list"),
    path("reminders/sent/<int:reminder_id>/", reminders.reminder_settle, name="reminder-settle"),
    path("updates/<int:update_id>/evidence/new/", evidence.evidence_new, name="evidence-new"),
    path("evidence/<uuid:key>/", evidence.evidence_file, name="evidence-file"),
    path("evidence/<uuid:key>/withdraw/", evidence.evidence_withdraw, name="evidence-withdraw"),
]
