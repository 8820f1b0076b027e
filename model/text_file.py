"""A file as rows of text: what every loader of uploads begins with, however the file was made."""

from collections.abc import Sequence
from dataclasses import dataclass

from model.findings import Finding


@dataclass(frozen=True)
class Line:
    """One row: its number as the user sees it in the program that made the file, and its cells without outer blanks."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One table of a file; a CSV has one without a name. Lines may differ in length; empty lines are left out."""

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
