"""Loads and their batches: stored whole or not at all, listed with what was wrong, withdrawn and brought back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import pyarrow as pa
from duckdb import DuckDBPyConnection as Cursor

from model.delivery import Delivery
from model.findings import Finding, FindingLevel
from model.region import municipality_of, scope_region
from store.dates import reference_of

_NEW_WORDS = """
insert into core.{word}
select (select coalesce(max({word}_id), 0) from core.{word}) + row_number() over (order by {word}), {word}
from new_word where {word} not in (select {word} from core.{word})
"""
_WORDS = "select {word}, {word}_id from core.{word}"
_ADD_ROWS = "insert into core.{table} select batch_id, new_row.* from new_row join new_scope using (region)"


def _scopes(delivery: Delivery) -> dict[str, str]:
    """Which region falls in which scope.

    Statistics bring the country and all its gemeenten with every load, so those are one scope together. Boundaries and
    schools bring one gemeente at a time, which is a scope of its own with all that lies in it.
    """

    def regions(*tables: pa.Table) -> set[str]:
        return {code for table in tables for code in table.column("region").unique().to_pylist()}

    of_country = {code: scope_region(code) for code in regions(delivery.observations, delivery.areas)}
    places = (delivery.boundaries, delivery.schools, delivery.school_figures)
    of_gemeente = {code: municipality_of(code) or code for code in regions(*places)}
    return of_country | of_gemeente


def _numbers_of(cursor: Cursor, word: str, words: Sequence[str]) -> dict[str, int]:
    """The number of each word in `core.{word}`; words that are new get the next ones."""
    cursor.register("new_word", pa.table({word: pa.array(sorted(set(words)), pa.string())}))
    cursor.execute(_NEW_WORDS.format(word=word))
    cursor.unregister("new_word")
    return dict(cursor.execute(_WORDS.format(word=word)).fetchall())


def _numbered(column: pa.ChunkedArray, number_of: Mapping[str, int]) -> pa.ChunkedArray:
    """A column of words as a column of their numbers."""
    return pa.chunked_array(
        [
            pa.array([number_of.get(word) for word in chunk.dictionary.to_pylist()], pa.int32()).take(chunk.indices)
            for chunk in column.chunks
        ],
        pa.int32(),
    )


def add_observations(cursor: Cursor, rows: pa.Table, batch_of_region: Mapping[str, int]) -> None:
    """Add figures of one period to batches that have begun; a region's batch is the one that its code is given."""
    if not rows.num_rows:
        return
    columns = {"batch_id": _numbered(rows.column("region"), batch_of_region)}
    for word in ("indicator", "region", "status"):
        words = [one for chunk in rows.column(word).chunks for one in chunk.dictionary.to_pylist()]
        columns[f"{word}_id"] = _numbered(rows.column(word), _numbers_of(cursor, word, words))
    numbers = {name: rows.column(name) for name in ("value", "lower", "upper", "count")}
    # A column without a number is left out and so becomes null: reading millions of nulls takes time too.
    columns |= {name: column for name, column in numbers.items() if column.null_count < len(column)}
    cursor.register("new_row", pa.table(columns))
    cursor.execute("insert into core.observation by name from new_row")
    cursor.unregister("new_row")


_PUBLISHED = "select try_cast(left(published, 10) as date) from work.load where load_id = ?"
_NEXT_LOAD = "select coalesce(max(load_id), 0) + 1 from work.load"
_NEXT_BATCH = "select coalesce(max(batch_id), 0) + 1 from work.batch"


def _next(cursor: Cursor, question: str) -> int:
    row = cursor.execute(question).fetchone()
    return int(row[0]) if row else 1


def begin_load(cursor: Cursor, delivery: Delivery) -> int:
    """Record a load without its rows: where it came from, what was received and what was wrong; returns its number."""
    load_id = _next(cursor, _NEXT_LOAD)
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
    for series in delivery.series:
        cursor.execute(
            "insert into core.series values (?, ?, ?, ?, ?)",
            [load_id, series.indicator, series.column_key, series.column_title, series.unit],
        )
    for received in delivery.received:
        cursor.execute(
            "insert into raw.received values (?, ?, ?, ?, ?)",
            [load_id, received.name, received.media_type, received.digest, received.content],
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


@dataclass(frozen=True)
class Scope:
    """What a batch replaces as a whole: its name, and what it is about."""

    name: str
    source: str
    table_id: str = ""
    period: str = ""
    region: str = ""


def add_batches(cursor: Cursor, load_id: int | None, scopes: Sequence[Scope]) -> list[int]:
    """Begin a batch for each scope, in order; returns their numbers. Without a load they are an officer's own entry."""
    if not scopes:
        return []
    first = _next(cursor, _NEXT_BATCH)
    numbers = list(range(first, first + len(scopes)))
    columns = {name: [getattr(scope, name) for scope in scopes] for name in ("source", "table_id", "period", "region")}
    spoken_of = {(scope.source, scope.period) for scope in scopes}
    day_of = {one: reference_of(cursor, *one) for one in spoken_of}
    days = pa.array([day_of[scope.source, scope.period] for scope in scopes], pa.date32())
    published = cursor.execute(_PUBLISHED, [load_id]).fetchone()
    cursor.register(
        "new_batch",
        pa.table({"batch_id": numbers, "scope": [scope.name for scope in scopes], "reference": days, **columns}),
    )
    cursor.execute(
        "insert into work.batch (batch_id, load_id, scope, source, table_id, period, region, published, reference) "
        "select batch_id, ?, scope, source, table_id, period, region, ?, reference from new_batch",
        [load_id, published[0] if published else None],
    )
    cursor.execute(
        "insert into work.batch_event select batch_id, 'added', now(), audit_number from new_batch, work.version"
    )
    cursor.unregister("new_batch")
    return numbers


def add_load(cursor: Cursor, delivery: Delivery) -> int:
    """Store a delivery as one load with a batch for each scope it touches; returns the load's number.

    Scope = table + period + region, where the country and its municipalities are one region and each municipality's
    wijken and buurten another, so that a later load of one municipality replaces its own rows and no others.
    """
    load_id = begin_load(cursor, delivery)
    region_of = _scopes(delivery)
    kind = delivery.source if delivery.boundaries.num_rows or delivery.schools.num_rows else delivery.table_id
    regions = sorted(set(region_of.values()))
    scopes = [
        Scope(f"{kind}/{delivery.period}/{region}", delivery.source, delivery.table_id, delivery.period, region)
        for region in regions
    ]
    batch_of = dict(zip(regions, add_batches(cursor, load_id, scopes), strict=True))
    batch_of_region = {region: batch_of[scope] for region, scope in region_of.items()}
    add_observations(cursor, delivery.observations, batch_of_region)
    for table, rows in (
        ("area", delivery.areas),
        ("boundary", delivery.boundaries),
        ("school", delivery.schools),
        ("school_figure", delivery.school_figures),
    ):
        if rows.num_rows:
            cursor.register("new_row", rows)
            cursor.register(
                "new_scope", pa.table({"region": list(region_of), "batch_id": list(batch_of_region.values())})
            )
            cursor.execute(_ADD_ROWS.format(table=table))
            cursor.unregister("new_row")
            cursor.unregister("new_scope")
    return load_id


def add_loads(cursor: Cursor, deliveries: Sequence[Delivery]) -> list[int]:
    """Store several deliveries as loads, all or none; returns their numbers."""
    return [add_load(cursor, delivery) for delivery in deliveries]


_OF_LOAD = "select batch_id from work.batch where load_id = ?"
_RECORD = """
insert into work.batch_event
select batch_id, ?, now(), audit_number from (select unnest(?::bigint[]) as batch_id), work.version
"""
_NEWER = """
select newer.batch_id from work.batch as newer join work.batch as this using (scope)
where this.batch_id = ? and newer.batch_id > this.batch_id
"""
_WITHDRAWN = """
select batch_id from work.batch_event where batch_id in (select unnest(?::bigint[]))
group by batch_id having arg_max(event, audit_number) = 'withdrawn'
"""


def _record(cursor: Cursor, event: str, batch_ids: Sequence[int]) -> int:
    cursor.execute(_RECORD, [event, list(batch_ids)])
    return len(batch_ids)


def _numbers(cursor: Cursor, question: str, asked: object) -> list[int]:
    return [number for (number,) in cursor.execute(question, [asked]).fetchall()]


def withdraw(cursor: Cursor, load_id: int) -> int:
    """Undo a load: its batches no longer count and what they had replaced counts again. Returns how many batches."""
    return _record(cursor, "withdrawn", _numbers(cursor, _OF_LOAD, load_id))


def restore(cursor: Cursor, load_id: int) -> int:
    """Bring a withdrawn load back. Returns how many batches."""
    return _record(cursor, "restored", _numbers(cursor, _OF_LOAD, load_id))


def bring_back(cursor: Cursor, batch_id: int) -> int:
    """Make a former batch of a scope count again: those after it are withdrawn. Returns how many that were."""
    newer = _numbers(cursor, _NEWER, batch_id)
    withdrawn = _numbers(cursor, _WITHDRAWN, [batch_id, *newer])
    if batch_id in withdrawn:
        _record(cursor, "restored", [batch_id])
    return _record(cursor, "withdrawn", [number for number in newer if number not in withdrawn])


_SEEN = """
select digest, name, load.load_id, load.loaded_at
from (select unnest(?::varchar[]) as digest) join raw.received as received on received.sha256 = digest
join work.load as load using (load_id)
where load_id in (select load_id from mart.batch)
qualify row_number() over (partition by digest order by load.load_id desc) = 1
"""


@dataclass(frozen=True)
class Seen:
    """A file that is in use already: under which name, in which load, since when."""

    name: str
    load_id: int
    loaded_at: datetime


def seen(cursor: Cursor, digests: Sequence[str]) -> dict[str, Seen]:
    """Which of these SHA-256 digests belong to files of loads that count now, each with its newest load."""
    rows = cursor.execute(_SEEN, [list(digests)]).fetchall()
    return {digest: Seen(name, load_id, loaded_at) for digest, name, load_id, loaded_at in rows}


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
        count(distinct batch.region) filter (where not starts_with(batch.region, 'NL')) as municipalities
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
    # DuckDB's own frame of a TIMESTAMPTZ comes about in a way that pandas warns of.
    frame: pd.DataFrame = cursor.execute(_LOADS).to_arrow_table().to_pandas()
    return frame


_FINDINGS = """
select level, message, file, sheet, row_number, column_name, found, expected, example from work.finding
where load_id = ? order by position
"""


def findings(cursor: Cursor, load_id: int) -> list[Finding]:
    """What a load had to say, in its own order."""
    rows = cursor.execute(_FINDINGS, [load_id]).fetchall()
    return [Finding(FindingLevel(level), *rest) for level, *rest in rows]
