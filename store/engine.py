"""Where the data stand: one DuckDB file, or DuckLake; attached as `startfoto`, locked down, and closed with care."""

import importlib.util
import logging
import threading
import time
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection as Cursor

from model.findings import disk_full
from settings import SettingError, Settings

log = logging.getLogger(__name__)

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


class Engine:
    """DuckDB with the store attached as `startfoto`. It lends cursors and is closed when the last one is back.

    A transaction is ended before its cursor is closed, and every cursor before the engine: DuckDB ends the whole
    process when it has to roll back by itself in a store that has become unusable.
    """

    def __init__(self, settings: Settings) -> None:
        """Open the store.

        Raises StoreBusy when another process keeps the file open longer than `settings.lock_wait_s`, StoreBroken when
        the store cannot be opened, SettingError when half of a DuckLake is set.
        """
        self.is_retired = False
        """Whether it lends no more cursors."""
        self._connection = _connect(settings)
        self._lock = threading.Lock()
        self._lent = 0

    def lend(self) -> Cursor | None:
        """A cursor that must be given back; None when the engine is retired."""
        with self._lock:
            if self.is_retired:
                return None
            self._lent += 1
            return self._connection.cursor()

    def take_back(self, cursor: Cursor) -> None:
        """End what the cursor did not commit, and close it."""
        try:
            cursor.execute("rollback")
        except duckdb.Error as error:
            log.debug("nothing to roll back: %s", error)
        cursor.close()
        with self._lock:
            self._lent -= 1
            self._close_when_idle()

    def retire(self) -> None:
        """Lend no more cursors, and close the store as soon as the last one is back."""
        with self._lock:
            self.is_retired = True
            self._close_when_idle()

    def _close_when_idle(self) -> None:
        if self.is_retired and not self._lent:
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


def _connect(settings: Settings) -> Cursor:
    attach, busy = (_attach_lake, _LAKE_BUSY) if is_lake(settings) else (_attach_file, _FILE_BUSY)
    deadline = time.monotonic() + settings.lock_wait_s
    while True:
        engine = duckdb.connect(":memory:", config=_NO_DOWNLOADS)
        try:
            attach(engine, settings)
            return engine
        except (duckdb.Error, OSError) as error:
            engine.close()
            is_busy = any(words in str(error) for words in busy)
            if is_busy and time.monotonic() < deadline:
                log.debug("waiting for the store: %s", error)
            elif is_busy and not is_lake(settings):
                raise StoreBusy(
                    f"Het gegevensbestand {settings.database.name} is in gebruik door een ander programma. "
                    "Sluit dat programma (of een tweede Startfoto) en start opnieuw."
                ) from error
            else:
                log.exception("the store could not be opened")
                raise StoreBroken(_not_opened(settings)) from error
        time.sleep(_POLL_S)


def _attach_file(engine: Cursor, settings: Settings) -> None:
    folder = _made(settings.data_dir)
    _attach(engine, str(folder / settings.database.name))
    _lock_down(engine, folder, [folder])


def _attach_lake(engine: Cursor, settings: Settings) -> None:
    """DuckLake with its catalogue in PostgreSQL; the extensions come from wheels, so nothing is downloaded."""
    for extension in ("postgres_scanner", "ducklake"):
        engine.execute(f"load {_quoted(_extension(extension))}")
    files = _made(Path(settings.lake_data))
    _attach(engine, f"ducklake:postgres:{settings.lake_catalogue}", f"(data_path {_quoted(f'{files}/')})")
    _lock_down(engine, _made(settings.data_dir), [files])


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
    engine.execute(f"attach {_quoted(address)} as startfoto {options}")


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


def _made(folder: Path) -> Path:
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _quoted(text: str) -> str:
    """A text in SQL where DuckDB takes no parameters."""
    return "'" + text.replace("'", "''") + "'"


def _not_opened(settings: Settings) -> str:
    if is_lake(settings):
        return (
            f"De gegevens in {settings.lake_data} en de PostgreSQL-database daarbij zijn niet te openen. Controleer of "
            "de database bereikbaar is en of de instellingen lake_catalogue en lake_data kloppen; de oorzaak staat in "
            "het logboek."
        )
    return (
        f"Het gegevensbestand {settings.database} is niet te openen: het is beschadigd, van een nieuwere versie, of "
        "Startfoto mag er niet bij. De oorzaak staat in het logboek."
    )


def not_written(settings: Settings) -> str:
    """What the user is told when a change could not be kept."""
    if is_lake(settings):
        return (
            "Opslaan is niet gelukt: de PostgreSQL-database of de map met gegevens is vol, niet bereikbaar of niet "
            "beschrijfbaar. Er is niets half opgeslagen; de vorige cijfers staan er nog. Probeer het later opnieuw."
        )
    return disk_full()
