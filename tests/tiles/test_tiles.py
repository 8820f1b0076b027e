"""Every tile of the example: a finding, a description, a source, and the same figures as a table."""

import re
from dataclasses import replace

import pytest
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, figures
from analysis.known import SCORE
from model import catalogue, dutch
from model.catalogue import Domain
from model.choices import Choices
from model.region import Level
from tiles import Kind, NoFigures, Tile, build

GEMEENTE, WIJK, BUURT = "GM9901", "WK990104", "BU99010401"
AREAS = {GEMEENTE: Level.WIJK, WIJK: Level.BUURT, BUURT: Level.BUURT}
INDICATORS = catalogue.current().indicators
CHOICES = Choices(GEMEENTE, Level.WIJK, "laag_inkomen", "2020", domain=Domain.COGNITIVE)
OF_SCHOOLS_AND_MONEY = (
    *(Kind.SCHOOLS, Kind.RESPONSE_MAP, Kind.RESPONSE_PER_BOARD, Kind.RESPONSE_PER_SECTOR),
    *(Kind.GAPS, Kind.GAPS_MAP, Kind.CHOICES_PER_SECTOR, Kind.CHOICES_PER_BOARD, Kind.CHOICES_OF_SCHOOLS),
    *(Kind.MEASURES, Kind.BURN, Kind.BUDGET_CUTS, Kind.BUDGET_PLAN),
)
OF_FIGURES = [kind for kind in Kind if kind not in OF_SCHOOLS_AND_MONEY]
SOURCE = (
    "Bron: verzonnen voorbeeld in de vorm van CBS, (Kerncijfers wijken en buurten|Voortijdig schoolverlaters) "
    r".*20\d\d \(\d{5}NED\), .*kolom.*"
)


def every_text(tile: Tile) -> str:
    """All words of a tile, those in the table too."""
    cells = [str(cell) for row in tile.table.to_numpy().tolist() for cell in row]
    return " ".join((tile.title, tile.subtitle, tile.alt, tile.source, *tile.notes, *tile.table.columns, *cells))


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("kind", OF_FIGURES)
def test_every_tile_has_a_finding_a_description_and_a_source(cursor: Cursor, kind: Kind, area: str) -> None:
    tile = build(kind, replace(CHOICES, area=area, level=AREAS[area]), cursor)
    assert tile.kind is kind
    assert (tile.figure is None) == (kind is Kind.KEY_FIGURES), "key figures are cards with a table, without a chart"
    assert tile.title and not tile.title.endswith(".")
    assert len(tile.alt) > len(tile.title) and tile.alt.endswith(".")
    assert re.match(SOURCE, tile.source)
    assert re.search(r"Peildatum: .*20\d\d.*\. Opgehaald op \d+ \w+ 20\d\d; .*door Startfoto", tile.source)
    assert "Licentie" not in tile.source, "nobody licenses what is made up"


_REGIONS_WITH = """
select distinct region from mart.observation
where indicator in (select unnest(?)) and period in (select unnest(?)) and value is not null
    and (region = 'GM9901' or starts_with(region, 'WK9901'))
"""


def why_not(cursor: Cursor, kind: Kind, indicator: str, periods: list[str]) -> str | None:
    """What is to be told where Lindewaard has the figure of its wijken only, or the wijken that of Lindewaard only."""
    subject = [row.id for row in INDICATORS.values() if row.subject == INDICATORS[indicator].subject]
    asked = subject if kind is Kind.COMPARISON else [indicator]
    regions = {region for (region,) in cursor.execute(_REGIONS_WITH, [asked, periods]).fetchall()}
    if kind in (Kind.MAP, Kind.RANKING):
        return None if regions - {GEMEENTE} else rf"er voor {periods[-1]} geen cijfer per wijk in Lindewaard\. Kies een"
    return (
        None if GEMEENTE in regions else r"er van Lindewaard geen (enkel jaar bekend|cijfer tot en met \d+)\. Kies een"
    )


@pytest.mark.parametrize("indicator", INDICATORS)
@pytest.mark.parametrize("kind", [Kind.MAP, Kind.RANKING, Kind.TREND, Kind.COMPARISON])
def test_every_indicator_can_be_shown_or_a_dutch_sentence_says_why_not(
    cursor: Cursor, kind: Kind, indicator: str
) -> None:
    latest = figures.available(cursor, GEMEENTE).get(indicator)
    asked = replace(CHOICES, indicator=indicator, period=latest or "2018")
    is_of_gemeenten, is_of_wijken = (INDICATORS[indicator].smallest_level == level for level in ("gemeente", "wijk"))
    draws_wijken = kind in (Kind.MAP, Kind.RANKING)
    if latest is None or (is_of_gemeenten if draws_wijken else is_of_wijken):
        with pytest.raises(NoFigures, match=r"geen cijfer|geen enkel jaar") as nothing:
            build(kind, asked, cursor)
        assert str(nothing.value).endswith(".")
        return
    is_of_one_period = kind in (Kind.MAP, Kind.RANKING)
    periods = [latest] if is_of_one_period else figures.periods(cursor, indicator, GEMEENTE)
    sentence = why_not(cursor, kind, indicator, periods)
    if sentence is not None:
        with pytest.raises(NoFigures, match=sentence):
            build(kind, asked, cursor)
        return
    tile = build(kind, asked, cursor)
    text = every_text(tile)
    assert "nan" not in text.lower().split() and "None" not in text
    assert not re.search(r"\d\.\d(?!\d\d)|\d,\d\d", re.sub(r"\w+NED|'[^']*'", "", text)), "Dutch numbers, one decimal"
    assert not re.search(r"\b1 (wijken|buurten)\b", text)
    assert ("modelschatting" in tile.subtitle) == INDICATORS[indicator].is_modelled


def test_of_some_indicators_only_the_gemeente_and_of_others_only_the_wijken_have_a_figure(cursor: Cursor) -> None:
    for kind, indicator, has_tile in (
        (Kind.MAP, "vsv_pct", False),
        (Kind.TREND, "vsv_pct", True),
        (Kind.MAP, "ve_geindiceerd", True),
        (Kind.TREND, "ve_geindiceerd", False),
    ):
        assert (why_not(cursor, kind, indicator, ["2021"]) is None) == has_tile


@pytest.mark.parametrize(("area", "level", "count"), [(GEMEENTE, Level.WIJK, 12), (GEMEENTE, Level.BUURT, 50)])
@pytest.mark.parametrize("kind", [Kind.MAP, Kind.RANKING, Kind.BACKGROUND])
def test_the_table_has_a_row_for_each_area_also_for_those_without_a_figure(
    cursor: Cursor, kind: Kind, area: str, level: Level, count: int
) -> None:
    table = build(kind, replace(CHOICES, area=area, level=level), cursor).table
    assert len(table) == count
    assert list(table.columns[:2]) == [level.capitalize(), "Code"]
    assert table["Code"].is_unique


def test_the_table_of_a_trend_has_each_area_in_each_year(cursor: Cursor) -> None:
    table = build(Kind.TREND, replace(CHOICES, area=BUURT), cursor).table
    assert table["Gebied"].unique().tolist() == ["Schildersbuurt", "Zandkamp", "Lindewaard", "Voorbeeldland"]
    assert table["Jaar"].unique().tolist() == ["2019", "2020", "2021", "2022"]
    assert len(table) == 16


def test_the_table_of_a_comparison_has_each_indicator_of_the_theme(cursor: Cursor) -> None:
    tile = build(Kind.COMPARISON, replace(CHOICES, area=BUURT, indicator="eenzaam"), cursor)
    theme = [row.label for row in INDICATORS.values() if row.theme == INDICATORS["eenzaam"].theme]
    assert tile.table["Indicator"].tolist() == theme
    assert list(tile.table.columns) == [
        "Indicator",
        "Schildersbuurt",
        "Zandkamp",
        "Lindewaard",
        "Voorbeeldland",
        "Jaar",
    ]


@pytest.mark.parametrize("kind", OF_FIGURES)
def test_a_year_without_any_figure_is_told_in_a_sentence(cursor: Cursor, kind: Kind) -> None:
    area = "GM9902" if kind in (Kind.TREND, Kind.DOMAIN) else GEMEENTE  # where neither a figure nor a scan is known
    choices = replace(CHOICES, area=area, period="2010", indicator="armoede")
    with pytest.raises(NoFigures, match="Kies een"):
        build(kind, choices, cursor)


@pytest.mark.parametrize("kind", Kind)
def test_a_gemeente_that_was_never_loaded_is_told_in_a_sentence(cursor: Cursor, kind: Kind) -> None:
    with pytest.raises(NoFigures, match=r"\.$"):
        build(kind, replace(CHOICES, area="GM0001"), cursor)


def test_the_key_figures_stand_in_a_table_with_fair_comparisons_first(cursor: Cursor) -> None:
    tile = build(Kind.KEY_FIGURES, CHOICES, cursor)
    assert list(tile.table.columns) == [
        "Indicator",
        "Lindewaard",
        "Vergelijkbare gemeenten (mediaan)",
        "Voorbeeldland",
        "Peildatum",
    ]
    assert 1 <= len(tile.table) <= 5
    [low_income] = tile.table[tile.table["Indicator"] == "Huishoudens met een laag inkomen"].to_dict("records")
    assert low_income["Peildatum"] == f"heel {CHOICES.period}"
    assert low_income["Lindewaard"].endswith("%")


def test_the_background_of_a_country_compares_all_of_its_areas(cursor: Cursor) -> None:
    own, whole = (build(Kind.BACKGROUND, replace(CHOICES, area=area), cursor) for area in (GEMEENTE, "NL99"))
    assert f"per wijk in {areas.named(cursor, ['NL99'])['NL99'].name}" in whole.subtitle
    assert whole.table.equals(own.table), "the other gemeenten of the example have no wijken"


def test_a_country_is_shown_by_gemeente_and_beside_nothing(cursor: Cursor) -> None:
    country = replace(CHOICES, area="NL99", level=Level.MUNICIPALITY)
    assert len(build(Kind.RANKING, country, cursor).table) == 15
    tile = build(Kind.COMPARISON, country, cursor)
    assert tile.alt.startswith("Voorbeeldland over armoede.")
    assert tile.title.endswith("8,5%")


def test_the_words_behoefte_and_vertraging_are_not_used_for_the_background(cursor: Cursor) -> None:
    tile = build(Kind.BACKGROUND, CHOICES, cursor)
    assert "behoefte" not in every_text(tile)
    assert "vertraging" not in every_text(replace(tile, notes=()))
    assert (
        tile.notes[0]
        == "De score zegt iets over de omgeving waarin kinderen opgroeien, niets over vertraging door corona."
    )


def test_the_score_tells_how_it_was_made_and_from_what(cursor: Cursor) -> None:
    tile = build(Kind.BACKGROUND, replace(CHOICES, period="2022"), cursor)
    assert "2021 (85039NED) en 2022 (85318NED)" in tile.source
    assert tile.source.endswith("De score is daaruit berekend door Startfoto; alle onderdelen wegen even zwaar.")
    assert "2021–2022" in tile.subtitle
    assert tile.table.columns[-1] == "Kinderen van 0 tot 15 jaar, 2022"
    assert tile.table.iloc[-1].tolist()[:3] == ["De Hoefslag", "WK990109", "geen score"]


def test_a_modelled_figure_is_called_so_and_gets_no_verdict_on_change(cursor: Cursor) -> None:
    asked = replace(CHOICES, indicator="eenzaam")
    assert "modelschatting" in build(Kind.MAP, asked, cursor).subtitle
    tile = build(Kind.TREND, asked, cursor)
    assert re.fullmatch(
        r"Lindewaard: .*% in 2022; een modelschatting zegt niets over verandering sinds 2016", tile.title
    )


def test_published_bounds_stand_in_the_table(cursor: Cursor) -> None:
    table = build(Kind.MAP, replace(CHOICES, indicator="eenzaam"), cursor).table
    assert {"Ondergrens (95%)", "Bovengrens (95%)"} <= set(table.columns)
    assert re.fullmatch(r"\d+,\d%", table["Ondergrens (95%)"].iloc[0])


def test_a_share_that_we_divided_says_so(cursor: Cursor) -> None:
    divided = build(Kind.MAP, replace(CHOICES, indicator="bijstand"), cursor).source
    assert "'Bijstand' door Startfoto gedeeld uit gepubliceerde aantallen" in divided
    assert "gedeeld" not in build(Kind.MAP, CHOICES, cursor).source


def test_each_figure_has_its_own_reference_day(cursor: Cursor) -> None:
    children = build(Kind.MAP, replace(CHOICES, indicator="kinderen_0_15"), cursor).source
    assert "Peildatum: 1 januari 2020." in children
    assert "Peildatum: heel 2020." in build(Kind.MAP, CHOICES, cursor).source
    assert "Peildatum: najaar 2020." in build(Kind.MAP, replace(CHOICES, indicator="eenzaam"), cursor).source
    assert "84583NED), 2020 (84799NED) en 2021 (85039NED)" in build(Kind.TREND, CHOICES, cursor).source


def test_where_less_is_more_need_the_subtitle_says_that_dark_is_lower(cursor: Cursor) -> None:
    assert build(Kind.MAP, CHOICES, cursor).subtitle.endswith("donker = hoger")
    assert build(Kind.MAP, replace(CHOICES, indicator="inkomen"), cursor).subtitle.endswith("donker = lager")


def test_a_trend_over_a_break_names_it_and_compares_only_after_it(cursor: Cursor) -> None:
    moved = build(Kind.TREND, replace(CHOICES, area="BU99010701", indicator="kinderen_0_15"), cursor)
    assert re.fullmatch(r"Waterhof: .* niet te vergelijken met eerdere jaren \(grens gewijzigd\)", moved.title)
    assert moved.table["Opmerking"].tolist() == ["", "", "grens gewijzigd", ""]
    care = build(Kind.TREND, replace(CHOICES, indicator="jeugdzorg"), cursor)
    assert care.title.endswith("niet te vergelijken met eerdere jaren (andere meetmethode)")


def test_a_map_tells_that_its_borders_are_of_another_year(cursor: Cursor) -> None:
    assert "De kaart toont de grenzen van 2019, de cijfers zijn van 2020." in build(Kind.MAP, CHOICES, cursor).notes


def test_the_same_area_is_lit_in_map_and_ranking(cursor: Cursor) -> None:
    chosen = replace(CHOICES, area=WIJK)
    drawn, ranked = (build(kind, chosen, cursor).figure for kind in (Kind.MAP, Kind.RANKING))
    assert drawn is not None and ranked is not None
    assert list(drawn.data[-1].locations) == [WIJK]
    lit = [colour == drawn.data[-1].marker.line.color for colour in ranked.data[0].marker.color]
    assert [region for region, is_lit in zip(ranked.data[0].y, lit, strict=True) if is_lit] == [WIJK]


def test_a_map_of_buurten_has_the_borders_of_the_wijken(cursor: Cursor) -> None:
    figure = build(Kind.MAP, replace(CHOICES, level=Level.BUURT), cursor).figure
    assert figure is not None
    assert sorted(figure.data[-1].locations) == [
        area.code for area in areas.within(cursor, GEMEENTE) if area.code[:2] == "WK"
    ]


def test_the_computed_score_has_as_many_decimals_as_it_deserves() -> None:
    assert (SCORE.decimals, SCORE.unit, dutch.quantity(87.27, SCORE.unit, SCORE.decimals)) == (0, "punten", "87")
