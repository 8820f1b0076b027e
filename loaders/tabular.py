"""Files that people send, as rows of text: nothing else in Startfoto opens them."""

import re
import unicodedata
from dataclasses import replace

from loaders import tabular_csv, tabular_word, tabular_workbook
from loaders.tabular_limits import MOST_CELLS, MOST_CSV_CELLS, Members, check_area, unpack
from model import file_findings as say
from model.findings import Refusal
from model.text_file import TextFile

LARGEST_MB = 50
_LONGEST_NAME = 100

_EXTENSIONS = {
    "csv": "csv",
    "txt": "csv",
    "tsv": "csv",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "xls": "xls",
    "ods": "ods",
    "docx": "docx",
}
_AS_WORD = "Open het in Word en sla het op als Word-document (.docx)."
_AS_EXCEL = "Open het in Excel en sla het op als werkmap (.xlsx)."
_ORIGINAL = "Vraag de afzender om het bestand waaruit het is gemaakt."
_UNPACK = "Pak het eerst uit en kies de bestanden die erin zitten."
_FOREIGN = (
    (rb"%PDF", "een PDF", _ORIGINAL),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0|II\*\0|MM\0\*|RIFF.{4}WEBP", "een afbeelding", _ORIGINAL),
    (rb"\{\\rtf", "een RTF-document", _AS_WORD),
    (rb"\x1f\x8b|7z\xbc\xaf|Rar!", "een ingepakt bestand", _UNPACK),
    (rb"\s*(?i:<!doctype html|<html|<table|<\?xml)", "een webpagina of XML", _AS_EXCEL),
)
"""How files begin that people send and that are not read, what they are called and what to do."""


def read_file(content: bytes, file_name: str, largest_mb: int = LARGEST_MB) -> TextFile:
    """The text of a CSV, XLSX, ODS, XLS or DOCX file; what it is, is seen from its content.

    Cells are Dutch texts: a decimal comma and no other signs in numbers, `12,3%` where a workbook shows a percentage,
    `14-10-2021`, `ja` and `nee`; a formula that failed keeps its sign (`#N/A`). Nothing is calculated and no text means
    anything: `=1+1` in a text is just that. A Word document has a sheet for each table, in which merged cells stand
    once and the cells after them move up, and a sheet `Tekst` with all else.
    Raises Refusal, and nothing else, for bytes that are no such file, or one that is too large, damaged or unsafe.
    """
    name = safe_name(file_name)
    if len(content) > largest_mb * 1_000_000:
        raise Refusal(say.too_large_file(name, len(content) / 1_000_000, largest_mb))
    if not content.strip(b"\0 \t\r\n"):
        raise Refusal(say.empty_file(name))
    file = _read(content, name)
    file = replace(file, sheets=tuple(sheet for sheet in file.sheets if sheet.lines))
    if not file.sheets:
        raise Refusal(say.empty_file(name))
    areas = [(len(sheet.lines), max(len(line.cells) for line in sheet.lines)) for sheet in file.sheets]
    check_area(name, areas, MOST_CSV_CELLS if file.kind == "csv" else MOST_CELLS)
    extension = name.rpartition(".")[2].lower()
    if _EXTENSIONS.get(extension, file.kind) == file.kind:
        return file
    return replace(file, findings=(say.other_kind(name, extension, file.kind), *file.findings))


def safe_name(file_name: str) -> str:
    """A file's own name as it can be shown: no folder, nothing unseen, at most 100 characters, never empty."""
    base = re.split(r"[/\\]", file_name)[-1]
    shown = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in base)
    name = " ".join(shown.split()) or "bestand"
    if len(name) <= _LONGEST_NAME:
        return name
    stem, _, extension = name.rpartition(".")
    end = f"….{extension}" if stem and len(extension) <= 5 else "…"
    return name[: _LONGEST_NAME - len(end)] + end


def _read(content: bytes, name: str) -> TextFile:
    for begin, what, advice in _FOREIGN:
        if re.match(begin, content, re.DOTALL):
            raise Refusal(say.unknown_kind(name, what, advice))
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _read_ole(content, name)
    if content.startswith(b"PK"):
        return _read_package(unpack(content, name), name)
    return tabular_csv.read(content, name)


def _read_ole(content: bytes, name: str) -> TextFile:
    """The container of Office before 2007, which also holds today's files when they have a password."""
    if _entry("EncryptedPackage") in content:
        raise Refusal(say.password_protected(name))
    if _entry("Workbook") in content or _entry("Book") in content:
        return tabular_workbook.read_xls(content, name)
    if _entry("WordDocument") in content:
        raise Refusal(say.unknown_kind(name, "een oud Word-document (.doc)", _AS_WORD))
    raise Refusal(say.damaged_file(name))


def _read_package(members: Members, name: str) -> TextFile:
    if "xl/workbook.xml" in members:
        return tabular_workbook.read_xlsx(members, name)
    if "content.xml" in members and b"spreadsheet" in members.get("mimetype", b""):
        return tabular_workbook.read_ods(members, name)
    if any(member.startswith("word/document") for member in members):
        return tabular_word.read(members, name)
    if "xl/workbook.bin" in members:
        raise Refusal(say.unknown_kind(name, "een binaire Excel-werkmap (.xlsb)", _AS_EXCEL))
    if "content.xml" in members:
        raise Refusal(say.unknown_kind(name, "een LibreOffice-document", _AS_WORD))
    if "[Content_Types].xml" in members:
        raise Refusal(say.unknown_kind(name, "een ander soort Office-bestand", _ORIGINAL))
    raise Refusal(say.unknown_kind(name, "een ingepakt bestand (zip)", _UNPACK))


def _entry(stream: str) -> bytes:
    return stream.encode("utf-16-le")
