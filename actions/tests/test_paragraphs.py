"""Which paragraphs of the letter a text names."""

from __future__ import annotations

import pytest

from actions.paragraphs import paragraphs


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", set()),
        ("12", {"12"}),
        ("12, 14 and 16", {"12", "14", "16"}),
        ("Paragraph 12.", {"12"}),
        ("12 to 14", {"12", "13", "14"}),
        ("12-14; 20", {"12", "13", "14", "20"}),
        ("12–14", {"12", "13", "14"}),  # noqa: RUF001 - a dash, as people type it
        ("3.4", {"3.4"}),
        ("3.4 to 3.6", {"3.4", "3.5", "3.6"}),
        ("3.9 and 3.10", {"3.9", "3.10"}),
        ("12A", {"12a"}),
        ("12a and 12b", {"12a", "12b"}),
        ("14 to 12", {"12", "14"}),
        ("3.4 to 4.6", {"3.4", "4.6"}),
        ("1 to 1000000000000", {"1", "1000000000000"}),
        ("summary", set()),
        ("JTAI2019", set()),
        ("²", set()),
    ],
)
def test_it_reads_what_people_write(text: str, named: set[str]) -> None:
    assert paragraphs(text) == named
