"""The polygons behind a map, for where there is no browser to fetch them."""

import json
import re
from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Cursor
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from store import geography

_ADDRESS = re.compile(r"/geo/(?P<period>[^/]+)/(?P<region>[^/]+)/(?P<level>[^/]+)/[0-9a-f]+\.json(\?foto=\d+)?")


@dataclass(frozen=True)
class Area:
    """One area of a map: its name, and its borders in degrees."""

    name: str
    border: BaseGeometry


def polygons(cursor: Cursor, address: str) -> dict[str, Area]:
    """The areas of a map file by code; empty when its borders are not loaded (as of the photo that `cursor` reads)."""
    parts = _ADDRESS.fullmatch(address)
    layer = geography.layer(cursor, parts["region"], parts["level"], parts["period"]) if parts else None
    if layer is None:
        return {}
    features = json.loads(layer.content)["features"]
    return {one["id"]: Area(one["properties"]["name"], shape(one["geometry"])) for one in features}
