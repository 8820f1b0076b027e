"""The register of schools: DUO's lists of school sites, each with its kind of education and, where known, its place."""

import csv
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyarrow as pa

from loaders import duo
from loaders.places import Place, Places
from loaders.tabular import read_file
from model.catalogue import Source
from model.delivery import SCHOOL, Delivery, Progress, Received, no_progress
from model.findings import Finding, Refusal, not_schools, refused_schools
from model.scan import Sector
from model.school_findings import nothing_of_gemeente, schools_twice, sector_unknown, special_left_out
from model.text_file import TextFile
from settings import Settings

PRIMARY_FILE = "02.-alle-schoolvestigingen-basisonderwijs.csv"
SECONDARY_FILE = "02.-alle-vestigingen-vo.csv"
SPECIAL_FILE = "09.-alle-vestigingen-sbo-so-en-vso.csv"
"""The address of this one was seen in use; its columns were not, so it may be left out with a finding."""
_TITLE = "Alle schoolvestigingen"
_KIND = ("SECTOR", "SOORT_PO", "TYPE_PO", "ONDERWIJSSOORT", "SOORT_ONDERWIJS")
_STRUCTURE = "ONDERWIJSSTRUCTUUR"
_SECTORS = {
    Sector.PRESCHOOL: ("VOORSCHOOLS",),
    Sector.PRIMARY: ("PO", "BO", "BASISONDERWIJS"),
    Sector.SPECIAL_PRIMARY: ("SBO", "SPECIAALBASISONDERWIJS"),
    Sector.SECONDARY: ("VO", "VOORTGEZETONDERWIJS"),
    Sector.SPECIAL: ("SO", "VSO", "SOVSO", "SPECIAALONDERWIJS", "VOORTGEZETSPECIAALONDERWIJS"),
}
_SECTOR_OF = {word: sector.value for sector, words in _SECTORS.items() for word in words}
_COLUMNS = {
    "name": ("VESTIGINGSNAAM", "INSTELLINGSNAAM_VESTIGING", "INSTELLINGSNAAM"),
    "place": ("PLAATSNAAM", "PLAATSNAAM_VESTIGING"),
    "board": ("BEVOEGD_GEZAG_NUMMER",),
    "street": ("STRAATNAAM",),
    "house_number": ("HUISNUMMER_TOEVOEGING", "HUISNUMMER"),
    "postcode": ("POSTCODE", "POSTCODE_VESTIGING"),
    "denomination": ("DENOMINATIE", "DENOMINATIE_VESTIGING"),
    "structure": (_STRUCTURE,),
}
"""Our columns that are taken over as they stand, with DUO's names for them."""


def sector_of(text: str) -> str:
    """The sector (`po`, `sbo`, `vo`, `(v)so`) that DUO's or an officer's word stands for; empty when it is none."""
    return _SECTOR_OF.get(re.sub(r"[^A-Z]", "", text.upper()), "")


def read_schools(
    files: Mapping[str, tuple[bytes, str]],
    period: str,
    buurt_of: Mapping[str, str] | None = None,
    *,
    regions: Collection[str] | None = None,
    sectors: Mapping[str, str] | None = None,
) -> Delivery:
    """As `schools_of`, from bytes: file name to (bytes, sector). `buurt_of` gives the buurt of a vestiging."""
    texts = [(read_file(content, name), sector) for name, (content, sector) in files.items()]
    found = schools_of(texts, period, regions=regions, sectors=sectors)
    found = replace(found, received=[Received(name, "text/csv", content) for name, (content, _) in files.items()])
    return place(found, Places({site: Place(buurt=buurt) for site, buurt in (buurt_of or {}).items()}))


def schools_of(
    files: Sequence[tuple[TextFile, str]],
    period: str,
    *,
    regions: Collection[str] | None = None,
    sectors: Mapping[str, str] | None = None,
) -> Delivery:
    """School sites of DUO's lists, as rows of `model.delivery.SCHOOL` without a place yet; see `place`.

    Load the lists of all sectors together: a load replaces the whole register of a gemeente. With `regions` only the
    schools of those gemeenten are taken, and `rows_in` counts their rows and those without a gemeente. The sector is
    what the row itself says (SECTOR, SOORT_PO), else what `sectors` says of the vestiging (see `sectors_in`), else that
    of the file; never a guess from the name of the school. Rows without a site or a gemeente, and sites that stood
    there before, are refused, with a finding. Raises Refusal for a file of another kind, and when nothing is left.
    """
    schools: dict[str, dict[str, str | None]] = {}
    remarks: list[Finding] = []
    names = ", ".join(file.name for file, _ in files)
    rows_in = 0
    for file, sector in files:
        table = _table(file)
        remarks += file.findings
        rows = [row for row in table.rows if duo.is_chosen(row.region, regions)]
        rows_in += len(rows)
        found = [_school(row, _sector(row, table, sector, sectors or {}), period) for row in rows]
        good = [school for school in found if school is not None]
        if len(good) < len(rows):
            remarks.append(refused_schools(len(rows) - len(good), file.name))
        times = Counter(str(school["vestiging"]) for school in good)
        twice = [site for site in times if times[site] > 1 or site in schools]
        if twice:
            remarks.append(schools_twice(len(twice), file.name, twice[0]))
        for school in good:
            schools.setdefault(str(school["vestiging"]), school)
        unknown = [str(school["vestiging"]) for school in good if not school["sector"]]
        if unknown:
            remarks.append(sector_unknown(len(unknown), file.name, unknown[0]))
    if not schools:
        if regions is not None and any(row.site and row.region for file, _ in files for row in _table(file).rows):
            raise Refusal(nothing_of_gemeente(names, list(regions)))
        raise Refusal(not_schools(names, "er staat geen enkele vestiging in"))
    return Delivery(
        source="scholen",
        table_id=names,
        title=_TITLE,
        period=period,
        published="",
        rows_in=rows_in,
        rows_accepted=len(schools),
        rows_refused=rows_in - len(schools),
        schools=pa.Table.from_pylist(list(schools.values()), schema=SCHOOL),
        findings=remarks,
    )


def sectors_in(file: TextFile) -> dict[str, str]:
    """The sector of each vestiging of a DUO file that says so (SOORT_PO in the counts of pupils).

    A vestiging of more than one kind is left out.
    """
    found: dict[str, set[str]] = {}
    for row in _table(file, needed=()).rows:
        if row.site:
            found.setdefault(row.site, set()).add(sector_of(row.first(_KIND)))
    return {site: kinds.pop() for site, kinds in found.items() if len(kinds) == 1}


def fetch_schools(
    period: str,
    regions: Collection[str],
    source: Source,
    settings: Settings,
    progress: Progress = no_progress,
    sectors: Mapping[str, str] | None = None,
) -> Delivery:
    """The register of these gemeenten from DUO's own address: primary, secondary and special education.

    Without the list of special education the other two are kept, with a finding. Raises Refusal when one of those two
    cannot be had.
    """
    files: dict[str, tuple[bytes, str]] = {}
    remarks: list[Finding] = []
    for number, (name, sector) in enumerate(
        ((PRIMARY_FILE, Sector.PRIMARY.value), (SECONDARY_FILE, Sector.SECONDARY.value), (SPECIAL_FILE, ""))
    ):
        progress(f"{name} ophalen bij {source.publisher}", number / 4)
        try:
            _, content = duo.fetch([name], source, settings, partial(_tell, progress, number / 4))
            _table(read_file(content, name))
        except Refusal as refusal:
            if sector:
                raise
            remarks.append(special_left_out(str(refusal)))
        else:
            files[name] = content, sector
    progress("scholen lezen", 0.75)
    found = read_schools(files, period, regions=regions, sectors=sectors)
    return replace(found, findings=[*found.findings, *remarks])


def place(delivery: Delivery, places: Places) -> Delivery:
    """The delivery with the buurt and the coordinates of its schools as far as known, and what was found while looking.

    What a school already had stays where `places` says nothing.
    """
    schools = delivery.schools.to_pylist()
    for school in schools:
        known = places.of_site.get(school["vestiging"])
        if known is not None:
            school["buurt"] = known.buurt or school["buurt"]
            if known.lon is not None and known.lat is not None:
                school["lon"], school["lat"] = known.lon, known.lat
    return replace(
        delivery,
        schools=pa.Table.from_pylist(schools, schema=SCHOOL),
        findings=[*delivery.findings, *places.findings],
    )


def read_folder(folder: Path) -> Delivery:
    """The schools of the example: its DUO files, the kinds that its counts of pupils tell, and where each site lies."""
    files = {
        name: ((folder / "duo" / name).read_bytes(), sector)
        for name, sector in ((PRIMARY_FILE, Sector.PRIMARY.value), (SECONDARY_FILE, Sector.SECONDARY.value))
    }
    sectors: dict[str, str] = {}
    for path in sorted((folder / "duo").glob("01.-leerlingen-po-*.csv")):
        sectors |= sectors_in(read_file(path.read_bytes(), path.name))
    with (folder / "schools_location.csv").open(encoding="utf-8", newline="") as file:
        places = {
            row["vestigingscode"]: Place(float(row["lon"]), float(row["lat"]), row["buurtcode"])
            for row in csv.DictReader(file, delimiter=";")
        }
    return place(read_schools(files, "2021", sectors=sectors), Places(places))


def _tell(progress: Progress, fraction: float, step: str) -> None:
    progress(step, fraction)


def _table(file: TextFile, needed: Sequence[tuple[str, ...]] = (_COLUMNS["name"], _COLUMNS["place"])) -> duo.Table:
    refusal = partial(not_schools, file.name)
    table = duo.read_table(file, refusal)
    for names in (*needed, duo.GEMEENTE):
        if table.column(*names) is None:
            raise Refusal(refusal(f"de kolom {names[0]} ontbreekt"))
    return table


def _sector(row: duo.Row, table: duo.Table, of_file: str, sectors: Mapping[str, str]) -> str:
    told = sector_of(row.first(_KIND)) or sectors.get(row.site, "") or of_file
    return told or (Sector.SECONDARY.value if _STRUCTURE in table.titles else "")


def _school(row: duo.Row, sector: str, period: str) -> dict[str, str | None] | None:
    """A row in our own columns; None without a site or a gemeente."""
    if not row.site or not row.region:
        return None
    texts = {name: row.first(columns) for name, columns in _COLUMNS.items()}
    return {"period": period, "vestiging": row.site, "sector": sector, "region": row.region, "buurt": "", **texts}
