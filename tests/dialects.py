"""Builders of files as people send them: the same rows as CSV, XLSX, ODS and DOCX."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

import docx
import openpyxl

Row = Sequence[object]

_ODS_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
)


def as_csv(
    rows: Sequence[Row],
    delimiter: str = ";",
    encoding: str = "utf-8",
    line_end: str = "\r\n",
    is_quoted: bool = False,
    first_line: str = "",
) -> bytes:
    """A CSV; `utf-8-sig` and `utf-16` begin with a byte order mark."""
    text = io.StringIO()
    csv.writer(
        text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL if is_quoted else csv.QUOTE_MINIMAL
    ).writerows(rows)
    return (first_line + text.getvalue()).encode(encoding)


def as_xlsx(rows: Sequence[Row], sheet: str = "Blad1", others: Mapping[str, Sequence[Row]] | None = None) -> bytes:
    """A workbook with these rows on its first sheet, and other sheets by name."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, lines in {sheet: rows, **(others or {})}.items():
        page = book.create_sheet(name)
        for line in lines:
            page.append(list(line))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def as_ods(rows: Sequence[Row], sheet: str = "Blad1") -> bytes:
    """A minimal workbook of LibreOffice, with the millions of empty cells that it adds."""
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    return as_ods_table(lines, sheet)


def as_ods_table(lines: str, sheet: str = "Blad1") -> bytes:
    """A workbook of LibreOffice with these table rows, written in its XML."""
    rest = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    table = f"<table:table table:name={quoteattr(sheet)}>{lines}{rest}</table:table>"
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    document = f"<office:document-content {_ODS_NAMES}>{body}</office:document-content>"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    return as_zip(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": document.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def _ods_cell(value: object) -> str:
    if value in (None, ""):
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f"<table:table-cell {kind}>{paragraphs}</table:table-cell>"


def as_docx_table(rows: Sequence[Row], before: Sequence[str] = ()) -> bytes:
    """A Word document with one table, under some paragraphs."""
    document = docx.Document()
    for paragraph in before:
        document.add_paragraph(paragraph)
    table = document.add_table(len(rows), max(len(row) for row in rows))
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, value in zip(cells.cells, row, strict=False):
            cell.text = str(value)
    return docx_bytes(document)


def docx_bytes(document: docx.document.Document) -> bytes:
    """The bytes of a Word document."""
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def as_zip(members: Mapping[str, bytes]) -> bytes:
    """A compressed zip file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, member in members.items():
            package.writestr(name, member)
    return content.getvalue()


def with_members(content: bytes, members: Mapping[str, bytes]) -> bytes:
    """An Office file in which some of the files inside are others."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return as_zip({**{name: package.read(name) for name in package.namelist()}, **members})


def member(content: bytes, name: str) -> bytes:
    """One of the files inside an Office file."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)
