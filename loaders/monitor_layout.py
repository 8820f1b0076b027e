"""What stands where in a monitor's table: proposed from the table, corrected by an officer, kept for the next file."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from model import monitor_findings
from model.findings import Refusal
from model.text_file import Line, Sheet

SEPARATOR = " – "
"""Between the parts of a header over several rows."""
TOTALS = frozenset({"totaal", "total", "alle", "allen", "alles", "iedereen", "alle leerlingen", "mw00000", "waarde"})
"""What a group of everyone is called, as `plain` gives it."""
YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?: ?[-–/] ?(?:19|20)?[0-9]{2})?(?:JJ00)?\*{0,2}(?![0-9])")
"""A year or school year within a text."""
NUMBERED_AREA = re.compile(r"(?P<level>gemeente|wijk|buurt)(?: [0-9]+)* (?P<name>.*[a-z].*)")
"""A name as CBS writes it, in plain words: `wijk 03 ravelshoek`."""


class Role(StrEnum):
    """What a column says; the value is the Dutch word that is shown."""

    AREA = "gebied"
    LEVEL = "gebiedsniveau"
    PERIOD = "periode"
    INDICATOR = "indicator"
    VALUE = "waarde"
    LOWER = "ondergrens"
    UPPER = "bovengrens"
    COUNT = "aantal respondenten"
    GROUP = "groep"
    IGNORE = "overslaan"


FIGURES = (Role.VALUE, Role.LOWER, Role.UPPER, Role.COUNT)


@dataclass(frozen=True)
class Column:
    """One column: its place (from 0), its whole header, what it says, and of what where the header says so."""

    place: int
    header: str
    role: Role
    indicator: str = ""
    """As written in `Layout.measures`; empty when each row says it, and for a count that belongs to all values."""
    period: str = ""
    group: str = ""
    """Which group counts, as written; empty for the totals only."""


@dataclass(frozen=True)
class Measure:
    """An indicator as the file writes it, and what it stands for."""

    written: str
    indicator: str
    """Id in the catalogue; empty for one that needs a card first."""
    unit: str
    is_fraction: bool = False
    """Whether the file writes percentages as 0,123."""
    is_used: bool = True


@dataclass(frozen=True)
class Layout:
    """What stands where in one table. Rows are numbered as the user sees them."""

    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    """Smaller than `first_row` when there are no rows."""
    columns: tuple[Column, ...]
    measures: tuple[Measure, ...]
    period: str = ""
    """Of all figures, where no column or header says it."""
    indicator: str = ""
    """Of all figures, where no column or header says it; as written in `measures`."""
    decimal: str = ""
    """The officer's choice where the figures do not prove their decimal sign: `,` or `.`."""
    other_tables: tuple[int, ...] = ()
    """Rows where another table begins: as long as there are any, nothing is read."""

    @property
    def is_long(self) -> bool:
        """Whether each row names its indicator."""
        return any(column.role is Role.INDICATOR for column in self.columns)

    def first(self, role: Role) -> Column | None:
        """The first column with a role."""
        return next((column for column in self.columns if column.role is role), None)

    def rows(self, sheet: Sheet) -> tuple[Line, ...]:
        """The rows of data of a sheet."""
        return tuple(line for line in sheet.lines if self.first_row <= line.number <= self.last_row)

    def to_json(self) -> str:
        """The layout as text, to be kept."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Layout":
        """The layout that `to_json` wrote. Raises Refusal for another text."""
        try:
            kept = json.loads(text)
            columns = tuple(Column(**{**one, "role": Role(one["role"])}) for one in kept.pop("columns"))
            measures = tuple(Measure(**one) for one in kept.pop("measures"))
            header_rows, other_tables = tuple(kept.pop("header_rows")), tuple(kept.pop("other_tables"))
            return cls(header_rows, columns=columns, measures=measures, other_tables=other_tables, **kept)
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
            raise Refusal(monitor_findings.unreadable_layout()) from error


def plain(text: str) -> str:
    """A text to compare by: small letters and digits without accents, one blank between words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", "".join(sign for sign in letters if not unicodedata.combining(sign))))


def bare_name(name: str) -> str:
    """The plain name of an area without its level and number."""
    numbered = NUMBERED_AREA.fullmatch(name)
    return numbered["name"] if numbered else name


def read_period(text: str) -> str | None:
    """`2021` of `2021`, `2021*`, `2021JJ00` or `2021,0`, `2020/2021` of a school year; None when it is neither."""
    text = text.strip().rstrip("*").strip()
    if found := re.fullmatch(r"((?:19|20)[0-9]{2})(?:JJ00|[.,]0)?", text):
        return found[1]
    found = re.fullmatch(r"(?:schooljaar )?((?:19|20)[0-9]{2}) ?[-–/] ?((?:19|20)?[0-9]{2})", text, re.IGNORECASE)
    if found and int(found[2][-2:]) == (int(found[1]) + 1) % 100:
        return f"{found[1]}/{int(found[1]) + 1}"
    return None


def shape_of(sheet: Sheet, layout: Layout) -> str:
    """A fingerprint of the headers: the same for the next file of the same shape, also with other or more years."""
    shape: list[str] = []
    for header in headers_of(sheet, layout.header_rows):
        if not shape or (shape[-1] != (same := _without_years(header)) or "jaar" not in same):
            shape.append(_without_years(header))
    return hashlib.sha256("\n".join(shape).encode()).hexdigest()


def with_saved(proposal: Layout, saved: Layout) -> Layout:
    """The proposal for a new file with the choices that were made for a file of the same shape.

    Rows, periods and an indicator that stands in the title are those of the new file.
    """
    former: dict[str, list[Column]] = {}
    for column in saved.columns:
        former.setdefault(_without_years(column.header), []).append(column)
    columns = []
    for column in proposal.columns:
        if same := former.get(_without_years(column.header)):
            chosen = same.pop(0) if len(same) > 1 else same[0]
            is_of_title = chosen.indicator == saved.indicator and bool(proposal.indicator)
            indicator = column.indicator if is_of_title else chosen.indicator
            column = replace(column, role=chosen.role, indicator=indicator, group=chosen.group)
        columns.append(column)
    measures = {measure.written: measure for measure in (*proposal.measures, *saved.measures)}
    return replace(
        proposal,
        columns=tuple(columns),
        measures=tuple(measures.values()),
        indicator=proposal.indicator or saved.indicator,
        decimal=saved.decimal,
    )


def headers_of(sheet: Sheet, header_rows: Sequence[int]) -> list[str]:
    """The header of each column: the parts in its header rows with – between them, merged cells filled to the right."""
    width = max((len(line.cells) for line in sheet.lines), default=0)
    rows = [line.cells for line in sheet.lines if line.number in header_rows]
    parts: list[list[str]] = [[] for _ in range(width)]
    for number, cells in enumerate(rows, start=1):
        filled = ""
        for place in range(width):
            text = " ".join(cell_of(cells, place).split())
            filled = text or ("" if number == len(rows) else filled)
            if filled and filled not in parts[place]:
                parts[place].append(filled)
    return [SEPARATOR.join(part) for part in parts]


def cell_of(cells: Sequence[str], place: int) -> str:
    """The text of a cell, also where the line is shorter."""
    return cells[place] if place < len(cells) else ""


def _without_years(header: str) -> str:
    return plain(YEAR.sub(" jaar ", header))
