"""Files that people send, as rows of text: nothing else in Startfoto opens them."""

import csv
import io
from collections.abc import Iterable, Sequence

import docx
import python_calamine

from model.text_file import Line, Sheet, TextFile


def read_file(content: bytes, file_name: str) -> TextFile:
    """The text of a CSV, XLSX, ODS, XLS or DOCX file. Raises Refusal when it cannot be read."""
    if content[:2] == b"PK" and b"word/document.xml" in content:
        tables = docx.Document(io.BytesIO(content)).tables
        return TextFile(
            file_name,
            "docx",
            tuple(
                _sheet(f"Tabel {number}", [[cell.text for cell in row.cells] for row in table.rows])
                for number, table in enumerate(tables, start=1)
            ),
        )
    if content[:2] == b"PK":
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return TextFile(
            file_name,
            "xlsx",
            tuple(_sheet(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names),
        )
    text = content.decode("utf-8-sig")
    return TextFile(file_name, "csv", (_sheet("", list(csv.reader(io.StringIO(text), delimiter=";"))),))


def _sheet(name: str, rows: Iterable[Sequence[object]]) -> Sheet:
    lines = (
        Line(number, tuple(str(cell).strip() for cell in cells)) for number, cells in enumerate(rows, start=1) if cells
    )
    return Sheet(name, tuple(line for line in lines if any(line.cells)))
