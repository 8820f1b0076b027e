"""Numbers, dates and lists as a Dutch reader expects them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.catalogue import UNITS
from model.dutch import NO_VALUE, day, few, listing, moment, number, quantity


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, 1, "1.234,5"),
        (1234567, 0, "1.234.567"),
        (0, 0, "0"),
        (12.3, 1, "12,3"),
        (12.0, 1, "12,0"),
        (2.5, 0, "3"),
        (3.5, 0, "4"),
        (0.05, 1, "0,1"),
        (1.005, 2, "1,01"),
        (-2.5, 0, "-3"),
        (-1234.5, 1, "-1.234,5"),
        (-0.4, 0, "0"),
        (-0.04, 1, "0,0"),
        (-0.0, 0, "0"),
        (999.995, 2, "1.000,00"),
        (None, 1, NO_VALUE),
        (float("nan"), 1, NO_VALUE),
        (float("inf"), 1, NO_VALUE),
    ],
)
def test_a_number(value: float | None, decimals: int, text: str) -> None:
    assert number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (12.34, "%", 1, "12,3%"),
        (24.3, "x 1.000 euro", 1, "€\N{NO-BREAK SPACE}24.300"),
        (312, "x 1.000 euro", 0, "€\N{NO-BREAK SPACE}312.000"),
        (-1.2, "x 1.000 euro", 1, "€\N{NO-BREAK SPACE}-1.200"),
        (3.14, "km", 1, "3,1 km"),
        (41, "per 1.000", 0, "41 per 1.000"),
        (24868, "aantal", 0, "24.868"),
        (2, "klasse", 0, "2"),
        (None, "%", 1, NO_VALUE),
        (None, "x 1.000 euro", 1, NO_VALUE),
        (float("nan"), "km", 1, NO_VALUE),
    ],
)
def test_a_quantity(value: float | None, unit: str, decimals: int, text: str) -> None:
    assert quantity(value, unit, decimals) == text


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_number_read_back_is_the_number_that_was_rounded(value: float, decimals: int) -> None:
    text = number(value, decimals)
    assert abs(float(text.replace(".", "").replace(",", ".")) - value) <= 0.5 * 10**-decimals * 1.000001
    assert not text.startswith("-0") or float(text.replace(".", "").replace(",", ".")) < 0


@given(st.none() | st.just(float("nan")) | st.floats(-1e12, 1e12), st.sampled_from(UNITS), st.integers(0, 3))
def test_every_unit_can_be_written(value: float | None, unit: str, decimals: int) -> None:
    assert quantity(value, unit, decimals)


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0, 0, "0"),
        (None, 0, "0"),
        (1, 1, "minder dan 5"),
        (4, 4, "minder dan 5"),
        (0, 4, "minder dan 5"),
        (None, 4, "minder dan 5"),
        (1, 3, "minder dan 5"),
        (5, 5, "5"),
        (1234, 1234, "1.234"),
        (0, 9, "hoogstens 9"),
        (4, 5, "hoogstens 5"),
        (None, 12, "hoogstens 12"),
        (120, 124, "120 tot 124"),
        (95, None, "minstens 95"),
        (3, None, NO_VALUE),
        (None, None, NO_VALUE),
        (float("nan"), float("nan"), NO_VALUE),
    ],
)
def test_a_number_of_children(low: float | None, high: float | None, text: str) -> None:
    assert few(low, high, 5) == text


@given(st.integers(0, 40), st.integers(0, 40), st.integers(5, 12))
def test_a_number_of_children_under_the_threshold_is_never_said(low: int, more: int, smallest: int) -> None:
    said = [int(word) for word in few(low, low + more, smallest).removeprefix("minder dan ").split() if word.isdigit()]
    assert all(count == 0 or count >= smallest for count in said)


def test_a_day() -> None:
    assert day(date(2021, 10, 1)) == "1 oktober 2021"
    assert day(datetime(2022, 1, 31, 12, tzinfo=UTC)) == "31 januari 2022"
    assert day(None) == NO_VALUE


def test_a_list_of_words() -> None:
    assert [listing(["A", "B", "C"][:count]) for count in range(4)] == ["", "A", "A en B", "A, B en C"]


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2021, 12, 1, 23, 30, tzinfo=UTC), "2 december 2021, 00:30"),
        (datetime(2022, 7, 1, 22, 5, tzinfo=UTC), "2 juli 2022, 00:05"),
    ],
)
def test_a_moment_is_told_as_the_clock_in_the_netherlands_said_it(at: datetime, told: str) -> None:
    assert moment(at) == told
