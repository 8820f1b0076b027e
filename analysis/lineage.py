"""The way back from a figure to the cell it came from: table, column, file, load, and what stood there before."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, known
from model.catalogue import Catalogue, Indicator, Table
from model.region import Level, is_example, level_of
from model.status import Status

IN_USE, REPLACED, WITHDRAWN = "in gebruik", "vervangen", "teruggedraaid"
OUTRANKED, NEWER = "ook geladen", "nieuwer"
"""The states of a version. `ook geladen` counts too, but another table has the figure in a later load; `nieuwer` was
loaded after the photo through which is looked."""

_LATEST = """
with latest as (
    select batch_id, arg_max(event, audit_number) as event from work.batch_event group by batch_id
), figure as (
"""
_AREA_FIGURE = """
    select batch_id, value, lower, upper, count, status
    from core.observation join core.indicator using (indicator_id) join core.region as region using (region_id)
    join core.status using (status_id)
    where indicator = $indicator and region.region = $place
"""
_SCHOOL_FIGURE = """
    select batch_id, value, lower, upper, count, status from core.school_figure
    where indicator = $indicator and vestiging = $place
"""
_LOADED = """
), versions as (
    select figure.*, load.load_id, load.table_id, load.title, load.source, load.published, load.retrieved_at,
        load.loaded_at, rows_in, rows_accepted, rows_refused, coalesce(column_key, '') as column_key,
        coalesce(column_title, '') as column_title, coalesce(series.unit, '') as unit,
        active.batch_id is not null as is_active, latest.event = 'withdrawn' as is_withdrawn
    from figure join work.batch as batch using (batch_id) join latest using (batch_id)
    join work.load as load on load.load_id = batch.load_id
    left join core.series as series on series.load_id = batch.load_id and series.indicator = $indicator
    left join mart.batch as active on active.batch_id = batch.batch_id
    where batch.period = $period
    qualify row_number() over (partition by figure.batch_id order by column_key) = 1
)
select * rename (batch_id as batch, load_id as load) from versions order by is_active desc, batch_id desc
"""
_OF_AREA = _LATEST + _AREA_FIGURE + _LOADED
_OF_SCHOOL = _LATEST + _SCHOOL_FIGURE + _LOADED
_RECEIVED = "select name, sha256, content is not null from raw.received where load_id = ? order by name"
_PROPERTIES = "select content from raw.received where load_id = ? and name = ?"
_SCHOOL_NAME = "select arg_max(name, period) from mart.school where vestiging = ?"
_OF_LOAD = ("source", "published", "rows_in", "rows_accepted", "rows_refused", "column_key", "column_title", "unit")
_OF_VERSION = (
    *("batch", "load", "value", "lower", "upper", "count"),
    *("table_id", "title", "retrieved_at", "loaded_at"),
)
_WITHHELD = (Status.SECRET, Status.TOO_FEW, Status.INTERVAL)


@dataclass(frozen=True)
class File:
    """A file, or a part of a source's answer, as it was received."""

    name: str
    digest: str
    """SHA-256 of the bytes as they came."""
    is_there: bool = True
    """Whether the file itself is still kept; uploads are deleted when their time is over (`store.retention`)."""


@dataclass(frozen=True)
class Version:
    """The same figure in one load: what it was, and since when."""

    batch: int
    load: int
    value: float | None
    lower: float | None
    upper: float | None
    count: float | None
    status: Status
    table_id: str
    title: str
    retrieved_at: datetime
    loaded_at: datetime
    state: str
    """One of the states above."""


@dataclass(frozen=True)
class Trace:
    """One figure as it counts now, with all that is known of where it came from; in the indicator's unit."""

    indicator: Indicator
    period: str
    place: str
    """The code of the area, or the vestiging of the school."""
    name: str
    figure: Version
    source: str
    published: str
    rows_in: int
    rows_accepted: int
    rows_refused: int
    column_key: str
    column_title: str
    unit: str
    """As the source calls it."""
    divided_by: tuple[str, ...]
    """The columns whose sum Startfoto divided it by; the catalogue's words for them where the table is not known."""
    reference: str
    """The day or year that the figure speaks of."""
    received: tuple[File, ...]
    address: str
    """Where the source shows the cell itself; empty where there is no such place, as for a file."""
    earlier: tuple[Version, ...]
    """The same figure in other loads, the newest first; without numbers where the source now withholds it."""

    @property
    def is_divided(self) -> bool:
        """Whether Startfoto made it out of published counts."""
        return bool(self.indicator.per)


def trace(cursor: Cursor, indicator: str, period: str, region: str) -> Trace | None:
    """The figure of an area, followed back; None when there is none, or when the indicator is not known."""
    found = _trace(cursor, _OF_AREA, indicator, period, region)
    if found is None:
        return None
    found = replace(found, name=areas.named(cursor, [region])[region].name)
    return found if is_example(region) else _with_address(cursor, found)


def trace_school(cursor: Cursor, indicator: str, period: str, site: str) -> Trace | None:
    """The figure of the pupils of a school site, followed back; None when there is none."""
    found = _trace(cursor, _OF_SCHOOL, indicator, period, site)
    if found is None:
        return None
    row = cursor.execute(_SCHOOL_NAME, [site]).fetchone()
    return replace(found, name=row[0] if row and row[0] else site)


def _trace(cursor: Cursor, question: str, indicator: str, period: str, place: str) -> Trace | None:
    catalogue = known.catalogue(cursor)
    if indicator not in catalogue.indicators:
        return None
    result = cursor.execute(question, {"indicator": indicator, "period": period, "place": place})
    names = [column for column, *_ in result.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    if not rows or not rows[0]["is_active"]:
        return None
    card, now = catalogue.indicators[indicator], rows[0]
    figure = _version(now, IN_USE)
    return Trace(
        indicator=card,
        period=period,
        place=place,
        name=place,
        figure=figure,
        **{name: now[name] for name in _OF_LOAD},
        divided_by=_divisor(cursor, card, figure),
        reference=catalogue.reference(card, period),
        received=files_of(cursor, figure.load),
        address="",
        earlier=tuple(_earlier(row, figure) for row in rows[1:]),
    )


def _version(row: Mapping[str, Any], state: str) -> Version:
    return Version(**{name: row[name] for name in _OF_VERSION}, status=Status(row["status"]), state=state)


def _earlier(row: Mapping[str, Any], now: Version) -> Version:
    """The figure of another load; what the source withholds now is not told from before either."""
    if row["is_active"]:
        state = OUTRANKED
    elif row["is_withdrawn"]:
        state = WITHDRAWN
    else:
        state = NEWER if row["batch"] > now.batch else REPLACED
    version = _version(row, state)
    if now.status in _WITHHELD:
        return replace(version, value=None, lower=None, upper=None, count=None, status=now.status)
    return version


def files_of(cursor: Cursor, load: int) -> tuple[File, ...]:
    """What was received with a load, by name; nothing where it may not be kept."""
    return tuple(File(*row) for row in cursor.execute(_RECEIVED, [load]).fetchall())


def _divisor(cursor: Cursor, indicator: Indicator, figure: Version) -> tuple[str, ...]:
    """The columns that a share was divided by: of the alternatives of the years the one that the table has."""
    if not indicator.per:
        return ()
    row = cursor.execute(_PROPERTIES, [figure.load, f"{figure.table_id}/DataProperties"]).fetchone()
    key_of: Mapping[str, str] = {
        re.sub(r"_\d+$", "", column["Key"]): column["Key"] for column in (json.loads(row[0]) if row and row[0] else ())
    }
    option = next((option for option in indicator.per if all(stem in key_of for stem in option)), indicator.per[0])
    return tuple(key_of.get(stem, stem) for stem in option)


def _with_address(cursor: Cursor, found: Trace) -> Trace:
    catalogue = known.catalogue(cursor)
    table = _table(catalogue, found.source, found.figure.table_id, found.period)
    if table is None:
        return found
    return replace(found, address=_address(catalogue.sources[found.source].address, table, found))


def _table(catalogue: Catalogue, source: str, table_id: str, period: str) -> Table | None:
    """The table of the register that a load came from; None for a file that was uploaded."""
    tables = catalogue.sources[source].tables if source in catalogue.sources else ()
    return next((table for table in tables if table_id in (table.ids.get("*"), table.ids.get(period))), None)


def _address(host: str, table: Table, found: Trace) -> str:
    """The question that gives the row of the cell, as the loader asks it (OData v3, `startswith`: keys are padded)."""
    country = level_of(found.place) is Level.COUNTRY  # whose key is NL00 in one table and NL01 in another
    asked = {table.region_dimension: "NL" if country else found.place, **table.fixed}
    if table.period_dimension:
        asked[table.period_dimension] = found.period
    filters = " and ".join(f"startswith({dimension},'{key}')" for dimension, key in asked.items())
    columns = [*asked, *([table.margin_dimension] if table.margin_dimension else []), found.column_key]
    select = ",".join(dict.fromkeys([*columns, *found.divided_by]))
    return (
        f"{host}/ODataFeed/odata/{found.figure.table_id}/UntypedDataSet?$format=json"
        f"&$filter={quote(filters, safe='(),')}&$select={quote(select, safe=',')}"
    )
