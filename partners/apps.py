from __future__ import annotations

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Who: partners, users and what each may do."""

    name = "partners"
