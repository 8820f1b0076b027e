"""The web page of a story, read as a browser reads it: strict HTML, nothing fetched, the same figures as tables."""

import re
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element

import html5lib
import pandas as pd
import pytest
from duckdb import DuckDBPyConnection as Cursor

from model.choices import Audience, Choices
from model.region import Level
from model.story import Slide, SlideForm, Story
from reports import svg, web_page
from reports.contents import Page, Source, contents
from reports.drawing import Lines, Map, Series
from store import Store
from tiles import Kind, Tile

CHOICES = Choices("GM9901", Level.WIJK, "laag_inkomen", "2020")
HARM = "<script>alert(1)</script> & 'x' \"y\" 😀 \x07 " + "lang" * 50
STORY = Story(
    "s",
    "LEA 14 oktober 2021",
    date(2021, 10, 14),
    (
        Slide("t", SlideForm.TITLE, "Startfoto", notes="Welkom heten."),
        *(Slide(kind.value, SlideForm.TILE, kind=kind.value, choices=CHOICES) for kind in Kind),
        Slide("q", SlideForm.TILE, question="Herkent u dit?", notes="Geheim.", kind="map", choices=CHOICES),
        Slide("x", SlideForm.TEXT, "Tekst", "een\n\n- twee"),
        Slide("g", SlideForm.TILE, kind="map", choices=replace(CHOICES, period="1999")),
        Slide("o", SlideForm.OPEN),
    ),
)


@pytest.fixture(scope="module")
def source(example_store: Store) -> Source:
    def reading(photo: int | None) -> AbstractContextManager[Cursor]:
        return example_store.read(at=photo)

    agreed = pd.DataFrame({"Afspraak": ["Wijkteam belt de scholen"]})
    return Source(reading, "GM9901", datetime(2021, 10, 14, 9, tzinfo=UTC), "0.7", {}, agreed, Audience.MUNICIPALITY)


@pytest.fixture(scope="module")
def pages(source: Source) -> list[Page]:
    return contents(STORY, source, lambda step, part: None)


@pytest.fixture(scope="module")
def content(source: Source, pages: list[Page]) -> bytes:
    return web_page.write(STORY, pages, source)


def parsed(content: bytes) -> Element:
    """The page by the strict parser of the HTML standard, which raises for any fault."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(content.decode())
    return tree


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_it_is_strict_html_in_dutch_that_asks_nothing_of_anybody(content: bytes) -> None:
    page = parsed(content)
    assert page.get("lang") == "nl"
    assert not page.findall(".//script") and not page.findall(".//img") and not page.findall(".//link")
    text = content.decode()
    assert not re.search(r"""(src|href|action)=["'](?!#)""", text)
    assert "default-src 'none'" in text and "@import" not in text and "url(" not in text


def test_it_is_the_same_byte_for_byte(source: Source, pages: list[Page], content: bytes) -> None:
    assert web_page.write(STORY, pages, source) == content


def test_every_slide_is_a_section_with_its_heading_its_source_and_its_filters(
    pages: list[Page], content: bytes
) -> None:
    page = parsed(content)
    sections = page.findall(".//main/section")
    assert len(sections) == len(STORY.slides) - 1, "the title slide is the head of the page"
    for section, of in zip(sections, pages[1:], strict=True):
        heading = section.find(".//h2")
        assert heading is not None
        if of.tile is not None:
            assert words(heading) == " ".join(of.heading.split())
            assert of.tile.source.split(".")[0] in words(section)
            assert "eeld voor de gemeente" in words(section)


def test_every_figure_stands_there_as_a_table_with_headings_too(pages: list[Page], content: bytes) -> None:
    sections = parsed(content).findall(".//main/section")
    for section, of in zip(sections, pages[1:], strict=True):
        if of.tile is not None and len(of.tile.table):
            table = section.findall(".//table")[-1]
            assert table.find("caption") is not None
            heads = [words(cell) for cell in table.findall("./thead/tr/th")]
            assert heads == [" ".join(str(name).split()) for name in of.tile.table.columns]
            first = [words(cell) for cell in table.find("./tbody/tr") or []]
            assert first == [" ".join(str(cell).split()) for cell in of.tile.table.iloc[0]]


def test_a_map_has_a_shape_of_each_area_in_its_colour_and_says_what_it_shows(pages: list[Page], content: bytes) -> None:
    place, of = next((n, page) for n, page in enumerate(pages) if page.slide.kind == "map")
    assert isinstance(of.drawing, Map) and of.tile is not None
    section = parsed(content).findall(".//main/section")[place - 1]
    svg = next(one for one in section.iter() if one.tag.endswith("svg"))
    assert svg.get("role") == "img"
    assert of.tile.alt in " ".join([svg.get("aria-label") or "", words(svg)])
    coloured = {(words(one), one.get("fill")) for one in svg.iter() if one.tag.endswith("path")}
    for shape in of.drawing.shapes:
        assert any(told.startswith(shape.name) and fill == shape.colour for told, fill in coloured), shape.name


def test_what_is_for_the_speaker_is_not_in_it_and_what_is_asked_and_gone_is(content: bytes) -> None:
    text = words(parsed(content))
    assert "Geheim." not in text and "Welkom heten." not in text
    assert "Herkent u dit?" in text and "Wijkteam belt de scholen" in text
    assert "geen cijfer per wijk" in text, "a slide whose figures are gone says why"
    assert "verzonnen" in text.casefold()


def test_names_that_could_do_harm_are_text(source: Source) -> None:
    tile = Tile(Kind.MEASURES, HARM, HARM, None, pd.DataFrame({HARM: [HARM]}), HARM, f"Bron: {HARM}", (HARM,))
    slide = Slide("1", SlideForm.TILE, question=HARM)
    page = parsed(web_page.write(replace(STORY, name=HARM), [Page(slide, HARM, tile, seen=HARM)], source))
    assert not page.findall(".//script")
    assert words(page).count("<script>alert(1)</script>") >= 6


def test_a_story_without_slides_says_what_to_do(source: Source) -> None:
    assert "nog geen dia's" in words(parsed(web_page.write(replace(STORY, slides=()), [], source)))


def test_a_figure_that_is_gone_has_a_heading_that_says_so(content: bytes) -> None:
    gone = parsed(content).findall(".//main/section")[[slide.id for slide in STORY.slides].index("g") - 1]
    assert words(gone.findall("./h2")[0]) == "Een figuur die niet meer kan worden gemaakt"


def test_amounts_stand_to_the_right_also_where_one_is_secret(source: Source) -> None:
    table = pd.DataFrame({"Wijk": ["A", "B", "C"], "Deel": ["3,0%", "–", "geheim"], "Let op": ["", "x", "12"]})
    tile = Tile(Kind.MEASURES, "Kop", "Deel", None, table, "", "Bron: eigen invoer")
    page = parsed(web_page.write(STORY, [Page(Slide("1", SlideForm.TILE), "Kop", tile)], source))
    assert [cell.get("class") for cell in page.findall(".//tbody/tr")[2]] == [None, "amount", None]


def test_the_highest_point_of_a_line_lies_under_a_line_of_the_axis() -> None:
    drawing = Lines(("2020", "2021"), (Series("A", (7.0, 9.6), ("#2f7d8f",)),), '#,##0.0"%"')
    chart = svg.drawn(drawing, "")
    points = next(one for one in chart.iter("polyline")).get("points", "").split()
    rules = [float(one.get("y1", "")) for one in chart.iter("line")]
    assert min(rules) < min(float(point.split(",")[1]) for point in points)
    assert "10,0%" in [one.text for one in chart.iter("text")]


def test_a_table_of_many_columns_is_made_to_fit_on_paper(source: Source) -> None:
    def look(columns: int) -> str | None:
        tile = Tile(Kind.MEASURES, "Kop", "", None, pd.DataFrame({str(at): ["x"] for at in range(columns)}), "", "")
        page = parsed(web_page.write(STORY, [Page(Slide("1", SlideForm.TILE), "Kop", tile)], source))
        return page.findall(".//table")[0].get("class")

    assert (look(8), look(9)) == (None, "wide")
