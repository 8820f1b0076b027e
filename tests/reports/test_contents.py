"""What the slides of a story show: every tile as it was put there, or why it can no longer be made."""

import logging
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from duckdb import DuckDBPyConnection as Cursor

from model.catalogue import Ages, Domain
from model.choices import Audience, Choices
from model.region import Level
from model.story import Slide, SlideForm, Story
from reports.contents import Page, Source, contents, filters, texts_of
from reports.drawing import Map
from store import Store
from tiles import Kind

CHOICES = Choices("GM9901", Level.WIJK, "laag_inkomen", "2020", domain=Domain.COGNITIVE)
MADE_AT = datetime(2021, 10, 14, 9, tzinfo=UTC)


@pytest.fixture
def source(example_store: Store) -> Source:
    def reading(photo: int | None) -> AbstractContextManager[Cursor]:
        return example_store.read(at=photo)

    agreed = pd.DataFrame({"Afspraak": ["Bellen"]})
    return Source(reading, "GM9901", MADE_AT, "0.7", {3: "LEA mei"}, agreed, Audience.MUNICIPALITY)


def chart(kind: str = "map", choices: Choices = CHOICES, title: str = "") -> Slide:
    return Slide("1", SlideForm.TILE, title, kind=kind, choices=choices)


def only(slide: Slide, source: Source) -> Page:
    (page,) = contents(Story("s", "LEA", slides=(slide,)), source, lambda *_: None)
    return page


def test_a_chart_has_its_tile_its_drawing_and_its_filters(source: Source) -> None:
    page = only(chart(), source)
    assert page.heading == "Het hoogst in Zandkamp (17,2%), het laagst in Sterrenbosch (3,0%)"
    assert page.seen == "beeld voor de gemeente · gegevens van 14 oktober 2021"
    assert not page.missing
    assert isinstance(page.drawing, Map)
    told = {shape.name: shape.text for shape in page.drawing.shapes}
    assert told["Zandkamp"] == "Huishoudens met een laag inkomen: 17,2%"


def test_an_officers_heading_stands_instead_of_the_finding(source: Source) -> None:
    assert only(chart(title="Waar is het inkomen laag?"), source).heading == "Waar is het inkomen laag?"


def test_slides_keep_their_order_and_progress_is_told(source: Source) -> None:
    slides = (
        Slide("t", SlideForm.TITLE, "LEA"),
        chart(),
        Slide("x", SlideForm.TEXT, "Tekst"),
        Slide("o", SlideForm.OPEN),
    )
    told: list[tuple[str, float]] = []
    pages = contents(Story("s", "LEA", slides=slides), source, lambda words, part: told.append((words, part)))
    assert [page.slide for page in pages] == list(slides)
    assert told == [("Dia 1 van 4", 0), ("Dia 2 van 4", 0.25), ("Dia 3 van 4", 0.5), ("Dia 4 van 4", 0.75)]
    assert pages[3].heading == "Wat staat er nog open?"
    assert pages[3].table is source.agreements


def test_an_empty_story_has_no_slides(source: Source) -> None:
    assert contents(Story("s", "LEA"), source, lambda *_: None) == []


@pytest.mark.parametrize(
    ("slide", "why"),
    [
        (chart("iets nieuws"), "deze versie kent dit soort figuur niet"),
        (chart(choices=replace(CHOICES, photo=99)), "de foto waarop hij rust, is er niet meer"),
        (chart(choices=replace(CHOICES, indicator="bestaat_niet")), "er ging iets mis bij het maken"),
        (chart("trend", replace(CHOICES, indicator="achtergrondscore")), "heeft geen lijn door de jaren"),
    ],
    ids=["kind", "photo", "indicator", "nothing to show"],
)
def test_a_slide_that_can_no_longer_be_made_says_why(
    source: Source, slide: Slide, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "startfoto"):
        page = only(replace(slide, title="Kop"), source)
    assert why in page.missing
    assert (page.heading, page.tile, page.drawing) == ("Kop", None, None)
    is_ours = "mis bij het maken" in why
    assert bool([one for one in caplog.records if one.levelno >= logging.ERROR]) is is_ours


def test_one_slide_that_fails_takes_no_other_with_it(source: Source) -> None:
    story = Story("s", "LEA", slides=(chart("iets nieuws"), chart()))
    assert [bool(page.missing) for page in contents(story, source, lambda *_: None)] == [True, False]


def test_for_the_lea_every_chart_is_made_for_the_lea(source: Source) -> None:
    """Whatever the slide itself asks for: what boards did not agree to share stays out."""
    slide = chart(Kind.CHOICES_OF_SCHOOLS.value)
    ours, theirs = only(slide, source), only(slide, replace(source, audience=Audience.LEA))
    assert theirs.seen.startswith("beeld voor de LEA")
    assert ours.tile is not None
    assert theirs.tile is not None
    assert len(theirs.tile.table) < len(ours.tile.table)


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        (CHOICES, "beeld voor de gemeente · gegevens van 14 oktober 2021"),
        (replace(CHOICES, photo=3), "beeld voor de gemeente · foto 'LEA mei'"),
        (replace(CHOICES, photo=4), "beeld voor de gemeente · foto 'onbekend'"),
        (
            replace(
                CHOICES,
                ages=next(iter(Ages)),
                theme="armoede",
                school_year="2021/2022",
                as_of=date(2022, 1, 31),
                weights=(("bijstand", 2.0),),
            ),
            f"beeld voor de gemeente · kinderen van {next(iter(Ages))} · thema armoede · schooljaar 2021/2022 · "
            "stand per 31 januari 2022 · eigen gewichten · gegevens van 14 oktober 2021",
        ),
    ],
)
def test_filters_are_told_in_words(choices: Choices, said: str) -> None:
    assert filters(choices, {3: "LEA mei"}, MADE_AT) == said


def test_a_table_without_a_row_for_each_area_tells_nothing_of_areas(source: Source) -> None:
    tile = only(chart(), source).tile
    assert tile is not None
    assert len(texts_of(tile)) == 12
    doubled = replace(tile, table=pd.concat([tile.table, tile.table]))
    assert texts_of(doubled) == {}
    assert texts_of(replace(tile, table=tile.table.drop(columns="Code"))) == {}
