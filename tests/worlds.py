"""Small worlds: a real store with a few figures, written down so that a person can follow them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection as Cursor

from model.catalogue import Direction, Indicator, Layer
from model.delivery import AREA, OBSERVATION, SCHOOL, SCHOOL_FIGURE, Delivery, Series
from model.scan import Scan
from model.status import Status
from settings import Settings
from store import Store, batches, scans
from store.scans import Recognised
from tests.stores import new_store

Cell = float | Status
"""A known figure, or why there is none."""

MONDAY = datetime(2026, 11, 2, 12, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 6, 12, tzinfo=UTC)

_PLAIN = Indicator(
    id="plain",
    label="Plain",
    definition="Voor een test.",
    layer=Layer.BACKGROUND,
    domain=None,
    theme="armoede",
    unit="%",
    decimals=1,
    direction=Direction.MORE_NEED,
    weight=1,
    is_modelled=False,
    population="huishoudens",
    is_about_children=False,
    ages=(),
    part_of="",
    source="kwb",
    stems=("Plain",),
    title="Plain",
    group="",
    per=(),
    smallest_level="buurt",
    startfoto_order=None,
    first_period="",
    last_period="",
    breaks=(),
    caveat="",
)


def indicator(id: str, direction: Direction = Direction.MORE_NEED, **changes: Any) -> Indicator:
    """An indicator of the background, in percents with one decimal, with what is said of it."""
    return replace(_PLAIN, id=id, label=id.capitalize(), direction=direction, **changes)


def delivered(
    figures: Mapping[str, Mapping[str, Cell]],
    period: str = "2021",
    source: str = "kwb",
    table: str = "",
    names: Mapping[str, str] | None = None,
    flags: Mapping[str, str] | None = None,
    retrieved_at: datetime = MONDAY,
) -> Delivery:
    """A table as a loader hands it over: indicator to region to figure, the names and KWB's flags of the regions."""
    names, flags = names or {}, flags or {}
    regions = sorted({region for cells in figures.values() for region in cells} | set(names) | set(flags))
    cells = [(one, region, cell) for one, of in figures.items() for region, cell in of.items()]
    numbers = [None if isinstance(cell, Status) else float(cell) for _, _, cell in cells]
    nothing = [None] * len(cells)
    columns = [
        [one for one, _, _ in cells],
        [region for _, region, _ in cells],
        [period] * len(cells),
        *(numbers, nothing, nothing, nothing),
        [cell.value if isinstance(cell, Status) else Status.KNOWN.value for _, _, cell in cells],
    ]
    return Delivery(
        source=source,
        table_id=table or f"{source}-{period}",
        title=f"Tabel {source} {period}",
        period=period,
        published="",
        rows_in=len(cells),
        rows_accepted=len(cells),
        rows_refused=0,
        observations=pa.table(
            [pa.array(column, field.type) for column, field in zip(columns, OBSERVATION, strict=True)],
            schema=OBSERVATION,
        ),
        areas=pa.table(
            [
                [period] * len(regions),
                regions,
                [names.get(region, region) for region in regions],
                [flags.get(region, "") for region in regions],
            ],
            schema=AREA,
        ),
        series=[Series(one, f"{one.capitalize()}_1", f"Kolom {one}", "") for one in figures],
        retrieved_at=retrieved_at,
    )


def schools(municipality: str, sites: Sequence[str], period: str, **columns: Any) -> Delivery:
    """DUO's register with these school sites in a gemeente; `columns` says more of each, or the same of all."""
    rows: list[dict[str, Any]] = [
        {"vestiging": site, "name": f"School {site}", "sector": "po", "place": "Plaats"} for site in sites
    ]
    for name, values in columns.items():
        for row, value in zip(rows, [values] * len(rows) if isinstance(values, str) else values, strict=True):
            row[name] = value
    table = pa.Table.from_pylist([row | {"period": period, "region": municipality} for row in rows], schema=SCHOOL)
    return Delivery("scholen", "scholen", "Alle schoolvestigingen", period, "", len(rows), len(rows), 0, schools=table)


def pupils(municipality: str, counts: Mapping[str, float | tuple[float, float]], period: str) -> Delivery:
    """DUO's count of pupils per school site: a number, or the bounds that `<5` leaves."""
    rows = [
        {
            "indicator": "leerlingen",
            "region": municipality,
            "vestiging": site,
            "value": None if isinstance(count, tuple) else count,
            "lower": count[0] if isinstance(count, tuple) else None,
            "upper": count[1] if isinstance(count, tuple) else None,
            "status": (Status.INTERVAL if isinstance(count, tuple) else Status.KNOWN).value,
        }
        for site, count in counts.items()
    ]
    table = pa.Table.from_pylist(rows, schema=SCHOOL_FIGURE)
    return Delivery("duo", "leerlingen", "Leerlingen", period, "", len(rows), len(rows), 0, school_figures=table)


def add_scans(store: Store, municipality: str, *scanned: Scan, sector: str = "po") -> int:
    """Keep scans of schools that are known by their site; returns the load's number."""
    rows = [Recognised(scan, scan.site, municipality, sector, [""] * len(scan.choices)) for scan in scanned]
    load = Delivery(scans.SOURCE, scans.SOURCE, "Schoolscans", "2021", "", len(rows), len(rows), 0)
    return store.write(lambda cursor: scans.add_scans(cursor, load, rows))


@contextmanager
def world(*deliveries: Delivery) -> Iterator[Cursor]:
    """A cursor on a store with these deliveries, loaded one after the other."""
    with stored(*deliveries) as store, store.read() as cursor:
        yield cursor


@contextmanager
def stored(*deliveries: Delivery) -> Iterator[Store]:
    """A store of its own with these deliveries, loaded one after the other."""
    with TemporaryDirectory() as folder:
        store = new_store(Settings(data_dir=Path(folder)))
        try:
            store.write(lambda cursor: batches.add_loads(cursor, deliveries))
            yield store
        finally:
            store.close()
