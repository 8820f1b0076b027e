"""What the first page counts: key figures beside those of others, children, and schools."""

from collections.abc import Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Cursor

from analysis import comparable, figures
from model.catalogue import Indicator
from model.region import country_of, municipality_of

_SCHOOLS = """
select count(distinct vestiging) from mart.school
where region = ? and period = (select max(period) from mart.school where region = ?)
"""
_MOST_KEY_FIGURES = 5


@dataclass(frozen=True)
class KeyFigure:
    """One figure of the municipality beside comparable municipalities and the country, in the indicator's unit."""

    indicator: Indicator
    period: str
    value: float
    peer_value: float | None
    peer_count: int
    country_value: float | None


def key_figures(
    cursor: Cursor, indicators: Sequence[Indicator], municipality: str, period: str, peers: comparable.Peers
) -> list[KeyFigure]:
    """At most five figures in the catalogue's order, each of its latest known period up to `period`.

    The figures beside it are of that same period.
    """
    wanted = sorted(
        (row for row in indicators if row.startfoto_order is not None), key=lambda row: row.startfoto_order or 0
    )
    rows = figures.latest(cursor, [row.id for row in wanted], [municipality], municipality, period).frame
    own = dict(zip(rows["indicator"], zip(rows["period"], rows["value"], strict=True), strict=True))
    found = []
    for indicator in [row for row in wanted if row.id in own][:_MOST_KEY_FIGURES]:
        at, value = own[indicator.id]
        peer_value, peer_count = comparable.peer_value(cursor, indicator.id, at, peers.regions)
        country = figures.value(cursor, indicator.id, at, country_of(municipality))
        found.append(KeyFigure(indicator, at, value, peer_value, peer_count, country))
    return found


def children(cursor: Cursor, region: str, period: str) -> tuple[int, str] | None:
    """How many children of 0 to 15 live in an area and in which period that was counted; None when not known."""
    rows = figures.latest(cursor, [figures.CHILDREN], [region], region, period).frame
    return (int(rows["value"].iloc[0]), str(rows["period"].iloc[0])) if len(rows) else None


def school_count(cursor: Cursor, region: str) -> int:
    """How many school sites the latest register has in the gemeente of an area; 0 when none is loaded."""
    municipality = municipality_of(region)
    row = cursor.execute(_SCHOOLS, [municipality, municipality]).fetchone()
    return int(row[0]) if row else 0
