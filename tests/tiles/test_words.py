"""Findings in words: ties as a group, singular and plural, decimals of the source."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from analysis.areas import Area
from charts.ranking import MOST_BARS
from model import catalogue, dutch
from model.catalogue import Direction, Indicator, Layer
from model.choices import Choices
from model.region import Level
from model.status import Status
from tests.charts.tables import per_area
from tests.worlds import FRIDAY, Cell, delivered, indicator, world
from tiles import Kind, build, comparison, words
from tiles.sources import Use, source_line
from tiles.view import View, alt, extremes

POOR = indicator("laag_inkomen")
NAMES = {"WK01": "Noord", "WK02": "Zuid", "WK03": "Oost", "WK04": "West", "WK05": "Kern"}


def view(of: Indicator = POOR, **cells: Cell) -> View:
    return View(of, "2021", Level.WIJK, Area("GM0308", "Baarn"), per_area(cells, NAMES))


def test_the_highest_and_the_lowest_are_named() -> None:
    assert extremes(view(WK01=1.04, WK02=9.0)) == "Het hoogst in Zuid (9,0%), het laagst in Noord (1,0%)"


def test_areas_that_look_equal_are_named_together_in_alphabetical_order() -> None:
    found = extremes(view(WK01=1.0, WK02=9.01, WK03=8.99, WK04=5.0))
    assert found == "Het hoogst in Oost en Zuid (9,0%), het laagst in Noord (1,0%)"


def test_many_that_are_equal_are_counted() -> None:
    found = extremes(view(WK01=1.0, WK02=1.0, WK03=1.0, WK04=1.0, WK05=9.0))
    assert found == "Het hoogst in Kern (9,0%), het laagst in 4 wijken (1,0%)"


def test_where_all_are_equal_no_area_is_named() -> None:
    assert extremes(view(WK01=1.0, WK02=1.0)) == "Laag_inkomen: 1,0% in alle 2 wijken met een cijfer"


def test_one_area_is_told_by_its_figure() -> None:
    assert extremes(view(WK01=1.0, WK02=Status.SECRET)) == "Noord: 1,0%"


def test_without_figures_the_finding_is_that_there_are_none() -> None:
    assert extremes(view(WK01=Status.SECRET)) == "Van 'Laag_inkomen' is hier van geen enkele wijk een cijfer bekend"


def test_a_class_is_not_called_high_or_low() -> None:
    urban = indicator("stedelijkheid", Direction.NONE, unit="klasse", decimals=0)
    assert extremes(view(urban, WK01=1.0, WK02=5.0)) == "Van klasse 1 in Noord tot klasse 5 in Zuid"


@pytest.mark.parametrize(
    ("missing", "text"), [(1, "Van 1 wijk is er geen cijfer."), (2, "Van 2 wijken is er geen cijfer.")]
)
def test_a_description_counts_what_is_missing(missing: int, text: str) -> None:
    cells: dict[str, Cell] = {"WK05": 1.0, **{f"WK0{place}": Status.SECRET for place in range(1, missing + 1)}}
    assert (
        alt("Kaart", view(POOR, **cells), "Kern: 1,0%") == f"Kaart van laag_inkomen per wijk, 2021. Kern: 1,0%. {text}"
    )


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        ({"WK030801": 5.0, "WK030802": 9.0, "WK030803": 9.0}, "2 van de 3 wijken liggen hoger dan Baarn als geheel"),
        ({"WK030801": 5.0, "WK030802": 9.0}, "1 van de 2 wijken ligt hoger dan Baarn als geheel"),
        ({"WK030801": 5.0, "WK030802": 6.04}, "Geen van de 2 wijken ligt hoger dan Baarn als geheel"),
        ({"WK030801": 5.0}, "WK030801: 5,0%"),
    ],
)
def test_a_ranking_counts_the_areas_above_the_gemeente_as_a_reader_sees_them(
    cells: dict[str, Cell], title: str
) -> None:
    with world(delivered({"laag_inkomen": {**cells, "GM0308": 6.0}}, names={"GM0308": "Baarn"})) as cursor:
        assert build(Kind.RANKING, Choices("GM0308", Level.WIJK, "laag_inkomen", "2021"), cursor).title == title


def test_a_ranking_that_leaves_areas_out_says_so() -> None:
    cells = {f"WK0308{place:02}": float(place) for place in range(1, MOST_BARS + 11)}
    with world(delivered({"laag_inkomen": cells})) as cursor:
        tile = build(Kind.RANKING, Choices("GM0308", Level.WIJK, "laag_inkomen", "2021"), cursor)
    assert tile.notes[0] == "De figuur toont 60 van de 70 wijken; zie de tabel."
    assert len(tile.table) == 70


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ([9.0], "Baarn: 9,0% in 2019; van andere jaren is geen cijfer geladen"),
        (
            [9.0, 10.0],
            "Baarn: van 9,0% in 2019 naar 10,0% in 2020; of dat meer is dan toeval, is niet te zeggen",
        ),
        ([9.0, 9.04], "Baarn: 9,0% in 2019 en 2020"),
    ],
)
def test_a_trend_tells_where_it_began_and_ended(values: list[float], title: str) -> None:
    years = [
        delivered({"laag_inkomen": {"GM0308": value}}, f"20{19 + place}", names={"GM0308": "Baarn"})
        for place, value in enumerate(values)
    ]
    with world(*years) as cursor:
        assert build(Kind.TREND, Choices("GM0308", Level.WIJK, "laag_inkomen", "2020"), cursor).title == title


@pytest.mark.parametrize(
    ("before", "after", "title"),
    [
        (1000.0, 1300.0, "Baarn: 1.300 in 2020, duidelijk hoger dan in 2019 (1.000)"),
        (1300.0, 1000.0, "Baarn: 1.000 in 2020, duidelijk lager dan in 2019 (1.300)"),
        (1000.0, 1010.0, "Baarn: 1.010 in 2020, geen duidelijk verschil met 2019 (1.000)"),
        (1000.0, 1000.0, "Baarn: 1.000 in 2019 en 2020"),
    ],
)
def test_a_trend_gives_a_verdict_where_chance_is_known(before: float, after: float, title: str) -> None:
    years = [
        delivered({"kinderen_0_15": {"GM0308": value}}, period, names={"GM0308": "Baarn"})
        for period, value in (("2019", before), ("2020", after))
    ]
    with world(*years) as cursor:
        tile = build(Kind.TREND, Choices("GM0308", Level.WIJK, "kinderen_0_15", "2020"), cursor)
    assert tile.title == title
    assert "De streepjes in de figuur zijn marges van 95% (afronding en toeval van een telling)." in tile.notes
    assert not any("niet gezegd" in note for note in tile.notes)
    assert tile.figure is not None and len(tile.figure.data[0].error_y.array) == 2
    assert re.fullmatch(r"[\d.]+ tot [\d.]+", tile.table["Marge (95%)"][0])


def test_a_trend_without_margins_speaks_of_no_bars() -> None:
    with world(*[delivered({"laag_inkomen": {"GM0308": 9.0}}, period) for period in ("2019", "2020")]) as cursor:
        tile = build(Kind.TREND, Choices("GM0308", Level.WIJK, "laag_inkomen", "2020"), cursor)
    assert not any("streepjes" in note for note in tile.notes)
    assert tile.table["Marge (95%)"].tolist() == [dutch.NO_VALUE, dutch.NO_VALUE]


@pytest.mark.parametrize(
    ("unit", "low", "high", "text"),
    [
        ("%", 8.04, 12.0, "8,0% tot 12,0%"),
        ("per 1.000", 14.0, 20.0, "14,0 tot 20,0 per 1.000"),
        ("aantal", 1234.0, 2000.0, "1.234,0 tot 2.000,0"),
        ("%", float("nan"), float("nan"), "–"),
    ],
)
def test_a_margin_has_its_unit_once_and_a_dash_where_there_is_none(
    unit: str, low: float, high: float, text: str
) -> None:
    assert words.margin(indicator("bijstand", unit=unit), low, high) == text


def test_a_comparison_stays_within_one_kind_of_knowledge() -> None:
    known = catalogue.current()
    measured = replace(known.indicators["bijstand"], id="honger", layer=Layer.CHILDREN_MEASURED)
    extended = replace(known, indicators={**known.indicators, "honger": measured})
    figures = {one: {"GM0308": 5.0} for one in ("laag_inkomen", "bijstand", "honger")}
    with world(delivered(figures)) as cursor:
        tile = comparison.build(Choices("GM0308", Level.WIJK, "bijstand", "2021"), cursor, extended)
    assert tile.table["Indicator"].tolist() == ["Huishoudens met een laag inkomen", "Bijstand"]


def test_a_status_is_told_in_words_and_nothing_is_not_zero() -> None:
    assert words.value_text(POOR, 12.34, "known") == "12,3%"
    assert words.value_text(POOR, 0.0, "rounded_to_nothing") == "0,0% (afgerond)"
    assert words.value_text(POOR, None, "not_available") == "geen cijfer"


def test_a_label_keeps_its_capitals_within_a_sentence() -> None:
    assert words.running("Herkomst buiten Europa") == "herkomst buiten Europa"


def test_names_are_sorted_as_dutch_readers_look_them_up() -> None:
    frame = pd.DataFrame({"name": ["Zuid", "'t Hof", "de Kom", "Aa"], "region": ["1", "2", "3", "4"]})
    assert words.listing(frame) == "Aa, de Kom, 't Hof en Zuid"
    assert words.names(frame, Level.BUURT) == "4 buurten"


def test_a_remark_of_several_indicators_stands_there_once() -> None:
    rows = [indicator("a", caveat="Afgerond."), indicator("b", caveat="Afgerond."), indicator("c", caveat="Anders.")]
    assert words.notes_of(rows[:2]) == ("Afgerond.",)
    assert words.notes_of(rows) == ("A en B: afgerond.", "C: anders.")


def test_a_source_line_has_the_first_and_the_last_day_on_which_it_was_fetched() -> None:
    monday = delivered({"laag_inkomen": {"WK030801": 1.0}}, table="85039NED")
    friday = delivered({"laag_inkomen": {"WK034401": 1.0}}, table="85039NED", retrieved_at=FRIDAY)
    with world(monday, friday) as cursor:
        uses = [Use(POOR, "2021", ["WK030801", "WK034401"])]
        assert source_line(cursor, catalogue.current(), uses) == (
            "Bron: CBS, Kerncijfers wijken en buurten 2021 (85039NED), kolom 'Kolom laag_inkomen'. "
            "Peildatum: 1 januari 2021. Opgehaald van 2 november 2026 tot 6 november 2026; door Startfoto bewerkt. "
            "Licentie CC BY 4.0."
        )


def test_a_tile_of_two_sources_names_both_with_their_own_reference() -> None:
    lonely = indicator("eenzaam", source="gezondheid", reference="")
    benefit = indicator("bijstand", reference="eind {period}", per=(("AantalInwoners",),))
    with world(
        delivered({"laag_inkomen": {"GM0308": 1.0}, "bijstand": {"GM0308": 1.0}}, table="85039NED"),
        delivered({"eenzaam": {"GM0308": 1.0}}, "2020", "gezondheid", "50120NED"),
    ) as cursor:
        uses = [Use(POOR, "2021", ["GM0308"]), Use(benefit, "2021", ["GM0308"]), Use(lonely, "2020", ["GM0308"])]
        line = source_line(cursor, catalogue.current(), uses)
    assert (
        "CBS, Kerncijfers wijken en buurten 2021 (85039NED), kolommen 'Kolom laag_inkomen' en 'Kolom bijstand'" in line
    )
    assert "Peildatum: 'Laag_inkomen' 1 januari 2021; 'Bijstand' eind 2021." in line
    assert "'Bijstand' door Startfoto gedeeld uit gepubliceerde aantallen" in line
    assert "Bron: RIVM, GGD'en en CBS, Gezondheid per wijk en buurt 2020 (50120NED)" in line
    assert "Peildatum: najaar 2020." in line
