"""One store, many readers and writers: nothing lost, nothing half, nothing left open, nothing let in."""

import gc
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from duckdb import DuckDBPyConnection as Cursor

from settings import SettingError, Settings
from store import Store, StoreBroken, StoreBusy, StoreDamaged
from tests.store import child
from tests.store.child import SEVEN
from tests.store.worlds import figures, load, rows

OPEN_FILES, THREADS_OF_SYSTEM = Path("/proc/self/fd"), Path("/proc/self/task")

THREADS, LOADS = 8, 5
PROCESSES, OPENINGS = 4, 4

LOADS_AND_THEIR_SIZES = "select load_id, count(*) from mart.observation group by load_id"
HARD_WORK = "select count(*) from range(1000000) as a, range(1000000) as b"


def load_sizes(store: Store) -> dict[int, int]:
    return dict(rows(store, LOADS_AND_THEIR_SIZES))


class TestManyThreads:
    def test_no_write_is_lost_and_every_reader_sees_whole_loads(self, store: Store) -> None:
        loads = 1 if store.is_shared else LOADS
        before = store.data_version()
        seen: list[tuple[int, list[int]]] = []
        together = threading.Barrier(THREADS)

        def work(thread: int) -> None:
            together.wait(timeout=30)
            for number in range(loads):
                load(store, figures(SEVEN, table=f"{thread}/{number}"))
                with store.read() as cursor:
                    sizes = [size for _, size in cursor.execute(LOADS_AND_THEIR_SIZES).fetchall()]
                    version = cursor.execute("select data_version from work.version").fetchall()[0][0]
                seen.append((version - before, sizes))

        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(work, range(THREADS)))

        assert load_sizes(store) == dict.fromkeys(range(1, THREADS * loads + 1), 7)
        assert store.data_version() - before == THREADS * loads
        assert len(seen) == THREADS * loads
        assert all(sizes == [7] * writes for writes, sizes in seen)

    def test_reading_at_once_never_mixes_up_cursors(self, file_store: Store) -> None:
        def work(thread: int) -> bool:
            answers = [
                rows(file_store, "select i from range(?, ?) as t(i)", thread * 100, thread * 100 + 50)
                for _ in range(20)
            ]
            return all(answer == [(thread * 100 + i,) for i in range(50)] for answer in answers)

        with ThreadPoolExecutor(THREADS) as pool:
            assert all(pool.map(work, range(THREADS)))


class TestManyProcesses:
    def test_who_finds_the_file_open_waits_for_it_and_no_write_is_lost(self, file_settings: Settings) -> None:
        settings = replace(file_settings, lock_wait_s=60)
        processes = [
            child.start(settings, child.open_write_close, f"process {number}", str(OPENINGS))
            for number in range(PROCESSES)
        ]
        assert [process.wait(timeout=60) for process in processes] == [0] * PROCESSES
        store = Store(settings)
        assert load_sizes(store) == dict.fromkeys(range(1, PROCESSES * OPENINGS + 1), 7)
        assert rows(store, "select count(distinct scope) from work.batch") == [(PROCESSES * OPENINGS,)]
        store.close()

    def test_a_file_that_stays_open_elsewhere_gives_a_dutch_sentence(self, file_settings: Settings) -> None:
        with child.start(file_settings, child.hold) as holder:
            assert holder.stdout and holder.stdout.readline() == "open\n"
            with pytest.raises(StoreBusy, match=r"^Het gegevensbestand startfoto\.duckdb is in gebruik door een ander"):
                Store(file_settings)
            holder.communicate("")
        Store(file_settings).close()

    def test_one_process_cannot_open_the_file_twice(self, file_settings: Settings) -> None:
        first = Store(file_settings)
        with pytest.raises(StoreBusy, match="in gebruik"):
            Store(file_settings)
        load(first, figures(SEVEN))
        first.close()


class TestOneTransaction:
    def test_a_reader_does_not_see_half_a_write(self, store: Store) -> None:
        def change(cursor: Cursor) -> list[tuple[int]]:
            cursor.execute("insert into core.status values (1, 'first half')")
            meanwhile = rows(store, "select count(*) from core.status")
            cursor.execute("insert into core.status values (2, 'second half')")
            return meanwhile

        assert store.write(change) == [(0,)]
        assert rows(store, "select count(*) from core.status") == [(2,)]

    def test_a_reader_keeps_the_moment_at_which_it_began(self, store: Store) -> None:
        with store.read() as cursor:
            before = cursor.execute("select data_version from work.version").fetchall()
            load(store, figures(SEVEN))
            assert cursor.execute("select data_version from work.version").fetchall() == before
            assert cursor.execute("select count(*) from mart.observation").fetchall() == [(0,)]

    def test_a_reader_cannot_write(self, store: Store) -> None:
        with store.read() as cursor, pytest.raises(duckdb.Error, match="read-only"):
            cursor.execute("insert into core.status values (1, 'x')")

    def test_an_error_in_the_middle_comes_through_and_leaves_nothing(self, store: Store) -> None:
        before = store.data_version()

        def change(cursor: Cursor) -> None:
            cursor.execute("insert into core.status values (1, 'x')")
            raise LookupError("no such thing")

        with pytest.raises(LookupError, match="no such thing"):
            store.write(change)
        assert rows(store, "from core.status") == []
        assert store.data_version() == before

    def test_an_error_in_sql_comes_through_and_leaves_the_store_in_use(self, file_store: Store) -> None:
        with pytest.raises(duckdb.CatalogException):
            file_store.write(lambda cursor: cursor.execute("insert into core.no_such_table values (1)"))
        with pytest.raises(duckdb.ConversionException):
            rows(file_store, "select 'x'::integer")
        load(file_store, figures(SEVEN))
        assert load_sizes(file_store) == {1: 7}

    def test_a_write_within_a_write_is_refused_at_once(self, file_store: Store) -> None:
        with pytest.raises(RuntimeError, match="write of its own"):
            file_store.write(lambda cursor: file_store.write(lambda inner: None))
        load(file_store, figures(SEVEN))


class TestTimeLimit:
    def test_a_long_query_is_interrupted(self, settings: Settings) -> None:
        hasty = Store(replace(settings, query_limit_s=0.3))
        with pytest.raises(duckdb.InterruptException):
            rows(hasty, HARD_WORK)
        assert rows(hasty, "select 1") == [(1,)]
        hasty.close()

    def test_what_begins_after_the_limit_is_interrupted_too(self, file_settings: Settings) -> None:
        hasty = Store(replace(file_settings, query_limit_s=0.3))
        with pytest.raises(duckdb.InterruptException), hasty.read() as cursor:
            past_the_limit = time.monotonic() + 0.4
            while time.monotonic() < past_the_limit:
                pass  # a page that thinks between two queries
            cursor.execute("select sum(a.i * b.i) from range(300000) as a(i), range(30000) as b(i)").fetchall()
        hasty.close()


class TestLockDown:
    """What comes in through SQL cannot get at the machine."""

    @pytest.mark.parametrize(
        "statement",
        [
            "select * from read_text('/etc/passwd')",
            "select * from read_csv('/etc/passwd')",
            "select * from glob('/etc/*')",
            "select * from '/etc/passwd'",
            "copy (select 1) to '{tmp_path}/outside.csv'",
            "attach '{tmp_path}/outside.duckdb' as other",
            "export database '{tmp_path}/outside'",
            "install httpfs",
            "load httpfs",
            "load '{tmp_path}/outside.duckdb_extension'",
            "set threads = 1",
            "set global enable_external_access = true",
            "set allowed_directories = ['/']",
            "set lock_configuration = false",
            "reset memory_limit",
            "select * from secrets_of_python",
        ],
    )
    def test_is_refused(self, read_only_store: Store, tmp_path: Path, statement: str) -> None:
        secrets_of_python = pa.table({"secret": [1]})
        with read_only_store.read() as cursor, pytest.raises(duckdb.Error) as refusal:
            cursor.execute(statement.format(tmp_path=tmp_path))
        words = ("disabled by configuration", "has been locked", "does not exist", "disabled through configuration")
        assert any(word in str(refusal.value) for word in words), refusal.value
        assert len(secrets_of_python) == 1
        assert not list(tmp_path.glob("outside*"))


class TestOpeningAndClosing:
    @pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="the system does not list open files, as on Windows")
    def test_leaves_no_file_and_no_thread_behind(self, settings: Settings) -> None:
        def open_and_close(times: int) -> tuple[int, int]:
            for _ in range(times):
                Store(settings).close()
            gc.collect()
            return len(list(OPEN_FILES.iterdir())), len(list(THREADS_OF_SYSTEM.iterdir()))

        times = 4 if settings.lake_data else 50
        files, threads = open_and_close(1)
        files_after, threads_after = open_and_close(times)
        assert files_after < files + times / 2
        assert threads_after < threads + times / 2

    def test_makes_the_folder_when_it_is_not_there(self, file_settings: Settings) -> None:
        deep = replace(file_settings, data_dir=file_settings.data_dir / "a folder" / "it's new")
        Store(deep).close()
        assert deep.database.is_file()

    def test_a_closed_store_says_so_in_dutch(self, file_settings: Settings) -> None:
        store = Store(file_settings)
        store.close()
        for use in (store.data_version, lambda: load(store, figures(SEVEN))):
            with pytest.raises(StoreBroken, match="De gegevens zijn afgesloten"):
                use()
        store.close()

    def test_closing_waits_for_the_write_that_is_going_on(self, file_settings: Settings) -> None:
        store = Store(file_settings)
        is_writing, is_closed = threading.Event(), threading.Event()

        def change(cursor: Cursor) -> bool:
            is_writing.set()
            was_closed_meanwhile = is_closed.wait(timeout=0.3)
            cursor.execute("insert into core.status values (1, 'x')")
            return was_closed_meanwhile

        def close() -> None:
            store.close()
            is_closed.set()

        with ThreadPoolExecutor(2) as pool:
            written = pool.submit(store.write, change)
            is_writing.wait(timeout=10)
            pool.submit(close).result(timeout=10)
            assert written.result(timeout=10) is False
        again = Store(file_settings)
        assert rows(again, "from core.status") == [(1, "x")]
        again.close()

    @pytest.mark.parametrize("content", [b"this is no database", b"\0" * 20_000])
    def test_a_file_that_is_no_store_is_refused_in_dutch_and_put_aside_as_it_is(
        self, file_settings: Settings, content: bytes
    ) -> None:
        file_settings.data_dir.mkdir()
        file_settings.database.write_bytes(content)
        with pytest.raises(StoreDamaged, match="Het gegevensbestand is beschadigd") as damaged:
            Store(file_settings)
        assert (damaged.value.damage.folder / file_settings.database.name).read_bytes() == content

    def test_a_folder_that_cannot_be_made_is_refused_in_dutch(self, file_settings: Settings, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(StoreBroken, match="is niet te openen"):
            Store(replace(file_settings, data_dir=tmp_path / "file" / "data"))

    @pytest.mark.parametrize(("catalogue", "data"), [("", "/tmp/lake"), ("dbname=lake", "")])
    def test_half_of_a_lake_is_refused_in_dutch(self, file_settings: Settings, catalogue: str, data: str) -> None:
        with pytest.raises(SettingError, match="lake_catalogue en lake_data horen bij elkaar"):
            Store(replace(file_settings, lake_catalogue=catalogue, lake_data=data))
        assert not file_settings.data_dir.exists()
