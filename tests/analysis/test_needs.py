"""The background score, worked out by hand: positions, weights, who is named, and who is not."""

from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from analysis import needs
from analysis.needs import background
from analysis.scores import known_share, percentile_positions, scores, top_group
from model.catalogue import Direction, Layer
from model.delivery import Delivery
from model.region import Level
from model.status import Status
from tests.worlds import Cell, delivered, indicator, world

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


# --- a whole gemeente -----------------------------------------------------------------------------------------------

POOR, INCOME, BENEFIT = (
    indicator("laag_inkomen"),
    indicator("inkomen", Direction.LESS_NEED),
    indicator("bijstand"),
)
IGNORED = (
    indicator("rondkomen", is_modelled=True, source="gezondheid", weight=0.0),
    indicator("woz", Direction.NONE, weight=None),
    indicator("geluk", layer=Layer.CHILDREN_MEASURED, weight=None),
    indicator("armoede", first_period="2024"),
)
INDICATORS = (POOR, INCOME, BENEFIT, *IGNORED)
A, B, C, D, E, F = (f"WK03080{number}" for number in range(1, 7))
UNKNOWN = Status.SECRET
GOLDEN: dict[str, dict[str, Cell]] = {
    "kinderen_0_15": {A: 100, B: 150, C: 200, D: 250, E: 300, F: 45},
    "laag_inkomen": {A: 20, B: 10, C: 10, D: 5, E: UNKNOWN, F: 99},  # A 87.5, B and C 50, D 12.5
    "inkomen": {A: 15, B: 20, C: 25, D: 30, E: 18, F: 1},  # A 90, E 70, B 50, C 30, D 10
    "bijstand": {A: 8, B: 6, C: UNKNOWN, D: 2, E: UNKNOWN, F: 99},  # A 83.3, B 50, D 16.7
    # All that follows would turn the order round, if it counted.
    "rondkomen": {A: 1, B: 2, C: 3, D: 99, E: 98},
    "woz": {A: 1, B: 2, C: 3, D: 99, E: 98},
    "geluk": {A: 1, B: 2, C: 3, D: 99, E: 98},
    "armoede": {A: 1, B: 2, C: 3, D: 99, E: 98},
}
SCORES = {A: (87.5 + 90 + 250 / 3) / 3, B: 50, C: 40, D: (12.5 + 10 + 50 / 3) / 3}
NAMES = {A: "Zuid", B: "Noord", C: "West", D: "Oost", E: "Hoef", F: "Haven"}


def golden(period: str = "2021") -> Delivery:
    return delivered(GOLDEN, period, names=NAMES)


def test_five_areas_and_three_indicators_give_the_scores_that_were_worked_out_by_hand() -> None:
    with world(golden()) as cursor:
        found = background(cursor, INDICATORS, "GM0308", Level.WIJK, "2021")
    frame = found.areas.frame
    assert frame["region"].tolist() == [A, B, C, D, F, E], "highest first; without a score by name"
    assert_allclose(frame["value"].tolist(), [*SCORES.values(), NAN, NAN])
    assert frame["status"].tolist() == ["known"] * 4 + ["too_few"] * 2
    assert found.parts == ("laag_inkomen", "inkomen", "bijstand")
    assert found.counted == dict.fromkeys(found.parts, "2021")
    assert found.periods == "2021"


def test_the_top_is_a_group_in_alphabetical_order_with_the_children_who_live_there() -> None:
    with world(golden()) as cursor:
        found = background(cursor, INDICATORS, "GM0308", Level.WIJK, "2021")
    assert found.top == (B, A), "Noord, Zuid"
    assert found.top_children == 250
    assert found.children_period == "2021"


def test_an_area_with_fewer_than_fifty_children_has_no_score_and_takes_no_place() -> None:
    cells = {**GOLDEN, "kinderen_0_15": {**GOLDEN["kinderen_0_15"], F: UNKNOWN}}
    for loaded in (golden(), delivered(cells, names=NAMES)):
        with world(loaded) as cursor:
            frame = background(cursor, INDICATORS, "GM0308", Level.WIJK, "2021").areas.frame.set_index("region")
        assert np.isnan(frame["value"][F])
        assert_allclose(frame["value"][[A, B, C, D]].tolist(), list(SCORES.values()))


def test_exactly_fifty_children_and_exactly_half_of_the_weight_are_enough() -> None:
    four = (POOR, INCOME, BENEFIT, indicator("opleiding"))
    cells: dict[str, dict[str, Cell]] = {
        "kinderen_0_15": {A: 50, B: 49},
        "laag_inkomen": {A: 10, B: 10},
        "inkomen": {A: 10, B: 10},
    }
    with world(delivered(cells)) as cursor:
        frame = background(cursor, four, "GM0308", Level.WIJK, "2021").areas.frame.set_index("region")
    assert frame["value"][A] == 50
    assert np.isnan(frame["value"][B])


def test_what_was_not_published_counts_as_unknown_weight_so_one_figure_alone_makes_no_score() -> None:
    cells = {name: GOLDEN[name] for name in ("kinderen_0_15", "bijstand")}
    with world(delivered(cells)) as cursor:
        found = background(cursor, INDICATORS, "GM0308", Level.WIJK, "2021")
    assert not found.has_scores
    assert found.top == ()
    assert (found.counted, len(found.parts)) == ({"bijstand": "2021"}, 3)


def test_older_figures_fill_in_what_the_chosen_year_lacks_and_the_periods_say_so() -> None:
    cells: dict[str, dict[str, Cell]] = {
        **GOLDEN,
        "laag_inkomen": dict.fromkeys(NAMES, Status.NOT_AVAILABLE),
        "inkomen": dict.fromkeys(NAMES, Status.NOT_AVAILABLE),
    }
    with world(golden("2020"), delivered(cells, "2021"), delivered(cells, "2022")) as cursor:
        found = background(cursor, INDICATORS, "GM0308", Level.WIJK, "2021")
    assert found.counted == {"laag_inkomen": "2020", "inkomen": "2020", "bijstand": "2021"}
    assert found.periods == "2020–2021"
    assert_allclose(found.areas.frame["value"].tolist()[:4], list(SCORES.values()))


def test_an_area_that_is_no_more_is_not_listed_for_its_older_figures() -> None:
    now = {name: {code: cell for code, cell in cells.items() if code != D} for name, cells in GOLDEN.items()}
    with world(golden("2020"), delivered(now, "2021")) as cursor:
        frame = background(cursor, INDICATORS, "GM0308", Level.WIJK, "2021").areas.frame
    assert D not in set(frame["region"])


def test_other_gemeenten_other_levels_and_the_example_have_no_part_in_it() -> None:
    strangers = ("WK034401", "WK990101", "BU03080101", "GM0308", "NL00")
    cells = {name: {**cells, **dict.fromkeys(strangers, 95.0)} for name, cells in GOLDEN.items()}
    with world(delivered(cells, names=NAMES)) as cursor:
        frame = background(cursor, INDICATORS, "GM0308", Level.WIJK, "2021").areas.frame
    assert_allclose(frame["value"].tolist(), [*SCORES.values(), NAN, NAN])


BAD: dict[str, dict[str, dict[str, Cell]]] = {
    "nothing loaded": {},
    "all values missing": {"kinderen_0_15": GOLDEN["kinderen_0_15"], "bijstand": dict.fromkeys(NAMES, UNKNOWN)},
    "no children counted": {name: cells for name, cells in GOLDEN.items() if name != "kinderen_0_15"},
    "one area": {name: {A: cells[A]} for name, cells in GOLDEN.items()},
    "all areas equal": {name: dict.fromkeys(NAMES, 60.0) for name in GOLDEN},
}


@pytest.mark.parametrize("case", BAD)
def test_with_little_to_go_on_nothing_stands_out_and_nothing_fails(case: str) -> None:
    with world(delivered(BAD[case], names=NAMES)) as cursor:
        found = background(cursor, INDICATORS, "GM0308", Level.WIJK, "2021")
        assert background(cursor, IGNORED, "GM0308", Level.WIJK, "2021").parts == ()
    assert found.top == ()
    assert found.top_children == 0
    assert found.has_scores == (case in ("one area", "all areas equal"))


def test_the_same_figures_give_the_same_top_each_time_whatever_the_order_of_the_rows() -> None:
    turned = {name: dict(reversed(cells.items())) for name, cells in reversed(GOLDEN.items())}
    with world(golden()) as cursor, world(delivered(turned, names=NAMES)) as other:
        one, two = (background(place, INDICATORS, "GM0308", Level.WIJK, "2021") for place in (cursor, other))
    assert one.top == two.top
    assert one.areas.frame.equals(two.areas.frame)


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


def test_what_is_scored_is_background_with_a_direction_measured_and_of_the_period() -> None:
    assert list(needs.scored(INDICATORS, "2021")) == ["laag_inkomen", "inkomen", "bijstand"]
    assert list(needs.scored(INDICATORS, "2024")) == ["laag_inkomen", "inkomen", "bijstand", "armoede"]
