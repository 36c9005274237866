"""The box in which one looks for words in a plan."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from actions import matching
from jtai_tracker.fields import CleanedCharField
from jtai_tracker.forms import Button, GovForm

SHORTEST, LONGEST, MOST_WORDS = 2, 200, 10


class SearchForm(GovForm):
    """What is looked for: words that must all occur, or a phrase in quotation marks."""

    method = "get"
    buttons = (Button("Search"),)

    text = CleanedCharField(
        label="Words, a reference, or a phrase in quotation marks",
        min_length=SHORTEST,
        max_length=LONGEST,
        error_messages={
            "required": f"Enter at least {SHORTEST} characters to search for",
            "min_length": f"Enter at least {SHORTEST} characters to search for",
            "max_length": f"Search for {LONGEST} characters or fewer",
        },
    )

    def clean_text(self) -> list[str]:
        """Return the words and phrases that were asked for."""
        asked = matching.terms(self.cleaned_data["text"])
        if sum(map(len, asked)) < SHORTEST:
            raise ValidationError(f"Enter at least {SHORTEST} characters to search for")
        if len(asked) > MOST_WORDS:
            raise ValidationError(f"Search for {MOST_WORDS} words or fewer")
        return asked
