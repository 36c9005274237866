"""A mail server on this machine that takes mail, or does one of the things that go wrong."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

# What the server does; each names the moment at which it does it.
ACCEPT, REFUSE = "accept", "refuse the connection"
ANSWERS = {"421": "RCPT", "450": "RCPT", "550": "RCPT", "451": "DATA", "554": "DATA"}
HANG, HANG_AFTER_TEXT = "hang", "hang after the text"
DROP, KEEP_AND_DROP = "drop after the text", "keep the text and drop"
# The tests' own limit on an answer, where use allows 15 seconds.
PATIENCE = 0.3


class MailServer:
    """Keeps what it took, with whom it was for; `does` can be changed between messages."""

    def __init__(self) -> None:
        self.does, self.port = ACCEPT, _free_port()
        self.envelopes: list[Envelope] = []
        self.connections = 0
        self.slow = 0.0

    @property
    def recipients(self) -> list[str]:
        """Who got mail, once for each time."""
        return [recipient for envelope in self.envelopes for recipient in envelope.rcpt_tos]

    @property
    def messages(self) -> list[EmailMessage]:
        """What arrived, as a mail program reads it."""
        return [message_from_bytes(_text(each), policy=policy.default) for each in self.envelopes]

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, host: str, responses: list[str]
    ) -> list[str]:
        """Count who comes."""
        self.connections += 1
        session.host_name = host
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient, or not."""
        if ANSWERS.get(self.does) == "RCPT":
            return f"{self.does} said so"
        if self.does == HANG:
            await asyncio.sleep(PATIENCE * 2)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take the text, or not, or without saying so."""
        if ANSWERS.get(self.does) == "DATA":
            return f"{self.does} said so"
        await asyncio.sleep(self.slow)
        if self.does != DROP:
            self.envelopes.append(envelope)
        if self.does == HANG_AFTER_TEXT:
            await asyncio.sleep(PATIENCE * 2)
        if self.does in (DROP, KEEP_AND_DROP) and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a mail server for as long as the block lasts."""
    handler = MailServer()
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # it logs every line of every talk
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()


def use(settings: Any, port: int) -> None:
    """Send mail to the server at `port`, with little patience."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_TIMEOUT = PATIENCE


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _text(envelope: Envelope) -> bytes:
    assert isinstance(envelope.original_content, bytes)
    return envelope.original_content
