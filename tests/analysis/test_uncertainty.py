"""An interval says what its source says, or what follows from counting; where nothing follows, it says nothing."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import uncertainty
from analysis.uncertainty import Basis, Interval
from model.catalogue import Indicator
from model.region import Level
from tests.worlds import indicator

NAN = float("nan")
ASKED = indicator("eenzaam", source="monitor")
DIVIDED = indicator("bijstand", unit="per 1.000", per=(("AantalInwoners",),))
SHARE = indicator("aandeel_kinderen", per=(("AantalInwoners",),))
COUNTED = indicator("kinderen_0_15", unit="aantal")
REPORTED = indicator("thuiszitters", unit="aantal", source="thuiszitters")


def interval(
    of: Indicator,
    value: float,
    lower: float = NAN,
    upper: float = NAN,
    count: float = NAN,
    level: Level = Level.BUURT,
) -> tuple[float, float, str]:
    """Low, high and kind of one figure, with two decimals."""
    found = uncertainty.interval(
        of, np.array([value]), np.array([lower]), np.array([upper]), np.array([count]), level=level
    )
    return round(float(found.low[0]), 2), round(float(found.high[0]), 2), str(found.kind[0])


def says_nothing(found: tuple[float, float, str]) -> bool:
    return bool(np.isnan(found[0]) and np.isnan(found[1]) and found[2] == Basis.UNKNOWN)


def test_published_bounds_come_first_also_of_what_is_modelled() -> None:
    assert interval(ASKED, 12.0, 9.0, 16.0, count=100) == (9, 16, "gepubliceerde marge")
    assert interval(indicator("stress", is_modelled=True), 12.0, 9.0, 16.0) == (9, 16, "gepubliceerde marge")
    assert says_nothing(interval(indicator("stress", is_modelled=True), 12.0, count=100))


def test_of_one_bound_alone_no_interval_is_made() -> None:
    assert says_nothing(interval(ASKED, 12.0, lower=9.0))


def test_thirty_of_a_hundred_is_wilsons_interval() -> None:
    # (0.3 + 0.019207) / 1.038415 -/+ 1.959964 x sqrt(0.0021 + 0.00009604) / 1.038415
    assert interval(ASKED, 30.0, count=100) == (21.89, 39.58, "uit het aantal waarnemingen")


def test_none_and_all_of_a_group_have_an_interval_on_one_side() -> None:
    assert interval(ASKED, 0.0, count=100) == (0, 3.7, Basis.RESPONDENTS)
    assert interval(ASKED, 100.0, count=100) == (96.3, 100, Basis.RESPONDENTS)


@pytest.mark.parametrize(("count", "low", "high"), [(10.0, 4.80, 18.39), (0.0, 0.0, 3.69), (100.0, 81.36, 121.63)])
def test_a_count_has_the_exact_poisson_interval(count: float, low: float, high: float) -> None:
    assert interval(REPORTED, count) == (low, high, "afronding en toeval van een telling")


def test_a_count_that_cbs_rounded_may_be_two_and_a_half_more_or_less() -> None:
    # From 7.5 to 12.5: between what tables give for 7 and 8 (2.81, 3.45), and for 12 and 13 (20.96, 22.23)
    low, high, _ = interval(COUNTED, 10.0)
    assert 2.81 < low < 3.45 and 20.96 < high < 22.23
    assert interval(COUNTED, 10.0, level=Level.MUNICIPALITY) == (4.80, 18.39, Basis.COUNTED), "there CBS does not round"


def test_a_share_that_we_divided_is_judged_by_its_count() -> None:
    # 40 per 1.000 of 1.000 inhabitants are 40 people, rounded to tens: Poisson from 35 and to 45
    assert interval(DIVIDED, 40.0, count=1000) == (24.38, 60.21, "afronding en toeval van een telling")
    assert interval(DIVIDED, 40.0, count=1000, level=Level.MUNICIPALITY)[:2] == (24.38, 60.21), "tens everywhere"
    assert interval(SHARE, 10.0, count=100, level=Level.MUNICIPALITY)[:2] == (4.80, 18.39)


def test_a_share_never_exceeds_its_whole() -> None:
    assert interval(SHARE, 98.0, count=50)[1] == 100


@pytest.mark.parametrize("of", [ASKED, DIVIDED, COUNTED, indicator("woz", unit="x 1.000 euro")])
def test_nothing_is_said_of_a_figure_that_is_not_known(of: Indicator) -> None:
    assert says_nothing(interval(of, NAN, count=100)), "also of a range"
    assert says_nothing(interval(of, NAN, 1.0, 4.0))


@pytest.mark.parametrize(
    ("of", "value", "count"),
    [
        (ASKED, 30.0, NAN),
        (ASKED, 30.0, 0.0),
        (ASKED, -1.0, 100.0),
        (ASKED, 101.0, 100.0),
        (DIVIDED, 30.0, NAN),
        (COUNTED, -5.0, NAN),
        (indicator("woz", unit="x 1.000 euro"), 300.0, 100.0),
        (indicator("afstand", unit="km"), 0.3, 100.0),
    ],
)
def test_what_cannot_be_judged_has_no_interval(of: Indicator, value: float, count: float) -> None:
    assert says_nothing(interval(of, value, count=count))


def test_a_frame_of_several_levels_is_rounded_as_each_level_is() -> None:
    frame = pd.DataFrame({"region": ["WK030801", "GM0308"], "value": 10.0, "lower": NAN, "upper": NAN, "count": NAN})
    found = uncertainty.with_intervals(COUNTED, frame)
    assert found["region"].tolist() == ["WK030801", "GM0308"]
    assert found["high"].round(2).tolist()[1] == 18.39 < found["high"][0]
    assert set(found["kind"]) == {Basis.COUNTED}
    assert uncertainty.with_intervals(COUNTED, frame[:0]).columns.tolist()[-3:] == ["low", "high", "kind"]


shares = st.floats(0, 100)
counts = st.integers(1, 100_000).map(float)
kinds = st.sampled_from([ASKED, SHARE])


def judged(of: Indicator, values: list[float], numbers: list[float]) -> Interval:
    nothing = np.full(len(values), NAN)
    return uncertainty.interval(of, np.array(values), nothing, nothing, np.array(numbers))


@given(kinds, shares, counts)
def test_an_interval_holds_its_figure_and_stays_between_nothing_and_all(
    of: Indicator, value: float, count: float
) -> None:
    found = judged(of, [value], [count])
    assert 0 <= found.low[0] <= value <= found.high[0] <= 100


@given(kinds, shares, counts, st.integers(2, 50))
def test_fewer_observations_make_a_wider_interval(of: Indicator, value: float, count: float, times: int) -> None:
    found = judged(of, [value, value], [count, count * times])
    width = found.high - found.low
    assert width[1] <= width[0] + 1e-9


@given(st.lists(st.tuples(shares, counts), min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_the_areas_changes_nothing(rows: list[tuple[float, float]], random: object) -> None:
    places = list(range(len(rows)))
    random.shuffle(places)  # type: ignore[attr-defined]
    straight = judged(SHARE, [row[0] for row in rows], [row[1] for row in rows])
    mixed = judged(SHARE, [rows[place][0] for place in places], [rows[place][1] for place in places])
    assert mixed.low.tolist() == straight.low[places].tolist()
    assert mixed.high.tolist() == straight.high[places].tolist()


def test_draws_lie_around_the_figure_as_its_interval_says() -> None:
    value, low, high = np.array([10.0]), np.array([8.0]), np.array([16.0])
    drawn = uncertainty.draws(value, low, high, 20_000, np.random.default_rng(1))[:, 0]
    assert np.quantile(drawn, [0.025, 0.5, 0.975]) == pytest.approx([8, 10, 16], abs=0.15)


def test_what_has_no_interval_is_drawn_as_it_is_and_what_is_not_known_stays_so() -> None:
    value, low, high = np.array([3.0, NAN, 5.0]), np.array([NAN, NAN, 4.0]), np.array([NAN, NAN, 6.0])
    drawn = uncertainty.draws(value, low, high, 50, np.random.default_rng(1))
    assert drawn.shape == (50, 3)
    assert set(drawn[:, 0]) == {3.0} and np.isnan(drawn[:, 1]).all() and len(set(drawn[:, 2])) == 50
    nothing = np.array([])
    assert uncertainty.draws(nothing, nothing, nothing, 5, np.random.default_rng(1)).shape == (5, 0)


def test_the_same_generator_draws_the_same() -> None:
    value, low, high = np.array([3.0, 4.0]), np.array([2.0, 3.0]), np.array([4.0, 7.0])
    one, other = (uncertainty.draws(value, low, high, 9, np.random.default_rng(7)) for _ in range(2))
    assert (one == other).all()
