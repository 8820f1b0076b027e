"""Injured files are noticed, put aside and replaced by choice; what is whole is left alone; nothing is lost unseen."""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from duckdb import DuckDBPyConnection as Cursor

from settings import Settings
from store import Store, StoreBroken, StoreDamaged, aside, backup, manifests, recovery, restoring, witness
from store.aside import Harm
from store.engine import log_of
from store.manifests import Reason
from store.migrations import MIGRATIONS
from tests.store import child
from tests.store.worlds import every_table, figures, load, rows, shown

FIRST_BLOCK, BLOCK = 3 * 4096, 256 * 1024
LAST = 3.0
"""The figure of the last change: in the log only, as after a power cut."""


@dataclass(frozen=True)
class Cut:
    """A store as a power cut leaves it: a backup, a change in the file after it, and one in the log."""

    settings: Settings
    tables: dict[str, list[tuple[Any, ...]]]
    number: int

    @property
    def log(self) -> Path:
        return log_of(self.settings.database)


@pytest.fixture(scope="module")
def after_a_power_cut(tmp_path_factory: pytest.TempPathFactory, new_file: Path) -> Cut:
    folder = tmp_path_factory.mktemp("cut")
    running = Settings(data_dir=folder / "running")
    running.data_dir.mkdir()
    shutil.copyfile(new_file, running.database)
    store = Store(running)
    load(store, figures({"GM0001": 1.0}))
    backup.make(store, Reason.ASKED)
    load(store, figures({"GM0001": 2.0}))
    store._checkpoint()
    load(store, figures({"GM0001": LAST}))
    cut = Cut(Settings(data_dir=folder / "cut", lock_wait_s=0.2), every_table(store), store.data_version())
    shutil.copytree(running.data_dir, cut.settings.data_dir)
    store.close()
    return cut


@pytest.fixture
def cut(after_a_power_cut: Cut, file_settings: Settings) -> Iterator[Cut]:
    shutil.copytree(after_a_power_cut.settings.data_dir, file_settings.data_dir)
    yield Cut(file_settings, after_a_power_cut.tables, after_a_power_cut.number)


def flip(path: Path, at: int, bits: int = 0x11) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ bits]))


def flip_in_each_block(path: Path) -> None:
    """Whichever blocks are in use, they are injured."""
    for at in range(FIRST_BLOCK, path.stat().st_size, BLOCK):
        flip(path, at + 100)


def cut_off(path: Path, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])


def injure(cut: Cut, how: str) -> None:
    file, log = cut.settings.database, cut.log
    injuries: dict[str, Callable[[], object]] = {
        "flipped bytes in the file": lambda: flip_in_each_block(file),
        "a flipped byte in its header": lambda: flip(file, 20),
        "a truncated file": lambda: cut_off(file, 0.5),
        "an empty file": lambda: cut_off(file, 0),
        "no file": file.unlink,
        "a flipped byte in the log": lambda: flip(log, 16),
        "a cut log": lambda: cut_off(log, 0.9),
        "an empty log": lambda: cut_off(log, 0),
        "no log": log.unlink,
    }
    injuries[how]()


def damage(settings: Settings) -> StoreDamaged:
    """What opening says, which it must."""
    with pytest.raises(StoreDamaged) as damaged:
        Store(settings)
    return damaged.value


@pytest.mark.parametrize(
    ("how", "harm", "found"),
    [
        ("flipped bytes in the file", Harm.UNREADABLE, None),
        pytest.param("a flipped byte in its header", Harm.UNREADABLE, None, marks=pytest.mark.slow),
        ("a truncated file", Harm.UNREADABLE, None),
        pytest.param("an empty file", Harm.UNREADABLE, None, marks=pytest.mark.slow),
        ("no file", Harm.GONE, None),
        ("a flipped byte in the log", Harm.LOG_UNREADABLE, -1),
        ("a cut log", Harm.TAIL_LOST, -1),
        pytest.param("an empty log", Harm.TAIL_LOST, -1, marks=pytest.mark.slow),
        ("no log", Harm.TAIL_LOST, -1),
    ],
)
def test_an_injury_is_noticed_put_aside_as_it_is_and_the_backup_put_in_its_place(
    cut: Cut, how: str, harm: Harm, found: int | None
) -> None:
    injure(cut, how)
    injured = {path.name: path.read_bytes() for path in (cut.settings.database, cut.log) if path.exists()}

    damaged = damage(cut.settings)
    assert damaged.damage.harm is harm
    assert damaged.damage.found == (None if found is None else cut.number + found)
    assert damaged.damage.expected == cut.number
    [made] = manifests.listed(cut.settings)
    assert damaged.last_good == made and made.label in str(damaged)
    assert not cut.settings.database.exists() and not cut.log.exists()
    assert {name: (damaged.damage.folder / name).read_bytes() for name in injured} == injured
    assert damage(cut.settings).damage == damaged.damage, "a restart says the same"

    restoring.restore(cut.settings, made.name)
    with closing(Store(cut.settings)) as store:
        assert shown(store) == {"GM0001": 1.0}
        assert store.data_version() == cut.number + 1
        assert "op verzoek) teruggezet: van wijziging" in rows(store, "select about from work.audit")[0][0]
    assert {name: (damaged.damage.folder / name).read_bytes() for name in injured} == injured


def test_a_power_cut_alone_loses_nothing(cut: Cut) -> None:
    with closing(Store(cut.settings)) as store:
        assert every_table(store) == cut.tables


@pytest.mark.parametrize(
    "how",
    ["a flipped byte in the log", *(pytest.param(how, marks=pytest.mark.slow) for how in ("no log", "a cut log"))],
)
def test_what_is_left_can_be_used_when_somebody_says_so(cut: Cut, how: str) -> None:
    injure(cut, how)
    assert damage(cut.settings).damage.missing == 1
    assert "zonder de laatste wijziging" in restoring.go_on(cut.settings).said
    with closing(Store(cut.settings)) as store:
        assert shown(store) == {"GM0001": 2.0}
        assert store.data_version() == cut.number + 1


def test_what_cannot_be_read_can_only_be_replaced(cut: Cut) -> None:
    injure(cut, "a truncated file")
    assert not damage(cut.settings).damage.can_go_on
    with pytest.raises(restoring.NotRestored, match="Er is niets veranderd"):
        restoring.go_on(cut.settings)
    damage(cut.settings)


def test_without_a_backup_one_can_begin_empty(cut: Cut) -> None:
    shutil.rmtree(manifests.folder_of(cut.settings))
    injure(cut, "a truncated file")
    assert "Er is geen goede back-up." in str(damage(cut.settings))
    restoring.begin_empty(cut.settings)
    with closing(Store(cut.settings)) as store:
        assert shown(store) == {} and store.data_version() == cut.number + 1


def test_nothing_is_replaced_without_damage_unless_the_store_is_handed_over(cut: Cut) -> None:
    [made] = manifests.listed(cut.settings)
    for choose in (restoring.begin_empty, restoring.go_on, lambda at: restoring.restore(at, made.name)):
        with pytest.raises(restoring.NotRestored):
            choose(cut.settings)
    with closing(Store(cut.settings)) as store:
        assert every_table(store) == cut.tables


@pytest.mark.slow
def test_a_second_injury_is_put_aside_beside_the_first(cut: Cut) -> None:
    [made] = manifests.listed(cut.settings)
    folders = set()
    for _ in range(2):
        flip_in_each_block(cut.settings.database)
        folders.add(damage(cut.settings).damage.folder)
        restoring.restore(cut.settings, made.name)
    assert len(folders) == 2 and all((folder / "startfoto.duckdb").is_file() for folder in folders)


def test_a_file_that_turns_bad_while_the_store_is_open_can_be_replaced_there(cut: Cut) -> None:
    with closing(Store(cut.settings)) as store:
        [made] = manifests.listed(cut.settings)
        engine = store._engine
        assert engine
        engine.retire()
        cut_off(cut.settings.database, 0.5)
        with pytest.raises(StoreDamaged):
            store.data_version()
        restored = restoring.restore(cut.settings, made.name, store)
        assert restored.saved is None, "what could not be read is no backup"
        assert shown(store) == {"GM0001": 1.0}


class TestIsNotDamage:
    """The file stays where it is, as it is."""

    def refused(self, settings: Settings, words: str) -> None:
        before = settings.database.read_bytes()
        with pytest.raises(Exception, match=words) as refusal:
            Store(settings)
        assert not isinstance(refusal.value, StoreDamaged)
        assert settings.database.read_bytes() == before
        assert aside.damage_of(settings) is None

    def test_a_newer_startfoto(self, ready_settings: Settings) -> None:
        def tomorrow(cursor: Cursor) -> None:
            cursor.execute("create table core.tomorrow (number integer)")

        Store(ready_settings, (*MIGRATIONS, tomorrow)).close()
        self.refused(ready_settings, "nieuwere versie van Startfoto")

    @pytest.mark.slow
    def test_a_store_that_another_process_has_open(self, ready_settings: Settings) -> None:
        with child.start(ready_settings, child.hold) as holder:
            assert holder.stdout and holder.stdout.readline() == "open\n"
            self.refused(ready_settings, "in gebruik door een ander")
            holder.communicate("")

    @pytest.mark.parametrize(
        "error",
        [
            duckdb.IOException('IO Error: Cannot open file "startfoto.duckdb": Permission denied'),
            duckdb.IOException('Could not write file "startfoto.duckdb": No space left on device'),
            duckdb.IOException("Failure while replaying WAL file: Could not read from file: Input/output error"),
            duckdb.IOException(
                "Trying to read a database file with version number 99, but we can only read between 64 and 67."
            ),
            duckdb.IOException("Failure while replaying WAL file: Failed to read WAL of version 4 - can only read 1"),
            duckdb.OutOfMemoryException("failed to allocate data"),
            duckdb.InterruptException("INTERRUPT Error: Interrupted!"),
            OSError("Corrupt"),
        ],
        ids=lambda error: str(error)[:30],
    )
    def test_what_has_another_cause(self, error: Exception) -> None:
        assert not recovery.is_damage(error)

    def test_a_file_from_before_there_were_numbers(self, ready_settings: Settings) -> None:
        assert witness.read(ready_settings) is None
        with closing(Store(ready_settings)) as store:
            assert witness.read(ready_settings) == store.data_version() == len(MIGRATIONS)

    def test_a_number_that_is_torn(self, cut: Cut) -> None:
        (cut.settings.data_dir / "startfoto.number").write_text("00000000000000000099 0000000")
        with closing(Store(cut.settings)) as store:
            assert every_table(store) == cut.tables
        assert witness.read(cut.settings) == cut.number

    def test_a_kill_between_a_change_and_its_number(self, cut: Cut) -> None:
        witness.write(cut.settings, cut.number - 1)
        with closing(Store(cut.settings)) as store:
            assert every_table(store) == cut.tables


def test_each_change_moves_the_number_beside_the_file(ready_store: Store) -> None:
    for _ in range(2):
        load(ready_store, figures({"GM0001": 1.0}))
        assert witness.read(ready_store.settings) == ready_store.data_version()


def test_a_journal_that_cannot_be_read_opens_nothing_and_moves_nothing(cut: Cut) -> None:
    journal = cut.settings.data_dir / "startfoto.restoring"
    journal.write_text("{")
    with pytest.raises(StoreBroken, match="Er is niets gewist"):
        Store(cut.settings)
    journal.unlink()
    with closing(Store(cut.settings)) as store:
        assert every_table(store) == cut.tables


@pytest.mark.parametrize(
    "times", [pytest.param(8, id="a sample"), pytest.param(300, marks=pytest.mark.slow, id="many")]
)
def test_wherever_a_byte_flips_or_a_file_ends_all_is_there_or_it_is_told(cut: Cut, times: int) -> None:
    whole = {path: path.read_bytes() for path in (cut.settings.database, cut.log)}
    number = (cut.settings.data_dir / "startfoto.number").read_bytes()
    places = random.Random(times)
    told = 0
    for turn in range(times):
        path = list(whole)[turn % 2]
        for one, content in whole.items():
            one.write_bytes(content)
        (cut.settings.data_dir / "startfoto.number").write_bytes(number)
        shutil.rmtree(cut.settings.data_dir / "aside", ignore_errors=True)
        at = places.randrange(len(whole[path]))
        if turn % 4 < 2:
            flip(path, at, places.randrange(1, 256))
        else:
            path.write_bytes(whole[path][:at])
        injured = {one: one.read_bytes() for one in whole}
        try:
            with closing(Store(cut.settings)) as store:
                assert every_table(store) == cut.tables, f"silently other after {turn}: {path.name} at {at}"
        except StoreDamaged as damaged:
            told += 1
            for one, content in injured.items():
                assert (damaged.damage.folder / one.name).read_bytes() == content
    assert told > times / 2


@pytest.mark.parametrize("number", ["gone", "torn"])
def test_backups_tell_that_the_data_are_older_or_gone_when_the_number_beside_them_does_not(
    cut: Cut, tmp_path: Path, number: str
) -> None:
    old = tmp_path / "old.duckdb"
    shutil.copyfile(manifests.file_of(cut.settings, manifests.listed(cut.settings)[0]), old)
    with closing(Store(cut.settings)) as store:
        backup.make(store, Reason.ASKED)
    beside = cut.settings.data_dir / "startfoto.number"
    beside.unlink() if number == "gone" else beside.write_text("00000000000000000014 000")
    shutil.copyfile(old, cut.settings.database)
    assert damage(cut.settings).damage.harm is Harm.TAIL_LOST


def test_where_only_backups_are_left_no_empty_store_opens_in_silence(cut: Cut) -> None:
    for path in (cut.log, cut.settings.database, cut.settings.data_dir / "startfoto.number"):
        path.unlink()
    assert damage(cut.settings).damage.harm is Harm.GONE
