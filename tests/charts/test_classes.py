"""Classes are few, visible, and each shown value lies in exactly one of them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from charts.classes import Breaks, breaks, shown
from model import dutch
from model.choices import Classes


def array(*values: float) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


def classes(values: NDArray[np.float64], method: Classes = Classes.QUANTILES, decimals: int = 0) -> Breaks:
    found = breaks(values, method, decimals)
    assert found is not None
    return found


def test_quantiles_put_as_many_areas_in_each_class() -> None:
    values = array(1, 2, 3, 4, 10, 20, 30, 40, 50, 100)
    found = classes(values)
    assert np.bincount(found.class_of(values)).tolist() == [2, 2, 2, 2, 2]
    assert found.labels("") == ["1 – 2", "3 – 7", "8 – 23", "24 – 41", "42 – 100"]


def test_equal_steps_divide_the_range() -> None:
    values = array(0, 1, 2, 3, 100)
    found = classes(values, Classes.EQUAL_STEPS)
    assert found.labels("") == ["0 – 19", "20 – 39", "40 – 59", "60 – 79", "80 – 100"]
    assert found.class_of(values).tolist() == [0, 0, 0, 0, 4]


def test_a_value_on_an_edge_belongs_to_the_higher_class() -> None:
    found = classes(array(0, 20, 40, 60, 100), Classes.EQUAL_STEPS)
    assert found.class_of(array(19, 20, 40)).tolist() == [0, 1, 2]


def test_a_value_is_classed_as_it_is_shown() -> None:
    found = classes(array(0.0, 9.96, 10.0, 20.0), Classes.QUANTILES, 1)
    assert found.ranges == [(0.0, 9.9), (10.0, 19.9), (20.0, 20.0)]
    assert found.class_of(array(9.94, 9.95, 9.96)).tolist() == [0, 1, 1], "9,9 and twice 10,0"


@pytest.mark.parametrize("method", Classes)
def test_few_different_values_make_few_classes(method: Classes) -> None:
    assert classes(array(3, 3, 3), method).labels("%") == ["3%"]
    assert classes(array(3, 3, 8), method).class_of(array(3, 3, 8)).tolist() == [0, 0, 1]
    assert len(classes(array(1, 2, 3), method).labels("%")) <= 3
    assert classes(array(7), method).labels("%") == ["7%"]


def test_without_values_there_are_no_classes() -> None:
    assert breaks(array(), Classes.QUANTILES, 1) is None


def test_many_equal_values_do_not_make_empty_classes() -> None:
    values = array(*[0] * 50, *range(1, 51))
    found = classes(values)
    assert found.labels("") == ["0", "1 – 10", "11 – 30", "31 – 50"]
    assert np.bincount(found.class_of(values)).tolist() == [50, 10, 20, 20]
    assert classes(array(*[0] * 90, *range(1, 11))).labels("") == ["0", "1 – 10"]


def test_negative_values_are_classed_too() -> None:
    found = classes(array(-10, -5, 0, 5, 10), Classes.EQUAL_STEPS)
    assert found.labels("%") == ["-10 – -7%", "-6 – -3%", "-2 – 1%", "2 – 5%", "6 – 10%"]


def test_labels_are_dutch_and_in_the_unit_of_the_indicator() -> None:
    found = Breaks((1.5, 2.5), 3.0, 1)
    assert found.labels("%") == ["1,5 – 2,4%", "2,5 – 3,0%"]
    assert found.labels("km") == ["1,5 – 2,4 km", "2,5 – 3,0 km"]
    assert Breaks((18.1, 22.0), 34.9, 1).labels("x 1.000 euro") == [
        "€\N{NO-BREAK SPACE}18.100 – 21.900",
        "€\N{NO-BREAK SPACE}22.000 – 34.900",
    ]
    assert Breaks((12.0,), 12.0, 0).labels("per 1.000") == ["12 per 1.000"]


VALUES = st.lists(st.floats(-1e5, 1e5), min_size=1, max_size=40).map(lambda values: array(*values))
DECIMALS = st.integers(0, 2)
METHOD = st.sampled_from(Classes)


@given(VALUES, METHOD, DECIMALS)
def test_a_higher_value_never_falls_in_a_lower_class(
    values: NDArray[np.float64], method: Classes, decimals: int
) -> None:
    ordered = np.sort(values)
    assert (np.diff(classes(values, method, decimals).class_of(ordered)) >= 0).all()


@given(VALUES, METHOD, DECIMALS)
def test_a_shown_value_lies_within_the_label_of_its_class_and_of_no_other(
    values: NDArray[np.float64], method: Classes, decimals: int
) -> None:
    found = classes(values, method, decimals)
    assert 1 <= len(found.starts) <= 5
    for value, place in zip(shown(values, decimals), found.class_of(values), strict=True):
        within = [low <= value <= high for low, high in found.ranges]
        assert within.index(True) == place
        assert sum(within) == 1


@given(VALUES, METHOD, DECIMALS)
def test_labels_say_the_ends_of_their_classes(values: NDArray[np.float64], method: Classes, decimals: int) -> None:
    found = classes(values, method, decimals)
    for (low, high), label in zip(found.ranges, found.labels(""), strict=True):
        ends = [dutch.number(low, decimals)] if low == high else [dutch.number(end, decimals) for end in (low, high)]
        assert label == " – ".join(ends)


@given(st.floats(-1e6, 1e6), DECIMALS)
def test_a_value_is_shown_as_dutch_numbers_write_it(value: float, decimals: int) -> None:
    (seen,) = shown(array(value), decimals).tolist()
    assert dutch.number(seen, decimals) == dutch.number(value, decimals)
    assert math.isclose(seen, value, abs_tol=0.5 * 10**-decimals + 1e-9)
