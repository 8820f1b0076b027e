"""The account of the grant per calendar year (SiSa): one total, with what is told apart, and whether it adds up."""

from collections import defaultdict
from dataclasses import dataclass

import pandas as pd

from analysis.budget import AFTER, BEFORE, OUTSIDE, Position
from analysis.disclosure import published
from model.booking import UNPLACED, BookingKind, ClosedYear
from model.disclosed import Disclosed

COLUMNS = {
    "programme": BookingKind.PROGRAMME.value,
    "rent": BookingKind.RENT.value,
    "staff": BookingKind.STAFF.value,
    "to_other": BookingKind.TO_OTHER.value,
    "from_other": BookingKind.FROM_OTHER.value,
    "unplaced": UNPLACED,
}
"""The parts of the total, by the name of their column."""
_APART = (BEFORE, AFTER, OUTSIDE)


def years(found: Position) -> Disclosed:
    """The account of each calendar year with bookings, in whole cents.

    Columns: year, total_cents, its parts programme_cents, rent_cents, staff_cents, to_other_cents (a cost),
    from_other_cents (below zero: what came in), unplaced_cents; bookings (count), from_booking_date (how many of them
    have no financial year, so that their booking date decided) and from_booking_date_cents; before_cents, after_cents
    and outside_cents, which are in no total; closed_cents (the total when the accounts were fixed, missing when they
    are not, or later) and changed_cents (what it differs from that by now).
    """
    cents: dict[tuple[int, str], int] = defaultdict(int)
    counts: dict[tuple[int, str], int] = defaultdict(int)
    names = {kind: name for name, kind in COLUMNS.items()}
    for one in found.parts:
        name = names[one.kind] if one.standing not in _APART else one.standing
        cents[one.year, name] += one.cents
        if one.standing not in _APART:
            cents[one.year, "total"] += one.cents
            counts[one.year, "bookings"] += one.count
            if not one.has_year:
                counts[one.year, "from_booking_date"] += one.count
                cents[one.year, "from_booking_date"] += one.cents
    closed = {one.year: sum(amount for _, amount in one.cents) for one in found.closed if one.day <= found.as_of}
    rows = []
    for year in sorted({year for year, _ in cents} | set(closed)):
        row: dict[str, object] = {"year": year, "total_cents": cents[year, "total"]}
        row |= {f"{name}_cents": cents[year, name] for name in COLUMNS}
        row |= {name: counts[year, name] for name in ("bookings", "from_booking_date")}
        row |= {f"{name}_cents": cents[year, name] for name in ("from_booking_date", *_APART)}
        row |= {"closed_cents": closed.get(year)}
        row |= {"changed_cents": cents[year, "total"] - closed[year] if year in closed else None}
        rows.append(row)
    amounts = ["total", *COLUMNS, "from_booking_date", *_APART, "closed", "changed"]
    columns = ["year", *(f"{name}_cents" for name in amounts), "bookings", "from_booking_date"]
    return published(pd.DataFrame(rows, columns=columns).astype({f"{name}_cents": "Int64" for name in amounts}))


@dataclass(frozen=True)
class Check:
    """One sum that must hold: what it says, and both sides in cents."""

    text: str
    left: int
    right: int

    @property
    def holds(self) -> bool:
        """Whether both sides are the same to the cent."""
        return self.left == self.right


def checks(found: Position, bookings: Disclosed) -> list[Check]:
    """Whether the account adds up: its parts to its total, the years to all that is spent, the bookings to both.

    `bookings` are those of `budget_bookings.bookings` as of the same day, all of them.
    """
    account = years(found).frame
    parts = sum(int(account[f"{name}_cents"].sum()) for name in COLUMNS)
    total = int(account["total_cents"].sum())
    listed = bookings.frame
    counting = [int(cents) for cents in listed.loc[listed["standing"] == "within", "cents"]]
    apart = sum(int(account[f"{name}_cents"].sum()) for name in _APART)
    booked = sum(map(int, listed["cents"]))
    return [
        Check("De onderdelen tellen op tot het totaal", parts, total),
        Check("De jaren tellen op tot alles wat is besteed", total, found.spent),
        Check("De boekingen tellen op tot alles wat is besteed", sum(counting), found.spent),
        Check("Wat meetelt en wat apart is geteld, is alles wat is geboekt", total + apart, booked),
    ]


def closing(found: Position, year: int) -> ClosedYear:
    """What is kept when the accounts of a year are fixed: its parts as they are now."""
    account = years(found).frame
    row = account.loc[account["year"] == year]
    cents = tuple((name, int(row[f"{name}_cents"].iloc[0]) if len(row) else 0) for name in COLUMNS)
    return ClosedYear(year, found.as_of, cents)
