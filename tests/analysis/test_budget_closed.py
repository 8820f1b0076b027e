"""A year of which the accounts are fixed: each booking that changes afterwards is named, and nothing else is."""

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest
from duckdb import DuckDBPyConnection as Cursor
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from analysis import budget_closed, sisa
from analysis.budget_closed import AMOUNT, APART, KIND, MOVED, NEW, VANISHED
from intake import ledger
from model.booking import BookingKind, ClosedYear, Placement
from model.grant import Rules
from store import Store, budget, closing
from store.versions import Conflict
from tests.ledgers import HERE, empty_store, load, position

CLOSED_ON, LATER = date(2022, 7, 15), date(2025, 12, 31)
THEN = (
    "C1;1-9-2021;2021;;a;gewijzigd;;10,00",
    "C2;2-9-2021;2021;;a;soort;;20,00",
    "C3;3-9-2021;2021;;a;verdwijnt;;30,00",
    "C4;4-9-2021;2021;;a;verhuist;;40,00",
    "C5;5-9-2021;2021;;a;hoort er niet bij;;50,00",
    "C6;6-9-2021;2021;;a;blijft;;60,00",
)


@pytest.fixture
def store() -> Iterator[Store]:
    with empty_store() as found:
        yield found


def fixed(cursor: Cursor, closed: ClosedYear) -> None:
    batch_id = budget.close_year(cursor, HERE, closed, "Officer", None)
    closing.keep_bookings(cursor, HERE, batch_id, closed, Rules())


def fix(store: Store, year: int = 2021) -> None:
    """Fix the accounts of a year as they are on the day."""
    closed = sisa.closing(position(store, CLOSED_ON), year)
    store.write(lambda cursor: fixed(cursor, closed))


def changed(store: Store, as_of: date = LATER) -> list[tuple[str, int | None, int | None, str]]:
    """The number, both amounts and what became of each booking of a closed year that changed."""
    with store.read() as cursor:
        frame = budget_closed.changes(cursor, HERE, Rules(), as_of).frame
    was, now = ([None if pd.isna(one) else int(one) for one in frame[name]] for name in ("was_cents", "now_cents"))
    return list(zip(frame["number"], was, now, frame["change"], strict=True))


def difference(store: Store) -> int:
    """What the account of 2021 says that it differs, in cents."""
    frame = sisa.years(position(store)).frame
    return int(frame.loc[frame["year"] == 2021, "changed_cents"].item())


def test_each_booking_that_changed_afterwards_is_named_with_both_amounts(store: Store) -> None:
    load(store, *THEN)
    fix(store)
    assert changed(store) == []
    load(
        store,
        "C1;1-9-2021;2021;;a;gewijzigd;;10,50",
        "C2;2-9-2021;2021;;a;soort;huur;20,00",
        "C4;4-9-2021;2022;;a;verhuist;;40,00",
        "C5;5-9-2021;2021;;a;hoort er niet bij;niet van deze uitkering;50,00",
        "C6;6-9-2021;2021;;a;blijft;;60,00",
        "C7;7-9-2021;2021;;a;kwam later;;7,00",
        "Z;31-12-2023;2023;;a;van een ander jaar;;1,00",
        drop_vanished=True,
    )
    assert changed(store) == [
        ("C1", 10_00, 10_50, AMOUNT),
        ("C2", 20_00, 20_00, KIND),
        ("C3", 30_00, None, VANISHED),
        ("C4", 40_00, None, MOVED),
        ("C5", 50_00, None, APART),
        ("C7", None, 7_00, NEW),
    ]
    assert difference(store) == 50 - 30_00 - 40_00 - 50_00 + 7_00


def test_as_of_a_day_before_the_accounts_were_fixed_nothing_is_fixed(store: Store) -> None:
    load(store, *THEN)
    fix(store)
    load(store, *THEN, "C7;7-9-2021;2021;;a;kwam later;;7,00")
    assert len(changed(store)) == 1
    before = date(2022, 7, 14)
    assert changed(store, before) == []
    assert sisa.years(position(store, before)).frame["closed_cents"].isna().all()


def test_a_placement_that_takes_a_booking_out_of_the_year_is_a_change_too(store: Store) -> None:
    load(store, *THEN)
    fix(store)
    ledger.place(store, HERE, [Placement("", BookingKind.OUTSIDE, text="soort")], "Officer")
    assert changed(store) == [("C2", 20_00, None, APART)]


def test_accounts_that_changed_since_they_were_added_up_are_not_fixed(store: Store) -> None:
    load(store, *THEN)
    seen = sisa.closing(position(store, CLOSED_ON), 2021)
    load(store, *THEN, "C7;7-9-2021;2021;;a;kwam intussen;;7,00")
    with pytest.raises(Conflict):
        store.write(lambda cursor: fixed(cursor, seen))
    with store.read() as cursor:
        assert budget.closed_years(cursor, HERE) == []


def test_of_a_year_that_was_fixed_without_its_bookings_none_is_named(store: Store) -> None:
    load(store, *THEN)
    closed = sisa.closing(position(store, CLOSED_ON), 2021)
    store.write(lambda cursor: budget.close_year(cursor, HERE, closed, "Officer", None))
    assert changed(store) == []


def test_of_a_year_that_is_opened_again_none_is_named(store: Store) -> None:
    load(store, *THEN)
    fix(store)
    load(store, *THEN, "C7;7-9-2021;2021;;a;kwam later;;7,00")
    store.write(lambda cursor: budget.reopen_year(cursor, HERE, 2021, "Officer"))
    assert changed(store) == []


ROW = st.tuples(st.sampled_from("ABCDE"), st.sampled_from([2021, 2022]), st.integers(-500, 500))


@examples(max_examples=8, deadline=None)
@given(*[st.lists(ROW, min_size=1, max_size=5, unique_by=lambda row: row[0])] * 2)
def test_what_is_named_adds_up_to_the_difference(
    before: list[tuple[str, int, int]], after: list[tuple[str, int, int]]
) -> None:
    def rows(found: list[tuple[str, int, int]]) -> list[str]:
        return [f"{number};1-12-2021;{year};;a;x;;{cents},00" for number, year, cents in found]

    with empty_store() as store:
        load(store, "Z;1-11-2021;2021;;a;z;;1,00", *rows(before))
        fix(store)
        load(store, "Z;1-11-2021;2021;;a;z;;1,01", *rows(after), drop_vanished=True)
        told = changed(store)
        assert sum((now or 0) - (was or 0) for _, was, now, _ in told) == difference(store)
        assert ("Z", 1_00, 1_01, AMOUNT) in told
