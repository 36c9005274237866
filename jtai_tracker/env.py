"""Settings from the environment, typed; a wrong or missing one stops the start with a sentence."""

from __future__ import annotations

import os
from datetime import date
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def flag(name: str, *, default: bool) -> bool:
    """Return the setting `name`, written 1 or 0. Raises ImproperlyConfigured on anything else."""
    written = os.environ.get(name, "")
    if written not in ("", "0", "1"):
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {written!r}.")
    return written == "1" if written else default


def text(name: str, *, default: str | None = None) -> str:
    """Return the setting `name`. Raises ImproperlyConfigured when it is missing without default."""
    written = os.environ.get(name, "").strip()
    if not written and default is None:
        raise ImproperlyConfigured(f"{name} is not set. See .env.example for what it holds.")
    return written or str(default)


def names(name: str, *, default: str | None = None) -> list[str]:
    """Return the setting `name`, a list separated by commas. Raises when it names nothing."""
    found = [part.strip() for part in text(name, default=default).split(",") if part.strip()]
    if not found:
        raise ImproperlyConfigured(f"{name} must be a list separated by commas.")
    return found


def database(name: str, *, default: str | None = None) -> Any:
    """Return Django's settings of the database at the address `name`.

    Raises ImproperlyConfigured on an address of no kind that we know.
    """
    try:
        return dj_database_url.parse(
            text(name, default=default), conn_max_age=60, conn_health_checks=True
        )
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must be an address such as postgres://user:password@host:5432/name."
        ) from None


def day(name: str) -> date | None:
    """Return the setting `name`, a date written 2020-09-01, or None when it is not set."""
    written = text(name, default="")
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must be a date written as 2020-09-01, not {written!r}."
        ) from None


def email(url: str) -> dict[str, object]:
    """Return Django's e-mail settings for `console:` or `smtp[s]://user:password@host:port`.

    `smtp` starts TLS when it carries a password, `smtps` speaks TLS from the first byte.
    Raises ImproperlyConfigured on any other kind.
    """
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or not _has_port(parts):
        raise ImproperlyConfigured(
            "EMAIL_URL must be console: or smtp[s]://user:password@host:port."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.password),
        "EMAIL_TIMEOUT": 15,
    }


def _has_port(parts: SplitResult) -> bool:
    try:
        return parts.port is None or parts.port > 0
    except ValueError:
        return False
