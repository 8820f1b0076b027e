"""Forty scans dropped in a browser: seen, mended, kept, counted in the response, undone, and counted no more."""

import base64
import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from intake import example
from settings import Settings
from store import batches
from tests.browser.conftest import Visit, serving
from tests.browser.test_journeys import ours
from tests.dialects import as_csv, as_xlsx
from tests.store.worlds import rows
from tests.stores import example_store

PUPILS = ("123456782", "111222333", "999999990", "100000009", "234567899")
"""Made-up numbers that pass the test of eleven."""
DROP = """async ([zone, files]) => {
    const transfer = new DataTransfer();
    for (const [name, content] of files) {
        const bytes = Uint8Array.from(atob(content), sign => sign.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
    }
    for (const kind of ['dragenter', 'dragover', 'drop']) {
        zone.dispatchEvent(new DragEvent(kind, {dataTransfer: transfer, bubbles: true, cancelable: true}));
    }
}"""
BAR = re.compile(rb"([1-9]|[1-3][0-9]|40) van 40: [^\x00]{1,60} wordt gelezen")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application with the example, before any school sent a scan."""
    folder = tmp_path_factory.mktemp("uploads")
    store = example_store(Settings(data_dir=folder))
    [(load_id,)] = rows(store, "select load_id from work.load where source = 'schoolscans'")
    store.write(lambda cursor: batches.withdraw(cursor, int(str(load_id))))
    store.close()
    with serving(folder) as served:
        yield served


@pytest.fixture
def visit(window: BrowserContext, address: str) -> Iterator[Visit]:
    """A tab on it."""
    with closing(window.new_page()) as page:
        yield Visit(page, address)


def forty_files() -> list[tuple[str, bytes]]:
    """The example's thirty files, eight tables of schools that are not among them, pupils' numbers, and a letter."""
    files = [(path.name, path.read_bytes()) for path in sorted((example.FOLDER / "scans").iterdir())]
    header = ["Bestuur", "School", "BRIN", "Keuze 1"]
    sites = ("99AC01", "99AV00", "99AW00", "99AX00", "99AY00", "99AZ00", "99AR00", "99AT00")
    for number, site in enumerate(sites):
        table = [header, ["Stichting Lint", "", site, "Instructie in kleine groepen"]]
        table[1][1] = {
            "99AC01": "OBS Het Elzenblad, locatie Meidoorn",
            "99AV00": "IKC Het Lint",
            "99AW00": "CBS De Waterlelie",
            "99AX00": "Basisschool De Korenbloem",
            "99AY00": "Vrije School De Linde",
            "99AZ00": "OBS De Vlinder",
            "99AR00": "CBS De Valk",
            "99AT00": "Basisschool De Uilenboom",
        }[site]
        files.append((f"scan {site}.csv", as_csv(table)) if number % 2 else (f"scan {site}.xlsx", as_xlsx(table)))
    named = [["School", "BSN leerling", "Keuze 1"], *(["CBS Dijkzicht", number, "Sport"] for number in PUPILS)]
    return [*files, ("leerlingen.xlsx", as_xlsx(named)), ("brief.pdf", b"%PDF-1.4 een brief")]


def drop(page: Page, files: list[tuple[str, bytes]]) -> None:
    """Drop files on the page's uploader, as somebody does who drags them from a folder."""
    zone = page.get_by_test_id("stFileUploaderDropzone").element_handle()
    page.evaluate(DROP, [zone, [[name, base64.b64encode(content).decode()] for name, content in files]])


def bytes_of(frame: bytes | str) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame


def heading_of_response(visit: Visit) -> str:
    return visit.open("/respons").locator("h1").inner_text()


def test_forty_dropped_files_are_seen_mended_kept_counted_and_undone(visit: Visit) -> None:
    files = forty_files()
    assert len(files) == 40
    told: list[bytes] = []
    visit.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: told.append(bytes_of(frame))))
    assert "0 van de 45 scholen" in heading_of_response(visit)

    page = visit.open("/schoolscans")
    drop(page, files)
    expect(page.get_by_text("39 van de 41 schoolscans zijn klaar")).to_be_visible(timeout=30_000)
    places = [int(place) for frame in told for place in BAR.findall(frame)]
    assert len(set(places)) > 5, "the browser was told where the bar is while the files were read"
    visit.settle()
    found = ours(page)
    assert not found, "what is shown before keeping is accessible too"
    expect(page.get_by_text("Het bestand brief.pdf is een PDF.", exact=False)).to_be_visible()

    page.get_by_role("button", name="Laat weg en ga door met leerlingen.xlsx").click()
    expect(page.get_by_text("40 van de 42 schoolscans zijn klaar")).to_be_visible()
    page.get_by_role("combobox", name="'Lindewaard College' uit").click()
    page.get_by_role("option", name="99VB00", exact=False).first.click()
    expect(page.get_by_text("41 van de 42 schoolscans zijn klaar")).to_be_visible()

    page.get_by_role("button", name="41 schoolscans opnemen").click()
    expect(page.get_by_text("41 schoolscans: opgenomen als lading", exact=False)).to_be_visible()
    page.get_by_role("link", name="Bekijk de respons").click()
    expect(page.locator("h1")).to_contain_text("41 van de 45 scholen")

    page.go_back()
    expect(page.get_by_role("button", name="Terugdraaien")).to_be_visible()
    page.get_by_role("button", name="Terugdraaien").click()
    expect(page.get_by_text("Teruggedraaid. U vindt", exact=False)).to_be_visible()
    assert "0 van de 45 scholen" in heading_of_response(visit)


def test_what_a_file_says_is_shown_as_it_is_and_asks_nothing_of_anybody(visit: Visit) -> None:
    page = visit.open("/schoolscans")
    school = "OBS De Vlinder ![x](https://elders.example/x.png) **vet**"
    page.locator("input[type=file]").set_input_files(
        {"name": "raar [x](y).csv", "mimeType": "", "buffer": as_csv([["School", "Keuze 1"], [school, "Sport"]])}
    )
    expect(page.get_by_role("cell", name=re.compile(r"OBS De Vlinder !\[x\].*\*\*vet\*\*"))).to_be_visible()
    assert not [url for url in visit.requests if "elders.example" in url]


def test_the_uploader_and_the_button_are_reached_by_keyboard_alone(visit: Visit) -> None:
    page = visit.open("/schoolscans")
    page.locator("input[type=file]").set_input_files(
        {"name": "scan.csv", "mimeType": "", "buffer": as_csv([["School", "Keuze 1"], ["OBS De Vlinder", "Sport"]])}
    )
    button = page.get_by_role("button", name="1 schoolscan opnemen")
    expect(button).to_be_visible()
    reached = False
    page.locator("h1").click()
    for _ in range(80):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            reached = True
            break
    assert reached
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 schoolscan: opgenomen als lading", exact=False)).to_be_visible()
