from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from actions import stored_files
from actions.models import Evidence
from actions.stored_files import Damaged, Stored

# A file is written before its row: one that is younger may be on its way.
ON_ITS_WAY = 60 * 60


class Command(BaseCommand):
    """Compare the files of evidence with what the database says of them."""

    help = "Report files without a row, rows without their file, and files that have changed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each thing that is wrong; exit with 1 where there is any."""
        checked = Evidence.objects.files().count()
        problems = [*_damaged(), *_strays()]
        for problem in problems:
            self.stdout.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} of the files need looking at.")
        self.stdout.write(f"{checked} files are as they were attached.")


def _damaged() -> Iterator[str]:
    for proof in Evidence.objects.files().iterator():
        try:
            stored_files.read(Stored(str(proof.file), proof.size, proof.sha256))
        except Damaged as damaged:
            yield f"Evidence {proof.key}: {damaged}"


def _strays() -> Iterator[str]:
    known = set(Evidence.objects.files().values_list("file", flat=True))
    for name in stored_files.names_older_than(ON_ITS_WAY):
        if name not in known:
            yield f"{name} belongs to no evidence"
