"""The plan's pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter

from actions.references import PATTERN
from actions.views import checking, corrections, dashboard, lists, pages, updates


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

action_urls = [
    path("", lists.action_list, name="action-list"),
    path("<ref:ref>/", pages.action_detail, name="action-detail"),
    path("<ref:ref>/updates/new/", updates.update_new, name="update-new"),
    path("<ref:ref>/updates/no-change/", corrections.update_no_change, name="update-no-change"),
]
plan_urls: list[URLPattern | URLResolver] = [
    path("", dashboard.plan_dashboard, name="plan-dashboard"),
    path("actions/", include(action_urls)),
]
urlpatterns = [
    path("plans/", lists.plan_list, name="plan-list"),
    path("plans/<slug:slug>/", include(plan_urls)),
    path("updates/", lists.owed_list, name="owed-list"),
    path("updates/<int:draft_id>/edit/", updates.update_edit, name="update-edit"),
    path("updates/<int:draft_id>/check/", checking.update_check, name="update-check"),
    path("updates/<int:update_id>/filed/", checking.update_filed, name="update-filed"),
    path("updates/<int:update_id>/correct/", corrections.update_correct, name="update-correct"),
    path("updates/<int:update_id>/withdraw/", corrections.update_withdraw, name="update-withdraw"),
]
