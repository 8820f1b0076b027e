"""Which areas one may fairly be compared with: as urban, and with about as many young people."""

from collections.abc import Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Cursor

from analysis.figures import NEWEST
from model.region import Level, is_example, level_of

_MOST_MUNICIPALITIES = 10
"""Gemeenten are named one by one; wijken and buurten are all taken, for a position among ten says little."""
WIDEST_PP = 3.0
"""How far the shares of people under 25 may lie apart."""

_PROFILES = f"""
with figure as (
    select indicator, region, period, value from mart.observation
    where indicator in ('stedelijkheid', 'inwoners', 'kinderen_0_15', 'jongeren_15_25') and period <= ?
        and starts_with(region, ?) and (substr(region, 3, 2) = '99') = ? {NEWEST}
), profile as (
    select region, period,
        max(value) filter (where indicator = 'stedelijkheid') as urbanity,
        max(value) filter (where indicator = 'inwoners') as inhabitants,
        max(value) filter (where indicator = 'kinderen_0_15') as children,
        max(value) filter (where indicator = 'jongeren_15_25') as young,
        100 * (children + young) / nullif(inhabitants, 0) as young_pct
    from figure group by region, period
), own as (
    select * from profile where region = ? and urbanity is not null and young_pct is not null
    order by period desc limit 1
)
select own.urbanity, own.young_pct, other.region
from own left join profile as other
    on other.period = own.period and other.urbanity = own.urbanity and other.region <> own.region
    and abs(other.young_pct - own.young_pct) <= ?
order by abs(other.young_pct - own.young_pct), other.region limit ?
"""
_MEDIAN = f"""
with figure as (
    select value from mart.observation
    where indicator = ? and period = ? and region in (select unnest(?)) {NEWEST}
)
select median(value), count(value) from figure
"""


@dataclass(frozen=True)
class Peers:
    """The areas to compare with, nearest first, and why these."""

    regions: tuple[str, ...]
    urbanity: int | None
    young_pct: float | None


def peers(cursor: Cursor, area: str, period: str) -> Peers:
    """Areas of the same level and urbanity class whose share of people under 25 differs at most 3 points.

    The ten nearest gemeenten, or all such wijken or buurten, wherever they lie. Source of both: the latest KWB up to
    `period` that has them. Without those of the area itself nothing is known; with them and without peers only
    `regions` is empty.
    """
    most = _MOST_MUNICIPALITIES if level_of(area) is Level.MUNICIPALITY else None
    rows = cursor.execute(_PROFILES, [period, area[:2], is_example(area), area, WIDEST_PP, most]).fetchall()
    if not rows:
        return Peers((), None, None)
    urbanity, young_pct, _ = rows[0]
    return Peers(tuple(region for _, _, region in rows if region), int(urbanity), float(young_pct))


def peer_value(cursor: Cursor, indicator: str, period: str, regions: Sequence[str]) -> tuple[float | None, int]:
    """The middle value (median) of an indicator among these municipalities, and of how many it is known."""
    row = cursor.execute(_MEDIAN, [indicator, period, list(regions)]).fetchone()
    return (row[0], int(row[1])) if row else (None, 0)
