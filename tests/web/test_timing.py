"""Counting how long things take."""

import threading

from hypothesis import given
from hypothesis import strategies as st

from store.timing import Spread, Timing


def test_of_twenty_the_tenth_and_the_nineteenth_are_the_spread() -> None:
    timing = Timing()
    for hundredth in reversed(range(1, 21)):
        timing.add(hundredth / 100)
    assert timing.take() == Spread(20, 100.0, 190.0)
    assert timing.take() == Spread(0, 0.0, 0.0)


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=50))
def test_at_least_half_and_95_percent_stay_within_the_spread(seconds: list[float]) -> None:
    timing = Timing()
    for each in seconds:
        timing.add(each)
    spread = timing.take()
    rounded = [round(1000 * each, 1) for each in seconds]
    assert spread.count == len(seconds)
    assert 2 * sum(each <= spread.p50_ms for each in rounded) >= len(rounded)
    assert 20 * sum(each <= spread.p95_ms for each in rounded) >= 19 * len(rounded)
    assert spread.p50_ms in rounded and spread.p95_ms in rounded


def test_nothing_is_lost_between_threads() -> None:
    timing = Timing()

    def many() -> None:
        for _ in range(2000):
            with timing.timed():
                pass

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert timing.take().count == 8000
