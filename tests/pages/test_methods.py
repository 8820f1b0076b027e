"""Bronnen en methode: each part opens, a figure is followed back, weights stay in the link, and nonsense is told."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from analysis import needs
from model import catalogue
from model.delivery import Received
from store import Store, batches
from tests.pages.conftest import Open
from tests.pages.test_pages import words
from tests.worlds import delivered, pupils

PAGE = "pages/methods.py"
PARTS = {
    "Herkomst": "Waar komt dit cijfer vandaan?",
    "Gewichten": "Gewichten van de achtergrondscore",
    "Werkwijze": "Zo rekenen we",
    "Bronnen": "Bronnen",
    "Definities": "Definities",
}
KOOIVELD = "Kooiveld (WK990105)"
NOORD = "Noord (WK030801)"


@pytest.fixture
def baarn(installation: Store) -> Store:
    """A gemeente with a few figures of two sources, as quick to load as a page needs."""
    codes = {"GM0308": "Baarn", "WK030801": "Noord", "WK030802": "Zuid", "BU03080101": "Pekingbuurt"}
    numbers = {code: 10.0 + place for place, code in enumerate(codes)}
    of_kwb = dict.fromkeys(("laag_inkomen", "bijstand", "inkomen", "woz", "inwoners"), numbers)
    loads = [
        delivered(of_kwb, "2020", table="84799NED", names=codes),
        delivered(of_kwb, "2021", table="85039NED", names=codes),
        delivered({"eenzaam": numbers}, "2020", source="gezondheid", table="50120NED", names=codes),
    ]
    installation.write(lambda cursor: batches.add_loads(cursor, loads))
    return installation


def weight_of(app: AppTest, indicator: str) -> float | None:
    value: float | None = app.number_input(key=f"_weight-{indicator}").value
    return value


def tables(app: AppTest) -> str:
    return "\n".join(table.value.to_string() for table in app.table)


@pytest.mark.parametrize("part", PARTS)
def test_a_link_opens_one_part_and_the_others_do_no_work(baarn: Store, open_page: Open, part: str) -> None:
    app = open_page(PAGE, deel=part)
    assert app.title[0].value == "Bronnen en methode"
    assert [header.value for header in app.header] == [PARTS[part]]


def test_without_a_part_the_page_answers_where_the_chosen_figure_comes_from(baarn: Store, open_page: Open) -> None:
    app = open_page(PAGE, gebied=NOORD, jaar="2020", indicator="Bijstand")
    text = words(app)
    assert "**Noord, Bijstand: 11 per 1.000** (2020). Dit komt uit CBS, Tabel kwb 2020 (84799NED)" in text
    assert "kolom 'Kolom bijstand', opgehaald op 2 november 2026." in text
    assert "- **Bewerking:** Door Startfoto gedeeld door AantalInwoners, keer 1.000" in text
    assert "- **Gebied of school:** Noord (WK030801)" in text
    assert "- **Licentie:** CC BY 4.0" in text
    (cell,) = [link.proto for link in app.get("link_button") if "cel" in link.proto.label]
    assert cell.url.startswith("https://opendata.cbs.nl/ODataFeed/odata/84799NED/") and "WK030801" in cell.url


def test_what_is_made_up_is_called_so_and_nobody_licenses_it(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE, gebied=KOOIVELD)
    assert "een verzonnen voorbeeld in de vorm van CBS" in words(app)
    assert "Licentie" not in words(app)
    assert not [link for link in app.get("link_button") if "cel" in link.proto.label]


def test_the_figure_of_a_tile_goes_before_that_of_the_sidebar_in_the_latest_year_up_to_the_chosen(
    baarn: Store, open_page: Open
) -> None:
    app = open_page(PAGE, gebied=NOORD, jaar="2021", cijfer="Ernstig eenzaam (18+)")
    text = words(app)
    assert "Noord, Ernstig eenzaam (18+): 11,0%" in text and "(modelschatting)" in text
    assert "Voor 2021 is er geen cijfer; dit is dat van 2020." in text
    app.selectbox(key="cijfer").select("inwoners").run()
    assert "Noord, Inwoners: 11** (1 januari 2021)" in words(app)


def test_an_unknown_figure_in_the_link_is_told_and_that_of_the_sidebar_is_shown(baarn: Store, open_page: Open) -> None:
    app = open_page(PAGE, gebied=NOORD, cijfer="<b>bestaat</b> *niet*")
    assert "is hier geen cijfer" in app.warning[0].value and "<b>" not in app.warning[0].value
    assert "Noord, Huishoudens met een laag inkomen: " in words(app)


def test_a_figure_that_was_loaded_before_is_shown_with_what_became_of_it(baarn: Store, open_page: Open) -> None:
    newer = delivered({"laag_inkomen": {"WK030801": 33.3}}, "2021", table="85039NED", names={"WK030801": "Noord"})
    file = Received("nieuw [x](http://a.b).csv", "text/csv", b"x")
    baarn.write(lambda cursor: batches.add_load(cursor, replace(newer, received=[file])))
    app = open_page(PAGE, gebied=NOORD, jaar="2021")
    assert "Noord, Huishoudens met een laag inkomen: 33,3%" in words(app)
    assert "11,0%" in tables(app) and "vervangen" in tables(app)
    assert r"nieuw \[x\](http" in words(app), "a name of a file is no link"


def test_the_score_is_followed_back_to_figures_positions_and_weights(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE, gebied=KOOIVELD, cijfer="Achtergrondscore", gewichten="bijstand:2.5,inkomen:0")
    assert "De achtergrondscore van Kooiveld is " in words(app)
    parts = app.table[0].value.set_index("Cijfer over de omgeving")
    assert parts.loc["Bijstand", "Gewicht"] == "2,5"
    assert "Inkomen per inwoner" not in parts.index


def test_the_gemeente_itself_has_no_score_and_the_page_says_what_to_choose(
    with_example: Store, open_page: Open
) -> None:
    app = open_page(PAGE, cijfer="Achtergrondscore")
    assert any("Kies links een van de wijken" in info.value for info in app.info)


def test_a_school_is_followed_back_for_the_gemeente_and_not_for_the_lea(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    app.session_state["_of-school"] = True
    app.run()
    text = words(app)
    assert "**De schoolscan van " in text and "Ontvangen schoolscan" in text
    assert "een verzonnen voorbeeld in de vorm van DUO" in text
    for_lea = open_page(PAGE, voor="LEA")
    for_lea.session_state["_of-school"] = True
    for_lea.run()
    assert not for_lea.exception
    assert "schoolscan van" not in words(for_lea)


def test_few_pupils_of_a_school_are_not_told_here_either(with_example: Store, open_page: Open) -> None:
    with with_example.read() as cursor:
        site, period = cursor.execute(
            "select vestiging, max(period) from mart.school_figure where indicator = 'leerlingen' group by 1 order by 1"
        ).fetchall()[0]
    with_example.write(lambda cursor: batches.add_load(cursor, pupils("GM9901", {site: 3}, period)))
    app = open_page(PAGE)
    app.session_state["_of-school"] = True
    app.run()
    app.selectbox(key="_lineage-site").select(site).run()
    app.selectbox(key=f"_lineage-figure-{site}").select(("leerlingen", period)).run()
    assert "Leerlingen: minder dan 5**" in words(app)


def test_every_figure_that_can_weigh_has_its_weight_of_the_catalogue_and_modelled_ones_are_marked(
    baarn: Store, open_page: Open
) -> None:
    app = open_page(PAGE, deel="Gewichten")
    assert "U ziet de standaardgewichten." in words(app)
    assert weight_of(app, "bijstand") == 1 and weight_of(app, "eenzaam") == 0
    assert [field.key for field in app.number_input if "modelschatting" in field.label] == ["_weight-eenzaam"]
    assert "_weight-woz" not in [field.key for field in app.number_input], "what has no direction never weighs"


def test_a_changed_weight_stands_in_the_link_and_holds_on_other_pages_and_back(baarn: Store, open_page: Open) -> None:
    app = open_page(PAGE, deel="Gewichten")
    app.number_input(key="_weight-bijstand").set_value(2.5).run()
    app.number_input(key="_weight-eenzaam").set_value(1).run()
    assert app.query_params["gewichten"] in (["bijstand:2.5,eenzaam:1"], "bijstand:2.5,eenzaam:1")
    assert "Bijstand **2,5** (standaard 1)" in words(app)
    app.switch_page("pages/map.py").run()
    assert app.session_state["_choices"].weights == (("bijstand", 2.5), ("eenzaam", 1.0))
    assert app.query_params["gewichten"] in (["bijstand:2.5,eenzaam:1"], "bijstand:2.5,eenzaam:1")
    app.switch_page(PAGE).run()
    assert weight_of(app, "bijstand") == 2.5


def test_back_to_the_standard_empties_the_link(baarn: Store, open_page: Open) -> None:
    app = open_page(PAGE, deel="Gewichten", gewichten="bijstand:4")
    assert weight_of(app, "bijstand") == 4
    next(button for button in app.button if button.label == "Terug naar de standaard").click().run()
    assert not app.exception
    assert "gewichten" not in app.query_params
    assert weight_of(app, "bijstand") == 1
    assert "U ziet de standaardgewichten." in words(app)


def test_weights_in_the_link_that_are_none_are_told_and_the_rest_counts(baarn: Store, open_page: Open) -> None:
    app = open_page(PAGE, deel="Gewichten", gewichten="bijstand:3,woz:2,<b>x</b>:1,laag_inkomen:99,a,b,c,d,e")
    assert weight_of(app, "bijstand") == 3 and weight_of(app, "laag_inkomen") == 1
    assert "wat geen gewicht is" in app.warning[0].value and "en nog 3" in app.warning[0].value
    assert "<b>" not in app.warning[0].value


def test_with_all_weights_at_nought_the_page_says_that_there_is_no_score(baarn: Store, open_page: Open) -> None:
    nought = ",".join(f"{row.id}:0" for row in catalogue.current().indicators.values() if row.weight)
    app = open_page(PAGE, deel="Gewichten", gewichten=nought)
    assert "Alle gewichten zijn nul" in app.warning[0].value
    app = open_page(PAGE, deel="Herkomst", gewichten=nought, gebied=NOORD, cijfer="Achtergrondscore")
    assert not app.exception


def test_the_method_names_the_thresholds_that_the_code_holds_to(
    baarn: Store, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needs, "FEWEST_CHILDREN", 1234)
    text = words(open_page(PAGE, deel="Werkwijze"))
    assert "minder dan 1.234 kinderen" in text
    for title in ("Positie", "Hoe zeker is het?", "Verandering", "Wat scholen zeggen", "Wat we niet tonen", "Foto's"):
        assert title in text


def test_each_source_says_what_is_loaded_of_it_and_how_it_may_be_used(baarn: Store, open_page: Open) -> None:
    text = words(open_page(PAGE, deel="Bronnen"))
    assert all(source.title in text for source in catalogue.current().sources.values())
    assert "Geladen: 2020 en 2021. Laatst opgehaald op 2 november 2026." in text
    assert "Nog niet geladen." in text
    assert "**Licentie:** CC BY 4.0" in text


def test_definitions_are_searched_by_all_words_wherever_they_stand(baarn: Store, open_page: Open) -> None:
    app = open_page(PAGE, deel="Definities")
    assert all(row.definition[:30] in words(app) for row in catalogue.current().indicators.values())
    app.text_input(key="_definitions").set_value("EENZAAM volwassenen").run()
    assert [line for line in words(app).splitlines() if line.startswith("- **")] == [
        "- **Ernstig eenzaam (18+)** (%). Volwassenen die ernstig of zeer ernstig eenzaam zijn. "
        "Over: volwassenen (18 jaar en ouder).  "
    ]
    assert "hoger = meer kans op achterstand; gewicht 0 (modelschatting)" in words(app)
    app.text_input(key="_definitions").set_value("xyzzy").run()
    assert "Geen indicator past" in words(app)


@pytest.mark.parametrize("page", ["pages/startfoto.py", "pages/map.py", "pages/profile.py", "pages/response.py"])
def test_under_each_tile_is_the_way_to_where_its_figures_come_from(
    with_example: Store, open_page: Open, page: str
) -> None:
    app = open_page(page, gebied=KOOIVELD, jaar="2020")
    links = [link.proto for link in app.get("page_link") if link.proto.label.startswith("Herkomst van")]
    assert links
    assert all("deel=Herkomst&cijfer=" in link.query_string for link in links if "dit cijfer" in link.label)


@pytest.mark.parametrize("page", ["pages/measures.py", "pages/spending.py"])
def test_what_the_gemeente_keeps_itself_leads_to_no_public_source(
    with_example: Store, open_page: Open, page: str
) -> None:
    app = open_page(page)
    assert any("eigen invoer" in one.value or "financieel systeem" in one.value for one in app.caption), "as it says"
    assert not [link for link in app.get("page_link") if link.proto.label.startswith("Herkomst van")]
