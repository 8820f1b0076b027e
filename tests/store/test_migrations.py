"""The tables of a store are made step by step, and a step that fails leaves nothing behind."""

import pytest
from duckdb import DuckDBPyConnection as Cursor

from settings import Settings
from store import Store
from store.migrations import MIGRATIONS
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

    halfway = Store(settings)
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
