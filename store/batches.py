"""Loads and their batches: stored whole or not at all, listed with what was wrong, withdrawn and brought back."""

import hashlib
from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
from duckdb import DuckDBPyConnection as Cursor

from model.delivery import Delivery
from model.region import scope_region

_ROW_TABLES = ("observation", "area", "boundary", "school")


def _rows(delivery: Delivery) -> dict[str, pa.Table]:
    return {
        "observation": delivery.observations,
        "area": delivery.areas,
        "boundary": delivery.boundaries,
        "school": delivery.schools,
    }


def _scopes(delivery: Delivery) -> pa.Table:
    """Which region falls in which scope: (region, scope_region), one row a region."""
    regions: set[str] = set()
    for table in _rows(delivery).values():
        regions.update(table.column("region").unique().to_pylist())
    ordered = sorted(regions)
    return pa.table({"region": ordered, "scope_region": [scope_region(code) for code in ordered]})


def _next_id(cursor: Cursor, table: str, column: str) -> int:
    row = cursor.execute(f"select coalesce(max({column}), 0) + 1 from {table}").fetchone()
    return int(row[0]) if row else 1


def add_load(cursor: Cursor, delivery: Delivery) -> int:
    """Store a delivery as one load with a batch for each scope it touches; returns the load's number.

    Scope = table + period + region, where the country and its municipalities are one region and each municipality's
    wijken and buurten another, so that a later load of one municipality replaces its own rows and no others.
    """
    load_id = _next_id(cursor, "work.load", "load_id")
    cursor.execute(
        "insert into work.load values (?, ?, ?, ?, ?, ?, ?, now(), ?, ?, ?)",
        [
            load_id,
            delivery.source,
            delivery.table_id,
            delivery.title,
            delivery.period,
            delivery.published,
            delivery.retrieved_at,
            delivery.rows_in,
            delivery.rows_accepted,
            delivery.rows_refused,
        ],
    )
    scopes = _scopes(delivery)
    scope_regions = sorted(set(scopes.column("scope_region").to_pylist()))
    first = _next_id(cursor, "work.batch", "batch_id")
    batches = pa.table({"batch_id": range(first, first + len(scope_regions)), "scope_region": scope_regions})
    cursor.register("new_scope", scopes)
    cursor.register("new_batch", batches)
    kind = delivery.source if delivery.boundaries.num_rows or delivery.schools.num_rows else delivery.table_id
    cursor.execute(
        "insert into work.batch select batch_id, ?, concat_ws('/', ?, ?, scope_region), ?, ?, ?, scope_region "
        "from new_batch",
        [load_id, kind, delivery.period, delivery.source, delivery.table_id, delivery.period],
    )
    cursor.execute(
        "insert into work.batch_event select batch_id, 'added', now(), audit_number from new_batch, work.version"
    )
    for name, rows in _rows(delivery).items():
        if rows.num_rows:
            cursor.register("new_row", rows)
            cursor.execute(
                f"insert into core.{name} select batch_id, new_row.* from new_row "
                "join new_scope using (region) join new_batch using (scope_region)"
            )
            cursor.unregister("new_row")
    cursor.unregister("new_scope")
    cursor.unregister("new_batch")
    for series in delivery.series:
        cursor.execute(
            "insert into core.series values (?, ?, ?, ?, ?)",
            [load_id, series.indicator, series.column_key, series.column_title, series.unit],
        )
    for received in delivery.received:
        digest = hashlib.sha256(received.content).hexdigest()
        cursor.execute(
            "insert into raw.received values (?, ?, ?, ?, ?)",
            [load_id, received.name, received.media_type, digest, received.content],
        )
    for position, finding in enumerate(delivery.findings):
        cursor.execute(
            "insert into work.finding values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                load_id,
                position,
                finding.level.value,
                finding.message,
                finding.file,
                finding.sheet,
                finding.row,
                finding.column,
                finding.found,
                finding.expected,
                finding.example,
            ],
        )
    return load_id


def add_loads(cursor: Cursor, deliveries: Sequence[Delivery]) -> list[int]:
    """Store several deliveries as loads, all or none; returns their numbers."""
    return [add_load(cursor, delivery) for delivery in deliveries]


def _record(cursor: Cursor, load_id: int, event: str) -> int:
    row = cursor.execute("select count(*) from work.batch where load_id = ?", [load_id]).fetchone()
    cursor.execute(
        "insert into work.batch_event select batch_id, ?, now(), audit_number from work.batch, work.version "
        "where load_id = ?",
        [event, load_id],
    )
    return int(row[0]) if row else 0


def withdraw(cursor: Cursor, load_id: int) -> int:
    """Undo a load: its batches no longer count and what they had replaced counts again. Returns how many batches."""
    return _record(cursor, load_id, "withdrawn")


def restore(cursor: Cursor, load_id: int) -> int:
    """Bring a withdrawn load back. Returns how many batches."""
    return _record(cursor, load_id, "restored")


_LOADS = """
with latest as (
    select batch_id, arg_max(event, audit_number) as event from work.batch_event group by batch_id
), batches as (
    select
        batch.load_id,
        count(*) as batches,
        count(*) filter (where latest.event = 'withdrawn') as withdrawn,
        count(active.batch_id) as active,
        min(batch.region) filter (where not starts_with(batch.region, 'NL')) as region,
        count(*) filter (where not starts_with(batch.region, 'NL')) as municipalities
    from work.batch as batch
    join latest using (batch_id)
    left join mart.batch as active using (batch_id)
    group by batch.load_id
)
select load.*, batches.* exclude (load_id),
    case when withdrawn = batches then 'teruggedraaid' when active = 0 then 'vervangen' when active < batches
        then 'deels vervangen' else 'in gebruik' end as state,
    (select count(*) from work.finding where finding.load_id = load.load_id) as findings
from work.load as load join batches using (load_id)
order by load.load_id desc
"""


def loads(cursor: Cursor) -> pd.DataFrame:
    """Every load ever made, newest first.

    One row a load: what it was (source, table_id, title, period), when (published, retrieved_at, loaded_at), how much
    (rows_in, rows_accepted, rows_refused), for whom (region and the number of municipalities), the number of findings,
    and its state: in gebruik, deels vervangen, vervangen, teruggedraaid.
    """
    return cursor.execute(_LOADS).df()


def findings(cursor: Cursor, load_id: int) -> pd.DataFrame:
    """What a load had to say, in its own order: level, message, column_name, found, expected."""
    return cursor.execute(
        "select level, message, file, column_name, found, expected, example from work.finding where load_id = ? "
        "order by position",
        [load_id],
    ).df()
