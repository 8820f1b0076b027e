"""Tables as files that a spreadsheet opens without surprises."""

import re
from datetime import date
from io import BytesIO

import openpyxl
import pandas as pd
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from model.reading import read_figure
from model.text_file import FORMULA, clean_text, no_formula

_WIDEST = 60
_RETURN = re.compile(r"\r\n?")


def csv_of(table: pd.DataFrame) -> bytes:
    """The table as CSV for a Dutch spreadsheet; a text that it would take for a formula gets an apostrophe in front.

    A negative number stays what it is.
    """
    return table.map(_safe).rename(columns=_safe).to_csv(index=False, sep=";").encode("utf-8-sig")


def xlsx_of(table: pd.DataFrame) -> bytes:
    """The table as a workbook of one sheet; a text is a text, whatever it begins with, and a date is a date."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row, cells in enumerate([table.columns, *table.itertuples(index=False)], start=1):
        for place, value in enumerate(cells, start=1):
            cell = sheet.cell(row, place)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, str):
                cell.value = clean_text(value)
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(FORMULA)
            elif not pd.isna(value):
                cell.value = value
                cell.number_format = "DD-MM-YYYY" if isinstance(value, date) else cell.number_format
            if row == 1:
                cell.font = Font(bold=True)
    for place, name in enumerate(table.columns, start=1):
        longest = max([len(str(name)), *(len(str(value)) for value in table.iloc[:, place - 1])])
        sheet.column_dimensions[get_column_letter(place)].width = min(longest + 2, _WIDEST)
    sheet.freeze_panes = "A2"
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _safe(cell: object) -> object:
    if not isinstance(cell, str) or read_figure(cell) is not None:
        return cell
    # A carriage return is not quoted by the writer, and what stands after it would begin a row.
    return no_formula(_RETURN.sub("\n", cell))
