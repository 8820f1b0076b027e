"""The polygons of a set of areas as one GeoJSON file for the browser, made once and named by its content."""

import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import numpy as np
import shapely
from duckdb import DuckDBPyConnection as Cursor

from model.region import Level, code_prefix, is_example, normalise_code

_KEPT = 24
_layers: OrderedDict[tuple[str, ...], "Layer"] = OrderedDict()
_lock = Lock()

_WITHIN = "starts_with(region, ?) and (substr(region, 3, 2) = '99') = ?"
_PERIODS = f"select distinct period from mart.boundary where {_WITHIN} order by period"
_ROWS = f"""
with names as (select region, arg_max(name, period) as known_name from mart.area where {_WITHIN} group by region)
select region, coalesce(known_name, name), outline from mart.boundary left join names using (region)
where period = ? and {_WITHIN} order by region
"""
_STAMP = f"""
select (select count(*) from mart.boundary where period = ? and {_WITHIN}),
    (select max(data_version) from work.version)
"""


@dataclass(frozen=True)
class Layer:
    """One GeoJSON file: `content` in bytes, its address, its bounding box (west, south, east, north), its areas."""

    period: str
    region: str
    level: str
    digest: str
    content: bytes
    bounds: tuple[float, float, float, float]
    regions: frozenset[str]

    @property
    def url(self) -> str:
        """Where the application serves it."""
        return f"/geo/{self.period}/{self.region}/{self.level}/{self.digest}.json"


def boundary_period(cursor: Cursor, region: str, level: Level, period: str) -> str | None:
    """The period of the boundaries to draw figures of `period` on: the newest not after it, else the oldest there is."""
    within = [code_prefix(region, level), is_example(region)]
    periods = [row[0] for row in cursor.execute(_PERIODS, within).fetchall()]
    earlier = [known for known in periods if known <= period]
    return earlier[-1] if earlier else periods[0] if periods else None


def layer(cursor: Cursor, region: str, level: str, period: str) -> Layer | None:
    """The areas of `level` within `region` with the boundaries of exactly `period`; None when there are none."""
    if normalise_code(region) != region or level not in list(Level):
        return None
    within = [code_prefix(region, Level(level)), is_example(region)]
    stamp = cursor.execute(_STAMP, [period, *within]).fetchone()
    if not stamp or not stamp[0]:
        return None
    key = (period, region, level, *map(str, stamp))
    with _lock:
        known = _layers.get(key)
    if known is None:
        known = _make(cursor, region, level, period, within)
        with _lock:
            _layers[key] = known
            while len(_layers) > _KEPT:
                _layers.popitem(last=False)
    return known


def _make(cursor: Cursor, region: str, level: str, period: str, within: list[str | bool]) -> Layer:
    rows = cursor.execute(_ROWS, [*within, period, *within]).fetchall()
    shapes = shapely.from_wkb(np.array([bytes(row[2]) for row in rows], dtype=object))
    features = (
        f'{{"type":"Feature","id":{json.dumps(code)},"properties":{{"name":{json.dumps(name, ensure_ascii=False)}}},'
        f'"geometry":{geometry}}}'
        for (code, name, _), geometry in zip(rows, shapely.to_geojson(shapes), strict=True)
    )
    content = ('{"type":"FeatureCollection","features":[' + ",".join(features) + "]}").encode()
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    return Layer(
        period=period,
        region=region,
        level=level,
        digest=hashlib.sha256(content).hexdigest()[:20],
        content=content,
        bounds=(west, south, east, north),
        regions=frozenset(row[0] for row in rows),
    )
