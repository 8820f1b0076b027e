"""A good file of each kind that is taken, in each dialect: small ones, so that thousands can be made of them."""

import functools
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd

from intake.example import FOLDER
from intake.templates import scan_csv, scan_docx, scan_xlsx
from model import menukaart
from tests.dialects import as_csv, as_docx_table, as_ods, as_xlsx, as_zip
from tests.intake.old_workbook import as_xls

SCANS, MONITOR, LEDGER, SCHOOLS, PLAN, MEASURES, OWN = (
    *("scans", "monitor", "ledger", "schools", "plan", "measures", "own"),
)
KINDS = (SCANS, MONITOR, LEDGER, SCHOOLS, PLAN, MEASURES, OWN)


@dataclass(frozen=True)
class BadFile:
    """A file, by what it is sent as, and how it came about."""

    kind: str
    name: str
    content: bytes
    how: str


@functools.cache
def good_files() -> tuple[BadFile, ...]:
    """A good file of each kind in each dialect; small ones, so that thousands can be tried."""
    found: list[BadFile] = []

    def add(kind: str, name: str, content: bytes) -> None:
        found.append(BadFile(kind, name, content, "good"))

    def of(path: str) -> bytes:
        return (FOLDER / path).read_bytes()

    def in_dialects(kind: str, stem: str, rows: Sequence[Sequence[str]]) -> None:
        add(kind, f"{stem}.csv", as_csv(rows))
        add(kind, f"{stem}.xlsx", as_xlsx(rows))
        add(kind, f"{stem}.ods", as_ods(rows))
        add(kind, f"{stem}.xls", as_xls(rows))

    for name in (
        "schoolscan basisschool de beuken.docx",
        "Schoolscans PCBO De Waard.xlsx",
        "schoolscan obs de enk.docx",
    ):
        add(SCANS, name, of(f"scans/{name}"))
    codes = list(menukaart.current())
    add(SCANS, "leeg formulier.docx", scan_docx(codes))
    add(SCANS, "leeg formulier.xlsx", scan_xlsx(codes))
    add(SCANS, "leeg formulier.csv", scan_csv())
    in_dialects(SCANS, "scans", SCAN_ROWS)
    add(SCANS, "tabel.docx", as_docx_table(SCAN_ROWS))
    for path in (
        "ggd/Gezondheidsmonitor Jeugd 2019 Lindewaard.xlsx",
        "own/voorschools 2021.xlsx",
        "own/thuiszitters 2021.csv",
    ):
        add(MONITOR, Path(path).name, of(path))
    in_dialects(MONITOR, "monitor", MONITOR_ROWS)
    lines = of("ledger/grootboek 2021-2023.csv").decode("cp1252").splitlines()[:40]
    in_dialects(LEDGER, "grootboek", [line.split(";") for line in lines])
    for file in sorted((FOLDER / "duo").iterdir()):
        add(SCHOOLS, file.name, file.read_bytes())
    add(SCHOOLS, "plaatsen.csv", of("schools_location.csv"))
    lines = of("ledger/plan.csv").decode("utf-8-sig", "replace").splitlines()[:40]
    in_dialects(PLAN, "plan", [line.split(";") for line in lines])
    add(MEASURES, "maatregelen.csv", of("measures/maatregelen.csv").replace(b";120;180;", b";121;180;"))  # one is new
    in_dialects(MEASURES, "werkmap", MEASURE_ROWS)
    areas = gpd.read_file(FOLDER / "pdok" / "2021" / "buurten.geojson").head(6)
    with tempfile.TemporaryDirectory() as folder:
        areas.to_file(Path(folder, "k.gpkg"), driver="GPKG")
        areas.rename(columns=lambda name: name[:10]).to_file(Path(folder, "k.shp"))
        add(OWN, "kaart.gpkg", Path(folder, "k.gpkg").read_bytes())
        add(OWN, "kaart.zip", as_zip({p.name: p.read_bytes() for p in sorted(Path(folder).glob("k.[sdpc]*"))}))
    add(OWN, "kaart.geojson", areas.to_json().encode())
    add(OWN, "Kerncijfers.csv", STATLINE)
    return tuple(found)


SCAN_ROWS = (
    ("School", "Plaats", "BRIN", "Vestiging", "Sector", "Delen met", "Conclusies", "Keuze 1", "Bedrag keuze 1"),
    ("Basisschool De Beuken", "Lindewaard", "99AA", "99AA00", "po", "gemeente", "Taal is nodig.", "A3", "1.250,00"),
    ("OBS De Enk", "Lindewaard", "99AB", "99AB00", "po", "LEA", "Rekenen vraagt tijd.", "B1", "700"),
)
MONITOR_ROWS = (
    ("Perioden", "Gebieden", "Onderwerp", "Waarde"),
    ("2021", "GM9901", "Gepest op school", "12,3"),
    ("2021", "WK990101", "Gepest op school", "11,0"),
    ("2021", "GM9901", "Eenzame jongeren", "30,5"),
    ("2021", "WK990102", "Eenzame jongeren", "8,1"),
)
MEASURE_ROWS = (
    ("ID", "Naam", "Doel", "Begin", "Einde", "Status"),
    ("", "Taalzomer", "Twee weken taal.", "1-7-2022", "31-8-2022", "besloten"),
    ("", "Rekenmiddag", "Elke middag.", "1-9-2022", "", "idee"),
)
STATLINE = (
    '"Wijken en buurten";"Regioaanduiding/Codering (code)";"Bevolking/Aantal inwoners (aantal)"\n'
    '"Nederland";"NL00      ";"17407585"\n"Lindewaard";"GM9901    ";"   24868"\n"Centrum";"BU99010101";"    2275"\n'
).encode("utf-8-sig")
