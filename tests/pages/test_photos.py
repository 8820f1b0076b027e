"""Photos on the pages: made with a warning, seen from every page, compared, and never in the way of a load."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

import app as application
from analysis import figures
from intake.example import MUNICIPALITY
from model.photo import PhotoKind
from model.region import Level
from store import Store, batches, geography, photos
from tests import loops
from tests.pages.conftest import Open
from tests.store.worlds import borders, load, rows, withdraw
from tests.store.worlds import figures as kwb

PAGE = "pages/photos.py"
VIEWS = ("pages/startfoto.py", "pages/map.py", "pages/profile.py", "pages/response.py", "pages/methods.py")
WRITING = ("pages/load.py", "pages/schools.py", "pages/scans.py", "pages/monitor.py", PAGE)


def make(store: Store, name: str = "Startfoto 2021", leave_out: tuple[int, ...] = ()) -> int:
    return store.write(lambda cursor: photos.make(cursor, PhotoKind.START, name, date(2021, 12, 1), leave_out))


def loads(store: Store, where: str) -> tuple[int, ...]:
    return tuple(number for (number,) in rows(store, f"select load_id from work.load where {where}"))


def words(app: AppTest) -> str:
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "error", "warning", "success")
    return "\n".join(element.value for kind in kinds for element in getattr(app, kind))


def tables(app: AppTest) -> str:
    return "\n".join(str(table.value) for table in app.table)


def press(app: AppTest, label: str) -> AppTest:
    [button] = [button for button in app.button if label in button.label]
    button.click().run()
    assert not app.exception, app.exception[0].stack_trace
    return app


class TestMaking:
    def test_with_nothing_loaded_the_page_says_how_to_begin(self, installation: Store, open_page: Open) -> None:
        assert open_page(PAGE).title[0].value == "Nog geen gegevens"

    def test_without_photos_nothing_is_chosen_and_nothing_compared(self, with_example: Store, open_page: Open) -> None:
        app = open_page(PAGE)
        assert "Er is nog geen foto gemaakt." in words(app)
        assert [header.value for header in app.header] == ["Maak een foto", "Alle foto's"]
        assert not [box for box in app.selectbox if box.key == "foto"]

    def test_a_photo_of_today_is_made_and_listed(self, with_example: Store, open_page: Open) -> None:
        app = open_page(PAGE)
        assert not app.warning and not app.checkbox, "nothing appeared after today"
        app.selectbox(key="_photo_kind").select(PhotoKind.BETWEEN).run()
        app.text_input(key="_photo_name").input("  Tussenfoto   *nu* ").run()
        press(app, "Maak de foto")
        assert r"De foto Tussenfoto \*nu\* is gemaakt" in app.success[0].value
        with with_example.read() as cursor:
            [made] = photos.photos(cursor)
        assert (made.kind, made.name, made.day) == (PhotoKind.BETWEEN, "Tussenfoto *nu*", made.made_at.date())
        assert "Tussenfoto" in tables(app) and str(made.loads) in tables(app)
        assert app.text_input(key="_photo_name").value == ""
        assert rows(with_example, "select count(*) from mart.batch") == rows(
            with_example, "select count(*) from work.photo_batch"
        )

    def test_what_appeared_after_its_day_is_named_and_can_be_left_out(
        self, with_example: Store, open_page: Open
    ) -> None:
        app = open_page(PAGE)
        app.date_input(key="_photo_day").set_value(date(2021, 12, 1)).run()
        assert "verschenen na 1 december 2021" in app.warning[0].value
        [kwb_2022] = loads(with_example, "source = 'kwb' and period = '2022'")
        captions = [caption.value for caption in app.caption]
        assert any(
            text == "De peildatum is 1 januari 2022. De bron heeft deze tabel voor het laatst gewijzigd op "
            "12 december 2023; de cijfers kunnen er eerder al geweest zijn."
            for text in captions
        )
        assert any("is geen datum bekend" in text for text in captions)
        app.checkbox(key=f"_leave_out-2021-12-01-{kwb_2022}").check().run()
        app.text_input(key="_photo_name").input("Startfoto").run()
        press(app, "Maak de foto")
        with with_example.read(at=1) as cursor:
            periods = "select distinct period from mart.observation where source = 'kwb' order by period"
            assert cursor.execute(periods).fetchall() == [("2019",), ("2020",), ("2021",)]

    def test_leaving_out_a_load_asks_about_the_one_that_it_had_replaced(
        self, installation: Store, open_page: Open
    ) -> None:
        first, second = (load(installation, kwb({"GM0001": value, "BU00010000": value})) for value in (1.0, 2.0))
        app = open_page(PAGE)
        app.date_input(key="_photo_day").set_value(date(2021, 12, 1)).run()
        assert [box.key for box in app.checkbox] == [f"_leave_out-2021-12-01-{second}"]
        app.checkbox[0].check().run()
        assert [box.key for box in app.checkbox] == [f"_leave_out-2021-12-01-{load}" for load in (second, first)]
        app.checkbox[1].check().run()
        app.text_input(key="_photo_name").input("Leeg").run()
        press(app, "Maak de foto")
        assert "Er is niets om in deze foto te zetten" in app.error[0].value

    @pytest.mark.parametrize(("name", "said"), [("", "Geef de foto een naam"), ("startfoto 2021", "Er is al een foto")])
    def test_a_name_that_cannot_be_is_refused_beside_the_button(
        self, with_example: Store, open_page: Open, name: str, said: str
    ) -> None:
        make(with_example)
        app = open_page(PAGE)
        app.text_input(key="_photo_name").input(name).run()
        press(app, "Maak de foto")
        assert said in app.error[0].value
        assert app.text_input(key="_photo_name").value == name, "what was typed stays"
        assert rows(with_example, "select count(*) from work.photo") == [(1,)]

    def test_the_lea_sees_no_files_and_makes_no_photos(self, with_example: Store, open_page: Open) -> None:
        make(with_example)
        app = open_page(PAGE, voor="LEA")
        assert not [button for button in app.button if "Maak" in button.label]
        assert [header.value for header in app.header] == ["Vergelijk"]


class TestSeeing:
    def test_every_page_says_from_when_it_is_seen(self, with_example: Store, open_page: Open) -> None:
        make(with_example)
        for page in VIEWS:
            app = open_page(page, foto="Startfoto 2021")
            assert any("op de foto **Startfoto 2021** van 1 december 2021" in info.value for info in app.info), page
            assert app.selectbox(key="foto").value == "Startfoto 2021"
            app.selectbox(key="foto").select("nu").run()
            assert not app.exception
            assert not any("op de foto" in info.value for info in app.info), page

    def test_a_page_shows_the_figures_of_then(self, with_example: Store, open_page: Open) -> None:
        make(with_example, leave_out=loads(with_example, "source = 'kwb' and period in ('2021', '2022')"))
        income = "Huishoudens met een laag inkomen"
        assert open_page("pages/map.py", indicator=income).selectbox(key="jaar").options == ["2021", "2020", "2019"]
        then = open_page("pages/map.py", indicator=income, foto="Startfoto 2021")
        assert then.selectbox(key="jaar").options == ["2020", "2019"]

    def test_a_photo_stays_what_it_was_for_every_page_when_all_is_undone_and_loaded_anew(
        self, with_example: Store, open_page: Open
    ) -> None:
        photo = make(with_example)

        def shown(page: str) -> tuple[str, str]:
            app = open_page(page, foto="Startfoto 2021")
            return words(app), tables(app)

        def measured() -> list[str]:
            with with_example.read(photo) as cursor:
                return [
                    figures.per_area(cursor, "armoede", "2021", MUNICIPALITY, Level.WIJK).frame.to_csv(),
                    str(figures.available(cursor, MUNICIPALITY)),
                    str(figures.origins(cursor, "armoede", "2021", [MUNICIPALITY])),
                    str(geography.layer(cursor, MUNICIPALITY, Level.WIJK, "2021")),
                ]

        pages, measures = [shown(page) for page in VIEWS], measured()
        for number in loads(with_example, "load_id > 0"):
            withdraw(with_example, number)
        load(with_example, kwb({"GM9901": 1.0, "WK990101": 1.0, "BU99010100": 1.0}, period="2021", indicator="armoede"))
        load(with_example, borders({"WK990101": "Heel anders"}, size=0.2))
        assert [shown(page) for page in VIEWS] == pages
        assert measured() == measures

    def test_a_photo_without_a_gemeente_says_so(self, installation: Store, open_page: Open) -> None:
        load(installation, kwb({"NL00": 1.0}))
        make(installation)
        load(installation, kwb({"GM0001": 1.0, "BU00010000": 1.0}))
        assert open_page("pages/map.py", foto="Startfoto 2021").title[0].value == "Geen gemeente op deze foto"

    def test_a_photo_that_there_is_not_is_now(self, with_example: Store, open_page: Open) -> None:
        for made in (False, True):
            if made:
                make(with_example)
            app = open_page("pages/startfoto.py", foto="Bestaat niet")
            assert not any("op de foto" in info.value for info in app.info)
            assert any("Er is geen foto 'Bestaat niet'" in toast.value for toast in app.toast)

    @pytest.mark.parametrize("page", WRITING)
    def test_where_something_is_written_everything_is_of_now(
        self, with_example: Store, open_page: Open, page: str
    ) -> None:
        make(with_example, leave_out=loads(with_example, "source = 'kwb' and period <> '2019'"))
        app = open_page(page, foto="Startfoto 2021")
        assert not any("op de foto" in info.value for info in app.info)
        assert app.selectbox(key="foto").disabled
        assert app.selectbox(key="jaar").options == ["2021", "2020", "2019"]
        app.switch_page("pages/map.py").run()
        assert any("op de foto" in info.value for info in app.info), "the choice was not lost"


class TestComparing:
    def test_begins_with_a_sentence_and_counts_each_reason(self, with_example: Store, open_page: Open) -> None:
        make(with_example, leave_out=loads(with_example, "source = 'kwb' and period = '2022'"))
        app = open_page(PAGE)
        assert "cijfers van Lindewaard zijn nu anders dan op Startfoto 2021" in app.subheader[0].value
        assert "nieuw jaar" in tables(app) and "gelijk" in tables(app)

    def test_a_photo_and_itself_are_the_same(self, with_example: Store, open_page: Open) -> None:
        make(with_example)
        app = open_page(PAGE, naar="Startfoto 2021")
        assert app.subheader[0].value.startswith("Alle ")
        assert "gelijk aan die op Startfoto 2021" in app.subheader[0].value

    def test_a_gemeente_without_figures_on_both_says_so(self, installation: Store, open_page: Open) -> None:
        load(installation, kwb({"BU00010000": 1.0}))
        make(installation)
        assert "geen cijfers van" in words(open_page(PAGE))


@pytest.fixture
def asked() -> Callable[[geography.Layer, str], tuple[int, bytes]]:
    """The reply to a browser that asks for a map file, at its own address with another query."""

    def reply(layer: geography.Layer, query: str) -> tuple[int, bytes]:
        parts = {"period": layer.period, "region": layer.region, "level": layer.level, "digest": layer.digest}
        scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "path_params": parts}
        request = Request(scope | {"query_string": query.encode()})
        answer = loops.run(lambda: application.geo(request))
        return answer.status_code, bytes(answer.body)

    return reply


def test_the_map_of_a_photo_finds_its_polygons_after_a_restart(
    installation: Store, asked: Callable[[geography.Layer, str], tuple[int, bytes]]
) -> None:
    load(installation, borders({"BU00010000": "Noord"}))
    photo = make(installation)
    installation.write(lambda cursor: batches.withdraw(cursor, 1))
    with installation.read(photo) as cursor:
        layer = geography.layer(cursor, "GM0001", Level.BUURT, "2021")
    assert layer
    geography._layers.clear()
    status, content = asked(layer, layer.url.partition("?")[2])
    assert (status, json.loads(content)["features"][0]["id"]) == (200, "BU00010000")
    for wrong in ("", "foto=2", "foto=99999999999999999999", "foto=x", "foto=-1"):
        assert asked(layer, wrong)[0] == 404
