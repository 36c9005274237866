"""The site map."""

from __future__ import annotations

from django.urls import include, path

from jtai_tracker import views

urlpatterns = [
    path("", include("partners.urls")),
    path("", include("actions.urls")),
    path("", include("reports.urls")),
    path("accounts/", include("jtai_tracker.account_urls")),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler429 = views.too_many  # allauth asks for it
handler500 = views.server_error
