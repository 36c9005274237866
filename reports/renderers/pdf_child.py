"""Compile a report's template in a process of its own: JSON on its input, PDF on its output.

Typst keeps what it has compiled, some hundred megabytes after a few reports, and user text can make
it slow; a process that ends after each report gives the memory back and can be stopped.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import typst

from reports.renderers.fonts import font_folder

TEMPLATE = Path(__file__).with_name("report.typ")
MEMORY_LIMIT = 2 * 1024**3  # bytes; 420 rows need an eighth of it


def main() -> None:
    """Read the document, write its PDF. Raises what Typst raises: the parent logs it."""
    # Not RLIMIT_AS: each thread reserves address space that it never uses.
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_LIMIT, MEMORY_LIMIT))
    sys.stdout.buffer.write(compile_pdf(sys.stdin.read()))


def compile_pdf(document: str) -> bytes:
    """Return `document`, JSON as `reports.document.to_json` makes it, as a PDF/UA-1 file."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(font_folder())],
    )
    compiler = typst.Compiler(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=fonts,
        sys_inputs={"document": document},
    )
    pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    assert isinstance(pdf, bytes)  # only pages as pictures come as a list
    return pdf


if __name__ == "__main__":
    main()
