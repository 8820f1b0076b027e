"""The register of schools: DUO's files of school sites, with the buurt where that is known."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from model.delivery import SCHOOL, Delivery, Received
from model.findings import Refusal, not_schools, refused_schools
from model.region import normalise_code

_SITE, _SCHOOL = "VESTIGINGSCODE", "INSTELLINGSCODE"
_NEEDED = (_SITE, "VESTIGINGSNAAM", "PLAATSNAAM", "GEMEENTENUMMER")


def read_schools(
    files: Mapping[str, tuple[bytes, str]], period: str, buurt_of: Mapping[str, str] | None = None
) -> Delivery:
    """School sites of DUO files: file name to (bytes, sector). `buurt_of` gives the buurt of a vestiging.

    Rows without a site or a gemeente are refused, with a finding. Raises Refusal for a file of another kind.
    """
    placed = buurt_of or {}
    schools: list[tuple[str, ...]] = []
    remarks = []
    rows_in = 0
    for name, (content, sector) in files.items():
        rows = _rows(content, name)
        read = [_school(row, sector, period, placed) for row in rows]
        found = [school for school in read if school is not None]
        if len(found) < len(rows):
            remarks.append(refused_schools(len(rows) - len(found), name))
        schools += found
        rows_in += len(rows)
    if not schools:
        raise Refusal(not_schools(", ".join(files), "er staat geen enkele vestiging in"))
    columns = {name: list(column) for name, column in zip(SCHOOL.names, zip(*schools, strict=True), strict=False)}
    columns |= {name: [None] * len(schools) for name in SCHOOL.names if name not in columns}
    return Delivery(
        source="scholen",
        table_id=", ".join(files),
        title="Alle schoolvestigingen",
        period=period,
        published="",
        rows_in=rows_in,
        rows_accepted=len(schools),
        rows_refused=rows_in - len(schools),
        schools=pa.table(columns, schema=SCHOOL),
        received=[Received(name, "text/csv", content) for name, (content, _) in files.items()],
        findings=remarks,
    )


def read_folder(folder: Path) -> Delivery:
    """The schools of the example: its DUO files, and the list that says in which buurt each site lies."""
    files = {
        path.name: (path.read_bytes(), sector)
        for sector, path in (
            ("po", folder / "duo" / "02.-alle-schoolvestigingen-basisonderwijs.csv"),
            ("vo", folder / "duo" / "02.-alle-vestigingen-vo.csv"),
        )
    }
    with (folder / "schools_location.csv").open(encoding="utf-8", newline="") as file:
        buurt_of = {row["vestigingscode"]: row["buurtcode"] for row in csv.DictReader(file, delimiter=";")}
    return read_schools(files, "2021", buurt_of)


def _rows(content: bytes, name: str) -> list[dict[str, str]]:
    """The rows, without the blanks that DUO writes for nothing. DUO uses windows-1252, or UTF-8 with a mark."""
    try:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252")
        lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=";", restval="", strict=True)
        rows = [{key: value.strip() for key, value in line.items() if isinstance(value, str)} for line in lines]
        columns = lines.fieldnames or ()
    except (UnicodeDecodeError, csv.Error) as error:
        raise Refusal(not_schools(name, "het is niet als tabel te lezen")) from error
    missing = [column for column in _NEEDED if column not in columns]
    if missing:
        raise Refusal(not_schools(name, f"de kolom {missing[0]} ontbreekt"))
    return rows


def _school(row: Mapping[str, str], sector: str, period: str, placed: Mapping[str, str]) -> tuple[str, ...] | None:
    """A row in our own columns; None without a site or a gemeente. A site of two digits stands behind its school."""
    site = row[_SITE].upper()
    if len(site) == 2:
        site = row.get(_SCHOOL, "").upper() + site
    region = normalise_code("GM" + row["GEMEENTENUMMER"].zfill(4))
    if len(site) != 6 or region is None or not row["GEMEENTENUMMER"]:
        return None
    return (period, site, row["VESTIGINGSNAAM"], sector, row["PLAATSNAAM"], region, placed.get(site, ""))
