"""The reports' pages."""

from __future__ import annotations

from django.urls import path

from reports import pack_views, views

urlpatterns = [
    path("reports/", views.report_list, name="report-list"),
    path("reports/<int:report_id>/", views.report_detail, name="report-detail"),
    path(
        "reports/<int:report_id>/<slug:part>.<slug:extension>",
        views.report_file,
        name="report-file",
    ),
    path("plans/<slug:slug>/board-pack/", pack_views.board_pack, name="board-pack"),
    path(
        "plans/<slug:slug>/board-pack.<slug:extension>",
        pack_views.board_pack_file,
        name="board-pack-file",
    ),
]
