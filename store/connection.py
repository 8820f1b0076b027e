"""One open store: cursors to read with, one way to write, safe for many threads and processes."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

import duckdb
from duckdb import DuckDBPyConnection as Cursor

from settings import Settings, current
from store.migrations import migrate, version_row

log = logging.getLogger(__name__)
T = TypeVar("T")

_MOVE_VERSION = "update work.version set data_version = data_version + 1, audit_number = audit_number + 1"
_WRITE_ATTEMPTS = 20
_LOCK_POLL_S = 0.05


class StoreBusy(Exception):
    """Another process has the database file open, or kept changing it while we tried to write."""


class StoreBroken(Exception):
    """The store could not be written (disk full, no permission); nothing of the change was kept."""


class Store:
    """An open store. Threads share the object, never a cursor: each read and each write has its own."""

    def __init__(self, settings: Settings) -> None:
        """Open (or make) the store and bring it to the newest migration.

        Raises StoreBusy when another process keeps the file open longer than `settings.lock_wait_s`.
        """
        self._settings = settings
        self._write_lock = threading.RLock()
        self._parent = self._open()
        try:
            self._transaction(version_row)
            migrate(self.write, self._checkpoint)
        except BaseException:
            self.close()
            raise

    def _open(self) -> Cursor:
        deadline = time.monotonic() + self._settings.lock_wait_s
        while True:
            parent = duckdb.connect(":memory:")
            try:
                self._attach(parent)
                return parent
            except duckdb.IOException as error:
                parent.close()
                if "lock" not in str(error):
                    raise StoreBroken(str(error)) from error
                if time.monotonic() > deadline:
                    raise StoreBusy(
                        f"Het gegevensbestand {self._settings.database.name} is in gebruik door een ander programma. "
                        "Sluit dat programma (of een tweede Startfoto) en start opnieuw."
                    ) from error
                time.sleep(_LOCK_POLL_S)

    def _attach(self, parent: Cursor) -> None:
        """Attach the database and lock the engine down: no files but its own folder, no extensions, no new settings."""
        folder = Path(self._settings.data_dir).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        database = str(folder / self._settings.database.name).replace("'", "''")
        parent.execute(f"attach '{database}' as startfoto")  # ATTACH takes no parameters
        parent.execute("set allowed_directories = [?]", [str(folder)])
        for setting in (
            "enable_external_access = false",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            "python_enable_replacements = false",
            "lock_configuration = true",
        ):
            parent.execute(f"set {setting}")

    def _cursor(self) -> Cursor:
        cursor = self._parent.cursor()
        cursor.execute("use startfoto")
        return cursor

    @contextmanager
    def read(self) -> Iterator[Cursor]:
        """A cursor on one snapshot of the data, interrupted after `settings.query_limit_s` seconds.

        Raises duckdb.InterruptException in the reading code when that limit is passed.
        """
        cursor = self._cursor()
        limit = threading.Timer(self._settings.query_limit_s, cursor.interrupt)
        limit.daemon = True
        limit.start()
        try:
            cursor.execute("begin transaction read only")
            yield cursor
        finally:
            limit.cancel()
            cursor.close()

    def write(self, change: Callable[[Cursor], T]) -> T:
        """Run `change` in one transaction and return what it returns; all of it is kept, or nothing.

        The transaction first moves the version row, so two writers can never both act on the same old state: the later
        one fails and `change` is run again on the new state. Raises StoreBusy when that keeps happening and
        StoreBroken when the data cannot be written; other errors of `change` come through unchanged.
        """
        return self._transaction(change, _MOVE_VERSION)

    def _transaction(self, change: Callable[[Cursor], T], first: str = "") -> T:
        with self._write_lock:
            for attempt in range(_WRITE_ATTEMPTS):
                cursor = self._cursor()
                try:
                    cursor.execute("begin")
                    if first:
                        cursor.execute(first)
                    result = change(cursor)
                    cursor.execute("commit")
                    return result
                except duckdb.TransactionException as error:
                    log.info("write %d met another one: %s", attempt + 1, error)
                    _abandon(cursor)
                    time.sleep(_LOCK_POLL_S * attempt)
                except (duckdb.IOException, duckdb.FatalException, duckdb.OutOfMemoryException, OSError) as error:
                    log.exception("the store could not be written")
                    _abandon(cursor)
                    self._reopen()
                    raise StoreBroken(str(error)) from error
                except BaseException:
                    _abandon(cursor)
                    raise
                finally:
                    cursor.close()
            raise StoreBusy("De gegevens worden op dit moment door anderen gewijzigd. Probeer het zo opnieuw.")

    def _reopen(self) -> None:
        """A failed write can leave DuckDB refusing everything; opening anew replays what was committed."""
        try:
            self._parent.close()
            self._parent = self._open()
        except (duckdb.Error, StoreBusy, StoreBroken):
            log.exception("the store could not be opened again after a failed write")

    def data_version(self) -> int:
        """The number of the last change: the key of every cache."""
        with self.read() as cursor:
            row = cursor.execute("select data_version from work.version").fetchone()
        return int(row[0]) if row else 0

    def _checkpoint(self) -> None:
        cursor = self._cursor()
        try:
            cursor.execute("checkpoint startfoto")
        finally:
            cursor.close()

    def close(self) -> None:
        """Close the file; the object cannot be used again."""
        self._parent.close()


def _abandon(cursor: Cursor) -> None:
    try:
        cursor.execute("rollback")
    except duckdb.Error as error:
        log.info("nothing left to roll back: %s", error)


@cache
def shared_store() -> Store:
    """The one store of this process, opened at first use with the settings of this process."""
    return Store(current())
