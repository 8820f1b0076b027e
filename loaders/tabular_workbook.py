"""Workbooks: the values as calamine reads them, written in Dutch, and what calamine does not tell of their cells."""

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from loaders.tabular_limits import Members, check_area, repack
from loaders.tabular_marks import Marks, marks_of_ods, marks_of_xlsx
from model import file_findings as say
from model.findings import Finding, Refusal
from model.text_file import Sheet, TextFile, sheet_of

_Value = float | str | bool | date | time | timedelta


def read_xlsx(members: Members, name: str) -> TextFile:
    """The visible sheets of a workbook of Excel. Raises Refusal when it is damaged or too large."""
    return _read_marked(members, "xlsx", name, marks_of_xlsx)


def read_ods(members: Members, name: str) -> TextFile:
    """The visible sheets of a workbook of LibreOffice. Raises Refusal when it is damaged or too large."""
    return _read_marked(members, "ods", name, marks_of_ods)


def read_xls(content: bytes, name: str) -> TextFile:
    """The visible sheets of a workbook of Excel before 2007: values only. Raises Refusal when it is damaged."""
    return _read(io.BytesIO(content), "xls", name, None)


def _read_marked(members: Members, kind: str, name: str, marks_of: Callable[[Members], dict[str, Marks]]) -> TextFile:
    try:
        marks = marks_of(members)
    except Exception as error:  # the parser and a broken inside raise many kinds
        raise Refusal(say.damaged_file(name)) from error
    # Before calamine opens it: two cells far apart in a small file would take all memory and end the whole process.
    check_area(name, [(sheet.rows, sheet.columns) for sheet in marks.values()])
    return _read(repack(members), kind, name, marks)


def _read(content: io.BytesIO, kind: str, name: str, marks: dict[str, Marks] | None) -> TextFile:
    sheets: list[Sheet] = []
    findings: list[Finding] = []
    try:
        book = CalamineWorkbook.from_filelike(content)
        for at, about in enumerate(book.sheets_metadata):
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            if about.visible is not SheetVisibleEnum.Visible:
                findings.append(say.hidden_sheet(name, about.name))
                continue
            source = book.get_sheet_by_index(at)
            check_area(name, [(source.height, source.width)])
            mark = marks[about.name] if marks is not None else Marks()
            merged = [(row + 1, column) for (row, column), _ in source.merged_cell_ranges or ()]
            sheets.append(_sheet(about.name, source.to_python(), source.start or (0, 0), mark))
            findings += _findings(name, about.name, mark, mark.merged or merged)
    except Refusal:
        raise
    except PasswordError as error:
        raise Refusal(say.password_protected(name)) from error
    except BaseException as error:
        # Rust code that fails raises a PanicException, which is no Exception and has no importable name.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise Refusal(say.damaged_file(name)) from error
    return TextFile(name, kind, tuple(sheets), tuple(findings))


def _sheet(name: str, values: Sequence[Sequence[_Value]], start: tuple[int, int], mark: Marks) -> Sheet:
    first, left = start[0] + 1, start[1]
    rows = [[""] * left + [_text(value) for value in row] for row in values]
    for (row, column), sign in mark.errors.items():
        if 0 <= row - first < len(rows) and column < len(rows[row - first]):
            rows[row - first][column] = sign
    for row, column in mark.percentages:
        if 0 <= row - first < len(rows) and left <= column < len(rows[row - first]):
            value = values[row - first][column - left]
            if isinstance(value, float):
                rows[row - first][column] = _percentage(value)
    return sheet_of(name, rows, first)


def _text(value: _Value) -> str:
    """A value as Dutch text, from which the same value can be read."""
    match value:
        case str():
            return value
        case bool():
            return "ja" if value else "nee"
        case datetime():
            return f"{_text(value.date())} {_text(value.time())}" if value.time() != time() else _text(value.date())
        case date():
            return f"{value.day:02}-{value.month:02}-{value.year:04}"
        case time():
            return f"{value.hour:02}:{value.minute:02}" + (f":{value.second:02}" if value.second else "")
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
        case _:
            return _number(Decimal(repr(value))) if isfinite(value) else ""


def _percentage(value: float) -> str:
    return f"{_number(Decimal(repr(value)) * 100)}%" if isfinite(value) else ""


def _number(value: Decimal) -> str:
    """Without exponent, thousands separators and needless zeros: `1,234`, `12`."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace(".", ",")


def _findings(file: str, sheet: str, mark: Marks, merged: Sequence[tuple[int, int]]) -> list[Finding]:
    findings = (
        [say.cells_with_error(file, sheet, list(mark.errors), next(iter(mark.errors.values())))] if mark.errors else []
    )
    if mark.unsolved:
        findings.append(say.formulas_without_value(file, sheet, mark.unsolved))
    if mark.hidden_rows:
        findings.append(say.hidden_rows(file, sheet, mark.hidden_rows))
    if merged:
        findings.append(say.merged_cells(file, sheet, merged))
    return findings
