"""What the first page says: key figures, what schools told, and what is not known."""

from collections.abc import Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Cursor

from analysis import comparable
from model.catalogue import Indicator
from model.region import municipality_of

_LATEST = """
select indicator, max(period) from mart.observation
where region = ? and period <= ? and value is not null and list_contains(?, indicator) group by indicator
"""
_VALUE = "select value from mart.observation where indicator = ? and period = ? and region = ?"
_CHILDREN = """
select value, period from mart.observation
where indicator = 'kinderen_0_15' and region = ? and period <= ? and value is not null order by period desc limit 1
"""
_SCHOOLS = "select count(distinct vestiging) from mart.school where region = ?"
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
    """At most five figures in the catalogue's order, each with its latest known period up to `period`."""
    wanted = sorted(
        (row for row in indicators if row.startfoto_order is not None), key=lambda row: row.startfoto_order or 0
    )
    latest = dict(cursor.execute(_LATEST, [municipality, period, [row.id for row in wanted]]).fetchall())
    figures = []
    for indicator in wanted:
        at = latest.get(indicator.id)
        if at is None or len(figures) == _MOST_KEY_FIGURES:
            continue
        own = value(cursor, indicator.id, at, municipality)
        peer_value, peer_count = comparable.peer_value(cursor, indicator.id, at, peers.regions)
        country = comparable.country_value(cursor, indicator.id, at, municipality)
        figures.append(KeyFigure(indicator, at, own or 0.0, peer_value, peer_count, country))
    return figures


def value(cursor: Cursor, indicator: str, period: str, region: str) -> float | None:
    """One figure in the indicator's unit; None when it is not known."""
    row = cursor.execute(_VALUE, [indicator, period, region]).fetchone()
    return row[0] if row else None


def children(cursor: Cursor, region: str, period: str) -> tuple[int, str] | None:
    """How many children of 0 to 15 live in an area and in which period that was counted; None when not known."""
    row = cursor.execute(_CHILDREN, [region, period]).fetchone()
    return (int(row[0]), row[1]) if row else None


def school_count(cursor: Cursor, region: str) -> int:
    """How many school sites are registered in the gemeente of an area; 0 when no register is loaded."""
    row = cursor.execute(_SCHOOLS, [municipality_of(region)]).fetchone()
    return int(row[0]) if row else 0
