"""The register of schools: DUO's files of school sites, with the buurt where that is known."""

import csv
import io
from pathlib import Path

import pyarrow as pa

from model.delivery import SCHOOL, Delivery, Received
from model.findings import Finding, FindingLevel, Refusal

_SITE = "VESTIGINGSCODE"
_NEEDED = (_SITE, "VESTIGINGSNAAM", "PLAATSNAAM", "GEMEENTENUMMER")


def _rows(content: bytes, name: str) -> list[dict[str, str]]:
    """DUO writes windows-1252 or UTF-8 with a mark, semicolons, one space for nothing."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    missing = [column for column in _NEEDED if not rows or column not in rows[0]]
    if missing:
        raise Refusal(
            f"Het bestand {name} is geen lijst van schoolvestigingen van DUO: de kolom {missing[0]} ontbreekt. "
            "Download het bestand opnieuw bij DUO (open onderwijsdata, alle schoolvestigingen)."
        )
    return rows


def read_schools(
    files: dict[str, tuple[bytes, str]], period: str, buurt_of: dict[str, str] | None = None
) -> Delivery:
    """School sites of DUO files: file name to (bytes, sector). `buurt_of` gives the buurt of a vestiging.

    Rows without a site code are refused, with a finding. Raises Refusal for a file of another kind.
    """
    placed = buurt_of or {}
    schools: list[tuple[str, ...]] = []
    refused = 0
    for name, (content, sector) in files.items():
        for row in _rows(content, name):
            site = (row[_SITE] or "").strip().upper()
            if len(site) != 6:
                refused += 1
                continue
            region = "GM" + (row["GEMEENTENUMMER"] or "").strip().zfill(4)
            fields = (row["VESTIGINGSNAAM"].strip(), sector, row["PLAATSNAAM"].strip())
            schools.append((period, site, *fields, region, placed.get(site, "")))
    remarks = []
    if refused:
        remarks.append(Finding(FindingLevel.WARNING, f"{refused} rijen hebben geen vestigingscode en zijn niet geladen."))
    columns = [pa.array(column, pa.string()) for column in zip(*schools, strict=True)] if schools else None
    return Delivery(
        source="scholen",
        table_id=", ".join(files),
        title="Alle schoolvestigingen",
        period=period,
        published="",
        rows_in=len(schools) + refused,
        rows_accepted=len(schools),
        rows_refused=refused,
        schools=pa.table(columns, schema=SCHOOL) if columns else SCHOOL.empty_table(),
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
