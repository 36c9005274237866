"""A file's name says nothing that its kind does not, whatever somebody called it."""

from __future__ import annotations

import pytest

from actions.file_names import download_name, title_from


@pytest.mark.parametrize(
    ("sent", "title"),
    [
        ("Audit of June.pdf", "Audit of June"),
        ("x.html.pdf", "x.html"),
        ("..\\..\\x.pdf", "x"),
        ("/etc/passwd", "passwd"),
        ("x\u202efdp.exe.pdf", "xfdp.exe"),
        (" several \t words\r\n.docx", "several words"),
        (".pdf", "pdf"),
        ("", "File"),
        ("\x00", "File"),
        ("é" * 300 + ".pdf", "é" * 200),
    ],
)
def test_a_title_is_made_from_the_name_that_a_file_came_with(sent: str, title: str) -> None:
    assert title_from(sent) == title


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Audit of June", "Audit of June.pdf"),
        ("x.html", "x-html.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ('a"; filename="b.exe', "a- filename-b-exe.pdf"),
        ("CON", "evidence CON.pdf"),
        ("lpt1", "evidence lpt1.pdf"),
        ("Console", "Console.pdf"),
        ("a\r\nSet-Cookie: b", "a-Set-Cookie- b.pdf"),
        ("Cofnodion Ŵythnos", "Cofnodion Ŵythnos.pdf"),
        ("...", "file.pdf"),
        ("x" * 300, "x" * 100 + ".pdf"),
    ],
)
def test_a_download_has_one_extension_and_no_path(title: str, name: str) -> None:
    assert download_name(title, "pdf") == name
