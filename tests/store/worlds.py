"""The smallest deliveries that show a point, and what a store shows of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import shapely

from model.delivery import AREA, BOUNDARY, OBSERVATION, Delivery, Received, Series
from model.findings import Finding
from model.status import Status
from store import Store, batches

Figure = float | Status
"""A number that is known, or why there is none."""


def figures(
    values: Mapping[str, Figure],
    *,
    table: str = "85318NED",
    period: str = "2022",
    indicator: str = "inwoners",
    findings: Sequence[Finding] = (),
    received: Sequence[Received] = (),
    refused: int = 0,
) -> Delivery:
    """Region -> figure of one indicator, as a delivery of KWB with as many areas."""
    rows = [
        {
            "indicator": indicator,
            "region": region,
            "period": period,
            "value": figure if isinstance(figure, float) else None,
            "count": 100.0,
            "status": (figure if isinstance(figure, Status) else Status.KNOWN).value,
        }
        for region, figure in values.items()
    ]
    areas = [{"period": period, "region": region, "name": f"De {region}", "boundary_change": "1"} for region in values]
    return Delivery(
        source="kwb",
        table_id=table,
        title="Kerncijfers wijken en buurten",
        period=period,
        published="2023-03-27T02:00:00",
        rows_in=len(rows) + refused,
        rows_accepted=len(rows),
        rows_refused=refused,
        observations=pa.Table.from_pylist(rows, schema=OBSERVATION),
        areas=pa.Table.from_pylist(areas, schema=AREA),
        series=[Series(indicator, "AantalInwoners_5", "Aantal inwoners", "aantal")],
        received=received,
        findings=findings,
    )


def borders(names: Mapping[str, str], *, period: str = "2021", size: float = 1.0, table: str = "kaart") -> Delivery:
    """Region -> name, each a square beside the one before, as a delivery of boundaries."""
    squares = [shapely.to_wkb(shapely.box(place, 52, place + size, 52 + size)) for place in range(len(names))]
    rows = [
        {"period": period, "region": region, "name": name, "geometry": square, "outline": square}
        for (region, name), square in zip(names.items(), squares, strict=True)
    ]
    return Delivery(
        source="grenzen",
        table_id=table,
        title=f"Wijk- en buurtkaart {period}",
        period=period,
        published="",
        rows_in=len(rows),
        rows_accepted=len(rows),
        rows_refused=0,
        boundaries=pa.Table.from_pylist(rows, schema=BOUNDARY),
    )


def load(store: Store, *deliveries: Delivery) -> int:
    """Keep deliveries, all or none; returns the number of the last load."""
    return store.write(lambda cursor: batches.add_loads(cursor, deliveries))[-1]


def withdraw(store: Store, load_id: int) -> int:
    return store.write(lambda cursor: batches.withdraw(cursor, load_id))


def restore(store: Store, load_id: int) -> int:
    return store.write(lambda cursor: batches.restore(cursor, load_id))


def rows(store: Store, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """What a reader gets."""
    with store.read() as cursor:
        return cursor.execute(query, list(parameters)).fetchall()


def shown(store: Store, period: str = "2022") -> dict[str, float | None]:
    """Region -> value that counts in a period; a region that has two would be an error."""
    found = rows(store, "select region, value from mart.observation where period = ? order by region", period)
    assert len(found) == len(dict(found)), f"a region twice: {found}"
    return dict(found)


def states(store: Store) -> dict[int, str]:
    """Load -> its state."""
    with store.read() as cursor:
        listed = batches.loads(cursor)
    return dict(zip(listed["load_id"].tolist(), listed["state"].tolist(), strict=True))


def every_table(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables and the names of all views."""
    tables = "select schema_name, table_name from duckdb_tables() where database_name = 'startfoto'"
    views = "select schema_name, view_name from duckdb_views() where database_name = 'startfoto' and not internal"
    with store.read() as cursor:
        names = [f"{schema}.{name}" for schema, name in cursor.execute(tables).fetchall()]
        found = {name: sorted(cursor.execute(f"from {name}").fetchall(), key=repr) for name in names}
        return found | {"views": sorted(cursor.execute(views).fetchall())}


def codes(*numbers: int, of: Iterable[str] = ("GM", "WK", "BU")) -> list[str]:
    """A gemeente with one wijk and one buurt, for each number."""
    ends = {"GM": "", "WK": "00", "BU": "0000"}
    return [f"{letters}{number:04}{ends[letters]}" for number in numbers for letters in of]
