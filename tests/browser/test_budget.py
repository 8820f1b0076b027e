"""The money in a browser: a ledger brought in, its bookings placed, the forecast read, the account computed again."""

import io
import re
from collections.abc import Iterator
from decimal import Decimal

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from settings import Settings
from store import batches
from tests.browser.conftest import Visit, serving
from tests.browser.test_journeys import ours
from tests.spreadsheets import computed
from tests.store.worlds import rows
from tests.stores import example_store

LEDGER = """Boekstuknummer;Boekdatum;Boekjaar;Kostenplaats;Omschrijving;Debet;Credit
T1;01-09-2021;2021;6100 Taal;Taalklas september;10.000,50;
T2;15-11-2021;2021;6100 Taal;Taalklas november;2.500,25;
T3;10-01-2022;2021;7200 Zaal;Zaalhuur december;1.200,00;
T4;05-02-2022;2022;7200 Zaal;Zaalhuur februari;1.250,10;
T5;20-03-2022;2022;6100 Taal;Taalklas correctie;;500,75
T6;20-05-2022;2022;8300 Buur;Bijdrage aan buurgemeente;5.000,00;
"""
BY_HAND = {
    "Besteding maatregelen": ("12500.75", "-500.75", "12000.00"),
    "Extra huur": ("1200.00", "1250.10", "2450.10"),
    "Ambtelijke capaciteit of expertise": ("0", "0", "0"),
    "Naar andere gemeenten": ("0", "5000.00", "5000.00"),
    "Van andere gemeenten": ("0", "0", "0"),
    "Nog niet toegewezen": ("0", "0", "0"),
    "Totaal": ("13700.75", "5749.35", "19450.10"),
}
"""Of 2021, of 2022 and of both: the invoice of January 2022 for December is of 2021."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application with the example, before any ledger came in."""
    folder = tmp_path_factory.mktemp("money")
    store = example_store(Settings(data_dir=folder))
    [(load_id,)] = rows(store, "select load_id from work.load where source = 'grootboek'")
    store.write(lambda cursor: batches.withdraw(cursor, int(str(load_id))))
    store.close()
    with serving(folder) as served:
        yield served


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A window of 1440 wide on it."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="nl-NL", accept_downloads=True)
    yield Visit(context.new_page(), address)
    context.close()


def choose(page: Page, label: str, option: str) -> None:
    """Choose the option that has these words, by keyboard: a list that is open closes when a chart below moves it."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.focus()
    page.keyboard.type(option)
    page.keyboard.press("Enter")
    expect(box).to_have_value(re.compile(re.escape(option)))


def place(visit: Visit, of: str, label: str, option: str, told: str) -> None:
    """Place all bookings of a cost object, as the officer does for one of them."""
    page = visit.page
    choose(page, "Welke boekingen wijst u toe?", of)
    visit.settle()
    choose(page, label, option)
    page.get_by_text(f"Alles met kostenplaats of project '{of}'").click()
    visit.settle()
    page.get_by_role("button", name="Wijs toe").click()
    expect(page.get_by_text(f"Toegewezen: {told}")).to_be_visible(timeout=20_000)
    visit.settle()


def amount(text: str) -> Decimal:
    """What `€ 1.234,56` says."""
    return Decimal(re.sub(r"[^\d,-]", "", text).replace(",", "."))


def test_a_ledger_is_brought_in_and_placed_and_its_account_computed_again_is_that_of_the_page(visit: Visit) -> None:
    page = visit.open("/boekingen")
    page.locator("input[type=file]").set_input_files(
        {"name": "grootboek.csv", "mimeType": "text/csv", "buffer": LEDGER.encode()}
    )
    read = page.get_by_text("Gelezen: 6 rijen, waarvan 6 boekingen van samen € 19.450,10", exact=False)
    expect(read).to_be_visible(timeout=20_000)
    visit.settle()
    assert not ours(page), "what is shown before keeping is accessible too"
    page.get_by_role("button", name="Boekingen opnemen").click()
    expect(page.get_by_text("grootboek.csv: opgenomen als lading", exact=False)).to_be_visible(timeout=20_000)

    page.get_by_role("link", name="Bekijk het budget").click()
    expect(page.locator("h1")).to_contain_text("Van de € 624.000 is 3% besteed", timeout=20_000)
    visit.settle()
    expect(page.get_by_text("6 boekingen zijn nog niet toegewezen, samen € 19.450", exact=False)).to_be_visible()
    place(visit, "6100 Taal", "Maatregel", "Thuiszitterstafel", "3 boekingen, samen € 12.000,00")
    place(visit, "7200 Zaal", "Soort", "extra huur", "2 boekingen, samen € 2.450,10")
    place(visit, "8300 Buur", "Soort", "naar andere gemeente", "1 boeking, samen € 5.000,00")
    expect(page.get_by_text("Alle boekingen hebben hun plaats.")).to_be_visible()

    expect(page.locator("h1")).to_have_text(
        "Van de € 624.000 is 3% besteed; bij dit tempo blijft naar verwachting € 534.471 liggen, als het plan lukt "
        "€ 258.028"
    )
    page.get_by_text("Bekijk als tabel").first.click()
    forecast = page.locator("table").first
    expect(forecast).to_contain_text("Als het tempo zo blijft")

    page.get_by_role("link", name="Naar de verantwoording (SiSa)").click()
    expect(page.locator("h1")).to_have_text("Te verantwoorden: € 13.701 over 2021 en € 5.749 over 2022", timeout=20_000)
    visit.settle()
    lines = [line.locator("td").all_inner_texts() for line in page.locator("table").first.locator("tbody tr").all()]
    shown = {line[0]: [amount(text) for text in line[-3:]] for line in lines}
    assert shown == {name: [Decimal(text) for text in texts] for name, texts in BY_HAND.items()}

    with page.expect_download() as download:
        page.get_by_role("button", name="Download de verantwoording (Excel)").click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    found = computed(book, "SiSa")
    assert {name: [found[name, year] for year in (2021, 2022, "Alle jaren")] for name in shown} == shown
    assert {found["Controle", year] for year in (2021, 2022, "Alle jaren")} == {"klopt"}
