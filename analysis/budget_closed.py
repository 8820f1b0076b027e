"""Which bookings of a calendar year changed after its accounts were fixed."""

from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis.disclosure import published
from model.disclosed import Disclosed
from model.grant import FIRST_DAY, Rules
from store.placing import PLACED

NEW, AMOUNT, KIND, VANISHED, MOVED, APART = "new", "amount", "kind", "vanished", "moved", "apart"
"""What became of a booking: it came, its amount or its kind changed, it is gone, in another year, or counted apart."""
_CHANGES = f"""
with booking as (from mart.booking where region = $region and booked <= $as_of), {PLACED},
closed as (
    select year, sum(amount) as total from mart.closed_year where region = $region and day <= $as_of group by year
), fixed as (
    from mart.closed_booking where region = $region
), told as (
    select year from closed left join fixed using (year)
    group by year, total having coalesce(sum(fixed.amount), 0) = total
), former as (
    select fixed.* from fixed join told using (year)
), now as (
    select standing.* from standing join told using (year) where standing = 'within'
)
select year, ledger, coalesce(now.number, former.number) as number, coalesce(now.booked, former.booked) as booked,
    coalesce(now.description, former.description) as description, (former.amount * 100)::bigint as was_cents,
    (now.spent * 100)::bigint as now_cents, former.kind as was_kind, now.kind as now_kind, moved.year as now_year,
    case when former.amount is null then '{NEW}' when now.spent is null and moved.year is null then '{VANISHED}'
        when now.spent is null and moved.year <> year and moved.standing = 'within' then '{MOVED}'
        when now.spent is null then '{APART}' when former.amount <> now.spent then '{AMOUNT}' else '{KIND}' end
        as change
from former full join now using (year, ledger, key)
left join standing as moved on now.key is null and moved.ledger = former.ledger and moved.key = former.key
where former.amount is distinct from now.spent or former.kind is distinct from now.kind
order by year, booked, ledger, key
"""


def changes(cursor: Cursor, municipality: str, rules: Rules, as_of: date) -> Disclosed:
    """The bookings of closed years that are not what they were when the accounts were fixed, by year and day.

    Columns: year, ledger, number, booked, description, was_cents and now_cents (missing for what was or is not there),
    was_kind, now_kind, now_year (of what moved), change (`NEW` and so on). Of a year the cents now less those of then
    add up to `changed_cents` of `analysis.sisa.years`. A year that was closed before its bookings were kept is not in
    it, nor one that was closed after `as_of`.
    """
    asked = {"region": municipality, "vat": rules.vat_burdens, "first": FIRST_DAY, "last": rules.last_day}
    frame: pd.DataFrame = cursor.execute(_CHANGES, {**asked, "as_of": as_of}).to_arrow_table().to_pandas()
    whole = dict.fromkeys(("was_cents", "now_cents", "now_year"), "Int64")
    return published(frame.astype(whole))
