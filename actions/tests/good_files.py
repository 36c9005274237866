"""Files of each kind that may be attached, made as people's programs make them."""

from __future__ import annotations

import io
import struct
import zlib

import docx
import xlsxwriter

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>"
    b"endobj\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n"
    b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n101\n%%EOF\n"
)
CSV = "Month;Children seen\nJuly 2020;+12\nAugust 2020;-\n".encode("utf-8-sig")
JPG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x0b\x08\x00\x04\x00\x04\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00?\x00"
    b"\x7f\xff\xd9"
)


def docx_file() -> bytes:
    """Return a Word file with a paragraph."""
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Minutes of the board")
    document.save(out)
    return out.getvalue()


def xlsx_file() -> bytes:
    """Return an Excel file with a table and a formula that links to another workbook."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, ["Month", "Children seen"])
    sheet.write_formula(1, 1, "='[other.xlsx]Sheet1'!A1")
    workbook.close()
    return out.getvalue()


def png_file(width: int = 2, height: int = 2, *extra: tuple[bytes, bytes]) -> bytes:
    """Return a PNG that says it has this size, with further chunks before its end."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress(b"\0\0\0" * 2)
    chunks = [(b"IHDR", header), (b"IDAT", lines), *extra, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def good_files() -> dict[str, bytes]:
    """Return a file of each kind, by its kind."""
    return {
        "pdf": PDF,
        "docx": docx_file(),
        "xlsx": xlsx_file(),
        "csv": CSV,
        "png": png_file(),
        "jpg": JPG,
    }
