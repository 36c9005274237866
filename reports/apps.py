from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Say: committee reports, from the record to every format."""

    name = "reports"
