"""The made-up municipality: its files in the sources' own formats, read by the same loaders as the real ones."""

from pathlib import Path

from duckdb import DuckDBPyConnection as Cursor

from intake import plan, scans
from intake.scans import ScanFile
from loaders import boundaries, cbs, learning, schools
from model.catalogue import Catalogue
from model.delivery import Delivery
from settings import ROOT
from store import Store, batches
from store.scans import add_scans

FOLDER = ROOT / "data" / "example"
MUNICIPALITY = "GM9901"
_BOUNDARY_YEARS = ("2019", "2021")
_ANY_LOAD = "select 1 from work.load limit 1"


def deliveries(catalogue: Catalogue, folder: Path = FOLDER) -> list[Delivery]:
    """The example as the loaders deliver it: KWB of four years, health, boundaries, schools, pupils."""
    found = []
    kwb = catalogue.table("kwb")
    for period in kwb.all_periods:
        files = folder / "cbs" / kwb.id_for(period)
        if files.is_dir():
            found.append(cbs.read_folder(files, kwb, period, catalogue.of_source("kwb", period)))
    health = catalogue.table("gezondheid")
    files = folder / "cbs" / health.id_for("*")
    for period in health.all_periods:
        found.append(cbs.read_folder(files, health, period, catalogue.of_source("gezondheid", period)))
    for year in _BOUNDARY_YEARS:
        path = folder / "pdok" / year / "buurten.geojson"
        found.append(boundaries.read_boundaries(path, path.name, year, MUNICIPALITY))
    register = schools.read_folder(folder)
    found.append(register)
    found += learning.read_folder(
        folder / "duo", dict.fromkeys(register.schools["vestiging"].to_pylist(), MUNICIPALITY)
    )
    return found


def scan_files(folder: Path = FOLDER) -> list[ScanFile]:
    """The scans that most schools of the example have sent, in the files in which they sent them."""
    return [scans.read_file(path.read_bytes(), path.name) for path in sorted((folder / "scans").iterdir())]


def load_example(store: Store, catalogue: Catalogue) -> bool:
    """Load the example into a store that never had a load; returns whether it did. Raises Refusal as `plan.keep`."""
    with store.read() as cursor:
        if _had_loads(cursor):
            return False
    made, sent = deliveries(catalogue), scan_files()

    def add(cursor: Cursor) -> bool:
        if _had_loads(cursor):
            return False
        batches.add_loads(cursor, made)
        add_scans(cursor, *scans.prepared(sent, scans.known(cursor, MUNICIPALITY)))
        return True

    return plan.keep(store, add)


def _had_loads(cursor: Cursor) -> bool:
    return cursor.execute(_ANY_LOAD).fetchone() is not None
