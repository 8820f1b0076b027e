"""The bookings of a calendar year as they were when its accounts were fixed, so that later changes can be named."""

from duckdb import DuckDBPyConnection as Cursor

from model.booking import ClosedYear
from model.grant import FIRST_DAY, Rules
from store.placing import PLACED
from store.versions import Conflict

_ADD = f"""
insert into core.closed_booking
with booking as (from mart.booking where region = $region and booked <= $as_of), {PLACED}
select $batch, region, year, ledger, key, number, booked, description, kind, spent from standing
where standing = 'within' and year = $year
"""
_CENTS = "select coalesce((sum(amount) * 100)::bigint, 0) from core.closed_booking where batch_id = ?"


def keep_bookings(cursor: Cursor, municipality: str, batch_id: int, closed: ClosedYear, rules: Rules) -> None:
    """Keep which bookings the totals of a closed year are made of, beside its batch (`store.budget.close_year`).

    Raises Conflict when they do not add up to those totals: the money was changed since the totals were made.
    """
    asked: dict[str, object] = {"region": municipality, "as_of": closed.day, "vat": rules.vat_burdens}
    asked |= {"first": FIRST_DAY, "last": rules.last_day, "year": closed.year, "batch": batch_id}
    cursor.execute(_ADD, asked)
    row = cursor.execute(_CENTS, [batch_id]).fetchone()
    if row is None or row[0] != sum(cents for _, cents in closed.cents):
        raise Conflict(None)
