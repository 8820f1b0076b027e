"""Ledgers: each financial year of one is a batch, which a later export replaces only when something in it differs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection as Cursor

from model.booking import Booking, BookingKind, Placement
from model.delivery import Delivery
from store import versions
from store.batches import Scope, add_batches, begin_load
from store.entries import OWN

SOURCE = "grootboek"
"""The source of loads of ledgers."""

_BOOKING = """
booked, (amount * 100)::bigint, (vat * 100)::bigint, number, line, invoiced, financial_year, financial_period,
performed_from, performed_to, cost_object, account, description, measure, row_number, key, kind
"""
_BOOKINGS = f"select {_BOOKING} from mart.booking where region = ? and ledger = ? order by key"
_YEARS = """
select try_cast(period as integer), batch_id from mart.batch where source = ? and table_id = ? and region = ?
"""
_LEDGERS = "select distinct ledger from mart.booking where region = ? order by ledger"
_ADD = """
insert into core.booking select batch_id, region, ledger, key, number, line, booked, invoiced, financial_year,
    financial_period, performed_from, performed_to, cents::decimal(18, 0) * 0.01::decimal(3, 2),
    vat_cents::decimal(18, 0) * 0.01::decimal(3, 2), cost_object, account, description, kind, measure, row_number
from new_booking
"""
_COLUMNS: Mapping[str, pa.DataType] = {
    "booked": pa.date32(),
    "cents": pa.int64(),
    "vat_cents": pa.int64(),
    "number": pa.string(),
    "line": pa.string(),
    "invoiced": pa.date32(),
    "financial_year": pa.int32(),
    "financial_period": pa.int32(),
    "performed_from": pa.date32(),
    "performed_to": pa.date32(),
    "cost_object": pa.string(),
    "account": pa.string(),
    "description": pa.string(),
    "kind": pa.string(),
    "measure": pa.string(),
    "key": pa.string(),
}


def bookings(cursor: Cursor, municipality: str, ledger: str) -> list[Booking]:
    """The bookings of a ledger that count, by key."""
    rows = cursor.execute(_BOOKINGS, [municipality, ledger]).fetchall()
    kinds: dict[Any, Any] = {kind.value: kind for kind in BookingKind}
    return [Booking(*(*row[:-1], kinds.get(row[-1]))) for row in rows]


def ledgers(cursor: Cursor, municipality: str) -> list[str]:
    """The names of the ledgers of which bookings count."""
    return [name for (name,) in cursor.execute(_LEDGERS, [municipality]).fetchall()]


def add_bookings(
    cursor: Cursor, municipality: str, ledger: str, years: Mapping[int, Sequence[Booking]], load: Delivery
) -> int:
    """Keep the whole content of some years of a ledger as one load, each year a batch; returns the load's number.

    A year replaces what counted for it before; a year without bookings is kept as one that has none. Years that are
    not given stay as they were. Every booking has a key, which is its own within the ledger.
    """
    load_id = begin_load(cursor, load)
    scopes = [
        Scope(f"{SOURCE}/{municipality}/{ledger}/{year}", SOURCE, ledger, str(year), municipality) for year in years
    ]
    batch_ids = add_batches(cursor, load_id, scopes)
    rows = as_table(municipality, ledger, [one for year in years for one in years[year]])
    batch_of = [number for number, year in zip(batch_ids, years, strict=True) for _ in years[year]]
    cursor.register("new_booking", rows.append_column("batch_id", pa.array(batch_of, pa.int64())))
    cursor.execute(_ADD)
    cursor.unregister("new_booking")
    return load_id


def as_table(municipality: str, ledger: str, rows: Sequence[Booking]) -> pa.Table:
    """Bookings as columns, amounts in whole cents, with the gemeente and the ledger."""
    columns = {name: pa.array([getattr(one, name) for one in rows], kind) for name, kind in _COLUMNS.items()}
    columns["row_number"] = pa.array([one.row for one in rows], pa.int64())
    of_all = {"region": pa.repeat(municipality, len(rows)), "ledger": pa.repeat(ledger, len(rows))}
    return pa.table(columns | of_all)


def batches_of(cursor: Cursor, municipality: str, ledger: str) -> dict[int, int]:
    """The batch that counts of each year of a ledger: what a preview was made of."""
    return dict(cursor.execute(_YEARS, [SOURCE, ledger, municipality]).fetchall())


_ADD_PLACEMENT = "insert into core.placement values (?, ?, ?, ?, ?, ?, ?, ?)"
_PLACEMENTS = """
select batch_id, ledger, measure, kind, key, cost_object, text from mart.placement where region = ? order by batch_id
"""
_PLACEMENTS_EVER = """
select batch_id, ledger, measure, kind, key, cost_object, text from core.placement where region = ?
order by batch_id desc
"""


def scope_of(municipality: str, placement: Placement, ledger: str = "") -> str:
    """What every version of one placement is a version of."""
    about = f"boeking/{ledger}/{placement.key}" if placement.key else f"{placement.cost_object}/{placement.text}"
    return f"plaatsing/{municipality}/{about}"


def place(cursor: Cursor, municipality: str, placements: Iterable[Placement], by: str, ledger: str = "") -> list[int]:
    """Remember where bookings belong, each a version with who and when; returns their batches.

    `ledger` is that of placements of one booking. Cost objects and texts are compared in small letters.
    """
    versions.sign(cursor, by)
    kept = [
        Placement(one.measure, one.kind, one.key, one.cost_object.strip().lower(), " ".join(one.text.lower().split()))
        for one in placements
    ]
    scopes = [Scope(scope_of(municipality, one, ledger), OWN, region=municipality) for one in kept]
    numbers = add_batches(cursor, None, scopes)
    for number, one in zip(numbers, kept, strict=True):
        about = [ledger if one.key else "", one.key, one.cost_object, one.text]
        cursor.execute(_ADD_PLACEMENT, [number, municipality, *about, one.measure, one.kind.value if one.kind else ""])
    return numbers


def forget(cursor: Cursor, batch_id: int, by: str) -> None:
    """Let a placement no longer count; it can be brought back. Raises KeyError for a batch that is none."""
    scope = versions.scope_of(cursor, batch_id)
    if not scope.startswith("plaatsing/"):
        raise KeyError(batch_id)
    versions.remove(cursor, scope, by)


def placements(cursor: Cursor, municipality: str) -> list[versions.Kept[Placement]]:
    """The placements that count, the newest last."""
    return _kept(cursor, cursor.execute(_PLACEMENTS, [municipality]).fetchall())


def placement_history(cursor: Cursor, municipality: str) -> list[versions.Kept[Placement]]:
    """Every placement ever, the newest first; the stamp of each says who and when, and whether it counts."""
    return _kept(cursor, cursor.execute(_PLACEMENTS_EVER, [municipality]).fetchall())


def _kept(cursor: Cursor, rows: list[tuple[int, str, str, str, str, str, str]]) -> list[versions.Kept[Placement]]:
    stamps = versions.stamps(cursor, [row[0] for row in rows])
    return [
        versions.Kept(Placement(measure, BookingKind(kind) if kind else None, key, cost_object, text), stamps[number])
        for number, _, measure, kind, key, cost_object, text in rows
    ]


def repeated_kind(municipality: str, ledger: str) -> str:
    """Under which kind of answer it is remembered what a booking number that comes twice means."""
    return f"boekstuk/{municipality}/{ledger}"


def by_year(rows: Iterable[Booking]) -> dict[int, list[Booking]]:
    """Bookings by the calendar year that they are accounted for in."""
    found: dict[int, list[Booking]] = defaultdict(list)
    for one in rows:
        found[one.year].append(one)
    return dict(found)
