"""The money as of a day: golden ledgers by hand, and sums that hold whatever the bookings are."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from duckdb import DuckDBPyConnection as Cursor
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from analysis import budget as analysed
from analysis import budget_bookings, sisa
from analysis.budget import AFTER, BEFORE, OUTSIDE, Cut, Position, burn
from analysis.budget_forecast import attention, forecast, outcome, whole_months
from analysis.budget_pace import against_plan, cumulative, pace
from analysis.budget_schools import schools_money
from intake import ledger
from intake.ledger_merge import EVERY, Repeat
from model.booking import BookingKind, Commitment, GrantDecision, Note, Payment, Placement, PlanLine
from model.grant import RUN_UP, Rules, payment_terms
from model.measure import Funding, Measure, Purpose, Stream, TargetGroup
from model.photo import PhotoKind
from store import Store, budget, measures, photos
from tests import worlds
from tests.ledgers import HERE, cut, empty_store, load, position

ROOT = Path(__file__).resolve().parents[2]
ENDS_2023 = Rules(date(2023, 7, 31))
DAYS = (
    "A1;15-7-2021;2021;;;in juli 2021;;1,00",
    "A2;31-12-2021;2021;;;op oudjaar;;2,00",
    "A3;1-1-2022;2022;;;op nieuwjaar;;4,00",
    "A4;31-7-2022;2022;;;laatste dag van het schooljaar;;8,00",
    "A5;1-8-2022;2022;;;eerste dag van het schooljaar;;16,00",
    "A6;9-1-2022;2021;2021-12;;factuur van januari voor december;;32,00",
    "A7;20-9-2022;2022;2022-06;;factuur na de zomer voor juni;;64,00",
    "A8;3-2-2023;2023;2021-11;;correctie over 2021;;-0,50",
)


@pytest.fixture
def store() -> Iterator[Store]:
    with empty_store() as found:
        yield found


def enter(
    store: Store,
    grant: int = 0,
    plan: dict[str, list[tuple[date, int]]] | None = None,
    payments: list[Payment] | None = None,
    commitments: list[Commitment] | None = None,
) -> None:
    """What an officer enters beside the ledger."""

    def change(cursor: Cursor) -> None:
        if grant:
            budget.keep_decisions(cursor, HERE, [GrantDecision(date(2021, 9, 30), grant)], "", None)
        for id, lines in (plan or {}).items():
            budget.keep_plan(cursor, HERE, id, [PlanLine(id, *line) for line in lines], "", None)
        budget.keep_payments(cursor, HERE, payments or [], "", None)
        budget.keep_commitments(cursor, HERE, commitments or [], "", None)

    store.write(change)


def register(store: Store, *found: Measure) -> None:
    store.write(lambda cursor: [measures.keep(cursor, HERE, one, "", None) for one in found])


def row(frame: pd.DataFrame, day: date) -> dict[str, object]:
    return dict(frame.loc[frame["day"] == day].iloc[0])


def of_year(frame: pd.DataFrame, year: int, name: str) -> int:
    (cents,) = frame.loc[frame["year"] == year, name].tolist()
    return int(cents)


class TestPeriods:
    def test_the_period_of_performance_decides_the_school_year_else_the_booking_date(self, store: Store) -> None:
        load(store, *DAYS)
        expected = {RUN_UP: 1_00, "2021/2022": 2_00 + 4_00 + 8_00 + 32_00 + 64_00 - 50, "2022/2023": 16_00}
        assert cut(position(store), Cut.SCHOOL_YEAR) == expected

    def test_the_financial_year_decides_the_calendar_year_else_the_booking_date(self, store: Store) -> None:
        load(store, *DAYS)
        expected = {"2021": 1_00 + 2_00 + 32_00, "2022": 4_00 + 8_00 + 16_00 + 64_00, "2023": -50}
        assert cut(position(store), Cut.YEAR) == expected

    def test_it_is_counted_of_how_many_only_the_booking_date_decided(self, store: Store) -> None:
        load(store, "A1;9-1-2022;;;;zonder boekjaar;;5,00", "A2;9-1-2022;2021;;;met;;1,00")
        frame = sisa.years(position(store)).frame
        assert list(zip(frame["year"], frame["from_booking_date"], frame["from_booking_date_cents"], strict=True)) == [
            *((2021, 0, 0), (2022, 1, 5_00)),
        ]

    def test_a_performance_over_two_school_years_is_of_the_one_with_its_middle(self, store: Store) -> None:
        load(
            store,
            "A1;1-9-2022;2022;1-6-2022 t/m 30-8-2022;;x;;1,00",
            "A2;1-9-2022;2022;1-7-2022 t/m 30-9-2022;;y;;2,00",
        )
        assert cut(position(store), Cut.SCHOOL_YEAR) == {"2021/2022": 1_00, "2022/2023": 2_00}

    def test_what_is_before_or_after_the_days_of_spending_is_counted_apart(self, store: Store) -> None:
        load(
            store,
            "A1;30-6-2021;;;;x;;1,00",
            "A2;1-7-2021;;;;y;;2,00",
            "A3;31-7-2023;;;;z;;4,00",
            "A4;1-8-2023;;;;w;;8,00",
        )
        found = position(store, rules=ENDS_2023)
        assert (found.spent, found.apart(BEFORE), found.apart(AFTER)) == (6_00, (1, 1_00), (1, 8_00))
        assert position(store).spent == 14_00, "until 31 July 2025 it may still be spent"

    def test_later_bookings_are_not_there(self, store: Store) -> None:
        load(store, *DAYS)
        assert position(store, date(2021, 12, 31)).spent == 3_00
        assert position(store, date(2021, 12, 30)).spent == 1_00


class TestCuts:
    def test_measures_bring_their_purpose_target_groups_and_kind(self, store: Store) -> None:
        register(
            store,
            Measure(
                "zomer",
                "Zomerschool",
                purpose=Purpose.DELAYS,
                target_groups=(TargetGroup.PRIMARY, TargetGroup.SECONDARY),
            ),
            Measure("zaal", "Zaal", purpose=Purpose.RENT),
            Measure("staf", "Coördinator", purpose=Purpose.STAFF),
        )
        load(store, "1;1-9-2021;;;a;;;1,00", "2;1-9-2021;;;b;;;2,00", "3;1-9-2021;;;c;;;4,00", "4;1-9-2021;;;d;;;8,00")
        pairs = (("zomer", "a"), ("zaal", "b"), ("staf", "c"))
        ledger.place(store, HERE, [Placement(id, cost_object=code) for id, code in pairs], "")
        found = position(store)
        assert cut(found, Cut.KIND) == {
            "ambtelijke capaciteit": 4_00,
            "extra huur": 2_00,
            "programma": 1_00,
            "nog niet toegewezen": 8_00,
        }
        assert cut(found, Cut.GROUP) == {"geen doelgroep": 6_00, "po en vo": 1_00, "nog niet toegewezen": 8_00}
        assert cut(found, Cut.PURPOSE)[Purpose.DELAYS.value] == 1_00
        assert list(burn(found, Cut.MEASURE).frame["label"]) == [
            "Coördinator",
            "Zaal",
            "Zomerschool",
            "nog niet toegewezen",
        ]
        assert int(burn(found, Cut.KIND, {Cut.MEASURE: "zaal"}).frame["cents"].sum()) == 2_00

    def test_a_measure_that_was_removed_keeps_its_name(self, store: Store) -> None:
        register(store, Measure("weg", "Gestopt project"))
        load(store, "1;1-9-2021;;;a;;;1,00")
        ledger.place(store, HERE, [Placement("weg", cost_object="a")], "")
        with store.read() as cursor:
            (one,) = measures.measures(cursor, HERE)
        store.write(lambda cursor: measures.remove(cursor, HERE, "weg", "", one.batch_id))
        assert list(burn(position(store), Cut.MEASURE).frame["label"]) == ["Gestopt project"]

    def test_what_is_not_of_this_grant_is_in_no_total(self, store: Store) -> None:
        load(store, "1;1-9-2021;;;a;;;1,00", "2;1-9-2021;;;b;;;2,00")
        ledger.place(store, HERE, [Placement(kind=BookingKind.OUTSIDE, cost_object="b")], "")
        found = position(store)
        assert (found.spent, found.apart(OUTSIDE)) == (1_00, (1, 2_00))

    def test_vat_is_spent_only_where_it_burdens_the_grant(self, store: Store) -> None:
        load(store, "1-9-2021;100,00;21,00", head="Boekdatum;Bedrag;BTW")
        spent = [position(store, rules=Rules(vat_burdens=burdens)).spent for burdens in (False, True)]
        assert spent == [100_00, 121_00]


class TestTime:
    def test_the_first_months_are_prefinanced_until_the_arrears_come(self, store: Store) -> None:
        load(store, "1;10-9-2021;;;;x;;300,00", "2;10-1-2022;;;;y;;100,00")
        enter(store, 2_400_00, payments=[Payment(day, cents, day) for day, cents in payment_terms(2_400_00)])
        frame = cumulative(position(store, date(2022, 1, 31))).frame
        november, december = row(frame, date(2021, 11, 30)), row(frame, date(2021, 12, 31))
        assert (november["spent_cents"], november["received_cents"], november["prefinanced_cents"]) == (
            300_00,
            0,
            300_00,
        )
        assert (december["received_cents"], december["in_hand_cents"]) == (500_00, 200_00)
        assert len(frame) == 49
        assert frame["spent_cents"].isna().sum() == 42, "of what is still to come nothing is known"

    def test_a_payment_counts_for_what_and_when_it_came_in(self, store: Store) -> None:
        late = [Payment(date(2021, 12, 31), 500_00, date(2022, 1, 5), 400_00), Payment(date(2022, 1, 31), 100_00)]
        enter(store, 2_400_00, payments=late)
        received = [position(store, day).received for day in (date(2022, 1, 4), date(2022, 1, 5))]
        assert received == [0, 400_00]

    def test_promises_are_committed_until_they_are_released(self, store: Store) -> None:
        enter(store, commitments=[Commitment(date(2022, 1, 1), 5_00, released_on=date(2022, 3, 1))])
        days = (date(2021, 12, 31), date(2022, 1, 1), date(2022, 3, 1))
        assert [position(store, day).committed for day in days] == [0, 5_00, 0]

    def test_the_even_pace_goes_to_the_last_day(self, store: Store) -> None:
        enter(store, 25_00)
        frame = cumulative(position(store, date(2021, 8, 31), ENDS_2023)).frame
        assert list(frame["even_cents"].iloc[[0, 1, 24]]) == [1_00, 2_00, 25_00]

    def test_the_pace_that_is_needed_spends_what_is_left(self, store: Store) -> None:
        load(store, "1;10-9-2021;;;;x;;6,00")
        enter(store, 25_00)
        found = pace(position(store, date(2021, 12, 31), ENDS_2023))
        assert (found.left, found.so_far, found.needed, found.weeks_to_go) == (19_00, 1_00, 1_00, 82)
        assert pace(position(store, date(2024, 1, 1), ENDS_2023)).needed is None

    def test_a_measure_is_held_to_its_plan_until_the_day(self, store: Store) -> None:
        register(store, Measure("a", "Achter", funding=(Funding(Stream.NPO, 20_00), Funding(Stream.OWN, 5_00))))
        load(store, "1;10-9-2021;;;k;x;;4,00")
        ledger.place(store, HERE, [Placement("a", cost_object="k")], "")
        enter(store, plan={"a": [(date(2021, 9, 1), 6_00), (date(2021, 11, 1), 6_00)]})
        (one,) = against_plan(position(store, date(2021, 11, 15))).frame.to_dict("records")
        assert (one["budget_cents"], one["planned_cents"], one["planned_to_date_cents"]) == (20_00, 12_00, 9_00)
        assert (one["difference_cents"], one["state"]) == (-5_00, "achter")


class TestForecast:
    def fill(self, store: Store, count: int, cents: int = 1_00) -> None:
        months = [(2021 + (6 + place) // 12, (6 + place) % 12 + 1) for place in range(count)]
        load(
            store, *(f"{place};5-{month}-{year};;;;x;;{cents // 100},00" for place, (year, month) in enumerate(months))
        )

    def test_two_lines_by_hand(self, store: Store) -> None:
        self.fill(store, 3, 2_00)
        plan = {"m": [(date(2021, 9, 1), 50_00), (date(2021, 10, 1), 3_00), (date(2023, 7, 1), 4_00)]}
        promised = [
            Commitment(date(2021, 9, 1), 9_00, "m"),
            Commitment(date(2021, 9, 1), 1_00, "", "los", date(2022, 1, 9)),
        ]
        enter(store, 60_00, plan, commitments=promised)
        found = position(store, date(2021, 9, 30), ENDS_2023)
        frame = forecast(found).frame
        assert list(frame["pace_cents"].iloc[[0, 1, 22]]) == [6_00, 8_00, 50_00]
        assert int(frame["plan_cents"].iloc[-1]) == 6_00 + 3_00 + 4_00 + 2_00 + 1_00, (
            "7 planned, 2 promised beyond it, 1 loose"
        )
        ends = outcome(found)
        assert (ends.if_plan, ends.if_pace, ends.low, ends.word) == (44_00, 10_00, None, "terug te betalen")

    def test_has_a_spread_from_twelve_booked_months_on(self, store: Store) -> None:
        self.fill(store, 12)
        eleven, twelve = (position(store, day) for day in (date(2022, 5, 31), date(2022, 6, 30)))
        assert forecast(eleven).frame["low_cents"].isna().all()
        frame = forecast(twelve).frame
        assert (frame["low_cents"] == frame["high_cents"]).all(), "every month was the same, so nothing spreads"
        assert (frame["low_cents"] == frame["pace_cents"]).all()

    def test_draws_the_same_spread_each_time_around_the_pace(self, store: Store) -> None:
        load(store, *(f"{place};5-{place % 12 + 1}-2022;;;;x;;{place * 3 + 3},00" for place in range(12)))
        found = position(store, date(2022, 12, 31))
        first, again = forecast(found).frame, forecast(found).frame
        pd.testing.assert_frame_equal(first, again)
        last = first.iloc[-1]
        assert last["low_cents"] < last["pace_cents"] < last["high_cents"]

    def test_knows_only_months_that_are_over(self, store: Store) -> None:
        self.fill(store, 3)
        assert whole_months(position(store, date(2021, 9, 29))) == [1_00, 1_00]

    def test_ends_on_the_last_day(self, store: Store) -> None:
        self.fill(store, 3)
        enter(store, 10_00)
        found = position(store, date(2023, 7, 31), ENDS_2023)
        assert forecast(found).frame.empty
        assert outcome(found).if_plan == 7_00

    def test_what_remains_is_a_sentence_with_the_measures_that_lag(self, store: Store) -> None:
        register(store, *(Measure(id, f"Maatregel {id}") for id in ("a", "b")))
        self.fill(store, 2)
        enter(store, 1_000_00, {id: [(date(2021, 8, 1), 100_00)] for id in ("a", "b")})
        first = attention(position(store, date(2021, 9, 30)))[0]
        behind = "twee maatregelen lopen achter: Maatregel a en Maatregel b."
        assert first.text == f"€\N{NO-BREAK SPACE}998 blijft naar verwachting liggen; {behind}"
        assert (first.cents, first.measures) == (998_00, ("a", "b"))


def said(found: Position) -> str:
    return " ".join(one.text for one in attention(found))


class TestAttention:
    def test_names_what_has_no_place_is_apart_or_late(self, store: Store) -> None:
        load(store, "1;1-9-2021;;;;x;;1,00", "2;1-6-2021;;;;y;;2,00")
        enter(store, 10_00, payments=[Payment(date(2021, 12, 31), 5_00)])
        text = said(position(store, date(2022, 2, 1)))
        for words in ("1 boeking is nog niet toegewezen", "van voor 1 juli 2021", "1 betaling is nog niet ontvangen"):
            assert words in text

    def test_warns_beyond_the_grant_and_beyond_a_limit_that_was_set(self, store: Store) -> None:
        load(store, "1;1-9-2021;;;;x;huur;20,00")
        enter(store, 10_00)
        assert "meer geboekt dan er is toegekend" in said(position(store))
        assert "de grens die u hebt ingesteld" in said(position(store, rules=Rules(rent_limit_cents=5_00)))
        assert "grens" not in said(position(store))

    def test_says_after_the_last_day_what_must_be_paid_back(self, store: Store) -> None:
        enter(store, 10_00)
        assert "terug te betalen" in said(position(store, date(2023, 7, 31), ENDS_2023))
        assert "terug te betalen" not in said(position(store, date(2023, 7, 31)))


class TestSisa:
    def test_has_rent_staff_and_other_gemeenten_apart_in_one_total(self, store: Store) -> None:
        load(
            store,
            "1;1-9-2022;2022;;;a;programma;1,00",
            "2;1-9-2022;2022;;;b;huur;2,00",
            "3;1-9-2022;2022;;;c;ambtelijke capaciteit;4,00",
            "4;1-9-2022;2022;;;d;naar andere gemeente;8,00",
            "5;1-9-2022;2022;;;e;van andere gemeente;-16,00",
            "6;1-9-2022;2022;;;f;;32,00",
            "7;1-6-2021;2021;;;g;programma;64,00",
        )
        found = position(store)
        frame = sisa.years(found).frame
        names = ("programme", "rent", "staff", "to_other", "from_other", "unplaced", "total")
        assert [of_year(frame, 2022, f"{name}_cents") for name in names] == [
            *(1_00, 2_00, 4_00, 8_00, -16_00, 32_00),
            31_00,
        ]
        assert (of_year(frame, 2021, "total_cents"), of_year(frame, 2021, "before_cents")) == (0, 64_00)
        with store.read() as cursor:
            listed = budget_bookings.bookings(cursor, HERE, Rules(), date(2025, 12, 31))
            rent = budget_bookings.bookings(cursor, HERE, Rules(), date(2025, 12, 31), year=2022, kind="extra huur")
        assert all(check.holds for check in sisa.checks(found, listed))
        assert list(rent.frame["cents"]) == [2_00]

    def test_a_check_fails_when_a_booking_is_left_out(self, store: Store) -> None:
        load(store, *DAYS)
        found = position(store)
        with store.read() as cursor:
            some = budget_bookings.bookings(cursor, HERE, Rules(), date(2025, 12, 31), most=7)
        assert [check.holds for check in sisa.checks(found, some)] == [True, True, False, False]

    def test_a_closed_year_that_changes_afterwards_is_reported(self, store: Store) -> None:
        load(store, *DAYS)
        closed = sisa.closing(position(store, date(2022, 7, 15)), 2021)
        store.write(lambda cursor: budget.close_year(cursor, HERE, closed, "Officer", None))
        frame = sisa.years(position(store)).frame
        assert (of_year(frame, 2021, "closed_cents"), of_year(frame, 2021, "changed_cents")) == (35_00, 0)
        load(store, *DAYS, "A9;1-3-2023;2021;;;te laat;;7,00")
        changed = position(store)
        assert of_year(sisa.years(changed).frame, 2021, "changed_cents") == 7_00
        assert "jaarrekening van 2021" in said(changed)

    def test_the_unplaced_are_listed_alike_together(self, store: Store) -> None:
        load(store, "1;1-9-2021;;;a;x;;1,00", "2;1-9-2022;;;a;x;;2,00", "3;1-9-2022;;;b;y;;9,00")
        with store.read() as cursor:
            frame = budget_bookings.unplaced(cursor, HERE, Rules(), date(2025, 1, 1)).frame
        assert list(zip(frame["description"], frame["bookings"], frame["cents"], strict=True)) == [
            *(("y", 1, 9_00), ("x", 2, 3_00)),
        ]


def test_schools_got_at_least_700_and_500_euros_a_pupil() -> None:
    sites: dict[str, float | tuple[float, float]] = {"99AA00": 100.0, "99AB00": (0.0, 4.0)}
    with worlds.world(worlds.schools(HERE, list(sites), "2021"), worlds.pupils(HERE, sites, "2021")) as cursor:
        found = schools_money(cursor, HERE)
        assert schools_money(cursor, "GM0001") is None
    assert found is not None
    assert (found.pupils, found.by_year, found.cents) == (
        100,
        (("2021/2022", 70_000_00), ("2022/2023", 50_000_00)),
        120_000_00,
    )


def test_notes_stand_on_the_time_line(store: Store) -> None:
    store.write(lambda cursor: budget.keep_notes(cursor, HERE, [Note(date(2021, 12, 16), "Raad")], "", None))
    assert position(store).notes == (Note(date(2021, 12, 16), "Raad"),)


def test_a_position_is_computed_once_until_data_day_setting_or_photo_differ(store: Store) -> None:
    load(store, *DAYS)
    found = position(store)
    assert position(store) is found

    def taken(cursor: Cursor) -> int:
        return photos.make(cursor, PhotoKind.BETWEEN, "Voor de notitie", date(2023, 12, 31))

    photo = store.write(taken)
    store.write(lambda cursor: budget.keep_notes(cursor, HERE, [Note(date(2021, 12, 16), "Raad")], "", None))
    assert position(store).notes and position(store).spent == found.spent
    ledger.place(store, HERE, [Placement("", BookingKind.OUTSIDE, text="nieuwjaar")], "Officer")
    assert position(store).spent == found.spent - 4_00
    assert position(store, rules=ENDS_2023).rules is ENDS_2023
    assert position(store, date(2021, 12, 31)).spent < found.spent
    with store.read(photo) as cursor:
        before = analysed.position(cursor, HERE, Rules(), date(2025, 12, 31))
    assert (before.spent, before.notes) == (found.spent, ())
    with empty_store() as other:
        assert position(other).spent == 0


Line = tuple[date, int, str, str, str, str, bool]
LINES = st.lists(
    st.tuples(
        st.dates(date(2021, 6, 1), date(2023, 9, 30)),
        st.integers(0, 10_000),
        st.sampled_from(["", "2021", "2022", "2023"]),
        st.sampled_from(["", "2021-12", "2022-08", "2021/2022"]),
        st.sampled_from(["", "a", "b"]),
        st.sampled_from(["", "huur", "programma", "naar andere gemeente"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=10,
)


def lines_of(drawn: list[Line]) -> list[str]:
    return [
        f"N{place};{day:%d-%m-%Y};{year};{span};{code};tekst;{kind};{cents // 100},{cents % 100:02}{'-' * is_back}"
        for place, (day, cents, year, span, code, kind, is_back) in enumerate(drawn)
    ]


def totals(lines: list[str]) -> tuple[int, list[dict[str, int]], int]:
    """What is spent, each cut, and everything that is booked."""
    with empty_store() as store:
        load(store, *lines, answers={EVERY: Repeat.ALL})
        ledger.place(store, HERE, [Placement("m", cost_object="a")], "")
        found = position(store)
        return found.spent, [cut(found, by) for by in Cut], sum(one.cents for one in found.parts)


@examples(max_examples=6)
@given(LINES, st.randoms(use_true_random=False))
def test_every_cut_has_the_same_total_in_any_order_and_however_a_booking_is_split(
    drawn: list[Line], chance: Random
) -> None:
    lines = lines_of(drawn)
    spent, cuts, booked = totals(lines)
    assert {sum(one.values()) for one in cuts} == {spent}
    assert booked == sum(-cents if is_back else cents for _, cents, *_, is_back in drawn)
    shuffled = chance.sample(lines, len(lines))
    assert totals(shuffled) == (spent, cuts, booked)
    first = drawn[0]
    halves = [first[1] // 2, first[1] - first[1] // 2]
    split = [(first[0], half, *first[2:]) for half in halves]
    assert totals(lines_of([*split, *drawn[1:]])) == (spent, cuts, booked)


def test_money_is_whole_cents_in_every_frame(store: Store) -> None:
    load(store, *DAYS)
    enter(store, 60_00, {"m": [(date(2021, 9, 1), 3_33)]}, [Payment(date(2021, 12, 31), 5_01)], [])
    found = position(store, date(2022, 6, 30))
    with store.read() as cursor:
        listed = budget_bookings.bookings(cursor, HERE, Rules(), date(2025, 1, 1)).frame
        loose = budget_bookings.unplaced(cursor, HERE, Rules(), date(2025, 1, 1)).frame
    frames = [burn(found, by).frame for by in Cut]
    frames += [cumulative(found).frame, against_plan(found).frame, forecast(found).frame, sisa.years(found).frame]
    for frame in (*frames, listed, loose):
        money = [name for name in frame if str(name).endswith("cents")]
        assert money
        assert {str(frame[name].dtype).lower() for name in money} == {"int64"}


MONEY = sorted(
    [*ROOT.glob("analysis/budget*.py"), ROOT / "analysis/sisa.py", ROOT / "intake/ledger.py"]
    + [ROOT / "store" / name for name in ("budget.py", "ledger.py", "placing.py")]
)


@pytest.mark.parametrize("path", MONEY, ids=lambda path: path.name)
def test_no_question_divides_or_averages_money(path: Path) -> None:
    texts = [node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)]
    asked = [text for text in texts if isinstance(text, str) and re.search(r"\bselect\b", text)]
    assert [text for text in asked if re.search(r"\bavg\(|\bmean\(|::(?:double|float|real)|(?<!/)/(?!/)", text)] == []
