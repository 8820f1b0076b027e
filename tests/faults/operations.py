"""Every operation that writes: what stands before it, and what it does. A new operation is one line in OPERATIONS."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from duckdb import DuckDBPyConnection as Cursor

from intake import example, ledger, monitor, plan, scans
from intake.example import MUNICIPALITY
from intake.opened import OpenedFile
from model import catalogue
from model.access import Person, Right, Role
from model.booking import Note, Placement
from model.delivery import Received
from model.measure import Action, Measure
from model.photo import PhotoKind
from model.plan import FIELDS
from model.story import Slide, SlideForm, Story
from settings import Settings
from store import (
    Store,
    actions,
    backup,
    batches,
    budget,
    entries,
    manifests,
    measures,
    people,
    photos,
    plan_texts,
    restoring,
    retention,
    stories,
)
from store.audit import Act, acting
from store.manifests import Reason
from store.migrations import MIGRATIONS, Migration
from tests.intake.sources import BAARN, CATALOGUE, standing_in
from tests.ledgers import export, previewed
from tests.store.worlds import figures, load
from tests.stores import new_store

TODAY = date.today()  # noqa: DTZ011
PERSON = Person("https://id#1", "Hein", Role.MANAGER)
ZOMER = Measure("0" * 31 + "1", "Zomerschool", "Twee weken taal.")

AGREED = Action("0" * 31 + "2", "Anja belt de scholen.")
STORY = Story("lea", "LEA 14 oktober 2021", TODAY, (Slide("a", SlideForm.TITLE, "Startfoto"),))
PLACED = Placement(ZOMER.id, key="A")
NOTE = Note(TODAY, "Besluit van de raad")


@dataclass(frozen=True)
class Operation:
    """Something that writes, by the name that a test shows."""

    name: str
    do: Callable[[Store], object]
    has_network: bool = False


def _add_setting_table(cursor: Cursor) -> None:
    """The migration of a version to come."""
    cursor.execute("create table work.next_version (name varchar)")
    cursor.execute("insert into work.next_version select 'kwb' from range(100)")


def _load(store: Store) -> object:
    parts = [part for part in plan.parts_of(CATALOGUE, BAARN, ["2020"], False) if part.table != "grenzen"]
    return plan.commit(store, [plan.fetch(part, CATALOGUE, store.settings, store) for part in parts])


def _commit_scans(store: Store) -> object:
    with store.read() as cursor:
        known = scans.known(cursor, MUNICIPALITY)
    return scans.commit(store, _scans()[:3], known)


def _commit_monitor(store: Store) -> object:
    file = _monitors()[0]
    with store.read() as cursor:
        known = monitor.known(cursor, MUNICIPALITY)
        sheet = monitor.sheets_with_rows(file)[0]
        drafted = monitor.draft(file, sheet, monitor.proposed(cursor, file, sheet, known), known, {})
    return monitor.commit(store, drafted, monitor.likely_source(drafted, known), store.settings, {}, MUNICIPALITY)


def _commit_ledger(store: Store) -> object:
    rows = ("1;01-10-2021;2021;;A;Huur;;100,00", "2;02-10-2021;2021;;A;Loon;;200,00")
    with store.read() as cursor:
        found = previewed(cursor, export(*rows))
    return ledger.commit(store, found, "Officer")


def _edit_measure(store: Store) -> object:
    def change(cursor: Cursor) -> int:
        now = next(one for one in measures.measures(cursor, MUNICIPALITY) if one.content.id == ZOMER.id)
        return measures.keep(cursor, MUNICIPALITY, replace(ZOMER, places=80), "Hein", now.batch_id)

    return plan.keep(store, change)


def _write(change: Callable[[Cursor], object]) -> Callable[[Store], object]:
    return lambda store: plan.keep(store, change)


def _restore_backup(store: Store) -> object:
    first = next(one for one in manifests.listed(store.settings) if one.reason is Reason.ASKED)
    return restoring.restore(store.settings, first.name, store)


def _migrate(store: Store) -> object:
    settings = store.settings
    store.close()
    Store(settings, (*MIGRATIONS, _add_setting_table)).close()
    return None


OPERATIONS = (
    Operation("load from a source", _load, has_network=True),
    Operation("commit scans", _commit_scans),
    Operation("commit a monitor", _commit_monitor),
    Operation("commit a ledger", _commit_ledger),
    Operation("undo a load", _write(lambda cursor: batches.withdraw(cursor, 2))),
    Operation("restore a load", _write(lambda cursor: batches.restore(cursor, 3))),
    Operation("edit a measure", _edit_measure),
    Operation("make a photo", _write(lambda cursor: photos.make(cursor, PhotoKind.START, "Foto", TODAY))),
    Operation(
        "write a text of the plan",
        _write(lambda cursor: plan_texts.keep(cursor, MUNICIPALITY, next(iter(FIELDS)), "Tekst.", "Hein", None)),
    ),
    Operation("keep an agreement", _write(lambda cursor: actions.keep(cursor, MUNICIPALITY, AGREED, "Hein", None))),
    Operation("tell a story", _write(lambda cursor: stories.keep(cursor, MUNICIPALITY, STORY, "Hein", None))),
    Operation("place bookings", lambda store: ledger.place(store, MUNICIPALITY, [PLACED], "Hein")),
    Operation(
        "note at the budget", _write(lambda cursor: budget.keep_notes(cursor, MUNICIPALITY, [NOTE], "Hein", None))
    ),
    Operation(
        "decide a setting", _write(lambda cursor: entries.remember(cursor, entries.SETTING, {"smallest_count": "9"}))
    ),
    Operation("take access away", _write(lambda cursor: people.revoke(cursor, PERSON))),
    Operation("delete old uploads", lambda store: retention.forget_old_uploads(store, store.settings, TODAY)),
    Operation("make a backup", lambda store: backup.make(store, Reason.ASKED)),
    Operation("restore a backup", _restore_backup),
    Operation("migrate the tables", _migrate),
)


@contextmanager
def doing(store: Store) -> Iterator[None]:
    """Within it, somebody acts, so that what is done goes into the audit trail with it."""
    with acting(Act(PERSON, Right.EDIT, "een proef")):
        yield


@cache
def _scans() -> list[scans.ScanFile]:
    return example.scan_files()


@cache
def _monitors() -> list[OpenedFile]:
    return example.own_files()


@cache
def _world() -> TemporaryDirectory[str]:
    """A folder with what the operations need: schools, figures, an old upload, a measure, an undone load, a backup."""
    folder = TemporaryDirectory(prefix="faults-")
    store = new_store(Settings(data_dir=Path(folder.name)))
    made = example.deliveries(catalogue.current())
    areas = next(one for one in made if one.source == "kwb" and one.period == "2021")
    register = next(one for one in made if one.schools.num_rows)
    with doing(store):
        store.write(lambda cursor: batches.add_loads(cursor, [areas, register]))
        load(store, figures({"GM9901": 5.0}, table="later", received=[Received("oud.csv", "csv", b"x;y\n1;2\n")]))
        store.write(lambda cursor: batches.withdraw(cursor, 3))
        store.write(lambda cursor: cursor.execute("update work.load set loaded_at = loaded_at - to_days(5000)"))
        store.write(lambda cursor: measures.keep(cursor, MUNICIPALITY, ZOMER, "Hein", None))
        store.write(lambda cursor: example._add_own_figures(cursor, example.own_files()[1:], store.settings))
        backup.make(store, Reason.ASKED)
        store.write(lambda cursor: measures.keep(cursor, MUNICIPALITY, replace(ZOMER, id="9" * 32), "Hein", None))
    store.close()
    return folder


@contextmanager
def world(folder: Path) -> Iterator[Settings]:
    """A copy of that world in a folder, with the sources standing in; a sweep needs thousands, so none stays."""
    shutil.copytree(_world().name, folder)
    with standing_in(folder) as sources:
        yield sources.settings
    shutil.rmtree(folder)


State = tuple[tuple[tuple[str, int, str], ...], int]


def state(settings: Settings) -> State:
    """Everything that the store holds, opened anew, without moments; and how many backups were asked for."""
    store = Store(settings, migrations(settings))
    with store.still() as cursor:
        found = tuple(_contents(cursor))
    store.close()
    return found, sum(one.reason is Reason.ASKED for one in manifests.listed(settings))


def migrations(settings: Settings) -> tuple[Migration, ...]:
    """Those of the store as it is, so that looking at it changes nothing."""
    if not settings.database.exists():
        return MIGRATIONS  # a restore put it aside, and is finished when the store is opened
    engine = duckdb.connect(str(settings.database), read_only=True)
    try:
        names = {name for (name,) in engine.execute("select name from work.migration").fetchall()}
    finally:
        engine.close()
    return (*MIGRATIONS, _add_setting_table) if "_add_setting_table" in names else MIGRATIONS


_COLUMNS = """
select schema_name, table_name, list(column_name order by column_index) from duckdb_columns()
where database_name = 'startfoto' and not internal and data_type <> 'TIMESTAMP WITH TIME ZONE'
    and table_name in (select table_name from duckdb_tables()) group by all order by all
"""


def _contents(cursor: Cursor) -> Iterator[tuple[str, int, str]]:
    for schema, table, columns in cursor.execute(_COLUMNS).fetchall():
        if table == "version":
            continue
        named = ", ".join(f'"{column}"' for column in columns)
        digest = f"select count(*), bit_xor(hash({named})) from {schema}.{table}"
        yield from ((f"{schema}.{table}", rows, str(of_rows)) for rows, of_rows in cursor.execute(digest).fetchall())
