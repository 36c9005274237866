"""What a renderer raises when it cannot make its file."""

from __future__ import annotations


class RenderError(Exception):
    """A file could not be made. The message is a sentence for the user; the log holds the cause."""
