"""The places in the background score as a tile: who is where, how far that moves, and only what is known of it."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from duckdb import DuckDBPyConnection as Cursor

from model import catalogue
from model.choices import Choices
from model.region import Level
from tests.tiles.test_score_words import HIGH, PARTS, A, B, C, D, delivery, same_in_all
from tests.worlds import Cell, world
from tiles import Kind, Tile, build

LINDEWAARD = Choices("GM9901", Level.WIJK, "achtergrondscore", "2021")


def ranked(cells: Mapping[str, Mapping[str, Cell]], margin: float | None = None) -> Tile:
    weights = tuple((part, 0.0) for part in PARTS if part not in cells)
    asked = Choices("GM0308", Level.WIJK, "achtergrondscore", "2021", weights=weights)
    with world(delivery(cells, dict.fromkeys(cells, margin) if margin else None)) as cursor:
        return build(Kind.RANKING, asked, cursor)


def test_the_table_has_each_area_with_its_place_and_both_ranges(cursor: Cursor) -> None:
    tile = build(Kind.RANKING, LINDEWAARD, cursor)
    assert list(tile.table.columns) == [
        "Wijk",
        "Code",
        "Plaats",
        "Bij andere gewichten",
        "Door toeval",
        "Achtergrondscore (0–100)",
    ]
    assert tile.table["Plaats"].tolist()[:4] == ["1", "1", "3", "4"], "two wijken with one score share the first place"
    assert tile.table["Plaats"].tolist()[-2:] == ["11", "–"]
    assert tile.table.iloc[-1].tolist() == ["De Hoefslag", "WK990109", "–", "–", "–", "geen score"]
    assert tile.title.endswith("bij andere gewichten of door toeval") or tile.title.startswith("Minstens de helft")
    assert "band en lijn: 90% van de trekkingen" in tile.subtitle
    assert tile.source.endswith("alle onderdelen wegen even zwaar.")


def test_the_same_score_caveat_and_source_stand_beside_map_and_places(cursor: Cursor) -> None:
    ranking, drawn = (build(kind, LINDEWAARD, cursor) for kind in (Kind.RANKING, Kind.MAP))
    assert ranking.notes[0] == drawn.notes[0] and ranking.source == drawn.source
    scores = [
        dict(zip(tile.table["Code"], tile.table["Achtergrondscore (0–100)"], strict=True)) for tile in (ranking, drawn)
    ]
    assert scores[0] == scores[1]


def test_of_many_areas_the_figure_shows_some_and_says_so(cursor: Cursor) -> None:
    weights = tuple(
        (row.id, 0.0) for row in catalogue.current().indicators.values() if row.weight and row.id != "bijstand"
    )
    tile = build(Kind.RANKING, replace(LINDEWAARD, level=Level.BUURT, weights=weights), cursor)
    assert not tile.notes[0].startswith("De figuur toont"), "fifty buurten fit"
    codes = [f"WK0308{place:02d}" for place in range(99)]
    cells: dict[str, dict[str, Cell]] = {"inkomen": {code: float(place) for place, code in enumerate(codes)}}
    many = ranked(cells)
    assert many.notes[0] == "De figuur toont 60 van de 99 wijken; zie de tabel."
    assert len(many.table) == 99


def test_places_that_nothing_moves_are_said_to_stay() -> None:
    still = ranked(same_in_all(HIGH))
    assert still.title == "Minstens de helft van de wijken houdt dezelfde plaats bij andere gewichten"
    assert "· band: 90% van de trekkingen" in still.subtitle and "toeval" not in still.title
    assert set(still.table["Door toeval"]) == {"–"}
    sure = ranked(same_in_all(HIGH), 0.01)
    assert sure.title == ("Minstens de helft van de wijken houdt dezelfde plaats bij andere gewichten en door toeval")


def test_how_far_the_area_in_the_middle_moves_is_the_finding() -> None:
    # A and D take any place as the weights turn, B and C too: they all score 50.
    cells: dict[str, dict[str, Cell]] = {
        "laag_inkomen": {A: 40, B: 30, C: 20, D: 10},
        "bijstand": {A: 10, B: 20, C: 30, D: 40},
    }
    tile = ranked(cells)
    spans = [text.split(" – ") for text in tile.table["Bij andere gewichten"]]
    moves = sorted(int(ends[-1]) - int(ends[0]) for ends in spans)
    assert moves == [1, 1, 3, 3], "the outer two swap ends, the inner two the middle"
    assert tile.title == "De helft van de wijken kan 2 plaatsen of meer verschuiven bij andere gewichten"
    assert tile.table["Plaats"].tolist() == ["1"] * 4


@pytest.mark.parametrize("kind", [Kind.MAP, Kind.RANKING])
def test_one_area_with_a_score_is_told_so(kind: Kind) -> None:
    with world(delivery(same_in_all({A: 50}))) as cursor:
        tile = build(kind, Choices("GM0308", Level.WIJK, "achtergrondscore", "2021"), cursor)
    assert "Noord" in tile.title or "springt" in tile.title
    if kind is Kind.RANKING:
        assert tile.title == "Alleen Noord heeft een achtergrondscore"
