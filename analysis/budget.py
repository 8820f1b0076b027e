"""The money of the grant as of a day: what is spent, promised, received and planned, by every cut the same total."""

from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from threading import Lock

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis.disclosure import published
from model import dutch
from model.booking import UNPLACED, ClosedYear, Commitment, GrantDecision, Note, Payment, PlanLine
from model.disclosed import Disclosed
from model.grant import FIRST_DAY, Rules, school_year
from model.measure import Measure
from store import budget, measures
from store.placing import PLACED

NO_MEASURE, NO_PURPOSE, NO_GROUP = "geen maatregel", "geen bestedingsdoel", "geen doelgroep"
WITHIN, BEFORE, AFTER, OUTSIDE = "within", "before", "after", "outside"
"""Whether bookings count: in the period of spending, before or after it, or not of this grant."""
_PARTS = f"""
with booking as (from mart.booking where region = $region and booked <= $as_of), {PLACED}
select date_trunc('month', booked)::date, date_trunc('month', performed)::date, year,
    financial_year is not null as has_year, performed_from is not null as has_performed, kind, measure, is_placed,
    standing, count(*), (sum(spent) * 100)::bigint
from standing group by all order by all
"""
_SEEN = """
select data_version, (select count(*) from work.batch_event),
    (select epoch_us(max(happened_at)) from work.batch_event), getvariable('photo'),
    (select epoch_us(made_at) from work.photo where photo_id = getvariable('photo'))
from work.version
"""
"""What the data are that a cursor sees: the same for no other store, change or photo."""
_KEPT = 8
_kept: OrderedDict[tuple[object, ...], "Position"] = OrderedDict()
_lock = Lock()


class Cut(StrEnum):
    """By what spending is divided; the value is the Dutch word that is shown."""

    SCHOOL_YEAR = "schooljaar"
    YEAR = "kalenderjaar"
    PURPOSE = "bestedingsdoel"
    MEASURE = "maatregel"
    GROUP = "doelgroep"
    KIND = "soort"
    MONTH = "maand"


@dataclass(frozen=True, slots=True)
class Part:
    """Bookings that are alike in all that a cut can ask, together."""

    month: date
    """Of the booking date."""
    performed: date
    """The month of performance; that of the booking date where it is not known."""
    year: int
    """The financial year; that of the booking date where it is not known."""
    has_year: bool
    has_performed: bool
    kind: str
    measure: str
    is_placed: bool
    standing: str
    count: int
    cents: int


@dataclass(frozen=True)
class Position:
    """The money of the grant as of a day."""

    as_of: date
    rules: Rules
    parts: tuple[Part, ...]
    """All bookings until the day, those that do not count among them."""
    decisions: tuple[GrantDecision, ...] = ()
    payments: tuple[Payment, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    plan: tuple[PlanLine, ...] = ()
    notes: tuple[Note, ...] = ()
    closed: tuple[ClosedYear, ...] = ()
    measures: Mapping[str, Measure] = field(default_factory=dict)
    """Also those that were removed, by id."""

    @property
    def counted(self) -> list[Part]:
        """What counts as spending of the grant."""
        return [one for one in self.parts if one.standing == WITHIN]

    @property
    def granted(self) -> int:
        """The grant in cents: the decisions until the day, or the first one where all are later."""
        until = [one.cents for one in self.decisions if one.day <= self.as_of]
        return sum(until or [one.cents for one in self.decisions[:1]])

    @property
    def spent(self) -> int:
        """What is booked and counts, in cents."""
        return sum(one.cents for one in self.counted)

    @property
    def committed(self) -> int:
        """What is promised and not booked, in cents."""
        return sum(one.open(self.as_of) for one in self.commitments)

    @property
    def received(self) -> int:
        """What of the grant came in, in cents."""
        return sum(one.received(self.as_of) for one in self.payments)

    @property
    def left(self) -> int:
        """What of the grant is not spent, in cents; below zero for what is spent beyond it."""
        return self.granted - self.spent

    def apart(self, standing: str) -> tuple[int, int]:
        """How many bookings are BEFORE, AFTER or OUTSIDE, or count (WITHIN), and their cents."""
        found = [one for one in self.parts if one.standing == standing]
        return sum(one.count for one in found), sum(one.cents for one in found)

    @property
    def unplaced(self) -> tuple[int, int]:
        """How many bookings that count have no place yet, and their cents."""
        found = [one for one in self.counted if not one.is_placed]
        return sum(one.count for one in found), sum(one.cents for one in found)

    def spent_in(self, month: date) -> int:
        """What was booked in a month, in cents."""
        return sum(one.cents for one in self.counted if one.month == month)

    def name(self, measure: str) -> str:
        """What a measure is called."""
        known = self.measures.get(measure)
        return known.name if known else f"onbekende maatregel ({measure[:8]})"


def position(cursor: Cursor, municipality: str, rules: Rules, as_of: date) -> Position:
    """The money of a gemeente's grant as of a day: bookings of later are not there, nor is what came in later.

    A page asks this for each of its tiles, so the last few are kept until anything in the data changes.
    """
    seen = (cursor.execute(_SEEN).fetchone(), municipality, repr(rules), as_of)
    with _lock:
        if (found := _kept.get(seen)) is not None:
            _kept.move_to_end(seen)
            return found
    found = _position(cursor, municipality, rules, as_of)
    with _lock:
        _kept[seen] = found
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return found


def _position(cursor: Cursor, municipality: str, rules: Rules, as_of: date) -> Position:
    asked = {"region": municipality, "as_of": as_of, "vat": rules.vat_burdens, "first": FIRST_DAY}
    rows = cursor.execute(_PARTS, asked | {"last": rules.last_day}).fetchall()
    known = [*measures.removed(cursor, municipality), *measures.measures(cursor, municipality)]
    return Position(
        as_of,
        rules,
        tuple(Part(*row) for row in rows),
        tuple(budget.decisions(cursor, municipality)),
        tuple(budget.payments(cursor, municipality)),
        tuple(budget.commitments(cursor, municipality)),
        tuple(budget.plan(cursor, municipality)),
        tuple(budget.notes(cursor, municipality)),
        tuple(budget.closed_years(cursor, municipality)),
        {one.content.id: one.content for one in known},
    )


def key_of(one: Part, cut: Cut, known: Mapping[str, Measure]) -> str:
    """Where a part falls in a cut: every part somewhere, so that each cut has the same total."""
    match cut:
        case Cut.SCHOOL_YEAR:
            return school_year(one.performed)
        case Cut.YEAR:
            return str(one.year)
        case Cut.MONTH:
            return f"{one.month:%Y-%m}"
        case Cut.KIND:
            return one.kind
    if not one.is_placed:
        return UNPLACED
    if cut is Cut.MEASURE:
        return one.measure or NO_MEASURE
    measure = known.get(one.measure)
    if cut is Cut.PURPOSE:
        return measure.purpose.value if measure and measure.purpose else NO_PURPOSE
    return dutch.listing(measure.target_groups) if measure and measure.target_groups else NO_GROUP


def burn(found: Position, cut: Cut, within: Mapping[Cut, str] | None = None) -> Disclosed:
    """What is spent by a cut, of all or within values of other cuts: key, label, cents, bookings, share_pct.

    Years and months are in their order, all else from much to little with what has no place yet last. Of every cut the
    cents add up to `found.spent`. A measure for several target groups falls under these together.
    """
    cents: dict[str, int] = defaultdict(int)
    count: dict[str, int] = defaultdict(int)
    for one in found.counted:
        if all(key_of(one, other, found.measures) == key for other, key in (within or {}).items()):
            key = key_of(one, cut, found.measures)
            cents[key] += one.cents
            count[key] += one.count
    is_timed = cut in (Cut.SCHOOL_YEAR, Cut.YEAR, Cut.MONTH)

    def order(key: str) -> tuple[bool, int, str]:
        return key == UNPLACED, 0 if is_timed else -cents[key], "" if key.startswith("juli") else key

    total = sum(cents.values())
    is_id = cut is Cut.MEASURE
    rows = [
        {
            "key": key,
            "label": found.name(key) if is_id and key not in (UNPLACED, NO_MEASURE) else key,
            "cents": cents[key],
            "bookings": count[key],
            "share_pct": 100 * cents[key] / total if total else 0.0,
        }
        for key in sorted(cents, key=order)
    ]
    frame = pd.DataFrame(rows, columns=["key", "label", "cents", "bookings", "share_pct"])
    return published(frame.astype({"cents": "int64", "bookings": "int64", "share_pct": "float64"}))
