"""What officers enter on the grant is kept as versions, which nobody overwrites unseen; money stays exact."""

from datetime import date

import pytest
from duckdb import DuckDBPyConnection as Cursor

from model.booking import (
    Booking,
    BookingKind,
    ClosedYear,
    Commitment,
    GrantDecision,
    Note,
    Payment,
    Placement,
    PlanLine,
)
from model.delivery import Delivery
from model.grant import Rules
from store import Store, budget, closing, ledger
from store.budget import Entry
from store.versions import Conflict
from tests.store.worlds import rows

HERE, ELSEWHERE = "GM9901", "GM9902"
LARGEST = 999_999_999_999_99
LOAD = Delivery(ledger.SOURCE, "Boeken", "boeken.csv", "2021", "", 1, 1, 0)
WHOLE = Booking(
    *(date(2022, 1, 9), LARGEST, -21, "B1", "2", date(2022, 1, 2), 2021, 12, date(2021, 12, 1), date(2021, 12, 31)),
    *("6100", "42100", "Huur 'zaal'", "m", 7, "B1/2", BookingKind.RENT),
)


def test_every_list_is_kept_and_read_again(store: Store) -> None:
    day = date(2022, 5, 1)
    plan = [PlanLine("m", day, 1), PlanLine("m", date(2022, 6, 1), LARGEST)]
    decisions = [GrantDecision(day, 10_01, "brief"), GrantDecision(day, -1)]
    payments = [Payment(day, 5), Payment(day, 6, day, 7)]
    commitments = [Commitment(day, 8, "m", "offerte", day, day), Commitment(day, 9)]
    closed = ClosedYear(2021, day, (("programme", 1), ("rent", -2)))

    def change(cursor: Cursor) -> None:
        budget.keep_plan(cursor, HERE, "m", plan, "A", None)
        budget.keep_decisions(cursor, HERE, decisions, "A", None)
        budget.keep_payments(cursor, HERE, payments, "A", None)
        budget.keep_commitments(cursor, HERE, commitments, "A", None)
        budget.keep_notes(cursor, HERE, [Note(day, "raad")], "A", None)
        budget.close_year(cursor, HERE, closed, "A", None)

    store.write(change)
    with store.read() as cursor:
        assert budget.plan(cursor, HERE) == plan
        assert budget.decisions(cursor, HERE) == decisions
        assert budget.payments(cursor, HERE) == payments
        assert budget.commitments(cursor, HERE) == commitments
        assert budget.notes(cursor, HERE) == [Note(day, "raad")]
        assert budget.closed_years(cursor, HERE) == [closed]
        assert (budget.plan(cursor, ELSEWHERE), budget.decisions(cursor, ELSEWHERE)) == ([], [])


def test_a_list_that_somebody_else_changed_is_not_overwritten_unseen(store: Store) -> None:
    def keep(text: str, by: str, based_on: int | None) -> int:
        return store.write(lambda cursor: budget.keep_notes(cursor, HERE, [Note(date(2022, 1, 1), text)], by, based_on))

    first = keep("een", "A", None)
    keep("twee", "B", first)
    with pytest.raises(Conflict) as conflict:
        keep("drie", "A", first)
    assert (conflict.value.current, conflict.value.current_by) == ((Note(date(2022, 1, 1), "twee"),), "B")
    with store.read() as cursor:
        assert [note.text for note in budget.notes(cursor, HERE)] == ["twee"]


def test_the_plan_of_each_measure_is_a_list_of_its_own(store: Store) -> None:
    month = date(2022, 1, 1)
    store.write(lambda cursor: budget.keep_plan(cursor, HERE, "a", [PlanLine("a", month, 1)], "", None))
    store.write(lambda cursor: budget.keep_plan(cursor, HERE, "b", [PlanLine("b", month, 2)], "", None))
    with store.read() as cursor:
        now = budget.version(cursor, HERE, Entry.PLAN, "a")
    store.write(lambda cursor: budget.keep_plan(cursor, HERE, "a", [], "", now))
    with store.read() as cursor:
        assert budget.plan(cursor, HERE) == [PlanLine("b", month, 2)]
    with pytest.raises(ValueError, match="another measure"):
        store.write(lambda cursor: budget.keep_plan(cursor, HERE, "a", [PlanLine("b", month, 2)], "", None))


def test_a_year_that_is_opened_again_is_no_longer_closed(store: Store) -> None:
    closed = ClosedYear(2021, date(2022, 7, 1), (("programme", 1),))
    store.write(lambda cursor: budget.close_year(cursor, HERE, closed, "A", None))
    store.write(lambda cursor: budget.reopen_year(cursor, HERE, 2021, "B"))
    with store.read() as cursor:
        assert budget.closed_years(cursor, HERE) == []


def test_a_closed_year_keeps_its_bookings_or_nothing_at_all(store: Store) -> None:
    store.write(lambda cursor: ledger.add_bookings(cursor, HERE, "Boeken", {2021: [WHOLE]}, LOAD))

    def close(cursor: Cursor, cents: int) -> None:
        closed = ClosedYear(2021, date(2022, 7, 1), (("rent", cents),))
        closing.keep_bookings(cursor, HERE, budget.close_year(cursor, HERE, closed, "A", None), closed, Rules())

    with pytest.raises(Conflict):
        store.write(lambda cursor: close(cursor, LARGEST - 1))
    with store.read() as cursor:
        assert budget.closed_years(cursor, HERE) == []
    store.write(lambda cursor: close(cursor, LARGEST))
    kept = "select year, ledger, key, number, booked, kind, (amount * 100)::bigint from mart.closed_booking"
    assert rows(store, kept) == [(2021, "Boeken", "B1/2", "B1", date(2022, 1, 9), "extra huur", LARGEST)]


@pytest.mark.parametrize(
    "make",
    [lambda: GrantDecision(date(2022, 1, 1), 1.0), lambda: PlanLine("m", date(2022, 1, 1), 0.5)],  # type: ignore[arg-type]
)
def test_an_amount_is_never_a_float(make: object) -> None:
    with pytest.raises(TypeError, match="whole number of cents"):
        make()  # type: ignore[operator]


def test_a_booking_is_kept_whole_and_exact(store: Store) -> None:
    store.write(lambda cursor: ledger.add_bookings(cursor, HERE, "Boeken", {2021: [WHOLE]}, LOAD))
    with store.read() as cursor:
        assert ledger.bookings(cursor, HERE, "Boeken") == [WHOLE]
        assert ledger.ledgers(cursor, HERE) == ["Boeken"]
        assert (ledger.bookings(cursor, ELSEWHERE, "Boeken"), ledger.ledgers(cursor, ELSEWHERE)) == ([], [])


def test_a_year_is_replaced_as_a_whole_and_others_stay(store: Store) -> None:
    other = Booking(date(2022, 3, 1), 5, key="x")
    store.write(lambda cursor: ledger.add_bookings(cursor, HERE, "Boeken", {2021: [WHOLE], 2022: [other]}, LOAD))
    store.write(lambda cursor: ledger.add_bookings(cursor, HERE, "Boeken", {2021: []}, LOAD))
    with store.read() as cursor:
        assert ledger.bookings(cursor, HERE, "Boeken") == [other]


def test_only_a_placement_can_be_forgotten(store: Store) -> None:
    number = store.write(lambda cursor: budget.keep_notes(cursor, HERE, [], "", None))
    with pytest.raises(KeyError):
        store.write(lambda cursor: ledger.forget(cursor, number, ""))


def test_a_placement_is_compared_in_small_letters(store: Store) -> None:
    store.write(lambda cursor: ledger.place(cursor, HERE, [Placement("m", text="  Zomer  SCHOOL ")], "A"))
    with store.read() as cursor:
        (one,) = ledger.placements(cursor, HERE)
    assert (one.content.text, one.by) == ("zomer school", "A")
