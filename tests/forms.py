"""Builders of scan files as schools send them: Word tables, workbooks, CSV."""

import csv
import io
from collections.abc import Mapping, Sequence

import docx
import openpyxl

from loaders.scans import ScansRead, read_scans
from loaders.tabular import read_file

Rows = Sequence[Sequence[object]]

PROMPTS = (
    "Korte samenvatting van de belangrijkste conclusies uit de schoolscan\n{}\n"
    "De doelstellingen die hieruit voortvloeien\n{}\nDe gekozen aanpak\n{}"
)
WISHES = (
    "Inzet van de gemeente direct gekoppeld aan uw keuzes en interventies\n{}\n"
    "Inzet van de gemeente op andere terreinen\n{}"
)
CHOICE_PROMPT = "Naam +\nKorte toelichting op de uitvoering"
EMPTY_FORM: Rows = (
    ("Bestuur", ""),
    ("School", ""),
    ("Schoolscan", PROMPTS.format("", "", "")),
    ("Keuze 1\nmenukaart", CHOICE_PROMPT),
    ("Keuze 2\nmenukaart", CHOICE_PROMPT),
    ("Keuze 3\nmenukaart", CHOICE_PROMPT),
    ("Bij meer keuzes uit het menu graag rijen toevoegen",),
    ("Wensen t.a.v. gemeente", WISHES.format("", "")),
    ("Opmerkingen", ""),
)
"""The form of Groningen as it is handed out."""


def form(*rows: Sequence[object], school: str = "OBS De Linde", board: str = "De Waard") -> Rows:
    """A form of a school with these rows under its name."""
    return (("Bestuur", board), ("School", school), *rows)


def word(*tables: Rows, text: str = "", merged: bool = False) -> bytes:
    """A Word file with these tables, and a paragraph before them; `merged` joins a blank label to the one above."""
    document = docx.Document()
    document.add_paragraph(text)
    for rows in tables:
        table = document.add_table(0, max(len(row) for row in rows))
        for row in rows:
            cells = table.add_row().cells
            for cell, answer in zip(cells, row, strict=False):
                cell.text = str(answer)
            if merged and not row[0]:
                whole = table.rows[-2].cells[0].merge(cells[0])
                whole.text = whole.text.strip()
        document.add_paragraph()
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def text_document(lines: Sequence[str]) -> bytes:
    """A Word file without tables."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook with these sheets; numbers stay numbers."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def csv_file(rows: Rows) -> bytes:
    """A CSV as a Dutch spreadsheet writes it."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def filled(template: bytes, answers: Mapping[str, str], grids: Sequence[Mapping[str, Sequence[str]]] = ()) -> bytes:
    """A Word template with answers behind its labels, and rows of the tables after it by their first cell."""
    document = docx.Document(io.BytesIO(template))
    todo = dict(answers)
    for row in document.tables[0].rows:
        row.cells[1].text = todo.pop(row.cells[0].text.partition("\n")[0], "")
    assert not todo, f"no such labels: {sorted(todo)}"
    for table, rows in zip(document.tables[1:], grids, strict=True):
        for row in table.rows[1:]:
            for cell, answer in zip(row.cells[1:], rows.get(row.cells[0].text, ()), strict=False):
                cell.text = answer
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def scans_of(content: bytes, name: str = "scan") -> ScansRead:
    """What is read of a file."""
    return read_scans(read_file(content, name))
