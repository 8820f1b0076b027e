"""The pages Leemtes and Scholen en keuzes: the matrix, a cell, what if, nothing loaded, and what the LEA sees."""

from streamlit.testing.v1 import AppTest

from model.catalogue import Domain
from model.measure import Measure, MeasureState, TargetGroup
from model.scan import wish_id
from store import Store, measures
from tests.pages.conftest import Open

PAGE, SCHOOLS = "pages/gaps.py", "pages/choices_of_schools.py"


def words(app: AppTest) -> str:
    kinds = ("title", "header", "markdown", "caption", "info", "success", "warning")
    return "\n".join(element.value for kind in kinds for element in getattr(app, kind))


def test_with_nothing_loaded_both_pages_say_how_to_begin(installation: Store, open_page: Open) -> None:
    for page in (PAGE, SCHOOLS):
        assert open_page(page).title[0].value == "Nog geen gegevens"


def test_the_matrix_has_a_button_with_words_for_each_cell(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    assert app.title[0].value.startswith("Mogelijke leemtes: executief in Zandkamp")
    cells = [button for button in app.button if str(button.key).startswith("_cell-")]
    assert len(cells) == 13 * 4
    assert app.button(key="_cell-WK990103-sociaal").label == "○ Sociaal: **leemte**"
    assert app.button(key="_cell-GM9901-executief").label == "◎ Executief: samen"


def test_a_click_opens_the_cell_and_makes_a_measure_of_it(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    app.button(key="_cell-WK990103-sociaal").click().run()
    assert "Ravelshoek: sociaal" in [header.value for header in app.header]
    assert "5 van 5 scholen met een schoolscan melden een vertraging" in words(app)
    wish = wish_id("99AF01", "Jongerenwerk op het plein na vier uur.")
    app.multiselect(key="_wishes-WK990103-sociaal").select(wish).run()
    app.button(key="_make-WK990103-sociaal").click().run()
    assert app.title[0].value == "Maatregelen van Lindewaard", "its form stands open"
    shown = {name: app.session_state[f"_measure-1-{name}"] for name in ("name", "domains", "wijken", "wishes")}
    assert shown == {
        "name": "Sociaal: Ravelshoek",
        "domains": [Domain.SOCIAL],
        "wijken": ["WK990103"],
        "wishes": [wish],
    }
    assert app.session_state["_measure-1-target_groups"] == [TargetGroup.PRIMARY], "without one it counts in no cell"


def test_a_link_opens_its_cell_and_a_cell_that_is_not_there_opens_none(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    assert "Kies hierboven een vak" in words(app)
    for key, opens in (("WK990104-cognitief", True), ("WK990199-sociaal", False), ("<b>", False)):
        app.query_params["vak"] = key
        app.run()
        assert not app.exception
        assert ("Wat scholen doen" in words(app)) is opens


def test_what_if_shows_cells_and_money_and_keeps_nothing(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    app.segmented_control(key="_try_what").set_value("toevoegen").run()
    app.multiselect(key="_try_domains-_new").select("sociaal").run()
    app.multiselect(key="_try_wijken-_new").select("WK990103").run()
    app.number_input(key="_try_euros-_new-NPO-uitkering").set_value(1000).run()
    assert not app.exception
    assert "Ravelshoek, sociaal: leemte → **alleen gemeente**" in words(app)
    assert "NPO-uitkering: €\N{NO-BREAK SPACE}449.500 → **€\N{NO-BREAK SPACE}450.500**" in words(app)
    with with_example.read() as cursor:
        assert len(measures.measures(cursor, "GM9901")) == 15


def test_dropping_a_measure_shows_the_gap_that_it_leaves(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    app.segmented_control(key="_try_what").set_value("weglaten").run()
    with with_example.read() as cursor:
        kept = measures.measures(cursor, "GM9901")
    help_near = next(one.content.id for one in kept if one.content.name.startswith("Jeugdhulp"))
    app.selectbox(key="_try_measure").set_value(help_near).run()
    assert "Ravelshoek, emotioneel: alleen gemeente → **leemte**" in words(app)


def test_for_the_lea_nothing_is_named_that_was_not_shared(with_example: Store, open_page: Open) -> None:
    own = open_page(SCHOOLS)
    shared = open_page(SCHOOLS, voor="LEA")
    assert own.title[0].value == "De schoolscans van 31 scholen naast elkaar"
    assert shared.title[0].value != own.title[0].value
    assert "CBS De Zonnedauw" in str(own.dataframe[0].value)
    assert "CBS De Zonnedauw" not in str(shared.dataframe[0].value) + words(shared)
    gaps = open_page(PAGE, voor="LEA", vak="WK990104-sociaal")
    assert "met naam gedeeld" in words(gaps)
    assert "CBS De Zonnedauw" not in words(gaps)


def test_one_school_is_read_with_its_choices_and_wishes(with_example: Store, open_page: Open) -> None:
    app = open_page(SCHOOLS)
    app.selectbox(key="school").set_value("99AH00").run()
    assert "Keuze: B9 Gesprokentaalinterventies" in words(app)
    assert "Wens: Taalvrijwilligers uit de wijk voor keuze 1." in words(app)


def test_names_are_never_markdown_or_html(with_example: Store, open_page: Open) -> None:
    bad = Measure(
        "x",
        "![p](http://x.nl/p) <script>alert(1)</script> **vet**",
        state=MeasureState.RUNNING,
        target_groups=(TargetGroup.PRIMARY,),
    )
    with_example.write(lambda cursor: measures.keep(cursor, "GM9901", bad, "", None))
    told = next(line for line in words(open_page(PAGE)).splitlines() if "domein onbekend" in line and "script" in line)
    assert "\\<script\\>" in told and "\\*\\*vet\\*\\*" in told and "!\\[p\\]" in told
