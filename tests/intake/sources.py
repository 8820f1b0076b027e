"""Baarn and its neighbour at the stand-ins of CBS, RIVM and PDOK: the smallest country that can be loaded."""

import io
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from model import catalogue
from settings import Settings
from store import Store
from tests.standins.cbs import CbsStandIn, Column, Table, kwb_table, rivm_table
from tests.standins.pdok import PdokStandIn, merge, region_list, sample_municipality
from tests.standins.server import Reply, Request

CATALOGUE = catalogue.current()
KWB = {year: CATALOGUE.table("kwb").id_for(year) for year in ("2019", "2020")}
HEALTH = CATALOGUE.table("gezondheid").id_for("*")
BAARN, SOEST = "GM0308", "GM0342"
AREAS = merge(
    sample_municipality(BAARN, "Baarn", year=2020),
    sample_municipality(SOEST, "Soest", year=2020, centre=(5.3, 52.2)),
)
REGIONS = region_list(AREAS)
OF_BAARN = [code for code, _ in REGIONS if code[2:6] in ("00", BAARN[2:])]

_KWB_COLUMNS = [Column("AantalInwoners", "Aantal inwoners"), Column("k_0Tot15Jaar", "0 tot 15 jaar")]
_HEALTH_COLUMNS = [Column("ErvarenGezondheidGoedZeerGoed", "Ervaren gezondheid goed/zeer goed", "%", "Double", 1)]

_TABLES = "select schema_name, table_name from duckdb_tables() where database_name = 'startfoto'"


class HeldCbs(CbsStandIn):
    """CBS that keeps the figures back for as long as `held` is set; `is_asked` tells that somebody waits for them."""

    def __init__(self, tables: list[Table]) -> None:
        super().__init__(tables)
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.is_asked = threading.Event()

    def answer(self, request: Request) -> Reply:
        if "/UntypedDataSet" in request.path:
            self.is_asked.set()
            self.may_answer.wait(timeout=30)
        return super().answer(request)


def kwb(year: str, people: int = 1000) -> Table:
    """Kerncijfers of a year in which every area has this many people, a fifth of them children."""
    values = {
        "AantalInwoners": {code: people for code, _ in REGIONS},
        "k_0Tot15Jaar": {code: people // 5 for code, _ in REGIONS},
    }
    return kwb_table(KWB[year], REGIONS, _KWB_COLUMNS, values, year=int(year))


def health() -> Table:
    """The health table of 2016 and 2020, 75% everywhere with margins of a point."""
    regions = [("NL01", "Nederland"), *REGIONS[1:]]
    shares = {"MW00000": 75.0, "MOG0095": 74.0, "MBG0095": 76.0}
    periods = ("2016JJ00", "2020JJ00")
    values = {
        (code, period, "20300", margin): share
        for code, _ in regions
        for period in periods
        for margin, share in shares.items()
    }
    column = {_HEALTH_COLUMNS[0].stem: values}
    return rivm_table(HEALTH, regions, _HEALTH_COLUMNS, column, periods=periods, margins=list(shares))


@dataclass
class Sources:
    """The three stand-ins, and the settings of an installation that asks them."""

    cbs: HeldCbs
    rivm: CbsStandIn
    pdok: PdokStandIn
    settings: Settings


@contextmanager
def standing_in(folder: Path) -> Iterator[Sources]:
    """The stand-ins for the time of the block."""
    with (
        HeldCbs([kwb("2019"), kwb("2020")]) as cbs,
        CbsStandIn([health()]) as rivm,
        PdokStandIn({2019: AREAS, 2020: AREAS}) as pdok,
    ):
        addresses = {
            "https://opendata.cbs.nl": cbs.address,
            "https://dataderden.cbs.nl": rivm.address,
            "https://api.pdok.nl": pdok.address,
            "https://service.pdok.nl": pdok.address,
        }
        yield Sources(
            cbs, rivm, pdok, Settings(data_dir=folder, addresses=addresses, request_attempts=2, retry_wait_s=0)
        )


def everything_in(store: Store) -> str:
    """All that the tables of a store hold, as one text; bytes are also shown as the text that is packed in them."""
    with store.read() as cursor:
        named = cursor.execute(_TABLES).fetchall()
        rows = [cursor.execute(f"from {schema}.{table}").fetchall() for schema, table in named]
    cells = [cell for table in rows for row in table for cell in row]
    return "\n".join(_text(cell) if isinstance(cell, bytes) else str(cell) for cell in cells)


def _text(content: bytes) -> str:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
