"""Loads: whole or not at all, replaced by newer ones, undone and brought back, each with what it said."""

import hashlib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from model.delivery import Delivery, Received
from model.findings import Finding, FindingLevel
from model.status import Status
from settings import Settings
from store import Store, batches
from tests.store.worlds import (
    borders,
    codes,
    every_table,
    figures,
    load,
    restore,
    rows,
    shown,
    states,
    withdraw,
)

A, B = "GM0001", "GM0002"
COUNTRY = ["NL00", A, B]
YEARS = itertools.count(2000)


def of_municipality(number: int, value: float) -> Delivery:
    """What a load of one gemeente brings: the country and every gemeente, and its own wijk and buurt."""
    return figures(dict.fromkeys([*COUNTRY, *codes(number, of=("WK", "BU"))], value))


class TestALoad:
    def test_is_shown_when_it_is_kept(self, file_store: Store) -> None:
        load(file_store, figures({A: 12.0, "WK000100": 7.0}))
        assert shown(file_store) == {A: 12.0, "WK000100": 7.0}
        assert states(file_store) == {1: "in gebruik"}

    def test_is_all_or_nothing(self, store: Store) -> None:
        load(store, figures({A: 1.0}))
        before = every_table(store)
        whole = figures({A: 2.0, B: 2.0})
        broken = replace(whole, boundaries=pa.table({"region": ["BU00010000"], "name": ["no outline"]}))
        with pytest.raises(duckdb.BinderException):
            load(store, whole, broken)
        assert every_table(store) == before
        assert shown(store) == {A: 1.0}

    def test_keeps_how_many_rows_came_in_and_what_became_of_them(self, file_store: Store) -> None:
        load_id = load(file_store, figures({A: 1.0, B: 2.0}, refused=3))
        with file_store.read() as cursor:
            row = batches.loads(cursor).set_index("load_id").loc[load_id]
        assert (row["rows_in"], row["rows_accepted"], row["rows_refused"]) == (5, 2, 3)
        assert row["rows_in"] == row["rows_accepted"] + row["rows_refused"]

    def test_keeps_its_source_and_moment(self, file_store: Store) -> None:
        begin = datetime.now(UTC)
        load(file_store, figures({A: 1.0, "WK000100": 1.0, "WK000200": 1.0}))
        with file_store.read() as cursor:
            row = batches.loads(cursor).iloc[0]
        assert (row["source"], row["table_id"], row["period"]) == ("kwb", "85318NED", "2022")
        assert (row["title"], row["published"]) == ("Kerncijfers wijken en buurten", "2023-03-27T02:00:00")
        assert begin <= row["retrieved_at"] <= row["loaded_at"] <= datetime.now(UTC)
        assert (row["region"], row["municipalities"], row["batches"]) == (A, 2, 3)

    def test_keeps_its_findings_in_order(self, file_store: Store) -> None:
        said = [
            Finding(FindingLevel.WARNING, "één", file="t", column="k", found="<5", expected="een getal"),
            Finding(FindingLevel.REMARK, "twee", row=12),
            Finding(FindingLevel.BLOCKING, "drie 'tussen' \"haken\"", sheet="Blad 1", example="GM0308"),
            *(Finding(FindingLevel.REMARK, f"nog {number}") for number in range(20)),
        ]
        load_id = load(file_store, figures({A: 1.0}, findings=said))
        with file_store.read() as cursor:
            kept = batches.findings(cursor, load_id)
            assert batches.loads(cursor)["findings"].tolist() == [23]
        assert kept == said

    def test_keeps_the_bytes_as_received_with_their_digest(self, store: Store) -> None:
        content = bytes(range(256)) * 500
        load_id = load(store, figures({A: 1.0}, received=[Received("é.zip", "application/zip", content)]))
        digest = hashlib.sha256(content).hexdigest()
        kept = rows(store, "select name, media_type, sha256, content from raw.received where load_id = ?", load_id)
        assert kept == [("é.zip", "application/zip", digest, content)]

    def test_keeps_the_status_of_every_figure(self, file_store: Store) -> None:
        regions = [f"BU000100{number:02}" for number, _ in enumerate(Status)]
        load(file_store, figures(dict(zip(regions, Status, strict=True))))
        kept = rows(file_store, "select region, status, value from mart.observation order by region")
        assert kept == [(region, status.value, None) for region, status in zip(regions, Status, strict=True)]

    def test_keeps_which_column_each_figure_came_from(self, file_store: Store) -> None:
        load_id = load(file_store, figures({A: 1.0}))
        assert rows(file_store, "from core.series") == [
            (load_id, "inwoners", "AantalInwoners_5", "Aantal inwoners", "aantal")
        ]

    def test_words_are_kept_once_and_mean_the_same_in_every_load(self, store: Store) -> None:
        load(store, figures({A: 1.0}, indicator="inwoners"), figures({B: 2.0, A: 3.0}, indicator="kinderen", table="t"))
        load(store, figures({B: 4.0}, indicator="inwoners", table="u"))
        assert rows(store, "select indicator, count(*) from core.indicator group by all order by all") == [
            ("inwoners", 1),
            ("kinderen", 1),
        ]
        kept = rows(store, "select indicator, region, value from mart.observation order by value")
        assert kept == [("inwoners", A, 1.0), ("kinderen", B, 2.0), ("kinderen", A, 3.0), ("inwoners", B, 4.0)]


class TestANewerLoad:
    def test_replaces_the_older_one_and_undo_brings_that_back(self, store: Store) -> None:
        old, new = load(store, figures({A: 1.0})), load(store, figures({A: 2.0}))
        assert (shown(store), states(store)) == ({A: 2.0}, {old: "vervangen", new: "in gebruik"})
        assert withdraw(store, new) == 1
        assert (shown(store), states(store)) == ({A: 1.0}, {old: "in gebruik", new: "teruggedraaid"})
        assert restore(store, new) == 1
        assert (shown(store), states(store)) == ({A: 2.0}, {old: "vervangen", new: "in gebruik"})

    def test_replaces_areas_that_it_no_longer_has(self, file_store: Store) -> None:
        load(file_store, figures({"BU00010000": 1.0, "BU00010001": 1.0}))
        load(file_store, figures({"BU00010000": 2.0}))
        assert shown(file_store) == {"BU00010000": 2.0}

    def test_of_another_table_or_year_replaces_nothing(self, file_store: Store) -> None:
        load(file_store, figures({A: 1.0}))
        load(file_store, figures({A: 2.0}, period="2021"))
        load(file_store, figures({A: 3.0}, table="50120NED", indicator="gezondheid"))
        assert set(states(file_store).values()) == {"in gebruik"}
        assert shown(file_store, "2021") == {A: 2.0}

    def test_of_one_municipality_does_not_touch_the_areas_of_another(self, store: Store) -> None:
        load(store, of_municipality(1, 10.0))
        load(store, of_municipality(2, 20.0))
        assert shown(store) == {
            **dict.fromkeys(COUNTRY, 20.0),
            **dict.fromkeys(codes(1, of=("WK", "BU")), 10.0),
            **dict.fromkeys(codes(2, of=("WK", "BU")), 20.0),
        }
        assert states(store) == {1: "deels vervangen", 2: "in gebruik"}
        withdraw(store, 2)
        assert shown(store) == dict.fromkeys([*COUNTRY, *codes(1, of=("WK", "BU"))], 10.0)

    def test_of_the_country_replaces_each_municipality_and_one_municipality_replaces_its_part(
        self, store: Store
    ) -> None:
        everything = dict.fromkeys([*COUNTRY, *codes(1, 2, of=("WK", "BU"))], 30.0)
        load(store, of_municipality(1, 10.0), of_municipality(2, 20.0))
        load(store, figures(everything))
        assert shown(store) == everything
        assert states(store) == {1: "vervangen", 2: "vervangen", 3: "in gebruik"}
        load(store, of_municipality(2, 40.0))
        assert shown(store) == everything | dict.fromkeys([*COUNTRY, *codes(2, of=("WK", "BU"))], 40.0)

    def test_of_boundaries_replaces_those_of_its_municipality_whatever_file_they_came_from(
        self, file_store: Store
    ) -> None:
        load(file_store, borders({A: "A", "BU00010000": "a", B: "B", "BU00020000": "b"}))
        load(file_store, borders({A: "A new", "BU00010001": "a new"}, table="eigen.gpkg"))
        kept = dict(rows(file_store, "select region, name from mart.boundary"))
        assert kept == {A: "A new", "BU00010001": "a new", B: "B", "BU00020000": "b"}

    def test_of_the_example_never_touches_the_real_country(self, file_store: Store) -> None:
        load(file_store, figures({"NL00": 1.0, "GM0001": 1.0}), figures({"NL99": 2.0, "GM9901": 2.0}))
        assert set(states(file_store).values()) == {"in gebruik"}
        assert shown(file_store) == {"NL00": 1.0, "GM0001": 1.0, "NL99": 2.0, "GM9901": 2.0}


def test_nothing_is_ever_taken_away(file_store: Store) -> None:
    """Undo, replacement and restoring add to the history; every row that was ever there stays."""
    moments = [every_table(file_store)]
    load(file_store, of_municipality(1, 1.0))
    steps: list[Callable[[], object]] = [
        lambda: load(file_store, of_municipality(1, 2.0)),
        lambda: withdraw(file_store, 2),
        lambda: restore(file_store, 2),
    ]
    for step in steps:
        step()
        moments.append(every_table(file_store))
    for before, after in pairwise(moments):
        for table in before.keys() - {"work.version", "views"}:
            assert set(map(repr, before[table])) <= set(map(repr, after[table])), table


def test_a_load_that_does_not_exist_cannot_be_withdrawn(file_store: Store) -> None:
    load(file_store, figures({A: 1.0}))
    assert withdraw(file_store, 99) == 0
    assert shown(file_store) == {A: 1.0}


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(1, 2)),
        st.tuples(st.sampled_from(["withdraw", "restore"]), st.integers(1, 6)),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def long_lived_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(Settings(data_dir=tmp_path_factory.mktemp("long_lived")))
    yield store
    store.close()


@given(steps=STEPS)
@examples(max_examples=15, deadline=None)
def test_whatever_is_done_the_newest_load_that_is_not_withdrawn_counts(
    long_lived_store: Store, steps: list[tuple[str, int]]
) -> None:
    """A scope of its own for each example: the year. Loads are numbered from 1 within it."""
    period = str(next(YEARS))
    loads: list[tuple[int, int]] = []  # number of the load, gemeente
    withdrawn: set[int] = set()
    for action, number in steps:
        if action == "add":
            value = float(len(loads) + 1)
            loads.append((load(long_lived_store, figures({codes(number)[2]: value}, period=period)), number))
        elif number <= len(loads):
            {"withdraw": withdraw, "restore": restore}[action](long_lived_store, loads[number - 1][0])
            (withdrawn.add if action == "withdraw" else withdrawn.discard)(number)
        expected = {
            codes(gemeente)[2]: float(place)
            for place, (_, gemeente) in enumerate(loads, start=1)
            if place not in withdrawn
        }
        assert shown(long_lived_store, period) == expected
