"""The background score, worked out by hand: positions, weights, who is named, and who is not."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from pandas.testing import assert_frame_equal

from analysis import needs
from analysis.needs import Score, background
from model.catalogue import Ages, Direction, Domain, Indicator, Layer
from model.delivery import OBSERVATION, Delivery
from model.reading import Reading
from model.region import Level
from model.scan import DomainCount, Scan
from model.status import Status
from tests.worlds import Cell, add_scans, delivered, indicator, schools, stored, world

NAN = np.nan


def array(*values: float) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


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


def test_what_is_scored_is_background_with_a_direction_measured_and_of_the_period() -> None:
    assert list(needs.scored(INDICATORS, "2021")) == ["laag_inkomen", "inkomen", "bijstand"]
    assert list(needs.scored(INDICATORS, "2024")) == ["laag_inkomen", "inkomen", "bijstand", "armoede"]


def assert_same(one: Score, other: Score) -> None:
    """All that is told of both is the same, to the last digit."""
    for told in (lambda score: score.areas, Score.places, Score.figures):
        assert_frame_equal(told(one).frame, told(other).frame)
    assert replace(one, areas=other.areas) == other


# --- other weights --------------------------------------------------------------------------------------------------


def weighed(weights: dict[str, float], *loaded: Delivery) -> Score:
    with world(*(loaded or (golden(),))) as cursor:
        return background(cursor, INDICATORS, "GM0308", Level.WIJK, "2021", weights)


def values(found: Score) -> dict[str, float]:
    """The scores by area, in their order."""
    known = found.areas.frame[found.areas.frame["value"].notna()]
    return dict(zip(known["region"], known["value"].astype(float), strict=True))


def assert_scores(found: Score, expected: dict[str, float]) -> None:
    assert list(values(found)) == list(expected)
    assert_allclose(list(values(found).values()), list(expected.values()))


def test_other_weights_than_those_of_the_catalogue_give_the_scores_worked_out_by_hand() -> None:
    found = weighed({"inkomen": 2, "bijstand": 0.5})
    assert found.weights == {"laag_inkomen": 1, "inkomen": 2, "bijstand": 0.5}
    assert_scores(
        found,
        {
            A: (87.5 + 2 * 90 + 0.5 * 250 / 3) / 3.5,
            E: 70,  # of which now two of three and a half are known
            B: 50,
            C: (50 + 2 * 30) / 3,
            D: (12.5 + 2 * 10 + 0.5 * 50 / 3) / 3.5,
        },
    )


def test_what_is_modelled_weighs_when_it_is_given_a_weight() -> None:
    found = weighed({"rondkomen": 1})  # positions: A 10, B 30, C 50, E 70, D 90
    assert found.parts == ("laag_inkomen", "inkomen", "bijstand", "rondkomen")
    assert_scores(
        found,
        {
            E: 70,  # exactly half of the weight is known
            A: (87.5 + 90 + 250 / 3 + 10) / 4,
            B: (50 + 50 + 50 + 30) / 4,
            C: (50 + 30 + 50) / 3,
            D: (12.5 + 10 + 50 / 3 + 90) / 4,
        },
    )


def test_what_has_no_direction_is_of_another_layer_or_is_not_known_never_weighs() -> None:
    assert_scores(weighed({"woz": 10, "geluk": 10, "armoede": 10, "bestaat_niet": 10}), SCORES)


@pytest.mark.parametrize("part", ["laag_inkomen", "inkomen", "bijstand"])
def test_a_weight_of_zero_means_that_the_indicator_is_not_there(part: str) -> None:
    others = [row for row in INDICATORS if row.id != part]
    with world(golden()) as cursor:
        zero = background(cursor, INDICATORS, "GM0308", Level.WIJK, "2021", {part: 0})
        without = background(cursor, others, "GM0308", Level.WIJK, "2021")
        assert_same(zero, without)


def test_one_part_alone_makes_a_score_when_nothing_else_weighs() -> None:
    found = weighed({"laag_inkomen": 0, "bijstand": 0})
    assert found.parts == ("inkomen",)
    assert_scores(found, {A: 90, E: 70, B: 50, C: 30, D: 10})
    assert found.holds_by_weights == 1


def test_without_any_weight_there_is_no_score_no_place_and_no_stack_trace() -> None:
    found = weighed(dict.fromkeys(("laag_inkomen", "inkomen", "bijstand"), 0))
    assert (found.weights, found.counted, found.top, found.periods) == ({}, {}, (), "")
    assert not found.has_scores and found.holds_by_weights is None
    assert found.places().frame["place"].isna().all()
    assert found.contributions(A).frame.empty
    assert found.is_higher(A, B) is None


def test_all_weights_times_two_change_nothing() -> None:
    one, two = weighed({"inkomen": 3}), weighed({"inkomen": 6, "laag_inkomen": 2, "bijstand": 2})
    assert_same(one, replace(two, weights=one.weights))


# --- what chance does -----------------------------------------------------------------------------------------------


def bounded(indicators: Sequence[str], width: float) -> Delivery:
    """The golden figures; those of these indicators have published bounds of this width on either side."""
    loaded = golden()
    rows = loaded.observations.to_pylist()
    for row in rows:
        if row["indicator"] in indicators and row["value"] is not None:
            row["lower"], row["upper"] = row["value"] - width, row["value"] + width
    return replace(loaded, observations=pa.Table.from_pylist(rows, schema=OBSERVATION))


def test_without_margins_nothing_is_said_of_chance() -> None:
    found = weighed({})
    assert found.with_interval == ()
    assert (found.holds_by_weights, found.holds_by_chance) == (1, None)
    assert found.places().frame[["low_by_chance", "high_by_chance"]].isna().all(axis=None)


def test_with_narrow_margins_the_top_stays() -> None:
    found = weighed({}, bounded(["bijstand"], 0.1))
    assert found.with_interval == ("bijstand",)
    assert (found.top, found.holds_by_weights, found.holds_by_chance) == ((B, A), 1, 1)


def test_with_wide_margins_chance_makes_the_top_fall_away_and_other_weights_did_not() -> None:
    found = weighed({}, bounded(["bijstand", "inkomen", "laag_inkomen"], 1000))
    assert_scores(found, SCORES)
    assert found.top == () and found.top_children == 0
    assert (found.holds_by_weights, found.holds_by_chance) == (None, None)
    assert found.is_clear_by_weights
    assert not weighed({}, delivered(BAD["all areas equal"], names=NAMES)).is_clear_by_weights


def test_the_same_figures_fall_out_the_same_each_time() -> None:
    one, two = (weighed({}, bounded(["bijstand"], 3)) for _ in range(2))
    assert_same(one, two)


# --- places ---------------------------------------------------------------------------------------------------------


def test_places_do_not_move_where_an_area_lies_above_another_in_every_figure() -> None:
    # A lies above B in each figure, B above C or equal, C above D: whatever the weights.
    places = weighed({}).places().frame.set_index("region")
    assert places.loc[[A, B, C, D], "place"].tolist() == [1, 2, 3, 4]
    assert places.loc[[A, B, C, D], "low_by_weights"].tolist() == [1, 2, 3, 4]
    assert places.loc[[A, B, C, D], "high_by_weights"].tolist() == [1, 2, 3, 4]
    assert places.loc[[E, F], ["place", "low_by_weights", "high_by_weights"]].isna().all(axis=None)


def test_an_area_that_is_high_in_one_figure_and_low_in_another_moves_with_the_weights() -> None:
    cells: dict[str, dict[str, Cell]] = {
        "kinderen_0_15": {A: 100, B: 100, C: 100},
        "laag_inkomen": {A: 30, B: 20, C: 10},
        "bijstand": {A: 10, B: 20, C: 30},
    }
    with world(delivered(cells)) as cursor:
        found = background(cursor, (POOR, BENEFIT), "GM0308", Level.WIJK, "2021")
    places = found.places().frame.set_index("region")
    assert places["place"].tolist() == [1, 1, 1], "all score 50"
    assert places["low_by_weights"].to_dict() == {A: 1, B: 2, C: 1}
    assert places["high_by_weights"].to_dict() == {A: 3, B: 2, C: 3}


def test_an_area_is_higher_when_it_is_in_ninety_percent_of_the_same_draws() -> None:
    codes = [f"WK03080{place}" for place in range(1, 8)]
    one, other, third, equal = codes[:4]
    places = {  # among seven areas, in the first and in the second figure
        one: (2, 7),
        other: (5, 3),  # one is higher when the second weighs over 3/7: in 85% of the draws (Beta(25, 25))
        third: (3, 1),  # one is higher when the second weighs over 1/7: in all
        equal: (7, 2),  # as high as one: 9 places together
        codes[4]: (4, 6),  # higher than one when the second weighs under 2/3: in 99%
        codes[5]: (1, 5),
        codes[6]: (6, 4),
    }
    cells: dict[str, dict[str, Cell]] = {
        "kinderen_0_15": dict.fromkeys(codes, 100),
        "laag_inkomen": {code: first for code, (first, _) in places.items()},
        "bijstand": {code: second for code, (_, second) in places.items()},
    }
    with world(delivered(cells)) as cursor:
        found = background(cursor, (POOR, BENEFIT), "GM0308", Level.WIJK, "2021")
    assert values(found)[one] > values(found)[other] > values(found)[third]
    assert found.is_higher(one, other) is False, "in 85% of the draws"
    assert found.is_higher(one, third) is True and found.is_higher(third, one) is False
    assert found.is_higher(codes[4], one) is True
    assert found.is_higher(one, equal) is False and found.is_higher(equal, one) is False


def test_equal_figures_are_never_higher() -> None:
    found = weighed({}, delivered(BAD["all areas equal"], names=NAMES))
    assert found.is_higher(A, B) is False and found.is_higher(B, A) is False


def test_an_area_without_a_score_or_that_is_not_there_is_neither_higher_nor_lower() -> None:
    found = weighed({})
    assert found.is_higher(A, B) is True
    assert found.is_higher(A, E) is None and found.is_higher(F, A) is None and found.is_higher(A, "WK034401") is None
    assert weighed({}, bounded(["bijstand", "inkomen", "laag_inkomen"], 1000)).is_higher(A, B) is False


# --- what makes a score ---------------------------------------------------------------------------------------------


def test_what_makes_a_score_adds_up_to_it_the_heaviest_first() -> None:
    found = weighed({"inkomen": 2, "bijstand": 0.5})
    of = found.contributions(A).frame
    assert of["indicator"].tolist() == ["inkomen", "laag_inkomen", "bijstand"]
    assert of["value"].tolist() == [15, 20, 8]
    assert_allclose(of["position"], [90, 87.5, 250 / 3])
    assert of["weight"].tolist() == [2, 1, 0.5]
    assert of["period"].tolist() == ["2021"] * 3
    for area, score in values(found).items():
        rows = found.contributions(area).frame.dropna()
        assert_allclose((rows["position"] * rows["weight"]).sum() / rows["weight"].sum(), score)


def test_what_makes_no_score_is_told_as_far_as_it_is_known() -> None:
    found = weighed({})
    assert found.contributions(E).frame["value"].tolist()[1] == 18
    assert found.contributions(F).frame["value"].isna().all(), "of fewer than 50 children nothing is told"
    assert found.contributions("WK034401").frame.empty
    assert list(found.contributions("WK034401").frame.columns) == list(found.contributions(A).frame.columns)
    figures = dict(zip(found.figures().frame["region"], found.figures().frame.to_numpy()[:, :3].tolist(), strict=True))
    assert figures[A] == [20, 15, 8]
    assert figures[E][1] == 18 and np.isnan(figures[E][2]) and np.isnan(figures[F]).all()


# --- the country ----------------------------------------------------------------------------------------------------


def test_a_country_compares_the_wijken_of_all_its_gemeenten_without_the_example() -> None:
    elsewhere = {A: A, B: "WK034401", C: "WK036301", D: D, E: "WK05180A", F: F}
    cells = {name: {elsewhere[code]: cell for code, cell in cells.items()} for name, cells in GOLDEN.items()}
    example: dict[str, dict[str, Cell]] = {
        name: {"WK990101": 1.0, "WK990102": 1000.0} for name in ("kinderen_0_15", "laag_inkomen", "inkomen", "bijstand")
    }
    with world(delivered(cells, table="real"), delivered(example, table="made up")) as cursor:
        found = background(cursor, INDICATORS, "NL00", Level.WIJK, "2021")
        made_up = background(cursor, INDICATORS, "NL99", Level.WIJK, "2021")
    assert_scores(found, {elsewhere[code]: score for code, score in SCORES.items()})
    assert found.top == (elsewhere[A], elsewhere[B])
    assert set(made_up.areas.frame["region"]) == {"WK990101", "WK990102"}


def test_of_more_than_a_thousand_areas_none_is_named_and_all_have_a_place() -> None:
    codes = [f"BU0308{place:04d}" for place in range(needs.MOST_NAMED + 1)]
    cells: dict[str, dict[str, Cell]] = {
        "kinderen_0_15": dict.fromkeys(codes, 100.0),
        "laag_inkomen": {code: float(place) for place, code in enumerate(codes)},
    }
    with world(delivered(cells)) as cursor:
        found = background(cursor, (POOR,), "GM0308", Level.BUURT, "2021")
    assert found.top == () and found.holds_by_weights is None and not found.is_clear_by_weights
    assert found.places().frame["place"].tolist() == list(range(1, needs.MOST_NAMED + 2))


# --- what schools say -----------------------------------------------------------------------------------------------


def test_scans_never_move_a_score() -> None:
    ten = Reading(Status.KNOWN, 10)
    said = tuple(DomainCount(domain, ten, ten) for domain in Domain)
    monitor = delivered({"gepest": MONITOR["gepest"], "somber": TURNED}, source="ggd")
    with stored(golden(), monitor, schools("GM0308", ["10AA00", "10AB00"], "2021")) as store:

        def scored_now() -> list[Score]:
            with store.read() as cursor:
                asked = cursor, (*INDICATORS, *OF_CHILDREN[:-1])
                found = [needs.of_children(*asked, domain, "GM0308", Level.WIJK, "2021") for domain in Domain]
                assert [one.has_scores for one in found] == [False, False, True, True]
                return [background(*asked, "GM0308", Level.WIJK, "2021"), *found]

        before = scored_now()
        add_scans(store, "GM0308", *(Scan("", site, site=site, domains=said) for site in ("10AA00", "10AB00")))
        after = scored_now()
    for one, other in zip(before, after, strict=True):
        assert_same(one, other)


# --- what is measured of children -----------------------------------------------------------------------------------


def of_child(id: str, direction: Direction = Direction.MORE_NEED, **changes: Any) -> Indicator:
    said: dict[str, Any] = {"layer": Layer.CHILDREN_MEASURED, "domain": Domain.SOCIAL, "weight": None, "source": "ggd"}
    return indicator(id, direction, **(said | changes))


BULLIED, STRONG = of_child("gepest"), of_child("weerbaar", Direction.LESS_NEED)
OF_CHILDREN = (
    BULLIED,
    STRONG,
    of_child("nergens_bekend"),
    # All that follows would turn the order round, if it counted.
    of_child("aantal_thuis", unit="aantal"),
    of_child("sociale_media", Direction.NONE),
    of_child("somber", domain=Domain.EMOTIONAL),
    of_child("schoolvertraging", layer=Layer.SCHOOL_SAYS),
    POOR,
)
TURNED: dict[str, Cell] = {A: 1, B: 2, C: 3, D: 98, E: 99}
MONITOR: dict[str, dict[str, Cell]] = {
    "kinderen_0_15": {A: 100, B: 150, C: 200, D: 250, E: 300, F: 45},
    "gepest": {A: 30, B: 20, C: 10, D: Status.SECRET, E: 5, F: 99},  # A 87.5, B 62.5, C 37.5, E 12.5
    "weerbaar": {A: 60, B: 80, C: Status.TOO_FEW, D: 70, E: Status.SECRET},  # A 83.3, D 50, B 16.7
    "nergens_bekend": {"GM0308": 12, A: Status.NOT_AVAILABLE},
    "aantal_thuis": TURNED,
    "sociale_media": TURNED,
    "somber": TURNED,
    "schoolvertraging": TURNED,
    "laag_inkomen": TURNED,
}


def measured(
    cells: dict[str, dict[str, Cell]], indicators: Sequence[Indicator] = OF_CHILDREN, ages: Ages | None = None
) -> Score:
    with world(delivered(cells, names=NAMES)) as cursor:
        return needs.of_children(cursor, indicators, Domain.SOCIAL, "GM0308", Level.WIJK, "2021", ages)


def test_where_areas_stand_in_a_domain_is_the_mean_of_their_positions_on_shares_of_children() -> None:
    found = measured(MONITOR)
    assert found.counted == {"gepest": "2021", "weerbaar": "2021"}
    assert found.weights == {"gepest": 1, "weerbaar": 1}
    assert_scores(found, {A: (87.5 + 250 / 3) / 2, D: 50, B: (62.5 + 50 / 3) / 2, C: 37.5, E: 12.5})
    assert found.figures().frame.iloc[0].tolist() == [30, 60, A]


def test_of_an_area_at_least_half_must_be_known_of_what_is_known_of_any() -> None:
    found = measured({**MONITOR, "nergens_bekend": {A: 10, B: 5}})
    # C, D and E have one of three; positions on the third: A 75, B 25.
    assert_scores(found, {A: (87.5 + 250 / 3 + 75) / 3, B: (62.5 + 50 / 3 + 25) / 3})


def test_where_only_the_gemeente_has_a_figure_there_is_none_of_the_areas() -> None:
    found = measured({"kinderen_0_15": MONITOR["kinderen_0_15"], "gepest": {"GM0308": 9, A: Status.SECRET}})
    assert (found.counted, found.top, found.has_scores) == ({}, (), False)
    assert found.areas.frame["status"].tolist() == ["too_few"] * 6
    assert list(found.figures().frame.columns) == ["region"]


def test_only_what_tells_of_the_chosen_ages_counts() -> None:
    of_ages = (replace(BULLIED, ages=(Ages.SECONDARY,)), replace(STRONG, ages=(Ages.PRIMARY, Ages.SECONDARY)))
    assert set(measured(MONITOR, of_ages, Ages.SECONDARY).counted) == {"gepest", "weerbaar"}
    assert set(measured(MONITOR, of_ages, Ages.PRIMARY).counted) == {"weerbaar"}
    assert measured(MONITOR, of_ages, Ages.EARLY).counted == {}
    assert set(measured(MONITOR, OF_CHILDREN, Ages.EARLY).counted) == {"gepest", "weerbaar"}, "no ages: of all"
