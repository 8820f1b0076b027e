"""From which exports the bookings of a gemeente come, and until which day they reach."""

from dataclasses import dataclass
from datetime import date, datetime

from duckdb import DuckDBPyConnection as Cursor

from store import budget
from store.ledger import SOURCE

_LAST = "select max(booked) from mart.booking where region = ? and booked <= ?"
_EXPORTS = """
select batch.table_id, load.title, max(load.loaded_at) as loaded_at
from mart.batch as batch join work.load as load using (load_id)
where batch.source = ? and batch.region = ? group by all order by loaded_at desc, load.title
"""


@dataclass(frozen=True)
class Export:
    """One file from which bookings that count were taken."""

    ledger: str
    file: str
    loaded_at: datetime


def last_booked(cursor: Cursor, municipality: str, today: date) -> date | None:
    """The last day with a booking, today at the latest; None where there is none."""
    row = cursor.execute(_LAST, [municipality, today]).fetchone()
    return row[0] if row else None


def exports(cursor: Cursor, municipality: str) -> list[Export]:
    """The files from which the bookings that count were taken, the newest first."""
    return [Export(*row) for row in cursor.execute(_EXPORTS, [SOURCE, municipality]).fetchall()]


def is_known(cursor: Cursor, municipality: str) -> bool:
    """Whether anything of the money of a gemeente is known: bookings, a decision or a plan."""
    return bool(
        exports(cursor, municipality) or budget.decisions(cursor, municipality) or budget.plan(cursor, municipality)
    )
