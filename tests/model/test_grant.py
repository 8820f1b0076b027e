"""The rules of the grant, worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.grant import RUN_UP, Rules, even_pace, in_months, payment_terms, rest_word, school_year
from model.money import euros
from settings import Settings, read_settings


def test_the_first_payment_is_of_december_2021_with_five_terms_and_the_last_of_july_2023() -> None:
    terms = payment_terms(2_400_000_00)
    assert terms[0] == (date(2021, 12, 31), 500_000_00)
    assert terms[1] == (date(2022, 1, 31), 100_000_00)
    assert terms[-1] == (date(2023, 7, 31), 100_000_00)
    assert len(terms) == 20


def test_per_calendar_year_the_payments_are_5_12_and_7_of_24() -> None:
    by_year = dict.fromkeys((2021, 2022, 2023), 0)
    for day, cents in payment_terms(24_00):
        by_year[day.year] += cents
    assert by_year == {2021: 5_00, 2022: 12_00, 2023: 7_00}


@given(st.integers(0, 10**12))
def test_the_terms_are_the_grant_to_the_cent(cents: int) -> None:
    assert sum(term for _, term in payment_terms(cents)) == cents


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2021, 6, 30), "2020/2021"),
        (date(2021, 7, 1), RUN_UP),
        (date(2021, 7, 31), RUN_UP),
        (date(2021, 8, 1), "2021/2022"),
        (date(2022, 7, 31), "2021/2022"),
        (date(2022, 8, 1), "2022/2023"),
    ],
)
def test_a_school_year_begins_on_1_august_and_july_2021_is_the_run_up(day: date, expected: str) -> None:
    assert school_year(day) == expected


def test_the_rest_on_31_july_2023_is_spent_later_or_paid_back_by_the_last_day() -> None:
    assert rest_word(date(2025, 7, 31)) == "later te besteden"
    assert rest_word(date(2023, 7, 31)) == "terug te betalen"


def test_an_even_pace_has_a_cent_a_month_over_49_months_and_then_stands_still() -> None:
    last = date(2025, 7, 31)
    assert in_months(date(2021, 7, 1), last) == 49
    assert [even_pace(49, day, last) for day in (date(2021, 6, 30), date(2021, 7, 31), last, date(2026, 1, 1))] == [
        *(0, 1),
        *(49, 49),
    ]


def test_a_broken_month_counts_for_its_days() -> None:
    assert in_months(date(2022, 2, 1), date(2022, 3, 15)) == 1 + Fraction(15, 31)


def test_the_settings_move_the_rules() -> None:
    rules = Rules.of(
        read_settings(
            {
                "STARTFOTO_LAST_SPENDING_DAY": "2023-07-31",
                "STARTFOTO_RENT_LIMIT_EUR": "1000",
                "STARTFOTO_SISA_LABELS": "rent=D14/09",
            }
        )
    )
    assert (rules.last_day, rules.rent_limit_cents, rules.staff_limit_cents) == (date(2023, 7, 31), 1000_00, None)
    assert (rules.labels["rent"], rules.labels["staff"]) == ("D14/09", "D14/03")
    assert Rules.of(Settings()) == Rules()


@pytest.mark.parametrize(
    ("cents", "whole", "exact"),
    [(180_000_00, "180.000", "180.000,00"), (-1_50, "-2", "-1,50"), (-40, "0", "-0,40"), (0, "0", "0,00")],
)
def test_amounts_are_written_as_dutch_readers_do(cents: int, whole: str, exact: str) -> None:
    assert euros(cents) == f"€\N{NO-BREAK SPACE}{whole}"
    assert euros(cents, True) == f"€\N{NO-BREAK SPACE}{exact}"
