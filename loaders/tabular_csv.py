"""Text with separators, however it was encoded, separated and quoted."""

import codecs
import csv
import io
import re
from collections import Counter

from loaders.tabular_limits import MOST_CSV_CELLS, MOST_ROWS
from model import file_findings as say
from model.findings import Refusal
from model.text_file import TextFile, sheet_of

_SEPARATORS = ";\t|,"
"""Those of equal merit are taken in this order: the comma last, because it is also the decimal sign."""
_SAMPLE = 64_000
_EXCEL_HINT = re.compile(r'"?sep=(.)"?(\r\n?|\n)', re.IGNORECASE)
_DECIMAL = re.compile(r"(?<=\d),(?=\d)")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")
_END = "\x1aeinde\x1a"
"""A last record of our own: when it is not the last one read, a quotation mark was left open."""


def read(content: bytes, name: str) -> TextFile:
    """The rows of a CSV; a row's number is the one a spreadsheet gives it. Raises Refusal for what is no text."""
    text = _decoded(content, name)
    if len(_CONTROL.findall(text, 0, _SAMPLE)) > min(len(text), _SAMPLE) / 100:
        raise Refusal(say.not_text(name))
    hint = _EXCEL_HINT.match(text)
    text = text[hint.end() :] if hint else text
    separator = hint[1] if hint else _separator(text)
    lines = max(text.count("\n"), text.count("\r"))
    if lines > MOST_ROWS:
        raise Refusal(say.too_many_rows(name, lines, MOST_ROWS))
    cells = text.count(separator) + lines
    if cells > MOST_CSV_CELLS:
        raise Refusal(say.too_many_cells(name, cells, MOST_CSV_CELLS, MOST_CSV_CELLS))
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(f"{text}\n{_END}", newline=""), delimiter=separator))
    except csv.Error as error:  # a cell longer than any text is the rest of the file
        raise Refusal(say.open_quote(name, len(rows) + 1)) from error
    if rows.pop() != [_END]:
        raise Refusal(say.open_quote(name, len(rows) + 1))
    return TextFile(name, "csv", (sheet_of("", rows),))


def _decoded(content: bytes, name: str) -> str:
    """The text by its byte order mark, else as UTF-16 when half of it is zeros, as UTF-8, or as Windows writes it."""
    encodings = ["utf-8", "cp1252"]
    if content.startswith(codecs.BOM_UTF8):
        encodings = ["utf-8-sig"]
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif 2 * content.count(0, 1, _SAMPLE) > min(len(content), _SAMPLE) * 0.5:
        encodings = ["utf-16-le" if content[1] == 0 else "utf-16-be"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refusal(say.not_text(name))


def _separator(text: str) -> str:
    """The separator that divides most lines, and most of them in the same number of cells."""
    sample = text[:_SAMPLE]
    whole = sample[: sample.rfind("\n") + 1] if len(sample) < len(text) else sample
    return max(_SEPARATORS, key=lambda separator: _merit(whole or sample, separator))


def _merit(sample: str, separator: str) -> float:
    lines = sample.splitlines()
    if separator == "," and all(line.count(",") == len(_DECIMAL.findall(line)) <= 1 for line in lines):
        return 0.0  # one column of figures
    try:
        rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if any(row)]
    except csv.Error:
        return 0.0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return (widths.total() + max(widths.values(), default=0)) / max(1, len(rows))
