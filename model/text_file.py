"""A file as rows of text: what every loader of uploads begins with, however the file was made."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from model.findings import Finding

_BLANK = re.compile(r"[^\S\n]")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a text begins with that a spreadsheet takes for a formula, in a CSV also after a blank or a new line."""


@dataclass(frozen=True)
class Line:
    """One row: its number as the user sees it in the program that made the file, and its cells without outer blanks."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One table of a file; a CSV has one without a name. Empty lines and empty cells at the end of a line are left out,
    so that lines may differ in length."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class TextFile:
    """All text of a file."""

    name: str
    """The file's own name, made safe to show: no path, no control characters, not endlessly long."""
    kind: str
    """`csv`, `xlsx`, `ods`, `xls` or `docx`: by its content, whatever its name says."""
    sheets: tuple[Sheet, ...]
    findings: Sequence[Finding] = ()


def clean_text(text: str) -> str:
    """A text without what cannot be seen: special blanks are blanks, line ends are newlines, accents are one sign."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _UNSEEN.sub("", _LINE_END.sub("\n", text))
    return unicodedata.normalize("NFC", _BLANK.sub(" ", text)).strip()


def no_formula(text: str) -> str:
    """A text as it can stand in a table for a spreadsheet: an apostrophe in front of what would be a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def sheet_of(name: str, rows: Iterable[Sequence[str]], first: int = 1) -> Sheet:
    """A sheet of rows of raw texts, the first of which has number `first`."""
    lines = []
    for number, row in enumerate(rows, start=first):
        cells = [clean_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            lines.append(Line(number, tuple(cells)))
    return Sheet(clean_text(name).replace("\n", " "), tuple(lines))


def column_letter(column: int) -> str:
    """The letter of a column as a spreadsheet shows it; the first column is 0."""
    letters = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
