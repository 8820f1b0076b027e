"""Figures of uploads: each indicator, period and gemeente is replaced by itself."""

from store import Store, batches
from store.figures import add_figures
from tests.store.worlds import rows
from tests.worlds import Cell, delivered


def add(store: Store, figures: dict[str, dict[str, Cell]], period: str = "2021") -> int:
    delivery = delivered(figures, period, source="ggd")
    return store.write(lambda cursor: add_figures(cursor, delivery))


SEEN = "select indicator, region, period, value from mart.observation order by all"


def test_a_second_file_replaces_only_the_indicators_that_it_has(store: Store) -> None:
    add(store, {"gepest": {"WK990101": 12.0, "WK990102": 8.0}, "eenzaam": {"WK990101": 20.0}})
    add(store, {"gepest": {"WK990101": 13.0}})
    assert rows(store, SEEN) == [("eenzaam", "WK990101", "2021", 20.0), ("gepest", "WK990101", "2021", 13.0)]


def test_another_period_or_gemeente_stands_beside_what_is_there(store: Store) -> None:
    add(store, {"gepest": {"WK990101": 12.0}})
    add(store, {"gepest": {"WK990101": 11.0}}, "2019")
    add(store, {"gepest": {"WK990201": 9.0}})
    assert rows(store, SEEN) == [
        ("gepest", "WK990101", "2019", 11.0),
        ("gepest", "WK990101", "2021", 12.0),
        ("gepest", "WK990201", "2021", 9.0),
    ]


def test_an_upload_is_undone_as_a_whole(store: Store) -> None:
    add(store, {"gepest": {"WK990101": 12.0}})
    load_id = add(store, {"gepest": {"WK990101": 13.0}, "eenzaam": {"WK990101": 20.0}})
    store.write(lambda cursor: batches.withdraw(cursor, load_id))
    assert rows(store, SEEN) == [("gepest", "WK990101", "2021", 12.0)]
