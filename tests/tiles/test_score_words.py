"""What is said of the background score, and how sure it is: one true sentence for each case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from analysis import needs
from analysis.needs import Score
from model import catalogue
from model.choices import Choices
from model.delivery import OBSERVATION, Delivery
from model.disclosed import Disclosed
from model.region import Level
from model.status import Status
from tests.worlds import Cell, delivered, world
from tiles import Kind, NoFigures, Tile, build, score_words

CATALOGUE = catalogue.current()
PARTS = ("laag_inkomen", "bijstand", "laagste_inkomens", "inkomen", "laag_opgeleid")
LABELS = {part: CATALOGUE.indicators[part].label for part in PARTS}
A, B, C, D = "WK030801", "WK030802", "WK030803", "WK030804"
NAMES = {"NL00": "Nederland", "GM0308": "Baarn", A: "Noord", B: "Zuid", C: "Oost", D: "West"}
HIGH: dict[str, Cell] = {A: 90, B: 80, C: 10, D: 5}


@dataclass(frozen=True)
class Sentences:
    first: str
    title: str
    by_weights: str
    by_chance: str


def delivery(cells: Mapping[str, Mapping[str, Cell]], margins: Mapping[str, float] | None = None) -> Delivery:
    """Figures of wijken of a hundred children, of some parts with published margins of so much on either side."""
    regions = sorted({region for of in cells.values() for region in of})
    loaded = delivered({"kinderen_0_15": dict.fromkeys(regions, 100), **cells}, names=NAMES)
    rows = loaded.observations.to_pylist()
    for row in rows:
        if row["indicator"] in (margins or {}) and row["value"] is not None:
            width = (margins or {})[row["indicator"]]
            row["lower"], row["upper"] = row["value"] - width, row["value"] + width
    return replace(loaded, observations=pa.Table.from_pylist(rows, schema=OBSERVATION))


def same_in_all(needy: Mapping[str, Cell], parts: Sequence[str] = PARTS) -> dict[str, dict[str, Cell]]:
    """Each part of the score says the same of each wijk."""
    less = {code: cell if isinstance(cell, Status) else 100 - cell for code, cell in needy.items()}
    return {part: less if part == "inkomen" else dict(needy) for part in parts}


def scored(loaded: Delivery, weights: Mapping[str, float] | None = None, level: Level = Level.WIJK) -> Score:
    with world(loaded) as cursor:
        indicators = list(CATALOGUE.indicators.values())
        return needs.background(cursor, indicators, "GM0308", level, "2021", weights)


def sentences(found: Score) -> Sentences:
    by_weights, by_chance = score_words.sureness(found, CATALOGUE, Level.WIJK)
    return Sentences(
        score_words.sentence(found, CATALOGUE, Level.WIJK, "Baarn"),
        score_words.title(found, Level.WIJK, "Baarn"),
        by_weights,
        by_chance,
    )


def test_a_top_that_holds_by_weights_and_where_no_source_gives_a_margin() -> None:
    assert sentences(scored(delivery(same_in_all(HIGH)))) == Sentences(
        "In Noord en Zuid groeien kinderen het vaakst op met kans op achterstand "
        "(daar wonen 200 kinderen tot 15 jaar; CBS 2021).",
        "Noord en Zuid hebben de hoogste achtergrondscore",
        "Bij andere gewichten: in alle 1.000 andere wegingen liggen deze 2 wijken samen bovenaan.",
        "Door toeval: van geen van deze cijfers geeft de bron een marge, dus dat is niet te zeggen.",
    )


def test_a_top_that_holds_by_chance_tells_of_which_figures_chance_counts() -> None:
    one = sentences(scored(delivery(same_in_all(HIGH), {"bijstand": 0.1})))
    assert one.by_chance == (
        "Door toeval: in alle 1.000 trekkingen liggen deze 2 wijken samen bovenaan. Daarin telt het toeval in "
        f"'{LABELS['bijstand']}' mee; van de 4 andere cijfers geeft de bron geen marge."
    )
    four = sentences(scored(delivery(same_in_all(HIGH), dict.fromkeys(PARTS[:4], 0.1))))
    assert four.by_chance.endswith("mee; van het andere cijfer geeft de bron geen marge.")
    whole = sentences(scored(delivery(same_in_all(HIGH), dict.fromkeys(PARTS, 0.1))))
    assert whole.by_chance == "Door toeval: in alle 1.000 trekkingen liggen deze 2 wijken samen bovenaan."


def test_chance_that_forbids_a_top_that_other_weights_allow() -> None:
    found = sentences(scored(delivery(same_in_all(HIGH), dict.fromkeys(PARTS, 500.0))))
    assert found == Sentences(
        "In Baarn springt geen wijk of groep wijken er duidelijk uit in kans op achterstand (CBS 2021).",
        "Geen wijk of groep wijken springt er duidelijk uit",
        "Bij andere gewichten: een wijk of groep wijken blijft dan wel bovenaan liggen.",
        "Door toeval: dat kan de volgorde te veel veranderen om wijken te noemen.",
    )


def mixed(margin: float | None) -> Score:
    """Two parts that turn each other round."""
    cells: dict[str, dict[str, Cell]] = {
        "laag_inkomen": {A: 40, B: 30, C: 20, D: 10},
        "bijstand": {A: 10, B: 20, C: 30, D: 40},
    }
    weights = dict.fromkeys(set(PARTS) - set(cells), 0.0)
    return scored(delivery(cells, dict.fromkeys(cells, margin) if margin else None), weights)


def test_no_top_because_other_weights_name_others() -> None:
    found = sentences(mixed(None))
    assert found.by_weights == (
        "Bij andere gewichten: dan liggen te vaak andere wijken bovenaan om er een groep uit te noemen."
    )
    assert found.by_chance.endswith("dus dat is niet te zeggen.")
    assert sentences(mixed(1.0)).by_chance == "Door toeval: ook dat kan de volgorde van de wijken veranderen."


def test_a_score_of_one_figure_is_not_moved_by_other_weights() -> None:
    cells = same_in_all(HIGH, ("inkomen",))
    found = sentences(scored(delivery(cells), dict.fromkeys(set(PARTS) - {"inkomen"}, 0.0)))
    assert found.first.startswith("In Noord en Zuid groeien")
    assert found.by_weights == (
        "Bij andere gewichten: de score bestaat uit één cijfer, dus andere gewichten veranderen niets."
    )


def test_a_single_wijk_at_the_top_is_one() -> None:
    # The second place changes with the weights; the first does not.
    cells: dict[str, dict[str, Cell]] = {
        "laag_inkomen": {A: 40, B: 30, C: 20, D: 10},
        "bijstand": {A: 40, B: 10, C: 20, D: 30},
    }
    found = sentences(scored(delivery(cells), dict.fromkeys(set(PARTS) - set(cells), 0.0)))
    assert found.title == "Noord heeft de hoogste achtergrondscore"
    assert found.by_weights == "Bij andere gewichten: in alle 1.000 andere wegingen ligt deze wijk bovenaan."


@pytest.mark.parametrize(
    ("share", "told"),
    [(1.0, "in alle 1.000"), (0.999, "in 99% van 1.000"), (0.95, "in 95% van 1.000"), (0.57, "in 57% van 1.000")],
)
def test_a_share_of_draws_is_never_rounded_up_nor_told_a_percent_short(share: float, told: str) -> None:
    found = replace(scored(delivery(same_in_all(HIGH))), holds_by_weights=share)
    assert told in sentences(found).by_weights


def test_of_one_wijk_nothing_is_compared_and_nothing_is_sure() -> None:
    found = scored(delivery(same_in_all({A: 50})))
    assert score_words.sentence(found, CATALOGUE, Level.WIJK, "Baarn") == (
        "Alleen Noord heeft een achtergrondscore (CBS 2021); er valt niets te vergelijken."
    )
    assert score_words.sureness(found, CATALOGUE, Level.WIJK) == ()


def test_of_a_country_with_more_than_a_thousand_areas_their_number_is_told() -> None:
    many = needs.MOST_NAMED + 1
    areas = pd.DataFrame(
        {
            "region": [f"BU0308{place:04d}" for place in range(many)],
            "name": "Buurt",
            "value": [float("nan"), *(50.0 for _ in range(many - 1))],
            "status": "known",
            "children": 100,
        }
    )
    found = replace(scored(delivery(same_in_all(HIGH))), areas=Disclosed(areas), top=())
    assert score_words.sentence(found, CATALOGUE, Level.BUURT, "Nederland") == (
        "In Nederland hebben 1.000 buurten een achtergrondscore (CBS 2021)."
    )
    assert score_words.title(found, Level.BUURT, "Nederland") == ("De achtergrondscore van 1.000 buurten in Nederland")
    assert score_words.sureness(found, CATALOGUE, Level.BUURT) == ()


WHY = "Voor Baarn is nog niet te zeggen waar kinderen het vaakst opgroeien met kans op achterstand: "


@pytest.mark.parametrize(
    ("cells", "weights", "why"),
    [
        (same_in_all(HIGH), dict.fromkeys(PARTS, 0.0), "geen enkel cijfer heeft een gewicht. Geef er een bij Bronnen"),
        ({}, {}, "er zijn nog geen cijfers over inkomen, werk en opleiding."),
        (same_in_all(HIGH, PARTS[1:2]), {}, f"van de 5 cijfers daarvoor is alleen '{LABELS['bijstand']}' bekend."),
        (
            same_in_all(HIGH, PARTS[:2]),
            {},
            f"van de 5 cijfers daarvoor zijn alleen '{LABELS['laag_inkomen']}' en '{LABELS['bijstand']}' bekend.",
        ),
        (
            same_in_all(HIGH, PARTS[:3]),
            {"inkomen": 8.0},
            f"van de 5 cijfers daarvoor zijn alleen '{LABELS['laag_inkomen']}', '{LABELS['bijstand']}' en "
            f"'{LABELS['laagste_inkomens']}' bekend.",
        ),
        (
            {part: {(A, B, C, D)[place % 4]: 10.0} for place, part in enumerate(PARTS)},
            {},
            "van geen enkele wijk zijn genoeg kinderen en genoeg cijfers bekend.",
        ),
    ],
    ids=["no weight", "nothing", "one figure", "two figures", "the heaviest is missing", "each wijk has one"],
)
def test_without_a_score_it_is_told_why(cells: dict[str, dict[str, Cell]], weights: dict[str, float], why: str) -> None:
    found = scored(delivery(cells), weights)
    assert score_words.sentence(found, CATALOGUE, Level.WIJK, "Baarn").startswith(WHY + why)
    assert score_words.sureness(found, CATALOGUE, Level.WIJK) == ()


# --- what is not as it should be ------------------------------------------------------------------------------------

WITHOUT_WEIGHT = tuple((part, 0.0) for part in PARTS)
BAD: dict[str, tuple[dict[str, dict[str, Cell]], dict[str, Any]]] = {
    "all values missing": ({part: dict.fromkeys(HIGH, Status.SECRET) for part in PARTS}, {}),
    "one area": (same_in_all({A: 50}), {}),
    "ties everywhere": (same_in_all(dict.fromkeys(HIGH, 50)), {}),
    "one part without variation": ({**same_in_all(HIGH), "bijstand": dict.fromkeys(HIGH, 7)}, {}),
    "weights all zero": (same_in_all(HIGH), {"weights": WITHOUT_WEIGHT}),
    "a weight of what is not known": (same_in_all(HIGH), {"weights": (("bestaat_niet", 3.0),)}),
    "a year before all": (same_in_all(HIGH), {"period": "1999"}),
    "a level without figures": (same_in_all(HIGH), {"level": Level.BUURT}),
    "an area that does not exist": (same_in_all(HIGH), {"area": "GM0344"}),
    "a country": (same_in_all(HIGH), {"area": "NL00"}),
}


@pytest.mark.parametrize("kind", [Kind.BACKGROUND, Kind.MAP, Kind.RANKING])
@pytest.mark.parametrize("case", BAD)
def test_bad_input_gives_a_sensible_tile_or_a_sentence(case: str, kind: Kind) -> None:
    cells, changes = BAD[case]
    asked = replace(Choices("GM0308", Level.WIJK, "achtergrondscore", "2021"), **changes)
    try:
        with world(delivery(cells)) as cursor:
            tile: Tile | None = build(kind, asked, cursor)
    except NoFigures as nothing:
        assert str(nothing).endswith(".")
        assert ("Kies een ander jaar" in str(nothing)) == (kind is not Kind.RANKING and case != "weights all zero")
        assert case not in ("one area", "ties everywhere", "one part without variation", "a country")
        return
    assert tile is not None and tile.title and tile.source and len(tile.table)
    words = " ".join((tile.title, tile.subtitle, tile.alt, *tile.notes, *map(str, tile.table.to_numpy().ravel())))
    assert "nan" not in words.lower().split() and "None" not in words


def test_only_weights_that_differ_from_those_of_the_catalogue_are_called_own() -> None:
    told = {}
    for weights in ((), (("bestaat_niet", 3.0),), (("bijstand", 1.0),), (("bijstand", 3.0),)):
        with world(delivery(same_in_all(HIGH))) as cursor:
            asked = Choices("GM0308", Level.WIJK, "achtergrondscore", "2021", weights=weights)
            told[weights] = build(Kind.MAP, asked, cursor).source
    own = [weights for weights, source in told.items() if "met eigen gewichten (zie Bronnen en methode)" in source]
    assert own == [(("bijstand", 3.0),)]
