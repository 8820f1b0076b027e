"""A verdict on a change needs more than chance and rounding, and figures that can be compared at all."""

from dataclasses import replace
from math import nan

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import change, uncertainty
from analysis.change import Change, Estimate, Verdict
from model.catalogue import Indicator
from model.delivery import OBSERVATION, Delivery
from model.status import Status
from tests.worlds import Cell, delivered, indicator, world

LONELY = indicator("eenzaam", source="monitor")
CHILDREN = indicator("kinderen_0_15", unit="aantal", decimals=0)
WIJK = "WK030801"


def year(period: str, value: Cell, *, count: float = nan, flag: str = "", of: Indicator = LONELY) -> Delivery:
    """One figure of one wijk, with its number of respondents and KWB's flag for its border."""
    delivery = delivered({of.id: {WIJK: value}}, period, source=of.source, flags={WIJK: flag})
    place = OBSERVATION.get_field_index("count")
    counts = pa.array([None if np.isnan(count) else count], pa.float64())
    return replace(delivery, observations=delivery.observations.set_column(place, OBSERVATION.field("count"), counts))


def judged(*years: Delivery, of: Indicator = LONELY, before: str = "2019", after: str = "2021") -> Change:
    with world(*years) as cursor:
        return change.between(change.series(cursor, of, [WIJK]), of, WIJK, before, after)


def test_newcombes_own_example() -> None:
    # Newcombe (1998), table II, method 10: 56 of 70 less 48 of 80 is 0.20, from 0.0524 to 0.3339
    found = judged(year("2019", 60.0, count=80), year("2021", 80.0, count=70))
    assert (found.before, found.after, found.verdict, found.reason) == (60, 80, Verdict.HIGHER, "")
    assert found.difference == pytest.approx(20)
    assert [found.low, found.high] == pytest.approx([5.24, 33.39], abs=0.005)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (30.0, 60.0, Verdict.HIGHER),
        (60.0, 30.0, Verdict.LOWER),
        (30.0, 33.0, Verdict.NO_CLEAR_DIFFERENCE),
        (30.0, 30.0, Verdict.NO_CLEAR_DIFFERENCE),
        (0.0, 0.0, Verdict.NO_CLEAR_DIFFERENCE),
    ],
)
def test_a_verdict_needs_a_difference_that_chance_does_not_explain(
    before: float, after: float, verdict: Verdict
) -> None:
    found = judged(year("2019", before, count=100), year("2021", after, count=100))
    assert (found.verdict, found.reason) == (verdict, "")


def test_the_same_difference_of_fewer_people_is_no_difference() -> None:
    many, few = (judged(year("2019", 30.0, count=n), year("2021", 40.0, count=n)).verdict for n in (1000, 50))
    assert (many, few) == (Verdict.HIGHER, Verdict.NO_CLEAR_DIFFERENCE)


def test_a_rounded_count_is_judged_by_its_rounding_and_chance() -> None:
    years = [year("2019", 100.0, of=CHILDREN, flag="1"), year("2020", 125.0, of=CHILDREN, flag="1")]
    assert judged(*years, of=CHILDREN, after="2020").verdict is Verdict.NO_CLEAR_DIFFERENCE
    years = [year("2019", 100.0, of=CHILDREN, flag="1"), year("2020", 160.0, of=CHILDREN, flag="1")]
    assert judged(*years, of=CHILDREN, after="2020").verdict is Verdict.HIGHER


def test_without_an_interval_on_both_sides_it_cannot_be_said() -> None:
    found = judged(year("2019", 10.0, count=1000), year("2021", 90.0))
    assert (found.verdict, found.reason) == (Verdict.UNKNOWN, "marge niet bekend")
    assert (found.difference, found.low, found.high) == (80, None, None)


def test_a_modelled_figure_gets_no_verdict_however_narrow_its_bounds() -> None:
    found = judged(year("2019", 10.0, count=1000), year("2021", 90.0, count=1000), of=replace(LONELY, is_modelled=True))
    assert (found.verdict, found.reason, found.difference) == (Verdict.UNKNOWN, "modelschatting", None)


@pytest.mark.parametrize(
    ("middle", "last", "reason"),
    [
        ("3", "1", "grens gewijzigd"),
        ("1", "2", "gebiedscode gewijzigd"),
        ("", "1", "niet bekend of de grens gelijk bleef"),
        ("3", "2", "grens gewijzigd en gebiedscode gewijzigd"),
    ],
)
def test_a_border_that_changed_in_between_forbids_a_verdict(middle: str, last: str, reason: str) -> None:
    flags = {"2018": "3", "2019": "3", "2020": middle, "2021": last, "2022": "3"}
    years = [year(period, 100.0, of=CHILDREN, flag=flag) for period, flag in flags.items()]
    found = judged(*years, of=CHILDREN)
    assert (found.verdict, found.reason) == (Verdict.NOT_COMPARABLE, reason)
    assert found.difference is None


def test_another_method_in_between_forbids_a_verdict_and_one_before_does_not() -> None:
    years = [year("2019", 30.0, count=1000), year("2021", 60.0, count=1000)]
    found = judged(*years, of=replace(LONELY, breaks=("2020",)))
    assert (found.verdict, found.reason) == (Verdict.NOT_COMPARABLE, "andere meetmethode")
    assert judged(*years, of=replace(LONELY, breaks=("2019", "2022"))).verdict is Verdict.HIGHER


@pytest.mark.parametrize(
    ("years", "reason"),
    [
        ([year("2019", Status.SECRET), year("2021", 9.0, count=100)], "geen cijfer van 2019"),
        ([year("2019", 9.0, count=100)], "geen cijfer van 2021"),
        ([year("2018", 9.0, count=100)], "geen cijfer van 2019 en 2021"),
    ],
)
def test_what_is_not_known_cannot_be_compared(years: list[Delivery], reason: str) -> None:
    found = judged(*years)
    assert (found.verdict, found.reason, found.difference) == (Verdict.UNKNOWN, reason, None)


def test_a_series_has_the_years_with_what_each_interval_rests_on() -> None:
    with world(year("2019", 30.0, count=100), year("2021", Status.SECRET, count=100)) as cursor:
        frame = change.series(cursor, LONELY, [WIJK]).frame
        assert change.series(cursor, LONELY, ["WK999999"]).frame.empty
    assert frame["low"].round(1).tolist()[0] == 21.9 and np.isnan(frame["low"].tolist()[1])
    assert frame["kind"].tolist() == ["uit het aantal waarnemingen", "niet bekend"]


estimates = st.tuples(st.integers(0, 200), st.integers(1, 500)).map(lambda of: (min(of), of[1]))


def estimate(of: tuple[int, int]) -> Estimate:
    """A share as a fraction with Wilson's interval."""
    hits, count = of
    (low,), (high,) = uncertainty.wilson(np.array([hits / count]), np.array([float(count)]))
    return Estimate(hits / count, float(low), float(high))


@given(estimates, estimates)
def test_the_interval_holds_the_difference_and_turns_round_with_it(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    there = change.difference(estimate(before), estimate(after))
    back = change.difference(estimate(after), estimate(before))
    assert there.low <= there.value <= there.high
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))


@given(estimates)
def test_what_did_not_change_is_never_called_changed(of: tuple[int, int]) -> None:
    found = change.difference(estimate(of), estimate(of))
    assert found.low <= 0 <= found.high
