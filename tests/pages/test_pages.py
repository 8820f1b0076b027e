"""Each page: nothing loaded, the example, one real municipality, a missing year, a link, a click."""

import pytest
from streamlit.testing.v1 import AppTest

from intake import plan
from model import catalogue
from settings import Settings
from store import Store, batches
from tests.pages.conftest import Open
from tests.standins.cbs import CbsStandIn, Column, kwb_table
from tests.standins.pdok import PdokStandIn, region_list, sample_municipality

VIEWS = (
    "pages/startfoto.py",
    "pages/map.py",
    "pages/profile.py",
    "pages/response.py",
    "pages/compare.py",
    "pages/methods.py",
)
UPLOADS = ("pages/schools.py", "pages/scans.py", "pages/monitor.py")
OTHERS = (
    "pages/photos.py",
    "pages/gaps.py",
    "pages/choices_of_schools.py",
    "pages/wishes.py",
    "pages/measures.py",
    "pages/agreements.py",
    "pages/spending.py",
    "pages/account.py",
    "pages/ledger.py",
)
PAGES = (*VIEWS, *UPLOADS, *OTHERS, "pages/load.py")


def words(app: AppTest) -> str:
    """All that a reader sees on the page."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "error", "warning", "success")
    return "\n".join(element.value for kind in kinds for element in getattr(app, kind))


@pytest.mark.parametrize("page", [*VIEWS, *UPLOADS, *OTHERS])
def test_with_nothing_loaded_a_page_says_how_to_begin(installation: Store, open_page: Open, page: str) -> None:
    app = open_page(page)
    assert app.title[0].value == "Nog geen gegevens"
    assert "Kies uw gemeente" in words(app)


def test_with_nothing_loaded_the_data_page_offers_every_municipality(installation: Store, open_page: Open) -> None:
    app = open_page("pages/load.py")
    chooser = app.selectbox(key="_load_municipality")
    assert len(chooser.options) == len(catalogue.current().municipalities)
    assert "Er is nog niets geladen." in words(app)


@pytest.mark.parametrize("page", PAGES)
def test_the_example_is_named_as_made_up_on_every_page(with_example: Store, open_page: Open, page: str) -> None:
    assert "verzonnen" in open_page(page).info[0].value


def test_the_startfoto_names_a_group_and_keeps_background_and_delay_apart(with_example: Store, open_page: Open) -> None:
    app = open_page("pages/startfoto.py")
    assert app.title[0].value.startswith(
        "In Kooiveld, Ravelshoek en Zandkamp groeien kinderen het vaakst op met kans op"
    )
    assert "vertraging" not in app.title[0].value
    assert "Over de vertraging door corona vertellen 31 van de 45 scholen" in words(app)


def test_the_startfoto_has_at_most_five_figures_each_with_children_date_and_fair_comparison(
    with_example: Store, open_page: Open
) -> None:
    app = open_page("pages/startfoto.py")
    assert 0 < len(app.metric) <= 5
    captions = [caption.value for caption in app.caption]
    comparisons = [text for text in captions if text.startswith("Vergelijkbare gemeenten ") and "·" in text]
    assert len(comparisons) == len(app.metric)
    assert all(text.index("Vergelijkbare") < text.index("Voorbeeldland") for text in comparisons)
    assert sum(text.startswith("Hier wonen 14.9") for text in captions) == len(app.metric)
    sources = [text for text in captions if text.startswith("Bron: CBS, ")]
    assert len(sources) == len(app.metric)
    assert {"Bron: CBS, heel 2021", "Bron: CBS, 1 januari 2021"} <= set(sources), "each with its own reference date"


def test_the_startfoto_says_what_is_not_known_and_how_to_add_it(with_example: Store, open_page: Open) -> None:
    text = words(open_page("pages/startfoto.py"))
    for heading in ("Wat weten we", "Wat doen we", "Wat is er nog", "Wat we niet weten"):
        assert heading in text
    assert "scholen zonder schoolscan" in text and "geen GGD-cijfers over kinderen" not in text


@pytest.mark.parametrize("page", VIEWS)
@pytest.mark.parametrize("area", ["Lindewaard (GM9901)", "Sterrenbosch (WK990108)", "Schildersbuurt (BU99010301)"])
def test_a_link_to_an_area_opens_that_area(with_example: Store, open_page: Open, page: str, area: str) -> None:
    with with_example.read() as cursor:
        names = dict(cursor.execute("select region, name from mart.area where period = '2021'").fetchall())
    code = area.rpartition("(")[2].rstrip(")")
    label = f"{names[code]} ({code})"
    app = open_page(page, gebied=label, niveau="buurten", jaar="2020")
    assert app.selectbox(key="gebied").value == code
    assert app.selectbox(key="jaar").value == "2020"
    assert app.query_params.get("gebied", label) == label


@pytest.mark.parametrize("page", VIEWS)
def test_an_unknown_code_or_year_in_the_url_gives_the_usual_view_and_a_message(
    with_example: Store, open_page: Open, page: str
) -> None:
    app = open_page(page, gebied="Nergens (BU00000000)", jaar="1999", indicator="bestaat niet")
    assert app.selectbox(key="gebied").value == "GM9901"
    assert app.selectbox(key="jaar").value == "2021"


def test_a_year_without_the_indicator_is_not_on_offer(with_example: Store, open_page: Open) -> None:
    app = open_page("pages/map.py", indicator="Huishoudens met een laag inkomen")
    assert app.selectbox(key="jaar").options == ["2021", "2020", "2019"], "income of 2022 is not published yet"
    app.selectbox(key="indicator").select("bijstand").run()
    assert app.selectbox(key="jaar").options[0] == "2022"


def test_the_way_back_up_is_a_row_of_buttons(with_example: Store, open_page: Open) -> None:
    app = open_page("pages/map.py", gebied="Kooiveld (WK990105)", niveau="buurten")
    assert app.title[0].value == "Kaart van Kooiveld"
    app.button(key="crumb-GM9901").click().run()
    assert not app.exception
    assert app.title[0].value == "Kaart van Lindewaard"
    assert app.session_state["niveau"] == "wijk"


def test_undo_on_the_data_page_withdraws_a_load_and_brings_it_back(with_example: Store, open_page: Open) -> None:
    app = open_page("pages/load.py")
    app.selectbox(key="_load").select(4).run()
    next(button for button in app.button if button.label == "Terugdraaien").click().run()
    with with_example.read() as cursor:
        assert batches.loads(cursor).set_index("load_id").loc[4, "state"] == "teruggedraaid"
    next(button for button in app.button if button.label == "Terugzetten").click().run()
    with with_example.read() as cursor:
        assert batches.loads(cursor).set_index("load_id").loc[4, "state"] == "in gebruik"


@pytest.fixture
def with_municipality(installation: Store) -> Store:
    """One municipality with a real code, loaded over HTTP from the stand-ins, with one year of figures."""
    layers = sample_municipality("GM0308", "Baarn", wijken=5, buurten=4, year=2020)
    regions = region_list(layers)
    columns = [
        Column("AantalInwoners", "Aantal inwoners"),
        Column("k_0Tot15Jaar", "0 tot 15 jaar", group="Leeftijdsgroepen"),
        Column("k_15Tot25Jaar", "15 tot 25 jaar", group="Leeftijdsgroepen"),
        Column("HuishoudensMetEenLaagInkomen", "Huishoudens met een laag inkomen", "%", "Double", 1),
        Column("MateVanStedelijkheid", "Mate van stedelijkheid", "code"),
    ]
    numbers = {code: 1000 + 10 * place for place, (code, _) in enumerate(regions)}
    values: dict[str, dict[str, int | float | str | None]] = {
        "AantalInwoners": dict(numbers),
        "k_0Tot15Jaar": {code: number // 5 for code, number in numbers.items()},
        "k_15Tot25Jaar": {code: number // 8 for code, number in numbers.items()},
        "HuishoudensMetEenLaagInkomen": {code: number % 17 + 0.5 for code, number in numbers.items()},
        "MateVanStedelijkheid": dict.fromkeys(numbers, 2),
    }
    known = catalogue.current()
    with (
        CbsStandIn([kwb_table("84799NED", regions, columns, values, year=2020)]) as cbs,
        PdokStandIn({2020: layers}) as pdok,
    ):
        addresses = {"https://opendata.cbs.nl": cbs.address, "https://api.pdok.nl": pdok.address}
        here = Settings(addresses=addresses, retry_wait_s=0)
        parts = plan.parts_of(known, "GM0308", ["2020"], with_health=False)
        plan.commit(installation, [plan.fetch(part, known, here, installation) for part in parts])
    return installation


@pytest.mark.parametrize("page", [*VIEWS, *UPLOADS, "pages/load.py"])
def test_a_municipality_with_one_year_and_few_indicators_is_shown_without_failing(
    with_municipality: Store, open_page: Open, page: str
) -> None:
    app = open_page(page)
    assert "verzonnen" not in words(app), "only the example is made up"
    assert "Baarn" in words(app) or page == "pages/load.py"
    assert not app.error


@pytest.mark.parametrize("page", ["pages/scans.py", "pages/ledger.py", "pages/photos.py"])
def test_a_page_of_the_gemeente_itself_says_what_it_is_to_the_lea(
    with_example: Store, open_page: Open, page: str
) -> None:
    app = open_page(page, voor="LEA")
    assert app.title
    assert "voor de gemeente zelf" in words(app)
