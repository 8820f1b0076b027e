"""A store that several processes share: DuckLake on a PostgreSQL server of our own."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection as Cursor

from model.findings import Refusal
from model.measure import Measure
from model.photo import PhotoKind
from settings import Settings
from store import Store, StoreBroken, StoreBusy, connection, measures, photos
from store.migrations import MIGRATIONS
from store.versions import Conflict
from tests.store import child
from tests.store.child import SEVEN
from tests.store.postgres import Server
from tests.store.worlds import figures, load, rows

pytestmark = pytest.mark.xdist_group("lake")
PROCESSES, LOADS = 3, 4


@pytest.fixture
def one(lake_settings: Settings) -> Iterator[Store]:
    store = Store(lake_settings)
    yield store
    store.close()


@pytest.fixture
def other(one: Store, lake_settings: Settings) -> Iterator[Store]:
    """A second store on the same lake, as another server has it open."""
    store = Store(lake_settings)
    yield store
    store.close()


@pytest.mark.slow
def test_processes_that_make_and_write_it_at_once_lose_nothing(lake_settings: Settings) -> None:
    patient = replace(lake_settings, lock_wait_s=60)
    processes = [child.start(patient, child.write, f"process {number}", str(LOADS)) for number in range(PROCESSES)]
    assert [process.wait(timeout=60) for process in processes] == [0] * PROCESSES
    store = Store(lake_settings)
    sizes = rows(store, "select load_id, count(*) from mart.observation group by load_id order by load_id")
    assert sizes == [(number, 7) for number in range(1, PROCESSES * LOADS + 1)]
    writes = "select count(distinct audit_number) from work.batch_event"
    assert rows(store, writes) == [(PROCESSES * LOADS,)], "each load moved the version row by itself"
    assert rows(store, "select count(*), count(distinct name) from work.migration") == [(len(MIGRATIONS),) * 2]
    store.close()


def test_a_change_is_run_again_on_the_new_state_when_another_was_first(one: Store, other: Store) -> None:
    runs = []

    def change(cursor: Cursor) -> int:
        count = cursor.execute("select count(*) from core.status").fetchall()[0][0]
        runs.append(count)
        if len(runs) == 1:
            other.write(lambda cursor: cursor.execute("insert into core.status values (1, 'first')"))
        cursor.execute("insert into core.status values (?, 'second')", [count + 1])
        return int(count)

    assert one.write(change) == 1
    assert runs == [0, 1]
    assert rows(other, "from core.status order by all") == [(1, "first"), (2, "second")]


def test_a_change_that_is_always_too_late_gives_up_in_dutch(
    one: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_WRITE_ATTEMPTS", 3)

    def change(cursor: Cursor) -> None:
        other.write(lambda cursor: cursor.execute("insert into core.status values (1, 'first')"))
        cursor.execute("insert into core.status values (2, 'late')")

    with pytest.raises(StoreBusy, match="op dit moment door anderen gewijzigd"):
        one.write(change)
    assert rows(one, "from core.status") == [(1, "first")] * 3


def test_of_two_servers_that_change_one_measure_at_once_the_second_is_told(one: Store, other: Store) -> None:
    seen = one.write(lambda cursor: measures.keep(cursor, "GM9901", Measure("m", "Idee"), "Anja", None))
    runs = []

    def change(cursor: Cursor) -> None:
        runs.append(1)
        if len(runs) == 1:
            other.write(lambda cursor: measures.keep(cursor, "GM9901", Measure("m", "Plan"), "Bram", seen))
        measures.keep(cursor, "GM9901", Measure("m", "Besluit"), "Carla", seen)

    with pytest.raises(Conflict) as told:
        one.write(change)
    assert (told.value.current, told.value.current_by, len(runs)) == (Measure("m", "Plan"), "Bram", 2)
    with one.read() as cursor:
        found = measures.history(cursor, "GM9901", "m")
    assert [(version.content.name, version.by) for version in found] == [("Plan", "Bram"), ("Idee", "Anja")]


def test_a_photo_is_there_for_everybody_and_two_never_get_one_name(one: Store, other: Store) -> None:
    load(one, figures(SEVEN))

    def make(cursor: Cursor, is_first: bool = False) -> int:
        if is_first:
            with suppress(Refusal):
                other.write(make)
        return photos.make(cursor, PhotoKind.START, "Startfoto", date(2021, 12, 1))

    with pytest.raises(Refusal, match="Er is al een foto met de naam 'Startfoto'"):
        one.write(lambda cursor: make(cursor, is_first=True))
    load(other, figures({"BU00010000": 9.0}))
    for store in (one, other):
        with store.read(at=1) as cursor:
            assert cursor.execute("select count(*), max(value) from mart.observation").fetchall() == [(7, 6.0)]
    assert rows(one, "select count(*), max(value) from mart.observation") == [(1, 9.0)]


def test_it_goes_on_after_the_server_has_restarted(one: Store, postgres: Server) -> None:
    load(one, figures(SEVEN))
    with pytest.raises((duckdb.Error, StoreBroken)), one.read() as cursor:
        cursor.execute("select count(*) from mart.observation").fetchall()
        postgres.restart()
        cursor.execute("select count(*) from mart.area").fetchall()
    assert rows(one, "select count(*) from mart.observation") == [(7,)]
    load(one, figures(SEVEN, table="after"))
    assert rows(one, "select count(*) from mart.observation") == [(14,)]


def test_a_server_that_cannot_be_reached_is_named_in_dutch(lake_settings: Settings) -> None:
    nowhere = replace(lake_settings, lake_catalogue="host=/nowhere dbname=it's")
    with pytest.raises(StoreBroken, match="de PostgreSQL-database daarbij zijn niet te openen"):
        Store(nowhere)


def test_figures_stand_in_parquet_files_in_the_folder(one: Store, lake_settings: Settings) -> None:
    load(one, figures({f"BU{number:08}": 1.0 for number in range(1000)}))
    assert list(Path(lake_settings.lake_data).glob("core/observation/*.parquet"))
