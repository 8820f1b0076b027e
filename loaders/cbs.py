"""Tables of CBS and of RIVM's dataderden (OData v3, one protocol), through cbsodata, to observations."""

import gc
import json
import logging
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import cbsodata
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.http import FAILURES, NotFound, address_of, refuse, retrying
from model import findings
from model.catalogue import Indicator, Source, Table
from model.delivery import AREA, OBSERVATION, Delivery, Progress, Received, Series, no_progress
from model.findings import Finding, Refusal
from model.region import normalise_code
from model.status import Status
from settings import Settings

log = logging.getLogger(__name__)

Rows = list[dict[str, Any]]
Dump = Mapping[str, Rows]
"""A table as `cbsodata.download_data` returns it: resource name to rows."""

_CHANGE_STEM = "Indelingswijziging"
_SMALLEST_DENOMINATOR = 50
"""Shares that we divide ourselves are not given for fewer than this many people or households."""

_OPTIONS_LOCK = threading.Lock()
"""cbsodata keeps its scheme in one object for the whole process."""


def _ask(function: Any, table_id: str, *args: Any, source: Source, settings: Settings, **options: Any) -> Any:
    """Call a function of cbsodata on the source's host, again after a failure; Refusal when that keeps failing."""
    address = urlsplit(address_of(source.address, settings))

    def once() -> Any:
        with _OPTIONS_LOCK:
            cbsodata.options.use_https = address.scheme == "https"
            try:
                return function(
                    table_id, *args, catalog_url=address.netloc, timeout=settings.request_timeout_s, **options
                )
            except json.JSONDecodeError:
                raise
            except (KeyError, ValueError) as error:
                # JSON, but not a reply of OData: cbsodata trips over a missing 'value' or resource.
                raise json.JSONDecodeError(f"no OData reply: {error!r}", "", 0) from error

    try:
        return retrying(settings)(once)
    except FAILURES as error:
        refusal = refuse(error, address.netloc, settings)
        if isinstance(refusal, NotFound):
            raise Refusal(findings.unknown_table(table_id, address.netloc)) from error
        raise refusal from error


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Pause Python's search for cyclic garbage: with millions of fresh cells it costs a third of a load, for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


# --- which columns ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Columns:
    """Where everything stands in one revision of one table."""

    of_indicator: Mapping[str, str]
    """Indicator id to column key."""
    denominators: Mapping[str, tuple[str, ...]]
    """Indicator id to the keys whose sum it is divided by."""
    change_flag: str | None
    properties: Mapping[str, Mapping[str, Any]]
    """Column key to its row in DataProperties."""

    @property
    def keys(self) -> list[str]:
        """Every column that must be asked for, once each."""
        denominators = (key for keys in self.denominators.values() for key in keys)
        flag = [self.change_flag] if self.change_flag else []
        return list(dict.fromkeys([*self.of_indicator.values(), *denominators, *flag]))


def stem_of(key: str) -> str:
    """A column key without its running number, which moves between years and revisions."""
    return re.sub(r"_\d+$", "", key)


def _groups(properties: Rows) -> dict[str, tuple[str, ...]]:
    """Column key to the titles of the topic groups it stands under, nearest first."""
    by_id = {row["ID"]: row for row in properties}
    groups: dict[str, tuple[str, ...]] = {}
    for row in properties:
        titles = []
        parent = by_id.get(row.get("ParentID"))
        while parent is not None:
            titles.append(parent["Title"].strip())
            parent = by_id.get(parent.get("ParentID"))
        if row["Key"]:
            groups[row["Key"]] = tuple(titles)
    return groups


def match_columns(
    properties: Rows, indicators: Iterable[Indicator], table_id: str
) -> tuple[Columns, list[Finding]]:
    """The column of each indicator by stem, else by title, narrowed by topic group; never by number.

    Indicators without exactly one fitting column are left out, each with a finding.
    """
    topics = {row["Key"]: row for row in properties if row["odata.type"].endswith(".Topic")}
    groups = _groups(properties)
    stems: dict[str, list[str]] = {}
    for key in topics:
        stems.setdefault(stem_of(key), []).append(key)
    found: dict[str, str] = {}
    denominators: dict[str, tuple[str, ...]] = {}
    remarks: list[Finding] = []

    def fitting(wanted: Sequence[str], title: str, group: str) -> tuple[list[str], bool]:
        by_stem = [key for stem in wanted for key in stems.get(stem, [])]
        keys = by_stem or [key for key, row in topics.items() if title and row["Title"].strip() == title]
        in_group = [key for key in keys if group in groups[key]]
        return (in_group if group else keys), not by_stem

    for indicator in indicators:
        keys, by_title = fitting(indicator.stems, indicator.title, indicator.group)
        if not keys:
            remarks.append(findings.column_vanished(indicator.label, table_id))
            continue
        if len(keys) > 1:
            remarks.append(findings.column_ambiguous(indicator.label, table_id, ", ".join(keys)))
            continue
        if indicator.per:
            options = [[fitting([stem], "", "")[0] for stem in option] for option in indicator.per]
            divisor = next((option for option in options if all(len(keys) == 1 for keys in option)), None)
            if divisor is None:
                remarks.append(findings.column_vanished(f"{indicator.label} (noemer)", table_id))
                continue
            denominators[indicator.id] = tuple(keys[0] for keys in divisor)
        if by_title:
            remarks.append(findings.column_renamed(indicator.label, table_id, keys[0]))
        found[indicator.id] = keys[0]
    flag = next((key for stem, keys in stems.items() if stem.startswith(_CHANGE_STEM) for key in keys), None)
    return Columns(found, denominators, flag, topics), remarks


# --- asking -------------------------------------------------------------------------------------------------------


def _filter(table: Table, period: str, region: str | None) -> str | None:
    """The question in OData: country, all municipalities and the asked one's wijken and buurten; all for None.

    `startswith` and not `eq`, because keys are padded to a width that differs per table.
    """
    parts = []
    if region:
        number = region[2:]
        places = ("NL", "GM", f"WK{number}", f"BU{number}")
        column = table.region_dimension
        parts.append("(" + " or ".join(f"startswith({column},'{place}')" for place in places) + ")")
    if table.period_dimension:
        parts.append(f"startswith({table.period_dimension},'{period}')")
    parts += [f"startswith({dimension},'{key}')" for dimension, key in table.fixed.items()]
    return " and ".join(parts) or None


def download_table(
    table: Table,
    period: str,
    region: str | None,
    source: Source,
    indicators: Sequence[Indicator],
    settings: Settings,
    progress: Progress = no_progress,
) -> Delivery:
    """One table of one period, for one gemeente (with the country and all gemeenten) or for the whole country.

    Asks for the needed columns only and keeps the codes. Raises Refusal with a Dutch sentence when the table is
    unknown, empty, incomplete, without one usable column, or when the source keeps failing.
    """
    try:
        table_id = table.id_for(period)
    except KeyError as error:
        raise Refusal(findings.unknown_table(f"{table.title} {period}", source.publisher)) from error
    progress("kolommen opzoeken", 0.05)
    properties = _ask(cbsodata.get_meta, table_id, "DataProperties", source=source, settings=settings)
    columns, _ = match_columns(properties, indicators, table_id)
    if not columns.of_indicator:
        raise Refusal(findings.nothing_usable(table_id))
    dimensions = [key for key in (table.region_dimension, table.period_dimension, table.margin_dimension) if key]
    progress("cijfers ophalen", 0.15)
    with _without_collecting():
        dump = _ask(
            cbsodata.download_data,
            table_id,
            source=source,
            settings=settings,
            typed=True,  # cbsodata has this the wrong way round: True gives UntypedDataSet, with the signs we need
            select=[*dimensions, *table.fixed, *columns.keys],
            filters=_filter(table, period, region),
        )
        progress("cijfers lezen", 0.6)
        return read_dump(dump, table, table_id, period, region, indicators)


def read_folder(folder: Path, table: Table, period: str, indicators: Sequence[Indicator]) -> Delivery:
    """One period of a table that `cbsodata.download_data(dir=...)` wrote as JSON files, with all its regions."""
    dump = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))}
    return read_dump(dump, table, folder.name, period, None, indicators)


# --- reading ------------------------------------------------------------------------------------------------------


def read_dump(
    dump: Dump, table: Table, table_id: str, period: str, region: str | None, indicators: Sequence[Indicator]
) -> Delivery:
    """Observations, areas and findings of a table as cbsodata delivers it. Raises Refusal as `download_table` does."""
    info = dump["TableInfos"][0] if dump.get("TableInfos") else {}
    all_rows = [row for row in dump["UntypedDataSet"] if _is_asked(row, table, period)]
    if not all_rows:
        raise Refusal(findings.empty_table(table_id))
    value_key = table.margins.get("value", "")
    rows = _of_margin(all_rows, table, value_key)
    _check_complete(dump, rows, table, table_id, region)

    columns, remarks = match_columns(dump["DataProperties"], indicators, table_id)
    keys = [normalise_code(row[table.region_dimension]) for row in rows]
    strays = [row[table.region_dimension] for row, key in zip(rows, keys, strict=True) if key is None]
    if strays:
        remarks.append(findings.refused_rows(len(strays), table_id, strays[0]))
        rows = [row for row, key in zip(rows, keys, strict=True) if key is not None]
    regions = pa.array([key for key in keys if key is not None], pa.string())
    if not rows:
        raise Refusal(findings.empty_table(table_id))

    bounds = _bounds(all_rows, rows, table)
    reader = _Reader(rows, table_id, remarks)
    pieces = []
    for indicator in indicators:
        if indicator.id in columns.of_indicator:
            values, status, count = reader.read(indicator, columns)
            lower, upper = (reader.bound(side, columns.of_indicator[indicator.id]) for side in bounds)
            pieces.append((indicator.id, [values, lower, upper, count], status))
    if not reader.has_values:
        raise Refusal(findings.nothing_usable(table_id))

    return Delivery(
        source=table.source,
        table_id=table_id,
        title=str(info.get("Title", table.title)).strip(),
        period=period,
        published=str(info.get("Modified", "")),
        rows_in=len(rows) + len(strays),
        rows_accepted=len(rows),
        rows_refused=len(strays),
        observations=_observations(pieces, regions, period),
        areas=_areas(rows, regions, dump, table, columns, period),
        series=[
            Series(
                indicator,
                key,
                columns.properties[key]["Title"].strip(),
                str(columns.properties[key].get("Unit", "")).strip(),
            )
            for indicator, key in columns.of_indicator.items()
        ],
        received=_received(dump, table_id),
        findings=remarks,
    )


def _is_asked(row: Mapping[str, Any], table: Table, period: str) -> bool:
    asked = {table.period_dimension: period} if table.period_dimension else {}
    return all(str(row[dimension]).startswith(key) for dimension, key in {**asked, **table.fixed}.items())


def _of_margin(rows: Rows, table: Table, key: str) -> Rows:
    return [row for row in rows if row[table.margin_dimension].strip() == key] if table.margin_dimension else rows


def _check_complete(dump: Dump, rows: Rows, table: Table, table_id: str, region: str | None) -> None:
    """Refuse a reply with fewer regions than the table's own list, as after a page that was lost on the way."""
    places = ("NL", "GM", f"WK{region[2:]}", f"BU{region[2:]}") if region else ("",)
    expected = {row["Key"] for row in dump[table.region_dimension] if row["Key"].startswith(places)}
    received = {row[table.region_dimension] for row in rows}
    if not expected <= received:
        raise Refusal(findings.incomplete(table_id, len(expected & received), len(expected)))
    if region and not any(key.startswith((f"WK{region[2:]}", f"BU{region[2:]}")) for key in received):
        raise Refusal(findings.empty_table(table_id))


def _bounds(all_rows: Rows, rows: Rows, table: Table) -> tuple[Rows | None, Rows | None]:
    """The rows of the lower and the upper margin in the order of the value rows; None where the table has none."""
    sides: list[Rows | None] = []
    for side in ("lower", "upper"):
        key = table.margins.get(side)
        by_region = {row[table.region_dimension]: row for row in _of_margin(all_rows, table, key)} if key else {}
        sides.append([by_region.get(row[table.region_dimension], {}) for row in rows] if by_region else None)
    return sides[0], sides[1]


_STATUSES = [status.value for status in Status]


def _code(status: Status) -> pa.Scalar:
    return pa.scalar(_STATUSES.index(status.value), pa.int8())


class _Reader:
    """Reads the columns of one reply, each once. Statuses are kept as numbers, places in `_STATUSES`."""

    def __init__(self, rows: Rows, table_id: str, remarks: list[Finding]) -> None:
        self._rows = rows
        self._table_id = table_id
        self._remarks = remarks
        self._read: dict[str, tuple[pa.Array, pa.Array]] = {}
        self.nothing = pa.nulls(len(rows), pa.float64())
        self.has_values = False

    def _texts(self, rows: Rows, key: str) -> pa.DictionaryArray:
        """The cells of a column, each different text once: only those have to be understood."""
        return pa.array(map(itemgetter(key), rows), pa.string(), size=len(rows)).dictionary_encode()

    def _numbers(self, texts: pa.Array, label: str) -> pa.Array:
        """Numbers with null for the signs; what is neither becomes null too, with one finding for the column."""
        candidates = pc.if_else(pc.is_in(texts, _SIGNS), _NO_TEXT, texts)
        try:
            return candidates.cast(pa.float64())
        except pa.ArrowInvalid:
            is_number = pc.fill_null(pc.match_substring_regex(candidates, r"^-?\d+(\.\d+)?$"), True)
            strange = candidates.filter(pc.invert(is_number))
            self._remarks.append(findings.unreadable_values(len(strange), label, self._table_id, strange[0].as_py()))
            return pc.if_else(is_number, candidates, _NO_TEXT).cast(pa.float64())

    def _column(self, key: str, label: str) -> tuple[pa.Array, pa.Array]:
        """Values and statuses. A '.' in a column that is filled elsewhere is withheld; in an empty one it is not yet."""
        if key not in self._read:
            cells = self._texts(self._rows, key)
            texts = pc.ascii_trim_whitespace(cells.dictionary)
            numbers = self._numbers(texts, label)
            values = numbers.take(cells.indices)
            if values.null_count == len(values):
                self._remarks.append(findings.column_empty(label, self._table_id))
                status: pa.Array = pa.repeat(_code(Status.NOT_AVAILABLE), len(values))
            else:
                self.has_values = True
                meaning = pc.case_when(
                    pc.make_struct(pc.equal(texts, ""), pc.equal(texts, "."), pc.is_null(numbers), pc.equal(numbers, 0)),
                    _code(Status.NOT_APPLICABLE),
                    _code(Status.SECRET),
                    _code(Status.NOT_AVAILABLE),
                    _code(Status.ROUNDED_TO_NOTHING),
                    _code(Status.KNOWN),
                )
                # An empty cell (null) is what CBS sends where a figure cannot exist.
                status = pc.fill_null(meaning.take(cells.indices), _code(Status.NOT_APPLICABLE))
            self._read[key] = values, status
        return self._read[key]

    def read(self, indicator: Indicator, columns: Columns) -> tuple[pa.Array, pa.Array, pa.Array]:
        """Values, statuses and denominators of an indicator; a share is divided here, from published counts."""
        values, status = self._column(columns.of_indicator[indicator.id], indicator.label)
        if not indicator.per:
            return values, status, self.nothing
        parts = [self._column(key, f"{indicator.label} (noemer)") for key in columns.denominators[indicator.id]]
        total, total_status = parts[0]
        for part, part_status in parts[1:]:
            total_status = pc.if_else(pc.is_null(total), total_status, part_status)
            total = pc.add(total, part)
        scale = 1000.0 if indicator.unit == "per 1.000" else 100.0
        is_few = pc.fill_null(pc.less(total, _SMALLEST_DENOMINATOR), False)
        share = pc.divide(pc.multiply(values, scale), pc.if_else(is_few, None, total))
        status = pc.case_when(
            pc.make_struct(pc.is_null(values), pc.is_null(total), is_few),
            status,
            total_status,
            _code(Status.TOO_FEW),
            status,
        )
        return share, status, total

    def bound(self, rows: Rows | None, key: str) -> pa.Array:
        """The published bound of a column, null where there is none."""
        if rows is None:
            return self.nothing
        cells = self._texts(rows, key)
        return self._numbers(pc.ascii_trim_whitespace(cells.dictionary), key).take(cells.indices)


_SIGNS = pa.array(["", "."])
_NO_TEXT = pa.scalar(None, pa.string())


def _observations(pieces: Sequence[tuple[str, list[pa.Array], pa.Array]], regions: pa.Array, period: str) -> pa.Table:
    """One table of (indicator, [value, lower, upper, count], status) pieces; words are kept once, as numbers."""
    size, count = len(regions), len(pieces)
    words = [
        (np.repeat(np.arange(count, dtype=np.int16), size), [indicator for indicator, _, _ in pieces]),
        (np.tile(np.arange(size, dtype=np.int32), count), regions),
        (np.zeros(size * count, dtype=np.int8), [period]),
    ]
    numbers = [pa.chunked_array(column) for column in zip(*(numbers for _, numbers, _ in pieces), strict=True)]
    status = pa.concat_arrays([status for _, _, status in pieces])
    return pa.table(
        [
            *(pa.DictionaryArray.from_arrays(pa.array(places), known) for places, known in words),
            *numbers,
            pa.DictionaryArray.from_arrays(status, _STATUSES),
        ],
        schema=OBSERVATION,
    )


def _areas(
    rows: Rows, regions: pa.Array, dump: Dump, table: Table, columns: Columns, period: str
) -> pa.Table:
    names = {row["Key"]: str(row["Title"]).strip() for row in dump[table.region_dimension]}
    flags = (str(row.get(columns.change_flag) or "").strip() for row in rows)
    return pa.table(
        [
            pa.repeat(pa.scalar(period), len(rows)),
            regions,
            pa.array([names.get(row[table.region_dimension], "") for row in rows], pa.string()),
            pa.array([flag if flag in ("1", "2", "3") else "" for flag in flags], pa.string()),
        ],
        schema=AREA,
    )


def _received(dump: Dump, table_id: str) -> list[Received]:
    """The descriptions as they came: with them a later reader can see what a column meant on that day."""
    return [
        Received(f"{table_id}/{name}", "application/json", json.dumps(dump[name], ensure_ascii=False).encode())
        for name in ("TableInfos", "DataProperties")
        if dump.get(name)
    ]
