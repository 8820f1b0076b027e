"""The deck of a story, opened again: native charts and maps with the right numbers, and no word outside its frame."""

import re
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest
from duckdb import DuckDBPyConnection as Cursor

from model.catalogue import Domain
from model.choices import Audience, Choices
from model.region import Level
from model.story import Slide, SlideForm, Story
from reports import deck
from reports.contents import Page, Source, contents
from reports.drawing import Bars, Grid, Lines, Map, Series, Shape, Spans
from store import Store
from tests.reports.slides import alt, chart, named, opened, outside, shapes, spilled, words
from tiles import Kind

CHOICES = Choices("GM9901", Level.WIJK, "laag_inkomen", "2020", domain=Domain.COGNITIVE, beside=("WK990101",))
QUESTION = "Herkennen de scholen in Zandkamp dit beeld, en wat ligt er volgens hen aan ten grondslag?"
AGREED = pd.DataFrame(
    {
        "Afspraak": ["Wijkteam zoekt uit welke kinderen niet komen"] * 40,
        "Klaar op": ["1 mei 2022 (te laat)"] * 40,
    }
)


def source_of(store: Store) -> Source:
    def reading(photo: int | None) -> AbstractContextManager[Cursor]:
        return store.read(at=photo)

    made_at = datetime(2021, 10, 14, 9, tzinfo=UTC)
    return Source(reading, "GM9901", made_at, "0.7", {}, AGREED, Audience.MUNICIPALITY)


@pytest.fixture
def source(example_store: Store) -> Source:
    return source_of(example_store)


def story(*slides: Slide) -> Story:
    return Story("s", "LEA 14 oktober 2021", date(2021, 10, 14), slides)


def slide_of(kind: Kind, choices: Choices = CHOICES, question: str = "") -> Slide:
    notes = f"Vertel bij {kind.value} eerst wat het meet."
    return Slide(kind.value, SlideForm.TILE, kind=kind.value, choices=choices, notes=notes, question=question)


@dataclass(frozen=True)
class Shown:
    """A deck with a slide of every kind of tile, first without and then with a question."""

    deck: Any
    pages: list[Page]

    def of(self, kind: Kind) -> tuple[Page, Any]:
        at = next(number for number, page in enumerate(self.pages) if page.slide.kind == kind.value)
        return self.pages[at], self.deck.slides[at]


@pytest.fixture(scope="module")
def shown(example_store: Store) -> Shown:
    source = source_of(example_store)
    lit = replace(CHOICES, area="WK990104", level=Level.BUURT, with_schools=True)
    told = story(
        Slide("t", SlideForm.TITLE, "Naar de LEA", "Wat zien we?"),
        Slide(
            "x", SlideForm.TEXT, "Vandaag", "Waar groeien kinderen op?\n- en wat zeggen scholen\n\nDaarna kiezen we."
        ),
        Slide("o", SlideForm.OPEN),
        *(slide_of(kind) for kind in Kind),
        *(slide_of(kind, question=QUESTION) for kind in Kind),
        slide_of(Kind.MAP, lit),
        slide_of(Kind.RANKING, lit),
        slide_of(Kind.RANKING, replace(CHOICES, indicator="achtergrondscore")),
    )
    pages = contents(told, source, lambda *_: None)
    return Shown(opened(deck.write(told, pages, source).content), pages)


def test_every_slide_is_there_with_its_heading_and_nothing_left_empty(shown: Shown) -> None:
    assert len(shown.deck.slides) == len(shown.pages)
    assert (shown.deck.slide_width, shown.deck.slide_height) == (12192000, 6858000)
    for number, (page, slide) in enumerate(zip(shown.pages, shown.deck.slides, strict=True), start=1):
        assert slide.shapes.title.text == page.heading
        assert all(one.text_frame.text for one in slide.placeholders if one.has_text_frame)
        assert not [one for one in slide.placeholders if not one.has_text_frame]
        assert page.slide.form is SlideForm.TITLE or str(number) in words(slide).split("\n")


def test_no_word_leaves_its_frame_and_nothing_its_slide(shown: Shown) -> None:
    assert spilled(shown.deck) == []
    assert outside(shown.deck) == []


def test_every_figure_says_where_it_comes_from_and_what_was_chosen(shown: Shown) -> None:
    figures = [(page, slide) for page, slide in zip(shown.pages, shown.deck.slides, strict=True) if page.tile]
    assert len(figures) == 2 * len(Kind) + 3
    for page, slide in figures:
        assert page.tile is not None
        said, notes = words(slide), slide.notes_slide.notes_text_frame.text
        assert page.seen[1:] in said
        assert page.tile.source[:60] in said
        assert page.tile.subtitle in said
        assert page.slide.notes in notes
        assert page.tile.source in notes
        assert all(note in notes for note in page.tile.notes)
        assert (QUESTION in said) is bool(page.slide.question)


def test_every_figure_is_native_and_told_to_who_cannot_see_it(shown: Shown) -> None:
    for page, slide in zip(shown.pages, shown.deck.slides, strict=True):
        assert not [
            shape for shape in shapes(slide) if shape.shape_type is not None and shape.shape_type.name == "PICTURE"
        ]
        if page.tile is None:
            continue
        (figure,) = [shape for shape in slide.shapes if shape.name.startswith("Figuur van dia")] or [None]
        if figure is None:
            assert page.tile.table.empty
            assert page.drawing is None
            continue
        assert alt(figure) == page.tile.alt
        assert figure.has_chart is isinstance(page.drawing, Bars | Spans | Lines)
        assert figure.has_table is (page.drawing is None or isinstance(page.drawing, Grid))


@pytest.mark.parametrize(
    "kind", [Kind.RANKING, Kind.RESPONSE_PER_BOARD, Kind.RESPONSE_PER_SECTOR, Kind.BUDGET_CUTS, Kind.BUDGET_PLAN]
)
def test_bars_have_their_numbers_and_colours(shown: Shown, kind: Kind) -> None:
    page, slide = shown.of(kind)
    assert isinstance(page.drawing, Bars)
    made = chart(slide)
    assert list(made.plots[0].categories) == list(page.drawing.categories)
    for held, one in zip(made.plots[0].series, page.drawing.series, strict=True):
        assert tuple(held.values) == one.values
        for at, colour in enumerate(one.colours):
            own = held.points[at].format.fill if colour != one.colours[0] else held.format.fill
            assert f"#{own.fore_color.rgb}".lower() == colour
    assert made.category_axis.reverse_order, "the first stands on top"
    assert ("STACKED" in made.chart_type.name) is page.drawing.is_stacked


def test_a_ranking_says_what_it_is_compared_with(shown: Shown) -> None:
    assert "Lindewaard: 9,6%" in words(shown.of(Kind.RANKING)[1])


def test_of_many_bars_the_first_are_shown_and_the_lit_one_and_the_rest_is_told_of(shown: Shown, source: Source) -> None:
    page, _ = shown.of(Kind.RANKING)
    names = tuple(f"Buurt {number}" for number in range(60))
    colours = tuple("#d9480f" if number == 50 else "#62a1af" for number in range(60))
    bars = Bars(names, (Series("", tuple(map(float, range(60, 0, -1))), colours),), False, "#,##0")
    days = ("2021-09-01",) * 60
    spans = Spans(names, days, days, "2021-07-01", "2023-07-31")
    pages = [replace(page, drawing=drawing) for drawing in (bars, spans)]
    pages.append(page)
    first, second, third = opened(deck.write(story(), pages, source).content).slides
    held = chart(first).plots[0]
    assert list(held.categories) == [*names[:31], "Buurt 50"]
    assert held.series[0].values[-1] == 10.0
    assert str(held.series[0].points[31].format.fill.fore_color.rgb) == "D9480F"
    assert list(chart(second).plots[0].categories) == list(names[:32])
    assert "32 van de 60 balken; alle staan in het werkboek" in words(first)
    assert "32 van de 60 balken; alle staan in het werkboek" in words(second)
    assert "balken" not in words(third)


def test_lines_have_their_years_and_days(shown: Shown) -> None:
    page, slide = shown.of(Kind.TREND)
    assert isinstance(page.drawing, Lines)
    made = chart(slide)
    assert list(made.plots[0].categories) == ["2019", "2020", "2021"]
    assert {one.name: tuple(one.values) for one in made.plots[0].series} == {
        "Lindewaard": (9.5, 9.6, 9.6),
        "Voorbeeldland": (8.5, 8.5, 8.6),
    }
    page, slide = shown.of(Kind.BURN)
    assert isinstance(page.drawing, Lines)
    money = chart(slide)
    assert {one.name: tuple(one.values) for one in money.plots[0].series} == {
        one.name: one.values for one in page.drawing.series
    }


def test_measures_are_bars_from_day_to_day(shown: Shown) -> None:
    page, slide = shown.of(Kind.MEASURES)
    assert isinstance(page.drawing, Spans)
    begin, *states = chart(slide).plots[0].series
    at = page.drawing.categories.index("Huiswerkclub in het buurthuis")
    assert begin.values[at] == (date(2021, 9, 1) - date(1899, 12, 30)).days
    assert [one.values[at] for one in states if one.values[at] is not None] == [334]
    assert sum(value is not None for one in states for value in one.values) == 14, "one has no days"
    assert {one.name for one in states} == set(page.drawing.states)


@pytest.mark.parametrize("kind", [Kind.MAP, Kind.BACKGROUND, Kind.GAPS_MAP, Kind.RESPONSE_MAP])
def test_a_map_has_one_shape_for_each_area_with_its_name_figure_and_colour(shown: Shown, kind: Kind) -> None:
    page, slide = shown.of(kind)
    assert isinstance(page.drawing, Map)
    (group,) = [shape for shape in slide.shapes if shape.shape_type is not None and shape.shape_type.name == "GROUP"]
    forms = {one.name: one for one in group.shapes if one._element.xpath(".//a:custGeom") and one.name != "Grenzen"}
    assert set(forms) == {area.name for area in page.drawing.shapes}
    for area in page.drawing.shapes:
        form = forms[area.name]
        assert f"#{form.fill.fore_color.rgb}".lower() == area.colour
        assert alt(form) == (f"{area.name}: {area.text}" if area.text else area.name)
        assert len(form._element.xpath(".//a:moveTo")) >= 1
    ovals = [one.name for one in group.shapes if one._element.xpath('.//a:prstGeom[@prst="ellipse"]')]
    assert [one for one in ovals if not one.startswith("Legenda")] == [dot.name for dot in page.drawing.dots]
    assert all(key.text in words(slide) for key in page.drawing.legend)


def test_the_chosen_area_has_an_edge_in_the_accent_and_lies_on_top(source: Source) -> None:
    told = story(slide_of(Kind.MAP, replace(CHOICES, area="WK990104")))
    pages = contents(told, source, lambda *_: None)
    made = opened(deck.write(told, pages, source).content)
    assert isinstance(pages[0].drawing, Map)
    (lit,) = [area.name for area in pages[0].drawing.shapes if area.is_lit]
    group = named(made.slides[0], "Figuur van dia 1")
    forms = [one for one in group.shapes if one._element.xpath(".//a:custGeom") and one.name != "Grenzen"]
    edges = {one.name: str(one.line.color.rgb) for one in forms}
    assert [name for name, edge in edges.items() if edge == "D9480F"] == [lit]
    assert forms[-1].name == lit


def test_the_name_of_an_area_does_not_stand_in_its_hole(shown: Shown, source: Source) -> None:
    page, _ = shown.of(Kind.MAP)
    hole = ((0.2, 0.1), (0.8, 0.1), (0.8, 0.9), (0.2, 0.9))
    ring = Shape("a", "Ring", "10%", "#2f7a8b", (((0, 0), (0, 1), (1, 1), (1, 0)), hole))
    pages = [replace(page, drawing=Map(1.0, (ring,)))]
    made = opened(deck.write(story(), pages, source).content)
    form, name = (named(made.slides[0], one) for one in ("Ring", "Tekst: Ring"))
    assert len(form._element.xpath(".//a:moveTo")) == 2
    assert name.left + name.width <= form.left + 0.2 * form.width or name.left >= form.left + 0.8 * form.width


def test_a_long_name_stands_on_more_lines_within_its_area_and_one_that_does_not_fit_stays_out(
    shown: Shown, source: Source
) -> None:
    page, _ = shown.of(Kind.MAP)
    square = ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0))
    narrow = tuple((0.4 + 0.15 * x, y) for x, y in square)
    thin = tuple((0.9 + 0.01 * x, y) for x, y in square)
    areas = (
        Shape("a", "Tuindorp De Elzen", "", "#2f7a8b", (narrow,)),
        Shape("b", "Langelaan", "", "#2f7a8b", (thin,)),
    )
    made = opened(deck.write(story(), [replace(page, drawing=Map(1.0, areas))], source).content)
    (group,) = [one for one in made.slides[0].shapes if one.shape_type is not None and one.shape_type.name == "GROUP"]
    names = [one for one in group.shapes if one.name.startswith("Tekst: ") and one.name != "Tekst: donker = hoger"]
    (form,) = [one for one in group.shapes if one.name == "Tuindorp De Elzen"]
    (name,) = [one for one in names if one.name == "Tekst: Tuindorp De Elzen"]
    assert name.text_frame.text.count("\v") == 2
    assert form.left <= name.left and name.left + name.width <= form.left + form.width
    assert not any("Langelaan" in one.name for one in names)


def test_a_matrix_has_its_words_and_colours(shown: Shown) -> None:
    page, slide = shown.of(Kind.GAPS)
    assert isinstance(page.drawing, Grid)
    table = next(shape for shape in slide.shapes if shape.has_table).table
    assert [cell.text for cell in table.rows[0].cells] == ["", *page.drawing.columns]
    for row, name, cells in zip(list(table.rows)[1:], page.drawing.rows, page.drawing.cells, strict=True):
        assert row.cells[0].text == name
        for cell, one in zip(list(row.cells)[1:], cells, strict=True):
            assert cell.text == one.text.replace("\n", " ")
            assert f"#{cell.fill.fore_color.rgb}".lower() == one.colour


def test_a_table_that_is_too_long_tells_how_many_rows_are_in_the_workbook(shown: Shown) -> None:
    slide = shown.deck.slides[2]
    table = next(shape for shape in slide.shapes if shape.has_table).table
    last = table.rows[len(table.rows) - 1].cells[0].text
    said = re.fullmatch(r"en nog (\d+) rijen, zie het werkboek", last)
    assert said
    assert int(said[1]) + len(table.rows) - 2 == len(AGREED)
    assert "Bron: afspraken van Lindewaard, stand van 14 oktober 2021." in words(slide)


def test_a_table_of_thousands_of_rows_is_made_at_once(source: Source) -> None:
    table = pd.DataFrame({"Afspraak": [f"Afspraak {number}" for number in range(5000)]})
    pages = [Page(Slide("o", SlideForm.OPEN), "Wat staat er nog open?", table=table)]
    begun = time.perf_counter()
    made = opened(deck.write(story(), pages, source).content)
    assert time.perf_counter() - begun < 5
    assert spilled(made) == outside(made) == []
    assert re.search(r"en nog 4\.9\d\d rijen", words(made.slides[0]))


def test_a_slide_of_which_the_data_is_gone_says_why(source: Source) -> None:
    told = story(slide_of(Kind.MAP, replace(CHOICES, photo=99), QUESTION))
    made = opened(deck.write(told, contents(told, source, lambda *_: None), source).content)
    said = words(made.slides[0])
    assert "de foto waarop hij rust, is er niet meer" in said
    assert QUESTION in said
    assert spilled(made) == []


def test_an_empty_story_says_what_to_do(source: Source) -> None:
    made = deck.write(story(), [], source)
    said = "\n".join(words(slide) for slide in opened(made.content).slides)
    assert "LEA 14 oktober 2021" in said
    assert "Dit verhaal heeft nog geen dia's" in said
    assert made.told == ()


def test_without_open_agreements_there_is_a_sentence(source: Source) -> None:
    pages = [Page(Slide("o", SlideForm.OPEN), "Wat staat er nog open?", table=AGREED[:0])]
    made = opened(deck.write(story(), pages, source).content)
    assert "Er staat geen afspraak open." in words(made.slides[0])
    assert outside(made) == []


HARM: Mapping[str, str] = {
    "signs": "Zand & Kamp <b>vet</b> \"x\" 'y' ]]>",
    "long": "Wijk " + "naam" * 49,
    "long words": "een heel lange naam van een school " * 6,
    "emoji": "Kamp \U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2603",
    "control": "Zand\x00\x0bkamp\x1b\ud83d\ufffe\x85einde",
    "nothing": "",
}


@pytest.mark.parametrize("name", HARM.values(), ids=HARM)
def test_any_name_survives_everywhere_on_a_slide(shown: Shown, source: Source, name: str) -> None:
    pages = []
    for kind in (Kind.MAP, Kind.RESPONSE_MAP, Kind.RANKING, Kind.BUDGET_PLAN, Kind.TREND, Kind.MEASURES, Kind.GAPS):
        page, _ = shown.of(kind)
        assert page.tile is not None
        tile = replace(page.tile, subtitle=name, alt=name, source=name, notes=(name,))
        slide = replace(page.slide, question=name, notes=name)
        pages.append(
            replace(page, slide=slide, heading=name, tile=tile, drawing=_renamed(page.drawing, name), seen=name)
        )
    page, _ = shown.of(Kind.KEY_FIGURES)
    assert page.tile is not None
    said = "".join(one for one in name if not "\ud800" <= one <= "\udfff")
    table = pd.DataFrame({"Naam": [said] * 3, said or "Kop": [said] * 3})
    pages.append(replace(page, tile=replace(page.tile, table=table)))
    pages += [
        Page(Slide("t", SlideForm.TITLE, name, name), name),
        Page(Slide("x", SlideForm.TEXT, name, name, notes=name), name),
        Page(Slide("o", SlideForm.OPEN), name, table=table),
    ]
    made = opened(deck.write(replace(story(), name=name), pages, source).content)
    assert len(made.slides) == len(pages)
    assert spilled(made) == []
    assert outside(made) == []
    if name == HARM["signs"]:
        assert made.slides[0].shapes.title.text == name
        group = next(one for one in made.slides[0].shapes if one.name.startswith("Figuur"))
        assert any(one.name == name for one in group.shapes)


def _renamed(drawing: Any, name: str) -> Any:
    """A drawing of which everything has this name."""
    if isinstance(drawing, Map):
        areas = tuple(replace(one, name=name, text=name) for one in drawing.shapes)
        dots = tuple(replace(one, name=name) for one in drawing.dots)
        keys = tuple(replace(one, text=name) for one in drawing.legend)
        return replace(drawing, shapes=areas, dots=dots, legend=keys, legend_title=name)
    if isinstance(drawing, Bars):
        series = tuple(replace(one, name=name) for one in drawing.series)
        return replace(drawing, categories=(name,) * len(drawing.categories), series=series)
    if isinstance(drawing, Spans):
        return replace(drawing, categories=(name,) * len(drawing.categories))
    if isinstance(drawing, Lines):
        return replace(drawing, series=tuple(replace(one, name=name) for one in drawing.series))
    assert isinstance(drawing, Grid)
    cells = tuple(tuple(replace(one, text=name) for one in row) for row in drawing.cells)
    return replace(drawing, columns=(name,) * len(drawing.columns), rows=(name,) * len(drawing.rows), cells=cells)


def test_the_same_story_twice_gives_the_same_bytes(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    told = story(slide_of(Kind.RANKING), slide_of(Kind.MAP), slide_of(Kind.TREND), Slide("o", SlideForm.OPEN))
    pages = contents(told, source, lambda *_: None)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1634203800")
    first = deck.write(told, pages, source).content
    assert deck.write(told, contents(told, source, lambda *_: None), source).content == first
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1665739800")
    assert deck.write(told, pages, source).content != first
