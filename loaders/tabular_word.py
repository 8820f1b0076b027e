"""Word documents: each table as a sheet, and all other text as one more."""

from typing import Any

import docx

from loaders.tabular_limits import Members, repack
from model import file_findings as say
from model.findings import Refusal
from model.text_file import TextFile, sheet_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_COPIES = "//*[local-name()='Fallback'] | //w:sdt[w:sdtPr/w:showingPlcHdr]/w:sdtContent//w:r"
"""A text box once more for old programs, and `Klik om tekst in te voeren` in a field that was not filled in."""
_IN_CONTROL = "w:sdt/w:sdtContent"
"""Word wraps rows, cells and paragraphs in this when they are fields to fill in; python-docx passes those over."""


def read(members: Members, name: str) -> TextFile:
    """The tables and the text of a document. Raises Refusal when python-docx cannot open it."""
    try:
        document = docx.Document(repack(members))
        body: Any = document.element.body
        for copy in body.xpath(_COPIES):
            copy.getparent().remove(copy)
        tables = body.xpath(".//w:tbl[not(ancestor::w:tbl)]")
        sheets = [sheet_of(f"Tabel {number}", _rows(table)) for number, table in enumerate(tables, start=1)]
        for table in tables:
            table.getparent().remove(table)
        edges = [
            part.target_part for part in document.part.rels.values() if part.reltype.endswith(("/header", "/footer"))
        ]
        paragraphs = [text for element in (body, *(edge.element for edge in edges)) for text in _paragraphs(element)]
        sheets.append(sheet_of("Tekst", [[text] for text in paragraphs]))
    except Exception as error:  # what lxml and python-docx raise for a broken document has no common kind
        raise Refusal(say.damaged_file(name)) from error
    return TextFile(name, "docx", tuple(sheets))


def _rows(table: Any) -> list[list[str]]:
    """The texts of a table; a cell that goes on from the row above is empty, as it is in a workbook."""
    return [
        ["" if cell.xpath("w:tcPr/w:vMerge[not(@w:val='restart')]") else "\n".join(_paragraphs(cell)) for cell in cells]
        for row in table.xpath(f"w:tr | {_IN_CONTROL}/w:tr")
        for cells in [row.xpath(f"w:tc | {_IN_CONTROL}/w:tc")]
    ]


def _paragraphs(element: Any) -> list[str]:
    """The texts of all paragraphs inside an element, also those in fields, text boxes and tables within it."""
    texts = [""]
    for node in element.iter(f"{_W}p", f"{_W}t", *_SIGNS):
        if node.tag == f"{_W}p":
            texts.append("")
        elif node.tag == f"{_W}t":
            texts[-1] += node.text or ""
        elif node.getparent().tag == f"{_W}r":  # a tab stop in the layout of a paragraph has the same name
            texts[-1] += _SIGNS[node.tag]
    return texts[1:]
