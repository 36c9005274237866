"""The reports' pages."""

from __future__ import annotations

from django.urls import path

from reports import views

urlpatterns = [
    path("reports/", views.report_list, name="report-list"),
    path("reports/<int:report_id>/", views.report_detail, name="report-detail"),
    path(
        "reports/<int:report_id>/<slug:part>.<slug:extension>",
        views.report_file,
        name="report-file",
    ),
]
