"""From a gap to a measure and back, as an officer does it before the LEA."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Visit, serving

# In `make test` tests/pages/test_gaps.py has this way in the app test: cells are buttons, one becomes a measure, and
# a measure that is dropped is a gap again.
pytestmark = pytest.mark.slow
expect.set_options(timeout=20_000)  # a page takes its time on a busy machine
GAP = "_cell-WK990103-sociaal"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application with an example of its own, because measures are made in it."""
    with serving(tmp_path_factory.mktemp("gaps")) as served:
        yield served


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A window of 1440 wide on it."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="nl-NL")
    yield Visit(context.new_page(), address)
    context.close()


def cell(page: Page) -> Locator:
    return page.locator(f".st-key-{GAP} button").first


def go(visit: Visit, name: str, heading: str) -> None:
    """To a page by the menu, so that it stays one visit, which knows what it changed last."""
    visit.page.get_by_role("button", name="Scholen en gemeente", exact=True).click()
    visit.page.get_by_text(name, exact=True).first.click()
    expect(visit.page.locator("h1")).to_contain_text(heading)
    visit.settle()


def choose(page: Page, label: str, option: str) -> None:
    """Choose the option that has these words, by keyboard."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.focus()
    page.keyboard.type(option)
    expect(page.get_by_role("option").first).to_contain_text(option)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # a list of several stays open until it is left
    expect(page.get_by_role("option")).to_have_count(0)


def test_a_gap_is_opened_by_keyboard_made_a_measure_of_and_is_a_gap_again_after_undo(visit: Visit) -> None:
    page = visit.open("/leemtes")
    expect(cell(page)).to_contain_text("Sociaal: leemte")
    cell(page).press("Enter")
    expect(page.get_by_role("heading", name="Ravelshoek: sociaal")).to_be_visible()
    wish = "Jongerenwerk op het plein na vier uur. – IKC De Toonladder, locatie Noord"
    expect(page.get_by_role("listitem").filter(has_text=wish)).to_be_visible()
    choose(page, "Wensen voor een maatregel", "Jongerenwerk op het plein")
    visit.settle()

    page.get_by_role("button", name="Maak hiervan een maatregel").click()
    expect(page.locator("h1")).to_have_text("Maatregelen van Lindewaard")
    expect(page.get_by_role("textbox", name="Naam", exact=True)).to_have_value("Sociaal: Ravelshoek")
    choose(page, "Status", "besloten")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.get_by_text("'Sociaal: Ravelshoek' is bewaard.")).to_be_visible()

    go(visit, "Leemtes", "leemte")
    expect(cell(page)).to_contain_text("Sociaal: gemeente")
    expect(page.get_by_role("cell", name="Sociaal: Ravelshoek")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=f"{wish} (een besloten of lopende maatregel")).to_be_visible()

    go(visit, "Maatregelen", "Maatregelen van Lindewaard")
    page.get_by_role("button", name="Draai de laatste wijziging terug").click()
    expect(page.get_by_text("De laatste wijziging is teruggedraaid.")).to_be_visible()
    go(visit, "Leemtes", "leemte")
    expect(cell(page)).to_contain_text("Sociaal: leemte")
