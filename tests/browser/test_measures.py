"""Two officers in the register of measures at once: the second is told and shown both, and nothing is lost."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit, serving

# In `make test` tests/pages/test_measures.py has both, in the app test; two windows more are slow on two cores.
pytestmark = pytest.mark.slow
expect.set_options(timeout=20_000)  # a page takes its time on a busy machine
PLACES = 4
"""The place of the column Plaatsen in the table."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application with an example of its own, because measures are changed in it."""
    with serving(tmp_path_factory.mktemp("measures")) as served:
        yield served


@contextmanager
def officer(browser: Browser, address: str, name: str, path: str) -> Iterator[Visit]:
    """A window of somebody who has filled in who he is."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="nl-NL")
    try:
        visit = Visit(context.new_page(), address)
        page = visit.open(path)
        page.get_by_role("textbox", name="Uw naam of team").fill(name)
        page.keyboard.press("Tab")
        visit.settle()
        yield visit
    finally:
        context.close()


def type_places(page: Page, number: str) -> None:
    """Type in the first row of the table, in the column Plaatsen; the cell stays open."""
    grid = page.get_by_test_id("stDataFrame")
    grid.locator(".dvn-scroller").click(position={"x": 60, "y": 52})
    for column in range(PLACES + 1):
        if column:
            page.keyboard.press("ArrowRight")
        expect(grid.locator(f"#glide-cell-{column}-0")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#portal input").fill(number)


def save_table(page: Page) -> None:
    page.get_by_role("button", name="Bewaar de tabel").click()


def asked_which(page: Page, field: str, mine: str, theirs: str) -> None:
    """Wait until it is told that Anja was first, with both versions of a field."""
    expect(page.get_by_text("Anja heeft deze maatregel op", exact=False)).to_be_visible()
    both = page.get_by_role("table").filter(has_text="Van Anja").get_by_role("row").filter(has_text=field)
    expect(both.get_by_role("cell")).to_have_text([field, mine, theirs])


def is_kept(visit: Visit, told: str) -> None:
    expect(visit.page.get_by_text(told)).to_be_visible()
    visit.settle()


def test_two_who_change_one_row_of_the_table_lose_nothing(browser: Browser, address: str) -> None:
    path = "/maatregelen?werkwijze=Tabel"
    with officer(browser, address, "Anja", path) as first, officer(browser, address, "Bram", path) as second:
        type_places(first.page, "31")
        type_places(second.page, "32")
        save_table(first.page)
        is_kept(first, "1 maatregel is bewaard.")

        page = second.page
        save_table(page)
        asked_which(page, "Plaatsen", "32", "31")
        page.get_by_role("button", name="Houd de mijne").click()
        expect(page.get_by_text("Anja heeft deze maatregel op", exact=False)).to_be_hidden()
        second.settle()
        expect(page.locator(f"#glide-cell-{PLACES}-0")).to_have_text("32")
        save_table(page)
        is_kept(second, "1 maatregel is bewaard.")
        expect(page.locator(f"#glide-cell-{PLACES}-0")).to_have_text("32")


def test_two_who_change_one_measure_in_the_form_lose_nothing(browser: Browser, address: str) -> None:
    path = "/maatregelen?maatregel=Thuiszitterstafel"
    with officer(browser, address, "Anja", path) as first, officer(browser, address, "Bram", path) as second:
        first.page.get_by_role("textbox", name="Eigenaar").fill("team jeugd")
        second.page.get_by_role("textbox", name="Eigenaar").fill("team zorg")
        first.page.get_by_role("button", name="Bewaar", exact=True).click()
        is_kept(first, "'Thuiszitterstafel' is bewaard.")

        page = second.page
        page.get_by_role("button", name="Bewaar", exact=True).click()
        asked_which(page, "Eigenaar", "team zorg", "team jeugd")
        page.get_by_role("button", name="Neem die van de ander").click()
        expect(page.get_by_role("textbox", name="Eigenaar")).to_have_value("team jeugd")
        second.settle()
        page.get_by_role("button", name="Zet mijn tekst terug in het formulier").click()
        expect(page.get_by_role("textbox", name="Eigenaar")).to_have_value("team zorg")
        second.settle()
        page.get_by_role("button", name="Bewaar", exact=True).click()
        is_kept(second, "'Thuiszitterstafel' is bewaard.")
