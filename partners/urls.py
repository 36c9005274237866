"""Where each person starts, and who is who."""

from __future__ import annotations

from django.urls import path

from partners import views

urlpatterns = [
    path("", views.start, name="start"),
    path("people/", views.people_list, name="people-list"),
    path("people/partners/new/", views.partner_new, name="partner-new"),
    path("people/partners/<int:partner_id>/change/", views.partner_change, name="partner-change"),
]
