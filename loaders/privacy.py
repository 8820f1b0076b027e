"""What may not be kept of children, and what need not be kept of adults: found in a file before anything is stored."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from stdnum.nl import bsn, onderwijsnummer

from model import file_findings as say
from model.findings import Finding
from model.text_file import Line, Sheet, TextFile, sheet_of

NUMBER, BIRTHDAY, NAME = "nummer", "geboortedatum", "naam"
"""The reasons to hold a column: numbers of citizens or pupils, dates of birth, names of pupils."""

REMOVED_COLUMN = "[kolom verwijderd]"
REMOVED_VALUE = "[verwijderd]"
REMOVED_CONTACT = "[contactgegeven verwijderd]"
_MARKS = {REMOVED_COLUMN, REMOVED_VALUE, REMOVED_CONTACT}

_ENOUGH = 5
"""So many numbers must pass the elfproef before a column without a telling header is held: one in eleven does."""
_BIRTH_YEARS = range(2002, 2018)
"""Children who were 4 to 19 years old in 2021."""
_LONGEST_LABEL = 60

_NUMBER_WORD = (
    r"bsn|burger ?service ?n(?:umme)?r|sofi-?n(?:umme)?r|onderwijsn(?:umme)?r|persoonsgebonden n(?:umme)?r|pgn"
    r"|leerlingn(?:umme)?r|leerling-?id"
)
_CHILD = r"(?:leerling|kind|peuter|kleuter|deelnemer|pupil)"
_LABELS = {
    NUMBER: re.compile(rf"(?:.*\b)?(?:{_NUMBER_WORD})s?\b.*"),
    BIRTHDAY: re.compile(r"(?:.*\b)?(?:geboorte ?(?:datum|dag)|geb(?:\.|oorte)? ?dat(?:um|\.)?|geboren(?: op)?)\b.*"),
    NAME: re.compile(
        rf"(?:(?:volledige )?na(?:am|men) (?:van )?(?:de |het )?{_CHILD}(?:en|eren|s)?|{_CHILD}-?naam|leerling|pupil"
        rf"|(?:voorna(?:am|men)|achternaam|roepnaam|familienaam)(?: (?:van )?(?:de |het )?{_CHILD})?)"
    ),
}
_CONTACT_LABEL = re.compile(
    r"(?:(?:naam|e-?mail(?:adres)?|telefoon(?:nummer)?) )?(?:van (?:de )?)?"
    r"(?:contact ?persoon|contactgegevens|directeur|directie|schoolleider|locatieleider|rector|telefoon|tel|mobiel"
    r"|telefoon ?nummer|mobiele? (?:nummer|telefoon)|e-?mail|e-?mail ?adres|mailadres)"
    r"(?: (?:van )?(?:de |het )?(?:school|bestuur|contactpersoon|directeur|locatie))?"
)
_FORM_WORD = re.compile(
    r"(?:bestuur|school|schoolscan|conclusies?|doelen|aanpak|keuze|wensen|opmerkingen|plaats|brin|groep|datum|adres)\b.*|.*:"
)
_OTHER_NUMBER = re.compile(r".*(?:lrk|kvk|telefoon|bedrag|brin|vestiging|bevoegd gezag|rekening|iban).*")
_OTHER_DATE = re.compile(
    r".*(?:dat(?:um|e)|dag|begin|start|eind|ingang|opgericht|opening|sluiting|period|wijzig|gewijzigd).*"
)

_NINE = r"(?:\d{9}|\d{4}[. ]\d{2}[. ]\d{3}|\d{3}[. -]\d{3}[. -]\d{3})"
_NINE_ANYWHERE = re.compile(rf"(?<![\w+.,-]){_NINE}(?!\w|[.,-]\d)")
_NAMED_NUMBER = re.compile(rf"\b(?:{_NUMBER_WORD})\b[^\d\n]{{0,25}}({_NINE})(?!\d)", re.IGNORECASE)
_NUMBER_VALUE = re.compile(rf"(?:{_NINE}|\d{{8}})(?:[.,]0+)?")
_MOST_OF_A_NUMBER = 7
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?0?8")
"""A number of nine digits as a spreadsheet rounds it."""
_DAY = re.compile(
    r"(?:\d{1,2}[-/. ]\d{1,2}[-/. ](?P<last>(?:19|20)\d\d)|(?P<first>(?:19|20)\d\d)[-/]\d{1,2}[-/]\d{1,2}"
    r"|\d{1,2} [a-z]{3,9}\.? (?P<worded>(?:19|20)\d\d))(?:[ T]\d.*)?",
    re.IGNORECASE,
)
_SHORT_DAY = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d\d|(?:19|20)\d{6}")
_ADDRESS = re.compile(r"(?<![^\s@<>()\[\],;:\"])[^\s@<>()\[\],;:\"]{1,64}@[^\s@<>()\[\],;:\"]{1,255}(?<=\w)")
_TELEPHONE = re.compile(
    r"(?<![\w.,+-])(?:(?:\+|00)31[ -]?(?:\(0\))?[ -]?[1-9](?:[ -]?\d){8}"
    r"|(?=(?:[() -]{0,3}\d){10}(?!\d))\(?(?:0[1-9]\d{1,2}|06)\)?(?:[ -]{0,3}\d){6,8})(?!\w|[ -]\d|[.,:]\d)"
)


class Held(NamedTuple):
    """A column (from 0) that may not be kept, or one cell of a form when `row` is given."""

    sheet: str
    column: int
    reason: str
    row: int | None = None
    header: int = 0
    """The row of the column's header; 0 when it has none."""


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
    for sheet in file.sheets:
        view = _View(sheet)
        for place, cells in view.held():
            held.append(place)
            findings.append(_held_finding(file.name, place, cells))
        kept = {(place.column, place.row) for place in held if place.sheet == sheet.name}
        for column, cells in view.doubtful():
            if (column, None) not in kept:
                rows = [row for row, _ in cells]
                findings.append(say.doubtful_numbers(file.name, sheet.name, column, rows, _mask(cells[0][1], NUMBER)))
    count = 0
    sheets = []
    for sheet in file.sheets:
        cleared, taken = _without_contacts(sheet)
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
                    numbers.update(_compact(found) for found in re.findall(r"\d(?:[. -]?\d){7,8}", text))
                cells[place.column] = _removed(text, place, line.number)
        return cells

    lines = [(sheet, [(line.number, emptied(sheet, line)) for line in sheet.lines]) for sheet in file.sheets]

    def known(match: re.Match[str]) -> str:
        return REMOVED_VALUE if _compact(match[0]) in numbers else match[0]

    sheets = [
        _sheet(
            sheet,
            ((row, [_NINE_ANYWHERE.sub(known, cell) if numbers else cell for cell in cells]) for row, cells in rows),
        )
        for sheet, rows in lines
    ]
    return replace(file, sheets=tuple(sheet for sheet in sheets if sheet.lines))


def _removed(text: str, place: Held, row: int) -> str:
    if place.row is None:
        return REMOVED_COLUMN if row == place.header else ""
    if place.reason == NUMBER and _NAMED_NUMBER.search(text):
        return _NAMED_NUMBER.sub(lambda match: match[0].replace(match[1], REMOVED_VALUE), text)
    return REMOVED_VALUE


Cells = list[tuple[int, str]]
"""Cells of one column: the number of the row and the text."""


class _View:
    """A sheet by columns, and whether it is a form: labels in the first column and what was filled in behind them."""

    def __init__(self, sheet: Sheet) -> None:
        self.name = sheet.name
        self.lines = sheet.lines
        self.columns: dict[int, Cells] = defaultdict(list)
        for line in sheet.lines:
            for column, cell in enumerate(line.cells):
                if cell:
                    self.columns[column].append((line.number, cell))
        self.wide = {line.number for line in sheet.lines if sum(map(bool, line.cells)) > 2}
        firsts = [next(filter(None, line.cells)) for line in sheet.lines]
        self.is_form = sum(_may_be_label(first) and bool(_FORM_WORD.fullmatch(_label(first))) for first in firsts) >= 2

    def held(self) -> Iterator[tuple[Held, Cells]]:
        """What may not be kept, with its cells."""
        headers = {}
        for column, cells in sorted(self.columns.items()):
            for reason, header, values in self._held_of_column(cells):
                headers[column] = header
                yield Held(self.name, column, reason, None, header), values
        for line in self.lines:
            for column, reason in self._held_of_line(line):
                if line.number < headers.get(column, line.number + 1):
                    yield Held(self.name, column, reason, line.number), [(line.number, line.cells[column])]

    def doubtful(self) -> Iterator[tuple[int, Cells]]:
        """By column the numbers that pass the elfproef while nothing else says that they are a child's."""
        for column, cells in sorted(self.columns.items()):
            if any(_may_be_label(text) and _OTHER_NUMBER.fullmatch(_label(text)) for _, text in cells[:_ENOUGH]):
                continue
            hits = [(row, found) for row, text in cells for found in _NINE_ANYWHERE.findall(text) if _passes(found)]
            if hits:
                yield column, hits

    def header(self, cells: Cells, label: re.Pattern[str]) -> int | None:
        """The row of the first header with such a label in a column; None when there is none."""
        for row, text in cells:
            if _may_be_label(text) and (not self.is_form or row in self.wide) and label.fullmatch(_label(text)):
                return row
        return None

    def answers(self, line: Line, label: re.Pattern[str]) -> list[int]:
        """The columns with what was filled in behind such a label at the beginning of a line, or in the same cell."""
        at, first = next((at, cell) for at, cell in enumerate(line.cells) if cell)
        before, colon, after = first.partition(":")
        if (
            colon
            and after.strip()
            and after.strip() not in _MARKS
            and _may_be_label(before)
            and label.fullmatch(_label(before))
        ):
            return [at]
        if not self.is_form or not _may_be_label(first) or not label.fullmatch(_label(first)):
            return []
        return [column for column, cell in enumerate(line.cells) if column > at and cell and cell not in _MARKS]

    def _held_of_column(self, cells: Cells) -> Iterator[tuple[str, int, Cells]]:
        """Why a column is held, the row of its header and the cells that tell: at most one reason."""
        for reason, label in _LABELS.items():
            header = self.header(cells, label)
            values = [(row, text) for row, text in cells if header and row > header and _TELLS[reason](text)]
            if header and values:
                yield reason, header, values
                return
        for reason, is_one in ((NUMBER, _has_citizen), (BIRTHDAY, _is_birthday)):
            values = [(row, text) for row, text in cells if is_one(text)]
            if len(values) < _ENOUGH:
                continue
            first = values[0][0]
            start = max((row for row, _ in cells if row < first), default=0)
            heading = next((_label(text) for row, text in cells if row == start), "")
            below = [text for row, text in cells if row >= first]
            if len(values) > len(below) / 2 and not (reason == BIRTHDAY and _OTHER_DATE.fullmatch(heading)):
                yield reason, start, values
                return

    def _held_of_line(self, line: Line) -> Iterator[tuple[int, str]]:
        for column, cell in enumerate(line.cells):
            if _NAMED_NUMBER.search(cell):
                yield column, NUMBER
        for reason, label in _LABELS.items():
            for column in self.answers(line, label):
                text = line.cells[column].rpartition(":")[2].strip()
                if _TELLS[reason](text) and not _NAMED_NUMBER.search(line.cells[column]):
                    yield column, reason


def _without_contacts(sheet: Sheet) -> tuple[Sheet, int]:
    """The sheet without contact details and how many were taken out."""
    view = _View(sheet)
    found = {column: view.header(cells, _CONTACT_LABEL) for column, cells in view.columns.items()}
    headers = {column: row for column, row in found.items() if row}
    count = 0

    def cleared(line: Line) -> list[str]:
        nonlocal count
        cells = list(line.cells)
        answers = view.answers(line, _CONTACT_LABEL)
        for column, cell in enumerate(cells):
            if cell in _MARKS or not cell:
                continue
            if column in answers or line.number > headers.get(column, line.number):
                cells[column] = REMOVED_CONTACT
                count += 1
            elif len(cell) >= 5 and ("@" in cell or (len(cell) >= 10 and ("0" in cell or "+" in cell))):
                for pattern in (_ADDRESS, _TELEPHONE):
                    cells[column], taken = pattern.subn(REMOVED_CONTACT, cells[column])
                    count += taken
        return cells

    rows = [(line.number, cleared(line)) for line in sheet.lines]
    return (_sheet(sheet, rows) if count else sheet), count


def _sheet(sheet: Sheet, rows: Iterable[tuple[int, list[str]]]) -> Sheet:
    """The sheet with other cells under the same numbers."""
    lines = [line for row, cells in rows for line in sheet_of(sheet.name, [cells], row).lines]
    return Sheet(sheet.name, tuple(lines))


def _held_finding(file: str, place: Held, cells: Cells) -> Finding:
    rows = [row for row, _ in cells]
    finding = {NUMBER: say.held_numbers, BIRTHDAY: say.held_birthdays, NAME: say.held_names}[place.reason]
    found = _NAMED_NUMBER.search(cells[0][1])
    return finding(file, place.sheet, place.column, rows, _mask(found[1] if found else cells[0][1], place.reason))


def _mask(text: str, reason: str) -> str:
    """A value of which too little is left to know whose it is."""
    digits = _compact(text)
    return f"{digits[:2]}*****{digits[-2:]}" if reason == NUMBER and len(digits) == 9 else "*****"


def _may_be_label(text: str) -> bool:
    return len(text) <= _LONGEST_LABEL and text[:1].isalpha()


def _label(text: str) -> str:
    """A header as it is compared: without case, brackets, line ends and the signs behind it."""
    return " ".join(re.sub(r"[()\[\]_]", " ", text).lower().split()).rstrip(" :*.?")


def _compact(text: str) -> str:
    return re.sub(r"\D", "", re.sub(r"[.,]0+$", "", text))


def _passes(number: str) -> bool:
    digits = _compact(number)
    return len(digits) == 9 and (bsn.is_valid(digits) or onderwijsnummer.is_valid(digits))


def _is_number(text: str) -> bool:
    """Seven digits or more in whatever notation, under a header that says that they are a child's number."""
    return sum(sign.isdigit() for sign in text) >= _MOST_OF_A_NUMBER or bool(_ROUNDED.fullmatch(text))


def _is_citizen(text: str) -> bool:
    return bool(_NUMBER_VALUE.fullmatch(text)) and _passes(text)


def _has_citizen(text: str) -> bool:
    """Whether a cell is such a number, or has one within a sentence."""
    return _is_citizen(text) or any(map(_passes, _NINE_ANYWHERE.findall(text)))


def _is_day(text: str) -> bool:
    return bool(_DAY.fullmatch(text) or _SHORT_DAY.fullmatch(text))


def _is_birthday(text: str) -> bool:
    found = _DAY.fullmatch(text)
    return found is not None and int(next(filter(None, found.groups()))) in _BIRTH_YEARS


def _is_name(text: str) -> bool:
    return text not in _MARKS and any(sign.isalpha() for sign in text)


_TELLS: dict[str, Callable[[str], bool]] = {NUMBER: _is_number, BIRTHDAY: _is_day, NAME: _is_name}
"""Whether a value under a header is what the header says."""
