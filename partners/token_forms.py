"""The forms in which an administrator issues and revokes feed tokens."""

from __future__ import annotations

from typing import Any

from jtai_tracker import clock
from jtai_tracker.dates import months_after
from jtai_tracker.forms import Button, DateField
from jtai_tracker.reasoned import ReasonedForm, reason_field, text_line
from partners.services import tokens


class NewTokenForm(ReasonedForm):
    """A new feed token."""

    buttons = (Button("Issue the token"),)

    label = text_line(
        "What is it for?",
        "what it is for",
        150,
        "The program and who looks after it, as a post. For example: Power BI, performance team.",
    )
    ends_on = DateField(
        noun="the last day",
        label="Last day on which it can be used",
        help_text="At most two years ahead. For example, 31 3 2021",
    )
    reason = reason_field("Why is it issued? (optional)", "Kept in the history.", required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(
            data, initial={"ends_on": months_after(clock.today(), tokens.USUAL_MONTHS)}
        )

    def clean(self) -> dict[str, Any]:
        """Say everything that keeps it from being issued, at once."""
        self.refuse(tokens.token_problems(self.cleaned_data))
        return self.cleaned_data


class RevokeTokenForm(ReasonedForm):
    """The confirmation that a feed token opens nothing any more."""

    buttons = (Button("Revoke the token", kind="warning"),)
    reason = reason_field("Why is it revoked? (optional)", "Kept in the history.", required=False)

    def handed_over(self) -> dict[str, Any]:
        """Return what the service is given: there are no answers besides the reason."""
        return {"reason": self.cleaned_data["reason"]}
