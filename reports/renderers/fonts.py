"""The one font of the PDF, found by path so that every machine prints the same pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from unicodedata import category

import fontpkg
from fontTools.ttLib import TTFont

FAMILY = "Arimo"


def font_folder() -> Path:
    """Return the folder that holds the font's files."""
    return fontpkg.path(FAMILY).parent


@cache
def code_points() -> frozenset[int]:
    """Return the code points that the font can draw; joiners and other format characters are none.

    The font lists them, but they print nothing, and whoever copies the text would get them.
    """
    with TTFont(fontpkg.path(FAMILY), lazy=True) as font:
        return frozenset(point for point in font.getBestCmap() if category(chr(point)) != "Cf")
