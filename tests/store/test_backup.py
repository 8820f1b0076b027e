"""A backup holds all there is, is read back before it counts, and comes back whole, or nothing changes."""

import json
import multiprocessing
import shutil
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from duckdb import DuckDBPyConnection as Cursor
from hypothesis import given
from hypothesis import strategies as st

from model.access import Person, Right, Role
from settings import Settings
from store import Store, StoreBroken, backup, durable, manifests, people, restoring
from store.audit import Act, acting
from store.manifests import Backup, Reason
from store.migrations import MIGRATIONS
from tests.store import child
from tests.store.child import SEVEN
from tests.store.worlds import every_table, figures, load, rows, shown

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NUMBERS = "select data_version, audit_number from work.version"
MANAGER = Person("iss#1", "Een beheerder", Role.MANAGER)


def without_version(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    return {name: found for name, found in every_table(store).items() if name not in ("work.version", "work.audit")}


class TestMaking:
    def test_holds_every_row_of_every_table_and_every_view(self, ready_store: Store) -> None:
        load(ready_store, figures(SEVEN))
        before = every_table(ready_store)
        made = backup.make(ready_store, Reason.ASKED)
        assert manifests.listed(ready_store.settings) == [made]
        opened = Settings(data_dir=ready_store.settings.data_dir / "other")
        opened.data_dir.mkdir()
        shutil.copyfile(manifests.file_of(ready_store.settings, made), opened.database)
        copy = Store(opened)
        assert every_table(copy) == before
        copy.close()

    def test_who_reads_goes_on_and_a_write_comes_before_or_after_it(self, ready_store: Store) -> None:
        load(ready_store, figures(SEVEN))
        is_done = threading.Event()

        def keep_writing() -> int:
            times = 0
            while not is_done.is_set():
                load(ready_store, figures(SEVEN, table=f"table {times}"))
                times += 1
            return times

        with ready_store.read() as cursor, ThreadPoolExecutor(1) as pool:
            before = cursor.execute("select count(*) from work.load").fetchall()
            writer = pool.submit(keep_writing)
            made = [backup.make(ready_store, Reason.ASKED) for _ in range(2)]
            is_done.set()
            assert writer.result(timeout=30) > 0
            assert cursor.execute("select count(*) from work.load").fetchall() == before
        for one in made:  # the loads come after the migrations, each moves the number by one
            assert one.contents["work.load"][0] == one.audit_number - len(MIGRATIONS)

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no limit to the size of a file")
    def test_on_a_full_disk_fails_in_dutch_is_remembered_and_leaves_nothing(self, file_settings: Settings) -> None:
        with child.start(file_settings, child.back_up_on_a_full_disk) as process:
            told = json.loads(process.communicate(timeout=60)[0])
        assert told.pop("said").startswith("De back-up (op verzoek) is niet gelukt: de schijf is vol.")
        assert told == {"listed": 0, "shown": 7, "remembered": True, "files": [".duckdb", ".json"]}

    def test_on_a_disk_that_keeps_other_bytes_is_reported_as_failed(
        self, ready_store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def keep_other_bytes(path: Path) -> None:
            if path.suffix == ".part":
                content = bytearray(path.read_bytes())
                for at in range(3 * 4096 + 100, len(content), 256 * 1024):
                    content[at] ^= 1
                path.write_bytes(content)

        with monkeypatch.context() as patched:
            patched.setattr(durable, "settle", keep_other_bytes)
            with pytest.raises(backup.BackupFailed, match=r"^De back-up \(dagelijks\) is niet gelukt: "):
                backup.make(ready_store, Reason.DAILY)
        assert manifests.listed(ready_store.settings) == []
        assert manifests.last_failure(ready_store.settings)
        backup.make(ready_store, Reason.DAILY)
        assert manifests.last_failure(ready_store.settings) is None

    def test_that_was_cut_off_is_never_listed_and_is_cleared_by_the_next(self, ready_store: Store) -> None:
        made = backup.make(ready_store, Reason.ASKED)
        folder = manifests.folder_of(ready_store.settings)
        for name in ("half.part", "half.part.wal", "no manifest.duckdb"):
            (folder / name).write_bytes(b"half")
        (folder / "no file.json").write_bytes(manifests.written(replace(made, name="no file")))
        (folder / "broken.json").write_bytes(b"{")
        assert manifests.listed(ready_store.settings) == [made]
        backup.make(ready_store, Reason.ASKED)
        assert not list(folder.glob("*half*")) and (folder / "no manifest.duckdb").exists()

    def test_comes_before_a_change_of_the_tables(self, file_settings: Settings) -> None:
        store = Store(file_settings, MIGRATIONS[:-1])
        load(store, figures(SEVEN))
        store.close()
        Store(file_settings).close()
        [made] = manifests.listed(file_settings)
        assert made.reason is Reason.BEFORE_MIGRATION
        assert MIGRATIONS[-1].__name__ not in made.migrations

    def test_that_fails_keeps_the_tables_as_they_are(self, file_settings: Settings) -> None:
        Store(file_settings, MIGRATIONS[:-1]).close()
        manifests.folder_of(file_settings).write_text("a file where the folder should be")
        with pytest.raises(StoreBroken, match="want de back-up vooraf is niet gelukt"):
            Store(file_settings)
        old = Store(file_settings, MIGRATIONS[:-1])
        assert len(rows(old, "from work.migration")) == len(MIGRATIONS) - 1
        old.close()

    def test_is_not_made_of_a_lake_and_says_who_does(self, store: Store) -> None:
        if store.is_shared:
            with pytest.raises(backup.BackupFailed, match="DuckLake"):
                backup.make(store, Reason.ASKED)
        else:
            made = backup.make(store, Reason.ASKED)
            assert manifests.listed(store.settings) == [made]


class TestRestoring:
    def test_brings_back_what_was_and_goes_on_above_every_number(self, ready_store: Store) -> None:
        load(ready_store, figures(SEVEN))
        made = backup.make(ready_store, Reason.ASKED)
        before = without_version(ready_store)
        for times in range(3):
            load(ready_store, figures({"GM0001": float(times)}))
        highest = ready_store.data_version()
        with acting(Act(MANAGER, Right.RESTORE)):
            restored = restoring.restore(ready_store.settings, made.name, ready_store)
        assert without_version(ready_store) == before
        assert rows(ready_store, NUMBERS) == [(highest + 1, highest + 1)] == [(restored.number, restored.number)]
        [(name, action, about)] = rows(ready_store, "select name, action, about from work.audit")
        assert (name, action) == ("Een beheerder", "back-up teruggezet")
        assert about.endswith(f"van wijziging {highest} naar {made.audit_number}, verder als {highest + 1}")
        load(ready_store, figures({"GM0001": 9.0}, period="2019"))
        assert shown(ready_store, "2019") == {"GM0001": 9.0}

    def test_gives_nobody_back_the_access_that_was_taken_away_since(self, ready_store: Store) -> None:
        bea = Person("iss#7", "Bea", Role.EDITOR)
        made = backup.make(ready_store, Reason.ASKED)
        ready_store.write(lambda cursor: people.revoke(cursor, bea))
        restoring.restore(ready_store.settings, made.name, ready_store)
        with ready_store.read() as cursor:
            assert people.revoked(cursor) == [bea]
            [known] = people.people(cursor)
        assert (known.person, known.last_sign_in, known.is_revoked) == (bea, None, True)

    @pytest.mark.slow
    def test_keeps_the_data_that_it_replaces_as_a_backup_that_can_be_put_back(self, ready_store: Store) -> None:
        made = backup.make(ready_store, Reason.ASKED)
        load(ready_store, figures(SEVEN))
        restored = restoring.restore(ready_store.settings, made.name, ready_store)
        assert shown(ready_store) == {}
        assert restored.saved and restored.saved.reason is Reason.BEFORE_RESTORE
        restoring.restore(ready_store.settings, restored.saved.name, ready_store)
        assert shown(ready_store) == SEVEN

    @pytest.mark.slow
    def test_brings_the_tables_of_an_old_backup_up_to_date(self, file_settings: Settings) -> None:
        old = Store(file_settings, MIGRATIONS[:-1])
        load(old, figures(SEVEN))
        old.close()
        store = Store(file_settings)
        [made] = manifests.listed(file_settings)
        restoring.restore(file_settings, made.name, store)
        assert {name for (name,) in rows(store, "select name from work.migration")} == {
            step.__name__ for step in MIGRATIONS
        }
        assert shown(store) == SEVEN
        store.close()

    @pytest.mark.parametrize(
        "injury", ["flip", "other", *(pytest.param(injury, marks=pytest.mark.slow) for injury in ("cut", "gone"))]
    )
    def test_of_a_backup_that_is_not_as_it_was_made_is_refused_and_changes_nothing(
        self, ready_store: Store, injury: str
    ) -> None:
        made = backup.make(ready_store, Reason.ASKED)
        path = manifests.file_of(ready_store.settings, made)
        load(ready_store, figures(SEVEN))
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        if injury == "gone":
            path.unlink()
        elif injury == "other":
            manifests.manifest_of(ready_store.settings, made.name).write_bytes(
                manifests.written(replace(made, contents={**made.contents, "work.load": (7, "1")}))
            )
        else:
            path.write_bytes(content if injury == "flip" else content[:-4096])
        before = every_table(ready_store)
        with pytest.raises(restoring.NotRestored, match="Er is niets veranderd"):
            restoring.restore(ready_store.settings, made.name, ready_store)
        assert every_table(ready_store) == before
        assert made not in manifests.listed(ready_store.settings), "it is not offered again"

    def test_that_turned_bad_is_told_as_failed(self, ready_store: Store) -> None:
        made = backup.make(ready_store, Reason.ASKED)
        path = manifests.file_of(ready_store.settings, made)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        with pytest.raises(restoring.NotRestored):
            restoring.restore(ready_store.settings, made.name, ready_store)
        told = manifests.last_failure(ready_store.settings)
        assert told and "niet meer zoals hij gemaakt is" in told.message
        assert path.exists(), "nothing of it is removed"

    def test_waits_for_who_reads_also_when_that_takes_a_second_cursor(self, ready_store: Store) -> None:
        load(ready_store, figures(SEVEN))
        made = backup.make(ready_store, Reason.ASKED)
        is_reading, moment, seen = threading.Event(), threading.Event(), []

        def read_twice() -> None:
            with ready_store.read() as cursor:
                seen.append(cursor.execute("select count(*) from mart.observation").fetchall())
                is_reading.set()
                while not restorer.done() and not ready_store._engine.is_retired:  # type: ignore[union-attr]
                    moment.wait(0.01)
                seen.append(rows(ready_store, "select count(*) from mart.observation"))

        with ThreadPoolExecutor(2) as pool:
            begin = threading.Event()
            restorer = pool.submit(
                lambda: (begin.wait(10), restoring.restore(ready_store.settings, made.name, ready_store))
            )
            reader = pool.submit(read_twice)
            is_reading.wait(10)
            begin.set()
            reader.result(timeout=30)
            restorer.result(timeout=30)
        assert seen == [[(7,)], [(7,)]]
        assert shown(ready_store) == SEVEN

    def test_that_fails_past_the_point_of_return_says_so_and_is_finished_at_the_next_opening(
        self, ready_store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        load(ready_store, figures(SEVEN))
        made = backup.make(ready_store, Reason.ASKED)
        load(ready_store, figures({"GM0001": 1.0}))
        move = durable.move

        def move_but_the_new_file(path: Path, target: Path) -> None:
            if target == ready_store.settings.database:
                raise OSError(28, "No space left on device")
            move(path, target)

        with monkeypatch.context() as patched:
            patched.setattr(durable, "move", move_but_the_new_file)
            with pytest.raises(restoring.NotRestored, match="maakt het af zodra de gegevens weer opengaan"):
                restoring.restore(ready_store.settings, made.name, ready_store)
            with pytest.raises(StoreBroken):
                ready_store.data_version()
        assert shown(ready_store) == SEVEN

    def test_says_how_many_acts_of_people_it_undoes(self, ready_store: Store) -> None:
        made = backup.make(ready_store, Reason.ASKED)
        for right in (Right.EDIT, Right.UPLOAD, Right.SIGN_IN, Right.BACKUP):
            with acting(Act(MANAGER, right)):
                ready_store.write(lambda cursor: None)
        with ready_store.read() as cursor:
            assert restoring.undone(cursor, made) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.parametrize(
    "every", [pytest.param(9, id="a sample"), pytest.param(1, id="each step", marks=pytest.mark.slow)]
)
def test_a_kill_at_any_step_of_a_restore_leaves_the_old_or_the_new(tmp_path: Path, every: int) -> None:
    start_method = multiprocessing.get_context("forkserver")
    start_method.set_forkserver_preload(["tests.store.child"])
    first = Settings(data_dir=tmp_path / "first")
    store = Store(first)
    load(store, figures({"GM0001": 1.0}))
    made = backup.make(store, Reason.ASKED)
    load(store, figures({"GM0001": 2.0}))
    store.close()
    seen: list[float] = []
    exit_code, number = 9, 1 - every
    while exit_code == 9:
        number += every
        settings = Settings(data_dir=tmp_path / str(number))
        shutil.copytree(first.data_dir, settings.data_dir)
        process = start_method.Process(target=child.restore_until, args=(settings, made.name, number))
        process.start()
        process.join(60)
        exit_code = process.exitcode or 0
        again = Store(settings)
        seen.append(shown(again)["GM0001"] or 0.0)
        [(version, audit_number)] = rows(again, NUMBERS)
        assert version == audit_number == (made.audit_number + 2 if seen[-1] == 1.0 else made.audit_number + 1)
        again.close()
        assert not (settings.data_dir / "restoring").exists()
        shutil.rmtree(settings.data_dir)
    assert seen == sorted(seen, reverse=True), "the old until one step, and the new from there on"
    assert set(seen) == {1.0, 2.0}


def at(age: timedelta, reason: Reason = Reason.DAILY) -> Backup:
    made_at = NOON - age
    return Backup(made_at.isoformat(), made_at, reason, "", (), 0, 0, {}, 0, "")


class TestThinning:
    def test_keeps_seven_days_eight_weeks_and_twelve_months(self) -> None:
        daily = [at(timedelta(days=day)) for day in range(800)]
        gone = {one.name for one in manifests.superfluous(daily, NOON)}
        kept = [one.made_at.date().isoformat()[2:] for one in daily if one.name not in gone]
        assert kept == [
            *("26-11-23", "26-11-22", "26-11-21", "26-11-20", "26-11-19", "26-11-18", "26-11-17", "26-11-16"),
            *("26-11-15", "26-11-08", "26-11-01", "26-10-31", "26-10-25", "26-10-18", "26-10-11", "26-10-04"),
            *("26-09-30", "26-08-31", "26-07-31", "26-06-30", "26-05-31", "26-04-30", "26-03-31", "26-02-28"),
            *("26-01-31", "25-12-31", "25-11-30"),
        ]

    def test_keeps_the_last_three_before_a_change_of_the_tables_and_the_last_of_all_however_old(self) -> None:
        old = [at(timedelta(days=900 + days), Reason.BEFORE_MIGRATION) for days in range(5)]
        assert manifests.superfluous(old, NOON) == old[3:]
        assert manifests.superfluous([at(timedelta(days=5000))], NOON) == []

    @given(st.lists(st.tuples(st.integers(0, 800), st.integers(0, 23), st.sampled_from(Reason)), max_size=60))
    def test_whatever_there_is_each_period_keeps_one_and_thinning_twice_is_thinning_once(
        self, made: list[tuple[int, int, Reason]]
    ) -> None:
        backups = list({one.name: one for one in (at(timedelta(days=d, hours=h), r) for d, h, r in made)}.values())
        gone = manifests.superfluous(backups, NOON)
        kept = [one for one in backups if one not in gone]
        assert manifests.superfluous(kept, NOON) == []
        assert not backups or max(backups, key=lambda one: one.made_at) in kept
        assert all(one in kept for one in backups if NOON - one.made_at <= timedelta(days=7))
        for days, form in ((56, "%G-%V"), (366, "%Y-%m")):

            def parts(of: list[Backup], days: int = days, form: str = form) -> set[str]:
                return {one.made_at.strftime(form) for one in of if NOON - one.made_at <= timedelta(days=days)}

            assert parts(kept) == parts(backups)


def test_a_backup_reads_every_table_by_itself(ready_store: Store) -> None:
    """Where the digest of one table differs, it is told which."""
    made = backup.make(ready_store, Reason.ASKED)
    path = manifests.file_of(ready_store.settings, made)
    with pytest.raises(backup.NotWhole, match=r"work\.load"):
        backup.verify(path, {**made.contents, "work.load": (1, "0")}, made.audit_number)
    with pytest.raises(backup.NotWhole, match="number"):
        backup.verify(path, made.contents, made.audit_number + 1)
    with pytest.raises(duckdb.Error):
        path.write_bytes(b"no database")
        backup.verify(path, made.contents, made.audit_number)


def test_within_a_write_no_backup_can_be_made(ready_store: Store) -> None:
    def change(cursor: Cursor) -> None:
        backup.make(ready_store, Reason.ASKED)

    with pytest.raises(RuntimeError, match="within it"):
        ready_store.write(change)
