"""The tables of a store are made step by step, and a step that fails leaves nothing behind."""

from datetime import date

import pytest
from duckdb import DuckDBPyConnection as Cursor

from settings import Settings
from store import Store
from store.migrations import MIGRATIONS, photos
from tests.store.worlds import every_table, figures, load, rows


def new_table(cursor: Cursor) -> None:
    cursor.execute("create table core.new_table (number integer)")
    cursor.execute("insert into core.new_table values (1)")


def second_half(cursor: Cursor) -> None:
    cursor.execute("insert into core.new_table values (2)")


def failing_second_half(cursor: Cursor) -> None:
    cursor.execute("insert into core.new_table values (2)")
    cursor.execute("alter table core.new_table add column name varchar")
    raise ZeroDivisionError


failing_second_half.__name__ = "second_half"


def recorded(store: Store) -> list[str]:
    return [name for (name,) in rows(store, "select name from work.migration order by applied_at")]


def test_a_new_store_has_every_migration_on_record(store: Store) -> None:
    assert recorded(store) == [step.__name__ for step in MIGRATIONS]
    assert store.data_version() == len(MIGRATIONS)


def test_every_migration_has_a_name_of_its_own() -> None:
    names = [step.__name__ for step in MIGRATIONS]
    assert len(set(names)) == len(names)


def test_opening_again_changes_nothing(settings: Settings) -> None:
    first = Store(settings)
    load(first, figures({"GM0001": 1.0}))
    before = every_table(first)
    first.close()
    again = Store(settings)
    assert every_table(again) == before
    again.close()


def test_a_step_that_fails_leaves_the_store_as_before_it_and_the_next_start_goes_on(settings: Settings) -> None:
    old = Store(settings)
    load(old, figures({"GM0001": 1.0}))
    before = every_table(old)
    old.close()

    with pytest.raises(ZeroDivisionError):
        Store(settings, (*MIGRATIONS, new_table, failing_second_half))

    halfway = Store(settings, (*MIGRATIONS, new_table))
    after = every_table(halfway)
    assert after.pop("core.new_table") == [(1,)], "the step before it is kept, and nothing of the step itself"
    assert recorded(halfway) == [*(step.__name__ for step in MIGRATIONS), "new_table"]
    for name in ("work.migration", "work.version"):
        del before[name], after[name]
    assert after == before
    halfway.close()

    whole = Store(settings, (*MIGRATIONS, new_table, second_half))
    assert recorded(whole) == [*(step.__name__ for step in MIGRATIONS), "new_table", "second_half"]
    assert rows(whole, "select number from core.new_table order by number") == [(1,), (2,)]
    whole.close()


def test_a_step_and_its_record_are_in_one_transaction(file_settings: Settings) -> None:
    def look_aside(cursor: Cursor) -> None:
        cursor.execute("create table core.aside as select name from work.migration")
        cursor.execute("insert into core.aside select 'moved ' || data_version from work.version")

    store = Store(file_settings, (*MIGRATIONS, look_aside))
    before = [step.__name__ for step in MIGRATIONS]
    assert {name for (name,) in rows(store, "from core.aside")} == {*before, f"moved {len(MIGRATIONS) + 1}"}
    store.close()

    def no_record(cursor: Cursor) -> None:
        cursor.execute("create table core.lost (number integer)")
        cursor.execute("drop table work.migration")

    with pytest.raises(Exception, match="migration"):
        Store(file_settings, (*MIGRATIONS, look_aside, no_record))
    again = Store(file_settings, (*MIGRATIONS, look_aside))
    assert "core.lost" not in every_table(again), "a step that cannot be recorded is not done either"
    assert recorded(again) == [*before, "look_aside"]
    again.close()


def test_the_views_of_a_new_store_can_all_be_read(read_only_store: Store) -> None:
    views = rows(
        read_only_store,
        "select schema_name || '.' || view_name from duckdb_views() where database_name = 'startfoto' and not internal",
    )
    assert {"mart.batch", "mart.observation", "mart.area", "mart.boundary", "mart.school"} <= {
        view for (view,) in views
    }
    assert [rows(read_only_store, f"from {view}") for (view,) in views] == [[]] * len(views)


def test_a_store_from_before_photos_gains_the_days_of_its_batches_and_shows_the_same(settings: Settings) -> None:
    """KWB speaks of 1 January, its second load has no day that can be read, and an officer's entry belongs to none."""

    def as_it_was_kept_then(cursor: Cursor) -> None:
        for load_id, published in enumerate(("2023-03-27T02:00:00", "onbekend"), start=1):
            cursor.execute(
                "insert into work.load values (?, 'kwb', '85318NED', 'Kerncijfers', '2022', ?, now(), now(), 1, 1, 0)",
                [load_id, published],
            )
        for batch_id, source, period in ((1, "kwb", "2021"), (2, "kwb", "2022"), (3, "eigen invoer", "")):
            cursor.execute(
                "insert into work.batch values (?, ?, ?, ?, 'x', ?, 'NL00')",
                [batch_id, batch_id if period else None, f"scope {batch_id}", source, period],
            )
            cursor.execute("insert into work.batch_event values (?, 'added', now(), 1)", [batch_id])
        cursor.execute("insert into core.area values (1, '2021', 'GM0001', 'Dorp', '1')")
        cursor.execute("insert into core.area values (2, '2022', 'GM0001', 'Stad', '1')")

    old = Store(settings, MIGRATIONS[: MIGRATIONS.index(photos)])
    old.write(as_it_was_kept_then)
    shown = rows(old, "from mart.area order by all")
    assert len(shown) == 2
    old.close()

    new = Store(settings)
    assert rows(new, "select published, reference from work.batch order by batch_id") == [
        (date(2023, 3, 27), date(2021, 1, 1)),
        (None, date(2022, 1, 1)),
        (None, None),
    ]
    assert rows(new, "from mart.area order by all") == shown
    assert len(rows(new, "from mart.batch")) == 3
    new.close()
