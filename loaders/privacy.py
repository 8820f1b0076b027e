"""What may not be kept of children, and what need not be kept of adults: found in a file before anything is stored."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from loaders.privacy_signs import (
    BIRTHDAY,
    CONTACT_LABEL,
    MARKS,
    NAME,
    NAMED_NUMBER,
    NINE_ANYWHERE,
    NUMBER,
    REMOVED_COLUMN,
    REMOVED_CONTACT,
    REMOVED_VALUE,
    compact,
    mask,
)
from loaders.privacy_view import Cells, Held, View
from model import file_findings as say
from model.findings import Finding
from model.text_file import Line, Sheet, TextFile, sheet_of

__all__ = ["Held", "Inspection", "inspect", "without_columns"]


@dataclass(frozen=True)
class Inspection:
    """A file as far as privacy goes."""

    file: TextFile
    """The file without contact details; what is held is still in it."""
    findings: tuple[Finding, ...]
    """What was seen, with every value masked; the findings of the file itself are not repeated."""
    held_columns: tuple[Held, ...]

    @property
    def is_blocking(self) -> bool:
        """Whether the file may not be stored as it is."""
        return bool(self.held_columns)


def inspect(file: TextFile) -> Inspection:
    """Looks for numbers of citizens and pupils, dates of birth, names of pupils, and takes out contact details."""
    held: list[Held] = []
    findings: list[Finding] = []
    sheets: list[Sheet] = []
    count = 0
    for sheet in file.sheets:
        view = View(sheet)
        for place, cells in view.held():
            held.append(place)
            findings.append(_held_finding(file.name, place, cells))
        kept = {(place.column, place.row) for place in held if place.sheet == sheet.name}
        for column, cells in view.doubtful:
            if (column, None) not in kept:
                rows = [row for row, _ in cells]
                findings.append(say.doubtful_numbers(file.name, sheet.name, column, rows, mask(cells[0][1], NUMBER)))
        cleared, taken = _without_contacts(sheet, view)
        sheets.append(cleared)
        count += taken
    if count:
        findings.append(say.contacts_removed(file.name, count))
    return Inspection(replace(file, sheets=tuple(sheets)), tuple(findings), tuple(held))


def without_columns(file: TextFile, held: Sequence[Held]) -> TextFile:
    """The file without what is held: columns are emptied, cells of forms and numbers in sentences replaced."""
    numbers: set[str] = set()

    def emptied(sheet: Sheet, line: Line) -> list[str]:
        cells = list(line.cells)
        for place in held:
            if place.sheet != sheet.name or place.column >= len(cells):
                continue
            if place.row == line.number or (place.row is None and line.number >= place.header):
                text = cells[place.column]
                if place.reason == NUMBER:
                    numbers.update(compact(found) for found in re.findall(r"\d(?:[. -]?\d){7,8}", text))
                cells[place.column] = _removed(text, place, line.number)
        return cells

    lines = [(sheet, [(line.number, emptied(sheet, line)) for line in sheet.lines]) for sheet in file.sheets]

    def known(match: re.Match[str]) -> str:
        return REMOVED_VALUE if compact(match[0]) in numbers else match[0]

    sheets = [
        _sheet(
            sheet,
            ((row, [NINE_ANYWHERE.sub(known, cell) if numbers else cell for cell in cells]) for row, cells in rows),
        )
        for sheet, rows in lines
    ]
    return replace(file, sheets=tuple(sheet for sheet in sheets if sheet.lines))


def _removed(text: str, place: Held, row: int) -> str:
    if place.row is None:
        return REMOVED_COLUMN if row == place.header else ""
    if place.reason == NUMBER and NAMED_NUMBER.search(text):
        return NAMED_NUMBER.sub(lambda match: match[0].replace(match[1], REMOVED_VALUE), text)
    return REMOVED_VALUE


def _without_contacts(sheet: Sheet, view: View) -> tuple[Sheet, int]:
    """The sheet without contact details and how many were taken out."""
    headers = view.contact_headers
    count = 0

    def cleared(line: Line) -> list[str]:
        nonlocal count
        cells = list(line.cells)
        answers = view.answers(line, CONTACT_LABEL)
        for column, cell in enumerate(cells):
            if cell in MARKS or not cell:
                continue
            if column in answers or line.number > headers.get(column, line.number):
                cells[column] = REMOVED_CONTACT
                count += 1
            elif cell in view.cleared:
                cells[column], taken = view.cleared[cell]
                count += taken
        return cells

    if not headers and not view.labelled and not view.cleared:
        return sheet, 0
    rows = [(line.number, cleared(line)) for line in sheet.lines]
    return (_sheet(sheet, rows) if count else sheet), count


def _sheet(sheet: Sheet, rows: Iterable[tuple[int, list[str]]]) -> Sheet:
    """The sheet with other cells under the same numbers."""
    lines = [line for row, cells in rows for line in sheet_of("", [cells], row).lines]
    return Sheet(sheet.name, tuple(lines))


def _held_finding(file: str, place: Held, cells: Cells) -> Finding:
    rows = [row for row, _ in cells]
    finding = {NUMBER: say.held_numbers, BIRTHDAY: say.held_birthdays, NAME: say.held_names}[place.reason]
    found = NAMED_NUMBER.search(cells[0][1])
    return finding(file, place.sheet, place.column, rows, mask(found[1] if found else cells[0][1], place.reason))
