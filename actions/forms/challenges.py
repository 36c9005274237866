"""The forms of the challenge log: the board asks, the partner answers, the chair goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, cast
from uuid import uuid4

from django import forms
from django.http import QueryDict

from actions import challenge_rules
from actions.challenge_log import StandingChallenge
from actions.challenge_states import ChallengeState
from actions.forms.update import NO_CHILD
from actions.models import (
    Action,
    Challenge,
    ChallengeReply,
    GovernanceBody,
    ProgressUpdate,
)
from actions.models.challenge import QUESTION_LENGTH
from actions.services import challenges
from jtai_tracker.dates import long_date
from jtai_tracker.fields import CleanedCharField
from jtai_tracker.forms import Button, CountedTextarea, DateField, GovForm, RadioChoices
from jtai_tracker.refused import Refused
from partners.models import Partner, User

Kind = ChallengeReply.Kind
_NO_BODY = (
    "The plan names no other body. Whoever manages the plan can add one on the page Structure."
)
_ON_RECORD = "Everybody who reads the plan sees this, and it stays on record."


def text_box(
    noun: str, label: str, hint: str, *, required: bool = True, rows: int = 6
) -> CleanedCharField:
    """Return a box for a question or an answer, which counts its characters."""
    return CleanedCharField(
        label=label,
        help_text=f"{hint} {NO_CHILD}".strip(),
        required=required,
        max_length=QUESTION_LENGTH,
        widget=CountedTextarea(QUESTION_LENGTH, unit="characters", rows=rows),
        error_messages={
            "required": f"Enter {noun}",
            "max_length": f"{noun[:1].upper()}{noun[1:]} must be {QUESTION_LENGTH:,} characters or"
            " fewer",
        },
    )


def day_box() -> DateField:
    """Return the question by when an answer is wanted."""
    return DateField(
        noun="the day for the answer",
        label="By when should it be answered?",
        help_text="Ten working days are offered. You can enter another day.",
    )


class _OncePerPage(GovForm):
    """A form whose page counts once, however often it is sent."""

    keeps_typing = True

    key = forms.UUIDField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": "This page is out of date. Copy your text, and open it again"},
    )

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show each problem at its question, unless that has one already, or above them all."""
        for name, sentence in problems.items():
            field = name if name in self.fields else None
            if field is None or field not in self.errors:
                self.add_error(field, sentence)

    def show_again(self, refused: Refused) -> None:
        """Show what was typed, and why it was refused.

        A page that was sent before goes on as another one: sent once more, it counts by itself.
        """
        self.refuse(refused.problems)
        if isinstance(refused, challenges.SentAlready):
            self.put("key", str(uuid4()))

    def put(self, name: str, value: str) -> None:
        """Let the page carry `value` in place of what was sent."""
        anew = cast(QueryDict, self.data).copy()
        anew[name] = value
        self.data = anew


class _UpdateField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        """Name an update by its day and its partner, as people speak of it."""
        return f"The update of {long_date(obj.as_at)} by {obj.partner.name}"


class ChallengeForm(_OncePerPage):
    """The board asks one partner a question on an action, or on one update of it."""

    buttons = (Button("Ask this question"),)

    update = _UpdateField(
        ProgressUpdate.objects.none(),
        label="What is it about?",
        required=False,
        empty_label="The action as a whole",
        error_messages={"invalid_choice": "Choose the action, or an update that is in force"},
    )
    asked_of = forms.ModelChoiceField(
        Partner.objects.none(),
        label="Whom do you ask?",
        empty_label=None,
        widget=RadioChoices,
        error_messages={
            "required": "Choose whom you ask",
            "invalid_choice": "Choose a partner that works on this action",
        },
    )
    question = text_box("the question", "What do you ask?", _ON_RECORD)
    answer_by = day_box()

    def __init__(
        self, data: Any = None, *, action: Action, update: ProgressUpdate | None = None
    ) -> None:
        self.action = action
        partners = challenge_rules.partners_to_ask(action)
        asked = update.partner if update and update.partner in partners else action.owner
        opened = {
            "update": update,
            "asked_of": asked,
            "answer_by": challenge_rules.usual_day(),
            "key": uuid4(),
        }
        super().__init__(data, initial=opened)
        self._offer(partners)

    def _offer(self, partners: Sequence[Partner]) -> None:
        asked_of = cast(forms.ModelChoiceField, self.fields["asked_of"])
        asked_of.queryset = Partner.objects.filter(pk__in=[partner.pk for partner in partners])
        asked_of.widget.hints = {str(self.action.owner_id): "Owns the action"}
        update = cast(forms.ModelChoiceField, self.fields["update"])
        filed = ProgressUpdate.objects.submitted().filter(action=self.action)
        update.queryset = filed.select_related("partner").order_by("-as_at", "-pk")

    def clean(self) -> dict[str, Any]:
        """Refuse what the rules do not let be asked."""
        self.refuse(_found(challenge_rules.ask_problems(self.action, self.cleaned_data)))
        return self.cleaned_data

    def asked(self, *, by: User) -> Challenge | None:
        """Return the question, asked; None where the form says what is wrong."""
        if not self.is_valid():
            return None
        try:
            return challenges.ask(
                action=self.action,
                answers=self.cleaned_data,
                form_key=self.cleaned_data["key"],
                by=by,
            )
        except Refused as refused:
            self.show_again(refused)
        return None


class StepForm(_OncePerPage):
    """One step of a challenge, written against what had been said of it by then."""

    kind: ClassVar[Kind]
    service: ClassVar[Callable[..., ChallengeReply]]

    seen = forms.IntegerField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": "This page is out of date. Copy your text, and open it again"},
    )
    text: forms.Field

    def __init__(self, data: Any = None, *, now: StandingChallenge) -> None:
        self.now = now
        super().__init__(data, initial={"key": uuid4(), "seen": len(now.replies)})

    def taken(self, *, by: User) -> ChallengeReply | None:
        """Return the step, taken; None where the form says what is wrong, or who was first.

        What was typed then stays, and counts when it is sent once more.
        """
        if not self.is_valid():
            return None
        said = dict(self.cleaned_data)
        key, seen = said.pop("key"), said.pop("seen")
        seen = len(self.now.replies) if seen is None else seen
        service = type(self).service
        try:
            return service(challenge=self.now.challenge, seen=seen, form_key=key, by=by, **said)
        except Refused as refused:
            self.show_again(refused)
        self._take_up(challenges.standing_now(self.now.challenge))
        return None

    def _take_up(self, now: StandingChallenge) -> None:
        """Go on from what is on record now, which the page shows."""
        self.now = now
        self.put("seen", str(len(now.replies)))


class AnswerForm(StepForm):
    """What the partner answers."""

    kind, service = Kind.ANSWERED, staticmethod(challenges.answer)
    buttons = (Button("Send the answer"),)
    text = text_box("your answer", "Your answer", _ON_RECORD, rows=10)


class AskAgainForm(StepForm):
    """What the chair still wants to know, and by when."""

    kind, service = Kind.ASKED_AGAIN, staticmethod(challenges.ask_again)
    buttons = (Button("Ask again"),)
    text = text_box("the question", "What do you still want to know?", _ON_RECORD)
    answer_by = day_box()

    def __init__(self, data: Any = None, *, now: StandingChallenge) -> None:
        super().__init__(data, now=now)
        self.initial["answer_by"] = challenge_rules.usual_day()


class AcceptForm(StepForm):
    """The answer is accepted; a remark is welcome, and needed where no answer is on record."""

    kind, service = Kind.ACCEPTED, staticmethod(challenges.accept)
    buttons = (Button("Accept the answer"),)
    text = text_box(
        "what you accept", "Do you want to add anything? (optional)", _ON_RECORD, required=False
    )

    def __init__(self, data: Any = None, *, now: StandingChallenge) -> None:
        super().__init__(data, now=now)
        if now.unanswered:
            self.fields["text"].label = "What do you accept, and where was it said?"


class EscalateForm(StepForm):
    """To which body the challenge goes, and why."""

    kind, service = Kind.ESCALATED, staticmethod(challenges.escalate)
    buttons = (Button("Escalate"),)
    body = forms.ModelChoiceField(
        GovernanceBody.objects.none(),
        label="To which body?",
        empty_label=None,
        widget=RadioChoices,
        error_messages={
            "required": "Choose a body",
            "invalid_choice": "Choose a body of this plan that it is not with already",
        },
    )
    text = text_box("why you escalate it", "Why do you escalate it?", _ON_RECORD)

    def __init__(self, data: Any = None, *, now: StandingChallenge) -> None:
        super().__init__(data, now=now)
        body = cast(forms.ModelChoiceField, self.fields["body"])
        # The same page sent twice names the body that it is with by then: the service knows it.
        body.queryset = _bodies(now) if data is None else _bodies(now, all_of_them=True)
        if not body.queryset.exists():
            body.help_text = _NO_BODY


class WithdrawChallengeForm(StepForm):
    """Why the question was a mistake."""

    kind, service = Kind.WITHDRAWN, staticmethod(challenges.withdraw)
    buttons = (Button("Withdraw the question", kind="warning"),)
    text = text_box(
        "why you withdraw it",
        "Why do you withdraw it?",
        f"The question stays readable. {_ON_RECORD}",
    )


def _bodies(now: StandingChallenge, *, all_of_them: bool = False) -> Any:
    bodies = GovernanceBody.objects.filter(plan=now.challenge.action.plan)
    here = now.body if now.state == ChallengeState.ESCALATED and not all_of_them else None
    return bodies.exclude(pk=here.pk) if here else bodies


def _found(problems: Mapping[str, str]) -> dict[str, str]:
    return {name: sentence for name, sentence in problems.items() if sentence}
