"""Action references: text that sorts as people count, 1.10 after 1.9. A pure module."""

from __future__ import annotations

import re

# What a reference may be, in an address too: letters and digits in parts joined by . or -.
PATTERN = r"[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*"
_PIECES = re.compile(r"\d+|[a-z]+")


def sort_key(ref: str) -> str:
    """Return text that sorts as `ref` counts: each number padded, so that 1.9 comes before 1.10."""
    pieces = _PIECES.findall(ref.lower())
    return ".".join(piece.zfill(6) if piece.isdigit() else piece for piece in pieces)
