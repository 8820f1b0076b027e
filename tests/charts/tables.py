"""Tables and backdrops as charts receive them, written by hand."""

from collections.abc import Mapping

import pandas as pd

from charts.maps import Backdrop
from model.disclosed import Disclosed
from model.status import Status
from tests.worlds import Cell

HERE = (4.0, 52.0, 5.0, 52.5)


def per_area(cells: Mapping[str, Cell], names: Mapping[str, str] | None = None) -> Disclosed:
    """Areas with their figures; the name of an area is its code unless it is given."""
    return Disclosed(
        pd.DataFrame(
            {
                "region": list(cells),
                "name": [(names or {}).get(region, region) for region in cells],
                "value": [float("nan") if isinstance(cell, Status) else float(cell) for cell in cells.values()],
                "status": [cell.value if isinstance(cell, Status) else Status.KNOWN.value for cell in cells.values()],
            }
        )
    )


def backdrop(*regions: str, outline: tuple[str, ...] = ()) -> Backdrop:
    """Polygons of these areas at an address, with the outlines of others."""
    return Backdrop(
        "/geo/areas.json",
        HERE,
        frozenset(regions),
        "/geo/outlines.json" if outline else None,
        frozenset(outline),
    )
