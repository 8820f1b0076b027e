"""Where addresses are, as the Locatieserver answered: asked once, kept for every later load."""

from collections.abc import Mapping

from duckdb import DuckDBPyConnection as Cursor

Answer = tuple[float | None, float | None, str] | None
"""Longitude and latitude in degrees and the code of the buurt; None for an address that is not known there."""

_LATEST = """
select address, lon, lat, buurt from raw.location
qualify row_number() over (partition by address order by answered_at desc) = 1
"""


def answers(cursor: Cursor) -> dict[str, Answer]:
    """The latest answer for every address that was ever asked."""
    rows = cursor.execute(_LATEST).fetchall()
    return {address: None if buurt is None else (lon, lat, buurt) for address, lon, lat, buurt in rows}


def keep(cursor: Cursor, found: Mapping[str, Answer]) -> None:
    """Add answers."""
    for address, answer in found.items():
        lon, lat, buurt = answer or (None, None, None)
        cursor.execute("insert into raw.location values (?, ?, ?, ?, now())", [address, buurt, lon, lat])
