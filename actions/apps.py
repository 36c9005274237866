from __future__ import annotations

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """What: plans, actions, dated updates, and the position as at a day."""

    name = "actions"
