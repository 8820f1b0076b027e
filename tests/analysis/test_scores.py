"""Positions, scores, draws, places and the group at the top, worked out by hand on small arrays."""

from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from analysis.scores import (
    by_chance,
    by_weights,
    is_clearly_above,
    known_share,
    percentile_positions,
    rank_interval,
    ranks,
    scores,
    share_above,
    top_group,
)

NAN = np.nan


def array(*values: float) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


# --- positions ------------------------------------------------------------------------------------------------------


def test_a_position_is_the_middle_of_an_areas_place_among_all() -> None:
    assert_allclose(percentile_positions(array(5, 20, 10, 15), True), [12.5, 87.5, 37.5, 62.5])


def test_where_less_is_more_need_the_places_are_turned_round() -> None:
    assert_allclose(percentile_positions(array(5, 20, 10, 15), False), [87.5, 12.5, 62.5, 37.5])


def test_equal_values_share_the_middle_of_their_places() -> None:
    assert_allclose(percentile_positions(array(10, 20, 10, 5), True), [50, 87.5, 50, 12.5])
    assert_allclose(percentile_positions(array(7, 7, 7), True), [50, 50, 50])


def test_a_missing_value_has_no_position_and_takes_no_place() -> None:
    assert_allclose(percentile_positions(array(10, NAN, 20), True), [25, NAN, 75])
    assert_allclose(percentile_positions(array(NAN, NAN), True), [NAN, NAN])
    assert_allclose(percentile_positions(array(), True), [])


VALUES = st.lists(st.integers(-50, 50) | st.none(), min_size=1, max_size=30)


def floats(values: Sequence[int | None]) -> NDArray[np.float64]:
    return array(*(NAN if value is None else value for value in values))


@given(VALUES, st.integers(-1000, 1000), st.booleans())
def test_adding_a_constant_changes_no_position(values: list[int | None], constant: int, more: bool) -> None:
    assert_allclose(percentile_positions(floats(values) + constant, more), percentile_positions(floats(values), more))


@given(VALUES, st.booleans())
def test_turning_the_direction_mirrors_every_position(values: list[int | None], more: bool) -> None:
    one, other = (percentile_positions(floats(values), direction) for direction in (more, not more))
    assert_allclose(one + other, np.where(np.isnan(one), NAN, 100))


# --- scores ---------------------------------------------------------------------------------------------------------


def test_a_score_is_the_weighted_mean_of_the_positions() -> None:
    positions = np.array([[10.0, 20.0, 60.0], [90.0, 50.0, 10.0]])
    weights = np.array([[1 / 3, 1 / 3, 1 / 3], [0.5, 0.5, 0.0]])
    assert_allclose(scores(positions, weights), [[30, 50], [15, 70]])


def test_a_score_is_the_mean_over_what_is_known() -> None:
    positions = np.array([[10.0, NAN, 60.0], [NAN, NAN, NAN]])
    assert_allclose(scores(positions, np.array([[0.2, 0.5, 0.3]])), [[(0.2 * 10 + 0.3 * 60) / 0.5, NAN]])


def test_of_an_area_that_part_of_the_weight_is_known_that_its_figures_have() -> None:
    positions = np.array([[1.0, 1.0, 1.0], [1.0, NAN, NAN], [NAN, NAN, NAN]])
    assert_allclose(known_share(positions, array(2, 1, 1)), [1, 0.5, 0])
    assert_allclose(known_share(positions, array(0, 0, 0)), [0, 0, 0])


# --- the group at the top -------------------------------------------------------------------------------------------


def drawn(*rows: tuple[float, list[float]]) -> NDArray[np.float64]:
    """Draws in which each row of scores comes in that share of a hundred."""
    return np.array([scores for share, scores in rows for _ in range(round(share * 100))])


def test_the_group_that_lies_above_all_others_in_every_draw_is_named() -> None:
    chosen = array(90, 88, 40, 30, 20, 10)
    assert top_group(chosen, drawn((1, chosen.tolist()))) == [0, 1]


def test_of_several_clear_groups_the_one_above_the_widest_gap_is_named() -> None:
    for chosen, top in (
        (array(90, 88, 85, 60, 50, 40, 30, 20, 10), [0, 1, 2]),
        (array(90, 88, 61, 60, 50, 40, 30, 20, 10), [0, 1]),
    ):
        assert top_group(chosen, drawn((1, chosen.tolist()))) == top


def test_a_group_must_be_above_in_ninety_percent_of_the_same_draws() -> None:
    chosen, other = [90.0, 80, 70, 60], [90.0, 70, 80, 60]
    assert top_group(array(*chosen), drawn((0.9, chosen), (0.1, other))) == [0, 1]
    assert top_group(array(*chosen), drawn((0.89, chosen), (0.11, other))) == [0], "the second changes with the third"


def test_areas_that_tie_are_named_together_or_not_at_all() -> None:
    three = array(80, 80, 80, 20, 10, 10, 10, 10, 10)
    assert top_group(three, drawn((1, three.tolist()))) == [0, 1, 2]
    four = array(80, 80, 80, 80, 20, 10)
    assert top_group(four, drawn((1, four.tolist()))) == [], "four of six is no top"


def test_where_all_are_equal_nothing_stands_out_not_even_by_the_rounding_of_the_computer() -> None:
    equal = array(50, 50, 50, 50)
    noise = np.array([[50, 50, 50 - 1e-13, 50 - 1e-13]] * 100)
    assert top_group(equal, noise) == []


def test_one_area_is_named_only_when_no_group_stands_out() -> None:
    chosen, other = [90.0, 50, 49, 10], [90.0, 49, 50, 10]
    assert top_group(array(*chosen), drawn((0.5, chosen), (0.5, other))) == [0]


@pytest.mark.parametrize(("count", "most"), [(2, 1), (3, 1), (4, 2), (8, 2), (9, 3), (15, 5), (40, 5)])
def test_a_group_is_a_third_of_the_areas_at_most_or_two_and_never_more_than_half(count: int, most: int) -> None:
    chosen = array(*range(100, 100 - most, -1), *range(count - most))
    assert len(top_group(chosen, drawn((1, chosen.tolist())))) == most
    too_many = array(*[100] * (most + 1), *range(count - most - 1))
    assert top_group(too_many, drawn((1, too_many.tolist()))) == []


def test_an_area_without_a_score_is_neither_named_nor_in_the_way() -> None:
    chosen = array(NAN, 90, 88, 40, 30)
    assert top_group(chosen, drawn((1, [99, 90, 88, 40, 30]))) == [1, 2]
    assert top_group(array(NAN, NAN), np.array([[NAN, NAN]])) == []
    assert top_group(array(), np.empty((10, 0))) == []


# --- higher, places, and where else they could lie ------------------------------------------------------------------


def test_higher_is_asked_of_each_pair_in_the_same_draws_and_of_all_together() -> None:
    # 0 and 1 each lie above 2 in nine of ten draws, but not in the same nine.
    draws = drawn((0.1, [30.0, 50, 40]), (0.1, [50.0, 30, 40]), (0.8, [60.0, 50, 40]))
    assert is_clearly_above(draws, [0, 1], [2])
    assert share_above(draws, [0, 1], [2]) == 0.8
    assert not is_clearly_above(draws[1:], [0, 1, 2], [2]), "never above itself"
    assert not is_clearly_above(np.vstack([draws, [[30.0, 50, 40]]]), [0], [2]), "90 of 101 draws are not enough"


def test_a_tie_is_never_higher() -> None:
    equal = np.array([[50.0, 50.0 + 1e-12]] * 20)
    assert not is_clearly_above(equal, [1], [0]) and not is_clearly_above(equal, [0], [1])
    assert share_above(equal, [1], [0]) == 0


def test_nothing_is_above_without_others() -> None:
    draws = np.array([[50.0, 40.0]])
    assert share_above(draws, [0, 1], []) == share_above(draws, [], [0]) == 0


def test_equal_scores_share_the_best_place_and_no_score_has_none() -> None:
    assert_array_equal(ranks(array(50, 70, 50, NAN, 30)), [2, 1, 2, NAN, 4])
    assert_array_equal(ranks(array(50, 50 + 1e-12)), [1, 1])
    assert_array_equal(ranks(array()), [])


def test_places_are_those_of_ninety_percent_of_the_draws() -> None:
    # Of twenty draws the first and the twentieth of the sorted places fall outside; the nineteenth is the worst.
    usual, swapped, turned = [90.0, 80, 10, NAN], [80.0, 90, 10, NAN], [10.0, 80, 90, NAN]
    low, high = rank_interval(np.array([usual] * 18 + [swapped, turned]))
    assert_array_equal(low, [1, 1, 1, NAN])  # sorted: 1 (18 times), 2, 3 · 1, 2 (19 times) · 1, 3 (19 times)
    assert_array_equal(high, [2, 2, 3, NAN])
    low, high = rank_interval(np.array([usual] * 20 + [turned]))
    assert_array_equal((low, high), [[1, 2, 3, NAN]] * 2)


def test_the_place_by_the_chosen_scores_lies_within_its_interval_where_no_draw_differs() -> None:
    chosen = array(50, 70, 50, NAN)
    assert_array_equal(rank_interval(np.array([chosen] * 7)), [ranks(chosen)] * 2)
    assert_array_equal(rank_interval(np.full((3, 2), NAN)), np.full((2, 2), NAN))


# --- draws ----------------------------------------------------------------------------------------------------------

POSITIONS = np.array([[10.0, 50, 90], [NAN, 80, 20], [70.0, NAN, 30], [NAN, NAN, NAN]])
WEIGHTS = array(2, 1, 1)


def test_other_weights_lie_around_the_chosen_ones_as_the_concentration_says() -> None:
    weighed = by_weights(np.diag([100.0] * 4), array(1, 1, 1, 1), 10_000) / 100  # each score is a weight
    assert_allclose(weighed.mean(axis=0), 0.25, atol=0.005)
    assert_allclose(np.quantile(weighed, [0.025, 0.975]), [0.14, 0.38], atol=0.01)
    assert_allclose(weighed.sum(axis=1), 1)


def test_an_unknown_position_takes_no_weight_in_any_draw() -> None:
    weighed = by_weights(np.array([[40.0, NAN], [NAN, NAN]]), array(1, 3), 50)
    assert_allclose(weighed[:, 0], 40)
    assert np.isnan(weighed[:, 1]).all()
    assert np.isnan(by_weights(np.empty((2, 0)), array(), 5)).all()


def chance(width: float, weights: NDArray[np.float64], count: int = 1000) -> NDArray[np.float64] | None:
    """Draws of four areas with two indicators: the first has intervals of this width on either side (none for 0)."""
    values = np.array([[10.0, 1], [20.0, 2], [30.0, 3], [NAN, 4]])
    ends = np.where(width > 0, width, NAN) * np.array([1, NAN])
    return by_chance(values, values - ends, values + ends, [True, True], weights, count)


def test_without_any_interval_chance_is_not_known() -> None:
    assert chance(0, array(1, 1)) is None


def test_narrow_intervals_change_no_place_and_wide_ones_do() -> None:
    # Positions: 16.7, 50 and 83.3 of the first, 12.5, 37.5, 62.5 and 87.5 of the second.
    narrow, wide = chance(0.1, array(1, 3)), chance(100, array(1, 3))
    assert narrow is not None and wide is not None
    expected = [(100 / 6 + 3 * 12.5) / 4, (50 + 3 * 37.5) / 4, (500 / 6 + 3 * 62.5) / 4, 87.5]
    assert_allclose(narrow, [expected] * 1000)
    assert_allclose(wide[:, 3], 87.5, err_msg="the area without the drawn figure stays where it is")
    assert len(np.unique(wide[:, 0].round(6))) == 3, "each of the three places of the first indicator is drawn"
    assert_allclose(wide[:, :3].mean(), np.mean(expected[:3]), err_msg="a draw moves places, never their sum")


def test_the_same_draws_come_back_each_time_also_when_they_are_no_longer_kept() -> None:
    first = chance(7, array(1, 1))
    assert first is not None
    assert_array_equal(chance(7, array(1, 1)), first)
    for width in range(20, 30):  # more than are kept
        chance(width, array(1, 1))
    assert_array_equal(chance(7, array(1, 1)), first)
    assert_array_equal(by_weights(POSITIONS, WEIGHTS, 10), by_weights(POSITIONS, WEIGHTS, 10))


def test_of_a_figure_with_other_values_or_bounds_new_draws_are_made() -> None:
    values = np.array([[10.0], [20.0], [30.0]])
    one, wider, moved = (
        by_chance(values + by, values + by - width, values + by + width, [True], array(1), 100)
        for width, by in ((10, 0), (40, 0), (10, np.array([[15.0], [0.0], [0.0]])))
    )
    assert one is not None and wider is not None and moved is not None
    assert not np.array_equal(one, wider) and not np.array_equal(one, moved)


# --- what holds for all figures -------------------------------------------------------------------------------------

MATRIX = st.integers(1, 8).flatmap(
    lambda areas: st.lists(
        st.lists(st.integers(0, 9) | st.none(), min_size=3, max_size=3), min_size=areas, max_size=areas
    )
)
EQUAL = np.full((1, 3), 1 / 3)


def scored(rows: Sequence[Sequence[int | None]]) -> NDArray[np.float64]:
    """The scores of areas with three indicators of which more is more need."""
    values = np.array([floats(row) for row in rows])
    positions = np.column_stack([percentile_positions(column, True) for column in values.T])
    means: NDArray[np.float64] = scores(positions, EQUAL)[0]
    return means


@given(MATRIX, st.data())
def test_a_worse_value_never_lowers_the_score(rows: list[list[int | None]], data: st.DataObject) -> None:
    area, column = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, 2))
    before = rows[area][column]
    if before is None:
        return
    worse = [list(row) for row in rows]
    worse[area][column] = before + data.draw(st.integers(0, 10))
    assert scored(worse)[area] >= scored(rows)[area] - 1e-9


@given(MATRIX, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(rows: list[list[int | None]], random: Random) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)
    assert_allclose(scored([rows[place] for place in order]), scored(rows)[order])


@given(MATRIX, st.lists(st.integers(-100, 100), min_size=3, max_size=3))
def test_adding_a_constant_to_an_indicator_changes_no_score(rows: list[list[int | None]], by: list[int]) -> None:
    moved = [[None if cell is None else cell + add for cell, add in zip(row, by, strict=True)] for row in rows]
    assert_allclose(scored(moved), scored(rows))


KEPT = st.lists(st.lists(st.floats(0, 100) | st.just(NAN), min_size=3, max_size=3), min_size=1, max_size=8)
SOME_WEIGHTS = st.lists(st.floats(0.01, 10), min_size=3, max_size=3)


@given(KEPT, SOME_WEIGHTS, st.floats(0.01, 100))
def test_weights_count_by_their_ratio_only(rows: list[list[float]], weights: list[float], factor: float) -> None:
    positions, chosen = np.array(rows), array(*weights)
    assert_allclose(scores(positions, factor * chosen[np.newaxis]), scores(positions, chosen[np.newaxis]), atol=1e-9)
    assert_allclose(by_weights(positions, factor * chosen, 20), by_weights(positions, chosen, 20), atol=1e-6)
    assert_allclose(known_share(positions, factor * chosen), known_share(positions, chosen))


@given(KEPT, SOME_WEIGHTS, st.integers(0, 2))
def test_what_weighs_nothing_is_not_there(rows: list[list[float]], weights: list[float], place: int) -> None:
    positions, chosen = np.array(rows), array(*weights)
    chosen[place] = 0
    without = np.delete(positions, place, axis=1)
    rest = np.delete(chosen, place)
    assert_allclose(scores(positions, chosen[np.newaxis]), scores(without, rest[np.newaxis]), atol=1e-9)
    assert_allclose(known_share(positions, chosen), known_share(without, rest))


@given(KEPT)
def test_a_place_is_one_more_than_the_areas_above_it(rows: list[list[float]]) -> None:
    chosen = np.round(scores(np.array(rows), EQUAL)[0], 6)
    for own, place in zip(chosen, ranks(chosen), strict=True):
        assert np.isnan(place) if np.isnan(own) else place == 1 + (chosen > own).sum()
