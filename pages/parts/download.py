"""Tables as files that a spreadsheet opens without surprises."""

import pandas as pd

from model.reading import read_figure

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(table: pd.DataFrame) -> bytes:
    """The table as CSV for a Dutch spreadsheet; a text that it would take for a formula gets an apostrophe in front.

    A negative number stays what it is.
    """
    return table.map(_safe).to_csv(index=False, sep=";").encode("utf-8-sig")


def _safe(cell: object) -> object:
    is_formula = isinstance(cell, str) and cell.startswith(_FORMULA) and read_figure(cell) is None
    return f"'{cell}" if is_formula else cell
