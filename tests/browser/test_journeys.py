"""What an officer does: start, click a wijk on the map, follow it to the profile, send the link, work by keyboard."""

from urllib.parse import parse_qs, urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit

PATHS = (
    "/verhalen",
    "/presenteren",
    "/plan",
    "/",
    "/kaart",
    "/profiel?gebied=Kooiveld+(WK990105)",
    "/respons",
    "/vergelijken?gebied=Kooiveld+(WK990105)",
    "/methode",
    "/fotos",
    "/gegevens",
    "/scholen",
    "/schoolscans",
    "/cijfers",
    "/budget",
    "/sisa",
    "/boekingen",
    "/leemtes?vak=WK990104-cognitief",
    "/keuzes?school=99AH00",
    "/wensen",
    "/maatregelen?maatregel=Zomerschool+Zandkamp",
    pytest.param("/maatregelen?werkwijze=Tabel", marks=pytest.mark.slow),
    "/afspraken",
    "/beheer",
)
WIDTHS = (1440, 1024, 390)

STREAMLITS_OWN = {
    "list": "the headings in Streamlit's navigation stand inside its list",
    "listitem": "the same list",
    "landmark-unique": "the map library calls each of several maps on a page 'Map'; each chart around one has a name",
    "aria-allowed-attr": "the parts of Streamlit's date picker",
    "presentation-role-conflict": "the drop zone of Streamlit's uploader with files in it",
}
"""Rules of axe that Streamlit itself breaks, with what breaks them; anything else is ours."""


def ours(page: Page) -> list[str]:
    """What axe finds on a page that Streamlit does not bring about itself."""
    found = Axe().run(page)
    return [
        f"{violation['id']}: {node['target']}"
        for violation in found.response["violations"]
        if violation["id"] not in STREAMLITS_OWN
        for node in violation["nodes"]
    ]


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlparse(page.url).query)


def click_area(visit: Visit, code: str) -> None:
    """Click in the middle of an area of the first map: where that is on the screen is asked of the map itself."""
    visit.wait_for_map()
    spot = visit.page.evaluate(
        """async code => {
            const plot = document.querySelector('.js-plotly-plot');
            const map = plot._fullLayout.map._subplot.map;
            const data = await (await fetch(plot.data[0].geojson)).json();
            const shape = data.features.find(feature => feature.id === code).geometry;
            const rings = shape.type === 'Polygon' ? [shape.coordinates[0]] : shape.coordinates.map(part => part[0]);
            const ring = rings.sort((a, b) => b.length - a.length)[0];
            const mean = axis => ring.reduce((sum, point) => sum + point[axis], 0) / ring.length;
            const at = map.project([mean(0), mean(1)]);
            const box = map.getCanvas().getBoundingClientRect();
            return [box.left + at.x, box.top + at.y];
        }""",
        code,
    )
    visit.page.mouse.move(*spot)
    visit.page.mouse.click(*spot)


def test_a_click_on_a_wijk_leads_to_its_buurten_and_its_profile_and_the_link_opens_the_same_view(
    visit: Visit, browser: Browser
) -> None:
    page = visit.open("/kaart")
    click_area(visit, "WK990105")
    page.wait_for_url("**/kaart?*WK990105*")
    expect(page.locator("h1")).to_have_text("Kaart van Kooiveld")
    assert query(page)["niveau"] == ["buurten"]

    page.get_by_role("button", name="Beeld", exact=True).click()
    page.get_by_text("Wijk- en buurtprofiel", exact=True).click()
    page.wait_for_url("**/profiel?*")
    expect(page.locator("h1")).to_contain_text("In Kooiveld wonen")
    assert query(page)["gebied"] == ["Kooiveld (WK990105)"]

    elsewhere = browser.new_context()
    try:
        other = Visit(elsewhere.new_page(), visit.address)
        other.page.goto(page.url)
        other.settle()
        expect(other.page.locator("h1")).to_have_text(page.locator("h1").inner_text())
    finally:
        elsewhere.close()


def test_a_buurt_that_is_clicked_is_lit_in_map_and_ranking_and_the_way_back_is_a_click(visit: Visit) -> None:
    page = visit.open("/kaart?gebied=Kooiveld+(WK990105)&niveau=buurten")
    click_area(visit, "BU99010501")
    page.wait_for_url("**/kaart?*BU99010501*")
    visit.settle()
    lit = page.evaluate(
        """() => [...document.querySelectorAll('.js-plotly-plot')].slice(0, 2).map(plot => {
            const last = plot.data[plot.data.length - 1];
            return last.type === 'bar'
                ? last.y[last.marker.color.findIndex(colour => colour === '#d9480f')]
                : last.locations[0];
        })"""
    )
    assert lit == ["BU99010501", "BU99010501"]
    page.get_by_role("button", name="Lindewaard").click()
    expect(page.locator("h1")).to_have_text("Kaart van Lindewaard")
    assert "gebied" not in query(page), "the view of the gemeente is the usual one"


def test_the_first_link_after_a_start_opens_its_page_without_an_english_message(visit: Visit) -> None:
    page = visit.open("/gegevens")
    assert page.locator("h1").inner_text() == "Gegevens"
    assert page.get_by_text("Page not found").count() == 0


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_dutch_fits_every_width_passes_axe_and_asks_nothing_of_anybody_else(visit: Visit, path: str) -> None:
    page = visit.open(path)
    assert page.evaluate("() => document.documentElement.lang") == "nl"
    assert not ours(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        visit.settle()
        assert sticks_out(page) <= 0, f"at {width}"
    assert not [url for url in visit.requests if urlparse(url).hostname not in ("127.0.0.1", None, "")]


def sticks_out(page: Page) -> int:
    """How many pixels of the page, or of its main part, lie outside the window to the right.

    A grid takes a new width some moments after the page; what still sticks out after two seconds stays so.
    """
    return int(
        page.evaluate(
            """async () => {
                const parts = [document.documentElement, document.querySelector('[data-testid=stMain]')];
                const outside = () => Math.max(...parts.map(part => part.scrollWidth - part.clientWidth));
                for (let n = 0; n < 20 && outside() > 0; n++) await new Promise(done => setTimeout(done, 100));
                return outside();
            }"""
        )
    )


def test_a_telephone_shows_the_page_without_the_sidebar_over_it(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900})
    try:
        page = Visit(context.new_page(), server).open("/")
        assert sticks_out(page) <= 0
        assert page.locator("h1").is_visible()
        choice = page.get_by_role("combobox", name="Gebied").bounding_box()
        assert choice is None or choice["x"] + choice["width"] <= 0
    finally:
        context.close()


def test_the_map_asks_its_polygons_of_us(visit: Visit) -> None:
    visit.open("/kaart")
    visit.wait_for_map()
    assert any("/geo/" in url for url in visit.requests)
    assert not [url for url in visit.requests if urlparse(url).hostname not in ("127.0.0.1", None, "")]


def test_every_chart_has_a_description_and_a_real_table_behind_it(visit: Visit) -> None:
    page = visit.open("/kaart")
    charts = page.locator("[data-testid=stPlotlyChart]")
    expect(charts).to_have_count(3)
    visit.wait_for_map()
    names = page.evaluate(
        """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
            .map(chart => (chart.closest('[aria-label]') ?? chart.querySelector('[aria-label]'))?.ariaLabel)"""
    )
    assert all(name and "Huishoudens met een laag inkomen".lower() in name.lower() for name in names)
    page.get_by_text("Bekijk als tabel").first.click()
    table = page.locator("table").first
    table.wait_for()
    assert "Zandkamp" in table.inner_text() and "17,2%" in table.inner_text()


def test_the_choices_can_be_made_by_keyboard_alone(visit: Visit) -> None:
    page = visit.open("/kaart")
    box = page.get_by_role("combobox", name="Gebied")
    box.focus()
    page.keyboard.type("Sterrenbosch (WK")
    page.keyboard.press("Enter")
    page.wait_for_url("**WK990108**")
    expect(page.locator("h1")).to_have_text("Kaart van Sterrenbosch")
