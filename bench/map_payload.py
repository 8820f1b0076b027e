"""What a change of indicator on a map of 14,500 buurten sends to the browser, and how long it takes."""

import math
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import shapely
from playwright.sync_api import WebSocket, expect, sync_playwright

from model.delivery import BOUNDARY, OBSERVATION, Delivery
from settings import Settings
from store import Store, batches
from tests.browser.conftest import ARGUMENTS, Visit, serving
from tests.browser.install_browser import find_chromium

LARGEST_MB = 0.5
_BUURTEN = 14_500
_PERIOD = "2020"


def codes(level: str, count: int) -> list[str]:
    """Codes as they are spread in reality: some forty buurten in a gemeente."""
    width = {"GM": 0, "WK": 2, "BU": 4}[level]
    per_gemeente = math.ceil(count / 342)
    return [
        f"{level}{1 + place // per_gemeente:04d}" + (f"{place % per_gemeente:0{width}d}" if width else "")
        for place in range(count)
    ]


def boundaries(regions: Sequence[str], period: str) -> pa.Table:
    """A grid of squares for the gemeenten, wijken and buurten among these areas, a grid for each level."""
    shapes = []
    for level in ("GM", "WK", "BU"):
        of_level = [code for code in regions if code.startswith(level)]
        side = math.ceil(math.sqrt(len(of_level)))
        for place, code in enumerate(of_level):
            west, south = 4 + 3 * (place % side) / side, 51 + 2.3 * (place // side) / side
            shapes.append((code, shapely.to_wkb(shapely.box(west, south, west + 3 / side, south + 2.3 / side))))
    outlines = [shape for _, shape in shapes]
    return pa.table(
        {
            "period": [period] * len(shapes),
            "region": [code for code, _ in shapes],
            "name": [code for code, _ in shapes],
            "geometry": outlines,
            "outline": outlines,
        },
        schema=BOUNDARY,
    )


def _fill(folder: Path) -> None:
    """A store with two indicators and a grid of squares for 14,500 buurten, and what belongs to them."""
    areas = ["NL00", *codes("GM", 342), *codes("WK", 3_400), *codes("BU", _BUURTEN)]
    indicators = ["bijstand", "laag_inkomen"]
    figures = pa.table(
        {
            "indicator": [indicator for indicator in indicators for _ in areas],
            "region": areas * 2,
            "period": [_PERIOD] * 2 * len(areas),
            "value": [(place * 7919 % 1000) / 20 for place in range(2 * len(areas))],
            "lower": pa.nulls(2 * len(areas), pa.float64()),
            "upper": pa.nulls(2 * len(areas), pa.float64()),
            "count": pa.nulls(2 * len(areas), pa.float64()),
            "status": ["known"] * 2 * len(areas),
        },
        schema=OBSERVATION,
    )
    names = [f"Gebied {code}" if code != "NL00" else "Nederland" for code in areas]
    known = {"period": [_PERIOD] * len(areas), "region": areas, "name": names, "boundary_change": ["1"] * len(areas)}
    store = Store(Settings(data_dir=folder))
    deliveries = [
        Delivery("kwb", "84799NED", "Maatbestand", _PERIOD, "", 1, 1, 0, figures, pa.table(known)),
        Delivery("grenzen", "grid", "Raster", _PERIOD, "", 1, 1, 0, boundaries=boundaries(areas, _PERIOD)),
    ]
    store.write(lambda cursor: batches.add_loads(cursor, deliveries))
    store.close()


def measure() -> tuple[float, float]:
    """Megabytes and seconds of one change of indicator, in a real browser, until the map has its new values."""
    received = 0

    def listen(socket: WebSocket) -> None:
        def count(payload: str | bytes) -> None:
            nonlocal received
            received += len(payload)

        socket.on("framereceived", count)

    chromium = find_chromium()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _fill(folder)
        with serving(folder, STARTFOTO_LOAD_EXAMPLE="0") as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium or None, args=list(ARGUMENTS))
            page = browser.new_page(viewport={"width": 1440, "height": 1000})
            page.on("websocket", listen)
            visit = Visit(page, address)
            visit.open("/kaart?gebied=Nederland+(NL00)&niveau=buurten")
            visit.wait_for_map()
            received = 0
            start = time.perf_counter()
            box = page.get_by_role("combobox", name="Indicator")
            box.focus()
            page.keyboard.type("Bijstand")
            page.keyboard.press("Enter")
            expect(page.get_by_test_id("stCaptionContainer").filter(has_text="Bijstand").first).to_be_visible()
            visit.settle()
            seconds = time.perf_counter() - start
            browser.close()
    return received / 1e6, seconds
