"""The workbook of measures: written for officers and for a monitoring questionnaire, and read again."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from intake.matching import fold
from intake.measure_columns import ID, MEASURE, MOMENT, MOMENTS, NAME, OF_MEASURE, Cell, Column, Names, Unreadable
from intake.measure_columns import values_of as values_of_measure
from intake.templates import add_explanation, style_header
from model import measure_findings as say
from model.findings import Finding
from model.measure import Measure, Moment
from model.scan_findings import Spot
from model.text_file import Line, Sheet, TextFile, clean_text

SHEET, MOMENTS_SHEET, MONITORING_SHEET, EXPLANATION = "Maatregelen", "Momenten", "Monitoring", "Toelichting"
_SIGNS = "=+-@"
"""A text that begins with one of these would be a formula in a spreadsheet that reads it from somewhere else."""
_FIRST_LINES = 20
_SPARE_ROWS = 200
_EUROS, _DAY = "#,##0.00", "DD-MM-YYYY"
_ADVICE = (
    "Op het blad 'Maatregelen' staat één maatregel per rij. U mag rijen toevoegen, wijzigen en weghalen; een rij die u "
    "weghaalt, blijft in Startfoto staan.",
    "Op het blad 'Momenten' staat één evaluatiemoment per rij, met de ID of de naam van de maatregel.",
    "Laat de namen van de kolommen staan. Een kolom die u weghaalt, blijft in Startfoto zoals hij was.",
    "Voordat er iets wordt overgenomen, ziet u wat er nieuw is en wat er verandert.",
    "Vul geen namen of nummers van kinderen in.",
)
_MONITORING: tuple[tuple[str, int, str], ...] = (
    ("Maatregel", 30, "De naam van de maatregel."),
    ("Doel", 45, "Wat de gemeente ermee wil bereiken."),
    ("Bestedingsdoel", 24, "Het doel van de uitkering waar hij bij hoort."),
    ("Doelgroep", 22, "Voor wie."),
    ("Bereik bedoeld", 11, "Hoeveel kinderen de gemeente wil bereiken."),
    ("Bereik bereikt", 11, "Hoeveel kinderen er zijn bereikt op het laatste moment waarop dat bekend was."),
    ("Bekend op", 13, "De dag van dat moment."),
    ("Partners", 26, "Met wie."),
    ("Rol gemeente", 15, "Wat de gemeente hierin is."),
    ("Begroot", 15, "Alle geldstromen samen, in euro's."),
    ("Besteed", 15, "Wat er volgens de boekingen van de uitkering is besteed, in euro's. Leeg zonder boekingen."),
    ("Status", 13, "Hoe ver het is."),
    ("Knelpunten", 45, "Wat er op de evaluatiemomenten niet goed ging."),
)


def measures_xlsx(measures: Sequence[Measure], names: Names) -> bytes:
    """All measures as a workbook that can be read again: a sheet of measures, one of moments, an explanation."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    table = [[column.write(values_of_measure(one)[column.name], names) for column in MEASURE] for one in measures]
    _add_table(book.create_sheet(SHEET), MEASURE, table)
    moments = [
        [one.id, one.name, *(column.write(getattr(moment, column.field), names) for column in MOMENT)]
        for one in measures
        for moment in one.moments
    ]
    _add_table(book.create_sheet(MOMENTS_SHEET), (ID, OF_MEASURE, *MOMENT), moments)
    columns = ((column.name, column.explanation) for column in (*MEASURE, OF_MEASURE, *MOMENT))
    add_explanation(book.create_sheet(EXPLANATION), _ADVICE, columns)
    return _bytes(book)


def monitoring_xlsx(measures: Sequence[Measure], spent: Mapping[str, int] | None = None) -> bytes:
    """What a monitoring questionnaire asks of each measure; `spent` is what was booked in cents, by id."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(MONITORING_SHEET)
    rows = [_monitored(one, (spent or {}).get(one.id)) for one in measures]
    _add_rows(sheet, [name for name, _, _ in _MONITORING], [width for _, width, _ in _MONITORING], rows)
    for place, (name, _, _) in enumerate(_MONITORING, start=1):
        if name in ("Begroot", "Besteed"):
            _as_euros(sheet, place)
    explained = ((name, explanation) for name, _, explanation in _MONITORING)
    add_explanation(book.create_sheet(EXPLANATION), ("Stand van dit moment in Startfoto.",), explained)
    return _bytes(book)


def _monitored(one: Measure, spent: int | None) -> list[Cell]:
    known = [moment for moment in one.moments if moment.reached is not None]
    last = max(known, key=lambda moment: moment.day, default=None)
    return [
        one.name,
        one.aim,
        one.purpose.value if one.purpose else None,
        ", ".join(one.target_groups),
        one.intended_reach,
        last.reached if last else None,
        last.day if last else None,
        ", ".join(one.partners),
        one.role.value if one.role else None,
        one.cents if one.funding else None,
        spent,
        one.state.value,
        "\n".join(moment.bottlenecks for moment in one.moments if moment.bottlenecks),
    ]


def _add_table(sheet: Worksheet, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
    _add_rows(sheet, [column.name for column in columns], [column.width for column in columns], rows)
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        if column.is_amount:
            _as_euros(sheet, place)
        if column.words:
            rule = DataValidation("list", formula1=f'"{",".join(column.words)}"')
            rule.errorTitle, rule.error = "Niet in de lijst", "Kies een woord uit de lijst, of laat de cel leeg."
            rule.add(f"{letter}2:{letter}{len(rows) + _SPARE_ROWS}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = "C2"


def _add_rows(sheet: Worksheet, titles: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Cell]]) -> None:
    sheet.append(list(titles))
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            _put(sheet, number, place, value)
    style_header(sheet)


def _put(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    """A value in its cell; a text is a text, whatever it begins with."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)  # no cells are merged here
    text = clean_text(value) if isinstance(value, str) else ""
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if text:
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text[0] in _SIGNS
    elif not isinstance(value, str):
        cell.value = value
        if not isinstance(value, int):
            cell.number_format = _DAY


def _as_euros(sheet: Worksheet, place: int) -> None:
    """A column of whole cents as euros with two decimals."""
    for (cell,) in sheet.iter_rows(min_row=2, min_col=place, max_col=place):
        if isinstance(cell.value, int):
            cell.value = Decimal(cell.value).scaleb(-2)
            cell.number_format = _EUROS


def _bytes(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@dataclass(frozen=True)
class ReadRow:
    """One measure as a file has it."""

    at: Spot
    id: str
    name: str
    values: Mapping[str, Any]
    """By the name of the column, as far as the file has it and it could be read; `MOMENTS` holds all moments."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class MeasuresRead:
    """What a file says of measures, and what there is to say of the file."""

    rows: tuple[ReadRow, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class _Table:
    """A table: where its header stands, and at which place which column is."""

    sheet: Sheet
    header: Line
    places: Mapping[str, int]
    unknown: tuple[str, ...] = field(default=())

    def rows(self) -> Iterable[tuple[Line, dict[str, str]]]:
        """The lines below the header, with the text of each column."""
        for line in self.sheet.lines:
            if line.number > self.header.number:
                cells = line.cells
                texts = {name: cells[at] if at < len(cells) else "" for name, at in self.places.items()}
                if any(texts.values()):
                    yield line, texts


def read(file: TextFile, names: Names) -> MeasuresRead:
    """The measures of a file, recognised by the names of its columns. Never raises: what is wrong is told."""
    table = _find(file, MEASURE, {NAME.name})
    if table is None:
        return MeasuresRead(findings=(say.not_measures(Spot(file.name)),))
    findings = list(_of_columns(file, table))
    rows = []
    for line, texts in table.rows():
        at = Spot(file.name, table.sheet.name, line.number)
        values, faults = _values(MEASURE, texts, at, names)
        rows.append(ReadRow(at, texts.get(ID.name, ""), texts[NAME.name], values, tuple(faults)))
    of_moments = _find(file, MOMENT, {MOMENT[0].name})
    if of_moments is None:
        return MeasuresRead(tuple(rows), tuple(findings))
    findings += _of_columns(file, of_moments)
    moments: dict[int, list[Moment]] = {place: [] for place in range(len(rows))}
    faults_of: dict[int, list[Finding]] = {place: [] for place in range(len(rows))}
    for line, texts in of_moments.rows():
        at = Spot(file.name, of_moments.sheet.name, line.number)
        id, name = texts.get(ID.name, ""), texts.get(OF_MEASURE.name, "")
        place = next((n for n, row in enumerate(rows) if (row.id == id if id else fold(row.name) == fold(name))), None)
        if place is None or not (id or name):
            findings.append(say.moment_of_nothing(at, name or id))
            continue
        values, faults = _values(MOMENT, texts, at, names)
        faults_of[place] += faults
        if not faults:
            moments[place].append(Moment(**{one.field: values[one.name] for one in MOMENT if one.name in values}))
    return MeasuresRead(
        tuple(
            ReadRow(
                row.at,
                row.id,
                row.name,
                {**row.values, MOMENTS: tuple(moments[place])},
                (*row.findings, *faults_of[place]),
            )
            for place, row in enumerate(rows)
        ),
        tuple(findings),
    )


def _find(file: TextFile, columns: Sequence[Column], needed: set[str]) -> _Table | None:
    """The first table with the needed columns and at least one other of them."""
    known = {fold(column.name): column.name for column in (*columns, ID, OF_MEASURE)}
    for sheet in file.sheets:
        for line in sheet.lines[:_FIRST_LINES]:
            places: dict[str, int] = {}
            unknown = []
            for at, cell in enumerate(line.cells):
                name = known.get(fold(cell))
                if name and name not in places:
                    places[name] = at
                elif cell:
                    unknown.append(cell)
            if needed <= set(places) and len(places) > 1:
                return _Table(sheet, line, places, tuple(unknown))
    return None


def _of_columns(file: TextFile, table: _Table) -> Iterable[Finding]:
    if table.unknown:
        yield say.unknown_columns(Spot(file.name, table.sheet.name, table.header.number), table.unknown)


def _values(
    columns: Sequence[Column], texts: Mapping[str, str], at: Spot, names: Names
) -> tuple[dict[str, Any], list[Finding]]:
    """What the cells of a row say, by column, and which of them cannot be read."""
    values: dict[str, Any] = {}
    faults = []
    for column in columns:
        if column.name in texts:
            try:
                values[column.name] = column.read(texts[column.name], names)
            except Unreadable as why:
                faults.append(say.unreadable(at.under(column.name), texts[column.name], why.expected, why.example))
    return values, faults
