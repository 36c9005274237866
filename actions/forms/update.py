"""The form in which a partner files a progress update."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms

from actions import filing
from actions.models import Action, ProgressUpdate, ReportingPeriod, Theme
from actions.models.update import ANSWER_LENGTH, NARRATIVE_LENGTH
from actions.position import ActionPosition
from actions.ratings import (
    CLAIMS_IMPACT,
    IMPACT_MEANINGS,
    TROUBLED,
    Cause,
    Delivery,
    Impact,
    Problem,
)
from jtai_tracker import clock
from jtai_tracker.dates import long_date
from jtai_tracker.fields import CleanedCharField
from jtai_tracker.forms import (
    Button,
    CountedTextarea,
    DateField,
    GovForm,
    RadioChoices,
    ShownFor,
)
from partners.models import Partner, User

NO_CHILD = "Do not name or describe a child, or anybody by name. Posts and organisations are fine."


def _text(noun: str, label: str, hint: str = "", length: int = ANSWER_LENGTH) -> CleanedCharField:
    """Return a box for `length` characters; what is asked for depends on the ratings."""
    too_long = f"{noun} must be {length:,} characters or fewer"
    return CleanedCharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=length,
        error_messages={"max_length": too_long},
        widget=CountedTextarea(length, unit="characters", rows=10 if length > ANSWER_LENGTH else 4),
    )


class UpdateForm(GovForm):
    """A dated progress update. The owner's carries ratings, a supporting partner's is text.

    Pressing Continue checks it, Save as draft keeps it as it is; a submit without a button's name
    files it.
    """

    buttons = (
        Button("Continue", name="check"),
        Button("Save as draft", name="draft", kind="secondary"),
    )

    as_at = DateField(
        noun="the day that the update speaks of",
        label="What day does this update speak of?",
        required=False,
    )
    narrative = _text("What happened", "What happened?", NO_CHILD, NARRATIVE_LENGTH)
    delivery_rating = forms.ChoiceField(
        label="Delivery: will it be done by its date?", choices=Delivery.choices, required=False
    )
    cause = forms.ChoiceField(
        label="Why?", choices=Cause.choices, required=False, widget=RadioChoices
    )
    recovery_action = _text(
        "What will bring the action back", "What will bring the action back on track?"
    )
    recovery_on = DateField(
        noun="the date by which it will be back on track",
        label="By when?",
        required=False,
        help_text="For example, 31 12 2020",
    )
    waiting_on = forms.ModelChoiceField(
        Partner.objects.none(),
        label="Are you waiting on another partner? (optional)",
        empty_label="No",
        required=False,
    )
    board_ask = _text("What you need from the board", "What do you need from the board?")
    evidence = _text(
        "The evidence",
        "What is the evidence that it is complete?",
        "List it: a minute, a report, an audit. The board signs the action off on this.",
    )
    impact_rating = forms.ChoiceField(
        label="Impact: what difference does it make for children?",
        choices=Impact.choices,
        required=False,
        widget=RadioChoices(hints=IMPACT_MEANINGS),
    )
    impact_evidence = _text("The evidence of impact", "What shows that difference?")
    theme = forms.ModelChoiceField(
        Theme.objects.none(),
        label="Is this about a theme that cuts across partners? (optional)",
        help_text="It then prints in the theme's section of the committee report.",
        empty_label="No",
        required=False,
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    stale = False

    def __init__(
        self,
        data: Any = None,
        *,
        action: Action,
        partner: Partner,
        draft: ProgressUpdate | None = None,
    ) -> None:
        self.action, self.partner = action, partner
        self.rates = filing.rates(partner, action)
        super().__init__(data, initial=self._initial(draft))
        self._offer_partners_and_themes()
        self._explain_ratings()

    @property
    def keeps_draft(self) -> bool:
        """Whether the button pressed was Save as draft, which asks for nothing."""
        return "draft" in self.data

    def save(self, service: Callable[..., ProgressUpdate], *, by: User) -> ProgressUpdate:
        """Hand the answers to `service`, with what they were written against.

        A form that carries no version is taken as written against what is there now.
        """
        written = self.cleaned_data.get("version")
        return service(
            action=self.action,
            partner=self.partner,
            answers=self.cleaned_data,
            version=written or filing.form_version(self.action, self.partner),
            by=by,
        )

    def layout(self) -> Sequence[Any]:
        """Ask what happened, then how it stands, with what each rating asks for under it."""
        if not self.rates:
            return ["as_at", "narrative", "theme"]
        return [
            "as_at",
            "narrative",
            "delivery_rating",
            ShownFor("delivery_rating", _codes(TROUBLED), *_TROUBLE),
            ShownFor("delivery_rating", [Delivery.OFF_TRACK], "board_ask"),
            ShownFor("delivery_rating", [Delivery.COMPLETE], "evidence"),
            "impact_rating",
            ShownFor("impact_rating", _codes(CLAIMS_IMPACT), "impact_evidence"),
            "theme",
        ]

    def show_before(self, stands: ActionPosition, collecting: ReportingPeriod | None) -> None:
        """Say beside each choice what was declared last, and what the dates say."""
        if collecting:
            self.fields["as_at"].help_text = (
                f"The report for the meeting of {long_date(collecting.meeting.held_on)} takes"
                f" updates up to {long_date(collecting.cut_off)}. For example, 28 8 2020"
            )
        said = f"Last declared: {stands.delivery.label.lower()}." if stands.delivery else ""
        late = f" The action is {stands.days_overdue} days overdue." if stands.overdue else ""
        due = f" Due {long_date(stands.due_on)}." if stands.due_on else ""
        self.fields["delivery_rating"].help_text = f"{said}{due}{late}".strip()
        if stands.impact:
            self.fields[
                "impact_rating"
            ].help_text = f"Last declared: {stands.impact.label.lower()}."

    def clean(self) -> dict[str, Any]:
        """Check the whole, unless it is only kept as a draft."""
        answers = self.cleaned_data
        if self.keeps_draft:
            return answers
        self.refuse(filing.refusals(self.action, self.partner, answers))
        return answers

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Show each problem at its question, unless that has one already."""
        for problem in problems:
            if problem.field not in self.errors:
                self.add_error(problem.field, problem.sentence)

    def refuse_stale(self) -> None:
        """Say that somebody wrote meanwhile; what was typed stays, and a second submit counts."""
        self.add_error(
            None,
            "Somebody wrote on this action while this page was open. Read what they wrote, beside"
            " the form. Your own text is kept: submit again to go on with it",
        )
        self.stale = True
        version = filing.form_version(self.action, self.partner)
        self.data = {**self.data.dict(), "version": version}  # type: ignore[attr-defined]  # as posted

    def _initial(self, draft: ProgressUpdate | None) -> dict[str, Any]:
        version = {"version": filing.form_version(self.action, self.partner)}
        if draft is None:
            return {"as_at": clock.today(), **version}
        names = filing.TEXT_FIELDS + filing.RATING_FIELDS
        return {name: getattr(draft, name) for name in names} | version

    def _offer_partners_and_themes(self) -> None:
        others = Partner.objects.filter(active=True).exclude(pk=self.partner.pk)
        self.fields["waiting_on"].queryset = others  # type: ignore[attr-defined]  # a model choice
        self.fields["theme"].queryset = self.action.plan.themes.all()  # type: ignore[attr-defined]

    def _explain_ratings(self) -> None:
        field = self.fields["delivery_rating"]
        field.widget = RadioChoices(choices=Delivery.choices, hints=self.action.plan.rating_wording)


_TROUBLE = ("cause", "recovery_action", "recovery_on", "waiting_on")


def _codes(ratings: Any) -> list[str]:
    return sorted(rating.value for rating in ratings)
