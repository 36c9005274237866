from __future__ import annotations

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """What: plans, actions, dated updates, and the position as at a day."""

    name = "actions"

    def ready(self) -> None:
        """Let partners ask which actions keep one of them from being deactivated."""
        from actions.owning import open_actions
        from partners.duties import answered_by

        answered_by(open_actions)
