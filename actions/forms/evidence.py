"""The forms in which evidence is attached to an update, and withdrawn."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from actions.file_kinds import CONTENT_TYPES
from actions.file_kinds.unfit import EMPTY
from actions.file_names import LONGEST_TITLE, title_from
from actions.links import link_problem
from actions.models import Evidence, ProgressUpdate
from actions.models.update import ANSWER_LENGTH
from actions.services import evidence
from jtai_tracker.fields import CleanedCharField
from jtai_tracker.forms import Button, CountedTextarea, GovForm
from partners.models import User

_NEITHER = "Give a link or choose a file"
_BOTH = "Give a link or a file, not both. Add the second one after this"


class EvidenceForm(GovForm):
    """A link or a file, with a title. `problem` says why a file that was sent did not arrive."""

    buttons = (Button("Add evidence"),)

    title = CleanedCharField(
        label="Title",
        help_text="What it is and of when. Without one, a file's name is taken. Name no child.",
        required=False,
        max_length=LONGEST_TITLE,
        error_messages={"max_length": f"The title must be {LONGEST_TITLE} characters or fewer"},
    )
    link = CleanedCharField(
        label="A link",
        help_text="For example, https://www.example.org/minutes",
        required=False,
        widget=forms.TextInput({"type": "url", "inputmode": "url", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label="Or a file",
        help_text="PDF, Word, Excel, CSV, PNG or JPEG, of up to 20 MB.",
        required=False,
        widget=forms.FileInput({"accept": ",".join(f".{kind}" for kind in CONTENT_TYPES)}),
        error_messages={"empty": EMPTY},
    )

    def __init__(self, data: Any = None, files: Any = None, *, problem: str = "") -> None:
        self.problem = problem
        super().__init__(data, files)

    def clean_link(self) -> str:
        """Let in addresses of the web alone."""
        link = str(self.cleaned_data["link"])
        wrong = link_problem(link) if link else ""
        if wrong:
            raise forms.ValidationError(wrong)
        return link

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and for a link's title."""
        answers = self.cleaned_data
        if self.problem:
            self.add_error("file", self.problem)
        if self.errors:
            return answers
        if answers["link"] and answers["file"]:
            self.add_error("link", _BOTH)
        elif answers["link"] and not answers["title"]:
            self.add_error("title", "Enter what the link leads to")
        elif not answers["link"] and not answers["file"]:
            self.add_error("link", _NEITHER)
        return answers

    def save(self, update: ProgressUpdate, *, by: User) -> Evidence:
        """Attach what was given to `update`; raises as the services do."""
        title, file = self.cleaned_data["title"], self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            link = self.cleaned_data["link"]
            return evidence.add_link(update=update, title=title, link=link, by=by)
        title = title or title_from(file.name or "")
        return evidence.add_file(update=update, title=title, file=cast(BinaryIO, file.file), by=by)


class WithdrawEvidenceForm(GovForm):
    """Why a piece of evidence does not stand any more."""

    buttons = (Button("Withdraw this evidence", kind="warning"),)

    reason = CleanedCharField(
        label="Why do you withdraw it?",
        help_text="Everybody who sees the update reads this. Name no child.",
        max_length=ANSWER_LENGTH,
        widget=CountedTextarea(ANSWER_LENGTH, unit="characters", rows=4),
        error_messages={
            "required": "Enter why you withdraw it",
            "max_length": f"The reason must be {ANSWER_LENGTH:,} characters or fewer",
        },
    )
