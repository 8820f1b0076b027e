"""Makes the pictures of the README from the example municipality: `make screenshots`."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, Visit, serving
from tests.browser.install_browser import find_chromium

PICTURES = {"startfoto": "/", "kaart": "/kaart?niveau=buurten", "respons": "/respons"}
FOLDER = Path(__file__).parent / "images"


def main() -> None:
    """Write one PNG for each picture, 1440 wide."""
    chromium = find_chromium()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium or None, args=list(ARGUMENTS))
        for name, path in PICTURES.items():
            visit = Visit(browser.new_page(viewport={"width": 1440, "height": 1100}), address)
            visit.open(path)
            visit.wait_for_map()
            visit.page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
