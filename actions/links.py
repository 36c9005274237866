"""Which addresses may be given as a link: a pure module."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

LONGEST = 1_000
_ODD = re.compile(r"[\s\"'<>\\^`{|}\x00-\x1f\x7f]")


def link_problem(link: str) -> str:
    """Return what is wrong with the address `link`, as a sentence; nothing where it may be given.

    Only web addresses lead anywhere from our pages. A name before the host is refused, as it makes
    one address look like another; a host without a dot is fine, as intranets have them.
    """
    whole = "Enter the whole address, beginning with https:// or http://"
    if len(link) > LONGEST:
        return f"The link must be {LONGEST:,} characters or fewer"
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return whole
    if parts.scheme not in ("http", "https") or not host:
        return whole
    if _ODD.search(link) or "@" in parts.netloc:
        return "The link has characters that an address does not have. Copy it again"
    return ""
