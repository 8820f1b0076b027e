"""A ledger from a file to the store: seen first, kept to the cent, and a later export brings only what differs."""

import random
from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from analysis.budget import Cut
from intake import ledger
from intake.ledger_merge import EVERY, Repeat, merge
from model.booking import Booking, BookingKind, GrantDecision, Placement
from model.findings import Refusal
from model.grant import Rules
from store import Store, batches, budget
from store import ledger as kept
from tests.ledgers import BOOKS, HERE, cut, empty_store, export, load, position, previewed
from tests.store.worlds import rows

FIRST = ("A1;1-9-2021;;;6100;Zomerschool;;100,00", "A2;2-2-2022;;;6100;Zaal;;50,50", "A3;5-5-2022;;;6200;Boeken;;1,25")


@pytest.fixture
def store() -> object:
    with empty_store() as found:
        yield found


def stored(store: Store, books: str = BOOKS) -> list[tuple[str, int]]:
    with store.read() as cursor:
        return [(one.number, one.cents) for one in kept.bookings(cursor, HERE, books)]


def test_bookings_in_are_bookings_stored_to_the_cent(store: Store) -> None:
    load(store, *FIRST)
    assert stored(store) == [("A1", 100_00), ("A2", 50_50), ("A3", 1_25)]
    assert position(store).spent == 151_75
    kinds = "select data_type from duckdb_columns() where schema_name = 'core' and column_name in ('amount', 'vat')"
    assert set(rows(store, kinds)) == {("DECIMAL(14,2)",)}


def test_the_same_export_again_changes_nothing(store: Store) -> None:
    load(store, *FIRST)
    with store.read() as cursor:
        found = previewed(cursor, export(*reversed(FIRST)))
    assert (len(found.merged.same), found.has_changes) == (3, False)
    with pytest.raises(Refusal, match="staat al in Startfoto"):
        ledger.commit(store, found, "Officer")


def test_a_later_export_brings_what_is_new_and_says_what_changed_and_vanished(store: Store) -> None:
    load(store, *FIRST)
    later = (FIRST[0], "A3;5-5-2022;;;6200;Boeken;;2,25", "A4;6-6-2022;;;6200;Nieuw;;7,00")
    with store.read() as cursor:
        found = previewed(cursor, export(*later))
    merged = found.merged
    assert [one.number for one in merged.new] == ["A4"]
    assert [(before.cents, after.cents) for before, after in merged.changed] == [(1_25, 2_25)]
    assert [one.number for one in merged.vanished] == ["A2"]
    with pytest.raises(Refusal, match="niet meer in dit bestand"):
        ledger.commit(store, found, "Officer")
    ledger.commit(store, found, "Officer", drop_vanished=False)
    assert stored(store) == [("A1", 100_00), ("A2", 50_50), ("A3", 2_25), ("A4", 7_00)]


def test_what_the_ledger_dropped_is_dropped_when_the_officer_says_so(store: Store) -> None:
    load(store, *FIRST)
    load(store, FIRST[0], FIRST[2], drop_vanished=True)
    assert stored(store) == [("A1", 100_00), ("A3", 1_25)]


def test_an_export_of_a_part_leaves_the_rest_as_it_was(store: Store) -> None:
    load(store, *FIRST)
    load(store, FIRST[2], "A4;6-6-2022;;;;Nieuw;;7,00")
    assert [number for number, _ in stored(store)] == ["A1", "A2", "A3", "A4"]


def test_a_booking_that_moves_to_another_year_is_in_one_year_only(store: Store) -> None:
    load(store, "A1;3-1-2022;2022;;;x;;10,00", "A2;4-1-2022;2022;;;y;;1,00")
    load(store, "A1;3-1-2022;2021;;;x;;10,00", "A2;4-1-2022;2022;;;y;;1,00")
    assert cut(position(store), Cut.YEAR) == {"2021": 10_00, "2022": 1_00}


def test_undoing_a_load_brings_back_what_counted_before(store: Store) -> None:
    load(store, *FIRST)
    second = load(store, FIRST[0], FIRST[1], "A3;5-5-2022;;;6200;Boeken;;9,25")
    store.write(lambda cursor: batches.withdraw(cursor, second))
    assert stored(store) == [("A1", 100_00), ("A2", 50_50), ("A3", 1_25)]


def test_two_ledgers_do_not_touch_one_another(store: Store) -> None:
    load(store, *FIRST)
    load(store, "A1;1-9-2021;;;;Ander;;5,00", books="Tweede")
    assert (position(store).spent, stored(store, "Tweede")) == (156_75, [("A1", 5_00)])


TWICE = ("B1;1-9-2021;;;;x;;10,00", "B1;1-9-2021;;;;x;;10,00", "B2;1-9-2021;;;;y;;1,00")


def test_a_number_that_comes_twice_is_asked_about_and_the_answer_is_remembered(store: Store) -> None:
    with pytest.raises(Refusal, match="meer dan eens"):
        load(store, *TWICE)
    load(store, *TWICE, answers={"B1": Repeat.ONCE})
    assert position(store).spent == 11_00
    with store.read() as cursor:
        found = previewed(cursor, export(*TWICE))
    assert (found.unanswered, found.has_changes) == ([], False)


def test_one_answer_may_stand_for_all_numbers(store: Store) -> None:
    load(store, *TWICE, answers={EVERY: Repeat.ALL})
    assert position(store).spent == 21_00


def test_lines_of_one_number_are_told_apart_where_the_ledger_has_them(store: Store) -> None:
    head = "Nummer;Regel;Boekdatum;Bedrag"
    load(store, "C1;1;1-9-2021;4,00", "C1;2;1-9-2021;6,00", head=head)
    assert position(store).spent == 10_00


def test_bookings_without_a_number_are_known_by_what_they_say(store: Store) -> None:
    alike = (";1-9-2021;;;;x;;10,00", ";1-9-2021;;;;x;;10,00", ";2-9-2021;;;;x;;10,00")
    load(store, *alike)
    with store.read() as cursor:
        found = previewed(cursor, export(*alike, ";3-9-2021;;;;x;;10,00"))
    assert (len(found.merged.same), len(found.merged.new)) == (3, 1)


def test_a_preview_that_somebody_overtook_is_not_kept(store: Store) -> None:
    with store.read() as cursor:
        found = previewed(cursor, export(*FIRST))
    load(store, FIRST[0])
    with pytest.raises(Refusal, match="door een ander gewijzigd"):
        ledger.commit(store, found, "Officer")


class TestPlacing:
    def test_is_remembered_for_cost_objects_and_texts_and_for_later_bookings(self, store: Store) -> None:
        load(store, *FIRST)
        assert position(store).unplaced == (3, 151_75)
        ledger.place(store, HERE, [Placement("zomer", cost_object="6100")], "Officer")
        load(store, *FIRST, "A4;6-6-2022;;;6100;Nieuw;;7,00")
        assert cut(position(store), Cut.MEASURE) == {"zomer": 157_50, "nog niet toegewezen": 1_25}

    def test_of_a_cost_object_goes_before_a_text_and_of_one_booking_before_all(self, store: Store) -> None:
        load(store, *FIRST)
        general = [
            Placement("plaats", cost_object="6100"),
            Placement("tekst", text="ZOMER"),
            Placement("b", text="boek"),
        ]
        ledger.place(store, HERE, general, "Officer")
        assert cut(position(store), Cut.MEASURE) == {"plaats": 150_50, "b": 1_25}
        ledger.place(store, HERE, [Placement("een", key="A2")], "Officer", BOOKS)
        assert cut(position(store), Cut.MEASURE) == {"plaats": 100_00, "een": 50_50, "b": 1_25}

    def test_again_replaces_it_and_both_are_in_the_history(self, store: Store) -> None:
        load(store, *FIRST)
        for measure in ("eerst", "later"):
            ledger.place(store, HERE, [Placement(measure, cost_object="6100")], measure.upper())
        assert cut(position(store), Cut.MEASURE) == {"later": 150_50, "nog niet toegewezen": 1_25}
        with store.read() as cursor:
            ever = kept.placement_history(cursor, HERE)
        assert [(one.content.measure, one.by, one.stamp.state.value) for one in ever] == [
            ("later", "LATER", "in gebruik"),
            ("eerst", "EERST", "vervangen"),
        ]

    def test_that_is_forgotten_leaves_the_bookings_without_a_place(self, store: Store) -> None:
        load(store, *FIRST)
        (number,) = ledger.place(store, HERE, [Placement("zomer", cost_object="6100")], "Officer")
        store.write(lambda cursor: kept.forget(cursor, number, "Officer"))
        assert position(store).unplaced == (3, 151_75)

    def test_needs_a_measure_or_a_kind_that_has_none(self) -> None:
        with pytest.raises(ValueError, match="names a measure"):
            Placement(kind=BookingKind.PROGRAMME, text="x")
        with pytest.raises(ValueError, match="of one booking"):
            Placement("m")

    def test_survives_a_change_of_the_booking(self, store: Store) -> None:
        load(store, *FIRST)
        ledger.place(store, HERE, [Placement("een", key="A3")], "Officer", BOOKS)
        load(store, FIRST[0], FIRST[1], "A3;5-5-2022;;;6200;Anders;;2,00")
        assert cut(position(store), Cut.MEASURE)["een"] == 2_00


class TestPreview:
    def test_counts_apart_what_is_before_and_after_and_not_of_the_grant(self, store: Store) -> None:
        ledger.place(store, HERE, [Placement(kind=BookingKind.OUTSIDE, text="gymzaal")], "Officer")
        with store.read() as cursor:
            found = previewed(
                cursor,
                export(
                    "A1;30-6-2021;;;;te vroeg;;1,00",
                    "A2;1-8-2025;;;;te laat;;2,00",
                    "A3;1-8-2022;;;;Gymzaal;;4,00",
                    "A4;1-8-2022;;;;goed;;8,00",
                ),
            )
        assert [(one.count, one.cents) for one in (found.before, found.after, found.outside)] == [
            *((1, 1_00), (1, 2_00), (1, 4_00)),
        ]
        assert len(found.notes) == 4, "those three, and that there is no financial year"

    def test_says_when_more_is_booked_than_granted(self, store: Store) -> None:
        grant = [GrantDecision(date(2021, 9, 30), 5_00)]
        store.write(lambda cursor: budget.keep_decisions(cursor, HERE, grant, "", None))
        with store.read() as cursor:
            found = previewed(cursor, export("A1;1-8-2022;2022;;;x;;8,00"))
        assert "3,00 meer geboekt" in found.notes[0]

    def test_moves_with_the_last_day_of_spending(self, store: Store) -> None:
        with store.read() as cursor:
            content = export("A1;1-8-2023;2023;;;x;;8,00")
            counts = [previewed(cursor, content, rules).after.count for rules in (Rules(), Rules(date(2023, 7, 31)))]
        assert counts == [0, 1]

    def test_keeps_nothing_of_a_file_that_is_held_back(self, store: Store) -> None:
        with store.read() as cursor:
            found = previewed(cursor, export(head="Iets;Anders"))
        with pytest.raises(Refusal, match="niet worden overgenomen"):
            ledger.commit(store, found, "Officer")


def some_bookings() -> st.SearchStrategy[list[Booking]]:
    one = st.builds(
        Booking,
        booked=st.dates(date(2021, 7, 1), date(2023, 7, 31)),
        cents=st.integers(-500, 500),
        number=st.sampled_from(["", "A", "B", "C"]),
        description=st.sampled_from(["x", "y"]),
    )
    return st.lists(one, max_size=8)


@given(some_bookings(), st.randoms(use_true_random=False))
def test_a_merge_with_itself_is_the_same_in_any_order(found: list[Booking], chance: random.Random) -> None:
    first = merge([], found).result(False)
    assert sorted(one.cents for one in first) == sorted(one.cents for one in found)
    assert len({one.key for one in first}) == len(first)
    again = merge(first, chance.sample(found, len(found)))
    assert (again.new, again.changed, again.vanished) == ((), (), ())
    other = merge([], chance.sample(found, len(found))).result(False)
    assert {(one.key, one.content) for one in other} == {(one.key, one.content) for one in first}


@given(some_bookings(), some_bookings())
def test_a_merge_loses_and_doubles_nothing(before: list[Booking], found: list[Booking]) -> None:
    former = merge([], before).result(False)
    merged = merge(former, found)
    assert len(merged.same) + len(merged.changed) + len(merged.new) == len(found)
    assert len(merged.same) + len(merged.changed) + len(merged.vanished) + len(merged.elsewhere) == len(former)
    dropped = merged.result(True)
    assert sum(one.cents for one in dropped) == sum(one.cents for one in (*found, *merged.elsewhere))


@examples(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some_bookings().filter(bool))
def test_loading_twice_changes_nothing(found: list[Booking]) -> None:
    lines = [
        f"{one.number};{one.booked:%d-%m-%Y};;;;{one.description};;{one.cents // 100},{one.cents % 100:02}"
        for one in found
        if one.cents >= 0
    ]
    if not lines:
        return
    with empty_store() as store:
        load(store, *lines, answers={EVERY: Repeat.ALL})
        before = position(store)
        with pytest.raises(Refusal):
            load(store, *lines)
        assert position(store) == before
        assert before.spent == sum(one.cents for one in found if one.cents >= 0)
