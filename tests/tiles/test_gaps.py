"""The tiles of gaps and of choices, on the example municipality and on small worlds."""

from dataclasses import replace
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection as Cursor

from analysis import known, wishes
from analysis.gap_verdicts import Verdict
from charts.gaps import MARKS
from model import benchmark
from model.catalogue import CatalogueError, Domain
from model.choices import Audience, Choices
from tests.worlds import delivered, schools, world
from tiles import Kind, NoFigures, build, gap_cell, gaps

CHOICES = Choices("GM9901", period="2021", domain=Domain.SOCIAL)
RAVELSHOEK, ZANDKAMP = "WK990103", "WK990104"
OF_CHOICES = (Kind.CHOICES_PER_SECTOR, Kind.CHOICES_PER_BOARD, Kind.CHOICES_OF_SCHOOLS)


def described(cursor: Cursor, region: str, domain: Domain, audience: Audience) -> gap_cell.Described:
    catalogue = known.catalogue(cursor)
    view = gaps.view_of(replace(CHOICES, audience=audience), cursor, catalogue)
    cell = view.gaps.cell(region, domain)
    assert cell is not None
    return gap_cell.described(cell, view.found, catalogue, audience)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("kind", [Kind.GAPS, Kind.GAPS_MAP, *OF_CHOICES])
def test_every_tile_has_a_finding_a_table_words_for_the_picture_and_a_source(
    cursor: Cursor, kind: Kind, audience: Audience
) -> None:
    tile = build(kind, replace(CHOICES, audience=audience), cursor)
    assert len(tile.table)
    assert tile.title and not tile.title.endswith(".")
    assert tile.alt.endswith(".") and len(tile.alt) > len(tile.title)
    assert "verzonnen voorbeeld" in tile.source


def test_the_finding_names_the_gaps_with_the_highest_need_first(cursor: Cursor) -> None:
    assert build(Kind.GAPS, CHOICES, cursor).title == (
        "Mogelijke leemtes: executief in Zandkamp, executief in Ravelshoek, sociaal in Ravelshoek en nog 4"
    )


def test_the_example_has_a_place_for_each_kind_of_verdict(cursor: Cursor) -> None:
    table = build(Kind.GAPS, CHOICES, cursor).table
    shown = {(wijk, domain): text for wijk, domain, text in table[["Wijk", "Domein", "Oordeel"]].to_numpy()}
    assert shown["Ravelshoek", "Sociaal"] == "leemte"
    assert shown["Ravelshoek", "Emotioneel"] == "alleen gemeente"
    assert shown["Ravelshoek", "Cognitief"] == "gedekt"
    assert shown["Zandkamp", "Cognitief"] == "samen bekijken"
    assert shown["Zandkamp", "Sociaal"] == "alleen school"
    assert shown["Binnenstad", "Sociaal"] == "inzet, behoefte niet in de cijfers te zien"
    assert shown["De Hoefslag", "Sociaal"] == "onbekend"


@pytest.mark.parametrize(
    ("audience", "known_of", "asking"),
    [(Audience.MUNICIPALITY, "2 van 5 scholen bekend", 5), (Audience.LEA, "1 van 5 scholen met naam gedeeld", None)],
)
def test_the_example_has_a_gap_a_possible_gap_and_a_pair_to_look_at_together_and_for_the_gemeente_five_like_wishes(
    cursor: Cursor, audience: Audience, known_of: str, asking: int | None
) -> None:
    table = build(Kind.GAPS, replace(CHOICES, audience=audience), cursor).table
    shown = {(wijk, domain): text for wijk, domain, text in table[["Wijk", "Domein", "Oordeel"]].to_numpy()}
    assert shown["Stationskwartier", "Executief"] == "leemte"
    assert shown["Tuindorp De Elzen", "Sociaal"] == f"mogelijke leemte – {known_of}"
    assert shown["Zandkamp", "Cognitief"] == "samen bekijken"
    bundles = {one.name: one.schools for one in wishes.of(cursor, CHOICES.area, audience).bundles}
    assert bundles.get("Hulp bij huiswerk") == asking


def test_the_matrix_says_each_verdict_in_words_and_a_shape(cursor: Cursor) -> None:
    assert set(MARKS) == {verdict.value for verdict in Verdict}
    for part in ("shape", "words", "word"):
        assert len({getattr(mark, part) for mark in MARKS.values()}) == len(MARKS)
    figure = build(Kind.GAPS, CHOICES, cursor).figure
    assert figure is not None
    assert figure.data[0].text[6][2] == "○<br>leemte"


def test_the_map_is_of_one_domain_and_names_shapes_in_its_legend(cursor: Cursor) -> None:
    tile = build(Kind.GAPS_MAP, CHOICES, cursor)
    assert tile.title == "Sociaal: mogelijke leemtes in Ravelshoek en Tuindorp De Elzen"
    assert set(tile.table["Domein"]) == {"Sociaal"}
    assert tile.figure is not None
    assert {"○ leemte", "◐ alleen school"} <= {trace.name for trace in tile.figure.data}
    with pytest.raises(NoFigures, match="Kies een domein"):
        build(Kind.GAPS_MAP, replace(CHOICES, domain=None), cursor)


def test_a_cell_keeps_the_layers_apart_and_says_that_the_background_does_not_count(cursor: Cursor) -> None:
    told = described(cursor, RAVELSHOEK, Domain.SOCIAL, Audience.MUNICIPALITY)
    assert list(told.need) == ["kinderen gemeten", "school zegt", "achtergrond"]
    assert told.need["kinderen gemeten"].startswith("positie 82 van 100")
    assert "12+ (vo)" in told.need["kinderen gemeten"], "of whom the figures are is said where a wijk is about the po"
    assert told.need["school zegt"] == "5 van 5 scholen met een schoolscan melden een vertraging"
    assert "telt hier niet mee" in told.need["achtergrond"]
    assert "behoefte" not in told.need["achtergrond"]


def test_reach_is_told_per_kind_beside_places_and_money_of_the_whole_measure(cursor: Cursor) -> None:
    told = described(cursor, ZANDKAMP, Domain.COGNITIVE, Audience.MUNICIPALITY)
    reach = told.reach.set_index("Keuze")["Leerlingen gemeld"]
    assert reach["A3 Zomer- of lentescholen"] == "180 (door 3 van 5)"
    row = told.measures.set_index("Maatregel").loc["Zomerschool Zandkamp"]
    assert (row["Plaatsen"], row["Bedrag"], row["Uit"]) == ("120", "€\N{NO-BREAK SPACE}68.000", "NPO-uitkering")
    assert told.money.endswith("ook als die in meer wijken of domeinen telt.")
    assert told.together[0].startswith("'Zomerschool Zandkamp' en Basisschool Het Palet")


def test_for_the_lea_a_cell_counts_only_what_is_shared_with_its_name_and_accuses_nobody(cursor: Cursor) -> None:
    told = described(cursor, ZANDKAMP, Domain.SOCIAL, Audience.LEA)
    assert told.verdict == "◌ mogelijke leemte – 1 van 5 scholen met naam gedeeld"
    assert told.schools[0].startswith("1 van 5 scholen heeft een schoolscan met naam gedeeld")
    everything = " ".join((told.verdict, *told.reasons, *told.schools)).casefold()
    assert "nog geen" in everything
    assert not any(word in everything for word in ("doet niets", "doen niets", "weigert", "ontbreekt"))
    own = build(Kind.CHOICES_OF_SCHOOLS, CHOICES, cursor).table
    shared = build(Kind.CHOICES_OF_SCHOOLS, replace(CHOICES, audience=Audience.LEA), cursor).table
    assert set(shared["School"]) < set(own["School"])
    assert "CBS De Zonnedauw" not in set(shared["School"])


def test_choices_stand_beside_the_country_per_sector(cursor: Cursor) -> None:
    table = build(Kind.CHOICES_PER_SECTOR, CHOICES, cursor).table.set_index(["Sector", "Keuze"])
    assert table.loc[("po", "B3 Instructie in kleine groepen"), "Landelijk"] == "86% (najaar 2021)"
    assert table.loc[("po", "B3 Instructie in kleine groepen"), "Scholen"] == "4 van 21"
    assert table.loc[("vo", "C2 Sportieve activiteiten"), "Landelijk"] == "80% (najaar 2021)"
    assert table.loc[("po", "A3 Zomer- of lentescholen"), "Landelijk"] == "–"


@pytest.mark.parametrize("kind", [Kind.GAPS, *OF_CHOICES])
def test_of_a_country_and_without_anything_a_sentence_says_what_to_do(cursor: Cursor, kind: Kind) -> None:
    for area in ("NL99", "GM0001"):
        with pytest.raises(NoFigures, match=r"(Kies links|Laad de gemeente|Lees ze in).*\.$"):
            build(kind, Choices(area), cursor)


def test_without_scans_and_figures_nothing_is_called_a_gap() -> None:
    area = delivered({"kinderen_0_15": {RAVELSHOEK: 900}}, names={"GM9901": "Lindewaard", RAVELSHOEK: "Ravelshoek"})
    with world(area, schools("GM9901", ["99AA00"], "2021", buurt="BU99010301")) as cursor:
        tile = build(Kind.GAPS, CHOICES, cursor)
    assert tile.title == "Er is nog te weinig bekend om leemtes te zien"
    assert set(tile.table["Oordeel"]) == {"onbekend"}


def test_a_benchmark_that_cannot_be_used_is_told_with_its_place(tmp_path: Path) -> None:
    head = "sector;code;percent;measurement;source\n"
    for row in ("po;B3;186;m;s", "po;Z9;10;m;s", "kleuter;B3;10;m;s", "po;B3;10;m;s\npo;B3;11;m;s", "po;B3;10;m;"):
        (tmp_path / "benchmarks.csv").write_text(head + row, "utf-8")
        with pytest.raises(CatalogueError, match=r"benchmarks\.csv, row"):
            benchmark.read_benchmarks(tmp_path / "benchmarks.csv")
