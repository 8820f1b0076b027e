"""Before and at the LEA: a story of eight slides from four pages, shown by keyboard, noted at and taken along."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import Browser, Download, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from pptx import Presentation

from tests.browser.conftest import Visit, serving
from tests.browser.test_journeys import ours

SLOW_MS = 30_000
HEARD_MS = 8_000
"""A page takes its time on a busy machine."""
NAME = "LEA 14 oktober 2021"
FIGURES = (("/kaart", 3), ("/respons", 2), ("/leemtes", 1), ("/budget", 1))
"""Pages, and how many of their figures are put on a slide."""
FEW = (("/respons", 1), ("/budget", 1))
"""What tells as much in `make test`: tests/pages/test_stories.py puts the others on slides in the app test."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The application with an example of its own, because a story is made in it."""
    with serving(tmp_path) as served:
        yield served


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A window of 1440 wide on it."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="nl-NL", accept_downloads=True)
    yield Visit(context.new_page(), address)
    context.close()


def put_on_a_slide(page: Page, number: int, slide: int, name: str = "") -> None:
    """Put a figure of this page on the last slide of the only story, or of a new one with a name."""
    page.get_by_role("button", name="Zet op een dia").nth(number).click()
    opened = page.get_by_test_id("stPopoverBody")
    if name:
        opened.get_by_role("textbox", name="Naam van het nieuwe verhaal").fill(name)
        opened.get_by_role("textbox", name="Naam van het nieuwe verhaal").press("Tab")
    opened.get_by_role("button", name="Zet op een dia").click()
    expect(page.get_by_text(f"Op dia {slide} van '{NAME}'")).to_be_visible(timeout=SLOW_MS)


def fetched(page: Page, label: str) -> Download:
    """A file that is made in the background, when it is there."""
    page.get_by_role("button", name=label, exact=True).click()
    with page.expect_download(timeout=SLOW_MS) as waiting:
        page.get_by_role("button", name=f"Download: {label}").click(timeout=4 * SLOW_MS)
    return waiting.value


def go_on(visit: Visit, place: str) -> None:
    """Press the arrow key, as a person does: once more when the page was still being drawn and did not hear it."""
    visit.settle()
    visit.page.keyboard.press("ArrowRight")
    try:
        visit.page.get_by_text(place).wait_for(timeout=HEARD_MS)
    except PlaywrightTimeout:
        visit.settle()
        visit.page.keyboard.press("ArrowRight")
        expect(visit.page.get_by_text(place)).to_be_visible(timeout=SLOW_MS)


@pytest.mark.parametrize(
    "figures", [pytest.param(FEW, id="three"), pytest.param(FIGURES, id="eight", marks=pytest.mark.slow)]
)
def test_slides_of_several_pages_are_shown_by_keyboard_noted_at_and_taken_along(
    visit: Visit, figures: Sequence[tuple[str, int]]
) -> None:
    page, slide = visit.page, 1  # a new story begins with its title
    for path, count in figures:
        visit.open(path)
        for number in range(count):
            slide += 1
            put_on_a_slide(page, number, slide, NAME if slide == 2 else "")
    page.get_by_role("link", name="Open het verhaal").first.click()
    expect(page.locator("h1")).to_have_text(NAME, timeout=SLOW_MS)
    expect(page.get_by_role("radiogroup", name="Dia's van dit verhaal").get_by_role("radio")).to_have_count(slide)
    assert not ours(page)

    page.get_by_role("link", name="Presenteer", exact=True).click()
    expect(page.get_by_text(f"dia 1 van {slide}")).to_be_visible(timeout=SLOW_MS)
    for number in range(2, slide + 1):
        go_on(visit, f"dia {number} van {slide}")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text(f"dia {slide - 1} van {slide}")).to_be_visible(timeout=SLOW_MS)
    visit.settle()
    sizes = page.evaluate(
        "() => [...document.querySelectorAll('h1')].map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert max(sizes) >= 28
    assert not ours(page)
    page.get_by_role("button", name="Leg vast").click()
    page.get_by_role("textbox", name="Wat is er afgesproken?").fill("Taalklas in Zandkamp")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.get_by_text("Actie: Taalklas in Zandkamp")).to_be_visible(timeout=SLOW_MS)

    page.get_by_role("link", name="Stoppen").click()
    deck = Path(fetched(page, "Presentatie (PowerPoint)").path())
    shown = Presentation(io.BytesIO(deck.read_bytes()))
    assert len(shown.slides) == slide
    assert any(shape.has_chart for one in shown.slides for shape in one.shapes)

    sent = Path(fetched(page, "Webpagina").path()).read_text("utf-8")
    alone = page.context.browser.new_page(java_script_enabled=True)  # type: ignore[union-attr]
    alone.set_content(sent)
    found = Axe().run(alone).response["violations"]
    assert not [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]
    alone.close()

    visit.open("/plan")
    plan = Path(fetched(page, "Plan (Word)").path())
    headings = [one.text for one in Document(str(plan)).paragraphs if one.style and one.style.name == "Heading 1"]
    assert [one[:6] for one in headings if one.startswith("Deel")] == ["Deel 1", "Deel 2", "Deel 3", "Deel 4"]
