"""What may be wrong with a file, as a sentence that says what to do."""

from __future__ import annotations

EMPTY = "The file is empty. Choose another file"
WRONG = (
    "The file is not a PDF, Word (.docx), Excel (.xlsx), CSV, PNG or JPEG file, whatever its name"
    " says. Save it as one of these"
)
BROKEN = "The file is damaged and cannot be read. Save it again, and choose the new file"
LOCKED = (
    "The file is locked with a password, or is in an old Office format. Save it without a"
    " password as .docx or .xlsx"
)
MACROS = "The file holds macros. Save it without macros, as .docx or .xlsx"
PROGRAM = "The file has a program or an archive inside. Take it out, or save the file as PDF"
BOMB = (
    "The file unpacks to far more than its own size, or into too many parts. Save it as PDF, or"
    " give a link to it"
)
PATHS = "The file's parts have names that lead outside it. Save it again with Word or Excel"
DOCTYPE = "The file holds declarations that Word and Excel do not write. Save it again with them"
TWO_IN_ONE = (
    "The file is two files in one, or something follows its end. Save it again, and choose the new"
    " file"
)
TOO_MANY_PIXELS = "The picture has too many pixels: more than 100 million. Make it smaller"
NOT_A_TABLE = (
    "The file is not a table: a CSV file has at least two lines, with commas, semicolons or tabs"
    " between the columns"
)
NOT_UTF8 = "The file's text cannot be read. In Excel, save it as “CSV UTF-8”"
FORMULAS = (
    "The table has a cell that would run as a formula, on line {line}. Take away the =, +, - or @"
    " at its start"
)


class Unfit(Exception):
    """A file that may not be attached, with the reason as a sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
