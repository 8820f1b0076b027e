"""The tiles of the response and of the register, on the example municipality."""

import re
from dataclasses import replace
from typing import Any

import pytest
from duckdb import DuckDBPyConnection as Cursor

from model.choices import Audience, Choices
from tests.worlds import delivered, pupils, schools, world
from tiles import Kind, NoFigures, build
from tiles.response import finding

CHOICES = Choices("GM9901", period="2021")
OF_SCHOOLS = (Kind.SCHOOLS, Kind.RESPONSE_MAP, Kind.RESPONSE_PER_BOARD, Kind.RESPONSE_PER_SECTOR)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("kind", OF_SCHOOLS)
def test_every_tile_has_a_finding_a_picture_a_table_and_a_source(
    cursor: Cursor, kind: Kind, audience: Audience
) -> None:
    tile = build(kind, Choices("WK990104", period="2021", audience=audience), cursor)
    assert tile.figure is not None
    assert len(tile.table)
    assert tile.title
    assert not tile.title.endswith(".")
    assert len(tile.alt) > len(tile.title)
    assert re.match(
        r"Bron: verzonnen voorbeeld in de vorm van DUO, Alle schoolvestigingen 2021\. Peildatum", tile.source
    )


def test_the_heading_counts_schools_and_the_pupils_who_go_there(cursor: Cursor) -> None:
    assert finding(cursor, CHOICES) == (
        "Lindewaard: 31 van de 45 scholen hebben een schoolscan gedeeld; daar gaat 69% van de leerlingen naartoe"
    )


def test_a_wijk_from_which_nothing_came_is_named(cursor: Cursor) -> None:
    assert build(Kind.RESPONSE_MAP, CHOICES, cursor).title == "Nog van geen enkele school in Lindehove"


def test_for_the_lea_nothing_tells_of_a_scan_that_was_not_shared_with_its_name(cursor: Cursor) -> None:
    own = build(Kind.RESPONSE_MAP, CHOICES, cursor).table
    shared = build(Kind.RESPONSE_MAP, Choices("GM9901", period="2021", audience=Audience.LEA), cursor).table
    named = set(own.loc[own["Delen met"] == "LEA met schoolnaam", "School"])
    assert set(shared.loc[shared["Schoolscan"] == "gedeeld", "School"]) == named
    assert set(shared["Schoolscan"]) == {"gedeeld", "niet met naam gedeeld"}, "not whether the rest sent one"
    assert "Delen met" not in shared


def test_the_register_of_schools_says_nothing_of_their_scans(cursor: Cursor) -> None:
    table = build(Kind.SCHOOLS, CHOICES, cursor).table
    assert list(table) == ["School", "Leerlingen", "Sector", "Bestuur", "Wijk", "Vestiging"]
    assert list(build(Kind.RESPONSE_MAP, CHOICES, cursor).table)[:3] == ["School", "Schoolscan", "Delen met"]


def test_without_a_register_a_sentence_says_what_to_do(cursor: Cursor) -> None:
    with pytest.raises(NoFigures, match="Laad eerst het scholenregister"):
        build(Kind.SCHOOLS, Choices("GM9902"), cursor)
    assert finding(cursor, Choices("GM9902")) == "Van geen enkele school is bekend of er een schoolscan is"


def test_numbers_of_pupils_under_the_threshold_are_not_in_the_tables_of_schools() -> None:
    counts: dict[str, float | tuple[float, float]] = {"99AA00": 3, "99AB00": (0, 4), "99AC00": 0, "99AD00": 5}
    more: dict[str, float | tuple[float, float]] = {"99AE00": (120, 124), "99AF00": (0, 9)}
    area = delivered({}, names={"GM9901": "Lindewaard"})
    register = schools("GM9901", [*counts, *more, "99AG00"], "2021", board=["1", "2", *"33333"])
    with world(area, register, pupils("GM9901", counts | more, "2021")) as cursor:
        listed = build(Kind.SCHOOLS, CHOICES, cursor).table.set_index("Vestiging")["Leerlingen"]
        per_board = build(Kind.RESPONSE_PER_BOARD, CHOICES, cursor).table.set_index("Bestuur")["Leerlingen"]
    assert listed.to_dict() == {
        "99AA00": "minder dan 5",
        "99AB00": "minder dan 5",
        "99AC00": "0",
        "99AD00": "5",
        "99AE00": "120 tot 124",
        "99AF00": "hoogstens 9",
        "99AG00": "–",
    }
    assert per_board[["bestuur 1", "bestuur 2"]].tolist() == ["minder dan 5", "minder dan 5"]


def marks(cursor: Cursor, choices: Choices) -> list[Any]:
    """The dots on the map of an indicator."""
    figure = build(Kind.MAP, choices, cursor).figure
    assert figure is not None
    return [trace for trace in figure.data if trace.type == "scattermap"]


def test_the_map_of_an_indicator_shows_the_schools_when_asked(cursor: Cursor) -> None:
    plain = Choices("GM9901", indicator="laag_inkomen", period="2020")
    assert [len(dots.lon) for dots in marks(cursor, replace(plain, with_schools=True))] == [45]
    assert marks(cursor, plain) == []
