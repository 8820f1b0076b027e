"""Backups: a copy of all data as of one change, read back whole before it counts as a backup."""

import logging
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from model.findings import Refusal
from settings import Settings
from store import durable, manifests
from store.engine import StoreBroken, StoreBusy, log_of, looking_into, made, quoted
from store.manifests import Backup, Failure, Reason
from store.recovery import contents, number_of

if TYPE_CHECKING:
    from store.connection import Store

log = logging.getLogger(__name__)

EVERY = timedelta(hours=24)
_SLUGS = {
    Reason.DAILY: "dagelijks",
    Reason.BEFORE_MIGRATION: "voor-wijziging",
    Reason.ASKED: "op-verzoek",
    Reason.BEFORE_RESTORE: "voor-terugzetten",
}
_one_at_a_time = threading.RLock()


class BackupFailed(Refusal):
    """No backup was made, or the one that was made does not hold what it should; the data are as they were."""


class NotWhole(Exception):
    """A backup that does not hold what its manifest says."""


def refuse_shared(store: "Store") -> None:
    """Raise BackupFailed for a DuckLake, of which the data stand on servers that have backups of their own."""
    if store.is_shared:
        raise BackupFailed(
            "Deze gegevens staan in een DuckLake: in een PostgreSQL-database en een map met bestanden. Een back-up "
            "maakt en herstelt u met de voorzieningen van die servers, van beide tegelijk; Startfoto doet dat niet."
        )


def make(store: "Store", reason: Reason) -> Backup:
    """Make a backup while the store is in use: who reads goes on, who writes waits until the copy is made.

    What is superfluous then goes (`manifests.superfluous`), except before a restore. Raises BackupFailed; the failure
    is remembered (`manifests.last_failure`) until a backup succeeds.
    """
    refuse_shared(store)
    with _one_at_a_time:
        try:
            made_now = _make(store, reason)
        except (duckdb.Error, OSError, NotWhole, StoreBroken, StoreBusy) as error:
            log.exception("no backup could be made")
            message = f"De back-up ({reason}) is niet gelukt: {_why(error)} De gegevens zelf zijn niet veranderd."
            manifests.remember_failure(store.settings, Failure(datetime.now(UTC), message))
            raise BackupFailed(message) from error
        manifests.forget_failure(store.settings)
        log.info("backup %s made", made_now.name)
        if reason is not Reason.BEFORE_RESTORE:
            _thin(store.settings)
        return made_now


def is_due(settings: Settings, now: datetime) -> bool:
    """Whether the last good backup is a day old, or there is none."""
    newest = next(iter(manifests.listed(settings)), None)
    return newest is None or now - newest.made_at >= EVERY


def _make(store: "Store", reason: Reason) -> Backup:
    settings = store.settings
    folder = made(manifests.folder_of(settings))
    _drop_unfinished(settings)
    at = datetime.now(UTC)
    name = f"{at:%Y%m%dT%H%M%S}-{at.microsecond:06}-{_SLUGS[reason]}"
    part = folder / f"{name}.part"
    try:
        source, migrations, data_version, number = _copied(store, part)
        if log_of(part).exists():
            raise NotWhole("the copy has a log beside it")
        durable.settle(part)
        verify(part, source, number)
        backup = Backup(
            name=name,
            made_at=at,
            reason=reason,
            duckdb=duckdb.__version__,
            migrations=migrations,
            data_version=data_version,
            audit_number=number,
            contents=source,
            size=part.stat().st_size,
            sha256=durable.digest(part),
        )
        durable.move(part, manifests.file_of(settings, backup))
        try:
            durable.write(manifests.manifest_of(settings, name), manifests.written(backup))
        except OSError as error:
            if not manifests.manifest_of(settings, name).exists():
                raise
            log.warning("backup %s is there, but may not be on the disk for good yet: %s", name, error)
    finally:
        durable.remove(part)
        durable.remove(log_of(part))
    return backup


def _copied(store: "Store", part: Path) -> tuple[dict[str, tuple[int, str]], tuple[str, ...], int, int]:
    """Copy the store into a new file; returns what was in it, its migrations and its two numbers."""
    with store.still() as cursor:
        try:
            cursor.execute("checkpoint startfoto")
        except duckdb.Error as error:
            log.info("the file is copied with its log: %s", error)
        cursor.execute(f"attach {quoted(str(part))} as backup_copy")
        try:
            # A transaction around it is not possible: the statement changes a setting, and those are locked.
            cursor.execute("copy from database startfoto to backup_copy")
            cursor.execute("begin transaction read only")
            source = contents(cursor)
            names = cursor.execute("select name from startfoto.work.migration order by applied_at, name").fetchall()
            version = cursor.execute("select data_version from startfoto.work.version").fetchone()
            number = number_of(cursor)
            cursor.execute("rollback")
            cursor.execute("checkpoint backup_copy")
        finally:
            cursor.execute("detach backup_copy")
    return source, tuple(name for (name,) in names), int(version[0]) if version else 0, number


def verify(path: Path, expected: Mapping[str, tuple[int, str]], number: int) -> None:
    """Open a backup's file by itself, read it whole and compare. Raises NotWhole and duckdb.Error."""
    with looking_into(path) as cursor:
        found = contents(cursor)
        wrong = sorted(
            table for table in expected.keys() | found.keys() if tuple(expected.get(table, ())) != found.get(table)
        )
        if wrong:
            raise NotWhole(f"not as it should be: {', '.join(wrong)}")
        if number_of(cursor) != number:
            raise NotWhole("the number of the last change is another")


def _why(error: Exception) -> str:
    said = str(error)
    if any(words in said for words in ("No space left", "File too large")):
        return "de schijf is vol. Maak ruimte vrij en probeer het opnieuw."
    if isinstance(error, NotWhole):
        return "de kopie is niet gelijk aan de gegevens. Probeer het opnieuw; de oorzaak staat in het logboek."
    if isinstance(error, StoreBroken | StoreBusy):
        return said
    return "de map voor back-ups of het gegevensbestand is niet te lezen of te schrijven; zie het logboek."


def _drop_unfinished(settings: Settings) -> None:
    """Remove what a backup that was cut off left; a file without a manifest may be somebody's own copy, and stays."""
    folder = manifests.folder_of(settings)
    for path in [*folder.glob("*.part"), *folder.glob("*.part.wal")]:
        path.unlink()


def _thin(settings: Settings) -> None:
    """Remove the backups that may go; the manifest first, so that none is listed without its file."""
    for backup in manifests.superfluous(manifests.listed(settings), datetime.now(UTC)):
        try:
            manifests.manifest_of(settings, backup.name).unlink()
            manifests.file_of(settings, backup).unlink(missing_ok=True)
        except OSError as error:
            log.warning("backup %s could not be removed: %s", backup.name, error)
