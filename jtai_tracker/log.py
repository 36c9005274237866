"""The log: one JSON object a line, so that nothing a person typed can forge a second line."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

# What the request middleware adds, in the order in which a reader wants it.
_EXTRAS = ("method", "path", "status", "milliseconds", "user_id", "feed_token_id")


class JsonFormatter(logging.Formatter):
    """Write a record as one line of JSON: when, how grave, where, what, and the request's facts."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in _EXTRAS if hasattr(record, name)}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)
