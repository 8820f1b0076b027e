"""Single bookings behind the sums: those without a place, those that are counted apart, those of one year."""

from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis.disclosure import published
from model.disclosed import Disclosed
from model.grant import FIRST_DAY, Rules
from store.placing import PLACED

_BOOKINGS = f"""
with booking as (from mart.booking where region = $region and booked <= $as_of), {PLACED}
select ledger, key, number, booked, invoiced, financial_year, financial_period, performed_from, performed_to, year,
    (spent * 100)::bigint as cents, cost_object, account, description, kind, measure, is_placed, standing, load_id,
    row_number
from standing
where ($year is null or year = $year) and ($standing is null or standing = $standing)
    and ($kind is null or kind = $kind) and ($measure is null or measure = $measure)
    and (not $only_unplaced or not is_placed)
order by booked, ledger, key limit $most
"""
_GROUPS = f"""
with booking as (from mart.booking where region = $region and booked <= $as_of), {PLACED}
select cost_object, account, description, count(*) as bookings, (sum(spent) * 100)::bigint as cents,
    min(booked) as first_day, max(booked) as last_day
from standing where not is_placed group by all
order by abs(sum(spent)) desc, cost_object, account, description limit $most
"""
MOST = 1_000_000


def _asked(municipality: str, rules: Rules, as_of: date, most: int) -> dict[str, object]:
    asked: dict[str, object] = {"region": municipality, "as_of": as_of, "vat": rules.vat_burdens, "most": most}
    return asked | {"first": FIRST_DAY, "last": rules.last_day}


def _frame(cursor: Cursor, question: str, asked: dict[str, object]) -> pd.DataFrame:
    frame: pd.DataFrame = cursor.execute(question, asked).to_arrow_table().to_pandas()
    return frame


def bookings(
    cursor: Cursor,
    municipality: str,
    rules: Rules,
    as_of: date,
    *,
    year: int | None = None,
    standing: str | None = None,
    kind: str | None = None,
    measure: str | None = None,
    only_unplaced: bool = False,
    most: int = MOST,
) -> Disclosed:
    """Bookings until a day, by booking date, as far as they are asked for; at most so many.

    Columns: ledger, key, number, booked, invoiced, financial_year, financial_period, performed_from, performed_to, year
    (of account), cents (whole, what it spends), cost_object, account, description, kind, measure (id), is_placed,
    standing (within, before, after, outside), load_id, row_number.
    """
    asked = _asked(municipality, rules, as_of, most)
    asked |= {"year": year, "standing": standing, "kind": kind, "measure": measure, "only_unplaced": only_unplaced}
    return published(_frame(cursor, _BOOKINGS, asked))


def unplaced(cursor: Cursor, municipality: str, rules: Rules, as_of: date, most: int = MOST) -> Disclosed:
    """What has no place yet, bookings alike together, the largest first.

    Columns: cost_object, account, description, bookings (count), cents, first_day, last_day.
    """
    return published(_frame(cursor, _GROUPS, _asked(municipality, rules, as_of, most)))
