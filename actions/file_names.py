"""Names of files, in and out: a pure module.

What somebody called a file never names it in the store.
"""

from __future__ import annotations

import re

from jtai_tracker.text import clean_text

LONGEST_TITLE = 200
_LONGEST_STEM = 100
_NOT_IN_A_NAME = re.compile(r"[^\w ()&,'’–-]+")
# Names that Windows gives to its devices, whatever their extension.
_DEVICES = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9])\Z", re.IGNORECASE)


def title_from(file_name: str) -> str:
    """Return a title made from the name that a file came with: no folder, no extension."""
    last = re.split(r"[\\/]", clean_text(file_name))[-1]
    stem, _, extension = last.rpartition(".")
    words = " ".join((stem or extension).split())
    return words[:LONGEST_TITLE].strip() or "File"


def download_name(title: str, kind: str) -> str:
    """Return a name under which any machine can save the file: letters, numbers and the kind.

    Full stops go too, so that there is one extension and it is ours.
    """
    stem = " ".join(_NOT_IN_A_NAME.sub("-", clean_text(title)).split()).strip(" -")
    stem = stem[:_LONGEST_STEM].strip(" -") or "file"
    if _DEVICES.match(stem):
        stem = f"evidence {stem}"
    return f"{stem}.{kind}"
