from __future__ import annotations

import os
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jtai_tracker.dates import long_date
from reports.exports import PARTS, NoSuchFile, export
from reports.formats import FORMATS
from reports.models import CommitteeReport
from reports.renderers.errors import RenderError


class Command(BaseCommand):
    """Write a committee report to a file, without a browser."""

    help = "Write a part of the committee report for a meeting to a file. A draft says that it is."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the day of the meeting, the part, the format and the file."""
        parser.add_argument("meeting_date", help="The day of the meeting, such as 2020-09-22.")
        parser.add_argument("--part", required=True, choices=PARTS)
        parser.add_argument("--format", required=True, choices=FORMATS)
        parser.add_argument("--output", required=True, type=Path, help="The file to write.")
        parser.add_argument("--version", type=int, help="An issued version; without it, the draft.")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Let --version name a version of the report, where Django means its own."""
        kwargs["conflict_handler"] = "resolve"
        return super().create_parser(prog_name, subcommand, **kwargs)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, or say in a sentence why not."""
        report = _report(_day(options["meeting_date"]))
        if options["version"] is not None:
            raise CommandError("The report has not been issued: leave --version out for the draft.")
        part, output = PARTS[options["part"]], options["output"]
        try:
            content = export(report, part.key, options["format"]).content
        except NoSuchFile:
            formats = ", ".join(row.key for row in part.formats)
            raise CommandError(f"The {part.key} comes in these formats: {formats}.") from None
        except RenderError as error:
            raise CommandError(str(error)) from error
        _write_whole(output, content)
        self.stdout.write(f"{output}: {part.label}, {report.get_status_display().lower()}.")


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise CommandError(f"“{written}” is not a date: write it like 2020-09-22.") from None


def _report(day: date) -> CommitteeReport:
    found = list(CommitteeReport.objects.for_meeting_on(day).with_meeting())
    if len(found) > 1:
        plans = ", ".join(report.period.plan.title for report in found)
        raise CommandError(
            f"There are {len(found)} reports for {long_date(day)} ({plans}): use the web pages."
        )
    if not found:
        raise CommandError(
            f"There is no committee report for a meeting on {long_date(day)}. {_known()}"
        )
    return found[0]


def _known() -> str:
    days = CommitteeReport.objects.values_list("period__meeting__held_on", flat=True)
    listed = ", ".join(long_date(day) for day in days)
    return f"There are reports for: {listed}." if listed else "There are no reports yet."


def _write_whole(output: Path, content: bytes) -> None:
    """Write beside the file first, so that a reader never meets half of it."""
    unfinished = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(output)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
