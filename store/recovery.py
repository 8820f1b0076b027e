"""The start-up check: a file is read whole before it is used; what is damaged is put aside and nothing opens."""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

import duckdb
from duckdb import DuckDBPyConnection as Cursor

from settings import Settings
from store import durable, swapping, witness
from store.aside import Harm, StoreDamaged, damage_of, last_good, put_aside, put_damage_aside
from store.engine import (
    Engine,
    StoreBroken,
    StoreBusy,
    in_use,
    is_lake,
    log_of,
    looking_into,
    made,
    not_opened,
    patiently,
    quoted,
)
from store.manifests import listed
from store.migrations import Migration

log = logging.getLogger(__name__)

_DAMAGED = (
    "Corrupt",
    "not a valid DuckDB database file",
    "Could not read enough bytes",
    "Failure while replaying WAL",
)
"""How DuckDB 1.5 says that the bytes of a file or a log are not those that it wrote."""
_NOT_THE_FILE = (
    "Permission denied",
    "No space left",
    "File too large",
    "Input/output error",
    "Too many open files",
    "Read-only file system",
    "file with version number",
    "storage version greater",
)
"""What stops the opening of a file that may be whole; the last two are of a file of a newer DuckDB."""
_NEWER_LOG = re.compile(r"Failed to read WAL of version ([4-9]|1\d) ")
"""A log of a newer DuckDB: this one knows versions 1 to 3. Any other number is one that never was written."""
_TABLES = (
    "select schema_name, table_name from duckdb_tables() where database_name = ? and not internal "
    "order by schema_name, table_name"
)


class _TailLost(Exception):
    """The file is older than the last change that was kept."""

    def __init__(self, found: int) -> None:
        super().__init__(f"the last change in it is {found}")
        self.found = found


def open_engine(settings: Settings, migrations: Sequence[Migration]) -> Engine:
    """The store, opened after the check of its file; a DuckLake has no file to check.

    Raises StoreDamaged (a StoreBroken) when the data are damaged and were put aside, now or before, StoreBusy when
    another process keeps them longer than `settings.lock_wait_s`, StoreBroken when they cannot be opened: no
    permission, a full disk, made by a newer version; then nothing is moved.
    """
    if is_lake(settings):
        return patiently(settings, lambda: Engine(settings))
    return patiently(settings, lambda: _open_file(settings, migrations))


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Nobody else opens or replaces the file meanwhile. Raises StoreBusy and StoreBroken as opening."""
    with ExitStack() as stack:
        patiently(settings, lambda: stack.enter_context(_alone(settings)))
        yield


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            stack.enter_context(durable.alone(made(settings.data_dir)))
        except durable.Occupied as error:
            raise StoreBusy(in_use(settings)) from error
        except OSError as error:
            log.exception("the store could not be opened")
            raise StoreBroken(not_opened(settings)) from error
        yield


def _open_file(settings: Settings, migrations: Sequence[Migration]) -> Engine:
    with _alone(settings):
        try:
            swapping.finish(settings)
            _refuse_damaged(settings)
        except OSError as error:
            log.exception("the store could not be opened")
            raise StoreBroken(not_opened(settings)) from error
        expected, seen = _expected(settings), 0

        def inspect(cursor: Cursor) -> None:
            nonlocal seen
            seen = _inspect(cursor, migrations)
            if expected is not None and seen < expected:
                raise _TailLost(seen)

        try:
            if not settings.database.exists() and (expected is not None or log_of(settings.database).exists()):
                raise put_damage_aside(settings, Harm.GONE, "there is no database file", expected=expected)
            engine = _checked(settings, inspect, expected)
        except OSError as error:
            log.exception("the damaged store could not be put aside")
            raise StoreBroken(not_opened(settings)) from error
        if expected != seen:
            witness.note(settings, seen)
        return engine


def _expected(settings: Settings) -> int | None:
    """The number of the last change that is known of; None when nothing knows of any.

    Backups know of one too, for when the number beside the file is gone with it, or torn.
    """
    noted = [number for number in (witness.read(settings),) if number is not None]
    return max([*noted, *(one.audit_number for one in listed(settings))], default=None)


def _checked(settings: Settings, inspect: Callable[[Cursor], None], expected: int | None) -> Engine:
    try:
        return Engine(settings, inspect)
    except _TailLost as lost:
        raise put_damage_aside(settings, Harm.TAIL_LOST, str(lost), lost.found, expected) from lost
    except StoreBroken as error:
        if not is_damage(error.__cause__):
            raise
        said = str(error.__cause__)
        if "WAL" not in said:
            raise put_damage_aside(settings, Harm.UNREADABLE, said, expected=expected) from error
        found = _without_log(settings)
        harm = Harm.UNREADABLE if found is None else Harm.LOG_UNREADABLE
        raise put_damage_aside(settings, harm, said, found, expected) from error


def _without_log(settings: Settings) -> int | None:
    """The number of the last change in a copy of the file without its log; None where that cannot be read either."""
    try:
        alone = made(swapping.workplace(settings)) / settings.database.name
        durable.copy(settings.database, alone)
        with looking_into(alone) as cursor:
            return number_of(cursor) if "work.version" in contents(cursor) else 0
    except (duckdb.Error, OSError) as error:
        log.warning("without its log the file cannot be read either: %s", error)
        return None
    finally:
        swapping.drop_prepared(settings)


def _refuse_damaged(settings: Settings) -> None:
    """Raise StoreDamaged where a damage waits for a choice; what a kill left in place is put aside first."""
    damage = damage_of(settings)
    if damage is not None:
        put_aside(settings, damage.folder.name, {})
        raise StoreDamaged(damage, last_good(settings))


def is_damage(error: BaseException | None) -> bool:
    """Whether an error of DuckDB says that the file or its log is not as it was written."""
    if not isinstance(error, duckdb.Error):
        return False
    said = str(error)
    is_passing = isinstance(error, duckdb.OutOfMemoryException | duckdb.InterruptException)
    if is_passing or any(words in said for words in _NOT_THE_FILE) or _NEWER_LOG.search(said):
        return False
    is_inside = isinstance(error, duckdb.InternalException | duckdb.FatalException | duckdb.SerializationException)
    return is_inside or any(words in said for words in _DAMAGED)


def _inspect(cursor: Cursor, migrations: Sequence[Migration]) -> int:
    """Read all of an attached store; returns the number of its last change. Raises StoreBroken for a newer store."""
    tables = contents(cursor)
    known = {step.__name__ for step in migrations}
    if "work.migration" in tables:
        names = {name for (name,) in cursor.execute("select name from startfoto.work.migration").fetchall()}
        if names - known:
            raise StoreBroken(
                "Deze gegevens zijn gemaakt met een nieuwere versie van Startfoto. Er is niets veranderd. Start de "
                "nieuwste versie, of zet een back-up terug van voor de wijziging van de tabellen."
            )
    return number_of(cursor) if "work.version" in tables else 0


def number_of(cursor: Cursor) -> int:
    """The number of the last change, as the cursor sees it."""
    row = cursor.execute("select audit_number from startfoto.work.version").fetchone()
    return int(row[0]) if row else 0


def contents(cursor: Cursor, database: str = "startfoto") -> dict[str, tuple[int, str]]:
    """Of each table of an attached database the number of rows and a digest of them, for which all of it is read."""
    tables = cursor.execute(_TABLES, [database]).fetchall()
    if not tables:
        return {}
    each = " union all ".join(
        f"select {quoted(f'{schema}.{table}')}, count(*), bit_xor(hash(held)) "
        f"from {database}.{_name(schema)}.{_name(table)} as held"
        for schema, table in tables
    )
    return {name: (int(rows), str(digest)) for name, rows, digest in cursor.execute(each).fetchall()}


def _name(text: str) -> str:
    """The name of a schema or table in SQL, whatever is in it."""
    return '"' + text.replace('"', '""') + '"'
