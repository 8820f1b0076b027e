"""The account of the grant as a workbook whose formulas compute the totals again from the bookings beside them."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import openpyxl
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from intake.templates import style_header
from model.booking import UNPLACED, BookingKind
from model.text_file import clean_text

SISA, BOOKINGS, EXPLANATION = "SiSa", "Boekingen", "Toelichting"
COUNTS, APART = "ja", "nee"
PARTS: Mapping[str, tuple[str, str]] = {
    "programme": ("Besteding maatregelen", BookingKind.PROGRAMME.value),
    "rent": ("Extra huur", BookingKind.RENT.value),
    "staff": ("Ambtelijke capaciteit of expertise", BookingKind.STAFF.value),
    "to_other": ("Naar andere gemeenten", BookingKind.TO_OTHER.value),
    "from_other": ("Van andere gemeenten", BookingKind.FROM_OTHER.value),
    "unplaced": ("Nog niet toegewezen", UNPLACED),
}
"""The parts of the total: what they are called, and the kind that the bookings of each have."""
_SIGNS = "=+-@"
"""A text that begins with one of these would be a formula in a spreadsheet that reads it from somewhere else."""
_EUROS, _DAY = "#,##0.00", "DD-MM-YYYY"
_WIDTHS = (9, 18, 13, 13, 15, 26, 24, 24, 44, 22, 30, 12)
_HEAD = (
    *("Jaar", "Boekstuknummer", "Boekdatum", "Factuurdatum", "Bedrag", "Soort", "Kostenplaats of project"),
    *("Grootboekrekening", "Omschrijving", "Administratie", "Maatregel", "Telt mee"),
)


@dataclass(frozen=True)
class SheetBooking:
    """One booking of the sheet."""

    year: int
    number: str
    booked: date
    invoiced: date | None
    cents: int
    kind: str
    cost_object: str
    account: str
    description: str
    ledger: str
    measure: str
    """Its name."""
    counts: bool
    """Whether it is in the totals: not when it is counted apart."""


def sisa_xlsx(bookings: Sequence[SheetBooking], labels: Mapping[str, str], as_of: date, municipality: str) -> bytes:
    """The account per calendar year as a workbook: sums are live formulas over the sheet of bookings.

    `labels` are the codes of the SiSa indicators by part (`model.grant.SISA_LABELS`).
    """
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    years = sorted({one.year for one in bookings if one.counts})
    _add_account(book.create_sheet(SISA), years, labels, len(bookings) + 1)
    _add_bookings(book.create_sheet(BOOKINGS), bookings)
    _add_explanation(book.create_sheet(EXPLANATION), as_of, municipality)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _add_account(sheet: Worksheet, years: Sequence[int], labels: Mapping[str, str], last: int) -> None:
    sheet.append(["Onderdeel", "Code", *years, "Alle jaren"])
    first, total = 2, 2 + len(PARTS)
    width = len(years)
    for row, (part, (name, kind)) in enumerate(PARTS.items(), start=first):
        put(sheet, row, 1, name)
        put(sheet, row, 2, labels.get(part, ""))
        for place in range(width):
            column = get_column_letter(3 + place)
            _sum(sheet, row, 3 + place, last, f'{BOOKINGS}!$F$2:$F${last},"{kind}"', f"{column}$1")
        _formula(sheet, row, 3 + width, f"=ROUND(SUM(C{row}:{get_column_letter(2 + width)}{row}),2)" if width else "=0")
    put(sheet, total, 1, "Totaal")
    put(sheet, total + 1, 1, "Totaal van alle boekingen die meetellen")
    put(sheet, total + 2, 1, "Controle")
    for place in range(width + 1):
        column = get_column_letter(3 + place)
        _formula(sheet, total, 3 + place, f"=ROUND(SUM({column}{first}:{column}{total - 1}),2)")
        if place < width:
            _sum(sheet, total + 1, 3 + place, last, "", f"{column}$1")
        else:
            counting = f'{BOOKINGS}!$L$2:$L${last},"{COUNTS}"'
            _formula(sheet, total + 1, 3 + place, f"=ROUND(SUMIFS({BOOKINGS}!$E$2:$E${last},{counting}),2)")
        check = f'=IF(ROUND({column}{total}-{column}{total + 1},2)=0,"klopt","klopt niet")'
        _formula(sheet, total + 2, 3 + place, check)
    for cell in sheet[total]:
        cell.font = Font(bold=True)
    for place, size in enumerate((40, 10, *([18] * (width + 1))), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = size
    style_header(sheet)
    sheet.freeze_panes = "C2"


def _sum(sheet: Worksheet, row: int, place: int, last: int, also: str, year: str) -> None:
    """The sum of the bookings of a year that count, and of one kind when it is given."""
    asked = f'{BOOKINGS}!$A$2:$A${last},{year},{BOOKINGS}!$L$2:$L${last},"{COUNTS}"'
    _formula(sheet, row, place, f"=ROUND(SUMIFS({BOOKINGS}!$E$2:$E${last},{asked}{',' + also if also else ''}),2)")


def _add_bookings(sheet: Worksheet, bookings: Sequence[SheetBooking]) -> None:
    sheet.append(list(_HEAD))
    for row, one in enumerate(bookings, start=2):
        said = (
            *(one.year, one.number, one.booked, one.invoiced, Decimal(one.cents).scaleb(-2), one.kind),
            *(one.cost_object, one.account, one.description, one.ledger, one.measure),
            COUNTS if one.counts else APART,
        )
        for place, value in enumerate(said, start=1):
            put(sheet, row, place, value)
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    style_header(sheet)
    sheet.auto_filter.ref = sheet.dimensions


def _add_explanation(sheet: Worksheet, as_of: date, municipality: str) -> None:
    lines = (
        f"Stand per {as_of:%d-%m-%Y} (op boekdatum), gemeente {municipality}.",
        "Het boekjaar bepaalt in welk jaar een boeking telt; staat er geen boekjaar, dan de boekdatum.",
        "Op het blad SiSa staan formules: zij tellen de boekingen op het blad Boekingen op.",
        "Wat niet meetelt (voor 1 juli 2021, na de laatste dag van besteden, of niet van deze uitkering) heeft 'nee' "
        "in de kolom 'Telt mee'.",
        "Een bedrag van een andere gemeente is een bate en staat er met een min.",
        "De codes zijn niet zeker: vergelijk ze met de SiSa-bijlage van uw eigen jaarrekening.",
    )
    for row, line in enumerate(("Toelichting", *lines), start=1):
        put(sheet, row, 1, line)
    sheet.column_dimensions["A"].width = 110
    style_header(sheet)


def put(sheet: Worksheet, row: int, place: int, value: str | int | Decimal | date | None) -> None:
    """A value in its cell; a text is a text, whatever it begins with."""
    cell = sheet.cell(row, place)
    assert isinstance(cell, SheetCell)  # no cells are merged here
    if isinstance(value, str):
        text = clean_text(value)
        cell.value, cell.data_type = text, "s"
        cell.quotePrefix = bool(text) and text[0] in _SIGNS
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        return
    cell.value = value
    if isinstance(value, Decimal):
        cell.number_format = _EUROS
    elif isinstance(value, date):
        cell.number_format = _DAY


def _formula(sheet: Worksheet, row: int, place: int, formula: str) -> None:
    cell = sheet.cell(row, place)
    cell.value = formula
    cell.number_format = _EUROS
