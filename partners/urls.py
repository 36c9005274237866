"""Where each person starts, and who is who."""

from __future__ import annotations

from django.urls import path

from partners import token_views, views

urlpatterns = [
    path("", views.start, name="start"),
    path("people/", views.people_list, name="people-list"),
    path("people/partners/new/", views.partner_new, name="partner-new"),
    path("people/partners/<int:partner_id>/change/", views.partner_change, name="partner-change"),
    path("tokens/", token_views.token_list, name="token-list"),
    path("tokens/new/", token_views.token_new, name="token-new"),
    path("tokens/<int:token_id>/revoke/", token_views.token_revoke, name="token-revoke"),
]
