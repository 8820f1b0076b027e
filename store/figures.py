"""Figures that an officer brought in: a batch for each indicator, period and gemeente, so that two files of one
publisher replace only what they both have."""

import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection as Cursor

from model.delivery import Delivery
from model.region import municipality_of
from store.batches import Scope, add_batches, add_observations, begin_load


def add_figures(cursor: Cursor, delivery: Delivery) -> int:
    """Store the observations of a delivery, of whatever indicators and periods, as one load; returns its number."""
    load_id = begin_load(cursor, delivery)
    rows = delivery.observations
    pairs = rows.select(["indicator", "period"]).combine_chunks().to_pandas().drop_duplicates()
    for indicator, period in pairs.astype(str).itertuples(index=False):
        part = _part(rows, indicator, period)
        region_of = {code: municipality_of(code) or code for code in part.column("region").unique().to_pylist()}
        regions = sorted(set(region_of.values()))
        scopes = [
            Scope(f"{delivery.source}/{indicator}/{period}/{one}", delivery.source, delivery.table_id, period, one)
            for one in regions
        ]
        batch_of = dict(zip(regions, add_batches(cursor, load_id, scopes), strict=True))
        add_observations(cursor, part, {region: batch_of[scope] for region, scope in region_of.items()})
    return load_id


def _part(rows: pa.Table, indicator: str, period: str) -> pa.Table:
    is_own = pc.and_(pc.equal(rows.column("indicator"), indicator), pc.equal(rows.column("period"), period))
    return rows.filter(is_own).combine_chunks()
