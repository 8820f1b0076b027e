"""The made-up municipality: its files in the sources' own formats, read by the same loaders as the real ones."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from duckdb import DuckDBPyConnection as Cursor

from intake import measure_checks, measures, monitor, plan, scans, virus_scanner
from intake.example_money import add_money
from intake.opened import OpenedFile, open_file
from intake.scans import ScanFile
from loaders import boundaries, cbs, learning, schools
from loaders.monitor_layout import shape_of
from model.access import STARTFOTO, Right
from model.catalogue import Catalogue, rows_of
from model.delivery import Delivery
from settings import ROOT, Settings, current
from store import Store, batches, entries
from store.audit import Act, acting
from store.figures import add_figures
from store.scans import add_scans

FOLDER = ROOT / "data" / "example"
MUNICIPALITY = "GM9901"
_BOUNDARY_YEARS = ("2019", "2021")
_LEAVERS_PERIODS = ("2018", "2019", "2020", "2021")
OWN_FIGURES = (
    "ggd/Gezondheidsmonitor Jeugd 2019 Lindewaard.xlsx",
    "ggd/Gezondheidsmonitor Jeugd 2021 Lindewaard.csv",
    "own/voorschools 2021.xlsx",
    "own/thuiszitters 2021.csv",
)
"""The files of figures that an officer would bring in."""
_ANY_LOAD = "select 1 from work.load limit 1"


def deliveries(catalogue: Catalogue, folder: Path = FOLDER) -> list[Delivery]:
    """The example as the loaders deliver it: KWB of four years, health, school leavers, boundaries, schools, pupils."""
    found = []
    kwb = catalogue.table("kwb")
    for period in kwb.all_periods:
        files = folder / "cbs" / kwb.id_for(period)
        if files.is_dir():
            found.append(cbs.read_folder(files, kwb, period, catalogue.of_source("kwb", period)))
    for table, periods in (
        (catalogue.table("gezondheid"), catalogue.table("gezondheid").all_periods),
        (catalogue.table("vsv"), _LEAVERS_PERIODS),
    ):
        files = folder / "cbs" / table.id_for("*")
        for period in periods:
            found.append(cbs.read_folder(files, table, period, catalogue.of_source(table.source, period)))
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


def own_files(folder: Path = FOLDER) -> list[OpenedFile]:
    """The youth monitors of the GGD and the counts of the gemeente, opened as an upload is."""
    paths = [folder / name for name in OWN_FIGURES]
    return [open_file(path.read_bytes(), path.name, monitor.LARGEST_MB) for path in paths]


def measure_file(folder: Path = FOLDER) -> OpenedFile:
    """The measures of the gemeente and their moments, as one file of two sheets."""
    paths = [folder / "measures" / name for name in ("maatregelen.csv", "momenten.csv")]
    first, second = (open_file(path.read_bytes(), path.name, measures.LARGEST_MB) for path in paths)
    assert first.text and second.text  # they are our own
    return replace(first, text=replace(first.text, sheets=(*first.text.sheets, *second.text.sheets)))


@virus_scanner.not_asked()
def load_example(store: Store, catalogue: Catalogue, settings: Settings | None = None) -> bool:
    """Load the example into a store that never had a load; returns whether it did. Raises Refusal as `plan.keep`.

    `settings` are those of this process unless given: they say what is hidden of the figures of children.
    """
    with store.read() as cursor:
        if _had_loads(cursor):
            return False
    made, sent, own, added = deliveries(catalogue), scan_files(), own_files(), measure_file()

    def add(cursor: Cursor) -> bool:
        if _had_loads(cursor):
            return False
        batches.add_loads(cursor, made)
        add_scans(cursor, *scans.prepared(sent, scans.known(cursor, MUNICIPALITY)))
        _add_own_figures(cursor, own, settings or current())
        measures.keep(cursor, measures.preview_of(added, measure_checks.known(cursor, MUNICIPALITY)), "")
        add_money(cursor, FOLDER, MUNICIPALITY)
        return True

    with acting(Act(STARTFOTO, Right.LOAD, "voorbeeldgemeente")):
        return plan.keep(store, add)


def _add_own_figures(cursor: Cursor, files: Sequence[OpenedFile], settings: Settings) -> None:
    """Keep what `monitor.commit` keeps of a file, with the cards that an officer would have filled in."""
    described = tomllib.loads((FOLDER / "ggd" / "sources.toml").read_text("utf-8"))
    cards = {row["id"]: json.dumps(row, ensure_ascii=False) for _, row in rows_of(FOLDER / "ggd" / "cards.csv")}
    entries.keep_cards(cursor, "source", {id_: json.dumps(row, ensure_ascii=False) for id_, row in described.items()})
    entries.keep_cards(cursor, "indicator", cards)
    known = monitor.known(cursor, MUNICIPALITY)
    for file in files:
        sheet = monitor.sheets_with_rows(file)[0]
        layout = monitor.proposed(cursor, file, sheet, known)
        drafted = monitor.draft(file, sheet, layout, known, {})
        source = monitor.likely_source(drafted, known)
        entries.keep_layout(cursor, shape_of(sheet, layout), layout.to_json())
        kept = monitor.as_kept(cursor, drafted, known.catalogue.indicators, settings)
        add_figures(cursor, monitor._delivery(drafted, source, known.catalogue.indicators, kept))


def _had_loads(cursor: Cursor) -> bool:
    return cursor.execute(_ANY_LOAD).fetchone() is not None
