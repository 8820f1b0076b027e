"""One sheet looked at for what is private: by columns under their headers, and by labels on lines."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from loaders import privacy_signs as signs
from loaders.privacy_signs import BIRTHDAY, CONTACT, LABELS, MARKS, NUMBER, TELLS, as_label, label_of
from model.text_file import Line, Sheet

_ENOUGH = 5
"""So many numbers must pass the elfproef before a column without a telling header is held: one in eleven does."""


class Held(NamedTuple):
    """A column (from 0) that may not be kept, or one cell of a form when `row` is given."""

    sheet: str
    column: int
    reason: str
    row: int | None = None
    header: int = 0
    """The row of the column's header; 0 when it has none."""


Cells = list[tuple[int, str]]
"""Cells of one column: the number of the row and the text."""


class View:
    """What a sheet tells by columns, and whether it is a form: labels in the first column, what was filled in behind.

    Each text of a column is looked at once, however often it is there, and only what tells something is kept.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.name = sheet.name
        self.lines = sheet.lines
        firsts = [next(filter(None, line.cells)) for line in sheet.lines]
        words = (count for first, count in Counter(firsts).items() if signs.FORM_WORD.fullmatch(as_label(first)))
        self.is_form = sum(words) >= 2
        self.wide = {line.number for line in sheet.lines if sum(map(bool, line.cells)) > 2} if self.is_form else set()
        self.labelled = {
            line.number for line, first in zip(sheet.lines, firsts, strict=True) if self.is_form or ":" in first
        }
        """The lines that can begin with a label and what was filled in behind it."""
        self.held_columns: dict[int, tuple[str, int, Cells]] = {}
        """Why a column is held, the row of its header and the cells that tell."""
        self.doubtful: list[tuple[int, Cells]] = []
        """By column the numbers that pass the elfproef while nothing else says that they are a child's."""
        self.contact_headers: dict[int, int] = {}
        self.named: set[str] = set()
        """The texts with a number of a citizen or pupil behind its name."""
        self.cleared: dict[str, tuple[str, int]] = {}
        """The texts with contact details in them: without these, and how many there were."""
        for column in range(max((len(line.cells) for line in sheet.lines), default=0)):
            self._look_at(column)

    def _look_at(self, column: int) -> None:
        cells = [
            (line.number, line.cells[column]) for line in self.lines if len(line.cells) > column and line.cells[column]
        ]
        texts = dict.fromkeys(text for _, text in cells)
        headers = self._headers(cells, texts)
        long = [text for text in texts if len(text) >= signs.SHORTEST]
        numbered = list(filter(signs.NINE_DIGITS.search, long))
        numbers = {text: found for text in numbered if (found := signs.passing(text))}
        citizens = numbers.keys() | set(filter(signs.is_citizen, numbered))
        if held := _held_of_column(cells, headers, citizens, set(filter(signs.is_birthday, long))):
            self.held_columns[column] = held
        is_other = any(signs.OTHER_NUMBER.fullmatch(as_label(text)) for _, text in cells[:_ENOUGH])
        if numbers and not is_other:
            self.doubtful.append((column, [(row, one) for row, text in cells for one in numbers.get(text, ())]))
        if CONTACT in headers:
            self.contact_headers[column] = headers[CONTACT]
        self.named.update(filter(signs.NAMED_NUMBER.search, numbered))
        self.cleared |= {text: cleared for text in texts if (cleared := signs.without_contact(text))[1]}

    def _headers(self, cells: Cells, texts: Iterable[str]) -> dict[str, int]:
        """By what it says the row of the first header with such a label."""
        labels = {text: label for text in texts if (label := as_label(text))}
        headers: dict[str, int] = {}
        for kind, pattern in (*LABELS.items(), (CONTACT, signs.CONTACT_LABEL)):
            such = {text for text, label in labels.items() if pattern.fullmatch(label)}
            rows = (row for row, text in cells if text in such and (not self.is_form or row in self.wide))
            if such and (row := next(rows, None)):
                headers[kind] = row
        return headers

    def held(self) -> Iterator[tuple[Held, Cells]]:
        """What may not be kept, with its cells."""
        for column, (reason, header, values) in self.held_columns.items():
            yield Held(self.name, column, reason, None, header), values
        for line in self.lines:
            if line.number not in self.labelled and self.named.isdisjoint(line.cells):
                continue
            for column, reason in self._held_of_line(line):
                if column not in self.held_columns or line.number < self.held_columns[column][1]:
                    yield Held(self.name, column, reason, line.number), [(line.number, line.cells[column])]

    def answers(self, line: Line, label: re.Pattern[str]) -> list[int]:
        """The columns with what was filled in behind such a label at the beginning of a line, or in the same cell."""
        if line.number not in self.labelled:
            return []
        at, first = next((at, cell) for at, cell in enumerate(line.cells) if cell)
        before, colon, after = first.partition(":")
        if colon and after.strip() and after.strip() not in MARKS and label.fullmatch(as_label(before)):
            return [at]
        if not self.is_form or not label.fullmatch(as_label(first)):
            return []
        return [column for column, cell in enumerate(line.cells) if column > at and cell and cell not in MARKS]

    def _held_of_line(self, line: Line) -> Iterator[tuple[int, str]]:
        for column, cell in enumerate(line.cells):
            if cell in self.named:
                yield column, NUMBER
        for reason, label in LABELS.items():
            for column in self.answers(line, label):
                text = line.cells[column].rpartition(":")[2].strip()
                if TELLS[reason](text) and line.cells[column] not in self.named:
                    yield column, reason


def _held_of_column(
    cells: Cells, headers: Mapping[str, int], citizens: Set[str], birthdays: Set[str]
) -> tuple[str, int, Cells] | None:
    """Why a column is held, the row of its header and the cells that tell: at most one reason."""
    for reason in LABELS:
        header = headers.get(reason)
        values = [(row, text) for row, text in cells if row > header and TELLS[reason](text)] if header else []
        if header and values:
            return reason, header, values
    for reason, telling in ((NUMBER, citizens), (BIRTHDAY, birthdays)):
        values = [(row, text) for row, text in cells if text in telling] if telling else []
        if len(values) < _ENOUGH:
            continue
        first = values[0][0]
        start = max((row for row, _ in cells if row < first), default=0)
        heading = next((label_of(text) for row, text in cells if row == start), "")
        below = [text for row, text in cells if row >= first]
        if len(values) > len(below) / 2 and not (reason == BIRTHDAY and signs.OTHER_DATE.fullmatch(heading)):
            return reason, start, values
    return None
