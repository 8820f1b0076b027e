"""A table that an officer downloaded from StatLine as CSV, in the forms that carry the codes of the areas."""

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from itertools import accumulate

from loaders import cbs
from loaders.tabular_limits import MOST_ROWS
from model.catalogue import Indicator, Table
from model.delivery import Delivery, Received
from model.file_findings import too_many_rows
from model.findings import Refusal, no_code_column, not_statline, other_table, unknown_table
from model.region import normalise_code

_MISSING = "       ."
"""How the forms with statistical symbols write a missing figure; the others leave the cell empty."""
_NAMES = ("Wijken en buurten", "Regio's", "Gemeentenaam_1")
_UNIT = re.compile(r"(.*\S)\s*\(([^()]*)\)\s*", re.DOTALL)
_DECIMAL_COMMA = re.compile(r"(-?\d+),(\d+)")
_TABLE_ID = re.compile(r"(\d{5}[A-Za-z]{3})_")


def read_csv(content: bytes, file_name: str, table: Table, period: str, indicators: Sequence[Indicator]) -> Delivery:
    """One period of a table from a file of StatLine: "ruwe data", "CSV" or "CSV met statistische symbolen".

    Areas are known by their codes and never by their names. Raises Refusal for a file without codes, of another table,
    or damaged by saving it anew, and as `cbs.read_dump` does.
    """
    try:
        table_id = table.id_for(period)
    except KeyError as error:
        raise Refusal(unknown_table(f"{table.title} {period}", "StatLine")) from error
    named = _TABLE_ID.match(file_name)
    if named and named[1].upper() != table_id.upper():
        raise Refusal(other_table(file_name, named[1], table_id))
    header, lines = _lines(content, file_name)
    codes = _codes(header, lines)
    if codes is None:
        raise Refusal(no_code_column(file_name))
    dimensions = {table.period_dimension, table.margin_dimension, *table.fixed} - {""}
    if not dimensions <= set(header):
        raise Refusal(not_statline(file_name))

    properties, keys = _properties(header)
    blank = "" if any(_MISSING in line for line in lines) else "."
    rows = [dict(zip(keys, (_cell(cell, blank) for cell in line), strict=True)) for line in lines]
    for row, line, code in zip(rows, lines, codes, strict=True):
        row.update({name: line[header.index(name)] for name in dimensions}, **{table.region_dimension: code})
    dump: dict[str, cbs.Rows] = {
        "DataProperties": properties,
        "UntypedDataSet": list(rows),
        table.region_dimension: [
            {"Key": code, "Title": name} for code, name in zip(codes, _names(header, lines, codes), strict=True)
        ],
        **{name: [{"Key": key} for key in {row[name] for row in rows}] for name in dimensions},
    }
    delivery = cbs.read_dump(dump, table, table_id, period, None, indicators)
    title = f"{table.title} {period} uit {file_name}"
    return replace(delivery, title=title, received=[Received(file_name, "text/csv", content)])


def _lines(content: bytes, file_name: str) -> tuple[list[str], list[list[str]]]:
    """The header and the other lines; every line must have as many cells, as StatLine writes them."""
    if (count := content.count(b"\n")) > MOST_ROWS:
        raise Refusal(too_many_rows(file_name, count, MOST_ROWS))
    try:
        text = StringIO(content.decode("utf-8-sig"), newline="")
        header, *lines = [line for line in csv.reader(text, delimiter=";", strict=True) if line]
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        raise Refusal(not_statline(file_name)) from error
    if len(header) < 2 or not lines or any(len(line) != len(header) for line in lines):
        raise Refusal(not_statline(file_name))
    return [name.strip() for name in header], lines


def _codes(header: list[str], lines: list[list[str]]) -> list[str] | None:
    """The codes of the areas: the first column that holds almost nothing else; None when there is no such column."""
    for place in range(len(header)):
        codes = [line[place].strip() for line in lines]
        if sum(normalise_code(code) is not None for code in codes) > 0.9 * len(codes):
            return codes
    return None


def _names(header: list[str], lines: list[list[str]], codes: list[str]) -> list[str]:
    """The names of the areas; "ruwe data" names gemeenten only, so there a wijk or buurt is named by its code."""
    column = next((name for name in _NAMES if name in header), None)
    if column is None:
        return codes
    names = (line[header.index(column)].strip() for line in lines)
    is_of_all = column != _NAMES[-1]
    return [
        name if is_of_all or code.startswith(("NL", "GM")) else code for name, code in zip(names, codes, strict=True)
    ]


def _properties(header: list[str]) -> tuple[cbs.Rows, list[str]]:
    """DataProperties as CBS would give them, and the key of each column.

    "Ruwe data" has the keys themselves as headers; the other forms have `Group/Group/Title (unit)`.
    """
    is_raw = header[0] == "ID"
    groups: dict[str, int] = {}
    rows: cbs.Rows = []
    keys = []
    for number, name in enumerate(header):
        label, unit = found.groups() if (found := _UNIT.fullmatch(name)) and not is_raw else (name, "")
        *path, title = [name] if is_raw else label.split("/")
        above = None
        for group in accumulate(path, "{}/{}".format):
            if group not in groups:
                groups[group] = len(header) + len(groups)
                rows.append(_property("TopicGroup", groups[group], above, "", group.rpartition("/")[2], ""))
            above = groups[group]
        keys.append(name if is_raw else f"{_stem(title)}_{number}")
        rows.append(_property("Topic", number, above, keys[-1], cbs.stem_of(title) if is_raw else title, unit))
    return rows, keys


def _property(kind: str, number: int, parent: int | None, key: str, title: str, unit: str) -> dict[str, object]:
    return {
        "odata.type": f"Cbs.OData.{kind}", "ID": number, "ParentID": parent, "Key": key, "Title": title, "Unit": unit
    }  # fmt: skip


def _stem(title: str) -> str:
    """The stem that CBS makes of a title: `40% huishoudens met ...` becomes `k_40HuishoudensMet...`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    stem = "".join(word[0].upper() + word[1:] for word in re.findall("[A-Za-z0-9]+", plain))
    return f"k_{stem}" if stem[:1].isdigit() else stem


def _cell(text: str, blank: str) -> str:
    text = text.strip()
    return _DECIMAL_COMMA.sub(r"\1.\2", text) if text else blank
