"""Figures of one indicator as they were published: per area, over the years, with where they came from."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis.disclosure import published
from model.catalogue import Indicator
from model.disclosed import Disclosed
from model.region import Level, code_prefix, is_example, level_of
from model.status import Status

_KNOWN = f"('{Status.KNOWN.value}', '{Status.ROUNDED_TO_NOTHING.value}')"

_PER_AREA = """
with names as (
    select region, arg_max(name, period) as name from mart.area where starts_with(region, ?) group by region
)
select region, coalesce(name, region) as name, value, lower, upper, count, status
from mart.observation left join names using (region)
where indicator = ? and period = ? and starts_with(region, ?) and (substr(region, 3, 2) = '99') = ?
order by region
"""
_OF_REGIONS = """
select region, value, lower, upper, count, status from mart.observation
where indicator = ? and period = ? and list_contains(?, region) order by region
"""
_PERIODS = f"""
select distinct period from mart.observation
where indicator = ? and (region = ? or starts_with(region, ?)) and status in {_KNOWN} order by period
"""
_AVAILABLE = f"""
select indicator, max(period) from mart.observation
where (region = ? or starts_with(region, ?)) and status in {_KNOWN} group by indicator
"""
_TREND = """
select region, period, value, lower, upper, status from mart.observation
where indicator = ? and list_contains(?, region) order by region, period
"""
_BORDERS = """
select region, period, max(boundary_change) from mart.area
where list_contains(?, region) and boundary_change <> '' group by region, period
"""
_LATEST = """
with latest as (
    select indicator, max(period) as period from mart.observation
    where region = ? and period <= ? and list_contains(?, indicator) and value is not null group by indicator
)
select indicator, region, period, value, lower, upper, status
from mart.observation join latest using (indicator, period) where list_contains(?, region)
"""
_ORIGIN = """
select load.source, load.table_id, load.title, load.period, load.published, load.retrieved_at, series.column_key,
    series.column_title
from mart.observation as observation
join work.load as load using (load_id) join core.series as series using (load_id, indicator)
where observation.indicator = ? and observation.period = ? and observation.region = ? limit 1
"""


def per_area(cursor: Cursor, indicator: str, period: str, frame: str, level: Level) -> Disclosed:
    """The areas of `level` within `frame`: region, name, value, lower, upper, count, status; one row an area.

    Units and decimals are those of the indicator in the catalogue.
    """
    prefix = code_prefix(frame, level)
    rows = cursor.execute(_PER_AREA, [prefix, indicator, period, prefix, is_example(frame)]).df()
    return published(rows)


def of_regions(cursor: Cursor, indicator: str, period: str, regions: list[str]) -> Disclosed:
    """The figures of these regions: region, value, lower, upper, count, status; no row where there is none."""
    return published(cursor.execute(_OF_REGIONS, [indicator, period, regions]).df())


def periods(cursor: Cursor, indicator: str, municipality: str) -> list[str]:
    """The periods for which the gemeente, or a wijk or buurt in it, has a known figure; oldest first."""
    rows = cursor.execute(_PERIODS, [indicator, municipality, f"WK{municipality[2:6]}"]).fetchall()
    return [period for (period,) in rows]


def available(cursor: Cursor, region: str) -> dict[str, str]:
    """Indicators with a known figure for a gemeente (or its wijken), each with its latest period."""
    return dict(cursor.execute(_AVAILABLE, [region, f"WK{region[2:6]}"]).fetchall())


def latest(cursor: Cursor, indicators: list[str], regions: list[str], area: str, period: str) -> Disclosed:
    """The figures of these regions in the latest period up to `period` for which `area` has one, per indicator.

    Columns indicator, region, period, value, lower, upper, status; no rows for an indicator that `area` never has.
    """
    return published(cursor.execute(_LATEST, [area, period, indicators, regions]).df())


def trend(cursor: Cursor, indicator: Indicator, regions: list[str]) -> Disclosed:
    """All periods of these regions: region, period, value, lower, upper, status, segment, reason.

    A line may only be drawn within one `segment`. It ends where the catalogue names a break in the series and, for
    wijken and buurten in KWB, where KWB's own flag does not say for each year in between that the border stayed the
    same (the RIVM tables use one division for all their years). `reason` says which, on the first period after it.
    """
    rows = cursor.execute(_TREND, [indicator.id, regions]).df()
    flags = {(region, period): flag for region, period, flag in cursor.execute(_BORDERS, [regions]).fetchall()}
    has_moving_borders = indicator.source == "kwb"
    segment = 0
    segments, reasons = [], []
    previous: tuple[str, str] = ("", "")
    for region, period in zip(rows["region"], rows["period"], strict=True):
        reason = ""
        if previous[0] == region:
            reason = _break_between(previous[1], period, indicator.breaks)
            if not reason and has_moving_borders and level_of(region) in (Level.WIJK, Level.BUURT):
                reason = _border_between(region, previous[1], period, flags)
        if previous[0] != region or reason:
            segment += 1
        segments.append(segment)
        reasons.append(reason)
        previous = (region, period)
    return published(rows.assign(segment=segments, reason=reasons))


def _break_between(earlier: str, later: str, breaks: tuple[str, ...]) -> str:
    return "andere meetmethode" if any(earlier < at <= later for at in breaks) else ""


def _border_between(region: str, earlier: str, later: str, flags: dict[tuple[str, str], str]) -> str:
    between = [flags.get((region, str(year))) for year in range(int(earlier) + 1, int(later) + 1)]
    if "3" in between:
        return "grens gewijzigd"
    return "" if all(flag == "1" for flag in between) else "niet bekend of de grens gelijk bleef"


@dataclass(frozen=True)
class Origin:
    """Where one figure came from, to the cell: table, column, and when it was fetched."""

    source: str
    table_id: str
    title: str
    period: str
    published: str
    retrieved_at: datetime
    column_key: str
    column_title: str


def origin(cursor: Cursor, indicator: str, period: str, region: str) -> Origin | None:
    """The origin of a figure; None when there is no such figure."""
    row = cursor.execute(_ORIGIN, [indicator, period, region]).fetchone()
    return Origin(*row) if row else None


def known(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that carry a number."""
    return frame[frame["status"].isin([Status.KNOWN.value, Status.ROUNDED_TO_NOTHING.value])]
