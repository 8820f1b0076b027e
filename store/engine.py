"""Where the data stand: one DuckDB file, or DuckLake; attached as `startfoto`, locked down, and closed with care."""

import importlib.util
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import duckdb
from duckdb import DuckDBPyConnection as Cursor

from model.findings import disk_full
from settings import SettingError, Settings

log = logging.getLogger(__name__)
T = TypeVar("T")

_POLL_S = 0.05
_NO_DOWNLOADS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_FILE_BUSY = ("Could not set lock on file", "File is already open in", "is already attached by database")
"""How DuckDB says that the file is open elsewhere: in another process (Linux and macOS, Windows), in this one."""
_LAKE_BUSY = ("already exists", "duplicate key")
"""What PostgreSQL says when another process is making the catalogue of a new DuckLake at this moment."""


class StoreBusy(Exception):
    """Another process has the database file open, or kept changing it while we tried to write."""


class StoreBroken(Exception):
    """The store could not be opened or written (disk full, no permission); nothing of a change was kept."""


def is_lake(settings: Settings) -> bool:
    """Whether the store is a DuckLake, which several processes share. Raises SettingError when half of it is set."""
    if bool(settings.lake_catalogue) != bool(settings.lake_data):
        raise SettingError(
            "Instellingen lake_catalogue en lake_data horen bij elkaar: vul ze allebei in (de PostgreSQL-database en "
            "de map voor de gegevens), of geen van beide voor één bestand op deze computer."
        )
    return bool(settings.lake_catalogue)


def patiently(settings: Settings, attempt: Callable[[], T]) -> T:
    """What an attempt gives; one that raises StoreBusy is made again for `settings.lock_wait_s` seconds."""
    deadline = time.monotonic() + settings.lock_wait_s
    while True:
        try:
            return attempt()
        except StoreBusy as error:
            if time.monotonic() >= deadline:
                raise
            log.debug("waiting for the store: %s", error.__cause__)
        time.sleep(_POLL_S)


def _no_inspection(cursor: Cursor) -> None:
    """A store of which nothing is checked."""


class Engine:
    """DuckDB with the store attached as `startfoto`. It lends cursors and is closed when the last one is back.

    A transaction is ended before its cursor is closed, and every cursor before the engine: DuckDB ends the whole
    process when it has to roll back by itself in a store that has become unusable.
    """

    def __init__(self, settings: Settings, inspect: Callable[[Cursor], None] = _no_inspection) -> None:
        """Open the store, once `inspect` has seen it as it is on the disk, log included; nothing is written before.

        Raises StoreBusy when another process has the file open, StoreBroken when the store cannot be opened,
        SettingError when half of a DuckLake is set, and whatever `inspect` raises.
        """
        self.is_retired = False
        """Whether it lends no more cursors."""
        self._connection = _connect(settings, inspect)
        self._idle = threading.Condition()
        self._lent: dict[int, tuple[Cursor, int]] = {}
        """By its id each cursor that is not back, and the thread it was lent to."""
        self._is_draining = False

    def lend(self) -> Cursor | None:
        """A cursor that must be given back; None when the engine is retired."""
        thread = threading.get_ident()
        with self._idle:
            # Who holds a cursor while the engine is drained gets another, or the two would wait for each other.
            holds_one = self._is_draining and any(holder == thread for _, holder in self._lent.values())
            if self.is_retired and not holds_one:
                return None
            cursor = self._connection.cursor()
            self._lent[id(cursor)] = cursor, thread
            return cursor

    def take_back(self, cursor: Cursor) -> None:
        """End what the cursor did not commit, and close it."""
        try:
            cursor.execute("rollback")
        except duckdb.Error as error:
            log.debug("nothing to roll back: %s", error)
        cursor.close()
        with self._idle:
            del self._lent[id(cursor)]
            self._close_when_idle()

    def retire(self) -> None:
        """Lend no more cursors, and close the store as soon as the last one is back."""
        with self._idle:
            self.is_retired = True
            self._close_when_idle()

    def drain(self, patience_s: float, longest_s: float) -> bool:
        """Retire and wait until all cursors are back and the store is closed; what still runs is interrupted.

        Returns False, and lends again, when somebody keeps a cursor for longer than both waits together.
        """
        with self._idle:
            self.is_retired = self._is_draining = True
            if not self._idle.wait_for(lambda: not self._lent, patience_s):
                for cursor, _ in self._lent.values():
                    cursor.interrupt()
                if not self._idle.wait_for(lambda: not self._lent, longest_s):
                    self.is_retired = self._is_draining = False
                    return False
            self._connection.close()
            return True

    def _close_when_idle(self) -> None:
        if not self._lent:
            self._idle.notify_all()
            if self.is_retired and not self._is_draining:
                self._connection.close()

    def is_sound(self) -> bool:
        """Whether the store still answers.

        DuckDB refuses everything after some failures, such as a checkpoint on a full disk. Opening the store anew
        brings back what was committed.
        """
        probe = self.lend()
        if probe is None:
            return False
        try:
            probe.execute("select data_version from startfoto.work.version").fetchone()
        except duckdb.CatalogException:
            return True  # a new store, without tables
        except duckdb.Error:
            log.exception("the store no longer answers")
            return False
        finally:
            self.take_back(probe)
        return True


def _connect(settings: Settings, inspect: Callable[[Cursor], None]) -> Cursor:
    attach, busy = (_attach_lake, _LAKE_BUSY) if is_lake(settings) else (_attach_file, _FILE_BUSY)
    engine = duckdb.connect(":memory:", config=_NO_DOWNLOADS)
    try:
        attach(engine, settings, inspect)
        return engine
    except (duckdb.Error, OSError) as error:
        engine.close()
        if any(words in str(error) for words in busy):
            raise StoreBusy(in_use(settings)) from error
        log.exception("the store could not be opened")
        raise StoreBroken(not_opened(settings)) from error
    except BaseException:
        engine.close()
        raise


def _attach_file(engine: Cursor, settings: Settings, inspect: Callable[[Cursor], None]) -> None:
    """A file with a log is inspected read-only first: opening it in earnest joins the two and drops what is cut off."""
    folder = made(settings.data_dir)
    path = folder / settings.database.name
    has_log = log_of(path).exists() and path.exists()
    if has_log:
        _attach(engine, str(path), "(read_only)")
        inspect(engine)
        engine.execute("use memory")
        engine.execute("detach startfoto")
    _attach(engine, str(path))
    if not has_log:
        inspect(engine)
    _lock_down(engine, folder, [folder])


@contextmanager
def looking_into(path: Path) -> Iterator[Cursor]:
    """A cursor on another database file, attached as `startfoto`, to read only and with nothing else in reach."""
    engine = duckdb.connect(":memory:", config=_NO_DOWNLOADS)
    try:
        _attach(engine, str(path), "(read_only)")
        _lock_down(engine, path.parent, [path.parent])
        yield engine
    finally:
        engine.close()


def log_of(database: Path) -> Path:
    """The write-ahead log of a database file."""
    return database.with_name(f"{database.name}.wal")


def _attach_lake(engine: Cursor, settings: Settings, inspect: Callable[[Cursor], None]) -> None:
    """DuckLake with its catalogue in PostgreSQL; the extensions come from wheels, so nothing is downloaded."""
    for extension in ("postgres_scanner", "ducklake"):
        engine.execute(f"load {quoted(_extension(extension))}")
    files = made(Path(settings.lake_data))
    _attach(engine, f"ducklake:postgres:{settings.lake_catalogue}", f"(data_path {quoted(f'{files}/')})")
    inspect(engine)
    _lock_down(engine, made(settings.data_dir), [files])


def _extension(name: str) -> str:
    """The file of an extension in its wheel; FileNotFoundError when that is not installed for this DuckDB."""
    package = importlib.util.find_spec(f"duckdb_extension_{name}")
    folder = Path(package.origin or "").parent if package else Path()
    path = folder / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    if not path.is_file():
        raise FileNotFoundError(f"the wheel duckdb-extension-{name} {duckdb.__version__} is not installed")
    return str(path)


def has_lake_extensions() -> bool:
    """Whether the wheels that a DuckLake needs are installed."""
    try:
        return bool(_extension("postgres_scanner") and _extension("ducklake"))
    except FileNotFoundError:
        return False


def _attach(engine: Cursor, address: str, options: str = "") -> None:
    engine.execute(f"attach {quoted(address)} as startfoto {options}")


def _lock_down(engine: Cursor, work_folder: Path, folders: list[Path]) -> None:
    """From here on: no files but in the store's own folders, no other extensions, no other settings.

    On DuckLake a query can still reach the tables of its catalogue and any PostgreSQL server it knows a password for.
    """
    engine.execute("set temp_directory = ?", [str(work_folder / "startfoto.duckdb.tmp")])
    engine.execute("set allowed_directories = ?", [[str(folder) for folder in folders]])
    for setting in (
        "enable_external_access = false",
        "python_enable_replacements = false",
        "lock_configuration = true",
    ):
        engine.execute(f"set {setting}")


def made(folder: Path) -> Path:
    """A folder, made when it is not there."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def quoted(text: str) -> str:
    """A text in SQL where DuckDB takes no parameters."""
    return "'" + text.replace("'", "''") + "'"


def in_use(settings: Settings) -> str:
    """What the user is told when the store is open elsewhere."""
    if is_lake(settings):
        return not_opened(settings)
    return (
        f"Het gegevensbestand {settings.database.name} is in gebruik door een ander programma. "
        "Sluit dat programma (of een tweede Startfoto) en start opnieuw."
    )


def not_opened(settings: Settings) -> str:
    """What the user is told when the store could not be opened, and may be whole."""
    if is_lake(settings):
        return (
            f"De gegevens in {settings.lake_data} en de PostgreSQL-database daarbij zijn niet te openen. Controleer of "
            "de database bereikbaar is en of de instellingen lake_catalogue en lake_data kloppen; de oorzaak staat in "
            "het logboek."
        )
    return (
        f"Het gegevensbestand {settings.database} is niet te openen: het is van een nieuwere versie, de schijf is vol, "
        "of Startfoto mag er niet bij. Er is niets veranderd. De oorzaak staat in het logboek."
    )


def not_written(settings: Settings) -> str:
    """What the user is told when a change could not be kept."""
    if is_lake(settings):
        return (
            "Opslaan is niet gelukt: de PostgreSQL-database of de map met gegevens is vol, niet bereikbaar of niet "
            "beschrijfbaar. Er is niets half opgeslagen; de vorige cijfers staan er nog. Probeer het later opnieuw."
        )
    return disk_full()
