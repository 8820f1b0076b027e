"""The polygons under a map: those of the level that is shown, with the borders of the level above."""

from duckdb import DuckDBPyConnection as Cursor

from charts.maps import Backdrop
from model.region import Level, municipality_of
from store import geography

_ABOVE = {Level.BUURT: Level.WIJK, Level.WIJK: Level.MUNICIPALITY}


def backdrop_of(cursor: Cursor, frame: str, level: Level, period: str) -> tuple[Backdrop, str] | None:
    """The areas of `level` within `frame` and the period of their borders; None when no borders are loaded."""
    at = geography.boundary_period(cursor, frame, level, period)
    layer = geography.layer(cursor, frame, level, at) if at else None
    if layer is None:
        return None
    municipality = municipality_of(frame)
    above = _ABOVE.get(level)
    outline = geography.layer(cursor, municipality, above, layer.period) if municipality and above else None
    if outline is None:
        return Backdrop(layer.url, layer.bounds, layer.regions), layer.period
    return Backdrop(layer.url, layer.bounds, layer.regions, outline.url, outline.regions), layer.period
