"""What calamine does not tell of a workbook: how far its cells reach, percentages, failed formulas, hidden rows."""

import io
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from loaders.tabular_limits import Members

Cell = tuple[int, int]
"""A row from 1 and a column from 0."""

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_LETTERS = string.ascii_letters
_PERCENT_FORMATS = {"9", "10"}
"""The numbers of Excel's own formats 0% and 0.00%."""
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_VALUE_NAMES = {"value-type", "value", "string-value", "boolean-value", "date-value", "time-value", "formula"}
_ODS_ERROR = re.compile(r"#[A-Z/0!?]+|(?:Err|Fout):\d+")


@dataclass
class Marks:
    """What stands out in one sheet. The area is that of cells with something in them."""

    errors: dict[Cell, str] = field(default_factory=dict)
    """Cells with a failed formula and the sign that they show."""
    unsolved: list[Cell] = field(default_factory=list)
    """Formulas without a stored outcome."""
    percentages: list[Cell] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    merged: list[Cell] = field(default_factory=list)
    """The first of merged cells; only for ODS, of XLSX calamine tells."""
    _first: Cell | None = None
    _last: Cell = (0, 0)

    @property
    def rows(self) -> int:
        """How many rows the filled cells reach over."""
        return self._last[0] - self._first[0] + 1 if self._first else 0

    @property
    def columns(self) -> int:
        """How many columns the filled cells reach over, those left of the first included."""
        return self._last[1] + 1 if self._first else 0

    def reach(self, row: int, column: int) -> None:
        """Takes a filled cell into the area."""
        first = self._first or (row, column)
        self._first = min(first[0], row), min(first[1], column)
        self._last = max(self._last[0], row), max(self._last[1], column)


def marks_of_xlsx(members: Members) -> dict[str, Marks]:
    """The marks of each sheet by its name, and by its path of all else that calamine could take for a sheet.

    Raises many kinds of errors when the workbook is broken.
    """
    paths = {path.lower(): path for path in members}
    relations: dict[str, str] = {}
    parts: dict[str, Marks] = {}
    percent_styles = _percent_styles(members)
    for relation in ElementTree.fromstring(members["xl/_rels/workbook.xml.rels"]):  # nosec B314 # no DTD gets here
        target = relation.get("Target", "").removeprefix("/")
        path = paths.get(target.lower() if target.startswith("xl/") else f"xl/{target}".lower(), "")
        relations[relation.get("Id", "")] = path
        if path and path not in parts:
            parts[path] = _marks_of_sheet(members[path], percent_styles)
    marks = dict(parts)
    for sheet in ElementTree.fromstring(members["xl/workbook.xml"]).iterfind(".//{*}sheet"):  # nosec B314 # no DTD gets here
        path = relations[sheet.get(_RELATION, "") or sheet.get(_STRICT_RELATION, "")]
        marks[sheet.get("name", "")] = parts[path]
        marks.pop(path, None)
    return marks


def _percent_styles(members: Members) -> set[str]:
    """The numbers of the styles that show a percentage."""
    if "xl/styles.xml" not in members:
        return set()
    styles = ElementTree.fromstring(members["xl/styles.xml"])  # nosec B314 # no DTD gets here
    formats = _PERCENT_FORMATS | {
        own.get("numFmtId", "") for own in styles.iterfind(".//{*}numFmt") if "%" in own.get("formatCode", "")
    }
    used = [style.get("numFmtId") for cells in styles.iterfind(".//{*}cellXfs") for style in cells]
    return {str(number) for number, shown in enumerate(used) if shown in formats}


def _marks_of_sheet(content: bytes, percent_styles: set[str]) -> Marks:
    """Raises ValueError for cells outside rows or with the number of another row, which calamine would read."""
    marks = Marks()
    row = seen = within = 0
    for _, element in ElementTree.iterparse(io.BytesIO(content)) if content else ():  # nosec B314 # no DTD gets here
        kind = element.tag.rpartition("}")[2]
        seen += kind == "c"
        if kind != "row":
            continue
        row = int(element.get("r") or row + 1)
        column = -1
        is_filled = False
        for cell in element:
            within += cell.tag.rpartition("}")[2] == "c"
            reference = cell.get("r", "")
            column = _column(reference) if reference else column + 1
            parts = {part.tag.rpartition("}")[2]: part for part in cell}
            if not parts:
                continue
            if reference and int(reference.lstrip(_LETTERS)) != row:
                raise ValueError(reference)
            is_filled = True
            marks.reach(row, column)
            value = parts["v"].text if "v" in parts else None
            if cell.get("t") == "e":
                marks.errors[row, column] = value or "#N/A"
            elif "f" in parts and not value and cell.get("t") != "str":
                marks.unsolved.append((row, column))
            elif cell.get("s") in percent_styles:
                marks.percentages.append((row, column))
        if is_filled and element.get("hidden") in ("1", "true"):
            marks.hidden_rows.append(row)
        element.clear()
    if seen != within:
        raise ValueError(seen)
    return marks


def _column(reference: str) -> int:
    column = 0
    for sign in reference.upper().rstrip("0123456789"):
        column = column * 26 + ord(sign) - ord("A") + 1
    return column - 1


def marks_of_ods(members: Members) -> dict[str, Marks]:
    """The marks of each sheet by its name. Raises many kinds of errors when the workbook is broken."""
    document = ElementTree.fromstring(members["content.xml"])  # nosec B314 # no DTD gets here
    # calamine knows names by their prefix, this module by their namespace: they must be the same.
    rows = set(document.iter(f"{_TABLE}table-row"))
    if rows != set(document.iterfind(".//{*}table-row")) or any(
        place.rpartition("}")[2].startswith("number-") and place.endswith("-repeated") and not place.startswith(_TABLE)
        for element in document.iter()
        for place in element.attrib
    ):
        raise ValueError("namespace")
    if sum(len(row.findall("{*}table-cell")) for row in rows) != sum(1 for _ in document.iterfind(".//{*}table-cell")):
        raise ValueError("cells outside rows")
    return {table.get(f"{_TABLE}name", ""): _marks_of_table(table) for table in document.iter(f"{_TABLE}table")}


def _marks_of_table(table: ElementTree.Element) -> Marks:
    marks = Marks()
    row = 1
    for element in table.iter(f"{_TABLE}table-row"):
        height = int(element.get(f"{_TABLE}number-rows-repeated", 1))
        filled = list(_filled(element))
        for cell, column, width in filled:
            marks.reach(row, column)
            marks.reach(row + height - 1, column + width - 1)
            _mark(marks, cell, (row, column))
        if filled and element.get(f"{_TABLE}visibility", "visible") != "visible":
            marks.hidden_rows.append(row)
        row += height
    return marks


def _filled(row: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, int, int]]:
    """The cells with something in them, their column and the number of columns that they are repeated over."""
    column = 0
    for cell in row:
        width = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        if len(cell) or _VALUE_NAMES & {place.rpartition("}")[2] for place in cell.attrib}:
            yield cell, column, width
        column += width


def _mark(marks: Marks, cell: ElementTree.Element, place: Cell) -> None:
    shown = "".join(cell.itertext()).strip()
    kind = cell.get(f"{_OFFICE}value-type")
    if f"{_TABLE}formula" in cell.attrib and _ODS_ERROR.fullmatch(shown):
        marks.errors[place] = shown
    elif f"{_TABLE}formula" in cell.attrib and not kind:
        marks.unsolved.append(place)
    elif kind == "percentage":
        marks.percentages.append(place)
    if {cell.get(f"{_TABLE}number-{way}-spanned", "1") for way in ("columns", "rows")} != {"1"}:
        marks.merged.append(place)
