"""Going on from a backup, from what is left of a damaged file, or from nothing: prepared beside it, then swapped."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from duckdb import DuckDBPyConnection as Cursor

from model import dutch
from model.access import STARTFOTO, Person, Right
from model.findings import Refusal
from settings import Settings
from store import aside, audit, backup, durable, manifests, people, swapping, witness
from store.aside import Damage, Harm
from store.engine import Engine, StoreBroken, StoreBusy, log_of, made
from store.manifests import Backup, Reason
from store.migrations import MIGRATIONS, Migration, apply, pending, version_row
from store.recovery import alone, contents, number_of

if TYPE_CHECKING:
    from store.connection import Store

log = logging.getLogger(__name__)


class NotRestored(Refusal):
    """Nothing was restored; the data are as they were."""


@dataclass(frozen=True)
class Restored:
    """What was put in place of the data."""

    what: str
    number: int
    """Of the restoring itself: higher than that of any change before it."""
    saved: Backup | None
    """A backup of the data as they were; None where they could not be read."""
    put_aside: Path
    """Where the file stands that was replaced."""

    @property
    def said(self) -> str:
        """What became of it, in words."""
        saved = f" Wat er stond, is bewaard in de {self.saved.label}." if self.saved else ""
        return f"{self.what}.{saved} Het vorige bestand is niet gewist: het staat in {self.put_aside.parent}."


_ACTS_AFTER = "select count(*) from work.audit where audit_number > ? and action not in (?, ?)"


def undone(cursor: Cursor, chosen: Backup) -> int:
    """How many acts of people would be undone by restoring a backup; signing in and making backups do not count."""
    row = cursor.execute(_ACTS_AFTER, [chosen.audit_number, Right.SIGN_IN.label, Right.BACKUP.label]).fetchone()
    return int(row[0]) if row else 0


def restore(settings: Settings, name: str, store: "Store | None" = None) -> Restored:
    """Put a backup in place of the data; the running numbers go on above the highest ever given.

    Without a store the data must have been put aside because of damage. The row in the audit trail belongs to the
    current act, and says which backup and which numbers. Raises NotRestored with nothing changed: no such backup, one
    that does not hold what its manifest says, a full disk, others that keep reading.
    """
    chosen = next((one for one in manifests.listed(settings) if one.name == name), None)
    if chosen is None:
        raise NotRestored(f"Er is geen goede back-up met de naam {name}. Er is niets veranderd. Kies een andere.")

    def bring(new: Path) -> None:
        path = manifests.file_of(settings, chosen)
        try:
            if durable.digest(path) != chosen.sha256:
                raise backup.NotWhole("the checksum is another")
            durable.copy(path, new)
            backup.verify(new, chosen.contents, chosen.audit_number)
        except backup.NotWhole:
            manifests.reject(settings, chosen)
            raise

    return _go_on_with(settings, store, chosen.label[:1].upper() + chosen.label[1:] + " teruggezet", bring, chosen)


def go_on(settings: Settings) -> Restored:
    """Go on with what is left of a file that lost its end. Raises NotRestored as `restore`."""
    damage = aside.damage_of(settings)
    if damage is None or not damage.can_go_on:
        raise NotRestored("Er is geen opzij gezet bestand waarmee verder te gaan is. Er is niets veranderd.")

    def bring(new: Path) -> None:
        durable.copy(damage.folder / new.name, new)
        if damage.harm is not Harm.LOG_UNREADABLE and log_of(damage.folder / new.name).exists():
            durable.copy(log_of(damage.folder / new.name), log_of(new))

    missing = dutch.the_last(damage.missing or 0, "wijziging", "wijzigingen")
    return _go_on_with(settings, None, f"Verder met wat er is, zonder {missing}", bring)


def begin_empty(settings: Settings) -> Restored:
    """Begin with a store without data, after damage. Raises NotRestored as `restore`."""
    return _go_on_with(settings, None, "Begonnen zonder gegevens", lambda new: None)


def _go_on_with(
    settings: Settings, store: "Store | None", what: str, bring: Callable[[Path], None], chosen: Backup | None = None
) -> Restored:
    try:
        if store is None:
            with alone(settings):
                damage = aside.damage_of(settings)
                if damage is None:
                    raise NotRestored("Er is geen beschadiging waarvoor u kiest. Er is niets veranderd.")
                number = _prepare(settings, MIGRATIONS, what, bring, _highest(settings, chosen, damage))
                folder = swapping.swap(settings, number, what, damage.folder.name)
                return Restored(what, number, None, folder)
        backup.refuse_shared(store)
        with store.unwritten():
            saved, revoked = _saved(store), _revoked(store)
            with alone(settings):
                damage = aside.damage_of(settings)
                highest = _highest(settings, chosen, damage)
                number = _prepare(settings, store.migrations, what, bring, highest, revoked)
                decides = damage.folder.name if damage else ""
                folder = store.exchange(lambda: swapping.swap(settings, number, what, decides))
            _open(store)
            return Restored(what, number, saved, folder)
    except (duckdb.Error, OSError, backup.NotWhole, StoreBroken, StoreBusy) as error:
        if swapping.is_pending(settings):
            log.exception("the restoring is finished later")
            raise NotRestored(
                f"{what}, maar nog niet helemaal: Startfoto maakt het af zodra de gegevens weer opengaan. Lukt dat "
                "niet, kijk dan of de schijf vol is."
            ) from error
        log.exception("nothing was restored")
        raise NotRestored(f"{_why(error)} Er is niets veranderd.") from error


def _open(store: "Store") -> None:
    """Open what was put in place; when that cannot be done now, the next visit opens it and says why not."""
    try:
        store.data_version()
    except (duckdb.Error, StoreBroken, StoreBusy):
        log.exception("restored, but not opened yet")


def _saved(store: "Store") -> Backup | None:
    try:
        return backup.make(store, Reason.BEFORE_RESTORE)
    except backup.BackupFailed as error:
        log.warning("the data that are replaced could not be read; their file is put aside: %s", error)
        return None


def _revoked(store: "Store") -> list[Person]:
    """Whose access was taken away by now: a backup of before that must not give it back."""
    try:
        with store.read() as cursor:
            return people.revoked(cursor)
    except (duckdb.Error, StoreBroken, StoreBusy) as error:
        log.warning("whose access was taken away cannot be read: %s", error)
        return []


def _highest(settings: Settings, chosen: Backup | None, damage: Damage | None) -> int:
    """The highest running number that was ever given, as far as anything knows."""
    known = [witness.read(settings)]
    known += [number for one in manifests.listed(settings) for number in (one.audit_number, one.data_version)]
    known += [chosen.audit_number, chosen.data_version] if chosen else []
    known += [damage.found, damage.expected] if damage else []
    return max(number or 0 for number in known)


def _prepare(
    settings: Settings,
    migrations: tuple[Migration, ...],
    what: str,
    bring: Callable[[Path], None],
    highest: int,
    revoked: Sequence[Person] = (),
) -> int:
    """Make the new file in a folder of its own, with the newest tables and a row in the trail; returns its number."""
    swapping.finish(settings)
    inner = replace(settings, data_dir=made(swapping.workplace(settings)), lock_wait_s=0.0)
    try:
        bring(inner.database)
        engine = Engine(inner, lambda cursor: _refuse_newer(cursor, migrations))
        cursor = engine.lend()
        if cursor is None:
            raise StoreBroken("Het nieuwe bestand is niet te openen.")
        try:
            number = _brought_up(cursor, migrations, what, highest, revoked)
        finally:
            engine.take_back(cursor)
            engine.retire()
        if log_of(inner.database).exists():
            raise backup.NotWhole("the new file has a log beside it")
        durable.settle(inner.database)
    except BaseException:
        swapping.drop_prepared(settings)
        raise
    return number


def _refuse_newer(cursor: Cursor, migrations: tuple[Migration, ...]) -> None:
    """Read all of it. Raises StoreBroken for a file of a newer Startfoto."""
    if "work.migration" in contents(cursor):
        names = {name for (name,) in cursor.execute("select name from startfoto.work.migration").fetchall()}
        if names - {step.__name__ for step in migrations}:
            raise StoreBroken("Deze back-up is gemaakt met een nieuwere versie van Startfoto.")


def _brought_up(
    cursor: Cursor, migrations: tuple[Migration, ...], what: str, highest: int, revoked: Sequence[Person]
) -> int:
    cursor.execute("use startfoto")
    cursor.execute("begin")
    version_row(cursor)
    cursor.execute("commit")
    for step in pending(cursor, migrations):
        cursor.execute("begin")
        apply(cursor, step)
        cursor.execute("commit")
    before = number_of(cursor)
    number = max(highest, before) + 1
    cursor.execute("begin")
    cursor.execute("update work.version set data_version = ?, audit_number = ?", [number, number])
    if "work.audit" in contents(cursor):
        act = audit.current_act() or audit.Act(STARTFOTO, Right.RESTORE)
        audit.record(cursor, replace(act, about=f"{what}: van wijziging {highest} naar {before}, verder als {number}"))
    for person in revoked:
        if not people.is_revoked(cursor, person.id):
            people.revoke(cursor, person)
    cursor.execute("commit")
    cursor.execute("checkpoint startfoto")
    return number


def _why(error: Exception) -> str:
    if isinstance(error, backup.NotWhole):
        return "Deze back-up is niet meer zoals hij gemaakt is en wordt niet teruggezet. Kies een andere back-up."
    if isinstance(error, StoreBroken | StoreBusy):
        return str(error)
    if any(words in str(error) for words in ("No space left", "File too large")):
        return "Terugzetten is niet gelukt: de schijf is vol. Maak ruimte vrij en probeer het opnieuw."
    return "Terugzetten is niet gelukt: een bestand is niet te lezen of te schrijven; zie het logboek."
