"""Files made to do harm, generated: each is refused with a sentence, or kept inert."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from typing import NamedTuple

from actions.file_kinds import unfit
from actions.tests.good_files import CSV, JPG, PDF, docx_file, png_file, xlsx_file
from jtai_tracker.uploads import LIMIT, TOO_LARGE


class Hostile(NamedTuple):
    """What is sent under which name; the sentence it is refused with, or the kind it is kept as."""

    name: str
    content: bytes
    refused: str = ""
    kept_as: str = ""


HTML = b"<!DOCTYPE html><script>alert(document.cookie)</script>"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


def repacked(base: bytes, *more: tuple[str, bytes], drop: str = "") -> bytes:
    """Return the archive `base` with more parts, and without the part `drop`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base)) as old:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                if name != drop:
                    new.writestr(name, old.read(name))
            for name, content in more:
                new.writestr(name, content)
    return out.getvalue()


def retyped(base: bytes, old: str, new: str) -> bytes:
    """Return an Office file whose list of content types says `new` where it said `old`."""
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        types = archive.read("[Content_Types].xml").decode().replace(old, new)
    return repacked(base, ("[Content_Types].xml", types.encode()), drop="[Content_Types].xml")


def utf16_types(base: bytes) -> bytes:
    """Return a Word file with macros whose list of content types is written in UTF-16."""
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        types = archive.read("[Content_Types].xml").decode() + "<!-- vbaProject -->"
    return repacked(
        base, ("[Content_Types].xml", types.encode("utf-16-le")), drop="[Content_Types].xml"
    )


def archive(*names: str, content: bytes = b"x") -> bytes:
    """Return an archive that is no Office file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in names:
            new.writestr(name, content)
    return out.getvalue()


def with_link(base: bytes) -> bytes:
    """Return an Office file with a part that is a symbolic link."""
    link = zipfile.ZipInfo("word/media/image1.png")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO(base)
    with zipfile.ZipFile(out, "a") as new:
        new.writestr(link, "/etc/passwd")
    return out.getvalue()


def lying(base: bytes) -> bytes:
    """Return a workbook with a part of 5 MB of which the directory says that it is 10 bytes."""
    whole = repacked(base, ("xl/lies.xml", b"A" * 5_000_000))
    return whole.replace(struct.pack("<I", 5_000_000), struct.pack("<I", 10))


def crowded() -> bytes:
    """Return an archive that is nothing but a directory of 400,000 parts."""
    entry = struct.pack("<4s24xH16x", b"PK\x01\x02", 1) + b"a"
    start, directory = b"PK\x03\x04" + b"\0" * 26, entry * 400_000
    end = struct.pack("<4s4xHHIIH", b"PK\x05\x06", 1, 1, len(directory), len(start), 0)
    return start + directory + end


def encrypted(base: bytes) -> bytes:
    """Return an archive whose directory says that its last part needs a password."""
    at = base.rindex(b"PK\x01\x02") + 8
    return base[:at] + b"\x01\x00" + base[at + 2 :]


def overlapping(base: bytes, times: int) -> bytes:
    """Return a workbook whose directory lists one compressed part so many more times."""
    whole = repacked(base, ("xl/a0.xml", bytes(range(256)) * 400))
    at = whole.rindex(b"PK\x01\x02")
    end = whole.rindex(b"PK\x05\x06")
    entry = whole[at:end]
    more = b"".join(entry.replace(b"xl/a0", b"xl/a%d" % n) for n in range(1, times + 1))
    count, length = struct.unpack("<HI", whole[end + 10 : end + 16])
    record = bytearray(whole[end:])
    record[8:16] = struct.pack("<HHI", count + times, count + times, length + len(more))
    return whole[:end] + more + bytes(record)


def comment_that_ends_as(ending: bytes) -> bytes:
    """Return an archive with a comment, so that it ends like another kind of file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("Evil.class", b"\xca\xfe\xba\xbe")
        new.comment = ending
    return out.getvalue()


def hostile_files() -> dict[str, Hostile]:
    """Return the files, each by what it is."""
    return {**_misnamed(), **_two_in_one(), **_pictures(), **_office(), **_bombs(), **_tables()} | {
        "nothing": Hostile("a.pdf", b"", unfit.EMPTY),
        "one byte too many": Hostile("a.pdf", PDF + b" " * (LIMIT - len(PDF) + 1), TOO_LARGE),
    }


def _misnamed() -> dict[str, Hostile]:
    wrong = {
        "HTML": HTML,
        "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "PHP": b"<?php system($_GET['c']); ?>",
        "a program for Windows": b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 100,
        "a program for Linux": b"\x7fELF\x02\x01\x01" + b"\0" * 100,
        "a GIF": b"GIF89a\x01\x00\x01\x00\x80\x00\x00",
        "a script that begins with spaces": b"   \n\t<script>alert(1)</script>",
    }
    names = {
        "in a folder above": "..\\..\\x.pdf",
        "with two extensions": "x.html.pdf",
        "of 300 characters": "x" * 296 + ".pdf",
        "written backwards": "x\u202efdp.exe.pdf",
        "of a device": "CON.pdf",
        "with a header in it": "a\r\nSet-Cookie: b=c.pdf",
        "with a quote in it": 'a"; filename="b.exe.pdf',
        "with a NUL in it": "x.pdf\0.exe",
        "of a program": "invoice.exe",
    }
    return {
        **{
            f"{what} named .pdf": Hostile("x.pdf", data, unfit.WRONG)
            for what, data in wrong.items()
        },
        **{f"a name {what}": Hostile(name, PDF, kept_as="pdf") for what, name in names.items()},
        "a shell script": Hostile("a.csv", b"#!/bin/sh\nrm -rf /\n", unfit.NOT_A_TABLE),
        "EICAR": Hostile("eicar.csv", EICAR, unfit.NOT_A_TABLE),
        "an old or locked Office file": Hostile("a.docx", OLE, unfit.LOCKED),
        "a PDF with JavaScript": Hostile(
            "a.pdf",
            PDF.replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/JavaScript>>"),
            kept_as="pdf",
        ),
    }


def _two_in_one() -> dict[str, Hostile]:
    both = unfit.TWO_IN_ONE
    return {
        "PDF and ZIP": Hostile("a.pdf", PDF + archive("a"), both),
        "ZIP that ends as a PDF": Hostile("a.pdf", PDF + comment_that_ends_as(PDF), both),
        "PDF and HTML": Hostile("a.pdf", PDF + HTML, both),
        "half a PDF": Hostile("a.pdf", PDF[:100], unfit.BROKEN),
        "PNG and HTML": Hostile("a.png", png_file() + HTML, both),
        "PNG with a ZIP before its end": Hostile(
            "a.png", png_file(2, 2, (b"zzZz", comment_that_ends_as(b"x" * 16))), both
        ),
        "JPEG and HTML": Hostile("a.jpg", JPG + HTML, both),
        "GIFAR": Hostile("a.jpg", b"GIF89a" + archive("Evil.class"), unfit.WRONG),
        "JPEG and JAR": Hostile("a.jpg", JPG + archive("Evil.class"), both),
        "Word file with a tail": Hostile("a.docx", docx_file() + b"<script>", both),
        "Word file with a head": Hostile("a.docx", b"MZ" + docx_file(), unfit.WRONG),
        "two Word files": Hostile("a.docx", docx_file() + docx_file(), both),
        "PNG with HTML in a comment": Hostile(
            "a.png", png_file(2, 2, (b"tEXt", b"Comment\0" + HTML)), kept_as="png"
        ),
    }


def _pictures() -> dict[str, Hostile]:
    huge = JPG.replace(b"\x08\x00\x04\x00\x04", b"\x08\xff\xff\xff\xff")
    return {
        "PNG pixel flood": Hostile("a.png", png_file(60_000, 60_000), unfit.TOO_MANY_PIXELS),
        "JPEG pixel flood": Hostile("a.jpg", huge, unfit.TOO_MANY_PIXELS),
        "PNG of no size": Hostile("a.png", png_file(0, 5), unfit.BROKEN),
        "PNG that breaks off": Hostile("a.png", png_file()[:30], unfit.BROKEN),
        "PNG whose chunk reaches past its end": Hostile(
            "a.png", png_file().replace(b"\0\0\0\0IEND", b"\xff\xff\xff\xffIEND"), unfit.TWO_IN_ONE
        ),
        "JPEG without a frame": Hostile("a.jpg", b"\xff\xd8\xff\xda\0\x02\xff\xd9", unfit.BROKEN),
    }


def _office() -> dict[str, Hostile]:
    word, excel = docx_file(), xlsx_file()
    plain, macro = "sheet.main+xml", "sheet.macroEnabled.main+xml"
    spelt = "sheet.&#109;acroEnabled.main+xml"
    relation = b'<Relationships><Relationship Type="x/vbaProject" Target="a.bin"/></Relationships>'
    return {
        "macros in Word": Hostile(
            "a.docx", repacked(word, ("word/vbaProject.bin", OLE)), unfit.MACROS
        ),
        "macros in Excel": Hostile(
            "a.xlsx", repacked(excel, ("xl/VBAPROJECT.BIN", OLE)), unfit.MACROS
        ),
        "xlsm named .xlsx": Hostile("a.xlsx", retyped(excel, plain, macro), unfit.MACROS),
        "xlsm that spells it out": Hostile("a.xlsx", retyped(excel, plain, spelt), unfit.MACROS),
        "macros under another name": Hostile(
            "a.docx", repacked(word, ("word/_rels/b.xml.rels", relation)), unfit.MACROS
        ),
        "macros under another name in UTF-16": Hostile(
            "a.docx",
            repacked(word, ("word/_rels/b.xml.rels", relation.decode().encode("utf-16-le"))),
            unfit.BROKEN,
        ),
        "macros hidden by UTF-16": Hostile("a.docx", utf16_types(word), unfit.BROKEN),
        "a program inside": Hostile("a.docx", repacked(word, ("word/a.EXE", b"MZ")), unfit.PROGRAM),
        "XXE": Hostile("a.xlsx", repacked(excel, ("xl/sharedStrings2.xml", XXE)), unfit.DOCTYPE),
        "XXE in UTF-16": Hostile(
            "a.xlsx", repacked(excel, ("xl/b.xml", XXE.decode().encode("utf-16-be"))), unfit.DOCTYPE
        ),
        "billion laughs": Hostile("a.xlsx", repacked(excel, ("xl/b.xml", LAUGHS)), unfit.DOCTYPE),
        "part outside": Hostile(
            "a.docx", repacked(word, ("../../etc/cron.d/x", b"x")), unfit.PATHS
        ),
        "part from the root": Hostile("a.docx", repacked(word, ("/etc/x", b"x")), unfit.PATHS),
        "part with a backslash": Hostile("a.docx", repacked(word, ("..\\x", b"x")), unfit.PATHS),
        "symbolic link": Hostile("a.docx", with_link(word), unfit.PATHS),
        "a plain ZIP": Hostile("a.docx", archive("a.txt"), unfit.WRONG),
        "part with a password": Hostile("a.xlsx", encrypted(excel), unfit.LOCKED),
        "half a Word file": Hostile("a.docx", word[: len(word) // 2], unfit.TWO_IN_ONE),
        "link to another workbook": Hostile("a.xlsx", excel, kept_as="xlsx"),
        "one cell far away": Hostile("a.xlsx", far_cell(), kept_as="xlsx"),
    }


def far_cell() -> bytes:
    """Return a workbook with one value in its very last cell."""
    cell = (
        b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"/></row></sheetData></worksheet>'
    )
    return repacked(xlsx_file(), ("xl/worksheets/sheet9.xml", cell))


def _bombs() -> dict[str, Hostile]:
    excel, bomb = xlsx_file(), unfit.BOMB
    many = archive(*(f"xl/{number}.xml" for number in range(10_000)))
    big = repacked(excel, *((f"xl/{n}.bin", bytes(range(256)) * 40_000) for n in range(7)))
    return {
        "one cell of 50 MB": Hostile(
            "a.xlsx", repacked(excel, ("xl/b.xml", b"A" * 50_000_000)), bomb
        ),
        "10,000 parts": Hostile("a.xlsx", many, bomb),
        "70 MB in parts": Hostile("a.xlsx", big, bomb),
        "directory that lies": Hostile("a.xlsx", lying(excel), bomb),
        "parts that overlap": Hostile("a.xlsx", overlapping(excel, 9), bomb),
        "two parts that share": Hostile("a.xlsx", overlapping(excel, 1), unfit.BROKEN),
        "archive in an archive": Hostile(
            "a.xlsx", repacked(excel, ("xl/b.zip", excel)), unfit.PROGRAM
        ),
    }


def _tables() -> dict[str, Hostile]:
    runs = unfit.FORMULAS.format(line=2)
    cells = {
        "=": b'=HYPERLINK("http://x")',
        "@": b"@SUM(1)",
        "+": b"+cmd|' /C calc'!A0",
        "-": b"-cmd|' /C calc'!A0",
        "-2+3": b"-2+3+cmd|' /C calc'!A0",
        "full-width =": "＝1+1".encode(),
        "spaces and =": b"  =1+1",
        "a quoted tab": b'"\t=1+1"',
    }
    head = b"Month,Seen\n"
    return {
        **{
            f"cell with {what}": Hostile("a.csv", head + b"July," + cell, runs)
            for what, cell in cells.items()
        },
        "formula behind a semicolon": Hostile("a.csv", b"a;b\nc;=1+1\n", runs),
        "formula behind a comma in a table of semicolons": Hostile(
            "a.csv", b"a;b\nc,=1+1;d\n", runs
        ),
        "table with a NUL": Hostile("a.csv", CSV + b"\0", unfit.WRONG),
        "table in UTF-16": Hostile(
            "a.csv", CSV.decode("utf-8-sig").encode("utf-16"), unfit.NOT_UTF8
        ),
        "one line": Hostile("a.csv", b"a,b,c", unfit.NOT_A_TABLE),
        "a cell without an end": Hostile("a.csv", b'a,b\n"' + b"x" * 200_000, unfit.NOT_A_TABLE),
        "two lines of 5 MB": Hostile("a.csv", (b"a," * 2_500_000 + b"\n") * 2, kept_as="csv"),
        "HTML in a cell": Hostile("a.csv", b"a,b\n<script>alert(1)</script>,c\n", kept_as="csv"),
    }
