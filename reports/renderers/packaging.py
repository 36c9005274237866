"""The dates inside Word and Excel files: fixed, so that a document always gives the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# An issued report is known by its hash, so the file may not say when it was rendered.
FIXED_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def repacked(package: bytes) -> bytes:
    """Return a Word or Excel file with the clock's marks taken off the parts inside it."""
    target = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for name in source.namelist():
            copy.writestr(ZipInfo(name), source.read(name), ZIP_DEFLATED)
    return target.getvalue()
