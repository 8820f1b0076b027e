"""A spreadsheet's formulas computed apart from our code: as many functions as our workbooks use."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook


class Calculator:
    """As much of a spreadsheet as the workbook uses: SUMIFS, SUM, ROUND and IF over cells and ranges."""

    def __init__(self, book: Workbook) -> None:
        self.book = book

    def value(self, sheet: str, cell: str) -> Any:
        found = self.book[sheet][cell].value
        return self.formula(sheet, found[1:]) if isinstance(found, str) and found.startswith("=") else found

    def formula(self, sheet: str, text: str) -> Any:
        if found := re.fullmatch(r"IF\(ROUND\((\w+)-(\w+),2\)=0,\"(.*)\",\"(.*)\"\)", text):
            left, right = (self.value(sheet, name) for name in found.group(1, 2))
            return found[3] if round(left - right, 2) == 0 else found[4]
        if found := re.fullmatch(r"ROUND\((.*),2\)", text):
            return round(self.formula(sheet, found[1]), 2)
        if found := re.fullmatch(r"SUM\((\w+):(\w+)\)", text):
            return sum(self.range(sheet, *found.groups()), Decimal(0))
        if found := re.fullmatch(r"SUMIFS\((.*)\)", text):
            amounts, *asked = found[1].split(",")
            columns = [self.area(name) for name in asked[::2]]
            wanted = [
                name.strip('"') if name.startswith('"') else self.value(sheet, name.replace("$", ""))
                for name in asked[1::2]
            ]
            rows = zip(self.area(amounts), *columns, strict=True)
            return sum((Decimal(str(amount)) for amount, *cells in rows if cells == wanted), Decimal(0))
        assert text == "0", text
        return Decimal(0)

    def area(self, name: str) -> list[Any]:
        sheet, _, cells = name.replace("$", "").partition("!")
        return self.range(sheet, *cells.split(":"))

    def range(self, sheet: str, first: str, last: str) -> list[Any]:
        left, top, right, bottom = range_boundaries(f"{first}:{last}")
        assert left and top and right and bottom
        cells = self.book[sheet].iter_rows(top, bottom, left, right)
        names = [cell.coordinate for line in cells for cell in line]
        return [self.value(sheet, name) for name in names]


def computed(book: Workbook, name: str) -> Mapping[tuple[str, object], Any]:
    """What the formulas of a sheet give, by the first cell of their row and of their column."""
    sheet, calculator = book[name], Calculator(book)
    return {
        (str(line[0].value), sheet[re.sub(r"\d+", "1", cell.coordinate)].value): calculator.value(name, cell.coordinate)
        for line in sheet.iter_rows(min_row=2)
        for cell in line[2:]
    }
