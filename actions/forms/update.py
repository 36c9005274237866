"""The form in which a partner files a progress update."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.http import QueryDict

from actions import filing
from actions.contradictions import Facts, implied
from actions.forms.figures import FigureQuestions, MilestonesField, WaitingOnField
from actions.models import Action, ProgressUpdate, ReportingPeriod, Theme
from actions.models.update import ANSWER_LENGTH, NARRATIVE_LENGTH
from actions.ratings import (
    CLAIMS_IMPACT,
    IMPACT_MEANINGS,
    TROUBLED,
    Cause,
    Delivery,
    Impact,
    Problem,
)
from actions.stands import ActionPosition
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


def text_box(
    noun: str, label: str, hint: str = "", length: int = ANSWER_LENGTH
) -> CleanedCharField:
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


# The buttons that keep a draft and ask for nothing.
KEEPING = {
    "draft": "Save as draft",
    "next": "Save and go to the next action",
    "prove": "Save and add evidence",
}


def taken_up(posted: Any, version: str) -> QueryDict:
    """Return what was posted, as from a page made now: with this version, and a key of its own."""
    anew = cast(QueryDict, posted).copy()
    anew["version"], anew["key"] = version, str(uuid4())
    return anew


class UpdateForm(GovForm):
    """A dated progress update. The owner's carries ratings, a supporting partner's is text.

    Continue checks it; the other buttons keep it as it is and go on to the list, the next action
    or its evidence. A submit without a button's name files it.
    """

    keeps_typing = True
    buttons: Sequence[Button] = (
        Button("Continue", name="check"),
        *(Button(label, name=name, kind="secondary") for name, label in KEEPING.items()),
    )

    as_at = DateField(
        noun="the day that the update speaks of",
        label="What day does this update speak of?",
        required=False,
    )
    narrative = text_box("What happened", "What happened?", NO_CHILD, NARRATIVE_LENGTH)
    delivery_rating = forms.ChoiceField(
        label="Delivery: will it be done by its date?", choices=Delivery.choices, required=False
    )
    cause = forms.ChoiceField(
        label="Why?", choices=Cause.choices, required=False, widget=RadioChoices
    )
    recovery_action = text_box(
        "What will bring the action back", "What will bring the action back on track?"
    )
    recovery_on = DateField(
        noun="the date by which it will be back on track",
        label="By when?",
        required=False,
        help_text="For example, 31 12 2020",
    )
    waiting_on = WaitingOnField()
    board_ask = text_box("What you need from the board", "What do you need from the board?")
    evidence = text_box(
        "The evidence",
        "What is the evidence that it is complete?",
        "List it here, or attach it: a minute, a report, an audit. The board signs the action off"
        " on this.",
    )
    impact_rating = forms.ChoiceField(
        label="Impact: what difference does it make for children?",
        choices=Impact.choices,
        required=False,
        widget=RadioChoices(hints=IMPACT_MEANINGS),
    )
    impact_evidence = text_box("The evidence of impact", "What shows that difference?")
    theme = forms.ModelChoiceField(
        Theme.objects.none(),
        label="Is this about a theme that cuts across partners? (optional)",
        help_text="It then prints in the theme's section of the committee report.",
        empty_label="No",
        required=False,
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

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
        self.figures = FigureQuestions(action)
        super().__init__(data, initial=self._initial(draft))
        self._offer_partners_and_themes()
        self._explain_ratings()
        if self.rates:
            self._ask_what_was_reached(draft)

    @property
    def keeps_draft(self) -> bool:
        """Whether the button pressed keeps a draft, which asks for nothing."""
        return any(name in self.data for name in KEEPING)

    @property
    def written_against(self) -> dict[str, Any]:
        """What the page was made from, and which page it is: for the services.

        A form that carries no version is taken as written against what is there now.
        """
        version = self.cleaned_data.get("version")
        return {
            "version": version or filing.form_version(self.action, self.partner),
            "key": self.cleaned_data.get("key"),
        }

    def save(self, service: Callable[..., ProgressUpdate], *, by: User) -> ProgressUpdate:
        """Hand the answers to `service`, with what they were written against."""
        return service(
            action=self.action,
            partner=self.partner,
            answers=self.cleaned_data,
            **self.written_against,
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
            *(["milestones"] if "milestones" in self.fields else []),
            *self.figures.layout(),
            "impact_rating",
            ShownFor("impact_rating", _codes(CLAIMS_IMPACT), "impact_evidence"),
            "theme",
        ]

    def show_before(
        self, stands: ActionPosition, facts: Facts, collecting: ReportingPeriod | None
    ) -> None:
        """Say beside each choice what was declared last, and what dates and silence say."""
        if collecting:
            self.fields["as_at"].help_text = (
                f"The report for the meeting of {long_date(collecting.meeting.held_on)} takes"
                f" updates up to {long_date(collecting.cut_off)}. For example, 28 8 2020"
            )
        said = f"Last declared: {stands.delivery.label.lower()}." if stands.delivery else ""
        hints = {"delivery_rating": " ".join([said, *implied(facts)]).strip()}
        if stands.impact:
            hints["impact_rating"] = f"Last declared: {stands.impact.label.lower()}."
        for name, hint in hints.items():
            self.fields[name].help_text = hint

    def clean(self) -> dict[str, Any]:
        """Check the whole, unless it is only kept as a draft."""
        answers = self.cleaned_data
        answers["figures"] = self.figures.typed(answers)
        if not self.keeps_draft:
            self.refuse_if_current(filing.refusals(self.action, self.partner, answers))
        return answers

    def refuse_if_current(self, problems: list[Problem]) -> None:
        """Show the problems, unless something was written meanwhile: that is shown before them.

        Asked after the rules, so that what another filed in between is no problem of this form.
        """
        version, key = self.cleaned_data.get("version"), self.cleaned_data.get("key")
        action = Action.objects.get(pk=self.action.pk)
        if not version or filing.is_current(action, self.partner, version, key):
            self.refuse(problems)

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Show each problem at its question, unless that has one already."""
        for problem in problems:
            if problem.field not in self.errors:
                self.add_error(problem.field, problem.sentence)

    def take_up(self, version: str) -> None:
        """Go on from what is there now: the page has shown it, so a second submit counts."""
        self.data = taken_up(self.data, version)

    def _initial(self, draft: ProgressUpdate | None) -> dict[str, Any]:
        page = {"version": filing.form_version(self.action, self.partner), "key": uuid4()}
        if draft is None:
            return {"as_at": clock.today(), **page}
        names = filing.TEXT_FIELDS + filing.RATING_FIELDS
        said = {name: getattr(draft, name) for name in names}
        ticked = {"milestones": draft.milestones.all()}
        return said | ticked | self.figures.initial(draft.figures) | page

    def _ask_what_was_reached(self, draft: ProgressUpdate | None) -> None:
        milestones = MilestonesField(self.action, draft)
        if milestones.offered:
            self.fields["milestones"] = milestones
        self.figures.add_to(self)

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
