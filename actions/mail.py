"""A reminder as an e-mail: a subject, plain text and HTML, rendered from what is owed now."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from actions.reminder_days import Stage
from actions.reminding import Letter, Part
from jtai_tracker.dates import long_date

# Mail programs cut what is longer, and no server has to take a line of more than 998.
_SUBJECT_LENGTH = 150


def new_message_id() -> str:
    """Return a Message-ID that no other message has; it is kept, and the same at each try."""
    return f"<{uuid4().hex}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def compose(letter: Letter, message_id: str) -> EmailMultiAlternatives:
    """Return `letter` as a message to its one recipient. Nothing in it can add a header."""
    kind = "digest" if letter.user else "escalation"
    about = subject(letter)
    page = {
        "letter": letter,
        "subject": about,
        "settings_url": f"{settings.SITE_URL}{reverse('reminder-edit')}",
        "list_url": f"{settings.SITE_URL}{reverse('owed-list')}",
    }
    message = EmailMultiAlternatives(
        subject=about,
        body=render_to_string(f"actions/mail/{kind}.txt", page),
        to=[letter.recipient],
        headers={
            "Message-ID": message_id,
            # Asks "out of office" programs to keep still.
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string(f"actions/mail/{kind}.html", page), "text/html")
    return message


def subject(letter: Letter) -> str:
    """Return what the letter is about in one line: of several rounds, the most pressing one."""
    part = max(letter.parts, key=lambda part: list(Stage).index(part.stage))
    more = f", and {len(letter.parts) - 1} more" if len(letter.parts) > 1 else ""
    line = " ".join(f"{_about(part)}{more}".split())
    return line if len(line) <= _SUBJECT_LENGTH else f"{line[: _SUBJECT_LENGTH - 1]}…"


def _about(part: Part) -> str:
    updates = f"{part.count} update{'' if part.count == 1 else 's'}"
    cut_off = long_date(part.period.cut_off)
    if part.stage == Stage.OPENED:
        return f"Updates are open: {updates} due by {cut_off}"
    if part.stage == Stage.DAY_AFTER:
        return f"Overdue: {updates} due by {cut_off}"
    if part.stage == Stage.ESCALATED:
        who = part.owes[0].partner if len(part.owes) == 1 else f"{len(part.owes)} partners"
        meeting = long_date(part.period.meeting.held_on)
        return f"Missing for the meeting of {meeting}: {updates} from {who}"
    return f"{updates} due by {cut_off}: {part.time_left}"
