"""The plan as a workbook to be filled in: a row for each measure, a column for each month, with what is planned now."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from intake.sisa_sheet import put
from intake.templates import add_explanation, style_header
from model.booking import PlanLine
from model.grant import FIRST_DAY, months
from model.measure import Measure

PLAN, EXPLANATION = "Plan", "Toelichting"
MEASURE, ID = "Maatregel", "ID"
_EUROS = "#,##0.00"
_ADVICE = (
    "Vul per maatregel in wat u in elke maand wilt besteden, in euro's, zoals 1250 of 1250,50.",
    "Een rij zonder bedragen laat het plan van die maatregel zoals het is. Wilt u een plan leegmaken, vul dan in één "
    "maand een 0 in en haal de andere bedragen weg.",
    "U mag maanden en rijen weghalen, en maanden toevoegen met een kop zoals 2023-08.",
    "Neem het bestand daarna over op de pagina Boekingen inlezen, onder Plan.",
)
_COLUMNS = (
    (MEASURE, "De naam van de maatregel in Startfoto."),
    (ID, "Hieraan herkent Startfoto de maatregel, ook als de naam verandert. Laat dit staan."),
    ("2021-07 en verder", "Het bedrag voor die maand."),
)


def plan_xlsx(measures: Sequence[Measure], plan: Sequence[PlanLine], last_day: date) -> bytes:
    """The workbook: months from July 2021 to the last day of spending, and any other month with a plan.

    `intake.budget_plan.read_plan` reads it back as the same plan.
    """
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    known = {one.id for one in measures}
    planned = {(line.measure, line.month): line.cents for line in plan if line.measure in known}
    columns = sorted({*months(FIRST_DAY, last_day), *(month for _, month in planned)})
    _add_plan(book.create_sheet(PLAN), measures, columns, planned)
    add_explanation(book.create_sheet(EXPLANATION), _ADVICE, _COLUMNS)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _add_plan(
    sheet: Worksheet, measures: Sequence[Measure], columns: Sequence[date], planned: Mapping[tuple[str, date], int]
) -> None:
    sheet.append([MEASURE, ID, *(f"{month:%Y-%m}" for month in columns)])
    for row, one in enumerate(measures, start=2):
        put(sheet, row, 1, one.name)
        put(sheet, row, 2, one.id)
        for place, month in enumerate(columns, start=3):
            if cents := planned.get((one.id, month)):
                put(sheet, row, place, Decimal(cents).scaleb(-2))
            sheet.cell(row, place).number_format = _EUROS
    for place, width in enumerate((40, 14, *([12] * len(columns))), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    style_header(sheet)
    sheet.freeze_panes = "C2"
