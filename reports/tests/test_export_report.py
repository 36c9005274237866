"""The command `export_report`: the main job without a browser."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from actions.models import Plan, ReportingPeriod
from reports.exports import PARTS
from reports.models import CommitteeReport
from reports.renderers.errors import RenderError


def export(
    output: Path, *, day: str = "2020-09-22", part: str = "report", form: str = "html"
) -> str:
    said = StringIO()
    call_command(
        "export_report", day, "--part", part, "--format", form, "--output", output, stdout=said
    )
    return said.getvalue()


@pytest.mark.parametrize(
    ("part", "key"), [(part.key, row.key) for part in PARTS.values() for row in part.formats]
)
def test_it_writes_each_part_in_each_format(
    plan: Plan, tmp_path: Path, part: str, key: str
) -> None:
    output = tmp_path / f"out.{key}"
    said = export(output, part=part, form=key)
    assert said.strip() == f"{output}: {PARTS[part].label}, draft, not issued."
    starts = {"html": b"<!DOCTYPE html>", "pdf": b"%PDF-", "docx": b"PK", "xlsx": b"PK"}
    assert output.read_bytes().lower().startswith(starts[key].lower())


def test_it_replaces_an_older_file_and_leaves_nothing_beside_it(plan: Plan, tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    output.write_text("old")
    export(output)
    assert b"Draft, not issued" in output.read_bytes()
    assert list(tmp_path.iterdir()) == [output]


@pytest.mark.parametrize("day", ["22/09/2020", "2020-09-31", "next Tuesday", ""])
def test_a_wrong_date_is_a_sentence(plan: Plan, tmp_path: Path, day: str) -> None:
    with pytest.raises(CommandError, match="is not a date: write it like 2020-09-22."):
        export(tmp_path / "out", day=day)


def test_no_such_report_is_a_sentence_with_those_there_are(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(
        CommandError,
        match="no committee report for a meeting on 23 September 2020."
        " There are reports for: 22 September 2020.",
    ):
        export(tmp_path / "out", day="2020-09-23")


def test_two_reports_for_a_day_are_a_sentence(plan: Plan, tmp_path: Path) -> None:
    period = ReportingPeriod.objects.get(plan=plan, meeting__held_on="2021-03-16")
    CommitteeReport.objects.create(period=period, front_sheet="sefton-2020")
    period.meeting.held_on = "2020-09-22"
    period.meeting.body = plan.bodies.get(order=2)
    period.meeting.save()
    with pytest.raises(CommandError, match="There are 2 reports for 22 September 2020"):
        export(tmp_path / "out")


def test_a_format_that_the_part_has_not_is_a_sentence(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="The report comes in these formats: html, pdf, docx."):
        export(tmp_path / "out", form="xlsx")


@pytest.mark.parametrize("output", ["missing/out.html", "a-file/out.html", "a-folder"])
def test_a_file_that_cannot_be_written_is_a_sentence(
    plan: Plan, tmp_path: Path, output: str
) -> None:
    (tmp_path / "a-file").write_text("")
    (tmp_path / "a-folder").mkdir()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(CommandError, match="cannot be written: "):
        export(tmp_path / output)
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_that_cannot_be_made_leaves_the_old_one(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*anything: object) -> None:
        raise RenderError("The PDF could not be made.")

    monkeypatch.setattr("reports.management.commands.export_report.export", fail)
    output = tmp_path / "report.pdf"
    output.write_text("old")
    with pytest.raises(CommandError, match="The PDF could not be made."):
        export(output, form="pdf")
    assert output.read_text() == "old"


def test_a_run_that_breaks_off_leaves_the_old_file(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*anything: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    output = tmp_path / "report.html"
    output.write_text("old")
    with pytest.raises(CommandError, match="cannot be written: No space left on device."):
        export(output)
    assert [file.read_text() for file in tmp_path.iterdir()] == ["old"]
