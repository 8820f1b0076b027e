"""Photos: what counted at a moment stays to be seen, whatever is loaded, undone or brought back after it."""

import itertools
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from duckdb import DuckDBPyConnection as Cursor
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from model.findings import Refusal
from model.photo import PhotoKind
from model.region import Level
from settings import Settings
from store import NoSuchPhoto, Store, entries, geography, photos
from tests.store import child
from tests.store.worlds import borders, codes, every_table, figures, load, restore, rows, withdraw
from tests.stores import new_store

A, B = "GM0001", "GM0002"
DAY = date(2021, 12, 1)
VIEWS = "select view_name from duckdb_views() where schema_name = 'mart' and not internal order by all"


def make(store: Store, name: str = "Startfoto", day: date = DAY, leave_out: tuple[int, ...] = ()) -> int:
    return store.write(lambda cursor: photos.make(cursor, PhotoKind.START, name, day, leave_out))


def values(store: Store, at: int | None = None) -> dict[str, float]:
    """Region -> value of every figure."""
    with store.read(at) as cursor:
        found = cursor.execute("select region || ' ' || period, value from mart.observation order by all").fetchall()
    assert len(found) == len(dict(found)), f"a figure twice: {found}"
    return dict(found)


def everything(store: Store, at: int | None) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all views of the mart."""
    with store.read(at) as cursor:
        views = [name for (name,) in cursor.execute(VIEWS).fetchall()]
        return {name: sorted(cursor.execute(f"from mart.{name}").fetchall(), key=repr) for name in views}


class TestAPhoto:
    def test_shows_what_counted_when_it_was_made_in_every_view(self, store: Store) -> None:
        first = load(store, borders({A: "Dorp"}), figures({A: 1.0, B: 2.0}))
        store.write(lambda cursor: entries.keep_cards(cursor, "source", {"eigen": "{}"}))
        photo = make(store)
        before = everything(store, None)
        assert everything(store, photo) == before

        load(store, figures({A: 7.0}), figures({A: 8.0}, period="2023"), borders({A: "Stad"}, size=2.0))
        store.write(lambda cursor: entries.keep_cards(cursor, "source", {"eigen": '{"title": "anders"}'}))
        assert everything(store, photo) == before
        withdraw(store, first)
        assert everything(store, photo) == before
        restore(store, first)
        assert everything(store, photo) == before
        assert values(store) == {"GM0001 2022": 7.0, "GM0001 2023": 8.0}

    def test_holds_no_load_that_was_undone_when_it_was_made(self, file_store: Store) -> None:
        load(file_store, figures({A: 1.0}))
        undone = load(file_store, figures({A: 9.0}))
        withdraw(file_store, undone)
        photo = make(file_store)
        restore(file_store, undone)
        assert values(file_store, photo) == {"GM0001 2022": 1.0}
        assert values(file_store) == {"GM0001 2022": 9.0}

    def test_left_out_loads_are_not_in_it_and_what_they_replaced_is(self, store: Store) -> None:
        load(store, figures({A: 1.0}), figures({A: 5.0}, period="2021"))
        later = load(store, figures({A: 2.0}))
        alone = load(store, figures({A: 3.0}, period="2023"))
        store.write(lambda cursor: entries.remember(cursor, "keuze", {"woord": "1.1"}))
        photo = make(store, leave_out=(later, alone))
        with store.read(photo) as cursor:
            assert entries.remembered(cursor, "keuze") == {"woord": "1.1"}, "what officers entered belongs to no load"
        assert values(store, photo) == {"GM0001 2022": 1.0, "GM0001 2021": 5.0}
        assert values(store) == {"GM0001 2022": 2.0, "GM0001 2021": 5.0, "GM0001 2023": 3.0}

    def test_is_listed_with_its_kind_day_and_number_of_loads_by_day(self, store: Store) -> None:
        load(store, figures({A: 1.0, "WK000100": 1.0}), figures({A: 5.0}, period="2021"))
        late = store.write(lambda cursor: photos.make(cursor, PhotoKind.END, "  De   laatste ", date(2023, 7, 1)))
        early = make(store)
        with store.read() as cursor:
            listed = photos.photos(cursor)
        assert [(one.photo_id, one.kind, one.name, one.day, one.loads) for one in listed] == [
            (early, PhotoKind.START, "Startfoto", DAY, 2),
            (late, PhotoKind.END, "De laatste", date(2023, 7, 1), 2),
        ]
        assert all(one.made_at.date() >= date(2024, 1, 1) for one in listed)

    def test_is_seen_by_its_own_cursor_only(self, file_store: Store) -> None:
        load(file_store, figures({A: 1.0}))
        photo = make(file_store)
        load(file_store, figures({A: 2.0}))
        with file_store.read(photo) as then, file_store.read() as now:
            question = "select value from mart.observation"
            assert now.execute(question).fetchall() == [(2.0,)]
            assert then.execute(question).fetchall() == [(1.0,)]
        seen_while_writing = file_store.write(lambda cursor: cursor.execute(question).fetchall())
        assert seen_while_writing == [(2.0,)]

    def test_threads_that_look_at_different_photos_do_not_mix_them_up(self, file_store: Store) -> None:
        made = []
        for value in range(4):
            load(file_store, figures({A: float(value)}))
            made.append(make(file_store, f"Foto {value}"))
        together = threading.Barrier(8)

        def look(thread: int) -> bool:
            together.wait(timeout=30)
            return all(values(file_store, made[thread % 4]) == {"GM0001 2022": thread % 4} for _ in range(20))

        with ThreadPoolExecutor(8) as pool:
            assert all(pool.map(look, range(8)))

    def test_that_does_not_exist_is_an_error_of_its_own(self, store: Store) -> None:
        load(store, figures({A: 1.0}))
        for nowhere in (0, 1, -1, 2**62):
            with pytest.raises(NoSuchPhoto), store.read(nowhere):
                pass
        assert values(store) == {"GM0001 2022": 1.0}

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            (" ", "Geef de foto een naam"),
            ("x" * 61, "te lang"),
            ("Nu", "staat voor de gegevens zoals ze nu zijn"),
            (" startfoto  NAJAAR ", "Er is al een foto met de naam 'startfoto NAJAAR'"),
        ],
    )
    def test_with_a_name_that_cannot_be_is_refused_in_dutch(self, file_store: Store, name: str, said: str) -> None:
        load(file_store, figures({A: 1.0}))
        make(file_store, "Startfoto najaar")
        before = every_table(file_store)
        with pytest.raises(Refusal, match=said):
            make(file_store, name)
        assert every_table(file_store) == before

    def test_with_nothing_in_it_is_refused_and_leaves_nothing(self, store: Store) -> None:
        with pytest.raises(Refusal, match="Er is niets om in deze foto te zetten"):
            make(store)
        only = load(store, figures({A: 1.0}))
        before = every_table(store)
        with pytest.raises(Refusal, match="laat minder weg"):
            make(store, leave_out=(only,))
        assert every_table(store) == before

    def test_that_fails_halfway_leaves_nothing(self, store: Store) -> None:
        load(store, figures({A: 1.0}))
        before = every_table(store)

        def change(cursor: Cursor) -> None:
            photos.make(cursor, PhotoKind.START, "Startfoto", DAY)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            store.write(change)
        assert every_table(store) == before
        assert make(store) == 1

    def test_that_is_killed_halfway_leaves_nothing(self, file_settings: Settings) -> None:
        store = Store(file_settings)
        load(store, figures({A: 1.0}))
        before = every_table(store)
        store.close()
        with child.start(file_settings, child.die_in_a_photo) as process:
            assert process.wait(timeout=60) == 9
        again = Store(file_settings)
        assert every_table(again) == before
        assert make(again) == 1
        again.close()

    def test_is_there_after_the_store_was_closed(self, settings: Settings) -> None:
        store = Store(settings)
        load(store, figures({A: 1.0}))
        photo = make(store)
        load(store, figures({A: 2.0}))
        store.close()
        again = Store(settings)
        assert values(again, photo) == {"GM0001 2022": 1.0}
        again.close()


@pytest.fixture(scope="module")
def long_lived_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = new_store(Settings(data_dir=tmp_path_factory.mktemp("photos")))
    yield opened
    opened.close()


STEPS = st.lists(st.tuples(st.sampled_from(["add", "withdraw", "restore", "photo"]), st.integers(1, 4)), max_size=12)
YEARS, NAMES = itertools.count(2000), itertools.count()


@given(steps=STEPS)
@examples(max_examples=15, deadline=None)
def test_whatever_is_done_after_it_a_photo_shows_what_counted(
    long_lived_store: Store, steps: list[tuple[str, int]]
) -> None:
    period = str(next(YEARS))
    loads = [load(long_lived_store, figures({codes(1)[2]: 0.0}, period=period))]
    shown: dict[int, dict[str, float]] = {}
    for action, number in steps:
        if action == "add":
            loads.append(load(long_lived_store, figures({codes(number)[2]: float(len(loads))}, period=period)))
        elif action == "photo":
            now = values(long_lived_store)
            if now:
                shown[make(long_lived_store, f"Foto {next(NAMES)}")] = now
        elif number <= len(loads):
            {"withdraw": withdraw, "restore": restore}[action](long_lived_store, loads[number - 1])
    assert {photo: values(long_lived_store, photo) for photo in shown} == shown


class TestDates:
    def test_a_batch_knows_when_its_source_changed_it_and_of_which_day_it_speaks(self, store: Store) -> None:
        """KWB speaks of 1 January; its table was changed on 27 March 2023."""
        load(store, figures({A: 1.0, "WK000100": 2.0}), borders({A: "Dorp"}, period="2021"))
        store.write(lambda cursor: entries.remember(cursor, "keuze", {"woord": "1.1"}))
        assert rows(store, "select source, published, reference from work.batch order by batch_id") == [
            ("kwb", date(2023, 3, 27), date(2022, 1, 1)),
            ("kwb", date(2023, 3, 27), date(2022, 1, 1)),
            ("grenzen", None, date(2021, 1, 1)),
            (entries.OWN, None, None),
        ]

    @pytest.mark.parametrize(
        ("published", "day"),
        [("2023-03-27T02:00:00+01:00", date(2023, 3, 27)), ("2023-03-27", date(2023, 3, 27)), ("2023-13-40T", None),
         ("maart 2023", None), ("", None)],
    )  # fmt: skip
    def test_a_day_of_publication_that_is_none_is_not_known(
        self, file_store: Store, published: str, day: date | None
    ) -> None:
        load(file_store, replace(figures({A: 1.0}), published=published))
        assert rows(file_store, "select published from work.batch") == [(day,)]

    def test_the_card_of_a_source_says_of_which_day_its_figures_are(self, file_store: Store) -> None:
        card = {"ggd": '{"reference": "najaar {period}"}', "leeg": "{}"}
        file_store.write(lambda cursor: entries.keep_cards(cursor, "source", card))
        for source in ("ggd", "leeg", "zonder kaart"):
            load(file_store, replace(figures({A: 1.0}, table=source), source=source))
        found = "select reference from work.batch where load_id is not null order by batch_id"
        assert rows(file_store, found) == [(date(2022, 10, 1),), (None,), (None,)]

    def test_what_is_of_after_a_day_is_named_once_for_each_load_in_use(self, store: Store) -> None:
        """KWB 2021 and 2022 were both changed on 27 March 2023; the borders of 2022 speak of 1 January 2022."""
        load(store, figures({A: 1.0, "WK000100": 2.0}), figures({A: 1.0}, period="2021"))
        load(store, borders({A: "Dorp", "BU00010000": "Hof"}, period="2022"), borders({B: "Stad"}, period="2020"))
        withdraw(store, load(store, figures({A: 1.0}, period="2024")))

        def named(day: date, leave_out: tuple[int, ...] = ()) -> list[tuple[int, str, str]]:
            with store.read() as cursor:
                return [(one.load_id, one.period, one.region) for one in photos.after(cursor, day, leave_out)]

        kwb, of_border = [(2, "2021", ""), (1, "2022", A)], (3, "2022", A)
        assert named(date(2021, 12, 31)) == [*kwb, of_border]
        assert named(date(2022, 1, 1)) == kwb
        assert named(date(2023, 3, 26)) == kwb
        assert named(date(2023, 3, 27)) == []
        assert named(date(2022, 1, 1), (1,)) == [kwb[0]]
        with store.read() as cursor:
            assert [one.load_id for one in photos.in_use(cursor)] == [2, 1, 4, 3]
            assert all(one.is_dated for one in photos.in_use(cursor))

    def test_leaving_out_a_load_names_what_would_count_instead(self, file_store: Store) -> None:
        load(file_store, figures({A: 1.0}))
        newer = load(file_store, figures({A: 2.0}))
        with file_store.read() as cursor:
            assert [one.load_id for one in photos.after(cursor, DAY)] == [2]
            assert [one.load_id for one in photos.after(cursor, DAY, [newer])] == [1]


class TestTheMapOfAPhoto:
    def test_has_the_borders_and_names_of_then_at_an_address_that_makes_it_again(self, store: Store) -> None:
        load(store, borders({"BU00010000": "Noord"}))
        photo = make(store)
        load(store, borders({"BU00010000": "Noordwest"}, size=2.0))
        with store.read(photo) as cursor:
            then = geography.layer(cursor, A, Level.BUURT, "2021")
        with store.read() as cursor:
            now = geography.layer(cursor, A, Level.BUURT, "2021")
        assert then and now and then.bounds != now.bounds
        assert b"Noordwest" in now.content and b"Noordwest" not in then.content
        assert then.url == f"/geo/2021/GM0001/buurt/{then.digest}.json?foto={photo}"
        assert "?" not in now.url
