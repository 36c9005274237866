"""Sending one message, and saying truthfully what became of it."""

from __future__ import annotations

import smtplib
import socket
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_BEGIN_TEXT, _TAKEN = 354, 250


class Fate(Enum):
    """What became of a message."""

    SENT = "sent"  # the server took it
    LATER = "later"  # it certainly did not go out, and may do so later
    REFUSED = "refused"  # it certainly did not go out, and will not either
    UNKNOWN = "unknown"  # its text went out, and no answer came back


@dataclass(frozen=True)
class Posted:
    """The fate of a message, and the sentence that says why, where it was not sent."""

    fate: Fate
    problem: str = ""


class _Marking(smtplib.SMTP):
    """Remembers how far a message got, which the exceptions of `smtplib` do not tell."""

    text_went_out = refused = taken = False

    def getreply(self) -> tuple[int, bytes]:
        """Read an answer; 354 asks for the text, which goes out next, in whole or in part."""
        reply = super().getreply()
        self.text_went_out = self.text_went_out or reply[0] == _BEGIN_TEXT
        return reply

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send the text, and remember whether it was taken, or clearly refused."""
        reply = super().data(msg)
        self.taken, self.refused = reply[0] == _TAKEN, 400 <= reply[0] < 600
        return reply


class _MarkingTls(_Marking, smtplib.SMTP_SSL):
    """The same over TLS from the first byte."""


class _MarkingBackend(EmailBackend):
    """Django's own way to a mail server, keeping the connection to ask how far it got."""

    marked: _Marking | None = None

    @property
    def connection_class(self) -> Any:
        """Make connections that mark."""
        return self._connect

    def _connect(self, *args: Any, **kwargs: Any) -> _Marking:
        self.marked = (_MarkingTls if self.use_ssl else _Marking)(*args, **kwargs)
        return self.marked


def post(message: EmailMessage) -> Posted:
    """Send `message` once, by the mail settings, and return its fate; raises nothing of the way.

    A break or silence after the text went out is UNKNOWN: the server may have taken it.
    """
    smtp = settings.EMAIL_BACKEND == _SMTP
    backend = _MarkingBackend() if smtp else get_connection()
    try:
        backend.send_messages([message])
    except (OSError, ValueError) as error:  # smtplib's are OSErrors; a bad header is a ValueError
        return _after(error, getattr(backend, "marked", None))
    finally:
        with suppress(OSError):  # what was begun and not brought to an end, as a failed sign-in
            backend.close()
    return Posted(Fate.SENT)


def _after(error: Exception, connection: _Marking | None) -> Posted:
    if connection and connection.taken:  # the farewell failed, not the message
        return Posted(Fate.SENT)
    if connection and connection.text_went_out and not connection.refused:
        silent = "The text went out, but the mail server did not say whether it took it"
        return Posted(Fate.UNKNOWN, f"{silent}: it may have arrived.")
    if isinstance(error, ValueError):
        return Posted(Fate.REFUSED, "The address or the subject cannot be written in an e-mail.")
    code, said = _answer(error)
    if code is None:
        return Posted(Fate.LATER, f"The mail server could not be reached ({_name(error)}).")
    fate = Fate.LATER if code < 500 else Fate.REFUSED
    return Posted(fate, f"The mail server answered {code}: {said}"[:500])


def _answer(error: Exception) -> tuple[int | None, str]:
    """What the server said of this message. That it lets nobody in says nothing of the message."""
    said: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        code, said = error.smtp_code, error.smtp_error
    else:
        return None, ""
    text = said if isinstance(said, str) else said.decode("utf-8", "replace")
    return code, " ".join(text.split())


_UNREACHED: dict[type[Exception], str] = {
    TimeoutError: "no answer in time",
    ConnectionRefusedError: "connection refused",
    smtplib.SMTPServerDisconnected: "it closed the connection, or gave no answer in time",
    socket.gaierror: "its name is not known",
}


def _name(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"it answered {error.smtp_code}"
    return _UNREACHED.get(type(error), type(error).__name__)
