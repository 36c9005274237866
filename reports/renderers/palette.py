"""The colours of every format, as six hexadecimal digits.

Typst and the style sheet cannot import them and repeat them; a test holds the three together.
A rating also has its letter and its word in every format: colour alone says nothing.
"""

from __future__ import annotations

from typing import NamedTuple

INK = "16202a"
QUIET = "4b5661"
ACCENT = "1d3f5e"
HAIRLINE = "b4bcc4"
WHITE = "ffffff"


class RatingColours(NamedTuple):
    """Ink on its tint, and white on the ink: each at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""

    ink: str
    tint: str


RATING_COLOURS = {
    "not_started": RatingColours("454d54", "dfe3e6"),
    "on_track": RatingColours("0b5a36", "d5eedf"),
    "at_risk": RatingColours("66420d", "ffe4bc"),
    "off_track": RatingColours("8a1411", "fadad6"),
    "complete": RatingColours("12407f", "d8e6f8"),
}
NEUTRAL = RatingColours("3d4650", "eef0f2")


def rating_colours(code: str) -> RatingColours:
    """Return the colours of the rating `code`; a code without its own gets the neutral ones."""
    return RATING_COLOURS.get(code, NEUTRAL)
