"""Where an area stands, as a tile: comparable areas first, in words that hold, and why when it has no place."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from duckdb import DuckDBPyConnection as Cursor

from model import catalogue
from model.catalogue import Ages, Domain, Layer
from model.choices import Choices
from model.delivery import Delivery
from model.region import Level
from tests.worlds import delivered, world
from tiles import Kind, NoFigures, build, positions

CHOICES = Choices("GM9901", Level.WIJK, "laag_inkomen", "2020")


def places(cells: Mapping[str, float], **changed: Mapping[str, float]) -> list[Delivery]:
    """Wijken with a share of low incomes, each with 200 children of 1.000 inhabitants unless it is said."""
    people: dict[str, dict[str, float]] = {
        "inwoners": dict.fromkeys(cells, 1000.0),
        "kinderen_0_15": dict.fromkeys(cells, 200.0),
        "jongeren_15_25": dict.fromkeys(cells, 100.0),
        "stedelijkheid": dict.fromkeys(cells, 2.0),
    }
    for indicator, changes in changed.items():
        people[indicator] |= changes
    figures: dict[str, Mapping[str, float]] = {**people, "laag_inkomen": cells}
    names = {code: f"Wijk {code[-2:]}" for code in cells}
    return [delivered(figures, names={"GM0308": "Baarn", "NL00": "Nederland"} | names)]


WIJKEN = {f"WK0308{place:02}": float(place) for place in range(1, 8)}
AT_05 = Choices("WK030805", Level.WIJK, "laag_inkomen", "2021")


def test_positions_are_told_among_comparable_areas_first() -> None:
    with world(*places(WIJKEN)) as cursor:
        tile = build(Kind.POSITIONS, AT_05, cursor)
    assert tile.title == "Wijk 05: huishoudens met een laag inkomen hoger dan 4 van de 6 vergelijkbare wijken"
    assert tile.subtitle.startswith("Aandeel van de vergelijkbare wijken met een lager cijfer · achtergrond")
    assert tile.table.iloc[0].to_dict() == {
        "Indicator": "Huishoudens met een laag inkomen",
        "Cijfer": "5,0%",
        "Jaar": "2021",
        "Marge (95%)": "–",
        "Naast vergelijkbare wijken": "hoger dan 4 van de 6 vergelijkbare wijken",
        "In Baarn": "hoger dan 4 van de 6 andere wijken in Baarn",
        "In Nederland": "hoger dan 4 van de 6 andere geladen wijken",
    }
    assert tile.notes[0].endswith(
        "hoogstens 3 procentpunt verschilt. Dat zijn 6 wijken: Wijk 01 (Baarn), Wijk 02 (Baarn), Wijk 03 (Baarn), "
        "Wijk 04 (Baarn), Wijk 06 (Baarn) en Wijk 07 (Baarn)."
    )


def test_of_many_comparable_areas_the_nearest_ten_are_named() -> None:
    with world(*places({f"WK0308{place:02}": float(place) for place in range(1, 21)})) as cursor:
        note = build(Kind.POSITIONS, AT_05, cursor).notes[0]
    assert "Dat zijn 19 wijken; het dichtst bij dat aandeel liggen Wijk 01 (Baarn), " in note
    assert note.count("(Baarn)") == 10


def test_without_comparable_areas_the_gemeente_is_what_it_is_drawn_among() -> None:
    with world(*places(WIJKEN, stedelijkheid={"WK030805": 1.0})) as cursor:
        tile = build(Kind.POSITIONS, AT_05, cursor)
    assert tile.title.endswith("hoger dan 4 van de 6 andere wijken in Baarn")
    assert "zo is er geen andere geladen" in tile.notes[0]
    assert tile.table["Naast vergelijkbare wijken"].tolist() == ["te weinig om te vergelijken"]


@pytest.mark.parametrize(
    ("few", "title", "cell"),
    [
        (
            places(WIJKEN, kinderen_0_15={"WK030805": 45.0}),
            "geen positie, want hier wonen minder dan 50 kinderen",
            "geen positie",
        ),
        (
            places({"WK030805": 5.0}),
            "te weinig andere wijken met een cijfer om te vergelijken",
            "te weinig om te vergelijken",
        ),
        (
            [delivered({"laag_inkomen": WIJKEN})],
            "geen positie, want het aantal kinderen is niet bekend",
            "geen positie",
        ),
    ],
)
def test_an_area_without_a_position_shows_its_figures_and_why(few: list[Delivery], title: str, cell: str) -> None:
    with world(*few) as cursor:
        tile = build(Kind.POSITIONS, AT_05, cursor)
    assert tile.title.endswith(f": {title}") and tile.figure is None
    assert tile.table["Cijfer"].tolist() == ["5,0%"]
    assert tile.table.iloc[0, -1] == cell


def test_positions_where_all_are_equal_say_so_and_stand_in_the_middle() -> None:
    with world(*places(dict.fromkeys(WIJKEN, 3.0))) as cursor:
        tile = build(Kind.POSITIONS, AT_05, cursor)
    assert tile.title.endswith("net zo hoog als alle 6 vergelijkbare wijken")
    assert tile.figure is not None and list(tile.figure.data[0].x) == [50]


def test_a_gemeente_has_no_position_in_itself_and_a_country_none_at_all(cursor: Cursor) -> None:
    tile = build(Kind.POSITIONS, CHOICES, cursor)
    assert list(tile.table.columns[-2:]) == ["Naast vergelijkbare gemeenten", "In Voorbeeldland"]
    with pytest.raises(NoFigures, match="Kies een gemeente"):
        build(Kind.POSITIONS, replace(CHOICES, area="NL99"), cursor)


def test_positions_stay_within_one_layer_and_the_chosen_theme(cursor: Cursor) -> None:
    chosen = replace(CHOICES, area="WK990104", period="2022")
    shown = build(Kind.POSITIONS, chosen, cursor)
    assert "Ernstig eenzaam (18+) (modelschatting)" in shown.table["Indicator"].tolist()
    assert "Inwoners" not in shown.table["Indicator"].tolist(), "a number says how large a wijk is"
    lonely = build(Kind.POSITIONS, replace(chosen, theme="eenzaamheid"), cursor)
    assert lonely.table["Indicator"].tolist() == ["Ernstig eenzaam (18+) (modelschatting)"]
    assert lonely.figure is not None and [trace.name for trace in lonely.figure.data] == ["modelschatting"]


def test_positions_leave_out_other_layers_and_other_ages() -> None:
    known = catalogue.current()
    poor, share = known.indicators["laag_inkomen"], known.indicators["aandeel_kinderen"]
    changed = {"laag_inkomen": replace(poor, ages=(Ages.EARLY,)), "aandeel_kinderen": share}
    measured = replace(poor, id="honger", label="Honger", layer=Layer.CHILDREN_MEASURED, domain=Domain.SOCIAL)
    extended = replace(known, indicators={**changed, "honger": measured})
    figures = [delivered({one: WIJKEN}, table=one) for one in ("aandeel_kinderen", "honger")]
    labels = {}
    with world(*places(WIJKEN), *figures) as cursor:
        for ages in (None, Ages.EARLY, Ages.SECONDARY):
            labels[ages] = positions.build(replace(AT_05, ages=ages), cursor, extended).table["Indicator"].tolist()
        of_children = positions.build(replace(AT_05, indicator="honger"), cursor, extended)
    assert labels[None] == labels[Ages.EARLY] == ["Huishoudens met een laag inkomen", "Aandeel kinderen"]
    assert labels[Ages.SECONDARY] == ["Aandeel kinderen"]
    assert of_children.table["Indicator"].tolist() == ["Honger"]
    assert "kinderen gemeten" in of_children.subtitle
