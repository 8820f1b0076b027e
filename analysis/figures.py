"""Figures of one indicator as they were published: per area, over the years, with where they came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis.areas import NAME
from analysis.disclosure import published
from model.catalogue import Indicator
from model.disclosed import Disclosed
from model.region import Level, code_prefix, is_example, level_of, municipality_of
from model.status import Status

CHILDREN = "kinderen_0_15"
"""The indicator that counts the children of an area."""

NEWEST = "qualify row_number() over (partition by indicator, region, period order by batch_id desc) = 1"
"""SQL: one figure where two tables give the same one, as RIVM's next edition repeats earlier years: the newest load."""

_PER_AREA = f"""
select region, coalesce(name, region) as name, value, lower, upper, count, status
from mart.observation left join {NAME} using (region)
where indicator = ? and period = ? and starts_with(region, ?) and (substr(region, 3, 2) = '99') = ?
{NEWEST} order by region
"""
_VALUE = f"select value from mart.observation where indicator = ? and period = ? and region = ? {NEWEST}"
_PERIODS = """
select distinct period from mart.observation
where indicator = ? and value is not null
    and (region = ? or starts_with(region, ?) and (substr(region, 3, 2) = '99') = ?)
order by period
"""
_AVAILABLE = """
select indicator, max(period) from mart.observation
where value is not null and (region = ? or starts_with(region, ?) and (substr(region, 3, 2) = '99') = ?)
group by indicator
"""
_LATEST = f"""
with latest as (
    select indicator, max(period) as period from mart.observation
    where region = ? and period <= ? and indicator in (select unnest(?)) and value is not null group by indicator
)
select indicator, region, period, value, lower, upper, count, status
from mart.observation join latest using (indicator, period) where region in (select unnest(?)) {NEWEST}
"""
_TREND = f"""
select region, period, value, lower, upper, count, status from mart.observation
where indicator = ? and region in (select unnest(?)) {NEWEST} order by region, period
"""
_BORDERS = """
select region, period, max(boundary_change) from mart.area
where region in (select unnest(?)) and boundary_change <> '' group by region, period
"""
_ORIGINS = """
select load.source, load.table_id, load.title, $period, load.published, load.retrieved_at, column_key, column_title
from work.load as load join core.series as series using (load_id)
where series.indicator = $indicator and load_id in (
    select max(load_id) from mart.observation
    where indicator = $indicator and period = $period and region in (select unnest($regions)) group by region
)
order by load.retrieved_at
"""


def per_area(cursor: Cursor, indicator: str, period: str, frame: str, level: Level) -> Disclosed:
    """The areas of `level` within `frame`: region, name, value, lower, upper, count, status; one row an area.

    Units and decimals are those of the indicator in the catalogue.
    """
    asked = [indicator, period, code_prefix(frame, level), is_example(frame)]
    return published(cursor.execute(_PER_AREA, asked).df())


def value(cursor: Cursor, indicator: str, period: str, region: str) -> float | None:
    """One figure in the indicator's unit; None when it is not known."""
    row = cursor.execute(_VALUE, [indicator, period, region]).fetchone()
    return row[0] if row else None


def _gemeente_with_wijken(region: str) -> list[object]:
    around = municipality_of(region) or region
    return [around, code_prefix(around, Level.WIJK), is_example(around)]


def periods(cursor: Cursor, indicator: str, region: str) -> list[str]:
    """The periods for which the gemeente of an area (or a country), or a wijk in it, has a figure; oldest first."""
    rows = cursor.execute(_PERIODS, [indicator, *_gemeente_with_wijken(region)]).fetchall()
    return [period for (period,) in rows]


def available(cursor: Cursor, region: str) -> dict[str, str]:
    """Indicators with a figure of the gemeente of an area (or a country), or a wijk in it, with their last periods."""
    return dict(cursor.execute(_AVAILABLE, _gemeente_with_wijken(region)).fetchall())


_WITHIN = """
select distinct indicator from mart.observation
where indicator in (select unnest(?)) and period <= ? and starts_with(region, ?) and (substr(region, 3, 2) = '99') = ?
    and value is not null
"""


def known_within(cursor: Cursor, indicators: Sequence[str], frame: str, level: Level, period: str) -> list[str]:
    """Those of the indicators of which some area of `level` within `frame` has a figure up to `period`, in order."""
    asked = [list(indicators), period, code_prefix(frame, level), is_example(frame)]
    found = {indicator for (indicator,) in cursor.execute(_WITHIN, asked).fetchall()}
    return [one for one in indicators if one in found]


def latest(cursor: Cursor, indicators: Sequence[str], regions: Sequence[str], area: str, period: str) -> Disclosed:
    """The figures of these regions in the latest period up to `period` for which `area` has one, per indicator.

    Columns indicator, region, period, value, lower, upper, count, status; none for an indicator that `area` never has.
    """
    return published(cursor.execute(_LATEST, [area, period, list(indicators), list(regions)]).df())


def trend(cursor: Cursor, indicator: Indicator, regions: Sequence[str]) -> Disclosed:
    """All periods of these regions: region, period, value, lower, upper, count, status, segment, reason.

    A line may only be drawn within one `segment`. It ends where the catalogue names a break in the series and, in KWB,
    where KWB's own flag says that the border or the code changed; for wijken and buurten the flag must even say for
    each year in between that nothing did (KWB has no flag for gemeenten; the RIVM tables use one division for all
    their years). `reason` says which, on the first known figure after it.
    """
    rows = cursor.execute(_TREND, [indicator.id, list(regions)]).df()
    flags = {(region, period): flag for region, period, flag in cursor.execute(_BORDERS, [list(regions)]).fetchall()}
    segment = 0
    segments, reasons = [], []
    at, last_known = "", ""
    for region, period, is_known in zip(rows["region"], rows["period"], rows["value"].notna(), strict=True):
        reason = ""
        if region != at:
            at, last_known = region, ""
            segment += 1
        elif is_known and last_known:
            reason = _method_break(last_known, period, indicator.breaks)
            if not reason and indicator.source == "kwb":
                reason = _border_break(region, last_known, period, flags)
            segment += bool(reason)
        if is_known:
            last_known = period
        segments.append(segment)
        reasons.append(reason)
    return published(rows.assign(segment=segments, reason=reasons))


def _method_break(earlier: str, later: str, breaks: Sequence[str]) -> str:
    return "andere meetmethode" if any(earlier < at <= later for at in breaks) else ""


def _border_break(region: str, earlier: str, later: str, flags: Mapping[tuple[str, str], str]) -> str:
    between = [flags.get((region, str(year)), "") for year in range(int(earlier) + 1, int(later) + 1)]
    if "3" in between:
        return "grens gewijzigd"
    if "2" in between:
        return "gebiedscode gewijzigd"
    if "" in between and level_of(region) in (Level.WIJK, Level.BUURT):
        return "niet bekend of de grens gelijk bleef"
    return ""


@dataclass(frozen=True)
class Origin:
    """Where figures came from, to the column: the table, its period, and when it was fetched."""

    source: str
    table_id: str
    title: str
    period: str
    published: str
    retrieved_at: datetime
    column_key: str
    column_title: str


def origins(cursor: Cursor, indicator: str, period: str, regions: Sequence[str]) -> list[Origin]:
    """The loads that the figures of these regions came from, first fetched first; empty when there is no figure."""
    asked = {"indicator": indicator, "period": period, "regions": list(regions)}
    rows = cursor.execute(_ORIGINS, asked).fetchall()
    return [Origin(*row) for row in rows]


def known(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that carry a number."""
    return frame[frame["status"].isin([status.value for status in Status if status.has_value])]
