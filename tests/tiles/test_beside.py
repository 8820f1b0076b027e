"""Areas side by side: what is said of the difference, and the table behind the dots."""

import pytest
from duckdb import DuckDBPyConnection as Cursor

from model.choices import Choices
from model.region import Level
from model.status import Status
from tests.worlds import Cell, delivered, world
from tiles import Kind, NoFigures, Tile, build
from tiles.beside import MOST_AREAS

NORTH, SOUTH, EAST = "WK030801", "WK030802", "WK030803"
NAMES = {"GM0308": "Baarn", NORTH: "Noord", SOUTH: "Zuid", EAST: "Oost"}


def beside(cells: dict[str, Cell], indicator: str = "laag_inkomen", *others: str) -> Tile:
    with world(delivered({indicator: cells}, names=NAMES)) as cursor:
        return build(Kind.BESIDE, Choices(NORTH, Level.WIJK, indicator, "2021", beside=others), cursor)


def test_the_finding_names_both_ends_and_that_chance_is_not_known_without_margins() -> None:
    tile = beside({NORTH: 12.0, SOUTH: 8.0}, "laag_inkomen", SOUTH)
    assert tile.title == (
        "Huishoudens met een laag inkomen: van 8,0% in Zuid tot 12,0% in Noord; of dat meer is dan toeval, is niet te "
        "zeggen"
    )


def test_a_difference_is_called_clear_only_beyond_its_margins(cursor: Cursor) -> None:
    def title(area: str, other: str) -> str:
        choices = Choices(area, Level.WIJK, "gmj_psych", "2021", beside=(other,))
        return build(Kind.BESIDE, choices, cursor).title

    assert title("WK990104", "GM9901").endswith("; een duidelijk verschil")
    assert title("WK990103", "WK990104").endswith("; geen duidelijk verschil")


def test_a_modelled_figure_is_called_so_and_gets_no_verdict(cursor: Cursor) -> None:
    choices = Choices("WK990104", Level.WIJK, "eenzaam", "2020", beside=("GM9901",))
    title = build(Kind.BESIDE, choices, cursor).title
    assert "(modelschatting)" in title and title.endswith("niet te zeggen")


def test_equal_figures_are_one_figure_and_an_unknown_one_says_why() -> None:
    tile = beside({NORTH: 8.0, SOUTH: 8.0, EAST: Status.SECRET}, "laag_inkomen", SOUTH, EAST)
    assert tile.title == "Huishoudens met een laag inkomen: 8,0% in alle gebieden met een cijfer"
    assert tile.table.iloc[0].to_dict() == {
        "Indicator": "Huishoudens met een laag inkomen",
        "Noord": "8,0%",
        "Zuid": "8,0%",
        "Oost": "onbekend of geheim",
        "Jaar": "2021",
    }


def test_a_margin_stands_in_the_table_and_as_bars_in_the_figure(cursor: Cursor) -> None:
    choices = Choices("WK990104", Level.WIJK, "gmj_psych", "2021", beside=("GM9901",))
    tile = build(Kind.BESIDE, choices, cursor)
    assert " – " in tile.table["Zandkamp"].iloc[0]
    assert tile.figure is not None
    assert all(trace.error_x.array is not None for trace in tile.figure.data)


def test_at_most_five_areas_stand_side_by_side_and_one_chosen_twice_stands_once(cursor: Cursor) -> None:
    others = ("WK990101", "WK990101", "WK990102", "WK990103", "WK990105", "WK990106")
    tile = build(Kind.BESIDE, Choices("WK990104", Level.WIJK, "laag_inkomen", "2020", beside=others), cursor)
    assert len(tile.table.columns) == MOST_AREAS + 2


def test_without_a_figure_a_sentence_says_what_to_do() -> None:
    with pytest.raises(NoFigures, match="Kies een ander onderwerp"):
        beside({SOUTH: 8.0}, "laag_inkomen", SOUTH)
