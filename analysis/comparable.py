"""Which municipalities one may fairly be compared with: as urban, and with about as many young people."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Cursor

from model.region import country_of, is_example

_MOST = 10
_WIDEST_PP = 3.0

_PROFILES = """
with observed as (
    select region, indicator, value from mart.observation
    where indicator in ('stedelijkheid', 'inwoners', 'kinderen_0_15', 'jongeren_15_25') and period = ?
        and starts_with(region, 'GM') and (substr(region, 3, 2) = '99') = ? and value is not null
), profile as (
    select region,
        max(value) filter (where indicator = 'stedelijkheid') as urbanity,
        100 * sum(value) filter (where indicator in ('kinderen_0_15', 'jongeren_15_25'))
            / max(value) filter (where indicator = 'inwoners') as young_pct
    from observed group by region
)
select other.region, other.urbanity, other.young_pct, own.young_pct
from profile as own join profile as other on other.urbanity = own.urbanity and other.region <> own.region
where own.region = ? and abs(other.young_pct - own.young_pct) <= ?
order by abs(other.young_pct - own.young_pct), other.region limit ?
"""
_VALUES = """
select median(value), count(value) from mart.observation
where indicator = ? and period = ? and list_contains(?, region) and value is not null
"""
_COUNTRY = "select value from mart.observation where indicator = ? and period = ? and region = ?"


@dataclass(frozen=True)
class Peers:
    """The municipalities to compare with, nearest first, and why these."""

    regions: tuple[str, ...]
    urbanity: int | None
    young_pct: float | None


def peers(cursor: Cursor, municipality: str, period: str) -> Peers:
    """At most ten gemeenten of the same urbanity class whose share of people under 25 differs least (3 points at most).

    Source of both: KWB of `period`. Empty when KWB of that period is not loaded.
    """
    rows = cursor.execute(_PROFILES, [period, is_example(municipality), municipality, _WIDEST_PP, _MOST]).fetchall()
    if not rows:
        return Peers((), None, None)
    return Peers(tuple(row[0] for row in rows), int(rows[0][1]), float(rows[0][3]))


def peer_value(cursor: Cursor, indicator: str, period: str, regions: tuple[str, ...]) -> tuple[float | None, int]:
    """The middle value (median) of an indicator among these municipalities, and of how many it is known."""
    row = cursor.execute(_VALUES, [indicator, period, list(regions)]).fetchone()
    return (row[0], int(row[1])) if row else (None, 0)


def country_value(cursor: Cursor, indicator: str, period: str, municipality: str) -> float | None:
    """The value of the whole country (of the made-up country for the example); None when it is not known."""
    row = cursor.execute(_COUNTRY, [indicator, period, country_of(municipality)]).fetchone()
    return row[0] if row else None
