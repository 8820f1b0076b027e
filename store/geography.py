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
with names as (
    select region, arg_max(name, (period, source = 'kwb')) as known_name from mart.area where {_WITHIN} group by region
)
select region, coalesce(known_name, name), outline from mart.boundary left join names using (region)
where period = ? and {_WITHIN} order by region
"""
_STAMP = f"""
with shown as (
    select batch_id, load_id from mart.boundary where period = ? and {_WITHIN}
    union select batch_id, load_id from mart.area where {_WITHIN}
)
select md5(string_agg(concat_ws(' ', batch_id, loaded_at), ',' order by batch_id)), getvariable('photo')
from shown join work.load using (load_id)
"""
"""Which loads the areas come from, and as of which photo they are seen: other writes do not make the file anew, and no
two stores have the same."""


@dataclass(frozen=True)
class Layer:
    """One GeoJSON file: `content` in bytes, its address, its bounding box (west, south, east, north), its areas.

    `photo` is the one as of which it was made: by its address the file can be made again after a restart.
    """

    period: str
    region: str
    level: str
    digest: str
    content: bytes
    bounds: tuple[float, float, float, float]
    regions: frozenset[str]
    photo: int | None = None

    @property
    def url(self) -> str:
        """Where the application serves it."""
        address = f"/geo/{self.period}/{self.region}/{self.level}/{self.digest}.json"
        return address if self.photo is None else f"{address}?foto={self.photo}"


def boundary_period(cursor: Cursor, region: str, level: Level, period: str) -> str | None:
    """The period of the boundaries to draw figures of `period` on: the newest not after it, else the oldest there is.

    None when the areas of `level` within `region` have no boundaries at all.
    """
    periods = [row[0] for row in cursor.execute(_PERIODS, _within(region, level)).fetchall()]
    earlier = [known for known in periods if known <= period]
    return earlier[-1] if earlier else periods[0] if periods else None


def layer(cursor: Cursor, region: str, level: str, period: str) -> Layer | None:
    """The areas of `level` within `region` with the boundaries of exactly `period`; None when there are none."""
    if normalise_code(region) != region or level not in list(Level):
        return None
    within = _within(region, Level(level))
    stamp, photo = cursor.execute(_STAMP, [period, *within, *within]).fetchone() or (None, None)
    key = (period, region, level, str(stamp), str(photo))
    with _lock:
        known = _layers.get(key)
    if known is None:
        known = _make(cursor, region, level, period, within, photo)
    if known is not None:
        with _lock:
            _layers[key] = known
            _layers.move_to_end(key)
            while len(_layers) > _KEPT:
                _layers.popitem(last=False)
    return known


def _within(region: str, level: Level) -> list[object]:
    """The parameters of `_WITHIN`: how the codes begin, and whether they are made up (a country's prefix fits both)."""
    return [code_prefix(region, level), is_example(region)]


def _make(
    cursor: Cursor, region: str, level: str, period: str, within: list[object], photo: int | None
) -> Layer | None:
    rows = cursor.execute(_ROWS, [*within, period, *within]).fetchall()
    if not rows:
        return None
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
        photo=photo,
    )
