"""The forms in which an administrator adds and changes partners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from jtai_tracker.forms import Button, Group
from jtai_tracker.reasoned import ChangeForm, ReasonedForm, reason_field, text_line
from partners.models import Partner
from partners.services import organisations


class _PartnerFields(ReasonedForm):
    """What a partner is, whether it is new or changed."""

    code = text_line("Code", "the code", 20, "A few letters, for example POL.")
    name = text_line("Name", "the name", 200)
    short_name = text_line("Short name", "the short name", 200, "As tables and reports head it.")
    parent = forms.ModelChoiceField(
        Partner.objects.none(),
        label="Reports under",
        help_text="The partner under whose heading it reports. Its lead then writes for it too.",
        empty_label="Nobody: it stands at the top",
        required=False,
    )
    report_heading = text_line(
        "Heading in the committee report (optional)", "the heading", 200, required=False
    )
    order = forms.IntegerField(
        label="Place in lists and reports",
        help_text="A number: the lowest comes first.",
        min_value=0,
        max_value=32_767,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={
            "required": "Enter its place, for example 5",
            "invalid": "The place must be a whole number, for example 5",
            "min_value": "The place must be 0 or more",
            "max_value": "The place must be 32,767 or less",
        },
    )
    escalation_post = text_line(
        "Who is told when a round stays unanswered? (optional)",
        "the post",
        200,
        "A post, never a person’s name.",
        required=False,
    )
    escalation_email = forms.EmailField(
        label="Their e-mail address (optional)",
        help_text="The last reminder of a round goes there.",
        max_length=254,
        required=False,
        error_messages={
            "invalid": "Enter an e-mail address in the right form, like name@example.org",
            "max_length": "The e-mail address must be 254 characters or fewer",
        },
    )

    def layout(self) -> Sequence[Any]:
        """Ask who it is, where it stands, and whom its reminders reach last."""
        active = ["active"] if "active" in self.fields else []
        return [
            Group("The partner", "code", "name", "short_name", *active),
            Group("Where it stands", "parent", "report_heading", "order"),
            Group("Escalation", "escalation_post", "escalation_email"),
            "reason",
        ]

    def _offer(self, but: Partner | None = None) -> None:
        groups = Partner.objects.groups().filter(active=True)
        if but:
            now = Partner.objects.filter(members=but)
            groups = (groups | now).distinct().exclude(pk=but.pk)
        self.fields["parent"].queryset = groups  # type: ignore[attr-defined]  # a model choice


class NewPartnerForm(_PartnerFields):
    """A new partner."""

    buttons = (Button("Add the partner"),)
    reason = reason_field("Why is it added? (optional)", "Kept in the history.", required=False)

    def __init__(self, data: Any = None) -> None:
        last = Partner.objects.order_by("order").last()
        super().__init__(data, initial={"order": min(last.order + 1, 32_767) if last else 1})
        self._offer()

    def clean(self) -> dict[str, Any]:
        """Say everything that keeps it from being added, at once."""
        self.refuse(organisations.partner_problems(self.cleaned_data))
        return self.cleaned_data


class PartnerForm(ChangeForm, _PartnerFields):
    """A partner as it stands, to be changed or deactivated."""

    buttons = (Button("Save the change"),)

    active = forms.BooleanField(
        label="Active",
        help_text="Untick it when the partner has left. It stays on record.",
        required=False,
    )

    def __init__(self, data: Any = None, *, partner: Partner) -> None:
        initial = {name: getattr(partner, name) for name in organisations.FACTS}
        super().__init__(
            data, version=lambda: organisations.partner_version(partner), initial=initial
        )
        self.partner = partner
        self._offer(partner)

    def clean(self) -> dict[str, Any]:
        """Say everything that keeps it from being changed so, at once."""
        self.refuse(organisations.partner_problems(self.cleaned_data, self.partner))
        return self.cleaned_data
