"""What officers enter on the money of the grant: plan, decisions, payments, commitments, notes, closed years."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from duckdb import DuckDBPyConnection as Cursor

from model.booking import ClosedYear, Commitment, GrantDecision, Note, Payment, PlanLine
from store import versions
from store.batches import Scope
from store.entries import OWN
from store.versions import Conflict, Kept

T = TypeVar("T")


class Entry(StrEnum):
    """What is entered; each is a list that is changed as a whole, and each change is a version."""

    PLAN = "plan"
    """One list for each measure."""
    DECISIONS = "beschikkingen"
    PAYMENTS = "betalingen"
    COMMITMENTS = "verplichtingen"
    NOTES = "notities"
    CLOSED = "afgesloten"
    """One list for each year."""


def version(cursor: Cursor, municipality: str, entry: Entry, of: str = "") -> int | None:
    """The version of a list that counts: what an editor has seen; None when there is none yet."""
    return versions.active(cursor, _scope(municipality, entry, of))


def _scope(municipality: str, entry: Entry, of: str = "") -> str:
    return f"{entry.value}/{municipality}/{of}"


def _begin(
    cursor: Cursor, municipality: str, entry: Entry, of: str, by: str, based_on: int | None, now: Sequence[T]
) -> int:
    """Begin a new version of a list, which counts from now on. Raises Conflict when its editor saw another one."""
    counts = version(cursor, municipality, entry, of)
    if counts != based_on:
        kept = None if counts is None else Kept(tuple(now), versions.stamps(cursor, [counts])[counts])
        raise Conflict(kept)
    return versions.begin(cursor, Scope(_scope(municipality, entry, of), OWN, region=municipality), by)


def _amount(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents).scaleb(-2)


def _rows(cursor: Cursor, question: str, municipality: str) -> list[tuple[Any, ...]]:
    return cursor.execute(question, [municipality]).fetchall()


_ADD_PLAN = "insert into core.plan_line values (?, ?, ?, ?, ?)"
_PLAN = "select measure, month, (amount * 100)::bigint from mart.plan_line where region = ? order by measure, month"


def keep_plan(
    cursor: Cursor, municipality: str, measure: str, lines: Sequence[PlanLine], by: str, based_on: int | None
) -> int:
    """Keep the whole plan of a measure; returns the batch. Raises Conflict, ValueError for a line of another one."""
    if any(line.measure != measure for line in lines):
        raise ValueError(f"a line of another measure than {measure}")
    now = [line for line in plan(cursor, municipality) if line.measure == measure]
    batch_id = _begin(cursor, municipality, Entry.PLAN, measure, by, based_on, now)
    for line in lines:
        cursor.execute(_ADD_PLAN, [batch_id, municipality, measure, line.month, _amount(line.cents)])
    return batch_id


def plan(cursor: Cursor, municipality: str) -> list[PlanLine]:
    """The plan of all measures, by measure and month."""
    return [PlanLine(*row) for row in _rows(cursor, _PLAN, municipality)]


_ADD_DECISION = "insert into core.grant_decision values (?, ?, ?, ?, ?, ?)"
_DECISIONS = """
select day, (amount * 100)::bigint, reference from mart.grant_decision where region = ? order by day, position
"""


def keep_decisions(
    cursor: Cursor, municipality: str, rows: Sequence[GrantDecision], by: str, based_on: int | None
) -> int:
    """Keep the decisions on the grant; returns the batch. Raises Conflict."""
    batch_id = _begin(cursor, municipality, Entry.DECISIONS, "", by, based_on, decisions(cursor, municipality))
    for place, one in enumerate(rows):
        cursor.execute(_ADD_DECISION, [batch_id, municipality, place, one.day, _amount(one.cents), one.reference])
    return batch_id


def decisions(cursor: Cursor, municipality: str) -> list[GrantDecision]:
    """The decisions on the grant, by day."""
    return [GrantDecision(*row) for row in _rows(cursor, _DECISIONS, municipality)]


_ADD_PAYMENT = "insert into core.payment values (?, ?, ?, ?, ?, ?, ?)"
_PAYMENTS = """
select due, (amount * 100)::bigint, received_on, (received * 100)::bigint from mart.payment where region = ?
order by due, position
"""


def keep_payments(cursor: Cursor, municipality: str, rows: Sequence[Payment], by: str, based_on: int | None) -> int:
    """Keep the payments of the grant, due and received; returns the batch. Raises Conflict."""
    batch_id = _begin(cursor, municipality, Entry.PAYMENTS, "", by, based_on, payments(cursor, municipality))
    for place, one in enumerate(rows):
        said = [one.due, _amount(one.cents), one.received_on, _amount(one.received_cents)]
        cursor.execute(_ADD_PAYMENT, [batch_id, municipality, place, *said])
    return batch_id


def payments(cursor: Cursor, municipality: str) -> list[Payment]:
    """The payments of the grant, by the day they are due."""
    return [Payment(*row) for row in _rows(cursor, _PAYMENTS, municipality)]


_ADD_COMMITMENT = "insert into core.commitment values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_COMMITMENTS = """
select day, (amount * 100)::bigint, measure, description, expected, released_on from mart.commitment where region = ?
order by day, position
"""


def keep_commitments(
    cursor: Cursor, municipality: str, rows: Sequence[Commitment], by: str, based_on: int | None
) -> int:
    """Keep what is promised and not yet booked; returns the batch. Raises Conflict."""
    batch_id = _begin(cursor, municipality, Entry.COMMITMENTS, "", by, based_on, commitments(cursor, municipality))
    for place, one in enumerate(rows):
        said = [one.day, _amount(one.cents), one.measure, one.description, one.expected, one.released_on]
        cursor.execute(_ADD_COMMITMENT, [batch_id, municipality, place, *said])
    return batch_id


def commitments(cursor: Cursor, municipality: str) -> list[Commitment]:
    """What is promised, by the day on which it was."""
    return [Commitment(*row) for row in _rows(cursor, _COMMITMENTS, municipality)]


_ADD_NOTE = "insert into core.timeline_note values (?, ?, ?, ?, ?)"
_NOTES = "select day, text from mart.timeline_note where region = ? order by day, position"


def keep_notes(cursor: Cursor, municipality: str, rows: Sequence[Note], by: str, based_on: int | None) -> int:
    """Keep the notes on the time line; returns the batch. Raises Conflict."""
    batch_id = _begin(cursor, municipality, Entry.NOTES, "", by, based_on, notes(cursor, municipality))
    for place, one in enumerate(rows):
        cursor.execute(_ADD_NOTE, [batch_id, municipality, place, one.day, one.text])
    return batch_id


def notes(cursor: Cursor, municipality: str) -> list[Note]:
    """The notes on the time line, by day."""
    return [Note(*row) for row in _rows(cursor, _NOTES, municipality)]


_ADD_CLOSED = "insert into core.closed_year values (?, ?, ?, ?, ?, ?)"
_CLOSED = """
select year, day, kind, (amount * 100)::bigint from mart.closed_year where region = ? order by year, kind
"""


def close_year(cursor: Cursor, municipality: str, closed: ClosedYear, by: str, based_on: int | None) -> int:
    """Keep that the accounts of a year are fixed, with its totals of then; returns the batch. Raises Conflict."""
    now = [one for one in closed_years(cursor, municipality) if one.year == closed.year]
    batch_id = _begin(cursor, municipality, Entry.CLOSED, str(closed.year), by, based_on, now)
    for kind, cents in closed.cents:
        cursor.execute(_ADD_CLOSED, [batch_id, municipality, closed.year, closed.day, kind, _amount(cents)])
    return batch_id


def reopen_year(cursor: Cursor, municipality: str, year: int, by: str) -> None:
    """Let a year no longer be closed; it can be closed again."""
    versions.remove(cursor, _scope(municipality, Entry.CLOSED, str(year)), by)


def closed_years(cursor: Cursor, municipality: str) -> list[ClosedYear]:
    """The years of which the annual accounts are fixed, with their totals of then."""
    found: dict[tuple[int, Any], list[tuple[str, int]]] = {}
    for year, day, kind, cents in _rows(cursor, _CLOSED, municipality):
        found.setdefault((year, day), []).append((kind, cents))
    return [ClosedYear(year, day, tuple(totals)) for (year, day), totals in found.items()]
