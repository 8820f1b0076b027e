"""Tables of CBS and of RIVM's dataderden (OData v3, one protocol), through cbsodata, to observations."""

import gc
import json
import re
import threading
from collections import Counter
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

from loaders.http import FAILURES, NotFound, Tell, address_of, refuse, retrying, tell_nobody
from model import findings
from model.catalogue import Indicator, Source, Table
from model.delivery import AREA, OBSERVATION, Delivery, Progress, Received, Series, no_progress
from model.findings import Finding, Refusal
from model.region import Level, normalise_code
from model.status import SIGNS, Status, status_of_sign
from settings import Settings

Rows = list[dict[str, Any]]
Dump = Mapping[str, Rows]
"""A table as `cbsodata.download_data` returns it: resource name to rows."""
ByArea = Mapping[str, Mapping[str, Any]]
"""Rows by the key of their area, without its padding, in the order of the table."""

_CHANGE_STEM = "Indelingswijziging"
SMALLEST_DENOMINATOR = 50
"""Shares that we divide ourselves are not given for fewer than this many people or households."""

_ROUNDING = 10
"""By how many people or households rounding can make a part larger than its whole (CBS rounds to 5 or 10)."""

_OPTIONS_LOCK = threading.Lock()
"""cbsodata keeps its scheme in one object for the whole process."""


class _NoReply(json.JSONDecodeError):
    """JSON, but no reply of OData: cbsodata tripped over what was not there. It may pass, like other broken replies."""


@contextmanager
def _scheme(scheme: str) -> Iterator[None]:
    """Let cbsodata speak http or https, for one caller at a time, and put its option back."""
    with _OPTIONS_LOCK:
        before = cbsodata.options.use_https
        cbsodata.options.use_https = scheme == "https"
        try:
            yield
        finally:
            cbsodata.options.use_https = before


def _ask(
    function: Any,
    table_id: str,
    *args: Any,
    source: Source,
    settings: Settings,
    tell: Tell = tell_nobody,
    **options: Any,
) -> Any:
    """Call a function of cbsodata on the source's host, again after a failure; Refusal when that keeps failing."""
    address = urlsplit(address_of(source.address, settings))
    options |= {"catalog_url": address.netloc, "timeout": settings.request_timeout_s}

    def once() -> Any:
        try:
            with _scheme(address.scheme):
                return function(table_id, *args, **options)
        except FAILURES:
            raise
        except (KeyError, TypeError, ValueError) as error:
            raise _NoReply(f"no OData reply: {error!r}", "", 0) from error

    try:
        return retrying(settings, tell)(once)
    except FAILURES as error:
        refusal = refuse(error, address.netloc, settings)
        if isinstance(refusal, NotFound):
            refusal = Refusal(findings.unknown_table(table_id, address.netloc))
        elif isinstance(error, _NoReply):
            refusal = Refusal(findings.strange_answer(address.netloc))
        raise refusal from error


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Pause Python's search for cyclic garbage: with millions of fresh cells it takes a third of a load."""
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


def match_columns(properties: Rows, indicators: Iterable[Indicator], table_id: str) -> tuple[Columns, list[Finding]]:
    """The column of each indicator by stem, else by title, narrowed by topic group where there are groups; no numbers.

    Indicators without exactly one fitting column are left out, each with a finding.
    """
    topics = {row["Key"]: row for row in properties if row["odata.type"].endswith(".Topic")}
    groups = _groups(properties)
    has_groups = any(groups.values())
    stems: dict[str, list[str]] = {}
    for key in topics:
        stems.setdefault(stem_of(key), []).append(key)
    found: dict[str, str] = {}
    denominators: dict[str, tuple[str, ...]] = {}
    remarks: list[Finding] = []

    def fitting(wanted: Sequence[str], titles: Sequence[str] = (), group: str = "") -> tuple[list[str], bool]:
        by_stem = [key for stem in wanted for key in stems.get(stem, [])]
        keys = by_stem or [key for key, row in topics.items() if row["Title"].strip() in titles]
        return [key for key in keys if not (group and has_groups) or group in groups[key]], not by_stem

    for indicator in indicators:
        keys, by_title = fitting(indicator.stems, indicator.titles, indicator.group)
        if not keys:
            remarks.append(findings.column_vanished(indicator.label, table_id))
            continue
        if len(keys) > 1:
            remarks.append(findings.column_ambiguous(indicator.label, table_id, ", ".join(keys)))
            continue
        if indicator.per:
            options = [[fitting([stem])[0] for stem in option] for option in indicator.per]
            divisor = next((option for option in options if all(len(keys) == 1 for keys in option)), None)
            if divisor is None:
                remarks.append(findings.column_vanished(indicator.label, table_id))
                continue
            denominators[indicator.id] = tuple(keys[0] for keys in divisor)
        if by_title:
            remarks.append(findings.column_renamed(indicator.label, table_id, keys[0]))
        found[indicator.id] = keys[0]
    flag = next((key for stem, keys in stems.items() if stem.startswith(_CHANGE_STEM) for key in keys), None)
    return Columns(found, denominators, flag, topics), remarks


# --- asking -------------------------------------------------------------------------------------------------------


def _own(table: Table, region: str) -> tuple[str, ...]:
    """How the codes of a gemeente's wijken and buurten begin; its own code in a table of gemeenten."""
    return (region,) if table.smallest_level is Level.MUNICIPALITY else (f"WK{region[2:]}", f"BU{region[2:]}")


def _asked(table: Table, region: str | None) -> tuple[str, ...]:
    """How the asked codes begin: the country, all gemeenten, and the wijken and buurten of one; any code for None.

    A table of gemeenten has regions of other kinds too, which are never asked.
    """
    if table.smallest_level is Level.MUNICIPALITY:
        return "NL", "GM"
    return ("NL", "GM", *_own(table, region)) if region else ("",)


def _filter(table: Table, period: str, region: str | None) -> str | None:
    """The question in OData; None for everything.

    `startswith` and not `eq`, because keys are padded to a width that differs per table.
    """
    parts = []
    asked = _asked(table, region)
    if asked != ("",):
        places = (f"startswith({table.region_dimension},'{place}')" for place in asked)
        parts.append(f"({' or '.join(places)})")
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

    def tell(step: str) -> None:
        progress(step, 0.15)

    progress("kolommen opzoeken", 0.05)
    properties = _ask(cbsodata.get_meta, table_id, "DataProperties", source=source, settings=settings, tell=tell)
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
            tell=tell,
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
    rows, bounds = _sides(dump, table, table_id, period, region)
    remarks = _check_complete(dump, rows, bounds, table, table_id, region)
    strays = [key for key in rows if normalise_code(key) is None]
    if strays:
        remarks.append(findings.refused_rows(len(strays), table_id, strays[0]))
    regions = {key: code for key in rows if (code := normalise_code(key))}
    if not regions:
        raise Refusal(findings.empty_table(table_id))
    if len(set(regions.values())) < len(regions):
        raise Refusal(findings.several_rows(table_id, _most_common(regions.values())))

    columns, unmatched = match_columns(dump["DataProperties"], indicators, table_id)
    remarks += unmatched
    reader = _Reader(
        [rows[key] for key in regions], [[side[key] for key in regions] for side in bounds], table_id, columns
    )
    pieces = [
        (indicator.id, *reader.read(indicator)) for indicator in indicators if indicator.id in columns.of_indicator
    ]
    if not reader.has_values:
        raise Refusal(findings.nothing_usable(table_id))
    remarks += reader.remarks()

    return Delivery(
        source=table.source,
        table_id=table_id,
        title=str(info.get("Title", table.title)).strip(),
        period=period,
        published=str(info.get("Modified", "")),
        rows_in=len(rows),
        rows_accepted=len(regions),
        rows_refused=len(strays),
        observations=_observations(pieces, pa.array(regions.values(), pa.string()), period),
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


def _sides(dump: Dump, table: Table, table_id: str, period: str, region: str | None) -> tuple[ByArea, list[ByArea]]:
    """The asked rows by area, and those of the lower and the upper bounds (no list when the table has no bounds)."""
    asked: dict[str, str | tuple[str, ...]] = {table.region_dimension: _asked(table, region), **table.fixed}
    if table.period_dimension:
        asked[table.period_dimension] = period
    rows = [row for row in dump["UntypedDataSet"] if all(row[key].startswith(start) for key, start in asked.items())]
    if not table.margin_dimension:
        return _by_area(rows, table, table_id), []
    of_margin: dict[str, Rows] = {}
    for row in rows:
        of_margin.setdefault(row[table.margin_dimension].strip(), []).append(row)
    listed = {row["Key"].strip() for row in dump[table.margin_dimension]}
    sides = {
        side: _by_area(of_margin.get(key, []), table, table_id) for side, key in table.margins.items() if key in listed
    }
    return sides.get("value", {}), [sides["lower"], sides["upper"]] if {"lower", "upper"} <= sides.keys() else []


def _by_area(rows: Rows, table: Table, table_id: str) -> ByArea:
    keys = [row[table.region_dimension].strip() for row in rows]
    by_area = dict(zip(keys, rows, strict=True))
    if len(by_area) < len(rows):
        raise Refusal(findings.several_rows(table_id, _most_common(keys)))
    return by_area


def _most_common(keys: Iterable[str]) -> str:
    return Counter(keys).most_common(1)[0][0]


def _check_complete(
    dump: Dump, rows: ByArea, bounds: Sequence[ByArea], table: Table, table_id: str, region: str | None
) -> list[Finding]:
    """Refuse a reply that is empty or lost a page on the way; tell of areas that the source itself has no row for.

    Rows stand in the order of the table's own list of areas. So a lost page leaves out the last areas of that list, and
    a page lost from the list leaves rows that are not in it; areas left out in between are not there at the source.
    """
    if not rows:
        raise Refusal(findings.empty_table(table_id))
    keys = [row["Key"].strip() for row in dump[table.region_dimension]]
    listed = dict.fromkeys(key for key in keys if key.startswith(_asked(table, region)))
    missing = [key for key in listed if key not in rows]
    is_cut = missing[-1:] == list(listed)[-1:] or not listed.keys() >= rows.keys()
    if is_cut:
        raise Refusal(findings.incomplete(table_id, len(listed.keys() & rows.keys()), len(listed.keys() | rows.keys())))
    for side in bounds:
        if not side.keys() >= rows.keys():
            raise Refusal(findings.incomplete(table_id, len(side.keys() & rows.keys()), len(rows)))
    if region and not any(key.startswith(_own(table, region)) for key in rows):
        raise Refusal(findings.empty_table(table_id))
    return [findings.areas_without_row(len(missing), table_id, missing[0])] if missing else []


_STATUSES = [status.value for status in Status]


def _code(status: Status) -> pa.Scalar:
    return pa.scalar(_STATUSES.index(status.value), pa.int8())


_NUMBER = r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$"
_NO_TEXT = pa.scalar(None, pa.string())
_NOTHING_YET = {_STATUSES.index(status.value) for status in (Status.SECRET, Status.NOT_APPLICABLE)}


class _Reader:
    """Reads the columns of one reply, each once. Statuses are kept as numbers, places in `_STATUSES`."""

    def __init__(
        self,
        rows: Sequence[Mapping[str, Any]],
        bounds: Sequence[Sequence[Mapping[str, Any]]],
        table_id: str,
        columns: Columns,
    ) -> None:
        self._rows = rows
        self._bounds = bounds
        self._table_id = table_id
        self._columns = columns
        self._read: dict[str, tuple[pa.Array, pa.Array]] = {}
        self._nothing = pa.nulls(len(rows), pa.float64())
        self._strange: list[Finding] = []
        self._empty: list[str] = []
        self.has_values = False

    def remarks(self) -> list[Finding]:
        """What was seen while reading."""
        return [*self._strange, *([findings.columns_empty(self._empty, self._table_id)] if self._empty else [])]

    def read(self, indicator: Indicator) -> tuple[list[pa.Array], pa.Array]:
        """Values, lower and upper bounds and denominators of an indicator, and its statuses."""
        key = self._columns.of_indicator[indicator.id]
        values, status = self._column(key, indicator.label)
        if indicator.per:
            total, total_status = self._total(indicator)
            share, status = self._share(indicator, values, status, total, total_status)
            numbers = [share, self._nothing, self._nothing, total]
        else:
            sides = (self._understand(side, key, indicator.label)[0] for side in self._bounds)
            numbers = [values, *(sides if self._bounds else (self._nothing, self._nothing)), self._nothing]
        if numbers[0].null_count < len(values):
            self.has_values = True
        elif pc.all(pc.equal(status, _code(Status.NOT_AVAILABLE))).as_py():
            self._empty.append(indicator.label)
        return numbers, status

    def _column(self, key: str, label: str) -> tuple[pa.Array, pa.Array]:
        """Values and statuses. A '.' is withheld where others have a figure, and not there yet in an empty column."""
        if key not in self._read:
            values, status = self._understand(self._rows, key, label)
            if set(pc.unique(status).to_pylist()) <= _NOTHING_YET:
                status = pa.repeat(_code(Status.NOT_AVAILABLE), len(values))
            self._read[key] = values, status
        return self._read[key]

    def _understand(self, rows: Sequence[Mapping[str, Any]], key: str, label: str) -> tuple[pa.Array, pa.Array]:
        """The numbers in a column, null where there is none, and what each cell means; each text is understood once."""
        cells = pa.array(map(itemgetter(key), rows), pa.string(), size=len(rows)).dictionary_encode()
        texts = pc.ascii_trim_whitespace(cells.dictionary)
        is_number = pc.and_not(pc.match_substring_regex(texts, _NUMBER), pc.is_in(texts, pa.array(SIGNS)))
        numbers = pc.if_else(is_number, texts, _NO_TEXT).cast(pa.float64())
        is_zero = pc.fill_null(pc.equal(numbers, 0), False)
        meaning = np.where(is_zero, _STATUSES.index(Status.ROUNDED_TO_NOTHING), _STATUSES.index(Status.KNOWN))
        strange = []
        for place in np.flatnonzero(~is_number.to_numpy(zero_copy_only=False)):
            status = status_of_sign(texts[place].as_py())
            strange += [] if status else [place]
            meaning[place] = _STATUSES.index(status or Status.NOT_AVAILABLE)
        if strange:
            count = pc.sum(pc.is_in(cells.indices, pa.array(strange, cells.indices.type))).as_py()
            self._strange.append(findings.unreadable_values(count, label, self._table_id, texts[strange[0]].as_py()))
        # An empty cell (null) is what CBS sends where a figure cannot exist.
        statuses = pc.fill_null(pa.array(meaning, pa.int8()).take(cells.indices), _code(Status.NOT_APPLICABLE))
        return numbers.take(cells.indices), statuses

    def _total(self, indicator: Indicator) -> tuple[pa.Array, pa.Array]:
        """The denominator: a column or the sum of some; where one of them is not known, that one's status."""
        parts = [self._column(key, indicator.label) for key in self._columns.denominators[indicator.id]]
        total, status = parts[0]
        for part, part_status in parts[1:]:
            status = pc.if_else(pc.is_null(total), status, part_status)
            total = pc.add(total, part)
        return total, status

    def _share(
        self, indicator: Indicator, part: pa.Array, part_status: pa.Array, total: pa.Array, total_status: pa.Array
    ) -> tuple[pa.Array, pa.Array]:
        """A share divided from published counts: not of a small total, and never above the whole."""
        scale = 1000.0 if indicator.unit == "per 1.000" else 100.0
        is_few = pc.fill_null(pc.less(total, SMALLEST_DENOMINATOR), False)
        is_impossible = pc.and_not(pc.fill_null(pc.greater(part, pc.add(total, _ROUNDING)), False), is_few)
        if count := pc.sum(is_impossible).as_py():
            self._strange.append(findings.impossible_shares(count, indicator.label, self._table_id))
        divisor = pc.if_else(pc.or_(is_few, is_impossible), None, total)
        share = pc.min_element_wise(pc.divide(pc.multiply(part, scale), divisor), scale, skip_nulls=False)
        status = pc.case_when(
            pc.make_struct(pc.is_null(part), pc.is_null(total), is_few, is_impossible),
            part_status,
            total_status,
            _code(Status.TOO_FEW),
            _code(Status.NOT_AVAILABLE),
            part_status,
        )
        return share, status


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
    rows: ByArea, regions: Mapping[str, str], dump: Dump, table: Table, columns: Columns, period: str
) -> pa.Table:
    names = {row["Key"].strip(): str(row["Title"]).strip() for row in dump[table.region_dimension]}
    flags = (str(rows[key].get(columns.change_flag or "") or "").strip() for key in regions)
    return pa.table(
        [
            pa.repeat(pa.scalar(period), len(regions)),
            pa.array(regions.values(), pa.string()),
            pa.array([names[key] for key in regions], pa.string()),
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
