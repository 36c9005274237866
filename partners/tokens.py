"""Feed tokens: how one is made, how a program sends it, and what is kept of it. Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets

# So that a token that turns up where it must not is known for what it is.
PREFIX = "jtai_feed_"
_BYTES = 32


def new_token() -> str:
    """Return a token that nobody can guess."""
    return PREFIX + secrets.token_urlsafe(_BYTES)


def digest(token: str) -> str:
    """Return what is kept of `token`. It is looked up by this, so no comparison takes it apart."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_in(header: str) -> str:
    """Return the token in an Authorization header; nothing where there is none.

    It is sent as `Bearer <token>`, or as the password of HTTP Basic with any user name, as Excel
    and Power BI can.
    """
    scheme, _, sent = header.strip().partition(" ")
    if scheme.lower() == "bearer":
        return sent.strip()
    return _password(sent.strip()) if scheme.lower() == "basic" else ""


def _password(sent: str) -> str:
    try:
        return base64.b64decode(sent, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""
