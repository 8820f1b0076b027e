"""Decks in the house style of a gemeente: its own template is used, or it is told why not."""

import io
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest
from duckdb import DuckDBPyConnection as Cursor
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Cm

from model.choices import Audience, Choices
from model.region import Level
from model.story import Slide, SlideForm, Story
from reports import deck
from reports.contents import Page, Source, contents
from reports.deck_template import OURS
from reports.templates import make_deck_template
from store import Store
from tests.reports.slides import opened, outside, spilled, words

SECTIONS = (
    f'<p:extLst {nsdecls("p")}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">'
    '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
    '<p14:section name="Voorbeeld" id="{D8F0B6F5-4D5B-4F4C-9E7C-5B5C1C0B8E11}"><p14:sldIdLst><p14:sldId id="256"/>'
    "</p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>"
)
"""How PowerPoint keeps which slides belong together."""
STORY = Story(
    "s",
    "LEA",
    slides=(
        Slide("t", SlideForm.TITLE, "Naar de LEA"),
        Slide("x", SlideForm.TEXT, "Vandaag", "Waar kijken we naar?"),
        Slide(
            "m",
            SlideForm.TILE,
            kind="map",
            choices=Choices("GM9901", Level.WIJK, "laag_inkomen", "2020"),
            question="Herkent u dit?",
        ),
    ),
)


@pytest.fixture
def source(example_store: Store) -> Source:
    def reading(photo: int | None) -> AbstractContextManager[Cursor]:
        return example_store.read(at=photo)

    made_at = datetime(2021, 10, 14, tzinfo=UTC)
    return Source(reading, "GM9901", made_at, "0.7", {}, pd.DataFrame(), Audience.MUNICIPALITY)


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1634203800")


@pytest.fixture
def pages(source: Source) -> list[Page]:
    return contents(STORY, source, lambda *_: None)


def changed(change: Callable[[Any], object]) -> bytes:
    """Our own template after what a gemeente did to it."""
    made = Presentation(str(OURS))
    change(made)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def layout(made: Any, name: str) -> Any:
    return next(one for one in made.slide_layouts if one.name == name)


def test_our_own_template_is_what_its_script_makes() -> None:
    assert make_deck_template.make() == OURS.read_bytes()
    assert [one.name for one in opened(OURS.read_bytes()).slide_layouts] == ["Titel", "Tekst", "Figuur"]
    assert len(opened(OURS.read_bytes()).slides) == 0


def test_the_template_of_a_gemeente_is_used_without_the_slides_in_it(source: Source, pages: list[Page]) -> None:
    def change(made: Any) -> None:
        made.slide_width = Cm(40)
        made.slides.add_slide(layout(made, "Tekst")).shapes.title.text = "Voorbeeld van onze huisstijl"
        layout(made, "Figuur").name = " figuur "
        made.part._element.append(parse_xml(SECTIONS))

    made = deck.write(STORY, pages, source, changed(change))
    shown = opened(made.content)
    assert made.told == ()
    assert shown.slide_width == Cm(40)
    assert len(shown.slides) == 3
    assert not any("huisstijl" in words(slide) for slide in shown.slides)
    assert spilled(shown) == outside(shown) == []
    with zipfile.ZipFile(io.BytesIO(made.content)) as package:
        assert b"sectionLst" not in package.read("ppt/presentation.xml")
        assert len([name for name in package.namelist() if name.startswith("ppt/slides/slide")]) == 3


def test_a_powerpoint_template_is_read_as_well(source: Source, pages: list[Page]) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(OURS) as before, zipfile.ZipFile(content, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, part.replace(b"presentation.main+xml", b"template.main+xml"))
    made = deck.write(STORY, pages, source, content.getvalue())
    assert made.told == ()
    assert len(opened(made.content).slides) == 3


def _without_figure(made: Any) -> None:
    layout(made, "Figuur").name = "Grafiek"


def _without_source(made: Any) -> None:
    frame = list(layout(made, "Figuur").placeholders)[-2]
    frame._element.getparent().remove(frame._element)


def _without_title(made: Any) -> None:
    for one in list(layout(made, "Tekst").placeholders):
        if one.placeholder_format.type == PP_PLACEHOLDER.TITLE:
            one._element.getparent().remove(one._element)


@pytest.mark.parametrize(
    ("template", "why"),
    [
        (changed(_without_figure), "daarin is geen indeling met de naam 'Figuur'"),
        (changed(_without_source), "in de indeling 'Figuur' zijn 3 van de 4 vakken"),
        (changed(_without_title), "in de indeling 'Tekst' is geen vak voor de titel"),
        (b"", "niet te openen als PowerPoint"),
        (b"geen presentatie", "niet te openen als PowerPoint"),
        (OURS.read_bytes()[:4000], "niet te openen als PowerPoint"),
    ],
    ids=["no layout", "no frame", "no title", "empty", "no deck", "cut off"],
)
def test_a_template_that_cannot_be_used_is_told_of_and_ours_is_there(
    source: Source, pages: list[Page], template: bytes, why: str
) -> None:
    made = deck.write(STORY, pages, source, template)
    (told,) = made.told
    assert told.startswith("De presentatie is gemaakt met het sjabloon van Startfoto")
    assert why in told
    assert told.endswith(".")
    assert made.content == deck.write(STORY, pages, source).content


def test_an_office_file_of_another_kind_is_no_template(source: Source, pages: list[Page]) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<document/>")
    made = deck.write(STORY, pages, source, content.getvalue())
    assert "niet te openen als PowerPoint" in made.told[0]
    assert len(opened(made.content).slides) == 3
