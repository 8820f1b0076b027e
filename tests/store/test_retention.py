"""Uploaded files are deleted when their time is over; what was read of them, and that they were there, stays."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from analysis import lineage
from analysis.lineage import File
from model.access import STARTFOTO, Person, Right, Role
from model.delivery import Received
from model.photo import PhotoKind
from settings import Settings
from store import Store, batches, photos
from store.audit import Act, acting
from store.retention import Files, forget_old_uploads, forgotten, old_uploads
from tests.store.worlds import every_table, figures, load, restore, rows, shown, withdraw

ANNE = Person("here#1", "Anne", Role.MANAGER)
TODAY = date.today()  # noqa: DTZ011
CONTENT = b"Gemeente;Inwoners\nGM0001;1\n"
LEFT = "select name, content is not null from raw.received order by load_id"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, keep_uploads_days=100)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = Store(settings)
    yield opened
    opened.close()


def bring_in(
    store: Store, name: str = "cijfers.csv", days_ago: int = 0, act: Act | None = None, kind: str = "csv"
) -> int:
    """A file that came in some days ago."""
    with acting(act or Act(ANNE, Right.UPLOAD, name)):
        number = load(store, figures({"GM0001": 1.0}, received=[Received(name, kind, CONTENT)]))
    store.write(
        lambda cursor: cursor.execute(
            "update work.load set loaded_at = loaded_at - to_days(?) where load_id = ?", [days_ago, number]
        )
    )
    return number


def test_only_files_older_than_the_setting_are_deleted(store: Store, settings: Settings) -> None:
    for name, days_ago in (("oud.csv", 101), ("net niet.csv", 99), ("nieuw.csv", 0)):
        bring_in(store, name, days_ago)
    assert forget_old_uploads(store, settings, TODAY) == Files(1, len(CONTENT), TODAY - timedelta(days=101))
    assert rows(store, LEFT) == [("oud.csv", False), ("net niet.csv", True), ("nieuw.csv", True)]


def test_the_same_on_the_next_day_does_nothing_more(store: Store, settings: Settings) -> None:
    bring_in(store, days_ago=200)
    forget_old_uploads(store, settings, TODAY)
    before = every_table(store)
    assert forget_old_uploads(store, settings, TODAY).count == 0
    assert every_table(store) == before, "not even a number in the audit trail"


def test_with_nought_days_files_stay_for_ever(store: Store, tmp_path: Path) -> None:
    bring_in(store, days_ago=9999)
    assert forget_old_uploads(store, Settings(data_dir=tmp_path, keep_uploads_days=0), TODAY) == Files(0, 0, None)
    assert rows(store, LEFT) == [("cijfers.csv", True)]


def test_what_a_source_sent_and_what_startfoto_brought_stays(store: Store, settings: Settings) -> None:
    bring_in(store, "van de bron", 500, Act(ANNE, Right.LOAD))
    bring_in(store, "voorbeeld.csv", 500, Act(STARTFOTO, Right.LOAD))
    assert forget_old_uploads(store, settings, TODAY).count == 0


def test_of_before_the_trail_all_but_the_answers_of_sources_count_as_uploads(store: Store, settings: Settings) -> None:
    for name, kind in (("oud.csv", "csv"), ("86165NED/DataProperties", "application/json")):
        bring_in(store, name, 500, kind=kind)
    store.write(lambda cursor: cursor.execute("delete from work.audit"))
    forget_old_uploads(store, settings, TODAY)
    assert rows(store, LEFT) == [("oud.csv", False), ("86165NED/DataProperties", True)]


def test_figures_names_digests_findings_and_lineage_stay(store: Store, settings: Settings) -> None:
    number = bring_in(store, days_ago=200)
    with store.read() as cursor:
        before = (
            shown(store),
            batches.loads(cursor).to_dict("records"),
            rows(store, "select name, sha256 from raw.received"),
        )
        [kept] = lineage.files_of(cursor, number)
    forget_old_uploads(store, settings, TODAY)
    with store.read() as cursor:
        after = (
            shown(store),
            batches.loads(cursor).to_dict("records"),
            rows(store, "select name, sha256 from raw.received"),
        )
        assert lineage.files_of(cursor, number) == (File(kept.name, kept.digest, is_there=False),)
        assert kept.is_there
        assert batches.seen(cursor, [kept.digest])[kept.digest].load_id == number, "it is still known as in use"
    assert after == before


def test_undo_and_photos_work_as_before(store: Store, settings: Settings) -> None:
    number = bring_in(store, days_ago=200)
    photo = store.write(lambda cursor: photos.make(cursor, PhotoKind.BETWEEN, "Toen", TODAY))
    forget_old_uploads(store, settings, TODAY)
    withdraw(store, number)
    assert shown(store) == {}
    with store.read(at=photo) as cursor:
        assert cursor.execute("select value from mart.observation").fetchall() == [(1.0,)]
    restore(store, number)
    assert shown(store) == {"GM0001": 1.0}


def test_each_deleted_file_has_a_row_and_the_trail_says_who_and_how_much(store: Store, settings: Settings) -> None:
    number = bring_in(store, "jeugd.csv", 200)
    with acting(Act(ANNE, Right.RETENTION)):
        forget_old_uploads(store, settings, TODAY)
    [(load_id, name, size, day)] = rows(store, "select load_id, name, bytes, happened_at::date from work.forgotten")
    assert (load_id, name, size, day) == (number, "jeugd.csv", len(CONTENT), TODAY)
    [(who, action, about)] = rows(
        store,
        "select person, action, about from work.audit join work.forgotten using (audit_number)",
    )
    assert (who, action) == (ANNE.id, Right.RETENTION.label)
    assert about == "1 bestand van samen 0,0 MB, ouder dan 100 dagen"


def test_without_a_person_it_is_startfotos_own_work(store: Store, settings: Settings) -> None:
    bring_in(store, days_ago=200)
    forget_old_uploads(store, settings, TODAY)
    assert rows(store, "select person from work.audit order by number desc limit 1") == [(STARTFOTO.id,)]


def test_it_can_be_told_what_waits_and_what_was_done(store: Store, settings: Settings) -> None:
    bring_in(store, days_ago=200)
    with store.read() as cursor:
        assert old_uploads(cursor, settings, TODAY) == Files(1, len(CONTENT), TODAY - timedelta(days=200))
        assert forgotten(cursor) == Files(0, 0, None)
    forget_old_uploads(store, settings, TODAY)
    with store.read() as cursor:
        assert old_uploads(cursor, settings, TODAY) == Files(0, 0, None)
        assert forgotten(cursor) == Files(1, len(CONTENT), TODAY)


def test_the_bytes_are_in_no_table_any_more(store: Store, settings: Settings) -> None:
    bring_in(store, days_ago=200)
    forget_old_uploads(store, settings, TODAY)
    assert CONTENT not in [cell for table in every_table(store).values() for row in table for cell in row]
