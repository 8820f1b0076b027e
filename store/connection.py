"""One open store: cursors to read with, one way to write, safe for many threads and processes."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TypeVar

import duckdb
from duckdb import DuckDBPyConnection as Cursor

from settings import Settings, current
from store import audit, backup, quota, witness
from store.engine import Engine, StoreBroken, StoreBusy, is_lake, not_written
from store.manifests import Reason
from store.migrations import MIGRATIONS, Migration, apply, pending, version_row
from store.recovery import number_of, open_engine
from store.timing import READS, WRITES

log = logging.getLogger(__name__)
T = TypeVar("T")

_MOVE_VERSION = "update work.version set data_version = data_version + 1, audit_number = audit_number + 1"
_OPENED_ANEW = "De gegevens worden opnieuw geopend na een storing. Probeer het over een ogenblik opnieuw."
_COMMITTED = "COMMIT succeeded and is durable"
"""What DuckDB says when only the checkpoint after a commit failed, because the disk is full."""
_WRITE_ATTEMPTS = 20
_RETRY_WAIT_S = 0.05
_INTERRUPT_AGAIN_S = 0.05
_OPENINGS = 5
_PATIENCE_S = 5.0
"""How long who reads may go on before a restore interrupts it."""

_PHOTO = "select photo_id from work.photo where photo_id = ?"


class NoSuchPhoto(LookupError):
    """There is no photo with this number."""


class Store:
    """An open store. Threads share the object, never a cursor: each read and each write has its own."""

    def __init__(
        self, settings: Settings, migrations: Sequence[Migration] = MIGRATIONS, *, needs_act: bool = False
    ) -> None:
        """Open (or make) the store and bring it to the newest of the migrations.

        With `needs_act` a write that does not say who does what (`audit.acting`) is refused.

        Raises StoreBusy when another process keeps the file open longer than `settings.lock_wait_s`, StoreDamaged when
        the data are damaged and were put aside, StoreBroken when the store cannot be opened or written, SettingError
        when half of a DuckLake is set.
        """
        self.is_shared = is_lake(settings)
        """Whether other processes may have the store open at the same time."""
        self.settings = settings
        self.migrations = tuple(migrations)
        self._needs_act = needs_act
        self._write_lock = threading.RLock()
        self._is_writing = False
        self._engine_lock = threading.Lock()
        self._engine: Engine | None = None
        self._is_closed = False
        try:
            self._transaction(version_row)
            self._migrate()
        except BaseException:
            self.close()
            raise

    def _migrate(self) -> None:
        with self.read() as cursor:
            missing = pending(cursor, self.migrations)
        if missing and len(missing) < len(self.migrations) and not self.is_shared:
            try:
                backup.make(self, Reason.BEFORE_MIGRATION)
            except backup.BackupFailed as error:
                raise StoreBroken(
                    "De gegevens zijn niet bijgewerkt voor deze versie van Startfoto, want de back-up vooraf is niet "
                    f"gelukt. Er is niets veranderd. {error}"
                ) from error
        for step in missing:

            def change(cursor: Cursor, step: Migration = step) -> bool:
                return apply(cursor, step)

            if self.write(change, is_listed=False) and not self.is_shared:
                self._checkpoint()

    @contextmanager
    def read(self, at: int | None = None) -> Iterator[Cursor]:
        """A cursor on one snapshot of the data, interrupted after `settings.query_limit_s` seconds.

        With `at`, the views of the mart are as of that photo. Raises NoSuchPhoto where there is none with that number,
        duckdb.InterruptException in the reading code when the limit is passed, and StoreBroken when the store cannot be
        opened or had to be opened anew meanwhile.
        """
        began = time.monotonic()
        engine, cursor = self._lend()
        try:
            with _time_limit(cursor, self.settings.query_limit_s):
                cursor.execute("begin transaction read only")
                if at is not None:
                    if cursor.execute(_PHOTO, [at]).fetchone() is None:
                        raise NoSuchPhoto(f"there is no photo {at}")
                    cursor.execute("set variable photo = ?", [at])
                yield cursor
        except duckdb.Error as error:
            if self._is_sound(engine):
                raise
            raise StoreBroken(_OPENED_ANEW) from error
        finally:
            engine.take_back(cursor)
            READS.add(time.monotonic() - began)

    def write(self, change: Callable[[Cursor], T], *, is_listed: bool = True) -> T:
        """Run `change` in one transaction and return what it returns; all of it is kept, or nothing.

        The act that it belongs to goes into the audit trail with it, unless it is not to be listed (how far a job is).

        The transaction first moves the version row, so two writers can never both act on the same old state: the later
        one fails and `change` is run again on the new state. Raises StoreBusy when that keeps happening and
        StoreBroken when the data cannot be written; other errors of `change` come through unchanged.
        """
        act = audit.current_act() if is_listed else None
        if act is None and is_listed and self._needs_act:
            raise RuntimeError("a write must say who does what: audit.acting")

        def recorded(cursor: Cursor) -> T:
            result = change(cursor)
            if act is not None:
                audit.record(cursor, act)
                quota.check(cursor, act.person, self.settings)
            return result

        with WRITES.timed():
            return self._transaction(recorded, _MOVE_VERSION)

    def _transaction(self, change: Callable[[Cursor], T], first: str = "") -> T:
        with self._write_lock:
            if self._is_writing:
                raise RuntimeError("a change has a cursor to write with, it may not begin a write of its own")
            self._is_writing = True
            try:
                for attempt in range(_WRITE_ATTEMPTS):
                    time.sleep(_RETRY_WAIT_S * attempt)
                    try:
                        return self._attempt(change, first)
                    except duckdb.TransactionException as error:
                        if not _is_conflict(error):
                            raise
                        log.info("write %d met another one: %s", attempt + 1, error)
            finally:
                self._is_writing = False
        raise StoreBusy("De gegevens worden op dit moment door anderen gewijzigd. Probeer het zo opnieuw.")

    def _attempt(self, change: Callable[[Cursor], T], first: str) -> T:
        engine, cursor = self._lend()
        try:
            cursor.execute("begin")
            if first:
                cursor.execute(first)
            result = change(cursor)
            number = number_of(cursor) if first and not self.is_shared else None
            cursor.execute("commit")
            self._note(number)
            return result
        except duckdb.Error as error:
            is_sound = self._is_sound(engine)
            if _COMMITTED in str(error):
                self._note(number)
                log.warning("written, but the file could not be tidied up: %s", error)
                return result
            if _is_conflict(error) or (is_sound and not _is_unwritable(error)):
                raise
            log.exception("the store could not be written")
            raise StoreBroken(not_written(self.settings) if _is_unwritable(error) else _OPENED_ANEW) from error
        finally:
            engine.take_back(cursor)

    def _note(self, number: int | None) -> None:
        """Keep the number of the last change beside the file, so that the loss of its end is noticed."""
        if number is not None:
            witness.note(self.settings, number)

    @contextmanager
    def unwritten(self) -> Iterator[None]:
        """Nothing is written meanwhile but by this thread; who writes waits, who reads does not."""
        with self._write_lock:
            if self._is_writing:
                raise RuntimeError("a change is being written: no backup and no restore can be made within it")
            yield

    @contextmanager
    def still(self) -> Iterator[Cursor]:
        """A cursor without a limit of time, on data to which nothing is written meanwhile. Raises as opening."""
        with self.unwritten():
            engine, cursor = self._lend()
            try:
                yield cursor
            except duckdb.Error:
                self._is_sound(engine)
                raise
            finally:
                engine.take_back(cursor)

    def exchange(self, put_in_place: Callable[[], T]) -> T:
        """Close the file, let `put_in_place` bring another, open that and return what it returned.

        Who reads may end within five seconds, and is interrupted after that. Raises StoreBusy, with nothing changed,
        when somebody keeps reading.
        """
        with self.unwritten(), self._engine_lock:
            if self._engine is not None and not self._engine.drain(_PATIENCE_S, self.settings.query_limit_s):
                raise StoreBusy("Anderen lezen de gegevens nog. Er is niets teruggezet; probeer het zo opnieuw.")
            self._engine = None
            return put_in_place()

    def _lend(self) -> tuple[Engine, Cursor]:
        """The engine, opened when it is not, and a new cursor on it. Raises StoreBusy and StoreBroken as opening."""
        for _ in range(_OPENINGS):
            engine = self._engine
            cursor = engine.lend() if engine else None
            if engine is None or cursor is None:
                engine = self._opened()
                cursor = engine.lend()
            if cursor is None:
                continue  # retired since
            try:
                cursor.execute("use startfoto")  # a cursor does not inherit it
                return engine, cursor
            except duckdb.Error:
                engine.take_back(cursor)
                if self._is_sound(engine):
                    raise
        raise StoreBroken(_OPENED_ANEW)

    def _opened(self) -> Engine:
        with self._engine_lock:
            if self._is_closed:
                raise StoreBroken("De gegevens zijn afgesloten, omdat Startfoto stopt.")
            if self._engine is None or self._engine.is_retired:
                self._engine = open_engine(self.settings, self.migrations)
            return self._engine

    def _is_sound(self, engine: Engine) -> bool:
        """Whether an engine still answers after a failure; if not, the next cursor is one of another engine."""
        if engine.is_sound():
            return True
        engine.retire()
        return False

    def data_version(self) -> int:
        """The number of the last change: the key of every cache."""
        with self.read() as cursor:
            row = cursor.execute("select data_version from work.version").fetchone()
        return int(row[0]) if row else 0

    def _checkpoint(self) -> None:
        """Move what was committed from the log into the file itself; when that cannot be, it stays in the log."""
        try:
            engine, cursor = self._lend()
        except (duckdb.Error, StoreBroken, StoreBusy) as error:
            log.warning("the file could not be tidied up: %s", error)
            return
        try:
            cursor.execute("checkpoint startfoto")
        except duckdb.Error as error:
            log.warning("the file could not be tidied up: %s", error)
            self._is_sound(engine)
        finally:
            engine.take_back(cursor)

    def close(self) -> None:
        """Let a write that is going on end, and close the store when the last read has; it cannot be used again."""
        with self._write_lock, self._engine_lock:
            self._is_closed = True
            if self._engine is not None:
                self._engine.retire()


def _is_conflict(error: duckdb.Error) -> bool:
    """Whether another writer was first, so that trying again may help."""
    words = str(error).lower()
    return isinstance(error, duckdb.TransactionException) and ("conflict" in words or "retry count" in words)


def _is_unwritable(error: duckdb.Error) -> bool:
    """Whether the disk (or the catalogue of a DuckLake) refused; a commit that it refuses is a TransactionException."""
    return isinstance(error, duckdb.IOException | duckdb.FatalException) or "Failed to commit" in str(error)


@contextmanager
def _time_limit(cursor: Cursor, seconds: float) -> Iterator[None]:
    """Interrupt what the cursor runs after so many seconds, and whatever it runs after that."""
    is_done = threading.Event()

    def watch() -> None:
        wait = seconds
        while not is_done.wait(wait):
            cursor.interrupt()
            wait = _INTERRUPT_AGAIN_S

    watcher = threading.Thread(target=watch, name="read-limit", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        is_done.set()
        watcher.join()


@cache
def shared_store() -> Store:
    """The one store of this process, opened at first use with the settings of this process."""
    return Store(current(), needs_act=True)
